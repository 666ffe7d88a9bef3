"""Tells the technique of an examination from the technologist, whom the same label heads: ``Tech:``.

Rule: what measures, what joins with words that names have not ("with", "on", "of"), and what is told in words
of imaging is a technique; a name, of plain words too ("Tech: Bone, Long"), is none of these.

Not here: other labels of people (`layouts`, `patterns.fields`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.measurements import is_measured

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_LABEL: Final = re.compile(r"\btech[ \t]*[.:=|#\-]*[ \t\"]*\Z", re.IGNORECASE)
_JOINS: Final = re.compile(
    r"\b(?:with|without|on|of|the|in|at|after|before|from|through|per|for|during|using|via)\b", re.IGNORECASE
)
_IMAGING: Final = re.compile(
    r"\b(?:imaging|images?|views?|films?|scans?|stud(?:y|ies)|sequences?|contrast|non-?contrast|"
    r"probe|transducer|coil|voxel|gat(?:ed|ing)"
    r"|protocols?|axial|coronal|sagittal|helical|spiral|multiplanar|planes?|portable|upright|supine|"
    r"prone|standing|transabdominal|endovaginal"
    r"|transvaginal|doppler|duplex|gr[ae]y[ -]?scale|linear|curvilinear|phased|dynamic|static|"
    r"delayed|sedation|mammogram|radiographs?"
    r"|tomosynthesis|reformats?|reconstructions?|capsule|catheter|needle|guidance|single|"
    r"low[ -]dose|screening|breath[ -]?hold|digital"
    r"|panoramic|enhanced|unenhanced|triphasic|biphasic|multiphase|fat[ -]sat|t1|t2|stir|flair|dwi|mip)\b",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_FAR: Final = 12
_MOST: Final = 1  # words of a technique that nothing knows: a maker, a slip


def is_technique(text: str, span: Span) -> bool:
    """Return whether what stands behind "Tech:" tells how it was done, not who did it."""
    start, end = span
    if not _LABEL.search(text, max(0, start - _FAR), start):
        return False
    if is_measured(text, span) or _JOINS.search(text, start, end):
        return True
    strange = [word for word in _WORDS.findall(text, start, end) if not is_known(word) or may_name(word)]
    return len(strange) <= _MOST and bool(_IMAGING.search(text, start, end))
