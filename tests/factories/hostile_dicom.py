"""Seeds and the one promise of the reader path, for the fuzzer and for its replay in the suite.

Rule: everything here is made by code; what the fuzzer found stands in `FOUND` as the few bytes that matter.
"""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import TYPE_CHECKING

from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.filewriter import dcmwrite
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
)

from factories.exams import chest, dx, nest
from site_agent.deidentify.engine.objects import ObjectDeidentifier
from site_agent.deidentify.faces.clean import VolumeNeededError
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.profile import load_profile
from site_agent.errors import InputRefusedError
from site_agent.ingest.keys import from_secret
from site_agent.ingest.reader import ReadLimits, open_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS = ReadLimits(file_bytes=1 << 16, streamed_bytes=1 << 20, header_bytes=1 << 16, frames=16)
_SHARE = load_profile("share")
_METADATA = _SHARE.model_copy(update={"options": _SHARE.options - {"clean_pixel_data"}})
_OBJECTS = ObjectDeidentifier(_METADATA, Pseudonyms(from_secret(b"k" * 32)), LIMITS)
_PREFIX = b"\0" * 128 + b"DICM"


def check(content: bytes, path: Path) -> str:
    """Take one input through reader and de-identification; return what became of it.

    Raises:
        Exception: Anything but a refusal: the reader's promise is broken.
    """
    path.write_bytes(content)
    try:
        source = open_source(path, LIMITS)
    except InputRefusedError as refusal:
        return refusal.reason.value
    if source.pixels is not None and len(source.pixels.read()) != source.pixels.length:
        raise AssertionError("a span gave another number of bytes than it promised")
    try:
        out = io.BytesIO()
        _OBJECTS.clean(source).write(out)
    except InputRefusedError as refusal:
        return refusal.reason.value
    except VolumeNeededError:
        return "volume_needed"
    return "written"


def seeds() -> Iterator[bytes]:
    """Yield small valid files of every encoding, with sequences, private blocks and items."""
    for syntax in (None, ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian):
        data = _small()
        if syntax is not None:
            data.file_meta.TransferSyntaxUID = syntax
        yield _saved(data)
    compressed = _small()
    compressed.BitsAllocated = compressed.BitsStored = 8
    compressed.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    compressed.PixelData = encapsulate([b"\xff\xd8\xff\xfe\0\x08secret\xff\xda\0\0\xff\xd9"] * 2)
    compressed.NumberOfFrames = 2
    yield _saved(compressed)
    bare = _small()
    del bare.PixelData
    yield _saved(bare)
    yield _saved(_small())[132:]


def mutations(seed: int, count: int) -> Iterator[bytes]:
    """Yield seeds in which bytes were flipped, cut, repeated or inserted; the same ones every time."""
    draw = random.Random(seed)  # noqa: S311 - tests, not keys
    corpus = [*seeds(), *FOUND]
    for _ in range(count):
        content = bytearray(draw.choice(corpus))
        for _ in range(draw.choice((1, 1, 2, 4, 8))):
            _mutate(content, draw)
        yield bytes(content)


def _mutate(content: bytearray, draw: random.Random) -> None:
    at = draw.randrange(132, max(133, len(content)))
    match draw.randrange(6):
        case 0:
            content[at : at + 1] = bytes([draw.randrange(256)])
        case 1:
            content[at : at + 4] = struct.pack(
                "<L", draw.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF))
            )
        case 2:
            del content[at:]
        case 3:
            del content[at : at + draw.randrange(1, 32)]
        case 4:
            content[at:at] = content[at : at + draw.randrange(1, 64)]
        case _:
            content[at:at] = (
                draw.choice((b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0", b"\xfe\xff\x0d\xe0")) + b"\0" * 4
            )


def _small() -> Dataset:
    data = dx(chest(16))
    inner = Dataset()
    inner.ReferencedSOPInstanceUID = "1.2.3.4"
    nest(data, inner, 2)
    block = data.private_block(0x0041, "ACME", create=True)
    block.add_new(0x01, "LO", "x")
    return data


def _saved(data: Dataset) -> bytes:
    out = io.BytesIO()
    syntax = data.file_meta.TransferSyntaxUID
    data.set_original_encoding(syntax.is_implicit_VR, syntax.is_little_endian)
    dcmwrite(out, data, enforce_file_format=True)
    return out.getvalue()


def explicit(tag: int, vr: bytes, value: bytes, length: int | None = None) -> bytes:
    """Return one element in Explicit VR Little Endian; ``length`` lies about it."""
    size = len(value) if length is None else length
    head = struct.pack("<HH", tag >> 16, tag & 0xFFFF) + vr
    long = vr in {b"OB", b"OW", b"SQ", b"UN", b"UT", b"UC", b"UR"}
    return head + (b"\0\0" + struct.pack("<L", size) if long else struct.pack("<H", size)) + value


def with_meta(body: bytes, syntax: bytes = b"1.2.840.10008.1.2.1\0") -> bytes:
    """Return a file of preamble, a file meta that only names the transfer syntax, and a body."""
    return _PREFIX + explicit(0x00020010, b"UI", syntax) + body


def _deflated(body: bytes) -> bytes:
    return with_meta(zlib.compress(body, wbits=-zlib.MAX_WBITS), b"1.2.840.10008.1.2.1.99")


_NAMED = (
    explicit(0x00080016, b"UI", b"1.2.840.10008.5.1.4.1.1.1.1\0")
    + explicit(0x00080018, b"UI", b"1.2\0")
    + explicit(0x0020000D, b"UI", b"1.3\0")
)
_TALL = explicit(0x00280010, b"US", b"\xff\xff") + explicit(0x00280011, b"US", b"\xff\xff")

FOUND: tuple[bytes, ...] = (
    b"",
    b"\0" * 200,
    _PREFIX,
    with_meta(b""),
    with_meta(_NAMED + explicit(0x7FE00010, b"OW", b"\0" * 4, 0xFFFFFFF0)),  # gigabytes declared
    with_meta(
        _NAMED + _TALL + explicit(0x00280008, b"IS", b"99999999") + explicit(0x7FE00010, b"OW", b"\0" * 4)
    ),
    with_meta(_NAMED + explicit(0x7FE00010, b"OB", b"\xfe\xff\x00\xe0\xff\xff\xff\xff", 0xFFFFFFFF)),
    with_meta(_NAMED + explicit(0x00081115, b"SQ", b"\xfe\xff\x00\xe0\xff\xff\xff\xff" * 600, 0xFFFFFFFF)),
    _deflated(b"\0" * 5_000_000),  # a bomb
    with_meta(_NAMED + explicit(0x7FE00010, b"WO", b"\0\0")),  # pixel data of no representation
    _deflated(b"\0" * 900_000),  # a hundred thousand empty elements
    _deflated(_NAMED + explicit(0x00081115, b"SQ", b"\xfe\xff\x00\xe0\0\0\0\0" * 90_000, 0xFFFFFFFF)),
    with_meta(_NAMED + b"ZQUARREL!"),  # a bogus element (515A,5541) of nine bytes
)
"""Inputs that once broke something, or that were made to."""
