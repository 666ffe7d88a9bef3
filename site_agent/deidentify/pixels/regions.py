"""Tells from what a data set says of itself whether the head was in view.

Rules: any word or code of the head or the neck, in any attribute that describes the examination, counts for
the head, whatever else is said; words and codes of other parts count only where none of the head is found;
everything else is unknown. The words are those of ``configs/lexicons/regions.yaml``; a code counts by the
meaning that PS3.16 gives it, not only by the one written beside it.

Not here: what the geometry of the pixels shows (`stacks`, `heads`), which decides where words do not.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import yaml

from radshare.configs import config_path
from site_agent.deidentify.header.identifiers import values_of
from site_agent.deidentify.reports.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataset import Dataset


class Region(Enum):
    """What part of the body a data set says it shows."""

    HEAD = "head"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


_TEXTS: Final = (
    *("BodyPartExamined", "StudyDescription", "SeriesDescription", "ProtocolName"),
    *("PerformedProcedureStepDescription", "RequestedProcedureDescription", "AcquisitionProtocolDescription"),
)
_GROUPS: Final = ("RequestAttributesSequence", "SharedFunctionalGroupsSequence", "FrameAnatomySequence")
_CODES: Final = ("AnatomicRegionSequence", "ProcedureCodeSequence", "RequestedProcedureCodeSequence")
_DEEPEST: Final = 3
_WORD: Final = re.compile(r"[^\W\d]+")


def region_of(dataset: Dataset) -> Region:
    """Return the part of the body that the data set names.

    Args:
        dataset: The attributes in front of the pixel data.
    """
    words = [word for text in _texts(dataset, _DEEPEST) for word in _words(text)]
    if _any(words, Region.HEAD):
        return Region.HEAD
    return Region.ELSEWHERE if _any(words, Region.ELSEWHERE) else Region.UNKNOWN


def kinds_of(dataset: Dataset) -> frozenset[str]:
    """Return the values of Image Type (PS3.3 C.7.6.1.1.2), in capitals."""
    try:
        return frozenset(value.strip().upper() for value in values_of(dataset["ImageType"]))
    except Exception:  # noqa: BLE001 - missing, or cannot be read
        return frozenset()


def _texts(item: Dataset, depth: int) -> Iterator[str]:
    """Yield what the data set, and its items that describe the region, say."""
    yield from (str(item.get(keyword) or "") for keyword in _TEXTS)
    for code in (one for keyword in _CODES for one in _items(item, keyword)):
        yield str(code.get("CodeMeaning") or "")
        yield _meanings().get(str(code.get("CodeValue") or ""), "")
    for nested in (one for keyword in _GROUPS for one in _items(item, keyword)[:1] if depth):
        yield from _texts(nested, depth - 1)


def _items(item: Dataset, keyword: str) -> list[Dataset]:
    try:
        return list(item.get(keyword) or ())
    except Exception:  # noqa: BLE001 - what cannot be read says nothing
        return []


def _words(text: str) -> list[str]:
    """Return the words of a text (``T1_Head`` taken apart), and each two neighbours written together."""
    folded = fold(re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", text))
    words = _WORD.findall(folded)
    return [*words, *(a + b for a, b in pairwise(words))]


@cache
def _pattern(region: Region) -> re.Pattern[str]:
    document = yaml.safe_load(config_path("lexicons/regions.yaml").read_text(encoding="utf-8"))
    lists = document[region.value]
    stems, words = (
        "|".join(re.escape(fold(one)) for one in str(lists[kind]).split()) for kind in ("stems", "words")
    )
    return re.compile(f".*(?:{stems})|(?:{words})$")


def _any(words: list[str], region: Region) -> bool:
    pattern = _pattern(region)
    return any(pattern.match(word) for word in words)


@cache
def _meanings() -> dict[str, str]:
    """Return the standard's meaning of SNOMED CT codes, and of the SNOMED-RT codes of older objects."""
    from pydicom.sr._concepts_dict import concepts  # noqa: PLC0415 - only where codes are read
    from pydicom.sr._snomed_dict import mapping  # noqa: PLC0415 - only where codes are read

    known = {code: name for name, codes in concepts["SCT"].items() for code in codes}
    return {**known, **{old: known[new] for old, new in mapping["SRT"].items() if new in known}}
