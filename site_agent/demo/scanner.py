"""The search for planted identifiers in all that left a hospital: files, databases, archives, messages.

Rule: a search that finds nothing proves nothing unless the same search finds everything where everything is.
So `missing` is asked of the inputs first, and `found` of what left afterwards, with the same code.

Each canary is searched in upper, lower and accent-free spelling, as UTF-8, Latin-1, UTF-16, JSON escapes, hex
and base64 at its three alignments; letters' case is ignored. Zip members, gzip and PNG streams are searched
unpacked, SQLite tables row by row. Not found by this: text drawn into pixels (an image is no string) and text
under a key (ciphertext).
"""

from __future__ import annotations

import base64
import io
import json
import sqlite3
import unicodedata
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from site_agent.demo.canaries import Canary

_KEY_BYTES: Final = 8
_TABLE_BITS = 22
_CHUNK_BYTES = 1 << 22
_PNG, _GZIP, _ZIP, _SQLITE = b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", b"PK\x03\x04", b"SQLite format 3\x00"
_MOST_UNPACKED_BYTES = 1 << 28


@dataclass(frozen=True, slots=True)
class Find:
    """One canary seen in one place; the value itself is not shown, only its kind and who planted it."""

    canary: Canary = field(repr=False)
    kind: str
    place: str


def spellings(value: str) -> frozenset[bytes]:
    """Return the byte forms, ASCII letters in lower case, under which ``value`` is searched."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    texts = {value, value.upper(), value.lower(), unicodedata.normalize("NFD", value)}
    texts |= {plain} if len(plain) >= _KEY_BYTES else set()
    forms: set[bytes] = set()
    for text in texts:
        for encoding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
            forms.add(text.encode(encoding, "ignore"))
        raw = text.encode("utf-8")
        forms.add(json.dumps(text)[1:-1].encode())
        forms.add(raw.hex().encode())
        forms |= {_base64_core(raw, shift) for shift in range(3)}
    return frozenset(form.lower() for form in forms if len(form) >= _KEY_BYTES)


def _base64_core(raw: bytes, shift: int) -> bytes:
    """Return the part of the base64 text that does not depend on the neighbours of ``raw``."""
    text = base64.b64encode(b"\0" * shift + raw)
    first = -(-shift * 8 // 6)
    return text[first : (shift + len(raw)) * 8 // 6]


class Scanner:
    """Searches many strings at once: eight-byte windows against a table, then the candidates in full."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._canaries = tuple(canaries)
        self._forms: dict[int, list[tuple[bytes, Canary]]] = {}
        for canary in self._canaries:
            for form in spellings(canary.value):
                key = int.from_bytes(form[:_KEY_BYTES], "little")
                self._forms.setdefault(key, []).append((form, canary))
        self._keys = np.array(sorted(self._forms), dtype=np.uint64)
        self._table = np.zeros(1 << _TABLE_BITS, dtype=bool)
        self._table[_hash(self._keys)] = True

    @property
    def size(self) -> int:
        """Return how many canaries are searched."""
        return len(self._canaries)

    def search(self, data: bytes) -> set[Canary]:
        """Return the canaries that occur in ``data`` as it stands."""
        folded = data.lower()
        seen: set[Canary] = set()
        for start in range(0, max(len(folded) - _KEY_BYTES + 1, 0), _CHUNK_BYTES):
            chunk = folded[start : start + _CHUNK_BYTES + _KEY_BYTES - 1]
            for offset in self._candidates(chunk):
                at = start + int(offset)
                key = int.from_bytes(folded[at : at + _KEY_BYTES], "little")
                seen.update(
                    canary for form, canary in self._forms.get(key, ()) if folded.startswith(form, at)
                )
        return seen

    def found(self, places: Iterable[Path]) -> list[Find]:
        """Search files and folders, names included.

        Returns:
            One entry a canary and file; empty when nothing was found.
        """
        return [
            Find(canary=canary, kind=canary.kind, place=name)
            for name, data in _contents(places)
            for canary in sorted(self.search(data))
        ]

    def missing(self, places: Iterable[Path]) -> list[Canary]:
        """Return the canaries that do *not* occur in the places; empty proves that the search works."""
        left = set(self._canaries)
        for _, data in _contents(places):
            left -= self.search(data)
            if not left:
                break
        return sorted(left)

    def _candidates(self, chunk: bytes) -> NDArray[np.intp]:
        raw = np.frombuffer(chunk, dtype=np.uint8)
        windows = np.lib.stride_tricks.sliding_window_view(raw, _KEY_BYTES)
        keys = np.ascontiguousarray(windows).view("<u8").ravel()
        hits = np.flatnonzero(self._table[_hash(keys)])
        return hits[np.isin(keys[hits], self._keys)]


def _hash(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a multiplicative hash of ``_TABLE_BITS`` bits (Knuth, TAOCP 6.4)."""
    return (keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _TABLE_BITS)


def _contents(places: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file in the places, and of what can be unpacked from it."""
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and not path.is_symlink():
                name = f"{place.name}/{path.relative_to(place)}" if place.is_dir() else path.name
                data = path.read_bytes()
                yield name, name.encode("utf-8", "surrogateescape") + b"\0" + data
                yield from ((f"{name} ({what})", inner) for what, inner in _unpacked(path, data))


def _unpacked(path: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(_SQLITE):
        yield "rows", _rows(path)
    for magic, what, unpack in ((_GZIP, "gunzipped", _inflate), (_PNG, "png", _png), (_ZIP, "zip", _zip)):
        at = data.find(magic)
        while at >= 0:
            if inner := unpack(memoryview(data)[at:]):
                yield what, inner
            at = data.find(magic, at + (len(data) if magic == _ZIP else len(magic)))


def _inflate(data: bytes | memoryview) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, _MOST_UNPACKED_BYTES)
    except zlib.error:
        return b""


def _png(data: memoryview) -> bytes:
    """Return the pixel values and the text chunks of the PNG at the start of ``data``."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            texts = "\0".join(f"{key}\0{value}" for key, value in image.text.items())
            pixels: bytes = image.tobytes()
            return pixels + texts.encode("utf-8", "replace")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return b""


def _zip(data: memoryview) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"\0".join(
                member.filename.encode() + b"\0" + archive.read(member)
                for member in archive.infolist()
                if member.file_size < _MOST_UNPACKED_BYTES
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error):
        return b""


def _rows(path: Path) -> bytes:
    """Return all values of all tables, so that a string split over database pages is whole again."""
    parts: list[bytes] = []
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.text_factory = bytes
            tables = base.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
            for (table,) in tables:
                for row in base.execute(f'SELECT * FROM "{table.decode()}"'):  # noqa: S608 - names from the schema itself
                    parts += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    except sqlite3.DatabaseError:
        return b""
    return b"\0".join(parts)
