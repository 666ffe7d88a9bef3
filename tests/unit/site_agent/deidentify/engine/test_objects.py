from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.filewriter import dcmwrite
from pydicom.uid import (
    UID,
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
)

from factories.exams import ACCESSION, FAMILY, GIVEN, RECORD_NUMBER, STUDY_UID, chest, dx
from site_agent.deidentify.engine.objects import ObjectDeidentifier
from site_agent.deidentify.faces.clean import VolumeNeededError
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.pixels.burned_in import find_text
from site_agent.deidentify.pixels.display import rgb8
from site_agent.deidentify.profile.profile import load_profile
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.keys import from_secret
from site_agent.ingest.reader import ReadLimits, Source, open_source

if TYPE_CHECKING:
    from pathlib import Path

PSEUDONYMS = Pseudonyms(from_secret(b"a secret of thirty-two bytes ...."))


@pytest.fixture
def objects() -> ObjectDeidentifier:
    """Return a de-identifier under the default profile."""
    return ObjectDeidentifier(load_profile("share"), PSEUDONYMS)


def test_no_identifier_is_left_and_the_pixels_are_untouched(objects: ObjectDeidentifier) -> None:
    """Names, numbers, dates, UIDs and the preamble are gone; pixel bytes, geometry and maker stay."""
    source = dx()
    before = source.PixelData
    result = objects.clean(Source.from_dataset(source))
    for identifier in (
        FAMILY,
        GIVEN,
        RECORD_NUMBER,
        ACCESSION,
        STUDY_UID,
        "20210304",
        "19630714",
        "Nightjar",
    ):
        assert identifier.encode().lower() not in result.content.lower()
    data = pydicom.dcmread(io.BytesIO(result.content))
    assert data.PixelData == before
    assert data.Manufacturer == "Acme Imaging"
    assert data.StudyDescription == "CHEST PA"
    assert data.preamble == b"\0" * 128
    assert source.PatientID == RECORD_NUMBER


def test_a_body_part_stays_though_the_patient_is_named_like_it(objects: ObjectDeidentifier) -> None:
    """A code string of the closed list of body parts tells nobody; other words of the name go."""
    source = dx()
    source.PatientName, source.BodyPartExamined, source.SeriesDescription = (
        "Hand^Kilnwright",
        "HAND",
        "Kilnwright",
    )
    content = objects.clean(Source.from_dataset(source)).content
    assert pydicom.dcmread(io.BytesIO(content)).BodyPartExamined == "HAND"
    assert b"kilnwright" not in content.lower()


def test_what_was_done_is_recorded_in_the_object(objects: ObjectDeidentifier) -> None:
    """Identity removed, method, codes and moved dates are stated as PS3.15 E.1.1 asks."""
    data, record = (result := objects.clean(Source.from_dataset(dx()))).dataset, result.record
    assert data.PatientIdentityRemoved == "YES"
    assert data.LongitudinalTemporalInformationModified == "MODIFIED"
    assert [item.CodeValue for item in data.DeidentificationMethodCodeSequence] == list(record.method_codes)
    assert {"113100", "113101", "113105", "113107"} <= set(record.method_codes)
    assert "113102" not in record.method_codes
    assert data.file_meta.MediaStorageSOPInstanceUID == data.SOPInstanceUID


def test_private_unknown_retired_and_graphics_go(objects: ObjectDeidentifier) -> None:
    """Nothing stays that no dictionary vouches for, nor overlays and curves."""
    source = dx()
    block = source.private_block(0x0041, "ACME SECRETS", create=True)
    block.add_new(0x01, "LO", f"seen by {FAMILY}")
    source.add_new(0x60003000, "OW", b"\x01\x00")
    source.add_new(0x00280071, "LO", FAMILY)
    source.add_new(0x00204000, "LT", FAMILY)
    icon = Dataset()
    icon.Rows = 1
    source.IconImageSequence = [icon]
    data = objects.clean(Source.from_dataset(source)).dataset
    assert not [e for e in data.iterall() if e.tag.is_private]
    for tag in (0x60003000, 0x00280071, 0x00880200):
        assert tag not in data


def test_codes_keep_their_public_meaning_only(objects: ObjectDeidentifier) -> None:
    """A code meaning is looked up, never copied; a private code is replaced."""
    source = dx()
    known, private = Dataset(), Dataset()
    known.CodeValue, known.CodingSchemeDesignator, known.CodeMeaning = "39607008", "SCT", f"lung of {FAMILY}"
    private.CodeValue, private.CodingSchemeDesignator, private.CodeMeaning = (
        "88123",
        "99HOSP",
        "Chest of Quarrymoor",
    )
    source.AnatomicRegionSequence = [known, private]
    first, second = objects.clean(Source.from_dataset(source)).dataset.AnatomicRegionSequence
    assert first.CodeValue == "39607008"
    assert first.CodeMeaning.startswith("Lung")
    assert FAMILY not in first.CodeMeaning
    assert second.CodingSchemeDesignator == "99RADSHARE"
    assert second.CodeMeaning.startswith("Chest")
    assert not {"88123", "Quarrymoor"} & {second.CodeValue, *second.CodeMeaning.split()}


def test_text_in_the_pixels_is_painted_over(objects: ObjectDeidentifier) -> None:
    """Text that was burned in is not found any more by OCR, and the rest of the image stays."""
    pixels = chest(256, text=f"{FAMILY} 4471902")
    assert find_text(rgb8(pixels, "MONOCHROME2", None))
    data = pydicom.dcmread(io.BytesIO(objects.clean(Source.from_dataset(dx(pixels))).content))
    after = data.pixel_array
    assert not find_text(rgb8(after, "MONOCHROME2", None))
    assert np.array_equal(after[128:], pixels[128:])
    assert data.BurnedInAnnotation == "NO"


def test_comments_inside_jpeg_frames_go(objects: ObjectDeidentifier) -> None:
    """EXIF and comments of a compressed frame are dropped; the picture is the same."""
    gray = Image.fromarray(rgb8(chest(), "MONOCHROME2", None)[..., 0])
    buffer = io.BytesIO()
    gray.save(buffer, "JPEG", quality=95, comment=f"{FAMILY} was here".encode())
    source = dx()
    source.BitsAllocated = source.BitsStored = 8
    source.HighBit = 7
    source.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    source.PixelData = encapsulate([buffer.getvalue()])
    result = objects.clean(Source.from_dataset(source))
    assert FAMILY.encode() not in result.content
    assert np.array_equal(pydicom.dcmread(io.BytesIO(result.content)).pixel_array, source.pixel_array)


def test_bytes_behind_the_last_frame_go(objects: ObjectDeidentifier) -> None:
    """Native pixel data that is longer than its frames is cut."""
    source = dx()
    source.PixelData += FAMILY.encode() + b"\0" * (len(FAMILY) % 2)
    assert FAMILY.encode() not in objects.clean(Source.from_dataset(source)).content


def test_ages_are_capped_where_they_are_kept() -> None:
    """Under Retain Patient Characteristics an age above 89 is 90."""
    share = load_profile("share")
    profile = share.model_copy(update={"options": share.options | {"retain_patient_characteristics"}})
    source = dx()
    source.PatientAge = "097Y"
    assert (
        ObjectDeidentifier(profile, PSEUDONYMS).clean(Source.from_dataset(source)).dataset.PatientAge
        == "090Y"
    )


@pytest.mark.parametrize(
    ("syntax", "becomes"),
    [
        (ImplicitVRLittleEndian, ImplicitVRLittleEndian),
        (ExplicitVRBigEndian, ExplicitVRBigEndian),
        (DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian),
    ],
)
def test_other_encodings_stay_valid(tmp_path: Path, syntax: UID, becomes: UID) -> None:
    """Implicit and big endian objects keep their encoding, deflated ones are inflated; the picture stays."""
    source = dx()
    source.RedPaletteColorLookupTableDescriptor = [256, 0, 16]
    source.ReferencedFrameNumber = 3
    before = source.pixel_array
    source.file_meta.TransferSyntaxUID = syntax
    if syntax == ExplicitVRBigEndian:
        source.PixelData = before.astype(">u2").tobytes()
    source.set_original_encoding(syntax.is_implicit_VR, syntax.is_little_endian)
    dcmwrite(tmp_path / "in.dcm", source, enforce_file_format=True)
    share = load_profile("share")
    profile = share.model_copy(update={"options": share.options - {"clean_pixel_data"}})
    opened = open_source(tmp_path / "in.dcm", ReadLimits())
    result = ObjectDeidentifier(profile, PSEUDONYMS).clean(opened)
    data = pydicom.dcmread(io.BytesIO(result.content))
    assert data.file_meta.TransferSyntaxUID == becomes
    assert np.array_equal(data.pixel_array, before)
    assert (data.Rows, data.BitsStored, data.StudyDescription) == (128, 12, "CHEST PA")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.66"}, Reason.UNSUPPORTED_OBJECT),
        ({"SOPClassUID": "1.2.3.4"}, Reason.UNSUPPORTED_OBJECT),
        ({"EncapsulatedDocument": b"%PDF"}, Reason.ENCAPSULATED_DOCUMENT),
        ({"Rows": 65535, "Columns": 65535}, Reason.TOO_LARGE),
        ({"PixelData": b"\0\0"}, Reason.PIXELS_UNREADABLE),
        ({"PatientID": "", "StudyInstanceUID": ""}, Reason.NO_PATIENT),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_a_reason(
    objects: ObjectDeidentifier, change: dict[str, object], reason: Reason
) -> None:
    """Fail closed: one reason each, and nothing is returned."""
    source = dx()
    for keyword, value in change.items():
        setattr(source, keyword, value)
    with pytest.raises(InputRefusedError) as refused:
        objects.clean(Source.from_dataset(source))
    assert refused.value.reason is reason


def test_a_volume_of_a_head_waits_for_its_series(objects: ObjectDeidentifier) -> None:
    """What may show a face is not cleaned slice by slice, and what is raised names nobody."""
    source = dx()
    source.Modality, source.BodyPartExamined = "CT", "HEAD"
    source.SOPClassUID = CTImageStorage
    with pytest.raises(VolumeNeededError) as needed:
        objects.clean(Source.from_dataset(source))
    assert STUDY_UID not in str(needed.value) + needed.value.series_key
