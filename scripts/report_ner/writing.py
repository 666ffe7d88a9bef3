"""Random report texts of which the recogniser learns, with the places of the names in them.

Rules: what stands around a name is drawn at random part of the time; case, line breaks and accents are too, so
that the network learns what names look like and not which sentences we wrote. As much text names nobody.

Not here: the names (`names`), the training (scripts/train_report_ner).
"""

# ruff: noqa: E501, PLR2004 - forms of names and shares of draws read best in one piece
from __future__ import annotations

import calendar
import random
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

import yaml
from report_ner.names import Names, listed

_HERE: Final = Path(__file__).resolve().parent
_SENTENCES: Final = _HERE / "sentences.yaml"
_PATHOLOGY: Final = _HERE.parent.parent / "configs" / "lexicons" / "pathology.yaml"
_SLOT: Final = re.compile(r"\{([A-Z]+)\}")
_LABELS: Final = {
    **dict.fromkeys(("PERSON", "FULL", "LASTFIRST", "FIRST", "LAST", "SHORT", "INITIALS", "USER"), "PERSON"),
    "ORG": "ORG",
    "PLACE": "PLACE",
}
_LISTED: Final = ("EXAM", "WARD", "JOB", "ROLE", "KIN", "VERB", "GRADE", "GENDER", "STATE")
_MONTHS: Final = list(calendar.month_name)[1:]
_MOST_PIECES: Final = 5

Piece = tuple[str, str]
"""Text and its entity label, empty for none."""


class Writer:
    """Writes random texts with names, and knows where the names are."""

    def __init__(self, seed: int) -> None:
        document: dict[str, Any] = yaml.safe_load(_SENTENCES.read_text(encoding="utf-8"))
        self._rng = random.Random(seed)  # noqa: S311 - sentences, not secrets
        self._names = Names(self._rng, document, seed)
        self._plain: list[str] = [str(one) for one in document["plain"]]
        self._framed: list[str] = [str(one) for one in document["framed"]]
        self._words: list[str] = document["words"].split()
        self._kinds: dict[str, list[str]] = {k: document[f"{k.lower()}s"] for k in _LISTED}
        self._labels: list[tuple[str, str]] = [
            (k, str(one)) for k, v in document["labels"].items() for one in v
        ]
        self._english = listed("english")
        lexicon: dict[str, Any] = yaml.safe_load(_PATHOLOGY.read_text(encoding="utf-8"))
        self._phrases = [str(p) for term in lexicon["terms"] for p in term["phrases"]]
        self._phrases += [str(p) for p in lexicon["protected"]]
        self._eponyms = [(lexicon[kind]["names"], lexicon[kind]["nouns"]) for kind in ("eponyms", "scales")]

    def document(self) -> list[Piece]:
        """Return one to five sentences as pieces."""
        pieces: list[Piece] = []
        joint = self._rng.choice([" ", " ", "\n", "\n", "  ", "\n\n", " - ", "\n- "])
        for _ in range(self._rng.choice([1, 2, 2, 3, 3, 4, _MOST_PIECES])):
            pieces += [*self._sentence(), (joint, "")]
        if self._rng.random() < 0.15:
            pieces = [*self._header(), *pieces]
        return self._spoilt(self._cased(pieces[:-1]))

    def _sentence(self) -> list[Piece]:
        draw = self._rng.random()
        if draw < 0.4:
            return [(self._bare(), "")]
        return self._filled(self._rng.choice(self._framed) if draw < 0.82 else self._random_frame())

    def _header(self) -> list[Piece]:
        """Return a block of labels and values, as exports and forms begin."""
        mark = self._rng.choice([": ", ": ", ":", " : ", "=", "\t", ";", " - ", "    ", "...: ", " "])
        joint = self._rng.choice(["\n", "\n", "\n", "   ", "  ", "; ", " | ", "|", "\t"])
        pieces: list[Piece] = []
        for slot, label in self._rng.sample(self._labels, self._rng.randint(2, 7)):
            person = self._rng.choice(["FULL", "LASTFIRST", "LASTFIRST", "SHORT", "LAST"])
            title = self._rng.choice(["", "", "", "Dr. ", "dr ", "Prof. "]) if slot == "FULL" else ""
            value = "{" + (person if slot == "FULL" else slot) + "}"
            written = self._rng.choice([label, label, label.upper(), label.lower()])
            pieces += [*self._filled(f"{written}{mark}{title}{value}"), (joint, "")]
        return [*pieces, ("\n", "")]

    def _bare(self) -> str:
        """Return a sentence that names nobody."""
        draw = self._rng.random()
        if draw < 0.5:
            return self._rng.choice(self._plain)
        if draw < 0.6:
            return " ".join(self._rng.choices(self._english, k=self._rng.randint(2, 7))).capitalize() + "."
        phrases = [self._phrase() for _ in range(self._rng.choice([1, 2, 2, 3]))]
        joined = self._rng.choice([", ", " and ", " with ", "; ", " in ", " without "]).join(phrases)
        before = self._rng.choice(
            ["", "", "mild ", "no ", "known ", "small ", "stable ", "there is ", "old ", "post ", "h/o "]
        )
        text = (
            before
            + joined
            + self._rng.choice(["", ".", ".", f" {self._number()} mm.", " is seen.", " as before."])
        )
        return self._rng.choice([text, text[:1].upper() + text[1:], text.title()])

    def _phrase(self) -> str:
        if self._rng.random() < 0.65:
            return self._rng.choice(self._phrases)
        names, nouns = self._rng.choice(self._eponyms)
        name = str(self._rng.choice(names))
        return f"{self._rng.choice([name, name.title()])}{self._rng.choice(['', '', chr(39) + 's'])} {self._rng.choice(nouns)}"

    def _random_frame(self) -> str:
        slot = self._rng.choice(["{PERSON}"] * 4 + ["{ORG}", "{PLACE}"])
        before = self._rng.choices(self._words, k=self._rng.randint(0, 5))
        behind = self._rng.choices(self._words, k=self._rng.randint(0, 5))
        mark = self._rng.choice(["", "", ",", ":", " -", ";", " (", " |"])
        close = ")" if mark == " (" else self._rng.choice(["", ",", ".", " |"])
        text = f"{' '.join(before)}{mark} {slot}{close} {' '.join(behind)}".strip(" ,:;-|")
        return text[:1].upper() + text[1:] + self._rng.choice([".", ".", ""]) if text[0] != "{" else text

    def _filled(self, frame: str) -> list[Piece]:
        pieces: list[Piece] = []
        at = 0
        for slot in _SLOT.finditer(frame):
            pieces += [(frame[at : slot.start()], ""), (self._drawn(slot[1]), _LABELS.get(slot[1], ""))]
            at = slot.end()
        return [*pieces, (frame[at:], "")]

    def _drawn(self, slot: str) -> str:
        named = {
            "PERSON": self._names.person, "FULL": self._names.full, "LASTFIRST": self._names.last_first, "FIRST": self._names.first,
            "LAST": self._names.last, "SHORT": self._names.short, "EPONYM": self._names.eponym, "INITIALS": self._names.initials, "USER": self._names.user, "ORG": self._names.organisation,
            "PLACE": self._names.place, "D": self._date, "T": self._time, "N": self._number, "PLAIN": self._bare,
        }  # fmt: skip
        return named[slot]() if slot in named else str(self._rng.choice(self._kinds[slot]))

    def _date(self) -> str:
        day, month, year = self._rng.randint(1, 28), self._rng.randint(1, 12), self._rng.randint(1930, 2029)
        name = _MONTHS[month - 1]
        return self._rng.choice(
            [f"{month}/{day}/{year}", f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{name} {day}, {year}", f"{day} {name[:3]} {year}",
             f"{month}/{day}", f"{name[:3].lower()} {day}", f"{name} {year}", f"{day:02}-{name[:3].upper()}-{year}", f"{month}/{day}/{year % 100:02}"]
        )  # fmt: skip

    def _time(self) -> str:
        hour, minute = self._rng.randint(0, 23), self._rng.randint(0, 59)
        return self._rng.choice(
            [
                f"{hour:02}:{minute:02}",
                f"{hour % 12 + 1}:{minute:02}{self._rng.choice(['am', 'pm', ' AM', ' PM'])}",
                f"{hour:02}{minute:02}h",
            ]
        )

    def _number(self) -> str:
        digits = str(self._rng.randint(1, 10 ** self._rng.choice([1, 2, 2, 5, 7, 8])))
        return self._rng.choice(
            [digits, digits, f"{self._rng.choice('ABEHMRUX')}{digits}", f"{digits[:3]}-{digits[3:]}"]
        ).strip("-")

    def _cased(self, pieces: list[Piece]) -> list[Piece]:
        draw = self._rng.random()
        if draw < 0.18:
            return [(text.upper(), label) for text, label in pieces]
        if draw < 0.38:
            return [(text.lower(), label) for text, label in pieces]
        if draw < 0.46:
            return [(text.upper() if label else text, label) for text, label in pieces]
        if draw < 0.52:
            return [
                (text.lower() if label and self._rng.random() < 0.5 else text, label)
                for text, label in pieces
            ]
        return pieces

    def _spoilt(self, pieces: list[Piece]) -> list[Piece]:
        """Return the pieces with broken or lost line ends, and without accents, some of the time."""
        draw = self._rng.random()
        if draw < 0.1:
            return [(text.replace("\n", " "), label) for text, label in pieces]
        if draw < 0.18:
            return [
                (re.sub(" ", lambda _: "\n" if self._rng.random() < 0.08 else " ", text), label)
                for text, label in pieces
            ]
        if draw < 0.4:
            return [(_plain_letters(text), label) for text, label in pieces]
        return pieces


def _plain_letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
