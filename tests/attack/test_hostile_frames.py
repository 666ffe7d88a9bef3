"""Attack: texts hidden in and round frames do not get through, and what cannot be told is refused."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydicom.encaps import encapsulate
from pydicom.uid import (
    JPEG2000,
    MPEG2MPML,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from factories.canaries import frames as hiding
from factories.pixel_data import RULE, cleaned, encapsulated, header, picture, source
from site_agent.errors import InputRefusedError, Reason

NAME = b"NIGHTJAR^WREN 4471902"
SHAPE = (1, 48, 64)
FRAME = picture(SHAPE)[0]
DEFLATED = "1.2.840.10008.1.2.8.1"


def jpeg() -> bytes:
    """Return a JPEG with EXIF, a comment, an own segment, a long JFIF and bytes behind its end."""
    exif = Image.Exif()
    exif[0x010E] = NAME.decode()
    content = hiding.jpeg(FRAME, exif=exif.tobytes(), comment=NAME)
    content = content[:2] + b"\xff\xe9" + struct.pack(">H", len(NAME) + 2) + NAME + content[2:]
    return content + NAME


def between_scans() -> bytes:
    """Return a progressive JPEG with a comment between two scans."""
    out = io.BytesIO()
    Image.fromarray(FRAME).save(out, "JPEG", progressive=True)
    content = out.getvalue()
    second = content.index(b"\xff\xda", content.index(b"\xff\xda") + 2)
    return content[:second] + b"\xff\xfe" + struct.pack(">H", len(NAME) + 2) + NAME + content[second:]


def in_tile_part() -> bytes:
    """Return a JPEG 2000 codestream with a comment in the header of its tile-part."""
    content = hiding.jpeg2000(FRAME)
    at = content.index(b"\xff\x90")
    comment = b"\xff\x64" + struct.pack(">HH", len(NAME) + 4, 1) + NAME
    length = struct.unpack_from(">I", content, at + 6)[0]
    grown = struct.pack(">I", length + len(comment)) if length else b"\0\0\0\0"
    return content[: at + 6] + grown + content[at + 10 : at + 12] + comment + content[at + 12 :]


def rle() -> bytes:
    """Return an RLE frame with text in its unused offsets, in a gap and behind its segment."""
    content = hiding.encoded(FRAME, RLELossless, bits=8)
    unused = NAME + b"\0" * (56 - len(NAME))
    return struct.pack("<2L", 1, 64 + len(NAME)) + unused + NAME + content[64:] + NAME


HIDDEN = {
    "JPEG": (jpeg(), JPEGBaseline8Bit),
    "JPEG between scans": (between_scans(), JPEGBaseline8Bit),
    "JPEG-LS": (hiding.encoded(FRAME, JPEGLSLossless, bits=8) + NAME, JPEGLSLossless),
    "J2K comment": (hiding.jpeg2000(FRAME, comment=NAME) + NAME, JPEG2000Lossless),
    "J2K tile-part": (in_tile_part(), JPEG2000Lossless),
    "JP2 box": (hiding.jpeg2000_file(FRAME, NAME), JPEG2000),
    "RLE": (rle(), RLELossless),
    "deflated": (zlib.compress(FRAME.tobytes(), wbits=-15) + NAME, DEFLATED),
}


@pytest.mark.parametrize(("frame", "syntax"), HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden_round_a_picture_goes_and_the_picture_stays(frame: bytes, syntax: str) -> None:
    """Comments, segments, boxes, gaps and trailing bytes go; every pixel value stays."""
    given_source = encapsulated(header(SHAPE), [frame + b"\0" * (len(frame) % 2)], syntax)
    data, element, output = cleaned(given_source)
    assert NAME not in element
    assert not output.changed
    if syntax != DEFLATED:
        given_source.dataset.add_new(0x7FE00010, "OB", encapsulate([frame + b"\0" * (len(frame) % 2)]))
        assert np.array_equal(data.pixel_array, given_source.dataset.pixel_array)


def test_offset_tables_and_further_fragments_hold_nothing_of_the_source() -> None:
    """A table that is no table is written anew; fragments that belong to no frame go."""
    frame = hiding.encoded(FRAME, RLELossless, bits=8)
    table = NAME + b"\0" * (-len(NAME) % 4)
    parts = [table, frame, NAME + b"\0"]
    value = b"".join(struct.pack("<HHL", 0xFFFE, 0xE000, len(part)) + part for part in parts)
    data, element, _ = cleaned(source(header(SHAPE), value, RLELossless))
    assert NAME not in element
    assert np.array_equal(data.pixel_array, FRAME)


@pytest.mark.parametrize(
    ("frame", "syntax"),
    [
        (b"\x00" * 64, JPEGBaseline8Bit),
        (hiding.jpeg(FRAME)[:-2], JPEGBaseline8Bit),
        (hiding.jpeg2000(FRAME)[:200], JPEG2000Lossless),
        (b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0\0\0\x08free", JPEG2000),
        (hiding.encoded(FRAME, RLELossless, bits=8)[:100], RLELossless),
        (b"\0" * 70, RLELossless),
        (zlib.compress(bytes(10**6), wbits=-15), DEFLATED),
        (b"\0\0\1\xb3" + b"\0" * 60, MPEG2MPML),
        (hiding.jpeg(FRAME), "1.2.3.4"),
    ],
    ids=["zeros", "no EOI", "cut", "no codestream", "cut RLE", "no segment", "bomb", "video", "unknown"],
)
def test_a_frame_whose_end_cannot_be_told_is_refused(frame: bytes, syntax: str) -> None:
    """Nobody can say what stands behind a picture that has no end."""
    with pytest.raises(InputRefusedError) as refused:
        cleaned(encapsulated(header(SHAPE), [frame + b"\0" * (len(frame) % 2)], syntax))
    assert refused.value.reason is Reason.PIXELS_UNREADABLE


@pytest.mark.parametrize("signed", [False, True])
def test_unused_high_bits_are_cleared(*, signed: bool) -> None:
    """An overlay above the stored bits goes; the values, negative ones included, stay."""
    values = picture(SHAPE, bits=11).astype(np.int16) - (1000 if signed else 0)
    hidden = values.copy()
    hidden[0, 5:9, 5:40] ^= 0x1000
    described = header(SHAPE, bits=12, PixelRepresentation=int(signed))
    data, _, output = cleaned(source(described, hidden.astype("<i2").tobytes(), vr="OW"))
    assert np.array_equal(np.frombuffer(data.PixelData, "<i2").reshape(SHAPE), values)
    assert output.changed


@pytest.mark.parametrize(
    "wrong",
    [
        {"Rows": 0}, {"BitsAllocated": 12}, {"BitsStored": 17}, {"SamplesPerPixel": 2}, {"Columns": 65535},
        {"HighBit": 3}, {"PhotometricInterpretation": "YBR_FULL_422"},
    ],
)  # fmt: skip
def test_a_header_that_contradicts_its_pixels_is_refused(wrong: dict[str, object]) -> None:
    """Sizes and depths are checked before anything is computed from them."""
    with pytest.raises(InputRefusedError) as refused:
        cleaned(source(header(SHAPE, **wrong), FRAME.tobytes()), rules=RULE)
    assert refused.value.reason is Reason.PIXELS_UNREADABLE


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_frames_are_cleaned_or_refused_with_a_reason(data: st.DataObject) -> None:
    """Whatever bytes are changed or inserted, nothing but a refusal with a reason is raised."""
    frame, syntax = data.draw(st.sampled_from(list(HIDDEN.values())))
    at = data.draw(st.integers(0, len(frame)))
    cut = data.draw(st.integers(0, 8))
    frame = frame[:at] + data.draw(st.binary(max_size=8)) + frame[at + cut :]
    with suppress(InputRefusedError):
        cleaned(encapsulated(header(SHAPE), [frame + b"\0" * (len(frame) % 2)], syntax))
