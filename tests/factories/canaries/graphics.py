"""Drawings and bytes beside the picture: overlays, curves, icons, unused bits, bytes behind the last frame.

Not here: text in the picture itself (`burned_in`) and graphic annotations (`derived`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from factories.canaries import frames, ink

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factories.canaries.draft import Draft

_SAMPLE = 24
_UNUSED_BIT = 15


def overlay(draft: Draft, group: int, size: int) -> None:
    """Write an overlay whose bitmap is a text, with texts and a date about it."""
    data, base = draft.dataset, group << 16
    drawn = np.zeros((size, size), bool)
    ink.stamp(drawn, draft.drawn(f"overlay/{group:04X} bitmap"), 1)
    raw = np.packbits(drawn.reshape(-1), bitorder="little").tobytes()
    sample(draft, raw, f"overlay/{group:04X} bitmap", f"{base | 0x3000:08X}")
    for element, vr, value in (
        (0x10, "US", size), (0x11, "US", size), (0x40, "CS", "G"), (0x50, "SS", [1, 1]), (0x100, "US", 1),
        (0x102, "US", 0), (0x3000, "OW", raw),
    ):  # fmt: skip
        data.add_new(base | element, vr, value)
    draft.plant(data, base | 0x0022, "{name} {id}", f"overlay/{group:04X} description", vr="LO")
    draft.plant(data, base | 0x1500, "{name}", f"overlay/{group:04X} label", vr="LO")
    draft.plant(data, base | 0x4000, "{name} {day:%d.%m.%Y}", f"overlay/{group:04X} comments", vr="LT")


def curve(draft: Draft) -> None:
    """Write a curve whose data and description hold a name."""
    data = draft.dataset
    for element, vr, value in ((0x05, "US", 1), (0x10, "US", 8), (0x20, "CS", "ECG"), (0x103, "US", 0)):
        data.add_new(0x50000000 | element, vr, value)
    draft.plant(data, 0x50000022, "{name}", "curve/description", vr="LO")
    draft.plant(data, 0x50002600, "{name}", "curve/label", vr="SH")
    text = draft.text("{name} {number}", "curve/data", "50003000").encode()
    data.add_new(0x50003000, "OB", text + b"\0" * (len(text) % 2))


def icon(draft: Draft, where: str, size: int = 64) -> None:
    """Write an icon image whose pixels show a name."""
    item = draft.item(draft.dataset, where)
    drawn = np.zeros((size, size), np.uint8)
    ink.stamp(drawn, draft.drawn(f"icon/{where}"), 255, points=14)
    raw = drawn.tobytes()
    draft.set(item, Rows=size, Columns=size, SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2")
    draft.set(item, BitsAllocated=8, BitsStored=8, HighBit=7, PixelRepresentation=0)
    item.add_new(0x7FE00010, "OB", raw)
    sample(draft, raw, f"icon/{where}", "7FE00010")


def sample(draft: Draft, raw: bytes, place: str, tag: str) -> None:
    """Note the bytes of a drawing that hold most ink: they must occur nowhere."""
    filled = [sum(b != 0 for b in raw[at : at + _SAMPLE]) for at in range(0, len(raw) - _SAMPLE, 8)]
    at = 8 * int(np.argmax(filled))
    draft.record("bytes", raw[at : at + _SAMPLE].hex(), place, tag)


def unused_bits(draft: Draft, size: int) -> None:
    """Write 12-bit values whose highest, unused bit draws a name."""
    values: NDArray[np.uint16] = ink.picture(size, highest=4095)
    drawn = np.zeros(values.shape, bool)
    text = draft.drawn("pixels/unused high bits")
    corners = ink.stamp(drawn, text, 1)
    draft.box("pixels/unused high bits", 0, corners, text)
    frames.native(draft, (values | (drawn.astype(np.uint16) << _UNUSED_BIT))[None], bits=12)
    draft.pixels = "low"


def behind_last_frame(draft: Draft, size: int) -> None:
    """Write native pixel data with text behind the last frame, inside the element."""
    frames.native(draft, ink.picture(size, highest=4095)[None], bits=12)
    text = draft.text("{name} {id} ", "pixels/behind the last frame", "7FE00010").encode()
    draft.dataset.PixelData += text + b"\0" * (len(text) % 2)


def everything(draft: Draft, size: int) -> None:
    """Write every drawing beside the picture."""
    overlay(draft, 0x6000, size)
    overlay(draft, 0x601E, size)
    curve(draft)
    icon(draft, "IconImageSequence")
