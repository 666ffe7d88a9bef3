"""Strings that occur nowhere else: names, ids, numbers, telephone numbers and UIDs, each made once.

Rule: a token depends on the seed and on what it is made for, never on the order of making, and every kind
bears a mark of its own. So a search for a few marks finds every token there is, half ones included, and
the marks occur in no word, no random pixel value and no generated UID.

Not here: where tokens are planted (`draft`) and how they are searched for (bench.leaks).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final

UID_ROOT: Final = "1.2.826.0.1.3680043.8.498.7731"
"""Root of every UID of the corpus."""

MARKS: Final = {
    "name": re.compile(rb"zyqu[a-z]{0,6}"),
    "id": re.compile(rb"zq7318\d{0,6}"),
    "number": re.compile(rb"(?<!\d)7318\d{7}(?!\d)"),
    "phone": re.compile(rb"731-8\d\d-\d{4}"),
    "uid": re.compile(rb"3680043\.8\.498\.7731[\d.]*"),
}
"""Kind -> pattern of its tokens in lower-case bytes."""

_CONSONANTS: Final = "bdfgklmnprstv"
_VOWELS: Final = "aeiou"


def draw(*parts: object) -> int:
    """Return a number of 128 bits that depends on the parts alone."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")


@dataclass(slots=True)
class Mint:
    """Makes the tokens of one corpus; two of a kind are never alike.

    Attributes:
        seed: Same seed, same tokens.
    """

    seed: int
    _made: set[str] = field(default_factory=set)

    def make(self, kind: str, *purpose: object) -> str:
        """Return the token of a kind (a key of `MARKS`) for a purpose."""
        for attempt in range(100):
            token = _shape(kind, draw(self.seed, kind, *purpose, attempt))
            if token not in self._made:
                self._made.add(token)
                return token
        msg = f"no tokens of the kind {kind} are left"
        raise ValueError(msg)


def _shape(kind: str, number: int) -> str:
    if kind == "name":
        return "Zyqu" + _syllables(number)
    if kind == "id":
        return f"ZQ7318{number % 10**6:06d}"
    if kind == "number":
        return f"7318{number % 10**7:07d}"
    if kind == "phone":
        return f"731-8{number % 100:02d}-{number // 100 % 10**4:04d}"
    return f"{UID_ROOT}.{number % 10**14 + 10**14}"


def _syllables(number: int, count: int = 3) -> str:
    letters = ""
    for _ in range(count):
        number, consonant = divmod(number, len(_CONSONANTS))
        number, vowel = divmod(number, len(_VOWELS))
        letters += _CONSONANTS[consonant] + _VOWELS[vowel]
    return letters
