"""Encapsulated pixel data: fragments copied, stripped of what no decoder needs, or frames encoded anew.

Rules: a frame that stays keeps its exact bytes. A frame that changes is encoded in the syntax it came in;
where nothing here encodes that syntax (JPEG Lossless, 12-bit JPEG, HTJ2K), all frames are transcoded without
loss to JPEG 2000. What was encoded is decoded again: it equals what was read last, or it is read again.

Not here: what goes (`redaction`), what a frame needs (`codestreams`), how it is encoded (`codecs`).
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np

from site_agent.deidentify.pixels import codecs, codestreams, fragments
from site_agent.deidentify.pixels.format import UNDEFINED_LENGTH, element_head
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pydicom.dataset import Dataset
    from pydicom.uid import UID

    from site_agent.deidentify.pixels.fragments import Fragment
    from site_agent.deidentify.pixels.redaction import Redaction
    from site_agent.ingest.spans import PixelSpan

_IN_MEMORY: Final = 1 << 25
_LOSSY_METHOD: Final = "ISO_10918_1"


@dataclass(slots=True)
class Encapsulated:
    """Encapsulated pixel data as it will be written, a `pixels.PixelOutput`.

    Attributes:
        span: The items it comes from.
        syntax: Transfer syntax it comes in.
        redaction: What goes.
        extended: Value of the source's extended offset table, if it has one.
        transfer_syntax: Transfer syntax it is written in.
    """

    span: PixelSpan
    syntax: UID
    redaction: Redaction
    extended: bytes | None
    transfer_syntax: UID = field(init=False)
    _fragments: list[list[Fragment]] = field(init=False, repr=False)
    _has_table: bool = field(init=False)
    _lengths: dict[int, int] = field(default_factory=dict, init=False)  # bytes of frames written as one item
    _encoded: dict[int, tuple[int, int]] = field(default_factory=dict, init=False)
    _store: Any = field(init=False, repr=False)
    _photometric: str = field(init=False)

    def __post_init__(self) -> None:
        self.transfer_syntax = self.syntax
        self._photometric = self.redaction.form.photometric
        count = self.redaction.form.frames
        self._fragments, self._has_table = fragments.frames_of(self.span, count, self.extended)
        self._store = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - lives as long as its owner

    @property
    def boxes(self) -> int:
        """Return the number of areas painted over."""
        return self.redaction.boxes

    @property
    def changed(self) -> bool:
        """Return whether any stored value differs from the source's."""
        return bool(self._encoded)

    def clean(self, *, ocr: bool) -> None:
        """Strip every frame, find text, and encode the frames that change."""
        form = self.redaction.form
        with self.span.open() as file:
            for index in range(form.frames):
                self._strip(file, index)
            if ocr:
                self.redaction.read(lambda index: self._decode(file, index))
            changing = [index for index in range(form.frames) if self._changes(file, index)]
            if changing and not codecs.can_encode(self.syntax, form):
                self.transfer_syntax, changing = codecs.TRANSCODED, list(range(form.frames))
            for index in changing:
                self._encode(file, index, ocr=ocr)

    def describe(self, cleaned: Dataset) -> None:
        """Make the data set say what the pixel data has become."""
        form = self.redaction.form
        for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
            if keyword in cleaned:
                del cleaned[keyword]
        if self.extended:
            sizes = [self._size(index) for index in range(form.frames)]
            cleaned.ExtendedOffsetTable = np.asarray(fragments.offsets(sizes), "<u8").tobytes()
            lengths = [self._length(index) for index in range(form.frames)]
            cleaned.ExtendedOffsetTableLengths = np.asarray(lengths, "<u8").tobytes()
        if not self.changed:
            return
        if len(self._encoded) == form.frames:
            cleaned.PhotometricInterpretation = self._photometric
        if self.transfer_syntax != self.syntax and form.samples > 1:
            cleaned.PlanarConfiguration = 0
        if codecs.loses(self.transfer_syntax):
            self._describe_loss(cleaned)

    def write(self, out: BinaryIO) -> None:
        """Write the pixel element whole."""
        count = self.redaction.form.frames
        out.write(element_head(self.span, self.transfer_syntax, UNDEFINED_LENGTH))
        sizes = [self._size(index) for index in range(count)]
        table = fragments.basic_table(sizes) if self._has_table and not self.extended else b""
        with self.span.open() as file:
            fragments.write(out, table, count, lambda index: self._write_frame(out, file, index))

    def _bare(self, file: BinaryIO, index: int) -> bytes:
        frame = fragments.joined(file, self._fragments[index])
        return codestreams.bare(frame, self.syntax, self.redaction.form) if index in self._lengths else frame

    def _strip(self, file: BinaryIO, index: int) -> None:
        """Note a frame that is not written as it was: stripped, or of fragments that must be one."""
        frame = fragments.joined(file, self._fragments[index])
        bare = codestreams.bare(frame, self.syntax, self.redaction.form)
        parts = self._fragments[index]
        odd = any(length % 2 for _, length in parts)
        if bare is not frame or odd or (self.extended and len(parts) > 1):
            self._lengths[index] = len(bare)

    def _decode(self, file: BinaryIO, index: int) -> tuple[NDArray[Any], str]:
        return codecs.decode(self._bare(file, index), self.syntax, self.redaction.form)

    def _changes(self, file: BinaryIO, index: int) -> bool:
        """Return whether a frame's values change: an area may be dark already."""
        if not self.redaction.changes(index):
            return False
        frame, photometric = self._decode(file, index)
        return not np.array_equal(self.redaction.apply(index, frame, photometric), frame)

    def _encode(self, file: BinaryIO, index: int, *, ocr: bool) -> None:
        form, original = self.redaction.form, self._bare(file, index)
        frame, photometric = codecs.decode(original, self.syntax, form)
        painted = self.redaction.apply(index, frame, photometric)
        encoded = codecs.encode(painted, photometric, self.transfer_syntax, form, original)
        again, shown = codecs.decode(encoded, self.transfer_syntax, form)
        if not np.array_equal(again, painted):
            if not codecs.loses(self.transfer_syntax):
                raise InputRefusedError(Reason.BURNED_IN_TEXT)
            if ocr:
                self.redaction.require_clean(again, shown)
        self._photometric = codecs.written_photometric(photometric, self.transfer_syntax, form)
        self._store.seek(0, 2)
        self._encoded[index] = self._store.tell(), len(encoded)
        self._store.write(encoded)

    def _length(self, index: int) -> int:
        """Return the bytes of a frame, without item heads and padding."""
        if index in self._encoded:
            return self._encoded[index][1]
        return self._lengths.get(index, sum(length for _, length in self._fragments[index]))

    def _size(self, index: int) -> int:
        """Return the bytes of a frame's items, with their heads."""
        whole = index in self._encoded or index in self._lengths
        length = self._length(index)
        return length + length % 2 + fragments.HEAD * (1 if whole else len(self._fragments[index]))

    def _write_frame(self, out: BinaryIO, file: BinaryIO, index: int) -> None:
        if index in self._encoded:
            offset, length = self._encoded[index]
            self._store.seek(offset)
            _write_item(out, self._store.read(length))
        elif index in self._lengths:
            _write_item(out, self._bare(file, index))
        else:
            for part in self._fragments[index]:
                _write_item(out, fragments.joined(file, [part]))

    def _describe_loss(self, cleaned: Dataset) -> None:
        """Add this compression to those the image went through (PS3.3 C.7.6.1.1.5)."""
        form = self.redaction.form
        written = sum(self._length(index) for index in range(form.frames))
        ratio = f"{form.length / max(1, written):.4g}"
        cleaned.LossyImageCompression = "01"
        added = {"LossyImageCompressionRatio": ratio, "LossyImageCompressionMethod": _LOSSY_METHOD}
        for keyword, value in added.items():
            setattr(cleaned, keyword, [*_values(cleaned, keyword), value])


def _values(dataset: Dataset, keyword: str) -> Sequence[Any]:
    value = dataset.get(keyword)
    if value is None or value == "":
        return []
    return [value] if isinstance(value, (str, float, int)) else list(value)


def _write_item(out: BinaryIO, value: bytes) -> None:
    out.write(fragments.item_head(len(value) + len(value) % 2))
    out.write(value)
    out.write(b"\0" * (len(value) % 2))
