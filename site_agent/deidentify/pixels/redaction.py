"""What is painted over in each frame, frame by frame: known areas, blanked voxels and text that is read.

Rules: text is painted over with the darkest value of its frame and the frame is read again, until nothing is
found; text that stays, and a picture that is mostly text (a scanned page, a dose report), refuse the
instance. Areas of text are carried to a following frame only when that frame shows the same there, so that a
frame without text keeps its values. Every frame is read up to `FRAMES_READ` of them; longer instances are
read in blocks of `BLOCK` frames laid over each other, by their brightest and by their darkest values, and
frame by frame wherever a block shows text.

Not here: reading (`burned_in`), decoding and encoding (`clean`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from site_agent.deidentify.pixels import burned_in, display
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from site_agent.deidentify.pixels.burned_in import Box
    from site_agent.deidentify.pixels.display import Palette
    from site_agent.deidentify.pixels.format import PixelFormat

FRAMES_READ: Final = 64
"""Frames up to which each one is read by itself."""
BLOCK: Final = 8
"""Frames of a longer instance that are read together."""
_TRIES: Final = 4
_NOISE: Final = 1 / 8  # of what an area of text spans; another text differs by all of it
_MOSTLY_TEXT: Final = 1 / 3


@dataclass(frozen=True, slots=True)
class Blank:
    """Voxels to overwrite in one instance, e.g. those of a face.

    Attributes:
        mask: True where a voxel goes; bool, shape [frames, H, W].
        fill: Stored value that replaces it.
    """

    mask: NDArray[np.bool_]
    fill: float


@dataclass(slots=True)
class Redaction:
    """What goes in one instance's frames.

    Attributes:
        form: How its pixels are stored.
        palette: Its palette, if there is one.
        areas: Boxes that go in every frame.
        blank: Voxels that go.
        found: Boxes of text by frame; filled by `read`.
        deep: Frames with something in their unused bits; filled by `read`.
    """

    form: PixelFormat
    palette: Palette | None = None
    areas: tuple[Box, ...] = ()
    blank: Blank | None = None
    found: dict[int, tuple[Box, ...]] = field(default_factory=dict)
    deep: set[int] = field(default_factory=set)
    _tiles: burned_in.Tiles = field(default_factory=burned_in.Tiles, repr=False)
    _shown: dict[Box, NDArray[Any]] = field(default_factory=dict, repr=False)

    @property
    def boxes(self) -> int:
        """Return the number of boxes painted over, known areas and text, in all frames."""
        return len(self.areas) * self.form.frames + sum(len(boxes) for boxes in self.found.values())

    def touches(self, index: int) -> bool:
        """Return whether anything goes in a frame."""
        blanked = self.blank is not None and bool(self.blank.mask[index].any())
        return bool(self.areas or self.found.get(index)) or blanked

    def changes(self, index: int) -> bool:
        """Return whether a frame's values change, as far as they were looked at."""
        return index in self.deep or self.touches(index)

    def apply(self, index: int, frame: NDArray[Any], photometric: str) -> NDArray[Any]:
        """Return a frame without what goes; the same array when nothing does.

        Args:
            index: The frame, from 0.
            frame: Stored values, shape [H, W] or [H, W, samples]; not changed.
            photometric: Photometric interpretation of these values.
        """
        bare = self.form.cleared(frame)
        if not self.touches(index):
            return bare
        painted = bare.copy() if bare is frame else bare
        value = display.darkest(bare, photometric, self.palette)
        for box in (*self.areas, *map(_widened, self.found.get(index, ()))):
            _within(painted, box)[...] = value
        if self.blank is not None:
            painted[self.blank.mask[index]] = self.blank.fill
        return painted

    def read(self, decode: Callable[[int], tuple[NDArray[Any], str]]) -> None:
        """Find the text in every frame.

        Args:
            decode: Gives a frame's stored values and their photometric interpretation.

        Raises:
            InputRefusedError: `Reason.BURNED_IN_TEXT`.
        """
        size = 1 if self.form.frames <= FRAMES_READ else BLOCK
        for block in self._blocks(size):
            if size > 1 and not self._shows_text(block, decode):
                continue
            for index in block:
                frame, photometric = decode(index)
                self._carry(index, frame)
                self._read(index, frame, photometric)

    def require_clean(self, frame: NDArray[Any], photometric: str) -> None:
        """Refuse a frame, as it was written, in which text is read.

        Raises:
            InputRefusedError: `Reason.BURNED_IN_TEXT`.
        """
        seen = display.rgb8(frame, photometric, self.palette)
        if burned_in.find_text(seen, self._tiles):
            raise InputRefusedError(Reason.BURNED_IN_TEXT)

    def _blocks(self, size: int) -> Iterator[range]:
        for start in range(0, self.form.frames, size):
            yield range(start, min(start + size, self.form.frames))

    def _shows_text(self, block: range, decode: Callable[[int], tuple[NDArray[Any], str]]) -> bool:
        """Return whether frames laid over each other show text beyond what is carried to each of them."""
        brightest: NDArray[np.uint8] | None = None
        darkest: NDArray[np.uint8] | None = None
        for index in block:
            frame, photometric = decode(index)
            self._carry(index, frame)
            seen = display.rgb8(self.apply(index, frame, photometric), photometric, self.palette)
            brightest = seen if brightest is None else np.maximum(brightest, seen)
            darkest = seen if darkest is None else np.minimum(darkest, seen)
        return any(
            burned_in.find_text(laid, self._tiles) for laid in (brightest, darkest) if laid is not None
        )

    def _carry(self, index: int, frame: NDArray[Any]) -> None:
        """Take over the boxes of frames before in which this one shows the same."""
        bare = self.form.cleared(frame)
        if bare is not frame:
            self.deep.add(index)
        same = (box for box, shown in self._shown.items() if _is_same(_within(bare, box), shown))
        if boxes := tuple(same):
            self.found[index] = boxes

    def _read(self, index: int, frame: NDArray[Any], photometric: str) -> None:
        """Find a frame's text, painting it over until none is found."""
        view = None
        for _ in range(_TRIES):
            painted = self.apply(index, frame, photometric)
            now = display.View.of(painted, photometric, self.palette)
            view = view if view is not None and view.shows_like(now) else now  # what stayed is read once
            boxes = burned_in.find_text(view.seen(painted), self._tiles)
            if not boxes:
                return
            bare = self.form.cleared(frame)
            self._shown |= {box: _within(bare, box).astype(np.float32) for box in boxes}
            self.found[index] = (*self.found.get(index, ()), *boxes)
            self._require_picture(self.found[index])
        self.require_clean(self.apply(index, frame, photometric), photometric)

    def _require_picture(self, boxes: tuple[Box, ...]) -> None:
        """Refuse a frame of which the text covers most: what would be left is no picture."""
        covered = np.zeros((self.form.rows, self.form.columns), bool)
        for box in boxes:
            _within(covered, _widened(box))[...] = True
        if covered.mean() > _MOSTLY_TEXT:
            raise InputRefusedError(Reason.BURNED_IN_TEXT)


def _within(frame: NDArray[Any], box: Box) -> NDArray[Any]:
    top, left, bottom, right = box
    return frame[top:bottom, left:right]


def _is_same(now: NDArray[Any], shown: NDArray[np.float32]) -> bool:
    """Return whether two cut-outs show the same, save what lossy compression differs by."""
    if now.shape != shown.shape or not now.size:
        return False
    return bool(np.abs(now - shown).max() <= float(np.ptp(shown)) * _NOISE)


def _widened(box: Box) -> Box:
    """Return a box with a margin of its smaller side along the text: detectors cut letters off."""
    top, left, bottom, right = box
    side = max(4, min(bottom - top, right - left))
    down, across = (side // 2, side) if right - left >= bottom - top else (side, side // 2)
    return max(0, top - down), max(0, left - across), bottom + down, right + across
