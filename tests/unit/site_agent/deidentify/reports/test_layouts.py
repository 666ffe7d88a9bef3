from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_agent.deidentify.reports.filter import ReportFilter

if TYPE_CHECKING:
    from collections.abc import Callable

FILTER = ReportFilter(recognise=False)
BODY = "Lungs are clear. A 12 x 8 mm nodule in the right upper lobe, series 4 image 37. No pleural effusion."

# Label and shape of what it heads: # is a digit, @ a letter.
FIELDS = (
    ("MRN", "#######"),
    ("MRN", "### ### ###"),
    ("Patient ID", "@@@######"),
    ("Patient ID", "##.###.###"),
    ("Accession No.", "@@-##-#####"),
    ("Acc #", "########"),
    ("NHS No", "### ### ####"),
    ("CPF", "###.###.###-##"),
    ("RUT", "##.###.###-#"),
    ("AHV", "756.####.####.##"),
    ("TAJ", "### ### ###"),
    ("PESEL", "###########"),
    ("Aadhaar No.", "#### #### ####"),
    ("NRIC", "@#######@"),
    ("CNIC", "#####-#######-#"),
    ("PHN", "#### ### ###"),
    ("Claim no", "@@@/##/####"),
    ("Serial No", "@##-#####"),
    ("LOT", "@####"),
    ("UDI", "(01)00############(17)270131(10)@####"),
    ("DOB", "13/05/19##"),
    ("Study Date", "19## May 14"),
    ("Exam date", "2.11.19##"),
    ("Fax", "###-###-####"),
    ("Tel", "0## ### ####"),
)
LAYOUTS: dict[str, Callable[[list[tuple[str, str]]], str]] = {
    "lines": lambda f: "\n".join(f"{k}: {v}" for k, v in f) + f"\n{BODY}",
    "dots": lambda f: "\n".join(f"{k:.<16}: {v}" for k, v in f) + f"\n{BODY}",
    "gaps": lambda f: "\n".join(f"{k:<20}{v}" for k, v in f) + f"\n\n{BODY}",
    "one line": lambda f: " ".join(f"{k}: {v}" for k, v in f) + f" {BODY}",
    "assigned": lambda f: "; ".join(f"{k}={v}" for k, v in f) + f"\n{BODY}",
    "key above value": lambda f: "\n".join(f"{k}\n{v}" for k, v in f) + f"\n\n{BODY}",
    "bars": lambda f: " | ".join(f"{k}: {v}" for k, v in f) + f"\n{BODY}",
    "table": lambda f: (
        " | ".join(["Sex", *(k for k, _ in f)]) + "\n" + " | ".join(["F", *(v for _, v in f)]) + f"\n{BODY}"
    ),
    "tabs": lambda f: "\n".join(f"{k}\t{v}" for k, v in f) + f"\n{BODY}",
    "columns": lambda f: (
        "".join(f"{k:<44}" for k, _ in f) + "\n" + "".join(f"{v:<44}" for _, v in f) + f"\n\n{BODY}"
    ),
    "CSV": lambda f: (
        ",".join(f'"{k}"' for k, _ in f) + ',"Report"\n' + ",".join(f'"{v}"' for _, v in f) + f',"{BODY}"'
    ),
    "JSON": lambda f: "{" + ", ".join(f'"{_key(k)}": "{v}"' for k, v in f) + f', "report": "{BODY}"}}',
    "HL7": lambda f: "".join(f"OBX|1|TX|||{k}: {v}||||||F\n" for k, v in f) + f"OBX|9|TX|||{BODY}||||||F",
    "brackets": lambda f: " ".join(f"[{k}: {v}]" for k, v in f) + f"\n{BODY}",
    "bullets": lambda f: "\n".join(f"* {k} - {v}" for k, v in f) + f"\n{BODY}",
}


def _key(label: str) -> str:
    words = "".join(word.title() for word in label.replace("#", "no").replace(".", "").split())
    return words[0].lower() + words[1:]


def _filled(shape: str, figures: str) -> str:
    drawn = iter(figures * 3)
    letters = iter("QZKVXW" * 4)
    return "".join(
        next(drawn) if character == "#" else next(letters) if character == "@" else character
        for character in shape
    )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(FIELDS), min_size=2, max_size=4),
    st.sampled_from(sorted(LAYOUTS)),
    st.text("23456789", min_size=14, max_size=14),
    st.sampled_from((str, str.upper)),
)
def test_fields_go_in_every_layout(
    fields: list[tuple[str, str]], layout: str, figures: str, case: Callable[[str], str]
) -> None:
    """No value of a labelled field is left, however a system arranges fields, and the report's body stays."""
    written = [(label, _filled(shape, figures)) for label, shape in fields]
    text = case(LAYOUTS[layout](written))
    filtered = FILTER.filter(text).text
    before = filtered[: filtered.upper().index("LUNGS")]
    figured = [word for word in re.findall(r"\w*\d\w*", before) if word not in {"1", "9"}]
    assert not figured
    assert case(BODY).rstrip(".") in filtered


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('{"patientId": "712.331", "studyDate": "20190514"}', ("patientId", "studyDate")),
        ("patientId;KW 713796\nrequestingPhysician;Orrin Quillfeather", ("patientId", "requestingPhysician")),
        ("TAJ: 392 779 554\nHETU 140658-553M", ("TAJ", "HETU")),
        ("NIR : 1 94 07 91 806 204 43 Sex: F", ("NIR", "Sex: F")),
        ("(0010,0020) 95.628.223\n(0010,0030) 10-10-1958", ("(0010,0020)", "(0010,0030)")),
        ("PID|1||55443322||ZORREL^QUIN||19580214|F|||9 Elm Road", ("PID|1||", "|F|")),
    ],
)
def test_labels_stay(text: str, kept: tuple[str, ...]) -> None:
    """What heads a value is no identifier, whatever language or system it comes from."""
    filtered = FILTER.filter(f"{text}\n{BODY}").text
    assert all(label in filtered for label in kept)
    assert not re.search(r"712|713796|779|553M|806|628|55443322|Quill", filtered)


def test_a_table_tells_what_its_columns_hold() -> None:
    """A short number and a name of plain words go where the heading of their column says what they are."""
    text = "Patient | Pager | Size\nrose bishop | 4417 | 12 mm\nmark hill | 5523 | 9 mm"
    filtered = FILTER.filter(text).text
    assert filtered == "Patient | Pager | Size\n[NAME] | [PHONE] | 12 mm\n[NAME] | [PHONE] | 9 mm"


@pytest.mark.parametrize(
    "text",
    [
        "Location: left upper lobe\nSite: right knee\nDepartment: Radiology",
        "Spine T = -2.8, BMD 0.741. Pain score 7/10 to 2/10.",
        "Vitals: BP 128/76, HR 71, SpO2 97%.",
        "Level | Size | Score\nL4-L5 | 12 mm | 3\nL5-S1 | 9 mm | 2",
        "PSA: 12.5\nCreatinine: 88\nAgatston score: 1204",
        "Flow 64 71 58 92 cm/s from proximal to distal.",
        "PET/CT with 18F-PSMA-1007.",
    ],
)
def test_labels_of_findings_take_nothing(text: str) -> None:
    """Parts of the body, scores and measurements behind a label or in a table stay."""
    assert FILTER.filter(text).text == text


def test_line_breaks_of_json_are_breaks_and_stay_as_given() -> None:
    """What stands behind an escaped break begins a line; the string stays one of JSON."""
    text = '{"findings": "No effusion.\\nBaker cyst is small.\\nSeen by Dr. Quornley.", "status": "final"}'
    after = ReportFilter(recognise=False).filter(text).text
    assert "No effusion.\\nBaker cyst is small.\\nSeen" in after
    assert "Quornley" not in after
