"""How each quasi-identifier is generalised, level by level, and what a site does to get there.

Rule: each level is a function of the one below it, so that going up only ever merges classes; level 0 is the
value as released and the last level, `ANY`, is the same for everybody. Tests hold every hierarchy to that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_agent.risk.settings import Attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ANY: Final = "*"
_OLDEST: Final = 90
_NO_TOP: Final = 10**9
_RANGE: Final = re.compile(r"(\d{1,6})(?:-(\d{1,6})|(\+))?")
_NO_FINDING: Final = "no_finding"
_EXAM_BANDS: Final = ((1, "1"), (2, "2"), (5, "3-5"))


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a hierarchy.

    Attributes:
        name: What a value is at this level, e.g. ``5-year bands``.
        generalise: Released value -> value at this level.
        advice: What the site admin does to release no more than this.
    """

    name: str
    generalise: Callable[[str], str]
    advice: str


def generalised(values: frozenset[str], level: Level) -> frozenset[str]:
    """Return a patient's values at a level; at the last one nothing is left, not even that none is known."""
    if level.generalise is _any:
        return frozenset({ANY})
    return frozenset(map(level.generalise, values))


def _any(_value: str) -> str:
    return ANY


def _as_released(value: str) -> str:
    return value


def _band(width: int, top: int = _NO_TOP) -> Callable[[str], str]:
    """Return what puts a number, or a range of numbers, into bands of a width; the band of ``top`` is open.

    A range that fits into no band, and a value that is no number, stay as they are.
    """

    def generalise(value: str) -> str:
        found = _RANGE.fullmatch(value)
        if not found:
            return value
        low = min(int(found[1]), top)
        high = top if found[3] else min(int(found[2] or found[1]), top)
        first = low // width * width
        if high // width * width != first:
            return value
        if first + width > top:
            return f"{first}+"
        return f"{first}" if width == 1 else f"{first}-{first + width - 1}"

    return generalise


def _exam_band(value: str) -> str:
    return next((name for most, name in _EXAM_BANDS if int(value) <= most), "6+")


def _several(value: str) -> str:
    return "1" if value == "1" else "2+"


def _gaps(days: int) -> Callable[[str], str]:
    return lambda value: ",".join(str(int(gap) // days) for gap in value.split(",") if gap)


def _manufacturer(value: str) -> str:
    return value.split("|", 1)[0]


def _parent(label: str) -> str:
    from site_agent.deidentify.reports import labels  # noqa: PLC0415 - spaCy, needed only where findings are known

    return labels.parent(label) or label


def _broadest(label: str) -> str:
    while (above := _parent(label)) != label:
        label = above
    return label


def _has_finding(label: str) -> str:
    return _NO_FINDING if label == _NO_FINDING else "finding"


def _bands(unit: str, keyword: str, top: int = _NO_TOP) -> tuple[Level, ...]:
    return (
        Level(f"as released ({unit})", _band(1, top), ""),
        *(
            Level(f"{w} {unit} bands", _band(w, top), f"Round {keyword} down to multiples of {w} {unit}.")
            for w in (5, 10, 20)
        ),
        Level("any", _any, f"Remove {keyword} (profile override `{keyword}: remove`)."),
    )


def _flat(advice: str) -> tuple[Level, ...]:
    return Level("as released", _as_released, ""), Level("any", _any, advice)


HIERARCHIES: Final[Mapping[Attribute, tuple[Level, ...]]] = {
    Attribute.AGE: _bands("year", "PatientAge", _OLDEST),
    Attribute.SEX: _flat("Empty PatientSex (profile override `PatientSex: empty`)."),
    Attribute.ETHNICITY: _flat("Remove EthnicGroup (do not retain patient characteristics)."),
    Attribute.SIZE: _bands("cm", "PatientSize"),
    Attribute.WEIGHT: _bands("kg", "PatientWeight"),
    Attribute.EXAMS: (
        Level("as released", _as_released, ""),
        Level("1, 2, 3-5, 6+", _exam_band, "Hold back some exams of patients with many."),
        Level("one or several", _several, "Release at most two exams of a patient."),
        Level("any", _any, "Release one exam of each patient."),
    ),
    Attribute.INTERVALS: (
        Level("days", _as_released, ""),
        Level("weeks", _gaps(7), "Coarsen the shifted dates to weeks counted from the first exam."),
        Level("4 weeks", _gaps(28), "Coarsen the shifted dates to four weeks counted from the first exam."),
        Level("any", _any, "Release no dates: a profile without longitudinal_modified_dates."),
    ),
    Attribute.EXAM_DATES: (
        Level("days", _as_released, ""),
        Level("months", lambda value: value[:7], "Shift the dates (longitudinal_modified_dates)."),
        Level("years", lambda value: value[:4], "Shift the dates (longitudinal_modified_dates)."),
        Level("any", _any, "Shift the dates (longitudinal_modified_dates)."),
    ),
    Attribute.SITE: _flat("Remove InstitutionName, or pool the sites in one release."),
    Attribute.SCANNER: (
        Level("manufacturer and model", _as_released, ""),
        Level("manufacturer", _manufacturer, "Remove ManufacturerModelName (take it out of `keep_texts`)."),
        Level("any", _any, "Remove Manufacturer and ManufacturerModelName (take both out of `keep_texts`)."),
    ),
    Attribute.MODALITY: _flat("Release one modality at a time."),
    Attribute.BODY_PART: _flat("Remove BodyPartExamined (profile override `BodyPartExamined: empty`)."),
    Attribute.FINDINGS: (
        Level("as labelled", _as_released, ""),
        Level("parent finding", _parent, "Label with the finding's parent in the pathology lexicon."),
        Level("broadest finding", _broadest, "Label with the broadest finding of the pathology lexicon."),
        Level("finding or none", _has_finding, "Label only whether there is a finding."),
        Level("any", _any, "Release no labels."),
    ),
}
"""Levels of each attribute, the value as released first, `ANY` last."""
