"""Finds what one pass of every rule finds in a report, header values and unknown words among it.

Rules: what stands in a placeholder is found no more; phrases, exams and labels that vouch for their words
take them back; a piece of a name loses the titles and joining words at its edges.

Not here: the patterns (`rules`), the names (`names`), pass after pass (`filter`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports import inputs, names, rules
from site_agent.deidentify.reports.beside import beside
from site_agent.deidentify.reports.complaints import is_finding
from site_agent.deidentify.reports.edges import (
    DOTTED_CREDENTIAL,
    apart,
    in_cells,
    is_job,
    is_title,
    joined,
    trimmed,
)
from site_agent.deidentify.reports.exam_names import exam_names
from site_agent.deidentify.reports.institutions import institutions
from site_agent.deidentify.reports.judges import JUDGES, is_department, is_organisation, without_person
from site_agent.deidentify.reports.known_words import is_borne, is_known, is_term, may_name
from site_agent.deidentify.reports.labelled_numbers import cells, tags
from site_agent.deidentify.reports.layouts import ends_before_label, kept, values
from site_agent.deidentify.reports.misspelt import tells_names
from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER, Reading
from site_agent.deidentify.reports.prose import before_prose, before_sentence
from site_agent.deidentify.reports.segments import segment_codes, segment_values
from site_agent.deidentify.reports.techniques import is_technique
from site_agent.deidentify.reports.towns import towns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_agent.deidentify.reports.names import HeaderValues
    from site_agent.deidentify.reports.patterns.writing import Rule
    from site_agent.deidentify.reports.released import Found

_OF_WORDS: Final = frozenset({"NAME", "ORG", "ADDRESS"})
_TITLED: Final = frozenset({"ADDRESS", "INITIALS", "ORG"})
_PLACES: Final = _OF_WORDS | {"LOCATION"}
"""Classes of words: labels of fields are none of them, and end them."""
_ENDING: Final = frozenset({"ORG", "LOCATION"})
"""Classes whose last word may also be a label."""
_WORDY: Final = re.compile(r"\w")
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.[ ]?){1,3}[^\W\d_][^\W\d_]")
_AGED: Final = re.compile(
    r"(?:\d|\[AGE\])[ -]?(?:y|yrs?|y/?o|years?|m|mo|months?)(?:[ -]old)?[ ]?\Z", re.IGNORECASE
)
_AGE: Final = 14
_COMPLAINING: Final = re.compile(
    r"(?:\b(?:(?:fe)?male|man|woman|gentleman|lady|boy|girl|child|infant|(?-i:[MF]))"
    r"|\d[ ]?(?:-year-old|yo|y/o))(?:,[^.,;:\n]{2,30},)?"
    r"(?:[ ](?:who[ ])?(?:presents|presenting|presented))?[ \t]with[ \t]+\Z",
    re.IGNORECASE,
)
"""What a complaint follows: "50-year-old man with Locking", "woman, teacher, with Biliary colic"."""
_COMPLAINT: Final = 60
_POINTING: Final = frozenset({"the", "a", "an", "this", "no", "right", "left", "bilateral", "main", "both"})
_OF_PLACE: Final = re.compile(r"\.?[ ]\[ORG\]")  # "Dr Gray's Hospital"
_SEXES: Final = frozenset({"M", "F"})
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORTEST: Final = 3
_LETTER: Final = 1
_DOTTED: Final = 4
_LEVEL: Final = re.compile(r"[CTLS]\d{1,2}(?:[-/][CTLS]?\d{1,2})?")
_CLOCK: Final = re.compile(r"(?<=\d)[ ](?:[01]\d|2[0-3])[0-5]\d\Z")
_STOP: Final = re.compile(r"(?<=[^\W\d_]{3})\.\Z")
_BEGINS: Final = re.compile(r"\s+(?-i:[A-Z])|\s*\Z")
_DATED: Final = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ,]{1,2}\d{2,4}[ ]\d{4}\Z")
_AGED_BEHIND: Final = re.compile(r",?[ ][(\[]?\d{1,3}[ ]?(?:[MF]|yo?|yrs?)\b")
_NUMBERED: Final = re.compile(r"\d|\b[A-Z]\b")


def identifiers(text: str, header: HeaderValues, vouched: frozenset[str] = frozenset()) -> list[Found]:
    """Return everything the rules find outside placeholders, cut to pieces that hold a letter or digit.

    Args:
        text: The text, in plain writing.
        header: Identifiers that are none of its own.
        vouched: Words, in lower case, that are no names.
    """
    told_ahead = [(span, kind) for kind, span in header.find(text)]
    found = values(text) + segment_values(text)
    found += [
        (span, rule.kind)
        for rule, marked in rules.matches(text)
        if (span := _read(text, _of_one_field(text, marked, rule), rule.reading))
    ]
    found += cells(text)
    found += [(span, kind) for kind, span in names.unknown_names(text, vouched)]
    told = [text[start:end] for (start, end), kind in (*told_ahead, *found) if kind == "NAME"]
    found += [(m.span(), "NAME") for m in inputs.FOREIGN.finditer(text)]
    found += [(span, kind) for kind, span in names.repeated(text, told)]
    shouted = names.is_shouted(text)
    found += [
        (span, "NAME") for span in beside(text, shouted=shouted, cased=tells_names(PLACEHOLDER.sub("", text)))
    ]
    called = institutions(text, shouted=shouted)
    found += [(span, "ORG") for span in called]
    safe = names.protected(text)
    open_towns = (town for town in towns(text) if not any(town[0] < b and a < town[1] for a, b in safe))
    found += [(town, "ADDRESS") for town in open_towns]
    taken = [m.span() for m in PLACEHOLDER.finditer(text)]
    ahead = [piece for span, kind in told_ahead for piece in outside(text, span, kind, taken)]
    whole = [piece for piece in ahead if piece[2] == "ORG"]  # "Department of Radiology" too
    pieces = [piece for piece in ahead if piece[2] != "ORG"]
    taken += segment_codes(text)
    exams = [exam for exam in exam_names(text) if not any(start < exam[0] < end for start, end in called)]
    ended = [span for span, kind in found if kind in _ENDING]  # "Quayle Chest Clinic: normal"
    heads = [head for head in kept(text) if not any(a < head[0] and head[1] == b for a, b in ended)]
    worded, numbered = sorted([*taken, *heads]), sorted([*taken, *tags(text)])
    examined = sorted([*worded, *exams])
    stays = {kind: examined if kind != "ORG" else worded for kind in _PLACES}  # "Quayle Breast MRI Centre"
    stays["INITIALS"] = [(low, high) for low, high in examined if high - low > _LETTER]  # "(A/T)"
    pieces += [
        piece
        for span, kind in found
        for piece in outside(
            text,
            span,
            kind,
            numbered if kind == "LOCATION" and _NUMBERED.search(text, *span) else stays.get(kind, numbered),
        )
    ]  # "Room 7" is one, whatever "Room" heads elsewhere
    bare = (
        piece for one in pieces for part in _apart(text, one) if (piece := _bare(text, part, shouted=shouted))
    )
    return _as_what_holds_them([*whole, *bare])


def _as_what_holds_them(found: Iterable[Found]) -> list[Found]:
    """Return pieces with the numbers of an address, and all of a link, as what they are part of.

    "Larrabee, ID 83101" is one place, "https://host/images?ID=83101" one link.
    """
    pieces = list(found)
    addresses = [(start, end) for start, end, kind in pieces if kind == "ADDRESS"]
    links = [(start, end) for start, end, kind in pieces if kind == "URL"]

    def kind_of(piece: Found) -> str:
        start, end, kind = piece
        if any(low <= start and end <= high for low, high in links):
            return "URL"
        numbered = kind == "ID" and any(low < start and end <= high for low, high in addresses)
        return "ADDRESS" if numbered else kind

    return [(start, end, kind_of((start, end, kind))) for start, end, kind in pieces]


def _apart(text: str, piece: Found) -> list[Found]:
    """Return a piece cell by cell, people one by one."""
    start, end, kind = piece
    cells = in_cells(text, start, end) if kind in _PLACES else [(start, end)]
    return [
        (low, high, kind)
        for cell in cells
        for low, high in (apart(text, *cell) if kind == "NAME" else [cell])
    ]


def _bare(text: str, piece: Found, *, shouted: bool) -> Found | None:
    """Return a piece of a name without titles and joining words at its edges, ``None`` if it is no more."""
    start, end, kind = piece
    if kind == "LOCATION" and not _NUMBERED.search(text, start, end) and is_department(text, (start, end)):
        return None
    if (
        _is_credential(text, piece)
        or is_job(text, start, end)
        or (kind == "NAME" and _is_illness(text, start, end))
        or (kind in _TITLED and is_title(text, start, end) and not _OF_PLACE.match(text, end))
    ):
        return None
    if kind == "DATE":
        return start, _day_ends(text, start, end), kind
    if kind not in _OF_WORDS:
        return piece
    if kind == "NAME" and (aged := _AGED_BEHIND.search(text, start, end)):  # "ROE, JANE 41M 00750154"
        end = aged.start()
    shorten = trimmed if kind == "NAME" else joined
    start, end = shorten(text, start, end, shouted=shouted)
    if kind != "NAME" and is_department(text, (start, end)):
        return None
    return (start, end, kind) if _WORDY.search(text, start, end) else None


def _day_ends(text: str, start: int, end: int) -> int:
    """Return where a day ends: before a time, and before the full stop of its sentence.

    "seen on 15th of May. Mild scoliosis" stays two sentences.
    """
    if _DATED.search(text, start, end) and (clock := _CLOCK.search(text, start, end)):
        return clock.start()
    return end - 1 if _STOP.search(text, start, end) and _BEGINS.match(text, end) else end


def _is_illness(text: str, start: int, end: int) -> bool:
    """Return whether a piece tells of an illness alone: "COPD exacerbation" behind "CC:"."""
    first, *others = _LETTERS.findall(text, start, end) or [""]
    if not others or not others[-1].islower() or not is_term(first):
        return False
    return all(is_known(word) and not may_name(word) for word in (first, *others))


def _is_credential(text: str, piece: Found) -> bool:
    """Return whether a piece lies within a credential with dots, which looks like initials."""
    start, end, kind = piece
    dotted = DOTTED_CREDENTIAL.search(text, max(0, start - _DOTTED), end + _DOTTED)
    within = dotted is not None and dotted.start() <= start and end <= dotted.end()
    return within and kind in {"NAME", "INITIALS"}


def _of_one_field(text: str, span: tuple[int, int], rule: Rule) -> tuple[int, int]:
    """Return what a rule marks, names and places only as far as the next label."""
    fielded = rule.kind in _PLACES and rule.reading in {Reading.WHOLE, Reading.FIELD, Reading.STRANGE}
    if fielded or rule.kind == "ADDRESS":
        span = ends_before_label(text, span) if fielded else span
        return before_sentence(text, span)
    return span


def _read(text: str, span: tuple[int, int], reading: Reading) -> tuple[int, int] | None:
    """Return the identifier in what a match marks, or ``None`` when there is none."""
    if reading is Reading.WHOLE:
        return span
    if reading in JUDGES:
        return span if JUDGES[reading](text, span) else None
    if reading is Reading.FIELD:
        return None if is_technique(text, span) else before_prose(text, span)
    behind = reading in {Reading.BEHIND, Reading.CUED_BEHIND, Reading.STRANGE_BEHIND}
    span = names.behind_plain(text, span) if behind else names.before_plain(text, span)
    if reading is Reading.BEHIND:
        span = without_person(text, span)
    return None if _is_nothing(text, span, reading) else span


def _is_nothing(text: str, span: tuple[int, int], reading: Reading) -> bool:
    """Return whether what a cue found is no identifier after all."""
    if reading in {Reading.STRANGE_BEFORE, Reading.STRANGE_BEHIND}:
        return all(is_known(word) and not may_name(word) for word in _LETTERS.findall(text, *span))
    if reading is Reading.BEHIND:
        return not is_organisation(text, span)
    if reading is Reading.CUED_BEHIND and not names.is_shouted(text):
        words = _LETTERS.findall(text, *span)  # "The RVT", "Right RVT"
        return names.starts_sentence(text, span[0]) and len(words) == 1 and words[0].lower() in _POINTING
    return reading is not Reading.BEFORE and _is_plain(text, span)


def _is_plain(text: str, span: tuple[int, int]) -> bool:
    """Return whether what follows a mere cue is plain language or a protected phrase.

    In a text of both cases a capital there is a name's, whatever else the word may mean.
    """
    if _LEVEL.fullmatch(text, *span):  # "pain with C6 numbness"
        return True
    if text[slice(*span)] in _SEXES and _AGED.search(text, max(0, span[0] - _AGE), span[0]):
        return True
    protected = names.protected(text)
    open_to = [
        m
        for m in _LETTERS.finditer(text, *span)
        if not any(start <= m.start() < end for start, end in protected)
    ]
    words = [m[0] for m in open_to]
    complaint = _COMPLAINING.search(text, max(0, span[0] - _COMPLAINT), span[0])
    telling = not (complaint or names.is_shouted(text) or names.starts_sentence(text, span[0]))
    titled = telling and any(
        m[0].istitle()
        and not is_finding(text, m.span())
        and (len(m[0]) < _SHORTEST or not is_term(m[0]) or is_borne(m[0]))  # "treated with Metformin"
        for m in open_to
    )
    initials = all(len(word) == 1 for word in words) and words not in (["A"], ["I"])
    initials = initials or bool(not names.is_shouted(text) and _INITIAL.match(text, *span))
    plain = not titled and not initials and all(is_known(word) and not may_name(word) for word in words)
    return not words or plain or any(start <= span[0] < end for start, end in protected)


def outside(text: str, span: tuple[int, int], kind: str, taken: list[tuple[int, int]]) -> list[Found]:
    """Return the parts of a span that no placeholder covers."""
    start, end = span
    pieces = []
    for low, high in [t for t in taken if t[0] < end and start < t[1]]:
        pieces.append((start, low))
        start = max(start, high)
    pieces.append((start, end))
    return [(low, high, kind) for low, high in pieces if low < high and _WORDY.search(text[low:high])]
