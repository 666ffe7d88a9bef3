from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.pixels import pixel_array
from pydicom.uid import JPEGBaseline8Bit, JPEGLosslessSV1, RLELossless

from factories.canaries import frames as making
from factories.canaries.ink import picture, stamp
from factories.pixel_data import cleaned, encapsulated, header, source
from site_agent.deidentify.pixels import burned_in
from site_agent.deidentify.pixels.burned_in import find_text, is_risky
from site_agent.deidentify.pixels.display import rgb8
from site_agent.deidentify.pixels.redaction import BLOCK, FRAMES_READ, Redaction
from site_agent.errors import InputRefusedError, Reason

NAME = "NIGHTJAR WREN"
SIDE = 256


def covers(boxes: list[burned_in.Box], area: tuple[int, int, int, int]) -> bool:
    """Return whether boxes cover most of an area."""
    covered = np.zeros((SIDE, SIDE), bool)
    for top, left, bottom, right in boxes:
        covered[top:bottom, left:right] = True
    return bool(covered[area[0] : area[2], area[1] : area[3]].mean() > 0.7)


@pytest.mark.parametrize(
    ("how", "colour"),
    [
        ({"quarters": 1}, False),
        ({"quarters": 2}, False),
        ({"quarters": 3}, False),
        ({"points": 10, "at": (238, 120)}, False),
        ({"value": 120, "at": (4, 4)}, False),
        ({"value": (230, 20, 20), "at": (100, 60)}, True),
    ],
    ids=["turned left", "upside down", "turned right", "small, in a corner", "faint", "red on gray"],
)
def test_text_is_found_however_it_is_drawn(how: dict[str, Any], *, colour: bool) -> None:
    """Direction, size, contrast and colour hide nothing."""
    image = picture(SIDE).astype(np.uint8)
    image = np.repeat(image[..., None], 3, axis=2) if colour else image
    where = stamp(image, NAME, **{"value": 255, "points": 18, **how})
    assert covers(find_text(image), where)


def test_small_text_in_a_large_picture_is_found() -> None:
    """A picture larger than the detector likes is looked at in tiles: letters of 14 pixels on 1100."""
    image = picture(1100).astype(np.uint8)
    stamp(image, NAME, 255, points=14, at=(1070, 900))
    assert any(box[0] > 1040 and box[1] > 850 for box in find_text(image))


def test_a_picture_without_text_is_left_alone() -> None:
    """Anatomy, markers and single letters are no text that identifies anybody."""
    image = picture(SIDE).astype(np.uint8)
    stamp(image, "R", 255, points=24, at=(20, 10))
    stamp(image, "PA ERECT", 255, points=18, at=(225, 140))
    assert find_text(image) == []


@pytest.mark.parametrize(
    ("text", "score", "risky"),
    [
        ("DOE", 0.9, True), ("12.03.57", 0.99, True), ("R", 0.99, False), ("PA ERECT", 0.99, False),
        ("PA WREN", 0.99, True), ("DOE", 0.3, False), ("000000", 0.8, False), ("000000", 0.99, True),
        ("·-·", 0.99, False), ("", 0.0, False),
    ],
)  # fmt: skip
def test_what_was_read_is_judged(text: str, score: float, *, risky: bool) -> None:
    """Names and numbers go; markers, single letters, guesses and rows of equal shapes stay."""
    assert is_risky(text, score) is risky


@pytest.mark.parametrize("syntax", [None, RLELossless, JPEGBaseline8Bit, JPEGLosslessSV1])
def test_text_in_one_frame_changes_that_frame_only(syntax: str | None) -> None:
    """The frame with text is painted over; the other keeps its exact values; text is found nowhere."""
    bits, kind = (12, np.uint16) if syntax == JPEGLosslessSV1 else (8, np.uint8)
    frames = np.stack([picture(SIDE, seed=seed) for seed in range(2)]).astype(kind)
    area = stamp(frames[1], NAME, 255)
    described = header(frames.shape, bits=bits)
    encoders = {
        RLELossless: lambda frame: making.encoded(frame, RLELossless, bits=bits),
        JPEGBaseline8Bit: making.jpeg,
        JPEGLosslessSV1: lambda frame: making.jpeg_lossless(frame, bits=bits),
    }
    if syntax is None:
        given_source = source(described, frames.tobytes())
    else:
        given_source = encapsulated(described, [encoders[syntax](frame) for frame in frames], syntax)
    before, _, _ = cleaned(given_source)
    data, _, output = cleaned(given_source, ocr=True)
    after, untouched = pixel_array(data), pixel_array(before)
    assert output.boxes > 0
    assert np.array_equal(after[0], untouched[0])
    assert after[1, area[0] : area[2], area[1] : area[3]].max() < 64
    assert not find_text(rgb8(after[1], "MONOCHROME2", None))


def test_a_scanned_page_is_refused() -> None:
    """What is mostly text is no picture, and is not painted black."""
    image = np.full((SIDE, SIDE), 250, np.uint8)
    for row in range(8, SIDE - 24, 26):
        stamp(image, "WREN NIGHTJAR 4471902", 10, points=20, at=(row, 6))
    with pytest.raises(InputRefusedError) as refused:
        cleaned(source(header((1, SIDE, SIDE)), image.tobytes()), ocr=True)
    assert refused.value.reason is Reason.BURNED_IN_TEXT


def test_text_that_cannot_be_painted_over_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the second reading still finds text, however often it is painted, the instance stays behind."""
    monkeypatch.setattr(burned_in, "find_text", lambda *_: [(5, 5, 15, 40)])
    with pytest.raises(InputRefusedError) as refused:
        cleaned(source(header((1, SIDE, SIDE)), picture(SIDE).astype(np.uint8).tobytes()), ocr=True)
    assert refused.value.reason is Reason.BURNED_IN_TEXT


@settings(max_examples=12, deadline=None)
@given(frames=st.integers(1, 3 * FRAMES_READ), marked=st.integers(0, 3 * FRAMES_READ - 1))
def test_long_instances_are_read_in_blocks_that_miss_no_frame(*, frames: int, marked: int) -> None:
    """Wherever the one bright area lies, its frame is found, and few readings are needed."""
    form = cleaned(source(header((frames, 16, 32)), bytes(frames * 512)))[2].redaction.form  # type: ignore[attr-defined]
    marked %= frames
    readings = []

    def read(image: np.ndarray, _tiles: Any) -> list[burned_in.Box]:
        readings.append(image)
        return [(0, 0, 1, 1)] if image[0, 0].max() > 0 else []

    def decode(index: int) -> tuple[np.ndarray, str]:
        frame = np.zeros((16, 32), np.uint8)
        frame[0, 0], frame[15, 31] = (200, 255) if index == marked else (0, 255)
        return frame, "MONOCHROME2"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(burned_in, "find_text", read)
        redaction = Redaction(form)
        redaction.read(decode)
    assert set(redaction.found) == {marked}
    assert len(readings) <= FRAMES_READ + BLOCK + 2


def test_no_reader_is_loaded_where_no_text_is_looked_for() -> None:
    """Without OCR neither the models nor their libraries are imported: that is time and memory."""
    script = (
        "import sys, site_agent.deidentify.engine.objects, site_agent.deidentify.pixels.clean;"
        "print([m for m in ('cv2', 'rapidocr', 'onnxruntime') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
