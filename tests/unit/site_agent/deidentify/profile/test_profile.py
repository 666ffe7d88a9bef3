from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_agent.deidentify.header.plan import How
from site_agent.deidentify.profile import _annex_e
from site_agent.deidentify.profile.profile import Action, Option, Profile, ProfileInvalidError, load_profile

if TYPE_CHECKING:
    from pathlib import Path


def test_the_table_is_whole() -> None:
    """Table E.1-1 of 2025b has 647 rows, each with every column."""
    assert _annex_e.EDITION == "2025b"
    assert len(_annex_e.ROWS) == 647
    assert {len(row) for row in _annex_e.ROWS} == {len(_annex_e.COLUMNS)}


def test_an_option_wins_over_the_basic_profile_and_an_override_over_both() -> None:
    """Study Description is removed by the Basic profile, cleaned by an option, kept by an override."""
    tag = 0x00081030
    assert Profile(name="p").action(tag) is Action.REMOVE
    clean = frozenset({Option.CLEAN_DESCRIPTORS})
    assert Profile(name="p", options=clean).action(tag) is Action.CLEAN
    overridden = Profile(name="p", options=clean, overrides={"StudyDescription": Action.KEEP})
    assert overridden.action(tag) is Action.KEEP
    assert Profile(name="p").action(0x00180050) is None


def test_the_shipped_profiles_load() -> None:
    """`share` and `basic` are valid, and `share` moves dates."""
    assert Option.LONGITUDINAL_MODIFIED_DATES in load_profile("share").options
    assert load_profile("basic").label == "basic/1"


@pytest.mark.parametrize(
    "text",
    [
        "name: x\noptions: [retain_longitudinal_full_dates, longitudinal_modified_dates]",
        "name: x\nkeep_weekday: true",
        "name: x\nkeep_texts: [NoSuchAttribute]",
        "name: x\nsurprise: 1",
        "name: [",
    ],
)
def test_a_profile_that_cannot_be_honoured_is_refused(tmp_path: Path, text: str) -> None:
    """Contradictions, options not in this release and unknown keys end the command with one code."""
    path = tmp_path / "p.yaml"
    path.write_text(text)
    with pytest.raises(ProfileInvalidError):
        load_profile(str(path))


def test_a_profile_that_does_not_exist_is_refused() -> None:
    """A missing file is a code, not a traceback."""
    with pytest.raises(ProfileInvalidError):
        load_profile("./nowhere.yaml")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("options: [retain_longitudinal_full_dates, longitudinal_modified_dates]", "both kept and moved"),
        ("options: [retain_uids, longitudinal_modified_dates]", "how far dates were moved"),
        ("keep_weekday: true", "no date moves"),
        ("keep_texts: [FilterType]\nclean_texts: [FilterType]", "both kept and cleaned"),
        ("overrides: {PatientName: keep}", "not de-identified"),
        ("overrides: {OtherPatientIDsSequence: keep}", "not de-identified"),
        ("overrides: {FrameOfReferenceUID: keep}", "references would break"),
        ("options: [longitudinal_modified_dates]\noverrides: {StudyDate: keep}", "tell how far"),
        ("overrides: {NoSuchThing: keep}", "not keywords"),
        ("safe_private: [{creator: ACME, group: '0040', element: '01', vr: DS}]", "pattern"),
        ("safe_private: [{creator: ACME, group: '0041', element: '01', vr: OB}]", "safe_private"),
    ],
)
def test_a_contradiction_is_refused_with_its_reason(tmp_path: Path, text: str, why: str) -> None:
    """The site reads why two things cannot both hold."""
    path = tmp_path / "p.yaml"
    path.write_text(f"name: x\n{text}")
    with pytest.raises(ProfileInvalidError, match=why):
        load_profile(str(path))


def test_a_copy_of_a_profile_decides_anew() -> None:
    """What was derived from the options is not taken along into a copy with others."""
    share, weight = load_profile("share"), 0x00101030
    assert share.action(weight) is Action.REMOVE
    assert share.plan("1.2.3").decide(weight).how is How.BLANK
    retain = {"options": share.options | {Option.RETAIN_PATIENT_CHARACTERISTICS}}
    assert share.model_copy(update=retain).action(weight) is Action.KEEP
    assert share.model_copy(update=retain).plan("1.2.3").decide(weight).how is How.KEEP


def test_the_default_profile_is_what_it_is_said_to_be() -> None:
    """Basic with seven options; b-values and uptake factors are in its list of private attributes."""
    share = load_profile("share")
    assert set(Option) - share.options == {
        Option.RETAIN_LONGITUDINAL_FULL_DATES,
        Option.RETAIN_PATIENT_CHARACTERISTICS,
        Option.RETAIN_DEVICE_IDENTITY,
        Option.RETAIN_UIDS,
        Option.RETAIN_INSTITUTION_IDENTITY,
    }
    assert {row.creator for row in share.safe_private} >= {"GEMS_PETD_01", "GEMS_ACQU_01"}
