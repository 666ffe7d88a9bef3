from __future__ import annotations

import io
from typing import Any

import numpy as np
import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.pixels import pixel_array
from pydicom.uid import (
    UID,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from factories.canaries import frames as making
from factories.pixel_data import BOX, RULE, cleaned, encapsulated, header, picture, source
from site_agent.deidentify.pixels.clean import Blank
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import Source

TOP, LEFT, BOTTOM, RIGHT = BOX
INSIDE = np.s_[TOP:BOTTOM, LEFT:RIGHT]
GRAY, COLOUR = (3, 40, 48), (3, 40, 48, 3)


def painted(frames: np.ndarray, value: Any) -> np.ndarray:
    """Return frames of shape [frames, H, W, ...] with the rule's area set to a value."""
    frames = frames.copy()
    frames[(slice(None), *INSIDE)] = value
    return frames


def native(name: str) -> tuple[Source, np.ndarray, np.ndarray]:
    """Return a source, its stored values and what they are to become."""
    gray, colour = picture(GRAY, bits=8), picture(COLOUR, bits=8)
    deep, wide = picture(GRAY, bits=12), picture(GRAY, bits=32)
    single = (picture(GRAY, bits=8) > 30).astype(np.uint8)
    real = (picture(GRAY, bits=8) / 7 - 3).astype("<f8")
    lowest = lambda frames: np.stack([painted(f[None], f.min())[0] for f in frames])  # noqa: E731
    rgb, word = {"photometric": "RGB"}, {"vr": "OW"}
    negative, swapped = deep.astype(np.int16) - 900, gray.view(np.uint16).byteswap()
    no_integers = header(GRAY, BitsAllocated=64)
    del no_integers.BitsStored, no_integers.HighBit, no_integers.PixelRepresentation
    return {
        "8 bits": (source(header(GRAY), gray.tobytes()), gray, lowest(gray)),
        "12 bits": (source(header(GRAY, bits=12), deep.tobytes(), vr="OW"), deep, lowest(deep)),
        "32 bits": (source(header(GRAY, bits=32), wide.tobytes(), vr="OW"), wide, lowest(wide)),
        "implicit": (
            source(header(GRAY), gray.tobytes(), ImplicitVRLittleEndian, **word), gray, lowest(gray)),
        "big endian": (
            source(header(GRAY, bits=12), deep.astype(">u2").tobytes(), ExplicitVRBigEndian, vr="OW"), deep,
            lowest(deep)),
        "big endian bytes in words": (
            source(header(GRAY), swapped.tobytes(), ExplicitVRBigEndian, **word), gray, lowest(gray)),
        "signed": (
            source(header(GRAY, bits=16, PixelRepresentation=1), negative.tobytes(), **word), negative,
            lowest(negative)),
        "MONOCHROME1": (
            source(header(GRAY, photometric="MONOCHROME1"), gray.tobytes()), gray,
            np.stack([painted(f[None], f.max())[0] for f in gray])),
        "single bits": (
            source(header(GRAY, bits=1), np.packbits(single, bitorder="little").tobytes()), single,
            painted(single, 0)),
        "RGB": (source(header(COLOUR, **rgb), colour.tobytes()), colour, lowest(colour)),
        "by plane": (
            source(header(COLOUR, **rgb, PlanarConfiguration=1), colour.transpose(0, 3, 1, 2).tobytes()),
            colour, lowest(colour)),
        "YBR_FULL": (
            source(header(COLOUR, photometric="YBR_FULL"), colour.tobytes()), colour,
            np.stack([painted(f[None], (f[..., 0].min(), 128, 128))[0] for f in colour])),
        "doubles": (
            source(no_integers, real.tobytes(), vr="OD", keyword="DoubleFloatPixelData"), real,
            lowest(real)),
    }[name]  # fmt: skip


LAYOUTS = (
    *("8 bits", "12 bits", "32 bits", "implicit", "big endian", "big endian bytes in words", "signed"),
    *("MONOCHROME1", "single bits", "RGB", "by plane", "YBR_FULL", "doubles"),
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_untouched_native_pixels_keep_their_exact_bytes(layout: str) -> None:
    """Golden: nothing to do, nothing done, whatever the layout; the element is as it stood in the source."""
    given_source, values, _ = native(layout)
    data, element, output = cleaned(given_source)
    assert given_source.pixels is not None
    assert element.endswith(given_source.pixels.read())
    assert np.array_equal(pixel_array(data, raw=True), values)
    assert not output.changed


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_area_is_painted_over_in_every_native_layout(layout: str) -> None:
    """The area is as dark as the frame's darkest value; every other value stays; the layout stays."""
    given_source, _, wanted = native(layout)
    data, _, output = cleaned(given_source, rules=RULE)
    assert np.array_equal(pixel_array(data, raw=True), wanted)
    assert output.changed
    assert output.transfer_syntax == given_source.dataset.file_meta.TransferSyntaxUID


def test_shared_chrominance_is_painted_over_pair_by_pair() -> None:
    """In native YBR_FULL_422 the luminance of the area goes; pixels far from it stay."""
    luminance = picture((1, 40, 24, 4))
    data, _, _ = cleaned(
        source(header((1, 40, 48, 3), photometric="YBR_FULL_422"), luminance.tobytes()),
        rules=RULE,
    )
    after = np.frombuffer(data.PixelData, np.uint8).reshape(luminance.shape)
    assert np.unique(after[0, TOP:BOTTOM, (LEFT + 1) // 2 : RIGHT // 2, :2]).size == 1
    assert np.array_equal(after[0, BOTTOM:], luminance[0, BOTTOM:])


def test_a_palette_is_painted_over_with_its_darkest_colour() -> None:
    """The stored value of the darkest entry is used, not the lowest value."""
    described = header(GRAY, photometric="PALETTE COLOR")
    for colour in ("Red", "Green", "Blue"):
        described[f"{colour}PaletteColorLookupTableDescriptor"] = pydicom.DataElement(
            pydicom.datadict.tag_for_keyword(f"{colour}PaletteColorLookupTableDescriptor"), "US", [256, 0, 8]
        )
        setattr(described, f"{colour}PaletteColorLookupTableData", bytes(range(255, -1, -1)))
    data, _, _ = cleaned(source(described, picture(GRAY).tobytes()), rules=RULE)
    assert np.unique(pixel_array(data, raw=True)[(slice(None), *INSIDE)]).tolist() == [255]


ENCODED = {
    "RLE": (RLELossless, RLELossless),
    "JPEG-LS": (JPEGLSLossless, JPEGLSLossless),
    "JPEG-LS near": (JPEGLSNearLossless, JPEGLSNearLossless),
    "JPEG 2000": (JPEG2000Lossless, JPEG2000Lossless),
    "JPEG lossless": (JPEGLosslessSV1, JPEG2000Lossless),
}


def compressed(syntax: UID, frames: np.ndarray, **more: Any) -> Source:
    """Return a source of frames encoded in a syntax."""
    bits = 12 if frames.ndim == 3 else 8
    written = JPEGLSLossless if syntax == JPEGLSNearLossless else syntax
    if syntax == JPEGLosslessSV1:
        parts = [making.jpeg_lossless(frame, bits=bits) for frame in frames]
    else:
        parts = [making.encoded(frame, written, bits=bits) for frame in frames]
    colour = {"photometric": "RGB"} if frames.ndim > 3 else {}
    return encapsulated(header(frames.shape, bits=bits, **colour, **more), parts, syntax)


@pytest.mark.parametrize(("syntax", "written"), ENCODED.values(), ids=ENCODED)
def test_untouched_compressed_frames_keep_their_exact_bytes(syntax: UID, written: UID) -> None:
    """Golden: fragments and offset table are as they stood in the source."""
    given_source = compressed(syntax, picture(GRAY, bits=12))
    _, element, output = cleaned(given_source)
    assert given_source.pixels is not None
    value = given_source.pixels.read()
    if syntax in {JPEG2000Lossless, JPEGLosslessSV1}:  # their encoders leave a comment
        assert not output.changed
    else:
        assert element[12 : 12 + len(value)] == value
    assert element.endswith(b"\xfe\xff\xdd\xe0\0\0\0\0")


@pytest.mark.parametrize(("syntax", "written"), ENCODED.values(), ids=ENCODED)
def test_one_frame_changes_and_the_others_keep_their_values(syntax: UID, written: UID) -> None:
    """Voxels of frame 1 are blanked; it is encoded in the same syntax, or all are without loss in another."""
    frames = picture(GRAY, bits=12)
    mask = np.zeros(GRAY, bool)
    mask[(1, *INSIDE)] = True
    given_source = compressed(syntax, frames)
    data, element, output = cleaned(given_source, blank=Blank(mask, 7))
    assert np.array_equal(data.pixel_array, np.where(mask, 7, frames))
    assert output.changed
    assert output.transfer_syntax == written
    assert given_source.pixels is not None
    if syntax == RLELossless:
        value = given_source.pixels.read()
        assert element[:-8].endswith(value[value.rindex(b"\xfe\xff\x00\xe0") :])


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless, JPEG2000Lossless])
def test_colours_are_painted_over_in_compressed_frames(syntax: UID) -> None:
    """Decoding, painting and encoding change no colour outside the area."""
    frames = picture(COLOUR)
    data, _, _ = cleaned(compressed(syntax, frames), rules=RULE)
    assert np.array_equal(data.pixel_array, np.stack([painted(f[None], f.min())[0] for f in frames]))


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLosslessSV1])
def test_an_area_that_is_dark_already_changes_no_byte(syntax: UID) -> None:
    """A banner that holds nothing is no reason to encode, nor to transcode."""
    frames = np.maximum(picture(GRAY, bits=12), 1)
    frames = painted(frames, 0)
    given_source = compressed(syntax, frames)
    data, _, output = cleaned(given_source, rules=RULE)
    assert not output.changed
    assert output.transfer_syntax == syntax
    assert np.array_equal(data.pixel_array, frames)


def test_the_transformed_colours_of_jpeg_2000_keep_their_name() -> None:
    """A codestream with a reversible transform is replaced by one, and says YBR_RCT."""
    frame = picture((1, 40, 48, 3))
    described = header(frame.shape, photometric="YBR_RCT")
    given_source = encapsulated(described, [making.jpeg2000(frame[0])], JPEG2000Lossless)
    data, _, _ = cleaned(given_source, rules=RULE)
    assert data.PhotometricInterpretation == "YBR_RCT"
    assert np.array_equal(data.pixel_array, painted(frame, frame.min())[0])


@pytest.mark.parametrize("colour", [False, True])
def test_jpeg_baseline_is_encoded_anew_and_says_so(*, colour: bool) -> None:
    """The area is dark, the rest differs by rounding, and one more lossy compression is recorded."""
    frame = (picture(COLOUR if colour else GRAY) // 2)[0]
    described = header((1, *frame.shape), photometric="YBR_FULL_422" if colour else "MONOCHROME2")
    described.LossyImageCompressionRatio = "10"
    given_source = encapsulated(described, [making.jpeg(frame)], JPEGBaseline8Bit)
    before, _, _ = cleaned(given_source)
    data, _, output = cleaned(given_source, rules=RULE)
    assert output.transfer_syntax == JPEGBaseline8Bit
    after, untouched = pixel_array(data).astype(int), pixel_array(before).astype(int)
    assert np.abs(after[BOTTOM + 16 :] - untouched[BOTTOM + 16 :]).mean() <= 3
    assert after[TOP + 2 : BOTTOM - 2, LEFT + 2 : RIGHT - 2].max() < 40
    assert data.LossyImageCompression == "01"
    assert len(data.LossyImageCompressionRatio) == 2
    assert data.PhotometricInterpretation == described.PhotometricInterpretation


def test_extended_offset_tables_fit_what_is_written() -> None:
    """A table that was there is written for the new lengths, and no basic one beside it."""
    frames = picture(GRAY, bits=8)
    parts = [making.jpeg(frame, comment=b"somebody") for frame in frames]
    value, offsets, lengths = pydicom.encaps.encapsulate_extended(parts)
    described = header(GRAY, ExtendedOffsetTable=offsets, ExtendedOffsetTableLengths=lengths)
    data, element, _ = cleaned(source(described, value, JPEGBaseline8Bit))
    starts = np.frombuffer(data.ExtendedOffsetTable, "<u8")
    sizes = np.frombuffer(data.ExtendedOffsetTableLengths, "<u8")
    first = 12 + 8
    for start, size in zip(starts, sizes, strict=True):
        frame = element[first + start + 8 : first + start + 8 + size]
        assert frame[:2] + frame[-2:] == b"\xff\xd8\xff\xd9"


@pytest.mark.parametrize("table", [False, True])
def test_frames_of_several_fragments_stay_in_their_fragments(*, table: bool) -> None:
    """Fragments are copied when their frame stays; the basic offset table tells frames apart."""
    frames = picture(GRAY, bits=8)
    parts = [making.jpeg(frame) for frame in frames]
    given_source = encapsulated(header(GRAY), parts, JPEGBaseline8Bit, fragments_per_frame=3, has_bot=table)
    _, element, _ = cleaned(given_source)
    assert given_source.pixels is not None
    assert element[12:-8] == given_source.pixels.read()


@given(
    rows=st.integers(1, 9), columns=st.integers(1, 9), frames=st.integers(1, 3),
    bits=st.sampled_from([1, 8, 16]), more=st.binary(max_size=9), little=st.booleans(),
)  # fmt: skip
def test_bytes_behind_the_last_frame_go_and_the_length_is_even(
    *, rows: int, columns: int, frames: int, bits: int, more: bytes, little: bool
) -> None:
    """For every size and depth: the frames' bytes, a zero when they are odd, nothing else."""
    exact = (rows * columns * frames * bits + 7) // 8
    content = bytes(number % 255 + 1 for number in range(exact))
    syntax = ExplicitVRLittleEndian if little else ExplicitVRBigEndian
    given_source = source(header((frames, rows, columns), bits=bits), content + more, syntax, vr="OW")
    _, element, _ = cleaned(given_source)
    swapped = not little and bits <= 8
    if not (swapped and exact % 2):
        assert element[12:] == content + b"\0" * (exact % 2)
    assert len(element) == 12 + exact + exact % 2


def test_pixels_that_are_too_few_or_too_many_are_refused() -> None:
    """A value shorter than its frames, and a frame beyond the limits, have their own reasons."""
    with pytest.raises(InputRefusedError) as short:
        cleaned(source(header(GRAY), b"\0" * 100))
    assert short.value.reason is Reason.PIXELS_UNREADABLE
    with pytest.raises(InputRefusedError) as large:
        cleaned(source(header((1, 65535, 65535)), b"\0" * 100))
    assert large.value.reason is Reason.TOO_LARGE


def test_one_frame_at_a_time_is_read() -> None:
    """Cleaning a cine of native frames asks for no more than a frame of it at once."""
    given_source = source(header((50, 40, 48)), picture((50, 40, 48)).tobytes())
    assert given_source.pixels is not None
    asked: list[int] = []

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(size or -1)
            return super().read(size)

    held = given_source.pixels.read()
    span = given_source.pixels
    watched = type(
        "Span", (), {**{n: getattr(span, n) for n in span.__slots__}, "open": lambda _: Watched(held)}
    )()
    cleaned(Source(given_source.dataset, watched), rules=RULE)
    assert max(asked) == 40 * 48
