"""Reads reports out of HL7 v2 messages (ORU^R01).

Rules: the text is that of OBX and NTE segments in the order of the message, escapes resolved; what the
message itself says of patient, staff and institution becomes header values under the DICOM keywords of the
same meaning, so that the report filter removes them wherever they stand.

Not here: FHIR (`fhir_resources`), files of any kind (`reports`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import hl7

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Header = dict[str, list[str]]
"""DICOM keyword -> values."""

_FIELDS: Final[Mapping[tuple[str, int], str]] = {
    ("MSH", 4): "InstitutionName",
    ("PID", 3): "PatientID",
    ("PID", 5): "PatientName",
    ("PID", 6): "PatientMotherBirthName",
    ("PID", 9): "OtherPatientNames",
    ("PID", 11): "PatientAddress",
    ("PID", 13): "PatientTelephoneNumbers",
    ("PID", 18): "AdmissionID",
    ("PID", 19): "OtherPatientIDs",
    ("NK1", 2): "ResponsiblePerson",
    ("PV1", 7): "PhysiciansOfRecord",
    ("PV1", 8): "ReferringPhysicianName",
    ("PV1", 9): "PhysiciansOfRecord",
    ("PV1", 17): "PhysiciansOfRecord",
    ("PV1", 19): "AdmissionID",
    ("OBR", 2): "AccessionNumber",
    ("OBR", 3): "AccessionNumber",
    ("OBR", 16): "ReferringPhysicianName",
    ("OBR", 18): "AccessionNumber",
    ("OBR", 32): "NameOfPhysiciansReadingStudy",
    ("OBR", 33): "NameOfPhysiciansReadingStudy",
    ("OBR", 34): "OperatorsName",
    ("OBR", 35): "OperatorsName",
}
"""Segment and field (HL7 v2.5, chapters 2, 3, 4 and 7) -> DICOM keyword of what stands there."""

_PEOPLE: Final = frozenset(
    keyword for keyword in _FIELDS.values() if re.search("Name|Person|Physician", keyword)
)
_TEXTS: Final[Mapping[str, int]] = {"OBX": 5, "NTE": 3}
_TEXT_TYPES: Final = frozenset({"TX", "FT", "ST"})
_NAME_COMPONENTS: Final = 3


def hl7_reports(text: str) -> Iterator[tuple[str, str, Header]]:
    """Yield accession number (OBR-18, else OBR-3, else OBR-2), text and header values of every message.

    Raises:
        InputRefusedError: `Reason.REPORT_UNREADABLE`.
    """
    segments = text.replace("\r\n", "\r").replace("\n", "\r").strip("\r")
    for message in re.split(r"\r+(?=MSH\|)", segments):
        try:
            yield _oru(hl7.parse(message))
        except InputRefusedError:
            raise
        except Exception:  # noqa: BLE001 - the parser raises anything, and quotes what it read
            raise InputRefusedError(Reason.REPORT_UNREADABLE) from None


def _oru(message: Any) -> tuple[str, str, Header]:  # noqa: ANN401 - hl7 ships no types
    header: Header = defaultdict(list)
    accessions: dict[int, str] = {}
    lines: list[str] = []
    for segment in message:
        name = str(segment[0])
        for (wanted, number), keyword in _FIELDS.items():
            if name == wanted and number < len(segment) and (value := str(segment[number]).strip()):
                header[keyword] += _values(value, name=keyword in _PEOPLE)
                if keyword == "AccessionNumber":
                    accessions[number] = header[keyword][-1]
        if (
            name in _TEXTS
            and _TEXTS[name] < len(segment)
            and (name == "NTE" or str(segment[2]) in _TEXT_TYPES)
        ):
            lines.append(_unescaped(message, str(segment[_TEXTS[name]])))
    if not any(line.strip() for line in lines):
        raise InputRefusedError(Reason.REPORT_UNREADABLE)
    return accessions.get(max(accessions, default=0), ""), "\n".join(lines), dict(header)


def _values(value: str, *, name: bool) -> list[str]:
    """Return the components of a field's repetitions; those of a name joined, its identifier left out."""
    repetitions = [repetition.split("^") for repetition in value.split("~")]
    if not name:
        return [component for components in repetitions for component in components if component]
    return [" ".join(filter(None, _without_id(components)[:_NAME_COMPONENTS])) for components in repetitions]


def _without_id(components: list[str]) -> list[str]:
    return components[1:] if any(c.isdigit() for c in components[0]) else components


def _unescaped(message: Any, text: str) -> str:  # noqa: ANN401 - as above
    return str(message.unescape(text.replace("~", "\n").replace("\\.br\\", "\n")))
