"""One compressed frame: decoded to the values that are stored, and encoded again in the same syntax.

Rules: decoding converts no colours, save what the codestream itself does (a JPEG 2000 transform, PS3.5
8.2.4); a frame is encoded without loss in every syntax that allows it, and in JPEG Baseline with the
quantisation of the frame it replaces; a syntax that nothing here encodes says so, and its frames are then
all transcoded without loss to JPEG 2000, values unchanged.

Not here: native pixels (`native`), and which frames change (`redaction`).
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pydicom.encaps import encapsulate
from pydicom.uid import (
    JPEG2000,
    UID,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from site_agent.deidentify.pixels import rle
from site_agent.deidentify.pixels.codestreams import DEFLATED_FRAMES, UNCOMPRESSED_FRAMES
from site_agent.deidentify.pixels.format import YBR_422
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from site_agent.deidentify.pixels.format import PixelFormat

TRANSCODED: Final = JPEG2000Lossless
"""Syntax of an instance of which a frame changed that cannot be encoded in its own."""

_NATIVE_INSIDE: Final = frozenset({DEFLATED_FRAMES, UNCOMPRESSED_FRAMES})
_TRANSFORMED: Final = frozenset({"YBR_RCT", "YBR_ICT"})  # by the codestream; decoders give RGB
_LOSSLESS_TWIN: Final = {JPEG2000: JPEG2000Lossless, JPEGLSNearLossless: JPEGLSLossless}
_BASELINE: Final = frozenset({JPEGBaseline8Bit, JPEGExtended12Bit})
_ENCODED: Final = frozenset(
    {*(RLELossless, JPEGLSLossless, JPEGLSNearLossless, JPEG2000, JPEG2000Lossless), *_NATIVE_INSIDE}
)
_BYTE: Final = 8


def decode(frame: bytes, syntax: UID, form: PixelFormat) -> tuple[NDArray[Any], str]:
    """Return a frame's stored values, and the photometric interpretation that these have.

    Args:
        frame: The frame without anything that is no part of its picture.
        syntax: Transfer syntax.
        form: What the header says of the pixels.

    Returns:
        Values of shape [H, W] or [H, W, samples] and ``form.dtype``; their photometric interpretation, which
        differs from the header's where the codestream transforms colours.

    Raises:
        InputRefusedError: `Reason.PIXELS_UNREADABLE`.
    """
    try:
        values, photometric = _decoded(frame, syntax, form)
    except Exception:  # noqa: BLE001 - decoders raise anything, and quote what they read
        raise InputRefusedError(Reason.PIXELS_UNREADABLE) from None
    if values.shape != form.shape:
        raise InputRefusedError(Reason.PIXELS_UNREADABLE)
    return values.astype(form.dtype, copy=False), photometric


def _decoded(frame: bytes, syntax: UID, form: PixelFormat) -> tuple[NDArray[Any], str]:
    if syntax in _NATIVE_INSIDE:
        content = zlib.decompress(frame, -zlib.MAX_WBITS) if syntax == DEFLATED_FRAMES else frame
        return _unpacked(content, form), form.photometric
    if syntax == RLELossless and form.allocated == 1:
        bits = np.unpackbits(np.frombuffer(rle.decoded(frame), "u1"), bitorder="little")
        return bits[: form.rows * form.columns].reshape(form.shape), form.photometric
    from pydicom.pixels import get_decoder  # noqa: PLC0415 - looks for plugins; needed by few inputs

    values, found = get_decoder(syntax).as_array(
        encapsulate([frame]),
        index=0,
        raw=True,
        rows=form.rows,
        columns=form.columns,
        number_of_frames=1,
        samples_per_pixel=form.samples,
        photometric_interpretation=form.photometric,
        pixel_representation=int(form.signed),
        bits_allocated=form.allocated,
        bits_stored=form.stored,
        planar_configuration=int(form.planar),
        pixel_keyword="PixelData",
    )
    return values, str(found["photometric_interpretation"])


def _unpacked(content: bytes, form: PixelFormat) -> NDArray[Any]:
    """Return a native frame of an encapsulated syntax: little endian, each frame on its own bytes."""
    if form.allocated == 1:
        bits = np.unpackbits(np.frombuffer(content, "u1"), bitorder="little")
        return bits[: form.rows * form.columns].reshape(form.shape)
    count = form.rows * form.columns * form.samples
    values = np.frombuffer(content, form.dtype.newbyteorder("<"), count)
    if form.samples > 1 and form.planar:
        return values.reshape(form.samples, form.rows, form.columns).transpose(1, 2, 0)
    return values.reshape(form.shape)


def can_encode(syntax: UID, form: PixelFormat) -> bool:
    """Return whether a changed frame can be encoded in its own syntax."""
    return syntax in _ENCODED or (syntax in _BASELINE and form.allocated == _BYTE)


def loses(syntax: UID) -> bool:
    """Return whether `encode` loses something in a syntax."""
    return syntax in _BASELINE


def encode(frame: NDArray[Any], photometric: str, syntax: UID, form: PixelFormat, original: bytes) -> bytes:
    """Return a frame encoded in a syntax that `can_encode`, or in `TRANSCODED`.

    Args:
        frame: Values as `decode` returned them, changed.
        photometric: Photometric interpretation that `decode` returned with them.
        syntax: Transfer syntax to write.
        form: What the source's header says of the pixels.
        original: The frame that is replaced.

    Raises:
        InputRefusedError: `Reason.BURNED_IN_TEXT`: text is known to be in a frame that cannot be written.
    """
    try:
        if syntax in _NATIVE_INSIDE:
            content = _packed(frame, form)
            return content if syntax == UNCOMPRESSED_FRAMES else _deflated(content)
        if syntax in _BASELINE:
            return _baseline(frame, photometric, original)
        transformed = form.photometric in _TRANSFORMED
        return _encoded(frame, "YBR_RCT" if transformed else photometric, syntax, form)
    except Exception:  # noqa: BLE001 - encoders raise anything
        raise InputRefusedError(Reason.BURNED_IN_TEXT) from None


def written_photometric(photometric: str, syntax: UID, form: PixelFormat) -> str:
    """Return the header's photometric interpretation when every frame was encoded by `encode`.

    Args:
        photometric: Photometric interpretation that `decode` returned with the frames.
        syntax: Transfer syntax they were written in.
        form: What the source's header says of the pixels.
    """
    if form.photometric in _TRANSFORMED:
        return "YBR_RCT"
    if syntax != TRANSCODED:
        return form.photometric
    return "YBR_FULL" if photometric == YBR_422 else photometric


def _encoded(frame: NDArray[Any], photometric: str, syntax: UID, form: PixelFormat) -> bytes:
    from pydicom.pixels import get_encoder  # noqa: PLC0415 - looks for plugins; needed by few inputs

    written = _LOSSLESS_TWIN.get(syntax, syntax)
    encoded = get_encoder(written).encode(
        np.ascontiguousarray(frame),
        rows=form.rows,
        columns=form.columns,
        number_of_frames=1,
        samples_per_pixel=form.samples,
        photometric_interpretation="YBR_FULL" if photometric == YBR_422 else photometric,
        pixel_representation=int(form.signed),
        bits_allocated=form.allocated,
        bits_stored=form.stored,
        **({"planar_configuration": 0} if form.samples > 1 else {}),
    )
    return bytes(encoded)


def _baseline(frame: NDArray[Any], photometric: str, original: bytes) -> bytes:
    """Return an 8-bit JPEG with the quantisation and sampling of the frame it replaces."""
    from PIL import Image, JpegImagePlugin  # noqa: PLC0415 - needed by few inputs

    before = Image.open(io.BytesIO(original))
    mode = "L" if frame.ndim == 2 else "RGB" if photometric == "RGB" else "YCbCr"  # noqa: PLR2004 - a plane
    sampling = max(0, JpegImagePlugin.get_sampling(before)) if mode == "YCbCr" else 0
    out = io.BytesIO()
    image = Image.frombytes(mode, (frame.shape[1], frame.shape[0]), np.ascontiguousarray(frame).tobytes())
    image.save(out, "JPEG", qtables=before.quantization, subsampling=sampling, keep_rgb=mode == "RGB")
    return out.getvalue()


def _packed(frame: NDArray[Any], form: PixelFormat) -> bytes:
    if form.allocated == 1:
        return np.packbits(frame.reshape(-1), bitorder="little").tobytes()
    if form.samples > 1 and form.planar:
        frame = frame.transpose(2, 0, 1)
    return frame.astype(form.dtype.newbyteorder("<")).tobytes()


def _deflated(content: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(content) + deflate.flush()
