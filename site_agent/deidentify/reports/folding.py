"""Texts without case, accents and punctuation, so that a name is found however it is written.

Not here: homoglyphs and invisible characters (`inputs`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the text without case and accents, words separated by single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if not decomposed.isascii():
        decomposed = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_WORD.findall(decomposed))
