from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydicom.dataset import Dataset

from factories.pixel_data import header
from site_agent.deidentify.pixels.device_rules import DeviceRules, PixelRule
from site_agent.deidentify.pixels.format import PixelFormat
from site_agent.deidentify.profile.profile import Profile
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import ReadLimits

ROWS, COLUMNS = 60, 80


def form() -> PixelFormat:
    """Return the format of a small gray picture."""
    return PixelFormat.of(header((1, ROWS, COLUMNS)), "PixelData", ReadLimits())


def rule(action: str = "blank", **more: Any) -> PixelRule:
    """Return a rule for ultrasound."""
    boxes = {"boxes": ((0, 0, 10, 1.0),)} if action == "blank" else {}
    return PixelRule(**{"name": "r", "match": {"Modality": "US"}, "action": action, **boxes, **more})


def region(top: int, left: int, bottom: int, right: int) -> Dataset:
    """Return an item of the Sequence of Ultrasound Regions."""
    item = Dataset()
    item.RegionLocationMinY0, item.RegionLocationMinX0 = top, left
    item.RegionLocationMaxY1, item.RegionLocationMaxX1 = bottom, right
    return item


def ultrasound(*regions: Dataset, **more: Any) -> Dataset:
    """Return the header of an ultrasound picture with calibrated regions."""
    return header(
        (1, ROWS, COLUMNS), **{"Modality": "US", "SequenceOfUltrasoundRegions": list(regions), **more}
    )


@pytest.mark.parametrize(
    ("match", "hit"),
    [
        ({"Modality": "us"}, True),
        ({"Manufacturer": "ACME*", "Rows": 60}, True),
        ({"Manufacturer": "ACME*", "Rows": 61}, False),
        ({"ImageType": ["DERIVED", "SCREEN SAVE"]}, True),
        ({"ImageType": ["ORIGINAL", "SCREEN SAVE"]}, False),
        ({"StationName": "*"}, False),
    ],
)
def test_a_rule_matches_by_patterns(match: dict[str, Any], *, hit: bool) -> None:
    """Every keyword must match, every pattern of a list some value, and absent attributes match nothing."""
    data = ultrasound(Manufacturer="Acme Imaging", ImageType=["DERIVED", "SECONDARY", "SCREEN SAVE"])
    assert rule(match=match).matches(data) is hit


@pytest.mark.parametrize(
    ("box", "pixels"),
    [
        ((0, 0, 10, 1.0), (0, 0, 10, 80)),
        ((0.5, 0.25, 1.0, 0.75), (30, 20, 60, 60)),
        ((-10, -20, 1.0, 1.0), (50, 60, 60, 80)),
        ((0, 0, 9999, 9999), (0, 0, 60, 80)),
    ],
)
def test_boxes_are_pixels_or_shares(box: tuple[float, ...], pixels: tuple[int, ...]) -> None:
    """Whole numbers count pixels, decimals shares, negative ones from the end; none leaves the frame."""
    assert DeviceRules(rules=(rule(boxes=(box,)),)).areas(ultrasound(), form()) == (pixels,)


@given(
    corners=st.lists(
        st.tuples(st.integers(0, 58), st.integers(0, 78), st.integers(1, 60), st.integers(1, 80)), max_size=5
    )
)
def test_outside_regions_is_what_no_region_covers(corners: list[tuple[int, int, int, int]]) -> None:
    """The boxes cover each pixel outside all regions, and none inside; without regions there are none."""
    sane = [(t, l, max(t + 1, b), max(l + 1, r)) for t, l, b, r in corners]  # noqa: E741
    boxes = rule("outside_regions").areas(ultrasound(*(region(*one) for one in sane)), form())
    covered, inside = np.zeros((ROWS, COLUMNS), int), np.zeros((ROWS, COLUMNS), bool)
    for top, left, bottom, right in boxes:
        covered[top:bottom, left:right] += 1
    for top, left, bottom, right in sane:
        inside[top : bottom + 1, left : right + 1] = True
    assert np.array_equal(covered == 1, ~inside if sane else np.zeros_like(inside))
    assert covered.max() <= 1


def test_the_banner_above_the_uppermost_region_goes_by_default() -> None:
    """The shipped rules blank what lies above an ultrasound picture, and nothing where regions are odd."""
    shipped = DeviceRules.shipped()
    assert shipped.areas(ultrasound(region(12, 5, 50, 70), region(20, 0, 30, 9)), form()) == ((0, 0, 12, 80),)
    assert shipped.areas(ultrasound(region(12, 5, 5000, 70)), form()) == ()
    assert shipped.areas(ultrasound(), form()) == ()


@pytest.mark.parametrize(
    "more",
    [
        {"ConversionType": "SD"},
        {"Modality": "CT", "SeriesDescription": "Dose Report"},
        {"ImageType": ["DERIVED", "SECONDARY", "SCREEN SAVE"], "SeriesDescription": "CT Dose Info"},
    ],
)
def test_pages_of_text_are_set_aside(more: dict[str, Any]) -> None:
    """Scanned documents and dose screens do not go on."""
    with pytest.raises(InputRefusedError) as refused:
        DeviceRules.shipped().areas(header((1, ROWS, COLUMNS), **more), form())
    assert refused.value.reason is Reason.BURNED_IN_TEXT


def test_a_profile_adds_rules_of_its_own() -> None:
    """The site's rules stand behind the shipped ones, which stay in force."""
    profile = Profile(name="site", pixel_rules=(rule(),))
    both = DeviceRules.shipped(*profile.pixel_rules).areas(ultrasound(region(12, 5, 50, 70)), form())
    assert both == ((0, 0, 12, 80), (0, 0, 10, 80))


@pytest.mark.parametrize(
    "wrong",
    [
        {"match": {}}, {"match": {"NoSuchKeyword": "x"}}, {"action": "erase"}, {"boxes": ()},
        {"action": "quarantine", "boxes": ((0, 0, 1, 1),)}, {"more": 1},
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    """A rule file with a slip in it is not half in force."""
    with pytest.raises(ValidationError):
        PixelRule.model_validate(
            {"name": "r", "match": {"Rows": 1}, "action": "blank", "boxes": ((0, 0, 1, 1),), **wrong}
        )
