"""Objects that wrap other files, index media or hold signals: what nobody can prove clean may be set aside.

Not here: images and reports.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from factories.canaries.nested import code

if TYPE_CHECKING:
    from factories.canaries.draft import Draft

PDF = "1.2.840.10008.5.1.4.1.1.104.1"
CDA = "1.2.840.10008.5.1.4.1.1.104.2"
STL = "1.2.840.10008.5.1.4.1.1.104.3"
OBJ = "1.2.840.10008.5.1.4.1.1.104.4"
ECG = "1.2.840.10008.5.1.4.1.1.9.1.1"
RAW = "1.2.840.10008.5.1.4.1.1.66"
PRIVATE_CLASS = "1.2.276.0.7230010.3.1.0.1"


def wrapped(draft: Draft, kind: str, content: bytes, media_type: str) -> None:
    """Write an encapsulated document; it may be set aside."""
    data = draft.dataset
    draft.cleanable = False
    draft.plant(data, "DocumentTitle", "Letter about {name}", f"{kind}/DocumentTitle")
    data.EncapsulatedDocument = content + b"\0" * (len(content) % 2)
    data.MIMETypeOfEncapsulatedDocument = media_type
    data.BurnedInAnnotation = "YES"
    title = draft.item(data, "ConceptNameCodeSequence")
    title.CodeValue, title.CodingSchemeDesignator, title.CodeMeaning = "18842-5", "LN", "Discharge summary"


def pdf(draft: Draft) -> None:
    """Write a PDF with a name in plain text, in a deflated stream and in its information."""
    plain = draft.text("({name}) Tj", "pdf/text").encode()
    packed = zlib.compress(draft.text("({name} {number}) Tj", "pdf/deflated stream").encode())
    about = draft.text("/Author ({name})", "pdf/author").encode()
    content = b"%PDF-1.4\n1 0 obj << " + about + b" >> endobj\n2 0 obj << /Length 40 >> stream\nBT " + plain
    content += (
        b" ET\nendstream endobj\n3 0 obj << /Filter /FlateDecode >> stream\n"
        + packed
        + b"\nendstream endobj\n%%EOF\n"
    )
    wrapped(draft, "pdf", content, "application/pdf")


def cda(draft: Draft) -> None:
    """Write a clinical document with a name and a birth date."""
    text = draft.text(
        '<patient><name>{name}</name><birthTime value="{day:%Y%m%d}"/></patient>', "cda/patient"
    )
    wrapped(draft, "cda", f"<ClinicalDocument>{text}</ClinicalDocument>".encode(), "text/XML")


def stl(draft: Draft) -> None:
    """Write a binary STL whose 80-byte head holds a name."""
    head = draft.text("part of {name}", "stl/head").encode().ljust(80)
    triangle = struct.pack("<12fH", *([0.0] * 12), 0)
    wrapped(draft, "stl", head + struct.pack("<I", 1) + triangle, "model/stl")


def wavefront(draft: Draft) -> None:
    """Write an OBJ file whose comment holds a name."""
    text = draft.text("# scan of {name}\nv 0 0 0\n", "obj/comment")
    wrapped(draft, "obj", text.encode(), "model/obj")


def electrocardiogram(draft: Draft) -> None:
    """Write a waveform with an annotation; it may be set aside."""
    draft.cleanable = False
    data = draft.dataset
    group = draft.item(data, "WaveformSequence")
    draft.set(group, NumberOfWaveformChannels=1, NumberOfWaveformSamples=8, SamplingFrequency="500")
    draft.plant(group, "MultiplexGroupLabel", "{name}", "ecg/MultiplexGroupLabel")
    channel = draft.item(group, "ChannelDefinitionSequence")
    draft.plant(channel, "ChannelLabel", "{name}", "ecg/ChannelLabel")
    group.WaveformBitsAllocated, group.WaveformSampleInterpretation = 16, "SS"
    group.add_new(0x54001010, "OW", bytes(range(16)))
    note = draft.item(data, "WaveformAnnotationSequence")
    draft.plant(note, "UnformattedTextValue", "{name}: sinus rhythm {day:%d.%m.%Y}", "ecg/annotation")
    code(draft, note, "ConceptNameCodeSequence", ("121071", "DCM", "Finding"), keep=False)


def raw_data(draft: Draft) -> None:
    """Write raw data of a maker's own format; it may be set aside."""
    draft.cleanable = False
    draft.dataset.add_new(0x00290010, "LO", "ACME RAW")
    text = draft.text("{name} {number}", "raw/data", "00291001").encode()
    draft.dataset.add_new(0x00291001, "OB", text + b"\0" * (len(text) % 2))


def private_object(draft: Draft) -> None:
    """Write an object of a private SOP class; it may be set aside."""
    draft.cleanable = False
    draft.plant(draft.dataset, "ImageComments", "{name}", "private class/ImageComments")


def directory(draft: Draft) -> None:
    """Write a DICOMDIR record of a patient; it may be set aside."""
    draft.cleanable = False
    record = draft.item(draft.dataset, "DirectoryRecordSequence")
    record.DirectoryRecordType = "PATIENT"
    draft.plant(record, "PatientName", "{name}^Dir", "dicomdir/PatientName")
    draft.plant(record, "PatientID", "{id}", "dicomdir/PatientID")
    draft.plant(draft.dataset, "FileSetID", "{name}", "dicomdir/FileSetID", vr="CS")


DOCUMENTS = {
    "pdf": (PDF, "DOC", pdf), "cda": (CDA, "DOC", cda), "stl": (STL, "M3D", stl),
    "obj": (OBJ, "M3D", wavefront),
    "ecg": (ECG, "ECG", electrocardiogram), "raw": (RAW, "CT", raw_data),
    "private": (PRIVATE_CLASS, "OT", private_object),
    "dicomdir": ("1.2.840.10008.1.3.10", "OT", directory),
}  # fmt: skip
"""Name -> SOP class, modality, maker."""
