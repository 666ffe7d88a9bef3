from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories.exams import ACCESSION, FAMILY, REPORT, STUDY_UID, dx, write_inbox
from site_agent.errors import Reason
from site_agent.ingest.folder import scan
from site_agent.ingest.keys import from_secret
from site_agent.ingest.reader import ReadLimits

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.ingest.folder import ScanResult

DERIVE = from_secret(b"a secret of thirty-two bytes ....")


def reasons(result: ScanResult) -> list[Reason]:
    """Return the reasons of a scan."""
    return [aside.reason for aside in result.set_aside]


def test_a_study_and_its_report_become_one_case(tmp_path: Path) -> None:
    """A report that names the accession number of a study makes a case with it, under a keyed id."""
    result = scan(write_inbox(tmp_path), DERIVE)
    (case,) = result.cases
    assert case.report == REPORT
    assert len(case.instances) == 1
    assert not result.set_aside
    assert STUDY_UID not in case.case_id
    assert scan(tmp_path, from_secret(b"another secret of some length ...")).cases[0].case_id != case.case_id


def test_reports_may_come_as_csv_or_json_lines(tmp_path: Path) -> None:
    """The file formats of the contract pair alike, by accession or by study UID."""
    write_inbox(tmp_path, report=None)
    (tmp_path / "reports.csv").write_text(f'accession,text\n{ACCESSION},"No pneumothorax."\n')
    assert scan(tmp_path, DERIVE).cases[0].report == "No pneumothorax."
    (tmp_path / "reports.csv").unlink()
    (tmp_path / "r.jsonl").write_text(f'{{"study_instance_uid": "{STUDY_UID}", "text": "Effusion."}}\n')
    assert scan(tmp_path, DERIVE).cases[0].report == "Effusion."


def test_one_without_the_other_waits(tmp_path: Path) -> None:
    """An image without a report and a report without an image are set aside, each with its reason."""
    write_inbox(tmp_path, report=None)
    (tmp_path / "OTHER1.txt").write_text("Lungs are clear.")
    result = scan(tmp_path, DERIVE)
    assert sorted(reasons(result)) == sorted([Reason.IMAGE_WITHOUT_REPORT, Reason.REPORT_WITHOUT_IMAGE])
    assert not result.cases


def test_the_same_report_twice_is_one_and_two_reports_are_a_conflict(tmp_path: Path) -> None:
    """Only a difference in words makes a conflict."""
    write_inbox(tmp_path)
    (tmp_path / f"{ACCESSION}.txt").write_text(REPORT.replace(" ", "  "))
    assert len(scan(tmp_path, DERIVE).cases) == 1
    (tmp_path / f"{ACCESSION}.txt").write_text("No pneumonia.")
    assert reasons(scan(tmp_path, DERIVE)) == [Reason.REPORTS_CONFLICT]


def test_bad_inputs_are_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Every unusable file gets one reason, known by a hash, and the good exam still becomes a case."""
    write_inbox(tmp_path)
    (tmp_path / f"{FAMILY}.dcm").write_bytes(b"not DICOM at all")
    flat = dx(number=2)
    del flat.PixelData
    flat.save_as(tmp_path / "flat.dcm", enforce_file_format=True)
    whole = (tmp_path / "a.dcm").read_bytes()
    (tmp_path / "cut.dcm").write_bytes(whole[:200])
    (tmp_path / "latin.txt").write_bytes("Grüße".encode("latin-1"))
    (tmp_path / "half.dcm.part").write_bytes(b"still being written")
    result = scan(tmp_path, DERIVE)
    assert len(result.cases) == 1
    assert sorted(reasons(result)) == sorted(
        [Reason.UNREADABLE, Reason.NO_PIXELS, Reason.UNREADABLE, Reason.REPORT_UNREADABLE]
    )
    assert FAMILY not in repr(result)


def test_an_accession_number_of_two_patients_is_a_conflict(tmp_path: Path) -> None:
    """A report is not given to either patient when its accession number does not tell which."""
    write_inbox(tmp_path)
    other = dx(study_uid="1.2.826.0.1.3680043.9.1234.88")
    other.PatientID = "SOMEBODY ELSE"
    other.save_as(tmp_path / "b.dcm", enforce_file_format=True)
    assert reasons(scan(tmp_path, DERIVE)) == [Reason.REPORTS_CONFLICT] * 2


def test_files_over_the_limit_are_not_read(tmp_path: Path) -> None:
    """A file above the limit is set aside as too large."""
    write_inbox(tmp_path, report=None)
    assert reasons(scan(tmp_path, DERIVE, ReadLimits(file_bytes=1000))) == [Reason.TOO_LARGE]


@pytest.mark.parametrize("quiet_s", [3600.0])
def test_fresh_files_are_left_for_the_next_scan(tmp_path: Path, quiet_s: float) -> None:
    """What changed within the quiet time may still be growing and is not looked at."""
    result = scan(write_inbox(tmp_path), DERIVE, quiet_s=quiet_s)
    assert not result.cases
    assert not result.set_aside
