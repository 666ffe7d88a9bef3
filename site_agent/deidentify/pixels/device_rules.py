"""Areas that devices are known to write text into: ``configs/pixel_rules.yaml``, and a profile's own rules.

Rules: a rule names what it matches and what becomes of such an instance; every rule that matches is applied,
and none switches another off. Rules go before OCR and never replace it.

Not here: text found by reading (`burned_in`); painting (`redaction`).
"""

from __future__ import annotations

from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final, Self

import yaml
from pydantic import Field, model_validator
from pydicom.datadict import tag_for_keyword

from radshare.configs import config_path
from radshare.model import Frozen
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from site_agent.deidentify.pixels.burned_in import Box
    from site_agent.deidentify.pixels.format import PixelFormat

_FILE: Final = "pixel_rules.yaml"
_CORNERS: Final = (
    *("RegionLocationMinY0", "RegionLocationMinX0"),
    *("RegionLocationMaxY1", "RegionLocationMaxX1"),
)
_MOST_REGIONS: Final = 32

Edge = Annotated[int | float, Field(description="Pixels, or a share of the side when it is a decimal.")]


class PixelAction(StrEnum):
    """What becomes of an instance that a rule matches."""

    BLANK = "blank"
    """Paint the rule's boxes over."""
    ABOVE_REGIONS = "above_regions"
    """Paint over what lies above the uppermost calibrated ultrasound region (PS3.3 C.8.5.5)."""
    OUTSIDE_REGIONS = "outside_regions"
    """Paint over everything outside the calibrated ultrasound regions."""
    QUARANTINE = "quarantine"
    """Set the instance aside."""


class PixelRule(Frozen):
    """One rule.

    Attributes:
        name: Says in a few words what the rule is about.
        match: PS3.6 keyword -> pattern (``*`` and ``?``, case ignored) or patterns. Each keyword must match;
            of an attribute with several values one must, and all patterns of a list must be matched.
        action: What becomes of the instance.
        boxes: Top, left, bottom, right of each area; whole numbers are pixels, decimals shares of the side
            (``1.0`` is all of it), negative numbers count from the lower right.
    """

    name: str
    match: dict[str, str | int | tuple[str | int, ...]]
    action: PixelAction
    boxes: tuple[tuple[Edge, Edge, Edge, Edge], ...] = ()

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if not self.match or any(tag_for_keyword(keyword) is None for keyword in self.match):
            raise ValueError("a rule matches by one or more keywords of PS3.6")
        if bool(self.boxes) != (self.action is PixelAction.BLANK):
            raise ValueError("boxes belong to rules that blank, and to those alone")
        return self

    def matches(self, dataset: Dataset) -> bool:
        """Return whether a data set is one of those the rule is about."""
        return all(_matches(dataset.get(keyword), wanted) for keyword, wanted in self.match.items())

    def areas(self, dataset: Dataset, form: PixelFormat) -> tuple[Box, ...]:
        """Return what is painted over in an instance that the rule matches.

        Raises:
            InputRefusedError: `Reason.BURNED_IN_TEXT`, the rule sets it aside.
        """
        if self.action is PixelAction.QUARANTINE:
            raise InputRefusedError(Reason.BURNED_IN_TEXT)
        if self.action is PixelAction.BLANK:
            boxes = [_absolute(box, form) for box in self.boxes]
        else:
            regions = _regions(dataset, form)
            above = self.action is PixelAction.ABOVE_REGIONS
            boxes = _above(regions, form) if above else _outside(regions, form)
        return tuple(box for box in boxes if box[0] < box[2] and box[1] < box[3])


class DeviceRules(Frozen):
    """The rules in force, in order."""

    rules: tuple[PixelRule, ...] = ()

    @classmethod
    def shipped(cls, *more: PixelRule) -> Self:
        """Return the rules of ``configs/pixel_rules.yaml``, and others behind them."""
        return cls(rules=(*_shipped(), *more))

    def areas(self, dataset: Dataset, form: PixelFormat) -> tuple[Box, ...]:
        """Return the boxes that go in every frame of an instance.

        Args:
            dataset: The instance's data set, as read.
            form: Rows and columns of its frames.

        Raises:
            InputRefusedError: `Reason.BURNED_IN_TEXT`, a rule sets it aside.
        """
        matching = (rule for rule in self.rules if rule.matches(dataset))
        return tuple(dict.fromkeys(box for rule in matching for box in rule.areas(dataset, form)))


@cache
def _shipped() -> tuple[PixelRule, ...]:
    with config_path(_FILE).open(encoding="utf-8") as file:
        return DeviceRules.model_validate(yaml.safe_load(file)).rules


def _matches(value: object, wanted: str | int | tuple[str | int, ...]) -> bool:
    several = isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue"
    present = [str(one).strip().upper() for one in (value if several else [value])]  # type: ignore[attr-defined]
    patterns = wanted if isinstance(wanted, tuple) else (wanted,)
    return value is not None and all(
        any(fnmatchcase(one, str(pattern).upper()) for one in present) for pattern in patterns
    )


def _absolute(box: tuple[Edge, Edge, Edge, Edge], form: PixelFormat) -> Box:
    sides = (form.rows, form.columns, form.rows, form.columns)
    top, left, bottom, right = (_edge(edge, side) for edge, side in zip(box, sides, strict=True))
    return top, left, bottom, right


def _edge(edge: Edge, side: int) -> int:
    pixels = round(edge * side) if isinstance(edge, float) else edge
    return max(0, min(side, pixels + side if edge < 0 else pixels))


def _regions(dataset: Dataset, form: PixelFormat) -> list[Box]:
    """Return the calibrated regions inside the picture; none when one of them makes no sense."""
    regions = []
    for item in list(dataset.get("SequenceOfUltrasoundRegions") or [])[: _MOST_REGIONS + 1]:
        try:
            top, left, bottom, right = (int(item[keyword].value) for keyword in _CORNERS)
        except (LookupError, TypeError, ValueError):
            return []
        if not (0 <= top < bottom <= form.rows and 0 <= left < right <= form.columns):
            return []
        regions.append((top, left, min(bottom + 1, form.rows), min(right + 1, form.columns)))
    return regions if len(regions) <= _MOST_REGIONS else []


def _above(regions: list[Box], form: PixelFormat) -> list[Box]:
    return [(0, 0, min(top for top, *_ in regions), form.columns)] if regions else []


def _outside(regions: list[Box], form: PixelFormat) -> list[Box]:
    """Return what no region covers, as bands of boxes."""
    if not regions:
        return []
    rows = sorted({0, form.rows, *(edge for region in regions for edge in (region[0], region[2]))})
    outside = []
    for top, bottom in pairwise(rows):
        covered = sorted((r[1], r[3]) for r in regions if r[0] <= top and bottom <= r[2])
        at = 0
        for left, right in [*covered, (form.columns, form.columns)]:
            if left > at:
                outside.append((top, at, bottom, left))
            at = max(at, right)
    return outside
