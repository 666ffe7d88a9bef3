"""Reads and makes elements of a data set without paying for pydicom's conversions.

Rules: an element that was read from a file and not looked at yet is handed out raw; its value is turned into
texts only when a rule needs them; what is made here is raw again, in UTF-8 and in the byte order of the file
it is written to.

Not here: what may stay (`metadata`), and elements that pydicom must interpret (sequences, ambiguous ones).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydicom.datadict import DicomDictionary
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.tag import BaseTag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydicom.dataset import Dataset

Element: TypeAlias = "DataElement | RawDataElement"

ASCII: Final = frozenset({"AE", "AS", "CS", "DA", "DS", "DT", "IS", "TM", "UI"})
"""Representations whose repertoire is the default one, so that no character set matters (PS3.5 6.2)."""

BINARY: Final = frozenset({"OB", "OW", "OF", "OD", "OL", "OV"})
"""Representations of bulk data."""

DEEPEST: Final = 64
"""Nested sequences that are still read; a data set that goes deeper was made to harm."""

_SINGLE: Final = frozenset({"ST", "LT", "UT", "UR"})  # a backslash separates nothing (PS3.5 6.2)
_ESCAPE: Final = b"\x1b"  # switches to a character set in which bytes below 128 are no ASCII
_PADDED: Final = " \t\0"
_LONGEST: Final = 0xFFFE


def values_of(element: DataElement) -> list[str]:
    """Return the values of an element as texts, each component of a multiple value alone."""
    return [one for one in _components(element.value) if one]


def _components(value: Any) -> list[str]:  # noqa: ANN401 - any representation's
    if value is None or isinstance(value, bytes | bytearray):
        return []
    many = value if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]
    return ["" if one is None else str(one) for one in many]


def walk(dataset: Dataset) -> Iterator[DataElement]:
    """Yield every readable element, those of nested items after their sequence."""
    for tag in list(dataset.keys()):
        try:
            element = dataset[tag]
        except Exception:  # noqa: BLE001, S112 - an unreadable value never reaches the result either
            continue
        yield element
        if element.VR == "SQ":
            for item in element.value:
                yield from walk(item)


def elements(dataset: Dataset) -> list[Element]:
    """Return the elements of a data set in the order of their tags, raw where they were not looked at."""
    stored: dict[BaseTag, Any] = dataset._dict  # noqa: SLF001 - every public way converts the value
    return [stored[tag] for tag in sorted(stored, key=int)]


def holds(dataset: Dataset, tags: frozenset[int]) -> bool:
    """Return whether a data set has an element under one of some tags."""
    return not tags.isdisjoint(dataset._dict)  # noqa: SLF001 - as in `elements`


def said(dataset: Dataset, tag: int, vr: str) -> str:
    """Return the text of an attribute, its components joined; empty when it is not there or unreadable."""
    element = dataset._dict.get(BaseTag(tag))  # noqa: SLF001 - as in `elements`
    return "" if element is None else " ".join(texts(element, vr, dataset) or ())


def written(tag: int, vr: str, text: str) -> RawDataElement:
    """Return a new element with a text."""
    value = text.encode()
    value += b" " * (len(value) % 2)
    return RawDataElement(BaseTag(tag), vr, len(value), value, 0, is_implicit_VR=False, is_little_endian=True)


def representation(element: Element) -> str:
    """Return the representation that the file names, else the dictionary's, else ``UN``."""
    if element.VR is not None:
        return str(element.VR)
    entry = DicomDictionary.get(int(element.tag))
    return str(entry[0]) if entry else "UN"


def raw_bytes(element: Element) -> bytes | None:
    """Return the encoded value of an element, or ``None`` where only a converted one is at hand."""
    value = element.value if element.is_raw or isinstance(element.value, bytes) else None
    return b"" if element.is_raw and value is None else value


def texts(element: Element, vr: str, source: Dataset) -> list[str] | None:
    """Return the values of an element as texts without padding, or ``None`` when they cannot be read.

    Nothing for an empty value; an empty component among others keeps its place.

    Args:
        element: Element of the data set.
        vr: Its representation.
        source: The data set, which knows the character set.
    """
    encoded = raw_bytes(element)
    if encoded is not None and encoded.isascii() and _ESCAPE not in encoded:
        text = encoded.decode("ascii")
        found = [text] if vr in _SINGLE else text.split("\\")
    elif encoded is not None and vr in ASCII:
        return None
    else:
        try:
            found = _components(source[element.tag].value)
        except Exception:  # noqa: BLE001 - pydicom raises anything on a broken value
            return None
    values = [value.strip(_PADDED) for value in found]
    return values if any(values) else []


def make(element: Element, vr: str, values: Sequence[str]) -> RawDataElement | None:
    """Return an element of the same tag with other texts, or ``None`` when they do not fit (PS3.5 7.1.2).

    Args:
        element: Whose tag it takes.
        vr: Its representation.
        values: What it says; none for an empty value.
    """
    value = "\\".join(values).encode()
    if len(value) > _LONGEST and vr not in {"UT", "UC", "UR"}:
        return None
    if len(value) % 2:
        value += b"\0" if vr == "UI" else b" "
    return encoded(element, vr, value)


def encoded(element: Element, vr: str, value: bytes) -> RawDataElement:
    """Return an element of the same tag with an encoded value of even length."""
    tag = element.tag
    tag = tag if isinstance(tag, BaseTag) else BaseTag(tag)
    return RawDataElement(tag, vr, len(value), value, 0, is_implicit_VR=False, is_little_endian=True)
