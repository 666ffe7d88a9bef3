"""De-identifies one DICOM object, from the data set as read to the bytes that may be written.

Rules: only image objects pass (`require_image`); the file is written anew, with an empty preamble, a file
meta of our own and nothing behind the data set; what was done is recorded as PS3.15 E.1.1 asks; the finished
bytes are verified.

Not here: exams and reports (`exam`), folders of files (`tree`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, UID_dictionary

from site_agent.case import DeidentificationRecord
from site_agent.deidentify import identifiers, pixels, record, verify
from site_agent.deidentify.metadata import Cleaner, Subject
from site_agent.deidentify.profile import Option
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import ReadLimits, has_pixels

if TYPE_CHECKING:
    from collections import Counter

    from site_agent.deidentify.profile import Profile
    from site_agent.deidentify.pseudonyms import Pseudonyms

_IMPLEMENTATION_UID: Final = "2.25.309541187256403218190432137845231098416"
_HEAD: Final = frozenset(
    {
        *(
            "head",
            "brain",
            "skull",
            "face",
            "facial",
            "neuro",
            "cranial",
            "cranium",
            "orbit",
            "orbits",
            "orbita",
        ),
        *(
            "sinus",
            "sinuses",
            "maxilla",
            "mandible",
            "jaw",
            "ear",
            "iac",
            "pituitary",
            "nose",
            "neck",
            "headneck",
        ),
        *("cspine", "whole", "wholebody"),
    }
)
_VOLUMES: Final = frozenset({"CT", "MR", "PT", "NM"})
_REGION_KEYWORDS: Final = ("BodyPartExamined", "StudyDescription", "SeriesDescription", "ProtocolName")


@dataclass(frozen=True, slots=True)
class CleanObject:
    """A de-identified object.

    Attributes:
        dataset: Data set with its file meta.
        content: The complete file, verified.
        record: What was done.
    """

    dataset: Dataset
    content: bytes
    record: DeidentificationRecord


class ObjectDeidentifier:
    """Applies a profile to objects.

    Args:
        profile: What happens to which attribute.
        pseudonyms: The project's pseudonyms.
        limits: What one object may cost.
    """

    def __init__(self, profile: Profile, pseudonyms: Pseudonyms, limits: ReadLimits | None = None) -> None:
        self._profile = profile
        self._pseudonyms = pseudonyms
        self._limits = limits or ReadLimits()

    def clean(self, source: Dataset) -> CleanObject:
        """Return the de-identified object of a data set, which is not changed.

        Raises:
            InputRefusedError: It cannot be cleaned, or was not found clean afterwards.
        """
        require_image(source)
        if Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES in self._profile.options:
            _require_no_face(source)
        patient_id = patient_of(source)
        found = identifiers.collect(source, self._profile)
        subject = Subject(patient_id, self._pseudonyms.date_shift_days(patient_id), found)
        cleaner = Cleaner(
            self._profile, self._pseudonyms, subject, little_endian=source.original_encoding[1] is not False
        )
        cleaned = cleaner.clean(source)
        cleaned.file_meta = _file_meta(source, cleaned)
        ocr = Option.CLEAN_PIXEL_DATA in self._profile.options
        actions = cleaner.actions
        actions["burned_in_box"] += pixels.clean_pixels(source, cleaned, self._limits, ocr=ocr)
        codes = record.describe(cleaned, self._profile, pixels_cleaned=ocr, faces_removed=False)
        cleaned.SpecificCharacterSet = "ISO_IR 192"
        content = _written(cleaned)
        verify.verify(content, source, found)
        return CleanObject(cleaned, content, self._record(codes, actions))

    def _record(self, codes: tuple[str, ...], actions: Counter[str]) -> DeidentificationRecord:
        return DeidentificationRecord(
            profile=self._profile.label,
            method_codes=codes,
            actions=dict(sorted((rule, count) for rule, count in actions.items() if count)),
            verified=True,
        )


def require_image(source: Dataset) -> None:
    """Refuse what is no image of a public SOP class: this release cannot prove other objects clean.

    Raises:
        InputRefusedError: `Reason.UNSUPPORTED_OBJECT` or `Reason.NO_PIXELS`.
    """
    name = UID_dictionary.get(str(source.get("SOPClassUID", "")), ("",))[0]
    if "Image Storage" not in name or "Whole Slide" in name or "EncapsulatedDocument" in source:
        raise InputRefusedError(Reason.UNSUPPORTED_OBJECT)
    if not has_pixels(source):
        raise InputRefusedError(Reason.NO_PIXELS)


def patient_of(source: Dataset) -> str:
    """Return what tells the patient: Patient ID, else Study Instance UID.

    Raises:
        InputRefusedError: `Reason.NO_PATIENT`, neither is there.
    """
    for keyword in ("PatientID", "StudyInstanceUID"):
        if value := str(source.get(keyword) or "").strip():
            return value
    raise InputRefusedError(Reason.NO_PATIENT)


def _require_no_face(source: Dataset) -> None:
    """Refuse a volume that says it shows a head: this release removes no faces (PS3.15 E.3.2)."""
    if source.get("Modality") not in _VOLUMES:
        return
    said = identifiers.fold(" ".join(str(source.get(keyword) or "") for keyword in _REGION_KEYWORDS))
    if _HEAD.intersection(said.split()):
        raise InputRefusedError(Reason.RECOGNIZABLE_FACE)


def _file_meta(source: Dataset, cleaned: Dataset) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = cleaned.SOPClassUID
    meta.MediaStorageSOPInstanceUID = cleaned.SOPInstanceUID
    syntax = source.file_meta.get("TransferSyntaxUID") if hasattr(source, "file_meta") else None
    implied = ImplicitVRLittleEndian if source.original_encoding[0] else ExplicitVRLittleEndian
    meta.TransferSyntaxUID = syntax or implied
    meta.ImplementationClassUID = _IMPLEMENTATION_UID
    meta.ImplementationVersionName = "RADSHARE"
    return meta


def _written(cleaned: Dataset) -> bytes:
    """Return the file: zero preamble, fresh file meta, the data set and nothing behind it."""
    out = io.BytesIO()
    cleaned.preamble = b"\0" * 128
    try:
        dcmwrite(out, cleaned, enforce_file_format=True)
    except Exception:  # noqa: BLE001 - the writer quotes values
        raise InputRefusedError(Reason.UNREADABLE) from None
    return out.getvalue()
