"""Takes the words of sure names from where only their use tells them: "Field notified", "w field at 555 …".

Rule: a word of a sure name goes again, whatever else it means, where people are spoken of or act; one that
many people bear and that is no part of a body also where a capital stands inside a sentence, or alone between
marks. Phrases of medicine, exams and labels stay.

Not here: words that can mean nothing else (`names.repeated`), what is sure (`certain`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.certain import sure_runs
from site_agent.deidentify.reports.known_words import is_term, names_people
from site_agent.deidentify.reports.layouts import kept
from site_agent.deidentify.reports.misspelt import tells_names
from site_agent.deidentify.reports.names import protected, starts_sentence
from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.deidentify.reports.lexicon import Span

_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_WORD: Final = re.compile(r"(?<![\w\[])[^\W\d_]{2,}(?![\w\]])")
_SPOKEN_OF: Final = re.compile(
    r"(?<!\w)(?:w|w/|d/w|by|per|cc|drs?|mrs?|ms|prof|ask|tell|told|paged?|hi|dear|attn|thanks|thx|asked|notified"
    r"|informed|called|texted|spoke|supervised|reader|reviewer|seen|(?:ask|message|left)[ ]for|left[ ]w/?"
    r"|with|witness)\.?:?[ ]+\Z"
    r"|->[ ]?\Z|\][ ]?[/&][ ]?\Z|(?:[-:][ ]?|^)[A-Z]\.?[ ]\Z",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINS: Final = re.compile(
    r"(?:^[ \t]*|[/(>|;:,\"][ \t]*|\][ ]|[.!?][ ]+|[-•*][ ]"
    r"|\b(?:for|from|to|and|or|about|re|subject|think|is|if|as)[ ]+)\Z",
    re.IGNORECASE | re.MULTILINE,
)
_ENDS: Final = re.compile(
    r"['’]s\b|[ ]*(?:$|[,.;:)|/?!\"]|->|\[(?:PHONE|DATE|ID|NAME|EMAIL|INITIALS)\])|[ ]+(?:at|on|in|dob|mrn)\b"
    r"|[ ]+\d{1,2}[:.]\d\d|[ ]+\d{4}h?\b",
    re.IGNORECASE | re.MULTILINE,
)
_ALONE: Final = re.compile(r"['’]s\b|[ ]*(?:$|,[ ])", re.MULTILINE)
_DOES: Final = re.compile(
    r"[ ]+(?:notified|informed|paged|dictated|called|texted|signed|said|says|thinks|agrees|agreed|wants|asked"
    r"|combative|was[ ](?:seen|notified|called|paged|told|informed|treated|admitted)|then[ ](?:went|moved)"
    r"|moved[ ]to|is[ ]aware)\b|[ ]*\(?\[(?:PHONE|ID)\]|['’]s[ ](?:station|login|pager|desk|list)\b",
    re.IGNORECASE,
)
_FAR: Final = 24


def people_again(plain: str, marks: Sequence[str | None], current: str) -> list[tuple[int, int, str]]:
    """Return where words of sure names stand in what is left, with their class.

    Args:
        plain: The report as it was.
        marks: Class of each character that went, ``None`` for what stays.
        current: What is left, with placeholders.
    """
    people = {
        word.lower()
        for start, end, kind in sure_runs(plain, marks)
        if kind == "NAME"
        for word in _LETTERS.findall(plain, start, end)
    }
    words = [match for match in _WORD.finditer(current) if match[0].lower() in people]
    if not words:
        return []
    safe, cased = [*protected(current), *kept(current)], tells_names(PLACEHOLDER.sub("", current))
    return [
        (*match.span(), "NAME")
        for match in words
        if not any(low < match.end() and match.start() < high for low, high in safe)
        and _is_person(current, match.span(), cased=cased)
    ]


def _is_person(text: str, span: Span, *, cased: bool) -> bool:
    """Return whether a word of a name is used as one."""
    start, end = span
    spoken = _SPOKEN_OF.search(text, max(0, start - _FAR), start)
    begins = spoken or _BEGINS.search(text, max(0, start - _FAR), start)
    ends = _ENDS.match(text, end)
    if (spoken and ends) or (begins and _DOES.match(text, end)):
        return not cased or text[start].isupper()
    word = text[start:end]
    if not names_people(word) or is_term(word):
        return False
    if cased:
        return word[0].isupper() and (not starts_sentence(text, start) or _ALONE.match(text, end) is not None)
    return bool(begins and ends)
