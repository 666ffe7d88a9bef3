"""Hashes of words and of numbers, as the trained recogniser counts its rows by them.

Rule: MurmurHash64A names a text, MurmurHash3 (x64, 128 bits) spreads that name over the rows of a table; both
as Austin Appleby published them (public domain), as spaCy and Thinc use them.

Not here: which texts of a word are hashed (`network`).
"""

from __future__ import annotations

from typing import Final

_ALL: Final = (1 << 64) - 1
_HALF: Final = (1 << 32) - 1
_WORD: Final = 8  # bytes
_SEED: Final = 1
_M: Final = 0xC6A4A7935BD1E995
_R: Final = 47
_C1: Final = 0x87C37B91114253D5
_C2: Final = 0x4CF5AD432745937F


def hash_text(text: str) -> int:
    """Return the 64 bits that name a text."""
    data = text.encode()
    found = _SEED ^ (len(data) * _M & _ALL)
    whole = len(data) - len(data) % _WORD
    for at in range(0, whole, _WORD):
        key = int.from_bytes(data[at : at + _WORD], "little") * _M & _ALL
        key = (key ^ key >> _R) * _M & _ALL
        found = (found ^ key) * _M & _ALL
    if whole < len(data):
        found = (found ^ int.from_bytes(data[whole:], "little")) * _M & _ALL
    found = (found ^ found >> _R) * _M & _ALL
    return found ^ found >> _R


def spread(number: int, seed: int) -> tuple[int, int, int, int]:
    """Return four numbers of 32 bits that one of 64 bits is spread over."""
    key = number * _C1 & _ALL
    key = ((key << 31 | key >> 33) & _ALL) * _C2 & _ALL
    low, high = seed ^ key ^ _WORD, seed ^ _WORD
    low = low + high & _ALL
    high = high + low & _ALL
    low, high = _mixed(low), _mixed(high)
    low = low + high & _ALL
    high = high + low & _ALL
    return low & _HALF, low >> 32, high & _HALF, high >> 32


def _mixed(number: int) -> int:
    number = (number ^ number >> 33) * 0xFF51AFD7ED558CCD & _ALL
    number = (number ^ number >> 33) * 0xC4CEB9FE1A85EC53 & _ALL
    return number ^ number >> 33
