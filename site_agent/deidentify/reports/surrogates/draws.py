"""Keyed draws: the same key, patient and identifier always give the same draw, in every run and process.

Rules: nothing is remembered, so that two workers, or two years, agree without telling each other; letters are
turned by one keyed cycle a patient, in which no letter stays what it is, so that "J. Smith", "John Smith" and
"JS" keep agreeing and no surrogate begins like its original.

Not here: what is drawn from (`pools`).
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from site_agent.deidentify.reports.folding import fold
from site_agent.ingest.keys import keyed_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = TypeVar("Item")

LETTERS: Final = "ABCDEFGHIJKLMNOPRSTVW"
"""Letters with which surrogates begin: the ones that many names of every kind begin with."""


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of one patient under one key.

    Attributes:
        key: Secret of at least 16 bytes.
        patient: Whose identifiers are replaced; a report of nobody known is its own patient.
    """

    key: bytes
    patient: str

    def number(self, below: int, *what: str) -> int:
        """Return a number from 0 up to, without, ``below``."""
        return int.from_bytes(keyed_digest(self.key, self.patient, *what)[:8], "big") % below

    def pick(self, items: Sequence[Item], *what: str) -> Item:
        """Return one of several items."""
        return items[self.number(len(items), *what)]

    def digits(self, count: int, *what: str) -> str:
        """Return as many digits as asked for."""
        return "".join(str(self.number(10, "digit", str(n), *what)) for n in range(count))

    def initial(self, letter: str) -> str:
        """Return the letter, in the same case, with which the surrogate of a name begins."""
        base = fold(letter)[:1].upper()
        turned = _cycle(self.key, self.patient).get(base) or self.pick(LETTERS, "letter", base or letter)
        return turned.lower() if letter.islower() else turned

    def turned(self, text: str, *what: str) -> str:
        """Return a text of the same shape with other letters and digits."""
        return "".join(
            self.digits(1, "turned", str(at), text, *what)
            if c.isdigit()
            else self.initial(c)
            if c.isalpha()
            else c
            for at, c in enumerate(text)
        )


@lru_cache(maxsize=256)
def _cycle(key: bytes, patient: str) -> dict[str, str]:
    """Return letter -> letter: one ring through all of `LETTERS`; the others lead into it."""
    draws = Draws(key, patient)
    ring = sorted(LETTERS, key=lambda letter: draws.number(1 << 60, "ring", letter))
    turned = dict(zip(ring, [*ring[1:], ring[0]], strict=True))
    others = set(string.ascii_uppercase) - set(LETTERS)
    return turned | {letter: draws.pick(LETTERS, "letter", letter) for letter in others}
