from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from pydicom.dataset import Dataset

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.names import HeaderValues
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.fhir_resources import fhir_reports
from site_agent.ingest.hl7_messages import hl7_reports
from site_agent.ingest.reader import ReadLimits
from site_agent.ingest.reports import read_reports
from site_agent.ingest.structured_reports import structured_report

if TYPE_CHECKING:
    from pathlib import Path

ORU = """\
MSH|^~\\&|RIS|Harbour Kiln|PACS||20190302||ORU^R01|1|P|2.5
PID|1||8531455^^^HK^MR||QUAYLE^ALMA^Q||19500101|F|||12 Kiln Road^^Saltwick||555-123-4567
OBR|1|A1|ACC77|71020^XR CHEST|||20190301||||||||||99^REFERRER^ROB||||||||||||||||88^READER^RITA
OBX|1|TX|71020||FINDINGS:~No effusion. Seen by Reader.\\.br\\Lungs are clear.||||||F
OBX|2|NM|71020||17||||||F
OBX|3|FT|71020||IMPRESSION: normal \\T\\ stable||||||F
"""


def bundle(text: str = "No effusion.") -> dict[str, Any]:
    """Return a Bundle with one report and its patient."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {
                "resource": {
                    "resourceType": "Patient",
                    "id": "p",
                    "name": [{"family": "Quayle", "given": ["Alma"]}],
                    "identifier": [{"value": "8531455"}],
                    "address": [{"line": ["12 Kiln Road"], "city": "Saltwick"}],
                }
            },
            {
                "resource": {
                    "resourceType": "DiagnosticReport",
                    "status": "final",
                    "code": {"text": "XR chest"},
                    "identifier": [{"value": "ACC77"}],
                    "subject": {"reference": "Patient/p"},
                    "presentedForm": [
                        {
                            "contentType": "text/html",
                            "data": base64.b64encode(f"<p>{text}</p>".encode()).decode(),
                        }
                    ],
                    "conclusion": "Nodule.",
                    "result": [{"reference": "Observation/o"}],
                }
            },
            {
                "resource": {
                    "resourceType": "Observation",
                    "id": "o",
                    "status": "final",
                    "code": {"text": "heart"},
                    "valueString": "Heart size is normal.",
                }
            },
        ],
    }


def test_an_oru_message_gives_text_accession_and_who_is_named() -> None:
    """Text segments join in order, escapes are resolved, and the message's own names become header values."""
    ((accession, text, header),) = hl7_reports(ORU)
    assert accession == "ACC77"
    assert text == "FINDINGS:\nNo effusion. Seen by Reader.\nLungs are clear.\nIMPRESSION: normal & stable"
    assert header["PatientName"] == ["QUAYLE ALMA Q"]
    assert header["NameOfPhysiciansReadingStudy"] == ["READER RITA"]
    assert header["PatientAddress"] == ["12 Kiln Road", "Saltwick"]


def test_several_messages_of_a_file_are_several_reports() -> None:
    """Messages are told apart by their MSH segments, whatever the line ends."""
    assert len(list(hl7_reports((ORU + ORU).replace("\n", "\r\n")))) == 2


def test_a_bundle_gives_text_results_and_who_is_named() -> None:
    """Attached HTML is reduced to text; results and conclusion follow; the patient is a header value."""
    ((accession, text, header),) = fhir_reports(json.dumps(bundle()))
    assert accession == "ACC77"
    assert text == "No effusion.\nHeart size is normal.\nIMPRESSION: Nodule."
    assert header["PatientName"] == ["Alma Quayle"]
    assert "Saltwick" in header["PatientAddress"]


@pytest.mark.parametrize("name", ["report.hl7", "report.json"])
def test_what_a_message_names_is_removed_from_its_text(tmp_path: Path, name: str) -> None:
    """A name that only the message's own header tells does not survive the filter."""
    told = "Mother of quayle was told. No effusion."
    written = ORU.replace("IMPRESSION: normal", told) if name.endswith("hl7") else json.dumps(bundle(told))
    (tmp_path / name).write_text(written, encoding="utf-8")
    (report,) = read_reports(tmp_path / name, ReadLimits())
    filtered = ReportFilter().filter(report.text, HeaderValues.of(report.header))
    assert "quayle" not in filtered.text.lower()
    assert "No effusion" in filtered.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.hl7", "PID|1||8531455"),
        ("report.hl7", "MSH|^~\\&|RIS\rPID|1"),
        ("report.hl7", "nothing of the kind"),
        ("report.json", "{"),
        ("report.json", '{"resourceType": "Patient"}'),
        ("report.json", '{"resourceType": "DiagnosticReport", "status": 7}'),
        ("report.json", "[1]"),
    ],
)
def test_what_is_no_message_is_refused_with_one_code(tmp_path: Path, name: str, content: str) -> None:
    """Broken messages, and messages without a report, are unreadable reports."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputRefusedError) as refused:
        list(read_reports(tmp_path / name, ReadLimits()))
    assert refused.value.reason is Reason.REPORT_UNREADABLE


def item(kind: str, meaning: str, **value: Any) -> Dataset:
    """Return a content item."""
    made, concept = Dataset(), Dataset()
    concept.CodeMeaning = meaning
    made.ValueType, made.ConceptNameCodeSequence = kind, [concept]
    for keyword, one in value.items():
        setattr(made, keyword, one)
    return made


def test_a_structured_report_is_said_in_the_order_of_its_tree() -> None:
    """Headings, texts and codes follow the tree, and people it names become header values."""
    report, code = Dataset(), Dataset()
    code.CodeMeaning = "Nodule"
    report.Modality, report.StudyInstanceUID, report.PatientName = "SR", "1.2.3", "Quayle^Alma"
    report.ContentSequence = [
        item("PNAME", "Observer", PersonName="Reader^Rita"),
        item(
            "CONTAINER",
            "Findings",
            ContentSequence=[
                item("TEXT", "Finding", TextValue="Seen by Rita."),
                item("CODE", "Finding", ConceptCodeSequence=[code]),
            ],
        ),
    ]
    read = structured_report(report)
    assert read.text == "Findings:\nFinding: Seen by Rita.\nFinding: Nodule"
    assert read.header["PhysiciansOfRecord"] == ["Reader^Rita"]
    assert (read.study_uid, read.header["PatientName"]) == ("1.2.3", ["Quayle^Alma"])
