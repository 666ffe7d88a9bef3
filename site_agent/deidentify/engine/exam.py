"""De-identifies an exam: its frontal image and its report, judged together.

Rules: a study goes on as its best frontal image (PA before AP before unnamed; a lateral view is none); the
report is filtered with the identifiers of every instance's header; whatever refuses image or report
suppresses the exam with that one reason; only modalities that have an image filter go on.

Not here: how objects (`objects`) and reports (`reports.filter`) are cleaned.
"""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Final

import pydicom
from pydicom.pixels import pixel_array

from site_agent.case import DeidentificationRecord, DeidentifiedCase, Suppressed
from site_agent.deidentify.engine.objects import ObjectDeidentifier, patient_of
from site_agent.deidentify.header import dates
from site_agent.deidentify.pixels import display
from site_agent.deidentify.reports.filter import FilteredReport, ReportFilter
from site_agent.deidentify.reports.labels import imaged
from site_agent.deidentify.reports.names import HeaderValues
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest import reader
from site_agent.ingest.reader import ReadLimits, Source

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

    from site_agent.case import SourceCase
    from site_agent.deidentify.engine.objects import CleanObject
    from site_agent.deidentify.header.pseudonyms import Pseudonyms
    from site_agent.deidentify.profile.profile import Profile

MODALITIES: Final = frozenset({"CR", "DX"})
"""Modalities for which an image filter makes counterparts."""

_VIEWS: Final = {"PA": "PA", "AP": "AP", "LL": "LL", "RL": "LL", "LATERAL": "LL", "LAT": "LL"}
_PREFERENCE: Final = ("PA", "AP", "")
_OLDEST: Final = 90
_BAND: Final = 10
_LEAST_CONTRAST: Final = 0.02
_SMALLEST_SIDE: Final = 32


class Deidentifier:
    """Applies one profile under one project's pseudonyms, to exams and to single objects.

    Args:
        profile: What happens to which attribute.
        pseudonyms: The project's pseudonyms.
        heldout_percent: Share of the patients kept as the site's own test set.
        limits: What one input may cost.
        reports: The report filter, with whatever the site adds to it.
    """

    def __init__(
        self,
        profile: Profile,
        pseudonyms: Pseudonyms,
        *,
        heldout_percent: int = 25,
        limits: ReadLimits | None = None,
        reports: ReportFilter | None = None,
    ) -> None:
        self._limits = limits or ReadLimits()
        self._objects = ObjectDeidentifier(profile, pseudonyms, self._limits)
        self._reports = reports or ReportFilter()
        self._pseudonyms = pseudonyms
        self._heldout_percent = heldout_percent

    def dataset(self, source: Dataset) -> tuple[Dataset, DeidentificationRecord]:
        """Return one object's data set de-identified and verified, pixel value left out, and its record.

        Raises:
            InputRefusedError: It cannot be cleaned, or was not found clean afterwards.
        """
        cleaned = self.object(source)
        return cleaned.dataset, cleaned.record

    def object(self, source: Dataset) -> CleanObject:
        """Return one object de-identified and verified, with the bytes of its file.

        Raises:
            InputRefusedError: It cannot be cleaned, or was not found clean afterwards.
        """
        return self._objects.clean(Source.from_dataset(source))

    def case(self, source: SourceCase) -> DeidentifiedCase | Suppressed:
        """Return an exam without its identifiers, or the one reason why it stays behind."""
        try:
            return self._case(source)
        except InputRefusedError as refusal:
            return Suppressed(source.case_id, refusal.reason.value)

    def _case(self, source: SourceCase) -> DeidentifiedCase:
        header = _headers(source, self._limits)
        opened = reader.open_source(_frontal(source.instances, self._limits), self._limits)
        frontal = opened.dataset
        report = self._report(source, header)
        patient_id = patient_of(frontal)
        cleaned = self._objects.clean(opened)
        actions = dict(cleaned.record.actions) | {"report_spans": len(report.spans)}
        return DeidentifiedCase(
            case_id=source.case_id,
            patient=self._pseudonyms.patient(patient_id),
            partition=self._pseudonyms.partition(patient_id, self._heldout_percent),
            image=_image(cleaned.content),
            report=report.text,
            labels=imaged(report.labels),
            view=view_of(frontal),
            sex=_sex(frontal),
            age_band=age_band(frontal),
            modality=str(frontal.Modality),
            record=DeidentificationRecord(
                cleaned.record.profile, cleaned.record.method_codes, actions, verified=True
            ),
        )

    def _report(self, source: SourceCase, header: HeaderValues) -> FilteredReport:
        if source.report is None:
            raise InputRefusedError(Reason.IMAGE_WITHOUT_REPORT)
        report = self._reports.filter(source.report, header)
        if report.reason:
            raise InputRefusedError(report.reason)
        if not report.labels:
            raise InputRefusedError(Reason.REPORT_UNLABELLED)
        return report


def view_of(header: Dataset) -> str:
    """Return the view of a chest image: ``PA``, ``AP``, ``LL`` or empty when it is not told."""
    return _VIEWS.get(str(header.get("ViewPosition") or "").strip().upper(), "")


def age_band(header: Dataset) -> str:
    """Return a ten-year band such as ``40-49``, ``90+``, or empty when no age is told."""
    years = _age(header)
    if years is None or years < 0:
        return ""
    low = int(years) // _BAND * _BAND
    return f"{_OLDEST}+" if low >= _OLDEST else f"{low}-{low + _BAND - 1}"


def _age(header: Dataset) -> float | None:
    try:
        return dates.age_years(str(header.get("PatientAge") or ""))
    except ValueError:
        pass
    try:
        born, seen = (
            date.fromisoformat(str(header.get(keyword) or ""))
            for keyword in ("PatientBirthDate", "StudyDate")
        )
    except ValueError:
        return None
    return (seen - born).days / 365.25


def _sex(header: Dataset) -> str:
    sex = str(header.get("PatientSex") or "").strip().upper()
    return sex if sex in {"F", "M", "O"} else ""


def _headers(source: SourceCase, limits: ReadLimits) -> HeaderValues:
    """Return the identifiers of every instance's header and of the report's own message together."""
    told = HeaderValues.of(source.report_header)
    for path in source.instances:
        told |= HeaderValues.of(reader.open_source(path, limits).dataset)
    return told


def _frontal(instances: tuple[Path, ...], limits: ReadLimits) -> Path:
    """Return the instance with the best frontal view.

    Raises:
        InputRefusedError: None is a frontal image of a modality that has a filter.
    """
    ranked: list[tuple[int, int, Path]] = []
    modalities = set()
    for number, path in enumerate(instances):
        header = reader.open_source(path, limits).dataset
        modalities.add(str(header.get("Modality")))
        view = view_of(header)
        if header.get("Modality") in MODALITIES and view in _PREFERENCE:
            ranked.append((_PREFERENCE.index(view), number, path))
    if not ranked:
        known = bool(modalities & MODALITIES)
        raise InputRefusedError(Reason.NOT_AN_EXAM_IMAGE if known else Reason.UNSUPPORTED_MODALITY)
    return min(ranked)[2]


def _image(content: bytes) -> NDArray[np.float32]:
    """Return the image of a de-identified file, refusing one that shows nothing."""
    dataset = pydicom.dcmread(io.BytesIO(content))
    frames = pixel_array(dataset)
    several = int(dataset.get("NumberOfFrames") or 1) > 1
    image = display.frontal_image(dataset, frames[0] if several else frames)
    if min(image.shape) < _SMALLEST_SIDE or float(image.std()) < _LEAST_CONTRAST:
        raise InputRefusedError(Reason.NOT_AN_EXAM_IMAGE)
    return image
