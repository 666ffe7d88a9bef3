"""Names that users give to things keep known words and nothing that tells of a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_agent.deidentify.header import naming
from site_agent.deidentify.header.identifiers import Identifiers
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.ingest.keys import from_secret

PSEUDONYMS = Pseudonyms(from_secret(b"a secret of thirty-two bytes ...."))
NOBODY = Identifiers(frozenset({"rectum"}), frozenset({"4471"}), frozenset(), frozenset())


def label(text: str, vr: str = "LO") -> str:
    """Return what becomes of a label."""
    return naming.label(text, "ROIName", vr, NOBODY, PSEUDONYMS)


def identifier(text: str, keyword: str = "TrackingID") -> str:
    """Return what becomes of an identifier."""
    return naming.identifier(text, keyword, "UT", NOBODY, PSEUDONYMS)


@pytest.mark.parametrize(
    "text",
    [
        "GTV",
        "PTV_6600",
        "Parotid_L",
        "SpinalCord",
        "BODY",
        "Lesion 1",
        "Femur_Head_R",
        "3D-Slicer v4",
        "lung 3 4",
    ],
)
def test_a_name_of_known_words_stays(text: str) -> None:
    """Organs, volumes and programs with their short numbers come through as they were."""
    assert label(text) == identifier(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GTV Quarrymoor", "GTV"),
        ("GTV_Quarrymoor", "GTV"),
        ("Nodule PX-4471", "Nodule"),
        ("Nodule PX4472", "Nodule"),
        ("Nodule 447190", "Nodule"),
        ("Nodule 555 123 4567", "Nodule"),
        ("Nodule 555-123-4567", "Nodule"),
        ("Lung 04.03.2021", "Lung"),
        ("Lung 2021", "Lung"),
        ("bladder rectum", "bladder"),
        ("Lung S19-1_A", "Lung"),
    ],
)
def test_what_is_not_known_goes(text: str, expected: str) -> None:
    """Names, numbers of people, dates and the patient's own words leave the rest of the label behind."""
    assert label(text) == expected
    assert identifier(text) == PSEUDONYMS.identifier("TrackingID", text)


@given(st.text(max_size=80))
def test_no_label_becomes_empty_or_too_long(text: str) -> None:
    """A label of which nothing may stay gets a keyed name that fits its representation."""
    for vr, longest in (("SH", 16), ("CS", 16), ("LO", 64)):
        assert bool(label(text, vr)) == bool(text.strip())
        assert len(label(text, vr)) <= longest


def test_what_was_equal_stays_equal() -> None:
    """Places that point to each other by name still do, also under another keyword of the same thing."""
    assert identifier("Quarry 7") == identifier(" Quarry 7 ")
    path = identifier("Quarry 7", "OpticalPathIdentifier")
    assert path == identifier("Quarry 7", "ReferencedOpticalPathIdentifier") != identifier("Quarry 7")
