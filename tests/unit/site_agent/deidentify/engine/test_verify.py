from __future__ import annotations

import io
from contextlib import suppress

import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from factories.exams import FAMILY, RECORD_NUMBER, STUDY_UID, dx, nest
from site_agent.deidentify.engine import finished
from site_agent.deidentify.engine.verify import verify
from site_agent.deidentify.header import file_header, identifiers
from site_agent.deidentify.profile.profile import load_profile
from site_agent.errors import InputRefusedError, Reason

SHARE = load_profile("share")
SYNTAXES = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian]


def object_with(**attributes: object) -> Dataset:
    """Return a small cleaned data set with some attributes more."""
    data = Dataset()
    data.SOPClassUID, data.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.1.1", "2.25.1"
    for keyword, value in attributes.items():
        setattr(data, keyword, value)
    return data


def judged(cleaned: Dataset, syntax: pydicom.uid.UID = ExplicitVRLittleEndian) -> None:
    """Verify a data set against the identifiers of the test patient."""
    source = dx()
    header = file_header.encode(cleaned, syntax)
    verify(header, source, identifiers.collect(source, SHARE), {})


def nested(**attributes: object) -> Dataset:
    """Return an object that has attributes two sequences deep."""
    inner, outer = Dataset(), object_with()
    for keyword, value in attributes.items():
        setattr(inner, keyword, value)
    nest(outer, inner, 1)
    return outer


def private(group: int) -> Dataset:
    """Return an object with a private attribute."""
    data = object_with()
    data.private_block(group, "ACME", create=True).add_new(1, "LO", "harmless")
    return data


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize(
    "leak",
    [
        {"SeriesDescription": f"for {FAMILY.upper()}"},
        {"SeriesDescription": RECORD_NUMBER},
        {"FrameOfReferenceUID": STUDY_UID},
        {"StudyDate": "20210304"},
        {"ContentCreatorName": FAMILY},
    ],
)
def test_an_identifier_is_found_in_every_encoding(leak: dict[str, object], syntax: pydicom.uid.UID) -> None:
    """Names in any case, numbers, UIDs and dates that stayed where they stood."""
    with pytest.raises(InputRefusedError) as refused:
        judged(object_with(**leak), syntax)
    assert refused.value.reason is Reason.METADATA_IDENTIFIERS_REMAIN


@pytest.mark.parametrize("leak", [{"SeriesDescription": FAMILY}, {"ReferencedSOPInstanceUID": STUDY_UID}])
def test_an_identifier_is_found_at_any_depth(leak: dict[str, object]) -> None:
    """Items of sequences are read like the rest."""
    with pytest.raises(InputRefusedError):
        judged(nested(**leak))


def test_a_private_attribute_must_be_safe() -> None:
    """One outside the safe list refuses the object, whatever it says."""
    with pytest.raises(InputRefusedError):
        judged(private(0x0041))


def test_an_identifier_is_found_in_bytes_that_are_no_text() -> None:
    """The raw search looks into every value, a table of numbers too."""
    with pytest.raises(InputRefusedError):
        judged(object_with(RedPaletteColorLookupTableData=b"..." + RECORD_NUMBER.encode()))


def test_what_is_clean_passes_though_it_resembles_the_source() -> None:
    """A date that moved, and digits that our own pseudonyms hold by chance, are no identifiers."""
    source = dx()
    source.PatientID = "123456"
    cleaned = object_with(StudyDate="20190101", FrameOfReferenceUID="2.25.99912345699900000000000000000001")
    header = file_header.encode(cleaned, ExplicitVRLittleEndian)
    verify(header, source, identifiers.collect(source, SHARE), {})


@given(st.integers(0, 300), st.sampled_from(SYNTAXES))
@settings(max_examples=60, deadline=None)
def test_a_header_that_is_cut_anywhere_is_refused(cut: int, syntax: pydicom.uid.UID) -> None:
    """Every byte belongs to an element, or nothing goes out."""
    header = file_header.encode(nested(SeriesDescription="CHEST"), syntax)
    whole = finished.values(header)
    kept = len(header) - 1 - cut % (len(header) - 200)
    with suppress(InputRefusedError):
        assert finished.values(header[:kept]) != whole


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\\"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(st.integers(0, 65535), max_size=5), st.floats(-1e6, 1e6), st.sampled_from(SYNTAXES))
def test_what_is_written_reads_back_alike(
    text: str, numbers: list[int], number: float, syntax: pydicom.uid.UID
) -> None:
    """Texts of any script, numbers of both byte orders and nested items: pydicom reads what was meant."""
    cleaned = nested(SeriesDescription=text, ReferencedFrameNumber=[3, 4])
    cleaned.ImageType, cleaned.SimpleFrameList = ["DERIVED", "PRIMARY"], numbers
    cleaned.DiffusionBValue, cleaned.LUTLabel, cleaned.Rows = number, text.strip() or None, 512
    data = pydicom.dcmread(io.BytesIO(file_header.encode(cleaned, syntax)))
    inner = data.ReferencedSeriesSequence[0].ReferencedSeriesSequence[0]
    assert inner.SeriesDescription == text.rstrip(" ")
    assert inner.ReferencedFrameNumber == [3, 4]
    assert (list(data.ImageType), data.Rows, data.DiffusionBValue) == (["DERIVED", "PRIMARY"], 512, number)
    found = data.get("SimpleFrameList")
    assert (found if isinstance(found, list | pydicom.multival.MultiValue) else [found]) == (
        numbers or [None]
    )
