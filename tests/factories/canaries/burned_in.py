"""Text drawn into pictures, in every pixel format and transfer syntax; bitmaps that are not pixel data.

Rule: BurnedInAnnotation says NO throughout. Not here: comments inside compressed frames (`frames`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from factories.canaries import frames, ink

if TYPE_CHECKING:
    from collections.abc import Callable

    from factories.canaries.draft import Draft

SYNTAXES = {
    "RLE": RLELossless, "JPEG": JPEGBaseline8Bit, "JPEG Lossless": JPEGLosslessSV1, "JPEG-LS": JPEGLSLossless,
    "JPEG 2000": JPEG2000Lossless,
}  # fmt: skip


def label(draft: Draft, place: str) -> str:
    """Return a text as a device draws it: a name and an id."""
    return draft.drawn(f"pixels/{place}")


def gray(draft: Draft, size: int, place: str, *, bits: int = 8, **how: Any) -> np.ndarray:
    """Return one gray frame, shape [1, H, W], with text in it."""
    frame = ink.picture(size, highest=2**bits - 1, seed=len(draft.file)).astype(
        np.uint8 if bits == 8 else np.uint16
    )
    text = label(draft, place)
    corners = ink.stamp(frame, text, how.pop("value", 2**bits - 1), **how)
    draft.box(f"pixels/{place}", 0, corners, text)
    return frame[None]


def colour(draft: Draft, size: int, place: str) -> np.ndarray:
    """Return one RGB frame, shape [1, H, W, 3], with yellow text in it."""
    frame = np.repeat(ink.picture(size)[..., None], 3, axis=2).astype(np.uint8)
    text = label(draft, place)
    draft.box(f"pixels/{place}", 0, ink.stamp(frame, text, (255, 255, 0)), text)
    return frame[None]


def plain(draft: Draft, size: int) -> None:
    """8 bits, native."""
    frames.native(draft, gray(draft, size, "8 bit"))


def twelve_bits(draft: Draft, size: int) -> None:
    """12 bits, native."""
    frames.native(draft, gray(draft, size, "12 bit", bits=12), bits=12)


def inverted(draft: Draft, size: int) -> None:
    """MONOCHROME1: bright letters are stored dark."""
    frame = gray(draft, size, "MONOCHROME1", bits=12)
    frames.native(draft, 4095 - frame, bits=12, photometric="MONOCHROME1")


def signed(draft: Draft, size: int) -> None:
    """Signed stored values."""
    frame = gray(draft, size, "signed", bits=12).astype(np.int16) - 1024
    frames.native(draft, frame, bits=16)
    draft.dataset.PixelRepresentation = 1


def red_green_blue(draft: Draft, size: int) -> None:
    """RGB, colour by pixel."""
    frames.native(draft, colour(draft, size, "RGB"))


def by_plane(draft: Draft, size: int) -> None:
    """RGB, colour by plane."""
    frame = colour(draft, size, "RGB by plane")
    frames.native(draft, frame)
    draft.dataset.PlanarConfiguration = 1
    draft.dataset.PixelData = frame[0].transpose(2, 0, 1).tobytes()


def luma(draft: Draft, size: int) -> None:
    """YBR_FULL, native."""
    frame = np.full((1, size, size, 3), 128, np.uint8)
    frame[0, ..., 0] = gray(draft, size, "YBR_FULL")[0]
    frames.native(draft, frame, photometric="YBR_FULL")


def palette(draft: Draft, size: int) -> None:
    """PALETTE COLOR, letters in an index of their own."""
    frame = gray(draft, size, "palette") // 2
    frames.native(draft, frame, photometric="PALETTE COLOR")
    for colour_name, scale in (("Red", 255), ("Green", 255), ("Blue", 200)):
        table = (np.linspace(0, 1, 256) * scale * 257).astype("<u2")
        setattr(draft.dataset, f"{colour_name}PaletteColorLookupTableDescriptor", [256, 0, 16])
        setattr(draft.dataset, f"{colour_name}PaletteColorLookupTableData", table.tobytes())


def one_frame(draft: Draft, size: int) -> None:
    """Several frames of which the fourth alone bears text."""
    many = np.stack([ink.picture(size, seed=n).astype(np.uint8) for n in range(5)])
    text = label(draft, "one frame of five")
    draft.box("pixels/one frame of five", 3, ink.stamp(many[3], text, 255, at=(size // 2, 8)), text)
    frames.native(draft, many)


def one_frame_rle(draft: Draft, size: int) -> None:
    """Colour frames in RLE of which the second alone bears text."""
    many = np.stack([np.repeat(ink.picture(size, seed=n)[..., None], 3, axis=2) for n in range(3)]).astype(
        np.uint8
    )
    text = label(draft, "one frame of three, RLE colour")
    corners = ink.stamp(many[1], text, (255, 255, 255), at=(size - 40, 6))
    draft.box("pixels/one frame of three, RLE colour", 1, corners, text)
    frames.compressed(draft, many, RLELossless)


def turned(quarters: int) -> Callable[[Draft, int], None]:
    """Return a maker of text turned by quarters."""

    def make(draft: Draft, size: int) -> None:
        frames.native(draft, gray(draft, size, f"turned by {quarters * 90}", quarters=quarters))

    return make


def dark(draft: Draft, size: int) -> None:
    """Black letters on a white bar."""
    frame = ink.picture(size).astype(np.uint8)
    frame[: size // 6] = 250
    text = label(draft, "dark on bright")
    draft.box("pixels/dark on bright", 0, ink.stamp(frame, text, 0), text)
    frames.native(draft, frame[None])


def small(draft: Draft, size: int) -> None:
    """Letters of thirteen pixels."""
    frames.native(draft, gray(draft, size, "small letters", points=13))


def corner(draft: Draft, size: int) -> None:
    """Text in the last rows."""
    frames.native(draft, gray(draft, size, "last rows", at=(size - 24, size // 4)))


def faint(draft: Draft, size: int) -> None:
    """Letters of a third of the contrast."""
    frames.native(draft, gray(draft, size, "faint letters", value=110))


def in_syntax(name: str, *, in_colour: bool = False) -> Callable[[Draft, int], None]:
    """Return a maker of text in a compressed transfer syntax."""

    def make(draft: Draft, size: int) -> None:
        place = f"{name} colour" if in_colour else name
        wide = name in {"JPEG Lossless", "JPEG-LS", "JPEG 2000"} and not in_colour
        bits = 12 if wide else 8
        made = colour(draft, size, place) if in_colour else gray(draft, size, place, bits=bits)
        frames.compressed(draft, made, SYNTAXES[name], bits=bits)

    return make


def written_as(name: str, syntax: str) -> Callable[[Draft, int], None]:
    """Return a maker of text in an uncompressed transfer syntax."""

    def make(draft: Draft, size: int) -> None:
        frames.native(draft, gray(draft, size, name, bits=12), bits=12)
        draft.meta.TransferSyntaxUID = syntax
        if syntax == ExplicitVRBigEndian:
            draft.dataset.PixelData = np.frombuffer(draft.dataset.PixelData, "<u2").astype(">u2").tobytes()

    return make


MAKERS: dict[str, Callable[[Draft, int], None]] = {
    "8 bit": plain, "12 bit": twelve_bits, "palette": palette, "RGB": red_green_blue,
    "one frame of five": one_frame,
    "RLE": in_syntax("RLE"), "JPEG colour": in_syntax("JPEG", in_colour=True),
    "JPEG 2000": in_syntax("JPEG 2000"),
    "turned by 90": turned(1), "MONOCHROME1": inverted, "JPEG-LS": in_syntax("JPEG-LS"), "signed": signed,
    "RGB by plane": by_plane, "YBR_FULL": luma, "one frame of three, RLE colour": one_frame_rle,
    "turned by 180": turned(2), "turned by 270": turned(3), "dark on bright": dark, "small letters": small,
    "last rows": corner, "faint letters": faint, "JPEG": in_syntax("JPEG"),
    "JPEG Lossless": in_syntax("JPEG Lossless"), "RLE colour": in_syntax("RLE", in_colour=True),
    "JPEG 2000 colour": in_syntax("JPEG 2000", in_colour=True),
    "big endian": written_as("big endian", ExplicitVRBigEndian),
    "deflated": written_as("deflated", DeflatedExplicitVRLittleEndian),
    "implicit": written_as("implicit", ImplicitVRLittleEndian),
}  # fmt: skip
"""Case -> maker, the first ten for the small corpus."""
