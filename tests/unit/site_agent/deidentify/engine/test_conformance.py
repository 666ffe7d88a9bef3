from __future__ import annotations

import re

import pytest

from site_agent.deidentify.engine import conformance
from site_agent.deidentify.engine.document import Table, markdown, page
from site_agent.deidentify.profile import _annex_e
from site_agent.deidentify.profile.options import METHOD_CODES, Action, Option
from site_agent.deidentify.profile.profile import Profile, load_profile

SHARE = load_profile("share")


def changed(**changes: object) -> Profile:
    """Return the default profile with some fields changed."""
    return Profile(**(SHARE.model_dump() | changes))


def tables(profile: Profile) -> dict[str, Table]:
    """Return the statement's tables by the name of their first column."""
    _, blocks = conformance.statement(profile)
    return {
        f"{b.heads[0]}/{b.heads[2 if len(b.heads) > 2 else 1]}": b for b in blocks if isinstance(b, Table)
    }


def actions(profile: Profile) -> dict[str, tuple[str, str]]:
    """Return tag -> action code and comment of Table N.11-6."""
    return {str(row[1]): (str(row[2]), str(row[4])) for row in tables(profile)["Attribute name/Action"].rows}


def test_every_row_of_the_table_is_stated_once() -> None:
    """All 647 rows are there, the repeating groups and private attributes among them."""
    stated = tables(SHARE)["Attribute name/Action"].rows
    assert len(stated) == len(_annex_e.ROWS)
    codes = {"X", "Z", "D", "K", "C", "U", "X/Z", "X/D", "Z/D", "X/Z/D", "X/Z/U*"}
    assert {row[2] for row in stated} <= codes
    assert {row[3] for row in stated} == {"N"}


def test_what_is_removed_whatever_the_options_say_is_stated_as_removed() -> None:
    """Overlays and retired attributes have codes in the table that this program does not make use of."""
    assert actions(SHARE)["(60XX,3000)"] == ("X", "graphics")
    assert actions(SHARE)["(0008,0024)"] == ("X", "retired")
    assert actions(SHARE)["(GGGG,EEEE)"] == ("C", "safe_private")
    assert actions(Profile(name="p"))["(GGGG,EEEE)"] == ("X", "private")


@pytest.mark.parametrize("profile", [SHARE, load_profile("basic")], ids=lambda p: p.name)
def test_the_options_stated_are_those_in_force(profile: Profile) -> None:
    """Table N.8-7 says Y for the options of the profile, and for the Basic Profile."""
    rows = tables(profile)["Profile/AE"].rows
    supported = {row[6] for row in rows if row[3] == "Y"}
    assert supported == {"113100", *(METHOD_CODES[o][0] for o in profile.options)}
    assert len(rows) == 1 + len(Option)


def test_the_statement_follows_the_profile() -> None:
    """An option changes the codes, an override changes its row and is marked."""
    basic, study_description = Profile(name="p"), "(0008,1030)"
    assert actions(basic)[study_description] == ("X", "remove")
    assert actions(SHARE)[study_description] == ("C", "clean")
    overridden = changed(overrides={"StudyDescription": Action.EMPTY})
    assert actions(overridden)[study_description] == ("Z", "empty (site override)")
    assert actions(basic)["(0008,0020)"][0] == "Z"
    assert actions(SHARE)["(0008,0020)"] == ("C", "date")
    assert markdown(*conformance.statement(SHARE)) != markdown(*conformance.statement(basic))


def test_sop_classes_are_accepted_or_refused_with_a_reason() -> None:
    """Both lists are stated, no class is in both, and a refusal has its code."""
    by_head = tables(SHARE)
    accepted, refused = by_head["SOP class/Treated as"].rows, by_head["SOP class/Reason"].rows
    assert {row[0] for row in accepted} >= {"CT Image Storage", "Segmentation Storage"}
    assert ("Encapsulated PDF Storage", "encapsulated_document") in {(row[0], row[2]) for row in refused}
    assert not {row[1] for row in accepted} & {row[1] for row in refused}


def test_private_attributes_are_stated_one_by_one() -> None:
    """Under Retain Safe Private every kept attribute is named; without it, that all go."""
    options = SHARE.options - {Option.RETAIN_SAFE_PRIVATE}
    none = changed(options=options)
    assert "Every private attribute is removed." in markdown(*conformance.statement(none))
    own = {"creator": "OUR LAB", "group": "0099", "element": "10", "vr": "DS"}
    kept = changed(options=options | {Option.RETAIN_SAFE_PRIVATE}, safe_private=(own,))
    rows = tables(kept)["Private creator/VR"].rows
    assert ("SIEMENS MR HEADER", "(0019,xx0C)", "IS", "E.3.10-1") in rows
    assert ("OUR LAB", "(0099,xx10)", "DS", "site") in rows
    assert len(rows) > 200


def test_it_can_be_read_as_markdown_and_as_a_page() -> None:
    """Sections have the numbers of PS3.2 Annex N in both forms."""
    for made in (markdown(*conformance.statement(SHARE)), page(*conformance.statement(SHARE))):
        assert re.search(r"N\.8\.4\.4", made)
        assert re.search(r"N\.11\.2\.6", made)


def test_a_sites_own_device_rules_are_counted_and_not_named() -> None:
    """What a site calls its rooms and scanners stays at home; the shipped rules are stated."""
    own = {"name": "scanner in room 3", "match": {"Modality": "US"}, "action": "quarantine"}
    stated = markdown(*conformance.statement(changed(pixel_rules=(own,))))
    assert "room 3" not in stated
    assert "applied as well: 1." in stated
    assert "above_regions" in stated
    assert "Device rules" not in markdown(*conformance.statement(Profile(name="p")))
