"""The report filter: identifiers out, findings kept, and proof that both happened.

Rules: what a rule, a header value, the recogniser or the unknown-word rule finds is replaced by a placeholder
of its class; the result goes through the same rules until they find nothing (then filtering again changes
nothing), else the report is quarantined; a report that says something else afterwards is quarantined too.
Counts and classes are all that is told about it.

Not here: the patterns (`rules`), the names (`names`), what a report says (`labels`).
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from site_agent.deidentify.reports import frames, inputs, keys, names, rules
from site_agent.deidentify.reports.beside import beside
from site_agent.deidentify.reports.certain import certain
from site_agent.deidentify.reports.complaints import is_finding
from site_agent.deidentify.reports.edges import apart, in_cells, is_job, is_title, joined, trimmed
from site_agent.deidentify.reports.exam_names import exam_names
from site_agent.deidentify.reports.findings import labels_of
from site_agent.deidentify.reports.institutions import institutions
from site_agent.deidentify.reports.judges import JUDGES, is_department, is_organisation, without_person
from site_agent.deidentify.reports.known_words import is_borne, is_known, is_term, may_name
from site_agent.deidentify.reports.labelled_numbers import cells, tags
from site_agent.deidentify.reports.labels import NO_FINDING, OTHER_FINDING, imaged
from site_agent.deidentify.reports.layouts import ends_before_label, kept, values
from site_agent.deidentify.reports.misspelt import tells_names
from site_agent.deidentify.reports.names import HeaderValues
from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER, Reading
from site_agent.deidentify.reports.people_again import people_again
from site_agent.deidentify.reports.places_again import places_again
from site_agent.deidentify.reports.recogniser import read_ahead, recognised
from site_agent.deidentify.reports.released import Found, as_given, render, spans_of
from site_agent.deidentify.reports.second_reader import second_reading
from site_agent.deidentify.reports.segments import segment_codes, segment_values
from site_agent.deidentify.reports.techniques import is_technique
from site_agent.deidentify.reports.towns import towns
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_agent.deidentify.reports.patterns.writing import Rule
    from site_agent.deidentify.reports.rewriting import Plain

_PASSES: Final = 8
_NO_FINDINGS: Final = frozenset({"ADDRESS", "LOCATION", "ORG", "EMAIL", "URL", "ID"})
"""Classes that say nothing of a patient's state: the port of "Port Royal" is no device."""
_OF_WORDS: Final = frozenset({"NAME", "ORG", "ADDRESS"})
_TITLED: Final = frozenset({"ADDRESS", "INITIALS"})
_PLACES: Final = _OF_WORDS | {"LOCATION"}
"""Classes of words: labels of fields are none of them, and end them."""
_WORDY: Final = re.compile(r"\w")
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.[ ]?){1,3}[^\W\d_][^\W\d_]")
_AGED: Final = re.compile(r"\d[ -]?(?:y|yrs?|y/?o|years?|m|mo|months?)(?:[ -]old)?[ ]?\Z", re.IGNORECASE)
_AGE: Final = 14
_SEXES: Final = frozenset({"M", "F"})
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORTEST: Final = 3
_NUMBERED: Final = re.compile(r"\d|\b[A-Z]\b")


@dataclass(frozen=True, slots=True)
class FilteredReport:
    """What is left of a report.

    Attributes:
        text: Text with placeholders such as ``[NAME]``; empty when quarantined.
        spans: What went, in characters of the text that was given.
        labels: Findings, the same before and after.
        status: ``ok`` or ``quarantined``.
        reason: Why it was quarantined, or ``None``.
    """

    text: str = field(repr=False)
    spans: tuple[Found, ...]
    labels: frozenset[str]
    status: str
    reason: Reason | None

    @property
    def dropped(self) -> str:
        """Return the text with what went dropped instead of replaced, as it conditions an image filter."""
        return re.sub(r"[ \t]+", " ", PLACEHOLDER.sub("", self.text))


class Marked(NamedTuple):
    """A report with what goes from it.

    Attributes:
        read: Its text in plain writing.
        marks: Class of each character that goes, ``None`` for what stays.
        done: Whether the rules found nothing in what is left.
    """

    read: Plain
    marks: list[str | None]
    done: bool


class ReportFilter:
    """Filters reports; one instance may serve any number of them.

    Args:
        vouched: Words, in lower case, that are no names though the lexicons do not know them.
        always: Identifiers that go from every report: the site's own staff and places.
        recognise: Whether the trained recogniser adds names that only their sentence tells.
        second: Whether the second reader looks at what the rules leave.
        stand_ins: Whether placeholders in the texts are the caller's own; an author's shield nothing.
    """

    def __init__(
        self,
        vouched: frozenset[str] = frozenset(),
        always: HeaderValues | None = None,
        *,
        recognise: bool = True,
        second: bool = True,
        stand_ins: bool = False,
    ) -> None:
        self._vouched = vouched
        self._always = always or HeaderValues()
        self._recognise = recognise
        self._second = second
        self._stand_ins = stand_ins

    def read_ahead(self, texts: Iterable[str]) -> None:
        """Let the recogniser read several reports at once, in half the time; `filter` is told then."""
        if self._recognise:
            read_ahead(_readable(texts, stand_ins=self._stand_ins), self._vouched)

    def filter(self, text: str, header: HeaderValues | None = None) -> FilteredReport:
        """Return a report without identifiers, or a quarantined one.

        Args:
            text: The report.
            header: Identifiers of the paired DICOM header, when there is one.
        """
        try:
            left = self.marked(text, header)
        except InputRefusedError as refused:
            return _quarantined((), refused.reason)
        if not left.done:
            return _quarantined(spans_of(left.marks, left.read), Reason.REPORT_IDENTIFIERS_REMAIN)
        current, origin = render(left.read.text, left.marks)
        return _judged(left.read, current, left.marks, as_given(text, left.read, current, origin))

    def marked(self, text: str, header: HeaderValues | None = None) -> Marked:
        """Return a report with what goes from it marked, every rule tried until none finds anything.

        Args:
            text: The report.
            header: Identifiers of the paired DICOM header, when there is one.

        Raises:
            InputRefusedError: The text cannot be read.
        """
        header = self._always | header if header else self._always
        read = inputs.plain(text, stand_ins=self._stand_ins)
        plain = read.text
        users = [at for span in keys.joined_names(text) for at in range(*span)]
        marks: list[str | None] = ["ID" if at in users else None for at in read.starts]
        framed = frames.framed(text, read)
        for number in range(_PASSES):
            current, origin = render(plain, marks)
            found = _find(current, header, self._vouched)
            if self._recognise and not number:
                heads = sorted([*kept(plain), *segment_codes(plain), *exam_names(plain)])
                found += [
                    piece
                    for kind, span in recognised(plain, self._vouched)
                    for piece in _outside(plain, span, kind, heads)
                ]
            if not found:
                found = [*people_again(plain, marks, current), *places_again(plain, marks, current)]
            if not found and self._second:
                found = second_reading(current)
            if not found:
                return Marked(read, marks, done=True)
            for start, end, kind in found:
                for at in range(start, end):
                    if origin[at] is not None and origin[at] not in framed:
                        marks[origin[at] or 0] = marks[origin[at] or 0] or kind
        return Marked(read, marks, done=False)


def _readable(texts: Iterable[str], *, stand_ins: bool) -> Iterator[str]:
    """Yield texts in plain writing, those left out that are none."""
    for text in texts:
        with suppress(InputRefusedError):
            yield inputs.plain(text, stand_ins=stand_ins).text


def identifiers(text: str, header: HeaderValues, vouched: frozenset[str] = frozenset()) -> list[Found]:
    """Return what one pass of every rule finds in a text, placeholders left aside.

    Args:
        text: The text, in plain writing.
        header: Identifiers that are none of its own.
        vouched: Words, in lower case, that are no names.
    """
    return _find(text, header, vouched)


def _find(text: str, header: HeaderValues, vouched: frozenset[str]) -> list[Found]:
    """Return everything the rules find outside placeholders, cut to pieces that hold a letter or digit."""
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
    pieces = [piece for span, kind in told_ahead for piece in _outside(text, span, kind, taken)]
    taken += segment_codes(text)
    exams = [exam for exam in exam_names(text) if not any(start < exam[0] < end for start, end in called)]
    ended = [span for span, kind in found if kind == "ORG"]  # "Quayle Chest Clinic: normal"
    heads = [head for head in kept(text) if not any(a < head[0] and head[1] == b for a, b in ended)]
    worded, numbered = sorted([*taken, *heads]), sorted([*taken, *tags(text)])
    examined = sorted([*worded, *exams])
    stays = {
        kind: examined if kind != "ORG" else worded for kind in (*_PLACES, "INITIALS")
    }  # "Quayle Breast MRI Centre"
    pieces += [
        piece for span, kind in found for piece in _outside(text, span, kind, stays.get(kind, numbered))
    ]
    return [
        piece for one in pieces for part in _apart(text, one) if (piece := _bare(text, part, shouted=shouted))
    ]


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
    if is_job(text, start, end) or (kind in _TITLED and is_title(text, start, end)):
        return None
    if kind not in _OF_WORDS:
        return piece
    shorten = trimmed if kind == "NAME" else joined
    start, end = shorten(text, start, end, shouted=shouted)
    if kind != "NAME" and is_department(text, (start, end)):
        return None
    return (start, end, kind) if _WORDY.search(text, start, end) else None


def _of_one_field(text: str, span: tuple[int, int], rule: Rule) -> tuple[int, int]:
    """Return what a rule marks, names and places only as far as the next label."""
    fielded = rule.kind in _PLACES and rule.reading in {Reading.WHOLE, Reading.FIELD, Reading.STRANGE}
    return ends_before_label(text, span) if fielded else span


def _read(text: str, span: tuple[int, int], reading: Reading) -> tuple[int, int] | None:
    """Return the identifier in what a match marks, or ``None`` when there is none."""
    if reading is Reading.WHOLE:
        return span
    if reading in JUDGES:
        return span if JUDGES[reading](text, span) else None
    if reading is Reading.FIELD:
        return None if is_technique(text, span) else names.before_prose(text, span)
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
        return False
    return reading is not Reading.BEFORE and _is_plain(text, span)


def _is_plain(text: str, span: tuple[int, int]) -> bool:
    """Return whether what follows a mere cue is plain language or a protected phrase.

    In a text of both cases a capital there is a name's, whatever else the word may mean.
    """
    if text[slice(*span)] in _SEXES and _AGED.search(text, max(0, span[0] - _AGE), span[0]):
        return True
    protected = names.protected(text)
    open_to = [
        m
        for m in _LETTERS.finditer(text, *span)
        if not any(start <= m.start() < end for start, end in protected)
    ]
    words = [m[0] for m in open_to]
    telling = not names.is_shouted(text) and not names.starts_sentence(text, span[0])
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


def _outside(text: str, span: tuple[int, int], kind: str, taken: list[tuple[int, int]]) -> list[Found]:
    """Return the parts of a span that no placeholder covers."""
    start, end = span
    pieces = []
    for low, high in [t for t in taken if t[0] < end and start < t[1]]:
        pieces.append((start, low))
        start = max(start, high)
    pieces.append((start, end))
    return [(low, high, kind) for low, high in pieces if low < high and _WORDY.search(text[low:high])]


def _judged(read: Plain, after: str, marks: list[str | None], released: str) -> FilteredReport:
    """Return the result, quarantined when the findings changed.

    What only looked like hardware in the name of a place ("Port Larue") or of a person ("Line Franová") may
    vanish with it; a finding of the chest may not.
    """
    before = read.text
    spans, labels = spans_of(marks, read), labels_of(after)
    sure = certain(before, marks)
    places = [kind if kind in _NO_FINDINGS else one for kind, one in zip(marks, sure, strict=True)]
    without, _ = render(before, places)
    without_certain, _ = render(before, sure)
    if labels != labels_of(without) or _of_the_chest(labels) != _of_the_chest(labels_of(without_certain)):
        return _quarantined(spans, Reason.REPORT_LABELS_CHANGED)
    return FilteredReport(released, spans, labels, "ok", None)


def _of_the_chest(labels: frozenset[str]) -> frozenset[str]:
    return imaged(labels) - {NO_FINDING, OTHER_FINDING}


def _quarantined(spans: tuple[Found, ...], reason: Reason) -> FilteredReport:
    return FilteredReport("", spans, frozenset(), "quarantined", reason)
