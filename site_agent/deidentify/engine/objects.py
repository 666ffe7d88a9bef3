"""De-identifies one DICOM object, from the source as read to the bytes that may be written.

Rules: only objects of a released kind pass (`sop_classes`); a volume that may show a face passes only with
the verdict on its whole series; the file is written anew: a header of our own, the pixel data and nothing
behind them; what was done is recorded as PS3.15 E.1.1 asks; the finished header is verified, and of
encapsulated pixel data only codestreams remain (`pixels.clean`).

Not here: exams and reports (`exam`), folders of files (`walk`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from site_agent.case import DeidentificationRecord
from site_agent.deidentify.engine import record, verify
from site_agent.deidentify.faces import clean as faces
from site_agent.deidentify.header import file_header, identifiers, private, sop_classes
from site_agent.deidentify.header.metadata import Cleaner, Subject
from site_agent.deidentify.pixels.device_rules import DeviceRules
from site_agent.deidentify.profile.profile import Option
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydicom.dataset import Dataset

    from site_agent.deidentify.header.pseudonyms import Pseudonyms
    from site_agent.deidentify.header.sop_classes import Kind
    from site_agent.deidentify.pixels.clean import Blank, PixelOutput
    from site_agent.deidentify.profile.profile import Profile
    from site_agent.ingest.reader import Source


@dataclass(frozen=True, slots=True)
class CleanObject:
    """A de-identified object.

    Attributes:
        dataset: Data set with its file meta, without the pixel value.
        header: The file's bytes up to the pixel data, verified.
        pixels: The pixel data as it will be written, or ``None`` when the object has none.
        record: What was done.
        attributes: (tag, rule) -> number of elements.
    """

    dataset: Dataset = field(repr=False)
    header: bytes = field(repr=False)
    pixels: PixelOutput | None = field(repr=False)
    record: DeidentificationRecord
    attributes: Mapping[tuple[int, str], int] = field(default_factory=dict)

    def write(self, out: BinaryIO) -> None:
        """Write the complete file.

        Raises:
            InputRefusedError: The source changed since it was read.
        """
        out.write(self.header)
        if self.pixels is not None:
            self.pixels.write(out)

    @property
    def content(self) -> bytes:
        """Return the complete file in memory; for single images, not for trees."""
        out = io.BytesIO()
        self.write(out)
        return out.getvalue()


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

    def clean(self, source: Source, *, blank: Blank | None = None) -> CleanObject:
        """Return the de-identified object of a source, which is not changed.

        Args:
            source: The object as read.
            blank: What `faces.blanks` said about this instance, when its series was looked at.

        Raises:
            InputRefusedError: It cannot be cleaned, or was not found clean afterwards.
            VolumeNeededError: It may show a face, and no ``blank`` was given.
        """
        try:
            return self._cleaned(source, blank)
        except (InputRefusedError, faces.VolumeNeededError):
            raise
        except (Exception, RecursionError):  # noqa: BLE001 - values that are not what they say raise anything
            raise InputRefusedError(Reason.UNREADABLE) from None

    def _cleaned(self, source: Source, blank: Blank | None) -> CleanObject:
        data = source.dataset
        kind = sop_classes.kind_of(data)
        if source.pixels is None and kind.needs_pixels:
            raise InputRefusedError(Reason.NO_PIXELS)
        if blank is None and self._needs_volume(data):
            raise faces.VolumeNeededError(faces.series_key(data))
        patient_id = patient_of(data)
        found = identifiers.collect(data, self._profile)
        subject = Subject(patient_id, self._shift_days(patient_id), found)
        little = data.original_encoding[1] is not False
        cleaner = Cleaner(self._profile, self._pseudonyms, subject, little_endian=little)
        cleaned = cleaner.clean(data)
        output = self._pixels(source, cleaned, kind, blank)
        codes = self._describe(cleaned, kind, output, blank)
        syntax = output.transfer_syntax if output else file_header.syntax_of(data)
        header = file_header.encode(cleaned, syntax)
        verify.verify(header, data, found, private.safe_list(self._profile))
        painted = {
            "burned_in_box": output.boxes if output else 0,
            "face_removed": int(blank is not None and bool(blank.mask.any())),
        }
        done = self._record(codes, {**cleaner.actions, **painted})
        return CleanObject(cleaned, header, output, done, cleaner.attributes)

    def _shift_days(self, patient_id: str) -> int:
        return self._pseudonyms.date_shift_days(patient_id, keep_weekday=self._profile.keep_weekday)

    def _needs_volume(self, data: Dataset) -> bool:
        return self._has(Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES) and faces.may_show_face(data)

    def _describe(
        self, cleaned: Dataset, kind: Kind, output: PixelOutput | None, blank: Blank | None
    ) -> tuple[str, ...]:
        return record.describe(
            cleaned,
            self._profile,
            pixels_cleaned=output is not None and self._reads_text(kind),
            faces_removed=blank is not None and bool(blank.mask.any()),
        )

    def _pixels(
        self, source: Source, cleaned: Dataset, kind: Kind, blank: Blank | None
    ) -> PixelOutput | None:
        if source.pixels is None:
            return None
        from site_agent.deidentify.pixels import clean as pixels  # noqa: PLC0415 - objects without pixels need no decoder

        if not source.dataset.file_meta.TransferSyntaxUID.is_transfer_syntax:
            raise InputRefusedError(Reason.PIXELS_UNREADABLE)
        shown = blank if blank is not None and blank.mask.any() else None
        reads = self._reads_text(kind)
        rules = DeviceRules.shipped(*self._profile.pixel_rules) if reads else None
        treatment = pixels.Treatment(ocr=reads, rules=rules, blank=shown)
        return pixels.clean(source, cleaned, self._limits, treatment)

    def _reads_text(self, kind: Kind) -> bool:
        """Return whether text is looked for in the pixels: not in values, labels and tiles."""
        return kind.bears_text and self._has(Option.CLEAN_PIXEL_DATA)

    def _has(self, option: Option) -> bool:
        return option in self._profile.options

    def _record(self, codes: tuple[str, ...], actions: Mapping[str, int]) -> DeidentificationRecord:
        return DeidentificationRecord(
            profile=self._profile.label,
            method_codes=codes,
            actions=dict(sorted((rule, count) for rule, count in actions.items() if count)),
            verified=True,
        )


def patient_of(source: Dataset) -> str:
    """Return what tells the patient: Patient ID, else Study Instance UID.

    Raises:
        InputRefusedError: `Reason.NO_PATIENT`, neither is there.
    """
    for keyword in ("PatientID", "StudyInstanceUID"):
        if value := str(source.get(keyword) or "").strip():
            return value
    raise InputRefusedError(Reason.NO_PATIENT)
