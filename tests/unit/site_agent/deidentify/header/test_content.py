"""Content items: what their concept says decides what becomes of their text."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from factories.exams import RECORD_NUMBER
from site_agent.deidentify.header import content
from site_agent.deidentify.header.identifiers import Identifiers
from site_agent.deidentify.header.metadata import Cleaner, Subject
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.profile import load_profile
from site_agent.ingest.keys import from_secret

PSEUDONYMS = Pseudonyms(from_secret(b"a secret of thirty-two bytes ...."))
NAMES = Identifiers(frozenset({"text", "contains"}), frozenset({"px 4471902"}), frozenset(), frozenset())


def cleaned(kind: str, concept: str, profile: str = "share", **values: object) -> Dataset:
    """Return a content item of a concept of scheme DCM as it comes out."""
    item = Dataset()
    item.ValueType, item.RelationshipType = kind, "CONTAINS"
    name = Dataset()
    name.CodeValue, name.CodingSchemeDesignator, name.CodeMeaning = concept, "DCM", "any"
    item.ConceptNameCodeSequence = [name]
    for keyword, value in values.items():
        setattr(item, keyword, value)
    cleaner = Cleaner(load_profile(profile), PSEUDONYMS, Subject(RECORD_NUMBER, -400, NAMES))
    result = Dataset()
    for keyword in ("Date", "DateTime", "Time", "MeasuredValueSequence"):
        if keyword in item:
            setattr(result, keyword, item.get(keyword))
    content.clean_item(item, result, cleaner)
    return result


@pytest.mark.parametrize(
    ("concept", "text", "expected"),
    [
        ("121030", RECORD_NUMBER, PSEUDONYMS.patient(RECORD_NUMBER)),
        ("121022", "ACC77", PSEUDONYMS.accession("ACC77")),
        ("121016", "SN-9", PSEUDONYMS.identifier("DeviceSerialNumber", "SN-9")),
        ("113880", "SN-9", PSEUDONYMS.identifier("DeviceSerialNumber", "SN-9")),
        ("121041", "S-12345-A", PSEUDONYMS.identifier("SpecimenIdentifier", "S-12345-A")),
        ("111705", "S19-1", PSEUDONYMS.identifier("SpecimenIdentifier", "S19-1")),
        ("111700", "Block 1", PSEUDONYMS.identifier("ContainerIdentifier", "Block 1")),
        ("112039", "Lesion 1", "Lesion 1"),
        ("121015", "Model One", "Model One"),
        ("111003", "1.2.3", "1.2.3"),
        ("121009", "Quarrymoor Clinic", "removed"),
        ("121017", "Room 7", "removed"),
        ("110190", "Nightjar", "removed"),
        ("121071", "5 mm nodule since 2019-03-14", "5 mm nodule since 2018-02-07"),
        ("121071", "", "removed"),
    ],
)
def test_a_text_follows_its_concept(concept: str, text: str, expected: str) -> None:
    """Identifiers get their pseudonym, products and findings stay, institutions and places go."""
    assert cleaned("TEXT", concept, TextValue=text).TextValue == expected


def test_without_the_option_no_text_stays() -> None:
    """The Basic Profile alone has no leave to keep what a report says."""
    assert cleaned("TEXT", "121071", "basic", TextValue="a nodule").TextValue == "removed"


def test_persons_and_dates_of_birth_are_replaced() -> None:
    """An item keeps a value of its type that says nothing."""
    assert cleaned("PNAME", "121008", PersonName="Quarrymoor^T").PersonName == "removed"
    assert cleaned("DATE", "121031", Date="19630714").Date == "19000101"
    assert cleaned("DATE", "111060", Date="20180207").Date == "20180207"
    assert cleaned("DATETIME", "111527", DateTime="").DateTime == "19000101000000"


def test_an_age_above_ninety_is_ninety() -> None:
    """The age of the subject is capped as everywhere else, in years only."""
    for unit, expected in (("a", 90), ("mo", 93)):
        value, units = Dataset(), Dataset()
        units.CodeValue = unit
        value.NumericValue, value.FloatingPointValue, value.MeasurementUnitsCodeSequence = "93", 93.0, [units]
        item = cleaned("NUM", "121033", MeasuredValueSequence=[value]).MeasuredValueSequence[0]
        assert (item.NumericValue, item.FloatingPointValue) == (expected, float(expected))


def test_the_shape_of_the_tree_is_never_taken_for_a_name() -> None:
    """A patient called Text does not cost the report its structure."""
    item = cleaned("TEXT", "121071", TextValue="no effusion")
    assert (item.ValueType, item.RelationshipType) == ("TEXT", "CONTAINS")


@pytest.mark.parametrize("kind", ["", "QUARRYMOOR", "text"])
def test_what_is_no_value_type_makes_no_content_item(kind: str) -> None:
    """An invented type does not open the way that texts of reports take."""
    item = Dataset()
    item.ValueType = kind
    assert not content.is_content_item(item)
