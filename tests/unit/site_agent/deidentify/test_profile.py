from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_agent.deidentify import _annex_e
from site_agent.deidentify.profile import Action, Option, Profile, ProfileInvalidError, load_profile

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
