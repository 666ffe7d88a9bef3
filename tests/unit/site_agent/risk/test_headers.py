"""What is known of a patient from the headers of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories.releases import write_header
from site_agent.risk.assess import gather
from site_agent.risk.settings import Attribute

if TYPE_CHECKING:
    from pathlib import Path


def test_a_patient_with_several_exams_is_one_record(tmp_path: Path) -> None:
    """Exams are counted, attributes become sets, the age is that at the first exam, gaps are in days."""
    for number, (day, model) in enumerate([("20200101", "A1"), ("20200111", "A2"), ("20200301", "A1")]):
        made = {"StudyDate": day, "Manufacturer": "Acme", "ManufacturerModelName": model}
        write_header(tmp_path, number, "p", PatientAge=f"{60 + number:03d}Y", PatientSex="F", **made)
    (record,) = gather(tmp_path).records
    assert record.values[Attribute.EXAMS] == {"3"}
    assert record.values[Attribute.SCANNER] == {"acme|a1", "acme|a2"}
    assert record.values[Attribute.AGE] == {"60"}
    assert record.values[Attribute.INTERVALS] == {"10,50"}
    assert Attribute.EXAM_DATES not in record.values


def test_an_object_without_patient_id_is_its_studys(tmp_path: Path) -> None:
    """As for the pseudonyms: nobody is lost, and two studies are two patients at worst."""
    for number, study in enumerate(["2.25.7", "2.25.7", "2.25.8"]):
        write_header(tmp_path, number, "", StudyInstanceUID=study)
    assert [record.patient for record in gather(tmp_path).records] == ["2.25.7", "2.25.8"]


def test_images_of_one_study_are_one_exam(tmp_path: Path) -> None:
    """The Study Instance UID says what belongs together."""
    for number in range(3):
        write_header(tmp_path, number, "p", StudyInstanceUID="2.25.7")
    assert gather(tmp_path).exams == 1


@pytest.mark.parametrize("flag", ["UNMODIFIED", "REMOVED", ""])
def test_dates_are_real_unless_the_object_says_otherwise(tmp_path: Path, flag: str) -> None:
    """A date that is not declared as modified is one that somebody may know."""
    write_header(tmp_path, 1, "p", LongitudinalTemporalInformationModified=flag)
    (record,) = gather(tmp_path).records
    assert record.values[Attribute.EXAM_DATES] == {"2020-01-01"}


def test_a_birth_date_that_is_left_gives_the_age(tmp_path: Path) -> None:
    """Whoever subtracts two dates knows the age."""
    write_header(tmp_path, 1, "p", PatientBirthDate="19600202")
    assert gather(tmp_path).records[0].values[Attribute.AGE] == {"59"}


def test_objects_made_from_images_add_no_scanner(tmp_path: Path) -> None:
    """A segmentation's software is no scanner that a patient was in."""
    write_header(tmp_path, 1, "p", Manufacturer="Acme", StudyInstanceUID="2.25.7")
    write_header(tmp_path, 2, "p", Manufacturer="Maker", Modality="SEG", StudyInstanceUID="2.25.7")
    (record,) = gather(tmp_path).records
    assert record.values[Attribute.SCANNER] == {"acme|"}
    assert record.values[Attribute.MODALITY] == {"DX"}


def test_what_is_not_deidentified_or_not_readable_is_set_aside(tmp_path: Path) -> None:
    """Each such file counts under its reason; a link and a hidden file are not looked at."""
    good = write_header(tmp_path, 1, "p")
    write_header(tmp_path, 2, "p", PatientIdentityRemoved="NO")
    write_header(tmp_path, 3, "", StudyInstanceUID="")
    (tmp_path / "4.dcm").write_bytes(b"nonsense")
    (tmp_path / ".5.dcm").write_bytes(b"nonsense")
    (tmp_path / "6.dcm").symlink_to(good)
    found = gather(tmp_path)
    assert found.inputs == 1
    assert found.set_aside == {"no_patient": 1, "not_deidentified": 1, "unreadable": 1}


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("PatientAge", "044Y"), ("PatientSize", "1.71"), ("PatientWeight", "71.5"), ("StudyDate", "20110102")],
)
def test_a_broken_value_is_no_value(tmp_path: Path, keyword: str, value: str) -> None:
    """It neither ends the run nor is something that can be known."""
    path = write_header(tmp_path, 1, "p", LongitudinalTemporalInformationModified="", **{keyword: value})
    whole = gather(tmp_path).records[0].values.keys()
    path.write_bytes(path.read_bytes().replace(value.encode(), b"x" * len(value)))
    found = gather(tmp_path)
    assert found.set_aside == {}
    assert found.records[0].values.keys() < whole
