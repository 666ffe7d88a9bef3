"""Instances whose pixel data is laid out in every way: sources for pixel tests, and what was written.

Not here: text drawn into pictures (`factories.canaries.ink`) and other hiding places (`factories.canaries`).
"""

from __future__ import annotations

import copy
import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian, SecondaryCaptureImageStorage

from site_agent.deidentify.header import file_header
from site_agent.deidentify.pixels import clean as pixels
from site_agent.deidentify.pixels.device_rules import DeviceRules, PixelRule
from site_agent.ingest.reader import ReadLimits, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from site_agent.deidentify.pixels.clean import Blank, PixelOutput

BOX = (2, 3, 10, 20)
"""The area that `RULE` paints over."""
RULE = DeviceRules(
    rules=(PixelRule(name="corner", match={"Modality": "OT"}, action="blank", boxes=(BOX,)),),
)


def header(shape: Sequence[int], *, bits: int = 8, photometric: str = "MONOCHROME2", **more: Any) -> Dataset:
    """Return a data set that describes pixels, shape [frames, H, W] or [frames, H, W, 3], and holds none."""
    data = Dataset()
    data.SOPClassUID, data.SOPInstanceUID = SecondaryCaptureImageStorage, "2.25.1"
    data.Modality = "OT"
    data.NumberOfFrames, data.Rows, data.Columns = shape[:3]
    data.SamplesPerPixel = shape[3] if len(shape) > 3 else 1
    data.PhotometricInterpretation = photometric
    data.BitsAllocated = 1 if bits == 1 else -(-bits // 8) * 8
    data.BitsStored, data.HighBit, data.PixelRepresentation = bits, bits - 1, 0
    if data.SamplesPerPixel > 1:
        data.PlanarConfiguration = 0
    for keyword, value in more.items():
        setattr(data, keyword, value)
    return data


def source(
    data: Dataset,
    value: bytes,
    syntax: str = ExplicitVRLittleEndian,
    *,
    vr: str = "OB",
    keyword: str = "PixelData",
) -> Source:
    """Return a source of a header and a pixel value."""
    syntax = UID(syntax)
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = syntax
    native = syntax in pixels.NATIVE
    little = not native or syntax.is_little_endian
    data.set_original_encoding(native and syntax.is_implicit_VR, little, "ascii")
    data.add_new(pydicom.datadict.tag_for_keyword(keyword), vr, value)
    return Source.from_dataset(data)


def encapsulated(data: Dataset, frames: Sequence[bytes], syntax: str, **options: Any) -> Source:
    """Return a source of encoded frames, with a basic offset table unless told otherwise."""
    return source(data, encapsulate(list(frames), **options), syntax)


def cleaned(
    given: Source, *, rules: DeviceRules | None = None, ocr: bool = False, blank: Blank | None = None
) -> tuple[Dataset, bytes, PixelOutput]:
    """Clean a source's pixels; return the file read back, the pixel element's bytes and the output."""
    data = copy.deepcopy(given.dataset)
    output = pixels.clean(given, data, ReadLimits(), pixels.Treatment(ocr=ocr, rules=rules, blank=blank))
    element, whole = io.BytesIO(), io.BytesIO()
    output.write(element)
    whole.write(file_header.encode(data, output.transfer_syntax))
    whole.write(element.getvalue())
    whole.seek(0)
    return pydicom.dcmread(whole), element.getvalue(), output


def picture(shape: Sequence[int], *, bits: int = 8, seed: int = 0) -> NDArray[Any]:
    """Return smooth random values below ``2 ** bits``, of any shape [frames, H, W, ...]."""
    rng = np.random.default_rng(seed)
    steps = rng.integers(0, 3, shape).cumsum(axis=1).cumsum(axis=2)
    kind = np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32
    return (steps % (1 << bits)).astype(kind)
