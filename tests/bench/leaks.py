"""Searches what came out of a de-identifier for everything that was planted.

Rules: nothing of the product is used; a file is read in every way a stranger would: its bytes as they
stand and without zero bytes (UTF-16), its inflated data set, whatever inflates inside it, every value
that a DICOM reader shows, and its name. The marks of the tokens are searched, so half a token is a leak
too. A search that finds nothing proves nothing unless it finds everything in the input: `missing` says
what it does not find there.

Not here: text drawn into pixels (`pictures`), and what should have survived (`survival`).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pydicom
from bench.reading import native_pixels, shown
from pydicom.uid import DeflatedExplicitVRLittleEndian

from factories.canaries.tokens import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from factories.canaries.answers import AnswerKey, Canary

_ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "latin-1", "iso8859_2", "iso8859_3", "iso8859_4", "iso8859_5",
    "iso8859_6",
    "iso8859_7", "iso8859_8", "iso8859_9", "iso8859_15", "tis_620", "shift_jis", "euc_kr", "gb18030",
    "euc_jp",
    "iso2022_jp_2", "cp1251", "koi8_r",
)  # fmt: skip
_ESCAPE = re.compile(rb"\x1b[$()\-].?.?")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_MOST_INFLATED = 1 << 28
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MARKED = frozenset(MARKS)


@dataclass(frozen=True, slots=True)
class Leak:
    """A canary that was seen; `value` is not shown."""

    canary: Canary
    where: str = field(compare=False, default="bytes")


class Search:
    """Searches for the canaries of one answer key.

    Args:
        key: What was planted.
    """

    def __init__(self, key: AnswerKey) -> None:
        self._marked: dict[str, list[Canary]] = defaultdict(list)
        self._others: dict[str, list[Canary]] = defaultdict(list)
        for canary in key.canaries:
            if canary.kind in _MARKED:
                self._marked[canary.value.lower()].append(canary)
            else:
                self._others[canary.file].append(canary)

    def missing(self, key: AnswerKey, folder: Path) -> list[Canary]:
        """Return the canaries that are not found in the corpus itself; none proves that the search works."""
        absent: list[Canary] = []
        for record in key.files:
            found = {leak.canary for leak in self.file(folder / record.file, record.file, name=record.file)}
            absent += [c for c in key.canaries if c.file == record.file and c not in found]
        return absent

    def file(self, path: Path, origin: str, *, name: str = "") -> set[Leak]:
        """Return the canaries seen in one file.

        Args:
            path: The file to search.
            origin: Which input it was made from; its dates and names in other alphabets are searched too.
            name: The file's name as the world sees it.
        """
        raw = path.read_bytes()
        texts = [*_forms(raw), name.encode()]
        shown_texts = list(shown(raw))
        seen = {
            Leak(canary)
            for text in texts
            for token in _tokens(text)
            for canary in self._owners(token, origin)
        }
        for tag, value in shown_texts:
            for token in _tokens(value.encode()):
                owners = self._owners(token, origin)
                exact = [canary for canary in owners if canary.tag == tag] or owners
                seen |= {Leak(canary, tag) for canary in exact}
        return seen | self._without_marks(origin, texts, shown_texts)

    def _owners(self, token: str, origin: str) -> list[Canary]:
        """Return the canaries of a token, those of the same file when there are any."""
        owners = (
            self._marked.get(token)
            or [
                canary
                for value, several in self._marked.items()
                if value.startswith(token)
                for canary in several
            ][:1]
        )
        return [canary for canary in owners if canary.file == origin] or owners[:1]

    def _without_marks(
        self, origin: str, texts: list[bytes], shown_texts: list[tuple[str, str]]
    ) -> set[Leak]:
        joined = "\n".join(value for _, value in shown_texts)
        heads = [text[:_MOST_INFLATED] for text in texts]
        seen: set[Leak] = set()
        for canary in self._others.get(origin, ()):
            if canary.kind == "bytes":
                hit = any(bytes.fromhex(canary.value) in text for text in heads)
            elif canary.kind == "text":
                hit = canary.value.casefold() in joined.casefold() or any(
                    form in text for form in spellings(canary.value) for text in heads
                )
            else:
                hit = _date_in(dt.date.fromisoformat(canary.value), joined, heads)
            if hit:
                seen.add(Leak(canary))
        return seen


def spellings(word: str) -> set[bytes]:
    """Return the bytes of a word in every encoding that has its letters, escape sequences left out."""
    forms = set()
    for encoding in _ENCODINGS:
        try:
            forms.add(_ESCAPE.sub(b"", word.encode(encoding)))
        except UnicodeEncodeError:
            continue
    return forms


def date_pattern(day: dt.date) -> str:
    """Return a pattern of the ways in which people write a date."""
    month, short = _MONTHS[day.month - 1], _MONTHS[day.month - 1][:3]
    number, year = f"0?{day.month}", f"(?:{day.year}|{day.year % 100:02d})"
    names, number_day = f"(?:{month}|{short})", f"0?{day.day}"
    ways = (
        f"{day:%Y%m%d}(?:\\d{{6}})?(?!\\d)", f"{day.year}[-./]{number}[-./]{number_day}(?!\\d)",
        f"{number_day}[-./]{number}[-./]{year}(?!\\d)", f"{number}[-./]{number_day}[-./]{year}(?!\\d)",
        f"{number_day}(?:st|nd|rd|th)?\\.?(?: of)?[ -]{names}\\.?,?[ -]{year}(?!\\d)",
        f"{names} {number_day},? {year}(?!\\d)",
    )  # fmt: skip
    return r"(?<![\d.])(?:" + "|".join(ways) + ")"


def _date_in(day: dt.date, joined: str, texts: Iterable[bytes]) -> bool:
    if re.search(date_pattern(day), joined, re.IGNORECASE):
        return True
    plain = [f"{day:%Y%m%d}".encode(), f"{day:%Y-%m-%d}".encode(), f"{day:%d.%m.%Y}".encode()]
    return any(
        form in text and re.search(rb"(?<![\d.])" + re.escape(form) + rb"(?:\d{6})?(?!\d)", text)
        for text in texts
        for form in plain
    )


def _tokens(text: bytes) -> set[str]:
    """Return every token whose mark occurs, in lower case."""
    folded = text.lower()
    quick = {"name": b"zyqu", "id": b"zq7318", "number": b"7318", "phone": b"731-8", "uid": b"8.498.7731"}
    return {
        hit.decode() if kind != "uid" else "1.2.826.0.1." + hit.decode().strip(".")
        for kind, pattern in MARKS.items()
        if quick[kind] in folded
        for hit in pattern.findall(folded)
    }


def _forms(raw: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file in every form that is searched; native pixel data once, as it stands."""
    yield raw
    start, length = native_pixels(raw)
    rest = raw[:start] + raw[start + length :] if length else raw
    yield rest.replace(b"\0", b"")
    if (inflated := _inflated(raw)) is not None:
        yield inflated
        rest = inflated
    for match in _ZLIB.finditer(rest):
        try:
            yield zlib.decompressobj().decompress(rest[match.start() :], _MOST_INFLATED)
        except zlib.error:
            continue


def _inflated(raw: bytes) -> bytes | None:
    """Return the inflated data set of a file in the deflated transfer syntax."""
    try:
        meta = pydicom.filereader.read_file_meta_info(io.BytesIO(raw))
        if meta.get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
            return None
        start = 144 + int.from_bytes(raw[140:144], "little")
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw[start:], _MOST_INFLATED)
    except Exception:  # noqa: BLE001 - a file that is no DICOM is searched as bytes
        return None
