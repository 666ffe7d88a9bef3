"""The report filter: identifiers out, findings kept, and proof that both happened.

Rules: what a rule, a header value, the recogniser or the unknown-word rule finds is replaced by a placeholder
of its class; the result goes through the same rules until they find nothing (then filtering again changes
nothing), else the report is quarantined; a report that says something else afterwards, or on which the filter
breaks, is quarantined too. Counts and classes are all that is told about it.

Not here: what one pass finds (`identifiers`), what a report says (`labels`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports import frames, inputs, keys, recogniser, second_reader
from site_agent.deidentify.reports.certain import certain
from site_agent.deidentify.reports.exam_names import exam_names
from site_agent.deidentify.reports.findings import labels_of
from site_agent.deidentify.reports.identifiers import identifiers, outside
from site_agent.deidentify.reports.joined import complete, joined
from site_agent.deidentify.reports.labels import NO_FINDING, OTHER_FINDING, imaged
from site_agent.deidentify.reports.layouts import kept
from site_agent.deidentify.reports.names import HeaderValues
from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER
from site_agent.deidentify.reports.people_again import people_again
from site_agent.deidentify.reports.places_again import places_again
from site_agent.deidentify.reports.released import Found, as_given, markup_of, render, spans_of, untagged
from site_agent.deidentify.reports.segments import segment_codes
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    from site_agent.deidentify.reports.rewriting import Plain

    Ahead = Callable[[Sequence[str]], None]
    """A network that may read several texts at once, before it is asked about each."""
    Steps = Generator[tuple[Ahead, str], None, "FilteredReport"]
    """A report's way through the filter, which stops before a network is asked about a text."""

_PASSES: Final = 8
_NO_FINDINGS: Final = frozenset({"ADDRESS", "LOCATION", "ORG", "EMAIL", "URL", "ID"})
"""Classes that say nothing of a patient's state: the port of "Port Royal" is no device."""


@dataclass(frozen=True, slots=True)
class FilteredReport:
    """What is left of a report.

    Attributes:
        text: Text with placeholders such as ``[NAME]``; empty when quarantined.
        replaced: What a placeholder stands for, in characters of the text that was given.
        labels: Findings, the same before and after.
        status: ``ok`` or ``quarantined``.
        reason: Why it was quarantined, or ``None``.
        markup: Tags and comments that were dropped with what they held, in the same characters.
    """

    text: str = field(repr=False)
    replaced: tuple[Found, ...]
    labels: frozenset[str]
    status: str
    reason: Reason | None
    markup: tuple[Found, ...] = ()

    @property
    def spans(self) -> tuple[Found, ...]:
        """Return everything that went, in order."""
        return tuple(sorted((*self.replaced, *self.markup)))

    @property
    def dropped(self) -> str:
        """Return the text with what went dropped instead of replaced, as it conditions an image filter."""
        return re.sub(r"[ \t]+", " ", PLACEHOLDER.sub("", untagged(self.text)))


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
        self._ahead = partial(recogniser.read_ahead, vouched=vouched)

    def filter(self, text: str, header: HeaderValues | None = None) -> FilteredReport:
        """Return a report without identifiers, or a quarantined one.

        Args:
            text: The report.
            header: Identifiers of the paired DICOM header, when there is one.
        """
        return self.filter_all([(text, header)])[0]

    def filter_all(self, reports: Iterable[tuple[str, HeaderValues | None]]) -> list[FilteredReport]:
        """Return reports as `filter` does, in order; the networks read them together, in half the time.

        Args:
            reports: Texts and the identifiers of their headers, a few at a time.
        """
        ways = [self._way(text, header) for text, header in reports]
        results: dict[int, FilteredReport] = {}
        while len(results) < len(ways):
            asked: defaultdict[Ahead, list[str]] = defaultdict(list)
            for number, way in enumerate(ways):
                if number not in results:
                    step = _step(way)
                    if isinstance(step, FilteredReport):
                        results[number] = step
                    else:
                        asked[step[0]].append(step[1])
            for ahead, texts in asked.items():
                with suppress(Exception):  # what breaks on one breaks again where it is asked about that one
                    ahead(texts)
        return [results[number] for number in range(len(ways))]

    def _way(self, text: str, header: HeaderValues | None) -> Steps:
        """Take a report through every rule until none finds anything.

        Raises:
            InputRefusedError: The text cannot be read.
        """
        header = self._always | header if header else self._always
        read = inputs.plain(text, stand_ins=self._stand_ins)
        plain = read.text
        users = [at for span in keys.joined_names(text) for at in range(*span)]
        marks: list[str | None] = ["ID" if at in users else None for at in read.starts]
        framed, runs = frames.framed(text, read), joined(text, read)
        for number in range(_PASSES):
            current, origin = render(plain, marks)
            if self._recognise and not number:
                yield self._ahead, current
            found = identifiers(current, header, self._vouched)
            if self._recognise and not number:
                found += self._recognised(current)
            if not found:
                found = [*people_again(plain, marks, current), *places_again(plain, marks, current)]
            if not found and self._second:
                yield second_reader.read_ahead, current
                found = second_reader.second_reading(current)
            if not found:
                released = as_given(text, read, current, origin)
                return _judged(read, current, marks, header.names, (released, markup_of(read, text)))
            for start, end, kind in found:
                for at in range(start, end):
                    if origin[at] is not None and origin[at] not in framed:
                        marks[origin[at] or 0] = marks[origin[at] or 0] or kind
            complete(marks, runs)
        return _quarantined(spans_of(marks, read), Reason.REPORT_IDENTIFIERS_REMAIN)

    def _recognised(self, text: str) -> list[Found]:
        """Return what only its sentence tells, labels, exams and codes left aside."""
        heads = sorted([*kept(text), *segment_codes(text), *exam_names(text)])
        told = recogniser.recognised(text, self._vouched)
        return [piece for kind, span in told for piece in outside(text, span, kind, heads)]


def _step(way: Steps) -> FilteredReport | tuple[Ahead, str]:
    """Return what comes of a report, or the network that is to read a text of it next."""
    try:
        return next(way)
    except StopIteration as ended:
        return ended.value  # type: ignore[no-any-return]  # a generator's result is untyped
    except InputRefusedError as refused:
        return _quarantined((), refused.reason)
    except Exception:  # noqa: BLE001 - one report that nobody foresaw stops no others, and quotes none of it
        return _quarantined((), Reason.REPORT_FILTER_BROKEN)


def _judged(
    read: Plain,
    after: str,
    marks: list[str | None],
    borne: frozenset[str],
    out: tuple[str, tuple[Found, ...]],
) -> FilteredReport:
    """Return the result, quarantined when the findings changed: what goes out with its markup, or nothing.

    What only looked like hardware in the name of a place ("Port Larue") or of a person ("Line Franová") may
    vanish with it; a finding of the chest may not.
    """
    before = read.text
    spans, labels = spans_of(marks, read), labels_of(after)
    sure = certain(before, marks, borne)
    places = [kind if kind in _NO_FINDINGS else one for kind, one in zip(marks, sure, strict=True)]
    without, _ = render(before, places)
    without_certain, _ = render(before, sure)
    if labels != labels_of(without) or _of_the_chest(labels) != _of_the_chest(labels_of(without_certain)):
        return _quarantined(spans, Reason.REPORT_LABELS_CHANGED)
    return FilteredReport(out[0], spans, labels, "ok", None, out[1])


def _of_the_chest(labels: frozenset[str]) -> frozenset[str]:
    return imaged(labels) - {NO_FINDING, OTHER_FINDING}


def _quarantined(spans: tuple[Found, ...], reason: Reason) -> FilteredReport:
    return FilteredReport("", spans, frozenset(), "quarantined", reason)
