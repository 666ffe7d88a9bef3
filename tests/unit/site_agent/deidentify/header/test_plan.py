from __future__ import annotations

import pytest
from pydicom.datadict import tag_for_keyword

from factories.attributes import CT, SHARE
from site_agent.deidentify.header.plan import How, Plan, resolve
from site_agent.deidentify.profile import _annex_e, iod_types
from site_agent.deidentify.profile.actions import Rule
from site_agent.deidentify.profile.options import Action, Option
from site_agent.deidentify.profile.profile import Profile

DX = "1.2.840.10008.5.1.4.1.1.1.1"
BASIC = Profile(name="p")


@pytest.mark.parametrize(
    ("code", "required", "may_be_empty", "optional", "unknown"),
    [
        ("X", "dummy", "empty", "remove", "remove"),
        ("Z", "dummy", "empty", "empty", "empty"),
        ("D", "dummy", "dummy", "dummy", "dummy"),
        ("X/Z", "dummy", "empty", "remove", "empty"),
        ("X/D", "dummy", "empty", "remove", "dummy"),
        ("Z/D", "dummy", "empty", "empty", "dummy"),
        ("X/Z/D", "dummy", "empty", "remove", "dummy"),
        ("X/Z/U*", "clean", "clean", "clean", "clean"),
        ("U", "uid", "uid", "uid", "uid"),
        ("K", "keep", "keep", "keep", "keep"),
        ("C", "clean", "clean", "clean", "clean"),
    ],
)
def test_a_code_becomes_what_keeps_the_object_valid(
    code: str, required: str, may_be_empty: str, optional: str, unknown: str
) -> None:
    """Type 1 keeps a value, type 2 may be empty, type 3 goes; of an unknown IOD nothing is assumed."""
    kinds = (iod_types.REQUIRED, iod_types.MAY_BE_EMPTY, iod_types.OPTIONAL, None)
    assert [resolve(code, kind).value for kind in kinds] == [required, may_be_empty, optional, unknown]


def test_every_code_of_the_table_can_be_resolved() -> None:
    """No code of any column is unknown."""
    codes = {cell for row in _annex_e.ROWS for cell in row[3:] if cell}
    assert all(isinstance(resolve(code, kind), Action) for code in codes for kind in (None, 1, 2, 3))


def test_the_iod_decides_at_the_top_and_the_sequence_in_its_items() -> None:
    """Patient ID is of type 2 in a CT image, of type 1 among other patient ids; Series Date is of type 3."""
    types = iod_types.of(CT)
    assert types is not None
    assert types[0x00100020] == iod_types.MAY_BE_EMPTY
    assert 0x00080021 not in types
    assert iod_types.in_items()[0x00101002][0x00100020] == iod_types.REQUIRED
    assert iod_types.of("1.2.3.4") is None


def test_an_option_changes_the_way_an_attribute_is_treated() -> None:
    """Study dates are emptied by Basic, moved by one option, kept by another."""
    date = 0x00080020
    moved = Profile(name="p", options=frozenset({Option.LONGITUDINAL_MODIFIED_DATES}))
    kept = Profile(name="p", options=frozenset({Option.RETAIN_LONGITUDINAL_FULL_DATES}))
    assert BASIC.plan(CT).decide(date)[:3] == (How.BLANK, Rule.EMPTY, Action.EMPTY)
    assert moved.plan(CT).decide(date).how is How.TIME
    assert kept.plan(CT).decide(date).how is How.KEEP


def test_an_attribute_outside_the_table_is_judged_by_its_representation() -> None:
    """Numbers and codes stay, texts only by list, names and addresses never, dates by option."""
    ways = {
        "SliceThickness": How.NUMBER,
        "Modality": How.CODE,
        "Manufacturer": How.PRODUCT,
        "FilterType": How.WORDS,
        "HangingProtocolName": How.BLANK,
        "EvaluatorName": How.BLANK,
        "RetrieveURL": How.BLANK,
        "DateOfGainCalibration": How.TIME,
        "ICCProfile": How.BULK,
        "SegmentLabel": How.NAME,
        "FrameOfReferenceUID": How.UID,
        "SharedFunctionalGroupsSequence": How.SEQUENCE,
    }
    plan = Plan(SHARE, CT)
    assert {keyword: plan.decide(tag_for_keyword(keyword) or 0).how for keyword in ways} == ways
    assert Plan(BASIC, CT).decide(tag_for_keyword("DateOfGainCalibration") or 0).how is How.BLANK


@pytest.mark.parametrize(
    ("tag", "rule"),
    [
        (0x00080000, Rule.STRUCTURE),
        (0x00041500, Rule.STRUCTURE),
        (0x60003000, Rule.GRAPHICS),
        (0x50020010, Rule.GRAPHICS),
        (0x00880200, Rule.THUMBNAIL),
        (0x00080FF2, Rule.UNKNOWN),
        (0x00280040, Rule.RETIRED),
    ],
)
def test_what_nothing_vouches_for_goes(tag: int, rule: Rule) -> None:
    """Group lengths, overlays, curves, icons, unknown and retired attributes go under every profile."""
    entry = SHARE.plan(CT).decide(tag)
    assert entry.how in {How.DROP, How.BLANK}
    assert entry.otherwise is Action.REMOVE
    assert entry.rule in {rule, Rule.REMOVE}


def test_a_plan_is_made_once() -> None:
    """The same profile gives the same plan, and a decision is remembered."""
    plan = SHARE.plan(DX)
    assert SHARE.plan(DX) is plan
    assert plan.decide(0x00100010) is plan.decide(0x00100010)
