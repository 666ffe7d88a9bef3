"""Pixel data: carried over byte for byte unless something in it must go.

Rules: frames in which nothing changes keep their exact bytes and the transfer syntax; bytes behind the last
frame go. Native frames are painted while they are written, one at a time, so that an instance is never held
whole. An image that cannot be decoded cannot be shown to be clean, so it is refused where text is looked for.

Not here: compressed frames (`encapsulated`), what goes (`redaction`, `device_rules`), where text is found
(`burned_in`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from site_agent.deidentify.header.file_header import syntax_of
from site_agent.deidentify.pixels.display import Palette
from site_agent.deidentify.pixels.encapsulated import Encapsulated
from site_agent.deidentify.pixels.format import PixelFormat, element_head
from site_agent.deidentify.pixels.native import NativeFrames
from site_agent.deidentify.pixels.redaction import Blank, Redaction
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

    from site_agent.deidentify.pixels.device_rules import DeviceRules
    from site_agent.ingest.reader import ReadLimits, Source
    from site_agent.ingest.spans import PixelSpan

__all__ = ["Blank", "PixelOutput", "Treatment", "clean"]

NATIVE: Final = frozenset(
    {
        *(ImplicitVRLittleEndian, ExplicitVRLittleEndian),
        *(ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian),
    }
)


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to the pixels of one instance.

    Attributes:
        ocr: Whether text is looked for and painted over (Clean Pixel Data Option, PS3.15 E.3.1).
        rules: Areas that devices are known to write into; ``None`` looks up none.
        blank: Voxels to overwrite; ``None`` overwrites none.
    """

    ocr: bool
    rules: DeviceRules | None = None
    blank: Blank | None = None


class PixelOutput(Protocol):
    """Pixel data as it will be written.

    Attributes:
        transfer_syntax: Syntax of the pixel data; the source's own unless frames had to be transcoded.
        boxes: Areas painted over.
        changed: Whether any stored value differs from the source's.
    """

    @property
    def transfer_syntax(self) -> UID: ...  # noqa: D102 - see the class
    @property
    def boxes(self) -> int: ...  # noqa: D102 - see the class
    @property
    def changed(self) -> bool: ...  # noqa: D102 - see the class

    def write(self, out: BinaryIO) -> None:
        """Write the pixel element whole: tag, VR, length and value, in the syntax's byte order."""


def clean(source: Source, cleaned: Dataset, limits: ReadLimits, treatment: Treatment) -> PixelOutput:
    """Return an instance's pixel data free of text, to be written behind its cleaned data set.

    Args:
        source: The instance as read; ``source.pixels`` is not ``None``.
        cleaned: Its de-identified data set without pixel data; attributes that describe the pixels are
            adapted in place when the pixels change (photometric interpretation, lossy compression …).
        limits: Bounds on pixels and frames.
        treatment: What to do.

    Raises:
        InputRefusedError: `Reason.TOO_LARGE`, `Reason.PIXELS_UNREADABLE` or `Reason.BURNED_IN_TEXT`.
    """
    span = source.pixels
    if span is None:
        raise InputRefusedError(Reason.NO_PIXELS)
    form, said = PixelFormat.of(source.dataset, span.keyword, limits), source.dataset.file_meta
    syntax = UID(said.get("TransferSyntaxUID", "")) if span.encapsulated else syntax_of(source.dataset)
    blank = treatment.blank
    if span.encapsulated == (syntax in NATIVE) or (
        blank is not None and blank.mask.shape != (form.frames, form.rows, form.columns)
    ):
        raise InputRefusedError(Reason.PIXELS_UNREADABLE)
    areas = treatment.rules.areas(source.dataset, form) if treatment.rules else ()
    redaction = Redaction(form, Palette.of(source.dataset), areas, blank)
    if not span.encapsulated:
        return _native(span, syntax, redaction, ocr=treatment.ocr)
    encapsulated = Encapsulated(span, syntax, redaction, source.dataset.get("ExtendedOffsetTable"))
    encapsulated.clean(ocr=treatment.ocr)
    encapsulated.describe(cleaned)
    return encapsulated


def _native(span: PixelSpan, syntax: UID, redaction: Redaction, *, ocr: bool) -> _Native:
    frames = NativeFrames(span, redaction.form)
    if ocr:
        with span.open() as file:
            redaction.read(lambda index: (frames.read(file, index), redaction.form.photometric))
    touched = any(redaction.touches(index) for index in range(redaction.form.frames))
    return _Native(frames, syntax, redaction, touched or frames.holds_unused_bits())


@dataclass(frozen=True, slots=True)
class _Native:
    """Native pixel data: copied, or painted frame by frame while it is written."""

    frames: NativeFrames
    transfer_syntax: UID
    redaction: Redaction
    changed: bool

    @property
    def boxes(self) -> int:
        return self.redaction.boxes

    def write(self, out: BinaryIO) -> None:
        span, length = self.frames.span, self.redaction.form.length
        out.write(element_head(span, self.transfer_syntax, length + length % 2))
        if not self.changed:
            span.copy(out, length)
            out.write(b"\0" * (length % 2))
        elif self.frames.in_whole_bytes:
            out.writelines(map(self.frames.packed, self._painted()))
            out.write(b"\0" * (length % 2))
        else:
            out.write(self.frames.joined(list(self._painted())))

    def _painted(self) -> Iterator[NDArray[Any]]:
        with self.frames.span.open() as file:
            for index in range(self.redaction.form.frames):
                frame = self.frames.read(file, index)
                yield self.redaction.apply(index, frame, self.redaction.form.photometric)
