"""How many letters and capitals a text has: where nearly all are capitals, or none, a capital tells nothing.

Not here: what is a name in either (`names`, `misspelt`).
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import Final, NamedTuple

_CAPITALS: Final = string.ascii_uppercase.encode()
_LETTERS: Final = string.ascii_letters.encode()
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


class Letters(NamedTuple):
    """Letters of a text.

    Attributes:
        every: All of them.
        capitals: Those that are capitals.
    """

    every: int
    capitals: int


@lru_cache(maxsize=64)  # as in `names`
def letters_of(text: str) -> Letters:
    """Return how many letters a text has."""
    plain = text.encode("ascii", "ignore")
    others = _NOT_ASCII.findall(text)
    return Letters(
        len(plain) - len(plain.translate(None, _LETTERS)) + sum(map(str.isalpha, others)),
        len(plain) - len(plain.translate(None, _CAPITALS)) + sum(map(str.isupper, others)),
    )
