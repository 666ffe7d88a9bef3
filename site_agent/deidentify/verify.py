"""Looks at the finished object as a stranger would, and refuses it when an identifier is in it.

Rules: what is checked is what will be written, byte for byte, read back anew; UIDs, names, ids, accession
numbers and dates of the source are searched in every value and, as raw text, in the bytes. Verification
raises; it returns nothing.

Not here: text in pixels, which is read a second time where it is removed (`burned_in`).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pydicom

from site_agent.deidentify.identifiers import is_standard_uid, values_of, walk
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import PIXEL_KEYWORDS

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from site_agent.deidentify.identifiers import Identifiers

_OWN: Final = frozenset(
    {
        "DeidentificationMethod",
        "DeidentificationMethodCodeSequence",
        "PatientIdentityRemoved",
        "LongitudinalTemporalInformationModified",
        "SpecificCharacterSet",
        "PatientID",
        "PatientName",
        "AccessionNumber",
        "ImplementationVersionName",
    }
)
_FREE: Final = frozenset({"PN", "LO", "SH", "ST", "LT", "UT", "UC", "AE", "UR", "CS"})
_SHORTEST_NEEDLE: Final = 6  # shorter ones occur by chance
_DATES: Final = frozenset({"DA", "DT"})


def verify(content: bytes, source: Dataset, identifiers: Identifiers) -> None:
    """Refuse a de-identified object in which something of its source survives.

    Args:
        content: The complete file, as it would be written.
        source: The data set it was made from.
        identifiers: What must not survive.

    Raises:
        InputRefusedError: `Reason.METADATA_IDENTIFIERS_REMAIN`.
    """
    result = pydicom.dcmread(io.BytesIO(content))
    clean_values = all(
        _is_clean(element, identifiers) for part in (result.file_meta, result) for element in walk(part)
    )
    if (
        not clean_values
        or not _dates_moved(source, result, identifiers)
        or _in_bytes(content, result, identifiers)
    ):
        raise InputRefusedError(Reason.METADATA_IDENTIFIERS_REMAIN)


def _is_clean(element: pydicom.DataElement, identifiers: Identifiers) -> bool:
    if element.VR == "UI":
        return all(is_standard_uid(u) or u not in identifiers.uids for u in values_of(element))
    if element.VR in _FREE and element.keyword not in _OWN:
        return not any(identifiers.hit(value) for value in values_of(element))
    if element.VR in {"DS", "IS"}:
        return not any(identifiers.hit_number(value) for value in values_of(element))
    return not element.tag.is_private


def _dates_moved(source: Dataset, result: Dataset, identifiers: Identifiers) -> bool:
    """Return whether no date stands where it stood, nested items included."""
    for element in result:
        try:
            before = source[element.tag]
        except Exception:  # noqa: BLE001, S112 - written by us, or unreadable in the source
            continue
        if element.VR == "SQ":
            if not all(
                _dates_moved(a, b, identifiers) for a, b in zip(before.value, element.value, strict=False)
            ):
                return False
        elif element.VR in _DATES:
            old = {value[:8] for value in values_of(before)} & identifiers.values
            if old & {value[:8] for value in values_of(element)}:
                return False
    return True


def _in_bytes(content: bytes, result: Dataset, identifiers: Identifiers) -> bool:
    """Return whether an identifier stands in the bytes, in any usual encoding; native pixels left out."""
    native = not result.file_meta.TransferSyntaxUID.is_encapsulated
    pixels = sum(len(result[k].value) for k in PIXEL_KEYWORDS if k in result) if native else 0
    searched = content[: len(content) - pixels] if pixels else content
    needles = {
        text.strip().encode(encoding, errors="ignore")
        for text in identifiers.raw
        for encoding in ("utf-8", "latin-1", "utf-16-le")
        if not _is_date(text)
    }
    return any(needle in searched for needle in needles if len(needle) >= _SHORTEST_NEEDLE)


def _is_date(text: str) -> bool:
    """Return whether a text is a bare date, which another date, moved, may equal by chance."""
    return len(text) == len("YYYYMMDD") and text.isdigit()
