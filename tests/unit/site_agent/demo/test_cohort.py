"""Cohorts: complete deliveries whose planted identifiers are all on record."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pydicom
import pytest

from factories.phantoms import small_cohort
from site_agent.deidentify.reports.findings import labels_of
from site_agent.deidentify.reports.labels import imaged, vocabulary
from site_agent.demo.canaries import Registry
from site_agent.demo.cohort import HOSPITALS
from site_agent.demo.reports import findings_text
from site_agent.demo.scanner import Scanner

if TYPE_CHECKING:
    from pathlib import Path


def test_same_seed_gives_the_same_delivery(tmp_path: Path) -> None:
    """A cohort is a function of hospital, size and seed, down to the identifiers."""
    first, second = (small_cohort(tmp_path / name) for name in ("one", "two"))
    assert first.canaries == second.canaries
    files = sorted(path.relative_to(first.folder) for path in first.folder.rglob("*.dcm"))
    assert files
    assert all((first.folder / f).read_bytes() == (second.folder / f).read_bytes() for f in files)


def test_the_two_hospitals_share_no_identifier(tmp_path: Path) -> None:
    """What is planted at one hospital tells where it came from; only given names may repeat."""
    first, second = (small_cohort(tmp_path / str(index), hospital=index) for index in (0, 1))
    both = {canary.value for canary in first.canaries} & {canary.value for canary in second.canaries}
    kinds = {canary.kind for canary in first.canaries if canary.value in both}
    assert kinds <= {"given name", "staff name", "town", "exam date", "date of birth"}


def test_every_exam_has_a_report_of_its_own(tmp_path: Path) -> None:
    """Reports come as files named by accession at one hospital and as a table at the other."""
    text, table = (small_cohort(tmp_path / str(index), hospital=index) for index in (0, 1))
    with (table.folder / "reports.csv").open(encoding="utf-8", newline="") as stream:
        accessions = {row["accession"] for row in csv.DictReader(stream)}
    for cohort, reports in ((text, {path.stem for path in text.folder.glob("*.txt")}), (table, accessions)):
        images = [pydicom.dcmread(path) for path in cohort.folder.rglob("*.dcm")]
        assert {image.AccessionNumber for image in images} == reports
        assert len(images) == cohort.exams >= cohort.patients


def test_objects_are_complete_dx_images(tmp_path: Path) -> None:
    """Every object can be read back with its pixels and carries identifiers deep inside."""
    cohort = small_cohort(tmp_path / "exams")
    for path in cohort.folder.rglob("*.dcm"):
        image = pydicom.dcmread(path)
        assert image.Modality == "DX"
        assert image.pixel_array.shape == (96, 96)
        assert image.pixel_array.max() <= 4095
        assert image.RequestAttributesSequence[0].ReferencedStudySequence
        assert (
            image.private_block(0x0029, "RADSHARE DEMO 1.0")[0x02]
            .value[0]
            .private_block(0x0031, "RADSHARE DEMO 1.0")
        )


def test_everything_planted_can_be_found_where_it_was_planted(tmp_path: Path) -> None:
    """The search is proved: 100 % of the registry occurs in the delivery."""
    for index in (0, 1):
        cohort = small_cohort(tmp_path / str(index), hospital=index)
        kinds = {canary.kind for canary in cohort.canaries}
        assert {"family name", "given name", "uid", "telephone", "address", "accession number"} <= kinds
        assert Scanner(cohort.canaries).missing([cohort.folder]) == []


def test_short_strings_cannot_be_planted() -> None:
    """A string that occurs by chance is no evidence."""
    with pytest.raises(ValueError, match="fewer than 8"):
        Registry("hospital-a").plant("Meyer", "family name")


def test_prevalence_differs_between_hospitals() -> None:
    """Learning from the other hospital is neither free nor pointless."""
    assert HOSPITALS[0].profiles != HOSPITALS[1].profiles
    assert HOSPITALS[0].style != HOSPITALS[1].style


def test_findings_are_said_and_only_others_are_denied() -> None:
    """A report never denies what it says, in any of its phrasings."""
    for seed in range(40):
        text = findings_text({"viral_pneumonia"}, np.random.default_rng(seed)).lower()
        assert "viral pneumonia" in text
        assert text.count("pneumonia") == 1


@pytest.mark.parametrize("label", sorted(vocabulary()))
def test_reports_say_exactly_the_labels_they_were_written_from(label: str) -> None:
    """The pathology lexicon reads back what was meant, in any phrasing."""
    for seed in range(12):
        assert imaged(labels_of(findings_text({label}, np.random.default_rng(seed)))) == {label}
