"""Writes surrogates where a filtered report has placeholders, and looks at the result once more.

Rules: every draw is keyed by the key and the patient and remembered nowhere; no surrogate is an identifier of
header, site list or report; what cannot be told stays a placeholder. The second look vouches for what was
written here and for nothing else: whatever the rules find elsewhere, an original anywhere, or another finding
quarantines the report. What conditions an image filter never passes through here.

Not here: what goes (`site_agent.deidentify.reports.filter`), the surrogates themselves.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports import inputs
from site_agent.deidentify.reports.findings import labels_of
from site_agent.deidentify.reports.folding import fold
from site_agent.deidentify.reports.identifiers import identifiers
from site_agent.deidentify.reports.names import HeaderValues
from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER
from site_agent.deidentify.reports.surrogates.dates import Calendar
from site_agent.deidentify.reports.surrogates.draws import Draws
from site_agent.deidentify.reports.surrogates.people import People, sexes_told, words_of
from site_agent.deidentify.reports.surrogates.places import Places
from site_agent.deidentify.reports.surrogates.values import Values, is_net_address
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_agent.deidentify.reports.filter import FilteredReport

PURPOSE: Final = "report-surrogates"
"""Purpose of the key that surrogates are drawn with."""

_OWN: Final = re.compile(rf"\[(?:{'|'.join(sorted(inputs.KINDS))})\]")
_BORN: Final = re.compile(r"\b(?:d\.?o\.?b\b|birth|born|née?\b)[^\n\d]{0,24}\Z", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_DATED: Final = re.compile(
    r"(?:19|20)\d\d(?:([-/.])\d{1,2}\1\d{1,2}|(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}(?:\d\d)?)?)"
    r"|\d{1,2}([-/.])\d{1,2}\2(?:(?:19|20)\d\d|\d\d)|\d{1,2}/\d{1,2}"
)
_REACH: Final = 32
_TELLING: Final = 5  # characters of a value with digits that stands nowhere by chance
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class SurrogateReport:
    """A report with surrogates.

    Attributes:
        text: The text; empty when quarantined.
        reason: Why it was quarantined, or ``None``.
    """

    text: str = field(repr=False)
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A placeholder of a filtered report: its place there, its class, and what stood there."""

    start: int
    end: int
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Surrogates:
    """The surrogates of one site and project.

    Attributes:
        key: Secret of at least 16 bytes.
        shift: Patient -> days that are added to the patient's dates.
    """

    key: bytes = field(repr=False)
    shift: Callable[[str], int]

    def write(
        self, given: str, report: FilteredReport, *, patient: str | None, known: HeaderValues
    ) -> SurrogateReport:
        """Return a filtered report with surrogates for its placeholders.

        Args:
            given: The report before it was filtered.
            report: What the filter left of it.
            patient: Whose report it is; ``None`` makes the report its own patient.
            known: Identifiers of its header and of the site.
        """
        if report.reason:
            return SurrogateReport("", report.reason)
        pieces = _pieces(given, report)
        who = patient or f"report {hashlib.sha256(given.encode('utf-8', 'replace')).hexdigest()}"
        teller = _Teller(self.key, who, self.shift(who), report.text, pieces, known)
        text, spans = _filled(report.text, [(piece, teller.told(piece)) for piece in pieces])
        if labels_of(_plain(text)) != report.labels:
            return SurrogateReport("", Reason.REPORT_LABELS_CHANGED)
        if _something_is_left(text, spans, known, teller.originals):
            return SurrogateReport("", Reason.REPORT_IDENTIFIERS_REMAIN)
        return SurrogateReport(text, None)


class _Teller:
    """Chooses the surrogate of every piece of one report."""

    def __init__(
        self, key: bytes, who: str, days: int, text: str, pieces: Sequence[_Piece], known: HeaderValues
    ) -> None:
        draws = Draws(key, who)
        named = [piece for piece in pieces if piece.kind == "NAME"]
        words = frozenset().union(*(words_of(piece.said) for piece in named))
        long = {fold(p.said) for p in pieces if p.kind != "NAME" and any(map(str.isdigit, p.said))}
        self.originals = HeaderValues(
            frozenset(word for word in words if len(word) >= _SHORTEST and word.isalpha()),
            frozenset(value for value in long if len(value) >= _TELLING),
        )
        self._taken = known.values | known.institutions | self.originals.values
        self._text = text
        sexes = sexes_told((text[: piece.start], piece.said) for piece in named)
        self._people = People(draws, sexes, known.names | words)
        dated = [p for p in pieces if p.kind == "DATE" or _DATED.fullmatch(p.said)]
        self._dates = Calendar.of(((p.said, self._is_birth(p)) for p in dated), days)
        self._values, self._places = Values(draws), Places(draws)

    def told(self, piece: _Piece) -> str:
        """Return what stands for a piece, its placeholder where nothing may."""
        if not any(map(str.isalnum, piece.said)):
            return piece.said
        told = self._surrogate(piece.kind, piece.said, born=self._is_birth(piece))
        folded = fold(told or "")
        refused = not folded or (piece.kind != "AGE" and folded == fold(piece.said)) or folded in self._taken
        return f"[{piece.kind}]" if refused or not told else told

    def _is_birth(self, piece: _Piece) -> bool:
        return _BORN.search(self._text, max(0, piece.start - _REACH), piece.start) is not None

    def _surrogate(self, kind: str, said: str, *, born: bool) -> str | None:
        if kind == "DATE" or _DATED.fullmatch(said):
            moved = self._dates.moved(said, born=born)
            if moved or kind == "DATE":
                return moved
        place = not any(map(str.isdigit, said)) and any(map(str.islower, said))
        if is_net_address(said):
            kind = "NET"
        elif kind == "ID" and place:  # the header's institution is an id to the filter
            kind = "ORG"
        writers: dict[str, Callable[[str], str]] = {
            "NAME": self._people.name,
            "INITIALS": self._people.initials,
            "AGE": self._values.age,
            "ID": self._values.identifier,
            "PHONE": self._values.phone,
            "EMAIL": self._values.mail,
            "URL": self._values.link,
            "UID": self._values.uid,
            "NET": self._values.net_address,
            **dict.fromkeys(("ORG", "ADDRESS", "LOCATION"), self._places.place),
        }
        return writers[kind](said) if kind in writers else None


def _pieces(given: str, report: FilteredReport) -> list[_Piece]:
    """Return the placeholders that the filter wrote, with what stood there, in order.

    Placeholders that the author wrote stand between them in the same order; where the two cannot be told
    apart, none is replaced.
    """
    spans = [(start, end, kind) for start, end, kind in report.replaced]
    authors = [
        (*m.span(), "")
        for m in _OWN.finditer(given)
        if not any(s < m.end() and m.start() < e for s, e, _ in spans)
    ]
    places = list(PLACEHOLDER.finditer(report.text))
    origins = sorted([*spans, *authors])
    if len(origins) != len(places):
        return []
    pieces: list[_Piece] = []
    for place, (start, end, kind) in zip(places, origins, strict=True):
        if not kind or place[0] != f"[{kind}]":
            continue
        piece = _Piece(*place.span(), kind, _plain(given[start:end]))
        if pieces and pieces[-1].end == piece.start and _DATED.fullmatch(pieces[-1].said + piece.said):
            torn = pieces.pop()  # two rules took a part each
            piece = _Piece(torn.start, piece.end, "DATE", torn.said + piece.said)
        pieces.append(piece)
    return pieces


def _plain(said: str) -> str:
    """Return a piece of a report in plain writing."""
    try:
        return inputs.plain(said).text
    except InputRefusedError:
        return said


def _filled(text: str, told: Sequence[tuple[_Piece, str]]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with every piece told, and where each stands in it."""
    out, spans, at, length = [], [], 0, 0
    for piece, surrogate in told:
        out += [text[at : piece.start], surrogate]
        length += piece.start - at + len(surrogate)
        spans.append((length - len(surrogate), length))
        at = piece.end
    return "".join([*out, text[at:]]), spans


def _something_is_left(
    text: str, spans: Sequence[tuple[int, int]], known: HeaderValues, originals: HeaderValues
) -> bool:
    """Return whether an identifier stands in the text.

    One of header or site may stand nowhere, one of the report in no surrogate (the patient Hill may have a
    Hill-Sachs lesion), and nothing else that the rules find beside the surrogates.
    """

    def written(start: int, end: int) -> bool:
        return any(low < end and start < high for low, high in spans)

    if known.find(text) or any(written(*span) for _, span in originals.find(text)):
        return True
    words = (word for start, end in spans for word in _LETTERS.findall(text[start:end]))
    found = identifiers(text, HeaderValues(), frozenset(map(str.lower, words)))
    return any(not written(start, end) for start, end, _ in found)
