from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_agent.cli import filter_reports
from site_agent.deidentify.reports import normalised
from site_agent.deidentify.reports.findings import labels_of, sentences_of
from site_agent.deidentify.reports.lines import Output, filter_lines
from site_agent.deidentify.reports.normalised import SentenceCounts, normalise_text
from site_agent.deidentify.reports.sentence_bank import SentenceBank, fold
from site_agent.errors import Reason

if TYPE_CHECKING:
    from pathlib import Path

SHARED = "No focal consolidation is appreciated in either lung"
UNIQUE = "Faint veil over the left costal margin, likely a small effusion, seen while he fished"


def run(folder: Path, rows: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
    """Filter rows and return the results."""
    source, out = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    filter_lines(source, out, **options)
    assert sorted(path.name for path in folder.iterdir()) == ["in.jsonl", "out.jsonl"]
    return [json.loads(line) for line in out.read_text().splitlines()]


def reports(count: int, **more: Any) -> list[dict[str, Any]]:
    """Return reports that share one sentence."""
    return [{"id": str(n), "text": f"{SHARED}.", **more} for n in range(count)]


def test_a_shared_sentence_leaves_and_a_unique_one_never_does(tmp_path: Path) -> None:
    """What k patients' reports hold is kept, what one holds becomes its canonical sentence."""
    rows = [*reports(2), {"id": "x", "text": f"IMPRESSION: {UNIQUE}.\n{SHARED.upper()}."}]
    *_, last = run(tmp_path, rows, k=3)
    assert last["text"] == f"{SHARED}. Mild left pleural effusion."
    assert last["labels"] == ["effusion"]


def test_one_report_fewer_and_the_sentence_is_told_canonically(tmp_path: Path) -> None:
    """The number of patients is a floor."""
    assert {row["text"] for row in run(tmp_path, reports(2), k=3)} == {"No consolidation."}


@pytest.mark.parametrize("whose", [{"patient": "p1"}, {"dicom": {"PatientID": "PX-1"}}])
def test_k_counts_patients_not_reports(tmp_path: Path, whose: dict[str, Any]) -> None:
    """Twenty reports of one patient vouch for a sentence once."""
    assert {row["text"] for row in run(tmp_path, reports(20, **whose), k=2)} == {"No consolidation."}


def test_a_sentence_said_twice_in_a_report_counts_once() -> None:
    """Repetition vouches for nothing."""
    counts = SentenceCounts(2)
    counts.add(f"{SHARED}. {SHARED}.", "one")
    counts.add("Something else.", "two")
    assert not counts.is_common(SHARED.lower())
    counts.add(f"{SHARED}.", "two")
    assert counts.is_common(SHARED.lower())


def test_what_is_forgotten_counts_as_rare() -> None:
    """Beyond the room for counts a sentence is never more common than it is."""
    counts = SentenceCounts(2, most=4)
    counts.add("Common to both.", "one")
    counts.add("Common to both.", "two")
    for number in range(20):
        counts.add(f"Rare sentence {'x' * number}.", "one")
    assert counts.is_common("common to both")
    assert not counts.is_common("rare sentence xx")


@given(
    st.lists(
        st.text(st.sampled_from("abz \n.,;:-1[]É"), max_size=12)
        | st.sampled_from(
            [
                "No ",
                "left ",
                "tiny ",
                "effusion",
                "lungs clear",
                "possible ",
                "[NAME]",
                "History:",
                "FINDINGS:",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_with_nothing_shared_only_the_bank_speaks(text: str) -> None:
    """Whatever was written, each sentence told is a canonical one, and the labels are the same."""
    told = normalise_text(text, lambda _: False)
    assert {fold(one) for one in sentences_of(told)} - {""} <= SentenceBank.load().folded
    assert labels_of(told) == labels_of(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "No ",
                "left ",
                "tiny ",
                "effusion",
                "clear lungs",
                "possible ",
                "\n",
                ". ",
                "x: ",
                "Comparison: ",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_with_everything_shared_the_labels_are_the_same(text: str) -> None:
    """A shared sentence is kept only when it reads the same without its case, heading and lines."""
    assert labels_of(normalise_text(text, lambda _: True)) == labels_of(text)


def test_order_and_repetition_do_not_point_back() -> None:
    """Two reports that say the same in another order leave as one text."""
    one = normalise_text("Left effusion. Enlarged heart. Left effusion, as said.", lambda _: False)
    other = normalise_text("The heart is enlarged. Effusion on the left.", lambda _: False)
    assert one == other


@pytest.mark.parametrize(
    "text",
    [
        "INDICATION: pneumonia.\nFINDINGS: Possible left\neffusion; no edema. 1.5 cm nodule.",
        "Low lung\nvolumes. No pneumothorax but a calcified granuloma.",
        "Heart size normal. Lungs are clear. Unremarkable.",
        "Comparison: none. Pneumonia cannot be excluded.",
    ],
)
@pytest.mark.parametrize("common", [True, False])
def test_labels_agree(text: str, *, common: bool) -> None:
    """Whatever is kept or replaced, the report states the same."""
    assert labels_of(normalise_text(text, lambda _: common)) == labels_of(text)


def test_what_says_nothing_or_something_else_is_quarantined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty report does not leave, nor one whose labels changed."""
    (nothing,) = run(tmp_path, [{"id": "1", "text": "He came by boat."}], k=2)
    assert (nothing["text"], nothing["reason"]) == ("", Reason.REPORT_UNLABELLED.value)
    monkeypatch.setattr("site_agent.deidentify.reports.lines.normalise_text", lambda *_: "Pneumonia.")
    (changed,) = run(tmp_path, reports(1), k=2)
    assert (changed["text"], changed["reason"]) == ("", Reason.REPORT_LABELS_CHANGED.value)


def test_lines_keep_their_form_in_either_mode(tmp_path: Path) -> None:
    """One line in, one line out, in order, with the same keys and spans of the text given."""
    rows: list[dict[str, Any]] = [
        {"id": "a", "text": f"Seen by Dr. Quayle Ferris. {SHARED}.", "patient": "p", "dicom": None},
        {"id": "b", "text": 7},
        *reports(1),
    ]
    plain, told = (run(tmp_path, rows, output=Output(spans=True), k=k) for k in (None, 2))
    assert [list(row) for row in plain] == [list(row) for row in told]
    for key in ("id", "status", "reason", "labels", "spans"):
        assert [row[key] for row in plain] == [row[key] for row in told]
    assert "[NAME]" in plain[0]["text"]
    assert told[0]["text"] == f"{SHARED}."


def test_the_command_has_the_same_default() -> None:
    """The number written for --help is the module's."""
    assert filter_reports._PATIENTS == normalised.PATIENTS


def test_tags_are_no_part_of_a_sentence() -> None:
    """A report in HTML shares its sentences with reports that are none."""
    counts = SentenceCounts(2)
    for patient, text in (
        ("a", "<p>Small left pleural effusion.</p>"),
        ("b", "Small left pleural effusion."),
    ):
        counts.add(text, patient)
    tagged = "<table><tr><td>Small left pleural effusion.</td></tr></table>"
    assert normalise_text(tagged, counts.is_common) == "Small left pleural effusion."
