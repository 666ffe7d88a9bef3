from __future__ import annotations

import pytest
from pydicom.datadict import DicomDictionary, tag_for_keyword

from factories.exams import dx
from site_agent.deidentify.header.identifiers import collect
from site_agent.deidentify.header.metadata import Cleaner, Subject
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile import described
from site_agent.deidentify.profile.actions import Rule
from site_agent.deidentify.profile.options import Action, Option
from site_agent.deidentify.profile.profile import Profile, load_profile
from site_agent.ingest.keys import from_secret

SHARE = load_profile("share")


def rule_of(profile: Profile, keyword: str) -> Rule:
    """Return the rule of an attribute under a profile."""
    return described.rules_of(profile)[tag_for_keyword(keyword)]


def test_every_attribute_of_the_standard_has_a_rule() -> None:
    """Nothing falls between the rules."""
    every = {tag for tag, entry in DicomDictionary.items() if entry[0] != "NONE"}
    assert set(described.rules_of(SHARE)) == every


VALUE_DECIDES = {Rule.IDENTIFIER, Rule.REPRESENTATION, Rule.UNREADABLE, Rule.REMOVE, Rule.EMPTY, Rule.DUMMY}


def test_what_is_described_is_what_is_done() -> None:
    """Every element of a real object falls under the rule that the list names, unless its value forbids."""
    source = dx()
    identifiers = collect(source, SHARE)
    cleaner = Cleaner(SHARE, Pseudonyms(from_secret(b"k" * 32)), Subject("p", -400, identifiers))
    cleaner.clean(source)
    said = described.rules_of(SHARE, str(source.SOPClassUID))
    done = {tag: rule for tag, rule in cleaner.attributes if rule not in VALUE_DECIDES}
    assert len(done) > 10
    assert {tag: said[tag].value for tag in done} == done


@pytest.mark.parametrize(
    ("keyword", "rules"),
    [
        ("PatientName", {Rule.PSEUDONYM}),
        ("PatientAddress", {Rule.REMOVE}),
        ("SliceThickness", {Rule.NUMBER}),
        ("StudyInstanceUID", {Rule.UID}),
        ("Manufacturer", {Rule.TEXT}),
        ("StudyDate", {Rule.DATE}),
        ("StudyDescription", {Rule.CLEAN}),
        ("LossyImageCompressionRetired", {Rule.RETIRED}),
    ],
)
def test_the_rule_is_what_the_cleaner_does(keyword: str, rules: set[Rule]) -> None:
    """Attributes whose treatment everybody knows are described so."""
    assert rule_of(SHARE, keyword) in rules


def test_the_list_follows_the_profile() -> None:
    """An override and an option each change the list."""
    override = Profile(**(SHARE.model_dump() | {"overrides": {"StudyDescription": Action.REMOVE}}))
    assert rule_of(override, "StudyDescription") is Rule.REMOVE
    without = Profile(name="p", options=SHARE.options - {Option.CLEAN_PIXEL_DATA, Option.RETAIN_SAFE_PRIVATE})
    assert "burned_in_text" in {line.name for line in described.lines(SHARE)}
    assert not {"burned_in_text", "safe_private"} & {line.name for line in described.lines(without)}


def test_every_rule_is_one_line_and_says_what_it_does() -> None:
    """The printed list is complete: each rule stands in it once, with a sentence."""
    lines = described.lines(SHARE)
    names = [line.name for line in lines]
    assert len(names) == len(set(names))
    assert {rule.value for rule in Rule} <= set(names)
    assert all(line.meaning.endswith(".") for line in lines)
    printed = described.text(SHARE).splitlines()
    assert all(any(row.startswith(f"{name} ") for row in printed) for name in names)
