"""Filtered reports of which the second reader learns, with some of what went put back, said in other words.

Rules: a report is taken as the filter left it; of the identifiers that went, a share drawn for each report
comes back, whole or in part, every word of it exchanged for another that is written alike: names of people,
made-up ones, plain words and words of medicine. Rare words elsewhere are exchanged too. So neither a word nor
who stands somewhere tells an identifier, but where it stands.

Not here: where the reports come from and the training (scripts/train_second_reader).
"""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_LEXICONS: Final = Path(__file__).resolve().parent.parent.parent / "configs" / "lexicons"
KINDS: Final[Mapping[str, str]] = {
    "NAME": "NAME",
    "DATE": "DATE",
    "ID": "ID",
    "SERIAL": "ID",
    "IP": "ID",
    "EMAIL": "ID",
    "URL": "ID",
    "OTHER": "ID",
    "PHONE": "PHONE",
    "ADDRESS": "ADDRESS",
    "LOCATION": "ADDRESS",
    "HOSPITAL": "ORG",
    "AGE90": "AGE",
}
"""Class of an identifier in the sets -> what the reader calls it."""
OPEN: Final = "O"
"""What the reader calls everything else."""

_WORDS: Final = re.compile(r"[^\W_]+")
_RUN: Final = re.compile(r"[^\W\d_]+|\d+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHARES: Final = (0.05, 0.15, 0.3)
_PART: Final = 0.1
_RARE: Final = 60
_EXCHANGED: Final = 0.25
_INITIALS: Final = 3
_STAYS: Final = frozenset(
    [
        "of",
        "the",
        "and",
        "at",
        "in",
        "de",
        "la",
        "le",
        "der",
        "di",
        "da",
        "van",
        "von",
        "st",
        "saint",
        "for",
        "on",
        "hospital",
        "clinic",
        "centre",
        "center",
        "medical",
        "health",
        "general",
        "imaging",
        "radiology",
        "practice",
        "street",
        "road",
        "avenue",
        "lane",
        "drive",
        "suite",
        "floor",
        "ward",
        "unit",
        "apt",
        "box",
        "po",
    ]
)
_NUMBERED: Final = frozenset({"ID", "SERIAL", "PHONE", "IP"})
_AS_THEY_ARE: Final = frozenset({"EMAIL", "URL", "DATE"})


class Marked(NamedTuple):
    """A report as the filter left it.

    Attributes:
        text: In plain writing.
        went: Class of each character that went, ``None`` for what stays.
        told: Class of each character that identifies somebody, as the set has it.
    """

    text: str
    went: Sequence[str | None]
    told: Sequence[str | None]


class Piece(NamedTuple):
    """A run of characters of an example, and what they are called."""

    text: str
    kind: str


class Examples:
    """Draws examples from reports; the same seed draws the same.

    Args:
        reports: All of them, whose words tell which are rare.
        seed: Of every draw.
    """

    def __init__(self, reports: Sequence[Marked], seed: int) -> None:
        self.reports = list(reports)
        self._rng = random.Random(seed)  # noqa: S311 - examples, not secrets
        self._said = Counter(word for one in reports for word in _LETTERS.findall(one.text.lower()))
        self._plain, self._medical, self._names = map(_listed, ("english", "medicine", "word_names"))

    def epoch(self) -> Iterator[tuple[str, list[str]]]:
        """Yield every report once, newly drawn: its text, and what each character is called."""
        self._rng.shuffle(self.reports)
        for report in self.reports:
            pieces = list(self._pieces(report))
            yield (
                "".join(piece.text for piece in pieces),
                [piece.kind for piece in pieces for _ in piece.text],
            )

    def _pieces(self, report: Marked) -> Iterator[Piece]:
        """Yield the pieces of a report: what stays, placeholders, and what came back."""
        share = self._rng.choice(_SHARES)
        at = 0
        for told, run in groupby(report.told):
            end = at + sum(1 for _ in run)
            yield from self._told(report, (at, end), told, share) if told else self._left(report, (at, end))
            at = end

    def _told(self, report: Marked, span: tuple[int, int], told: str, share: float) -> Iterator[Piece]:
        """Yield an identifier: as the filter left it, put back, or put back in part."""
        draw = self._rng.random()
        text, kind = report.text[slice(*span)], KINDS[told]
        words = [match.span() for match in _WORDS.finditer(text)]
        if draw < share or not any(report.went[slice(*span)]):
            yield Piece(self._exchanged(text, told), kind)
        elif draw < share + _PART and len(words) > 1:
            cut = self._rng.randint(1, len(words) - 1)
            if self._rng.random() < 0.7:  # noqa: PLR2004 - the end of a name is left more often than its beginning
                yield Piece(f"[{kind}]", OPEN)
                yield Piece(self._exchanged(text[words[cut - 1][1] :], told), kind)
            else:
                yield Piece(self._exchanged(text[: words[cut][0]], told), kind)
                yield Piece(f"[{kind}]", OPEN)
        else:
            yield from self._left(report, span, kind)

    def _left(self, report: Marked, span: tuple[int, int], kind: str = OPEN) -> Iterator[Piece]:
        """Yield a run as the filter left it."""
        at = span[0]
        for went, run in groupby(report.went[slice(*span)]):
            end = at + sum(1 for _ in run)
            if went:
                yield Piece(f"[{went}]", OPEN)
            elif kind == OPEN:
                yield Piece(self._varied(report.text[at:end]), OPEN)
            else:
                yield Piece(report.text[at:end], kind)
            at = end

    def _exchanged(self, text: str, told: str) -> str:
        """Return an identifier made of other words and figures, written alike."""
        if told in _AS_THEY_ARE:
            return text
        if told == "AGE90":
            return re.sub(r"\d+", lambda _: str(self._rng.randint(90, 108)), text)
        return _RUN.sub(lambda run: self._other(run[0], told), text)

    def _other(self, run: str, told: str) -> str:
        if run.isdigit():
            return "".join(self._rng.choice("0123456789") for _ in run)
        if run.lower() in _STAYS:
            return run
        if told in _NUMBERED:
            return "".join(self._rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in run) if run.isupper() else run
        if len(run) == 1 or (len(run) <= _INITIALS and run.isupper()):
            return _like(run, "".join(self._rng.choice("abcdefghijklmnoprstvwyz") for _ in run))
        listed = self._rng.choices(
            (self._names, None, self._plain, self._medical), weights=(35, 25, 25, 15), k=1
        )[0]
        return _like(run, self._rng.choice(listed) if listed else self._made())

    def _varied(self, text: str) -> str:
        """Return text that identifies nobody with some of its rare words and figures exchanged."""
        return _RUN.sub(lambda run: self._vary(run[0]), text)

    def _vary(self, run: str) -> str:
        if self._rng.random() > _EXCHANGED or len(run) == 1:
            return run
        if run.isdigit():
            return "".join(self._rng.choice("0123456789") for _ in run)
        if len(run) <= _INITIALS or self._said[run.lower()] >= _RARE:
            return run
        listed = self._rng.choices((self._medical, self._plain, None), weights=(60, 34, 6), k=1)[0]
        return _like(run, self._rng.choice(listed) if listed else self._made())

    def _made(self) -> str:
        syllables = (
            self._rng.choice("bcdfghjklmnprstvwz") + self._rng.choice("aeiou")
            for _ in range(self._rng.randint(2, 4))
        )
        return "".join(syllables) + self._rng.choice(["", "n", "s", "r", "l"])


def common_words(reports: Iterable[Iterable[Marked]], least_sets: int, least: int) -> list[str]:
    """Return the words, in lower case, that stand outside identifiers in many sets, in order."""
    sets: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for one in reports:
        said: Counter[str] = Counter()
        for report in one:
            plain = "".join(
                " " if told else letter for letter, told in zip(report.text, report.told, strict=True)
            )
            said.update(_LETTERS.findall(plain.lower()))
        sets.update(said.keys())
        times.update(said)
    return sorted(word for word in sets if sets[word] >= least_sets and times[word] >= least)


def called(kinds: Sequence[str], token: re.Match[str]) -> str:
    """Return what a token is called: marks and placeholders are no identifiers."""
    if not _WORDS.match(token[0]):
        return OPEN
    return next((kind for kind in kinds[token.start() : token.end()] if kind != OPEN), OPEN)


def _like(run: str, other: str) -> str:
    """Return a word in the case of another."""
    if run.isupper():
        return other.upper()
    return other.lower() if run.islower() else other[:1].upper() + other[1:]


def _listed(name: str) -> list[str]:
    lines = (_LEXICONS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split() if word.isalpha()]
