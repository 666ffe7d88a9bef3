"""What stands at the edges of a found name and names nobody: titles, credentials, joining words.

Rule: "Dr." and "MD" stay where the name between them goes; a title that is all there is may be a surname, and
goes.

Not here: finding names (`names`, `patterns.people`).
"""

# ruff: noqa: RUF001 - lists of words; names are written with typographic apostrophes
from __future__ import annotations

import re
from functools import cache
from typing import Final

from site_agent.deidentify.reports.known_words import is_abbreviation, is_english, is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*\.?")
_JOINING: Final = frozenset(
    (
        *(
            "by",
            "on",
            "at",
            "with",
            "from",
            "is",
            "was",
            "are",
            "were",
            "has",
            "had",
            "for",
            "and",
            "or",
            "of",
        ),
        *("the", "in", "to", "via", "per", "under"),
    )
)
_INFANTS: Final = frozenset({"baby", "babyboy", "babygirl", "newborn"})
_NEWBORN: Final = _INFANTS | {"boy", "girl"}
"""What a newborn is called that has no given name yet."""
_CELL: Final = re.compile(r"[ ]*(?:\t|\|+|\"[,;][ ]?\")[ ]*")
_LABELS: Final = frozenset({"facility", "site", "location", "client", "dest", "destination"})
_INITIAL: Final = re.compile(r"[^\W\d_]\.")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORT: Final = 3
_ABBREVIATED: Final = 4
_TOLD: Final = re.compile(
    r"[ ,(]+(?:\d{1,3}[ ]?/[ ]?[MF]\b|on[ ](?:\d|\[)|\d{1,2}:\d\d\b"
    r"|(?:[MF]|(?:fe)?male)[ ]?,[ ]?\d{1,2}(?:[ ]?(?:y|yrs?|years?))?\)"
    r"|\d{1,2}[ ]?(?:y|yrs?|years?)\b,?[ ]?(?:[MF]|(?:fe)?male)\b"
    r"|(?<=,[ ])(?:\d{1,3}[ ](?:years?|yrs?)|list[ ]of)\b)",
    re.IGNORECASE,
)  # age and sex, a day, a time behind a name
_GENITIVE: Final = re.compile(r"(?<=[^\W\d_]{2})['’][sS]\Z")
_TITLE: Final = r"(?:Dra?|DRA?|Mrs?|MRS?|Ms|MS|Miss|MISS|Prof|PROF|Mdm|MDM|Mme|MME|Frau|Herr)"
_NEXT: Final = re.compile(
    r",?[ ](?:RN|NP|PA-C|LPN|APRN)[,;][ ]+(?=[^\W\d_][^\W\d_A-Z]+[ ])"
    rf"|(?:[,;/&\n]|[,;]?[ ]+(?:and|und|y|et|e)[ ])[ ]*{_TITLE}\b\.?[ ]+(?=[^\W\d_])"
)  # the title of the next one
_BEHIND_NAMES: Final = frozenset({"sir", "madam", "saheb", "sahib", "ji"})
_GRADE: Final = re.compile(
    r"[(]?(?:F[YT]?[12]|[SC]T[1-9]|IMT[1-3]|PGY-?[1-9]|SpR|StR|SHO|CNS|ANP|ACP|R[1-6])[)]?"
)
"""Grades of doctors and nurses."""
_TITLES_ALONE: Final = re.compile(
    r"(?:Dra?|DRA?|Mrs?|MRS?|Ms|MS|Miss|MISS|Prof|PROF)(?=\.?[ ]*(?:\[|[A-ZÀ-Þ]))|MB(?=[ ](?:B?Ch|BS))"
)
"""The title of the next one, or half a degree."""
_EARLIER: Final = re.compile(
    r"(?:prior|previous|outside|earlier|recent)[ ]+(?=(?-i:[A-ZÀ-Þ])[^\W\d_]+[ ])"
    r"|(?:the[ ])?(?:department|dept\.?|division|section)[ ]of[ ](?:diagnostic[ ]|medical[ ])?"
    r"(?:radiology|imaging|nuclear[ ]medicine|ultrasound)(?:[ ](?:and|&)[ ][a-z]+(?:[ ]medicine)?)?"
    r",?[ ]*(?:(?:at|of)[ ])?(?=[^\W\d_]|\Z)",
    re.IGNORECASE,
)
"""What stands before the name of an institution and is none of it."""
_UNIT: Final = re.compile(
    r",?[ ](?:outpatient|inpatient|day|heart|breast|stroke|trauma|oncology|radiology|imaging)[ ]"
    r"(?:clinic|team|meeting|mdt|conference|patients?|records?|summary|films?)\Z"
    r"|(?<=[a-z])[ ](?:team|meeting|mdt|MDT|conference|patients?|records?|summary|films?)\Z"
)
"""What stands behind it in small letters and tells who works there."""
_PART: Final = re.compile(r"[ ,]*\[(?:NAME|ORG|ADDRESS|LOCATION)\]")
_MARK: Final = re.compile(r"\.?[ \t]*(?:[:=|#;/)]|\[(?:ID|DATE|PHONE)\]|\d|by\b|no\b|date\b)", re.IGNORECASE)
DOTTED_CREDENTIAL: Final = re.compile(r"(?:(?<=[\w\],] )|(?<=\]))(?:M\.D|D\.O|R\.N|P\.A|N\.P|Ph\.D)\.(?!\w)")
"""A credential behind a name that looks like the initials of the next one."""


def joined(text: str, start: int, end: int, *, shouted: bool) -> tuple[int, int]:
    """Return a piece of a place's or institution's name without the joining words at its edges.

    A title belongs to such a name ("Dr Gray's Hospital"), and so does what joins it to another part of it.
    """
    if earlier := _EARLIER.match(text, start, end):
        start = earlier.end()
    if (unit := _UNIT.search(text[start:end])) and unit.start() > 0:
        end = start + unit.start()
    words = [m.span() for m in _WORD.finditer(text, start, end)]
    if len(words) == 1 and text.startswith(" [ORG]", end):  # "The" of "The Elmhurst Clinic"
        return start, end
    behind_part = text[:start].rstrip(" ,").endswith("]")
    if len(words) > 1 and text[slice(*words[0])].lower() in _LABELS:
        start, words = words[1][0], words[1:]
    while words and not behind_part and _joins(text[slice(*words[0])], shouted=shouted):
        start = words[1][0] if len(words) > 1 else end
        words = words[1:]
    before_part = _PART.match(text, end) is not None
    while words and not before_part and _ends_place(text[slice(*words[-1])], shouted=shouted):
        end = words[-2][1] if len(words) > 1 else start
        words = words[:-1]
    return start, end


def _ends_place(word: str, *, shouted: bool) -> bool:
    """Return whether the last word found of a place is none of it: "Quayle of", "QUAYLE CLINIC CONTACTED"."""
    return _joins(word, shouted=shouted) or (word.lower() in _listed("deeds") and (shouted or word.islower()))


def is_job(text: str, start: int, end: int) -> bool:
    """Return whether a piece tells nothing but what somebody is: "Radiologist on duty"."""
    if _GRADE.fullmatch(text, start, end) or ((title := _GRADE.match(text, start)) and title.end() == end):
        return True
    words = [m[0].rstrip(".").lower() for m in _WORD.finditer(text, start, end)]
    jobs = _listed("job_words")
    told = any(len(word) > _ABBREVIATED for word in words)
    return told and not jobs.isdisjoint(words) and all(word in jobs or word in _JOINING for word in words)


def is_title(text: str, start: int, end: int) -> bool:
    """Return whether a piece is the title of who is named behind it and nothing else."""
    title = _TITLES_ALONE.match(text, start)
    return title is not None and title.end() == end


def apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the names of a piece that holds several, each behind its title: "Roe, Mr S Poe"."""
    pieces = []
    for title in _NEXT.finditer(text, start, end):
        if title.start() > start:
            pieces.append((start, title.start()))
        start = title.end()
    return [*pieces, (start, end)]


def in_cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a piece that goes beyond its cell, without cells of plain words."""
    edges = [start, *(at for mark in _CELL.finditer(text, start, end) for at in mark.span()), end]
    cells = [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]
    if len(edges) == 2:  # noqa: PLR2004 - the ends of the piece
        return cells
    kinds = _listed("institutions")
    telling = [
        cell
        for cell in cells
        if any(not _is_plain(word) or word.lower() in kinds for word in _LETTERS.findall(text, *cell))
    ]
    return telling or cells


def trimmed(text: str, start: int, end: int, *, shouted: bool) -> tuple[int, int]:
    """Return a piece of a name without what identifies nobody at its edges; empty when nothing is left.

    Args:
        text: Text with placeholders.
        start: First character of the piece.
        end: The one behind its last.
        shouted: Whether the text is mostly capitals, where "OF" and "of" are one.
    """
    end = _without_told(text, start, end)
    words = [m.span() for m in _WORD.finditer(text, start, end)]
    before_name = text.startswith((" [", "["), end) or text.startswith(". [", end)
    while words and _leads(text[slice(*words[0])], shouted=shouted) and (len(words) > 1 or before_name):
        if text.startswith("^", words[0][1]) or _is_surname_first(text, words[0]):
            break  # a component of a name, whatever it means
        words = words[1:]
    words = _without_newborn(text, words)
    if not words:
        return end, end
    words = _without_credentials(text, words, shouted=shouted)
    while (
        words
        and text[slice(*words[-1])].rstrip(".").lower() in _listed("short_labels")
        and (_MARK.match(text, words[-1][1]) or text[: words[-1][0]].endswith(", "))
    ):
        words = words[:-1]
    behind_name = text[:start].rstrip(" ,.(").endswith("]")
    while words and _trails(text, words[-1], shouted=shouted) and (len(words) > 1 or behind_name):
        if words[1:] and all(_INITIAL.fullmatch(text, *word) for word in words[:-1]):
            break
        words = words[:-1]
    if not words:
        return end, end
    if len(words) == 1 and text[slice(*words[0])].rstrip(".").lower() in _listed("bare_titles"):
        return end, end
    whole = [m.span() for m in _WORD.finditer(text, start, end)]
    return (start if words[0] == whole[0] else words[0][0]), (end if words[-1] == whole[-1] else words[-1][1])


def _is_surname_first(text: str, span: tuple[int, int]) -> bool:
    """Return whether what may be a role stands as a surname does: "Foreman, Ada"."""
    return text.startswith(",", span[1]) and text[slice(*span)].lower() in _listed("doers")


def _without_newborn(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the words of a name without what stands for a given name: "Baby Girl Roe", "ROE^BABY BOY"."""
    named = [text[slice(*word)].rstrip(".").lower() for word in words]
    behind = bool(words) and text[: words[0][0]].rstrip(" -").lower().endswith("baby")
    if not behind and _INFANTS.isdisjoint(named):
        return words
    while named and named[0] in _NEWBORN:
        named, words = named[1:], words[1:]
    while named and named[-1] in _NEWBORN:
        named, words = named[:-1], words[:-1]
    return words


def _without_told(text: str, start: int, end: int) -> int:
    """Return where a name ends before age and sex, a day or a time, and before its genitive."""
    for behind in (_TOLD, _GENITIVE):
        if ended := behind.search(text, start, end):
            end = ended.start()
    return end


def _without_credentials(text: str, words: list[tuple[int, int]], *, shouted: bool) -> list[tuple[int, int]]:
    """Return the words of a name up to a credential, where only plain words follow: "Roe, MD, ED"."""
    for at, span in enumerate(words[1:], start=1):
        apart = text[: span[0]].endswith(", ") or not shouted
        if apart and _is_credential(text[slice(*span)]):
            behind = [text[slice(*word)].rstrip(".") for word in words[at + 1 :]]
            return words[:at] if all(map(_is_plain, behind)) else words
    return words


def _is_plain(word: str) -> bool:
    return _is_credential(word) or is_abbreviation(word) or (is_known(word) and not may_name(word))


def _is_credential(word: str) -> bool:
    return word.rstrip(".") in _credentials() or word.replace(".", "") in _credentials()


def _leads(word: str, *, shouted: bool) -> bool:
    bare = word.rstrip(".").lower()
    title = bare in _titles() and bare not in _listed("name_titles")
    job = bare in _listed("doers") or (
        bare in _listed("job_words") and (len(bare) > _ABBREVIATED or word.endswith("."))
    )
    asked = bare in _listed("cues") and not may_name(bare)  # "Paged Roe"
    return title or job or asked or _joins(word, shouted=shouted)


def _trails(text: str, span: tuple[int, int], *, shouted: bool) -> bool:
    word = text[slice(*span)]
    bare = word.rstrip(".")
    credential = _is_credential(word)
    apart = text[: span[0]].rstrip(" ").endswith((",", "]", ")"))
    short = len(bare) > 1 and is_abbreviation(bare) and not (len(bare) > _SHORT and is_english(bare))
    unit = apart and bare.isupper() and short and not (shouted and may_name(bare))
    titled = apart and bare.lower() in _listed("bare_titles")  # of the next one: "Roe, Dr. Poe"
    return (
        unit
        or titled
        or _GRADE.fullmatch(word) is not None
        or (credential and (apart or not shouted))
        or bare.lower() in _BEHIND_NAMES
        or (len(bare) > _ABBREVIATED and bare.lower() in _listed("job_words"))
        or (shouted and bare.lower() in _listed("deeds"))
        or _joins(word, shouted=shouted)
    )


def _joins(word: str, *, shouted: bool) -> bool:
    return word.lower() in _JOINING and (shouted or word.islower())


@cache
def _titles() -> frozenset[str]:
    return frozenset(t.lower() for t in PrivacyLexicon.load().lists["titles"])


@cache
def _credentials() -> frozenset[str]:
    return frozenset(c for c in PrivacyLexicon.load().lists["credentials"] if len(c) > 1 and c[0] != "(")


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(PrivacyLexicon.load().lists[kind])
