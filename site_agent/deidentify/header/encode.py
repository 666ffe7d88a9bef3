"""Writes a de-identified data set as bytes (PS3.5 7), raw elements as they are.

Rules: elements in ascending order, sequences and items with their length, even lengths, texts in UTF-8; a
value whose bytes are already in the right order is not taken apart; pydicom writes the others.

Not here: which elements there are (`metadata`), preamble and file meta (`file_header`), pixels
(`pixels.clean`).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydicom.charset import convert_encodings
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import correct_ambiguous_vr_element, write_data_element
from pydicom.valuerep import EXPLICIT_VR_LENGTH_32

from site_agent.deidentify.header.elements import Element, elements, representation

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement, RawDataElement
    from pydicom.dataset import Dataset

_UTF_8: Final = convert_encodings("ISO_IR 192")
_ITEM: Final = 0xFFFEE000
_LONGEST: Final = 0xFFFF
_ORDERLESS: Final = frozenset(
    {
        "AE",
        "AS",
        "CS",
        "DA",
        "DS",
        "DT",
        "IS",
        "LO",
        "LT",
        "OB",
        "PN",
        "SH",
        "ST",
        "TM",
        "UC",
        "UI",
        "UR",
        "UT",
    }
)
_TEXTS: Final = frozenset(
    {"AE", "AS", "CS", "DA", "DT", "LO", "LT", "SH", "ST", "TM", "UC", "UI", "UR", "UT"}
)
_PADDED_WITH_ZERO: Final = frozenset({"OB", "UI", "UN"})


@dataclass(frozen=True, slots=True)
class Encoder:
    """Writes data sets in one encoding.

    Attributes:
        implicit: Whether value representations are left out.
        little: Byte order.
    """

    implicit: bool
    little: bool

    def encode(self, dataset: Dataset) -> bytes:
        """Return a data set as bytes.

        Raises:
            Exception: Whatever pydicom raises on a value that cannot be written.
        """
        return b"".join(self._element(element, dataset) for element in elements(dataset))

    def _element(self, element: Element, dataset: Dataset) -> bytes:
        vr = representation(element)
        if vr == "SQ":
            items = (self.encode(item) for item in dataset[element.tag].value or ())
            value = b"".join(self._tag(_ITEM) + self._length(len(item)) + item for item in items)
            return self._head(int(element.tag), "SQ", len(value)) + value
        if element.is_raw and " or " not in vr and self._is_ordered(element, vr):
            return self._padded(int(element.tag), vr, element.value or b"")
        if vr in _TEXTS and not element.is_raw:
            return self._text(element, vr)
        return self._by_pydicom(dataset, element)

    def _text(self, element: DataElement, vr: str) -> bytes:
        """Return an element whose value is a text or a list of texts."""
        said = element.value
        value = said if isinstance(said, str) else "\\".join(said or ())
        return self._padded(int(element.tag), vr, value.encode())

    def _padded(self, tag: int, vr: str, value: bytes) -> bytes:
        if len(value) % 2:
            value += b"\0" if vr in _PADDED_WITH_ZERO else b" "
        return self._head(tag, vr, len(value)) + value

    def _is_ordered(self, element: RawDataElement, vr: str) -> bool:
        return element.is_little_endian == self.little or vr in _ORDERLESS

    def _head(self, tag: int, vr: str, length: int) -> bytes:
        if self.implicit:
            return self._tag(tag) + self._length(length)
        if vr not in EXPLICIT_VR_LENGTH_32:
            if length <= _LONGEST:
                return self._tag(tag) + vr.encode() + struct.pack("<H" if self.little else ">H", length)
            vr = "UN"  # PS3.5 6.2.2, note 2: too long for its representation
        return self._tag(tag) + vr.encode() + b"\0\0" + self._length(length)

    def _tag(self, tag: int) -> bytes:
        return struct.pack("<HH" if self.little else ">HH", tag >> 16, tag & 0xFFFF)

    def _length(self, length: int) -> bytes:
        return struct.pack("<L" if self.little else ">L", length)

    def _by_pydicom(self, dataset: Dataset, element: Element) -> bytes:
        converted = dataset[element.tag]
        if " or " in converted.VR:
            converted = correct_ambiguous_vr_element(converted, dataset, self.little)
        out = DicomBytesIO()
        out.is_implicit_VR, out.is_little_endian = self.implicit, self.little
        write_data_element(out, converted, _UTF_8)
        return bytes(out.getvalue())
