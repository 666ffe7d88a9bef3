from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from factories.attributes import PSEUDONYMS, cleaned, cleaner_for, ct
from site_agent.deidentify.header.structured import OWN_SCHEME, is_public, is_unit, meaning_of


def code(value: str, scheme: str, meaning: str, keyword: str = "CodeValue", **more: str) -> Dataset:
    """Return a coded entry."""
    item = Dataset()
    setattr(item, keyword, value)
    item.CodingSchemeDesignator, item.CodeMeaning = scheme, meaning
    for name, said in more.items():
        setattr(item, name, said)
    return item


@pytest.mark.parametrize(
    ("value", "scheme", "meaning"),
    [
        ("39607008", "SCT", "Lung"),
        ("T-28000", "SRT", "Lung"),
        ("121070", "DCM", "Findings"),
        ("mm", "UCUM", "mm"),
        ("RID1301", "RADLEX", ""),
        ("C12468", "NCIt", ""),
        ("18785-6", "LN", ""),
        ("Gy/min", "UCUM", ""),
    ],
)
def test_public_codes_stay_with_the_standards_meaning(value: str, scheme: str, meaning: str) -> None:
    """Value and scheme are kept; a meaning is looked up, else reduced to known words, never copied."""
    data = ct(AnatomicRegionSequence=[code(value, scheme, "lung of Zwingli", CodingSchemeVersion="2.0")])
    (result,) = cleaned(data).AnatomicRegionSequence
    assert (result.CodeValue, result.CodingSchemeDesignator) == (value, scheme)
    assert result.CodingSchemeVersion == "2.0"
    assert "Zwingli" not in result.CodeMeaning
    assert meaning.lower() in result.CodeMeaning.lower()
    assert result.CodeMeaning


@pytest.mark.parametrize(
    ("value", "scheme"),
    [
        *(
            ("88123", "99HOSP"),
            ("ZWINGLI", "DCM"),
            ("39607009", "SCT"),
            ("4471902", "SCT"),
            ("Zwingli", "UCUM"),
        ),
        *(("2160-1", "LN"), ("Dr Zwingli", "RADLEX"), ("CT5", "L"), ("1", "")),
    ],
)
def test_any_other_code_becomes_a_keyed_one(value: str, scheme: str) -> None:
    """Codes of the hospital's own, wrong check digits, names, ids: alike before, alike after."""
    entries = [code(value, scheme, text) for text in ("chest Zwingli", "Zwingli")]
    data = ct(ProcedureCodeSequence=entries)
    first, second = cleaned(data).ProcedureCodeSequence
    assert first.CodeValue == second.CodeValue == PSEUDONYMS.identifier("CodeValue", f"{scheme} {value}")
    assert first.CodingSchemeDesignator == OWN_SCHEME
    assert (first.CodeMeaning, second.CodeMeaning) == ("chest", "removed")


@pytest.mark.parametrize("keyword", ["LongCodeValue", "URNCodeValue"])
def test_long_and_urn_codes_are_keyed_unless_public(keyword: str) -> None:
    """They are codes like the others."""
    data = ct(ProcedureCodeSequence=[code("urn:oid:1.2.3.4471902", "99X", "Zwingli", keyword)])
    (result,) = cleaned(data).ProcedureCodeSequence
    assert keyword not in result
    assert result.CodingSchemeDesignator == OWN_SCHEME


def test_nested_entries_are_cleaned_alike() -> None:
    """Equivalent codes and modifiers within a code follow the same rules."""
    outer = code("39607008", "SCT", "x", CodingSchemeVersion="by Zwingli")
    outer.AnatomicRegionModifierSequence = [code("7771000", "SCT", "left of Zwingli")]
    (result,) = cleaned(ct(AnatomicRegionSequence=[outer])).AnatomicRegionSequence
    assert "CodingSchemeVersion" not in result
    assert result.AnatomicRegionModifierSequence[0].CodeMeaning == "Left"


def test_a_scheme_without_a_code_is_named_or_withheld() -> None:
    """A list of coding schemes keeps the public ones with their object identifiers."""
    known, own = Dataset(), Dataset()
    known.CodingSchemeDesignator, known.CodingSchemeUID = "SCT", "2.16.840.1.113883.6.96"
    own.CodingSchemeDesignator, own.CodingSchemeName, own.CodingSchemeUID = "99NIGHT", "Zwingli", "1.2.3.4"
    first, second = cleaned(
        ct(CodingSchemeIdentificationSequence=[known, own])
    ).CodingSchemeIdentificationSequence
    assert (first.CodingSchemeDesignator, first.CodingSchemeUID) == ("SCT", "2.16.840.1.113883.6.96")
    assert (second.CodingSchemeDesignator, second.CodingSchemeUID) == (OWN_SCHEME, PSEUDONYMS.uid("1.2.3.4"))
    assert "CodingSchemeName" not in second


@pytest.mark.parametrize(
    "unit", ["mm", "mm2", "10*-6.mm2/s", "g/ml", "kg/m2", "[hnsf'U]", "{SUVbw}g/ml", "1", "Gy.cm2"]
)
def test_units_are_known_by_how_they_are_built(unit: str) -> None:
    """Units of UCUM, also those that PS3.16 does not list."""
    assert is_unit(unit) or meaning_of("UCUM", unit)


@pytest.mark.parametrize("text", ["Zwingli", "", "CHEST", "{Zwingli}", "4471902"])
def test_words_are_no_units(text: str) -> None:
    """A name, a word or a long number is not built of units."""
    assert not is_unit(text)


def test_a_code_that_is_the_patients_id_is_not_public() -> None:
    """Whatever scheme it claims."""
    identifiers = cleaner_for(ct(PatientID="121070")).subject.identifiers
    assert not is_public("DCM", "121099", cleaner_for(ct(PatientID="121099")).subject.identifiers)
    assert is_public("DCM", "121071", identifiers)
