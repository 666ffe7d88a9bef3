"""Writes reports from templates and remembers what every character is.

Rules: ``{slot}`` or ``{slot:argument}`` is filled by the world and may be an identifier; ``<kind:text>``
must survive, ``<~text>`` is neither; everything else is plain text that should stay. Changes of case and
line breaks keep every offset.

Not here: what stands in the slots (`commonwealth`, `telegraphic`), and judging (`scoring`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Piece = tuple[str, str]
"""A text and its mark: empty for plain, ``~`` for neutral, ``=kind`` for what must survive, else a class."""

Pieces = list[Piece]

NEUTRAL: Final = "~"
_KINDS: Final = {
    "p": "pathology",
    "e": "eponym",
    "m": "measure",
    "l": "level",
    "s": "score",
    "i": "series",
    "a": "age",
    "d": "drug",
    "v": "device",
    "b": "abbrev",
    "w": "word",
    "n": "number",
    "t": "duration",
}
_MARKUP: Final = re.compile(r"\{(\w+)(?::(\w+))?\}|<(~|[a-z]:)([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Report:
    """A report and its answers, as in the development set.

    Attributes:
        id: Name of the report.
        text: The report.
        phi: Identifiers: first character, the one behind the last, class.
        keep: What must survive, with its kind.
        neutral: What may go or stay.
        dicom: Values of the paired DICOM header by keyword, or ``None``.
    """

    id: str
    text: str
    phi: Sequence[tuple[int, int, str]]
    keep: Sequence[tuple[int, int, str]]
    neutral: Sequence[tuple[int, int]] = ()
    dicom: dict[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the report as a line of the development set holds it."""
        return {
            "id": self.id,
            "text": self.text,
            "phi": [list(span) for span in self.phi],
            "keep": [list(span) for span in self.keep],
            "neutral": [list(span) for span in self.neutral],
            "dicom": self.dicom,
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Report:
        """Return the report of a line of the development set."""
        phi = [(start, end, kind) for start, end, kind in row["phi"]]
        keep = [(start, end, kind) for start, end, kind in row["keep"]]
        neutral = [(start, end) for start, end in row["neutral"]]
        return cls(row["id"], row["text"], phi, keep, neutral, row["dicom"])


@dataclass(slots=True)
class Draft:
    """A report while it is written.

    Attributes:
        fill: Returns the pieces of a slot, given its name and argument.
    """

    fill: Callable[[str, str], Pieces]
    _pieces: Pieces = field(default_factory=list)

    def write(self, template: str, change: Callable[[str], str] = str) -> None:
        """Append a filled template, every piece of it changed as told (the length must stay)."""
        at = 0
        for match in _MARKUP.finditer(template):
            self._pieces.append((change(template[at : match.start()]), ""))
            slot, argument, kind, text = match.groups()
            if slot:
                self._pieces += [(change(text), mark) for text, mark in self.fill(slot, argument or "")]
            else:
                mark = NEUTRAL if kind == NEUTRAL else "=" + _KINDS[kind[0]]
                self._pieces.append((change(text), mark))
            at = match.end()
        self._pieces.append((change(template[at:]), ""))

    def report(self, name: str, dicom: dict[str, str] | None) -> Report:
        """Return the finished report."""
        text, spans = "", []
        for piece, mark in self._pieces:
            if mark and piece:
                spans.append((len(text), len(text) + len(piece), mark))
            text += piece
        return Report(
            name,
            text,
            phi=[span for span in spans if span[2][0] not in "=~"],
            keep=[(start, end, mark[1:]) for start, end, mark in spans if mark[0] == "="],
            neutral=[(start, end) for start, end, mark in spans if mark == NEUTRAL],
            dicom=dicom,
        )


def shout(text: str) -> str:
    """Return the text in capitals, letters that would become two left as they are."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def murmur(text: str) -> str:
    """Return the text in small letters, letters that would become two left as they are."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def in_one_line(text: str) -> str:
    """Return the text with spaces for line breaks."""
    return text.replace("\n", " ")
