"""Looks at the finished object as a stranger would, and refuses it when an identifier is in it.

Rules: what is checked is what will be written, byte for byte, read anew (`finished`); UIDs, names, ids,
accession numbers and dates of the source are searched in every value and, as raw text, in the bytes; a
private attribute is one of the safe list. Verification raises; it returns nothing.

Not here: pixel data. Text in them is read a second time where it is removed (`burned_in`), and of
encapsulated pixel data nothing but codestreams is written (`pixels.clean`).
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

import pydicom
from pydicom.datadict import tag_for_keyword

from site_agent.deidentify.engine import finished
from site_agent.deidentify.header import body_parts
from site_agent.deidentify.header.identifiers import is_standard_uid, values_of
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataset import Dataset

    from site_agent.deidentify.engine.finished import Value
    from site_agent.deidentify.header.identifiers import Identifiers
    from site_agent.deidentify.header.private import SafeList

_OWN: Final = frozenset(
    tag_for_keyword(keyword)
    for keyword in (
        *("DeidentificationMethod", "PatientIdentityRemoved", "LongitudinalTemporalInformationModified"),
        *("SpecificCharacterSet", "PatientID", "PatientName", "AccessionNumber", "ImplementationVersionName"),
        *("ValueType", "RelationshipType"),  # written by `content` from closed lists
    )
)
_FREE: Final = frozenset({b"PN", b"LO", b"SH", b"ST", b"LT", b"UT", b"UC", b"AE", b"UR", b"CS"})
_NUMBERS: Final = frozenset({b"DS", b"IS"})
_DATES: Final = frozenset({b"DA", b"DT"})
_ONE_TEXT: Final = frozenset({b"ST", b"LT", b"UT", b"UR"})  # the backslash is a character in these
_SHORTEST_NEEDLE: Final = 6  # shorter ones occur by chance
_PSEUDONYMS: Final = re.compile(rb"2\.25\.\d{20,39}|[0-9a-f]{16,32}")
_CREATORS: Final = range(0x10, 0x100)


def verify(header: bytes, source: Dataset, identifiers: Identifiers, safe: SafeList) -> None:
    """Refuse a de-identified object in which something of its source survives.

    Args:
        header: The file up to its pixel data, as it will be written.
        source: The data set it was made from.
        identifiers: What must not survive.
        safe: Private attributes that may be there.

    Raises:
        InputRefusedError: `Reason.METADATA_IDENTIFIERS_REMAIN`.
    """
    found = finished.values(header)
    clean = all(_is_clean(element, identifiers) for element in _foreign(found))
    if not (clean and _is_safe(found, safe) and _dates_moved(header, found, source, identifiers)):
        raise InputRefusedError(Reason.METADATA_IDENTIFIERS_REMAIN)
    if _in_bytes(header, identifiers):
        raise InputRefusedError(Reason.METADATA_IDENTIFIERS_REMAIN)


def _foreign(found: list[Value]) -> Iterator[Value]:
    """Yield the elements whose values come from the source: not those that we wrote ourselves."""
    return (element for element in found if element.tag not in _OWN)


def _is_clean(element: Value, identifiers: Identifiers) -> bool:
    vr = element.vr
    if vr == b"UI":
        return all(uid not in identifiers.uids or is_standard_uid(uid) for uid in _texts(element))
    if element.tag == body_parts.TAG and body_parts.CODE_STRINGS.issuperset(_texts(element)):
        return True
    if vr in _FREE:
        return not any(identifiers.hit(value) for value in _texts(element))
    if vr in _NUMBERS:
        return not any(identifiers.hit_number(value) for value in _texts(element))
    return True


def _texts(element: Value) -> list[str]:
    """Return the values of a text element; what is no UTF-8 was not written by us."""
    try:
        text = element.value.decode()
    except UnicodeDecodeError:
        raise InputRefusedError(Reason.METADATA_IDENTIFIERS_REMAIN) from None
    parts = [text] if element.vr in _ONE_TEXT else text.split("\\")
    return [one for part in parts if (one := part.strip(" \0"))]


def _is_safe(found: list[Value], safe: SafeList) -> bool:
    """Return whether every private attribute stands in the safe list, under the creator of its block."""
    blocks: dict[tuple[int, int], str] = {}
    for element in found:
        group, number = element.tag >> 16, element.tag & 0xFFFF
        if group % 2 == 0:
            continue
        if number in _CREATORS:
            blocks[element.level, group << 16 | number << 8] = element.value.decode(errors="replace").strip()
            continue
        creator = blocks.get((element.level, element.tag & 0xFFFFFF00), "")
        if (creator, group, number & 0xFF) not in safe:
            return False
    return True


def _dates_moved(header: bytes, found: list[Value], source: Dataset, identifiers: Identifiers) -> bool:
    """Return whether no date stands where it stood, nested items included."""
    dates = (one.value[:8].decode(errors="replace") for one in found if one.vr in _DATES)
    if identifiers.values.isdisjoint(dates):
        return True  # no date of the source is anywhere in it
    return _moved(source, pydicom.dcmread(io.BytesIO(header)), identifiers)


def _moved(source: Dataset, result: Dataset, identifiers: Identifiers) -> bool:
    for element in result:
        try:
            before = source[element.tag]
        except Exception:  # noqa: BLE001, S112 - written by us, or unreadable in the source
            continue
        if element.VR == "SQ":
            if not all(_moved(a, b, identifiers) for a, b in zip(before.value, element.value, strict=False)):
                return False
        elif element.VR in {"DA", "DT"}:
            old = {value[:8] for value in values_of(before)} & identifiers.values
            if old & {value[:8] for value in values_of(element)}:
                return False
    return True


def _in_bytes(header: bytes, identifiers: Identifiers) -> bool:
    """Return whether an identifier stands in the bytes, in any usual encoding.

    Digits of a short number occur by chance in our own pseudonyms, so these are left out when one is found.
    """
    needles = {
        text.strip().encode(encoding, errors="ignore")
        for text in identifiers.raw
        for encoding in ("utf-8", "latin-1", "utf-16-le")
        if not _is_date(text)
    }
    needles |= identifiers.raw_bytes
    hits = {needle for needle in needles if len(needle) >= _SHORTEST_NEEDLE and needle in header}
    if not hits:
        return False
    rest = _PSEUDONYMS.sub(b"", header)
    return any(needle in rest for needle in hits)


def _is_date(text: str) -> bool:
    """Return whether a text is a bare date, which another date, moved, may equal by chance."""
    return len(text) == len("YYYYMMDD") and text.isdigit()
