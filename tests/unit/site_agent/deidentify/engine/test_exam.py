from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from factories.exams import FAMILY, GIVEN, chest, dx, write_inbox
from site_agent.case import DeidentifiedCase, Suppressed
from site_agent.deidentify.engine.exam import Deidentifier
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.profile import load_profile
from site_agent.errors import Reason
from site_agent.ingest.folder import scan
from site_agent.ingest.keys import from_secret

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.case import SourceCase

DERIVE = from_secret(b"a secret of thirty-two bytes ....")


@pytest.fixture
def deidentifier() -> Deidentifier:
    """Return a de-identifier under the default profile."""
    return Deidentifier(load_profile("share"), Pseudonyms(DERIVE))


def only_case(folder: Path) -> SourceCase:
    """Return the one case of an inbox."""
    (case,) = scan(folder, DERIVE).cases
    return case


def test_an_exam_keeps_its_finding_and_loses_its_patient(deidentifier: Deidentifier, tmp_path: Path) -> None:
    """Image, report, labels and coarse attributes come through; nothing tells who it is."""
    case = deidentifier.case(only_case(write_inbox(tmp_path)))
    assert isinstance(case, DeidentifiedCase)
    assert case.labels == {"bacterial_pneumonia"}
    assert (case.view, case.sex, case.age_band, case.modality) == ("PA", "F", "50-59", "DX")
    assert case.image.dtype == np.float32
    assert case.image.shape == (128, 128)
    assert 0 <= case.image.min() < case.image.max() <= 1
    assert not [word for word in (FAMILY, GIVEN, "2021") if word.lower() in case.report.lower()]


@pytest.mark.parametrize(
    ("change", "report", "reason"),
    [
        ({"Modality": "CT"}, "Nodule.", Reason.UNSUPPORTED_MODALITY),
        ({"ViewPosition": "LL"}, "Nodule.", Reason.NOT_AN_EXAM_IMAGE),
        ({}, "Lateral view was added.", Reason.REPORT_UNLABELLED),
        ({"PixelData": b"\0" * (128 * 128 * 2)}, "Nodule.", Reason.NOT_AN_EXAM_IMAGE),
    ],
)
def test_an_exam_that_cannot_go_on_is_suppressed(
    deidentifier: Deidentifier, tmp_path: Path, change: dict[str, object], report: str, reason: Reason
) -> None:
    """One reason, and the case id to find it by."""
    write_inbox(tmp_path, report=f"Accession: ACC7713345\n{report}")
    data = dx(chest())
    for keyword, value in change.items():
        setattr(data, keyword, value)
    data.save_as(tmp_path / "a.dcm", enforce_file_format=True)
    source = only_case(tmp_path)
    assert deidentifier.case(source) == Suppressed(source.case_id, reason.value)
