"""What no dictionary vouches for: private, unknown, retired and UN-coded attributes, group lengths.

Private attributes that PS3.15 E.3.10 calls safe carry physics, and must come through. Not here: private items
nested in standard ones (`nested`) and places outside the data set (`outside`).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset

from factories.canaries.outside import at_start

if TYPE_CHECKING:
    from factories.canaries.draft import Draft

SAFE: tuple[tuple[int, str, int, str, Any], ...] = (
    (0x0019, "SIEMENS MR HEADER", 0x0C, "IS", "1000"),
    (0x0019, "SIEMENS MR HEADER", 0x0E, "FD", [0.5, 0.5, 0.7071]),
    (0x0043, "GEMS_PARM_01", 0x39, "IS", ["800", "8", "0", "0"]),
    (0x2001, "Philips Imaging DD 001", 0x03, "FL", 700.0),
    (0x7053, "Philips PET Private Group", 0x00, "DS", "0.000341"),
    (0x7053, "Philips PET Private Group", 0x09, "DS", "1.25"),
    (0x00E1, "ELSCINT1", 0x21, "DS", "412.5"),
)
"""Group, creator, element, VR, value: rows of PS3.15 Table E.3.10-1."""

UNSAFE: tuple[tuple[int, str, int, str, str], ...] = (
    (0x0009, "GEMS_IDEN_01", 0x02, "SH", "{name}"),
    (0x0029, "SIEMENS CSA HEADER", 0x09, "LO", "{day:%Y%m%d} {name}"),
    (0x0011, "ACME PATIENT", 0x10, "PN", "{name}^Pia"),
    (0x0011, "ACME PATIENT", 0x11, "DA", "{day:%Y%m%d}"),
    (0x0011, "ACME PATIENT", 0x12, "UI", "{uid}"),
    (0x0011, "ACME PATIENT", 0x13, "DS", "{number}"),
    (0x0011, "ACME PATIENT", 0x14, "UT", "letter to {name}, {phone}"),
    (0x7053, "Philips PET Private Group", 0x03, "ST", "raw file of {name}"),
    (0x2001, "Philips Imaging DD 001", 0x63, "LO", "{name}"),
    (0x0045, "CREATOR ALONE", 0x01, "CS", "{name}"),
)
"""Group, creator, element, VR, template: private attributes nobody vouches for."""

UNKNOWN = ((0x00081FF0, "LO"), (0x00101FFA, "PN"), (0x00181EFE, "SH"), (0x00540FFE, "LT"), (0x20501FF2, "DS"))
RETIRED = {
    "StudyComments": "{name}", "ReasonForStudy": "{name} {day:%d.%m.%Y}", "IdentifyingComments": "{name}",
    "StudyIDIssuer": "{name}", "ModifiedImageDescription": "{name}",
    "InsurancePlanIdentification": "{id}", "ResultsIDIssuer": "{name}", "InterpretationAuthor": "{name}^I",
    "DistributionName": "{name}", "TopicAuthor": "{name}", "TopicKeywords": "{name}", "TopicTitle": "{name}",
}  # fmt: skip


def private(draft: Draft) -> None:
    """Write private attributes: safe ones that stay, others, and creators that are names themselves."""
    blocks: dict[tuple[int, str], int] = {}
    for group, creator, element, vr, content in (*SAFE, *UNSAFE):
        used = sum(1 for g, _ in blocks if g == group)
        block = blocks.setdefault((group, creator), 0x10 + used)
        draft.dataset.add_new((group << 16) | block, "LO", creator)
        tag = (group << 16) | (block << 8) | element
        if (group, creator, element, vr, content) in SAFE:
            draft.keep(draft.dataset, tag, content, vr=vr, place=f"safe private/{creator} {element:02X}")
        else:
            draft.plant(draft.dataset, tag, str(content), f"private/{creator} {element:02X} {vr}", vr=vr)
    draft.plant(draft.dataset, 0x00330010, "{name} HOSPITAL", "private/creator", vr="LO")
    draft.plant(draft.dataset, 0x00351001, "{name}", "private/no creator", vr="LO")
    draft.dataset.add_new(0x00370010, "LO", "ACME BINARY")
    for element, vr in ((0x01, "OB"), (0x02, "UN")):
        text = draft.text("{name} {id}  ", f"private/{vr}", f"003710{element:02X}").encode()
        draft.dataset.add_new(0x00371000 | element, vr, text + b" " * (len(text) % 2))
    item = draft.item(draft.dataset, 0x00371010)
    draft.plant(item, "PatientName", "{name}^Sub", "private/sequence, standard name")
    draft.plant(item, "InstitutionName", "{name}", "private/sequence, institution")


def safe_but_text(draft: Draft) -> None:
    """Write a text into a safe private attribute, under its own representation and under another."""
    data = draft.dataset
    data.add_new(0x00190010, "LO", "SIEMENS MR HEADER")
    draft.plant(data, 0x0019100C, "{number}", "private/safe, but an id", vr="LO")
    draft.plant(data, 0x0019100D, "{name}", "private/safe, but a name", vr="CS")


def unknown(draft: Draft) -> None:
    """Write attributes of even groups that no dictionary has, and retired ones."""
    data = draft.dataset
    for tag, vr in UNKNOWN:
        template = "{number}" if vr == "DS" else "{name}"
        draft.plant(data, tag, template, f"unknown/{tag:08X} {vr}", vr=vr)
    text = draft.text("{name} {number}", "unknown/UN", "00091FFE").encode()
    data.add_new(0x00321FFE, "UN", text + b" " * (len(text) % 2))
    for keyword, template in RETIRED.items():
        if template:
            draft.plant(data, keyword, template, f"retired/{keyword}")
    draft.plant(data, 0x002031AA, "{id}", "retired/(0020,31xx) source image ids", vr="CS")
    draft.plant(data, 0x10100004, "{name}", "retired/(1010,xxxx) zonal map", vr="LO")


def un_coded(draft: Draft) -> None:
    """Write standard sequences and texts as UN, with implicit items inside (PS3.5 6.2.2)."""
    data = draft.dataset
    for tag, keyword, template in (
        (0x00400275, "ScheduledProcedureStepDescription", "{name}"),
        (0x00081110, "PatientName", "{name}^Un"),
        (0x00081140, "PatientComments", "{name} {day:%d.%m.%Y}"),
    ):
        inner = Dataset()
        draft.plant(inner, keyword, template, f"un-coded/{keyword} in {tag:08X}")
        out = DicomBytesIO()
        out.is_little_endian, out.is_implicit_VR = True, True
        write_dataset(out, inner)
        body = out.getvalue()
        un(data, tag, struct.pack("<HHI", 0xFFFE, 0xE000, len(body)) + body)
    for tag, place in (
        (0x00081070, "OperatorsName"),
        (0x00104000, "PatientComments"),
        (0x00181000, "DeviceSerialNumber"),
    ):
        text = draft.text("{name}", f"un-coded/{place}", f"{tag:08X}").encode()
        un(data, tag, text + b" " * (len(text) % 2))


def un(data: Dataset, tag: int, raw: bytes) -> None:
    """Write bytes as UN; pydicom would look a standard attribute's own representation up otherwise."""
    element = DataElement(tag, "OB", raw)
    element.VR = "UN"
    data.add(element)


def group_length(draft: Draft) -> None:
    """Write a group length whose four bytes spell the mark of a name."""
    element = struct.pack("<HH2sH", 8, 0, b"UL", 4) + b"Zyqu"
    draft.record("bytes", element.hex(), "group length", "00080000")
    draft.after.append(at_start(element))
