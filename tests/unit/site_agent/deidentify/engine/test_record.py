from __future__ import annotations

import os
import subprocess
import sys

import pytest
from pydicom.dataset import Dataset

from factories.exams import FAMILY, dx
from site_agent.deidentify.engine import record
from site_agent.deidentify.engine.objects import ObjectDeidentifier
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.options import METHOD_CODES, Option
from site_agent.deidentify.profile.profile import Profile, load_profile
from site_agent.ingest.keys import from_secret
from site_agent.ingest.reader import Source

SHARE = load_profile("share")


def described(cleaned: Dataset | None = None, profile: Profile = SHARE, **done: bool) -> Dataset:
    """Return a data set in which it was recorded how it was made."""
    cleaned = Dataset() if cleaned is None else cleaned
    record.describe(cleaned, profile, **{"pixels_cleaned": False, "faces_removed": False} | done)
    return cleaned


def codes(cleaned: Dataset) -> list[str]:
    """Return the recorded method codes."""
    return [item.CodeValue for item in cleaned.DeidentificationMethodCodeSequence]


def earlier(*values: str, scheme: str = "DCM") -> Dataset:
    """Return a data set that an earlier tool de-identified."""
    data = Dataset()
    data.PatientIdentityRemoved = "YES"
    data.DeidentificationMethod = ["Jane's own script", "v1"]
    items = []
    for value in values:
        item = Dataset()
        item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, "whatever it said"
        items.append(item)
    data.DeidentificationMethodCodeSequence = items
    return data


def test_only_what_was_done_to_this_object_is_claimed() -> None:
    """Pixels that nobody read and faces that nobody removed are not said to be clean."""
    untouched = described()
    assert not {"113101", "113102"} & set(codes(untouched))
    assert "BurnedInAnnotation" not in untouched
    assert "RecognizableVisualFeatures" not in untouched
    done = described(pixels_cleaned=True, faces_removed=True)
    assert {"113101", "113102"} <= set(codes(done))
    assert (done.BurnedInAnnotation, done.RecognizableVisualFeatures) == ("NO", "NO")


@pytest.mark.parametrize("option", [o for o in Option if "CLEAN_PIXEL" not in o.name])
def test_an_option_in_force_is_recorded_with_the_standards_words(option: Option) -> None:
    """Each option has its own code of CID 7050, and only those in force are written."""
    profile = Profile.model_construct(name="p", version=1, options=frozenset({option}))
    faces = option is Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES
    items = described(profile=profile, faces_removed=faces).DeidentificationMethodCodeSequence
    said = {(i.CodeValue, i.CodeMeaning) for i in items}
    assert said == {METHOD_CODES["basic"], METHOD_CODES[option]}
    assert {i.CodingSchemeDesignator for i in items} == {"DCM"}


def test_the_codes_returned_are_ours_alone() -> None:
    """What an earlier tool claims is written down, but is no evidence of ours."""
    basic = load_profile("basic")
    cleaned = earlier("113105")
    assert "113105" not in record.describe(cleaned, basic, pixels_cleaned=False, faces_removed=False)
    assert "113105" in codes(cleaned)


def test_of_earlier_tools_only_true_codes_stay() -> None:
    """Texts, claims about pixels, retained things, unknown codes and other schemes go."""
    cleaned = described(earlier("113100", "113103", "113101", "113102", "113106", "113110", "999999"))
    assert codes(cleaned) == ["113100", "113103", "113104", "113105", "113107", *_safe_private()]
    assert "Jane" not in str(cleaned)
    assert "whatever" not in str(cleaned)
    assert "113103" not in codes(described(earlier("113103", scheme="99HOSP"), load_profile("basic")))


def _safe_private() -> list[str]:
    return ["113111"] if Option.RETAIN_SAFE_PRIVATE in SHARE.options else []


@pytest.mark.parametrize(
    ("options", "before", "after"),
    [
        ({Option.LONGITUDINAL_MODIFIED_DATES}, "", "MODIFIED"),
        ({Option.LONGITUDINAL_MODIFIED_DATES}, "UNMODIFIED", "MODIFIED"),
        ({Option.RETAIN_LONGITUDINAL_FULL_DATES}, "", "UNMODIFIED"),
        ({Option.RETAIN_LONGITUDINAL_FULL_DATES}, "MODIFIED", "MODIFIED"),
        ({Option.RETAIN_LONGITUDINAL_FULL_DATES}, "REMOVED", "REMOVED"),
        (set(), "UNMODIFIED", "REMOVED"),
    ],
)
def test_what_became_of_dates_is_told_over_all_steps(options: set[Option], before: str, after: str) -> None:
    """Dates that an earlier step moved are not unmodified because this step kept them."""
    cleaned = Dataset()
    if before:
        cleaned.LongitudinalTemporalInformationModified = before
    described(cleaned, Profile(name="p", options=frozenset(options)))
    assert after == cleaned.LongitudinalTemporalInformationModified


def test_the_method_names_program_and_profile_in_one_valid_text() -> None:
    """The text fits its representation whatever the profile is called."""
    long = Profile(name="a" * 31, version=10**40)
    for profile in (SHARE, long):
        said = described(profile=profile).DeidentificationMethod
        assert len(said) <= 64
        assert said.startswith(f"radshare {record.software_version()} {profile.name}")


def test_doing_it_twice_is_doing_it_once() -> None:
    """An object that comes back is described like one that comes for the first time."""
    once = described(pixels_cleaned=True)
    twice = described(described(pixels_cleaned=True), pixels_cleaned=True)
    assert once == twice


def test_a_profiles_digest_is_the_same_in_every_process_and_changes_with_the_profile() -> None:
    """Two reports with one digest were made under one profile."""
    program = (
        "from site_agent.deidentify.engine import record\n"
        "from site_agent.deidentify.profile import profile\n"
        "print(record.profile_digest(profile.load_profile('share')))"
    )
    digests = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, env=environment, check=True
        )
        digests.add(done.stdout.decode().strip())
    assert digests == {record.profile_digest(SHARE)}
    assert record.profile_digest(SHARE) != record.profile_digest(load_profile("basic"))


def test_an_object_that_arrives_de_identified_goes_through_like_any_other() -> None:
    """Its earlier codes are cleaned like every attribute before they are read, and its texts are gone."""
    source = dx()
    before = earlier("113105", "113101", "113108")
    source.DeidentificationMethod = before.DeidentificationMethod
    source.DeidentificationMethodCodeSequence = before.DeidentificationMethodCodeSequence
    source.PatientIdentityRemoved, source.BurnedInAnnotation = "YES", "NO"
    objects = ObjectDeidentifier(Profile(name="plain"), Pseudonyms(from_secret(b"k" * 32)))
    cleaned = objects.clean(Source.from_dataset(source))
    assert codes(cleaned.dataset) == ["113100", "113105"]
    assert cleaned.record.method_codes == ("113100",)
    assert b"Jane" not in cleaned.content
    assert FAMILY.encode() not in cleaned.content
