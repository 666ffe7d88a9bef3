"""Frames in compressed transfer syntaxes, and hiding places inside them: comments, EXIF, boxes, gaps.

Not here: text drawn into the picture (`burned_in`).
"""

from __future__ import annotations

import io
import struct
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gdcm
import numpy as np
from PIL import Image
from pydicom import dcmread, dcmwrite
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.pixels.encoders.base import get_encoder
from pydicom.uid import (
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
    SecondaryCaptureImageStorage,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factories.canaries.draft import Draft


def jpeg(frame: NDArray[np.uint8], **options: Any) -> bytes:
    """Return a baseline JPEG of an 8-bit frame, colour as YCbCr 4:2:2."""
    out = io.BytesIO()
    Image.fromarray(frame).save(out, "JPEG", quality=95, subsampling=1, **options)
    return out.getvalue()


def jpeg2000(frame: NDArray[Any], **options: Any) -> bytes:
    """Return a reversible JPEG 2000 codestream of a frame."""
    out = io.BytesIO()
    Image.fromarray(frame).save(out, "JPEG2000", irreversible=False, no_jp2=True, **options)
    return out.getvalue()


def jpeg2000_file(frame: NDArray[Any], text: bytes) -> bytes:
    """Return a JP2 file (a codestream in boxes) with an XML box that holds a text."""
    out = io.BytesIO()
    Image.fromarray(frame).save(out, "JPEG2000", irreversible=False, no_jp2=False)
    content = out.getvalue()
    at = content.index(b"jp2c") - 4
    return content[:at] + struct.pack(">I", len(text) + 8) + b"xml " + text + content[at:]


def encoded(frame: NDArray[Any], syntax: str, *, bits: int) -> bytes:
    """Return a frame, shape [H, W] or [H, W, 3], encoded losslessly (RLE, JPEG-LS, JPEG 2000)."""
    colour = frame.ndim > 2
    return get_encoder(syntax).encode(
        np.ascontiguousarray(frame).tobytes(), rows=frame.shape[0], columns=frame.shape[1],
        samples_per_pixel=3 if colour else 1, bits_allocated=frame.itemsize * 8, bits_stored=bits,
        pixel_representation=0, number_of_frames=1, planar_configuration=0,
        photometric_interpretation="RGB" if colour else "MONOCHROME2",
    )  # fmt: skip


def jpeg_lossless(frame: NDArray[np.uint16], *, bits: int) -> bytes:
    """Return a frame, shape [H, W], in JPEG Lossless (Process 14, selection value 1), which GDCM writes."""
    data = Dataset()
    data.SOPClassUID, data.SOPInstanceUID = SecondaryCaptureImageStorage, "2.25.1"
    describe(data, frame[None], bits=bits)
    data.add_new(0x7FE00010, "OW", frame.astype("<u2").tobytes())
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frame.dcm"
        dcmwrite(path, data, enforce_file_format=True)
        reader, change, writer = gdcm.ImageReader(), gdcm.ImageChangeTransferSyntax(), gdcm.ImageWriter()
        reader.SetFileName(str(path))
        reader.Read()
        change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.JPEGLosslessProcess14_1))
        change.SetInput(reader.GetImage())
        change.Change()
        writer.SetFileName(str(path))
        writer.SetFile(reader.GetFile())
        writer.SetImage(change.GetOutput())
        writer.Write()
        return next(generate_frames(dcmread(path).PixelData, number_of_frames=1))


def describe(data: Dataset, frames: NDArray[Any], *, bits: int = 8, photometric: str = "") -> None:
    """Write the image pixel module of frames, shape [frames, H, W] or [frames, H, W, 3]."""
    colour = frames.ndim > 3
    data.SamplesPerPixel = 3 if colour else 1
    data.PhotometricInterpretation = photometric or ("RGB" if colour else "MONOCHROME2")
    if colour:
        data.PlanarConfiguration = 0
    data.Rows, data.Columns = frames.shape[1:3]
    data.BitsAllocated = frames.itemsize * 8
    data.BitsStored, data.HighBit, data.PixelRepresentation = bits, bits - 1, 0
    if len(frames) > 1:
        data.NumberOfFrames = str(len(frames))


def native(draft: Draft, frames: NDArray[Any], *, bits: int = 8, photometric: str = "") -> None:
    """Write frames uncompressed, shape [frames, H, W] or [frames, H, W, 3]."""
    describe(draft.dataset, frames, bits=bits, photometric=photometric)
    raw = frames.astype(frames.dtype.newbyteorder("<")).tobytes()
    draft.dataset.add_new(0x7FE00010, "OB" if frames.itemsize == 1 else "OW", raw + b"\0" * (len(raw) % 2))
    draft.pixels = "exact" if draft.pixels == "none" else draft.pixels


def compressed(draft: Draft, frames: NDArray[Any], syntax: str, *, bits: int = 8) -> None:
    """Write frames in a compressed transfer syntax."""
    colour = frames.ndim > 3
    photometric = {JPEGBaseline8Bit: "YBR_FULL_422"}.get(syntax, "RGB") if colour else "MONOCHROME2"
    describe(draft.dataset, frames, bits=bits, photometric=photometric)
    makers = {
        JPEGBaseline8Bit: jpeg,
        JPEG2000Lossless: lambda frame: encoded(frame, JPEG2000Lossless, bits=bits),
        JPEGLSLossless: lambda frame: encoded(frame, JPEGLSLossless, bits=bits),
        RLELossless: lambda frame: encoded(frame, RLELossless, bits=bits),
        JPEGLosslessSV1: lambda frame: jpeg_lossless(frame, bits=bits),
    }
    put(draft, [makers[syntax](frame) for frame in frames], syntax)


def put(draft: Draft, encoded_frames: list[bytes], syntax: str) -> None:
    """Write ready frames as encapsulated pixel data."""
    draft.meta.TransferSyntaxUID = syntax
    draft.dataset.add_new(0x7FE00010, "OB", encapsulate(encoded_frames))
    draft.dataset[0x7FE00010].is_undefined_length = True
    draft.pixels = "exact" if draft.pixels == "none" else draft.pixels


def hiding_jpeg(draft: Draft, frame: NDArray[np.uint8]) -> None:
    """Write a JPEG frame with a comment, EXIF, an own application segment and bytes behind its end."""
    exif = Image.Exif()
    exif[0x010E] = draft.text("Photo of {name}", "frame/JPEG EXIF description")
    exif[0x013B] = draft.text("{name}", "frame/JPEG EXIF artist")
    comment = draft.text("taken by {name}", "frame/JPEG COM").encode()
    content = jpeg(frame, exif=exif.tobytes(), comment=comment)
    hidden = {
        0xE0: (b"JFXX\0\x10", "frame/JPEG thumbnail"),
        0xE1: (b"http://ns.adobe.com/xap/1.0/\0", "frame/JPEG XMP"),
        0xE2: (b"ICC_PROFILE\0\1\1", "frame/JPEG colour profile"),
        0xED: (b"Photoshop 3.0\0", "frame/JPEG APP13"),
    }
    for marker, (head, place) in hidden.items():
        content = _with_segment(content, marker, head + draft.text("{name} {id}", place).encode())
    describe(draft.dataset, frame[None])
    content += draft.text("{name} {number}", "frame/JPEG behind EOI").encode()
    put(draft, [content + b"\0" * (len(content) % 2)], JPEGBaseline8Bit)


def hiding_jpegls(draft: Draft, frame: NDArray[np.uint8]) -> None:
    """Write a JPEG-LS frame with a comment and an own application segment."""
    describe(draft.dataset, frame[None])
    content = encoded(frame, JPEGLSLossless, bits=8)
    for marker, place in ((0xFE, "frame/JPEG-LS COM"), (0xE8, "frame/JPEG-LS APP8")):
        content = _with_segment(content, marker, draft.text("{name} {number}", place).encode())
    put(draft, [content + b"\0" * (len(content) % 2)], JPEGLSLossless)


def _with_segment(content: bytes, marker: int, body: bytes) -> bytes:
    """Return a JPEG or JPEG-LS stream with one more segment behind its start."""
    return content[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + content[2:]


def hiding_jpeg2000(draft: Draft, frame: NDArray[np.uint8], *, boxes: bool) -> None:
    """Write a JPEG 2000 frame with a comment marker, or in a JP2 file with a box of text."""
    describe(draft.dataset, frame[None])
    if boxes:
        content = jpeg2000_file(frame, draft.text("<p>{name} {id}</p>", "frame/JP2 box").encode())
    else:
        content = jpeg2000(frame, comment=draft.text("{name} {id}", "frame/J2K COM").encode())
    put(draft, [content], JPEG2000Lossless)


def hiding_rle(draft: Draft, frame: NDArray[np.uint8]) -> None:
    """Write an RLE frame with text in the unused offsets of its header and behind its segment."""
    describe(draft.dataset, frame[None])
    content = bytearray(encoded(frame, RLELossless, bits=8))
    text = draft.text("{name}", "frame/RLE header").encode()
    content[16 : 16 + len(text)] = text
    behind = draft.text("{name}", "frame/RLE behind its segment").encode()
    content += b"\0" * (len(content) % 2) + behind + b"\0" * (len(behind) % 2)
    put(draft, [bytes(content)], RLELossless)


def hiding_items(draft: Draft, frame: NDArray[np.uint8]) -> None:
    """Write encapsulated pixel data with text in the offset table and in a further fragment."""
    describe(draft.dataset, frame[None])
    put(draft, [encoded(frame, RLELossless, bits=8)], RLELossless)
    value = draft.dataset[0x7FE00010].value
    table = draft.text("{name}", "frame/basic offset table").encode()
    table += b"\0" * (-len(table) % 4)
    extra = draft.text("{name} {id}", "frame/further fragment").encode()
    extra += b"\0" * (len(extra) % 2)
    head = struct.pack("<HHI", 0xFFFE, 0xE000, len(table)) + table
    tail = struct.pack("<HHI", 0xFFFE, 0xE000, len(extra)) + extra
    (old,) = struct.unpack_from("<I", value, 4)
    draft.dataset[0x7FE00010].value = head + value[8 + old :] + tail
