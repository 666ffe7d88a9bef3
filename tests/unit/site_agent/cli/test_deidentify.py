from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from factories.exams import ACCESSION, FAMILY, GIVEN, RECORD_NUMBER, STUDY_UID, dx, write_inbox
from site_agent.cli import deidentify, filter_reports
from site_agent.cli.key_file import KeyUnusableError
from site_agent.deidentify.profile.actions import Rule
from site_agent.deidentify.profile.profile import load_profile
from site_agent.errors import Reason

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def app() -> typer.Typer:
    """Return the two commands as one program."""
    made = typer.Typer()
    deidentify.register(made)
    filter_reports.register(made)
    return made


def run(app: typer.Typer, *arguments: object) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Return a key file."""
    path = tmp_path / "key"
    path.write_bytes(b"k" * 32)
    return path


def test_a_tree_becomes_files_and_a_report(app: typer.Typer, tmp_path: Path, key: Path) -> None:
    """Good files come out under their new UID, others get a reason, and the exit status says so."""
    inbox = write_inbox(tmp_path / "in" / "deep", report=None).parent
    (inbox / f"{FAMILY}.dcm").write_bytes(b"nonsense")
    before = sorted((p, p.read_bytes()) for p in inbox.rglob("*") if p.is_file())
    out, report = tmp_path / "out", tmp_path / "report.json"
    result = run(app, "deidentify", inbox, out, "--key-file", key, "--report", report, "--json")
    assert result.exit_code == 3
    said = json.loads(report.read_text())
    assert said["counts"] == {"refused": 1, "written": 1}
    assert FAMILY not in report.read_text() + result.output
    (written,) = out.iterdir()
    assert written.stem in {entry["output"] for entry in said["inputs"]}
    assert sorted((p, p.read_bytes()) for p in inbox.rglob("*") if p.is_file()) == before


def test_the_same_key_gives_the_same_result_and_workers_change_nothing(
    app: typer.Typer, tmp_path: Path, key: Path
) -> None:
    """One key, one mapping, however many processes; another key shares nothing with it."""
    inbox = write_inbox(tmp_path / "in", report=None)
    dx(number=2).save_as(inbox / "b.dcm", enforce_file_format=True)
    other = tmp_path / "other"
    other.write_bytes(b"o" * 32)
    outs = []
    for name, secret, workers in (("a", key, 1), ("b", key, 2), ("c", other, 1)):
        assert (
            run(
                app, "deidentify", inbox, tmp_path / name, "--key-file", secret, "--workers", workers
            ).exit_code
            == 0
        )
        outs.append({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()})
    assert outs[0] == outs[1]
    assert not outs[0].keys() & outs[2].keys()


def test_a_mapping_is_written_only_when_asked_and_only_for_its_owner(
    app: typer.Typer, tmp_path: Path, key: Path
) -> None:
    """The two CSV files have mode 0600, and a warning comes with them."""
    inbox, secret = write_inbox(tmp_path / "in", report=None), tmp_path / "map"
    result = run(app, "deidentify", inbox, tmp_path / "out", "--key-file", key, "--mapping-dir", secret)
    assert "secret" in result.output
    for name in ("uid_mapping.csv", "patid_mapping.csv"):
        assert (secret / name).stat().st_mode & 0o777 == 0o600
        assert (secret / name).read_text().startswith("id_old,id_new")
    assert RECORD_NUMBER in (secret / "patid_mapping.csv").read_text()


def test_a_short_key_is_refused(app: typer.Typer, tmp_path: Path) -> None:
    """A key that could be guessed is no key."""
    (tmp_path / "key").write_bytes(b"short")
    (tmp_path / "in").mkdir()
    result = run(app, "deidentify", tmp_path / "in", tmp_path / "out", "--key-file", tmp_path / "key")
    assert isinstance(result.exception, KeyUnusableError)


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Return every file and folder below a folder, with what is in it."""
    return {str(p): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


def test_what_if_says_what_would_be_done_and_writes_nothing(app: typer.Typer, tmp_path: Path) -> None:
    """Attributes with rule, sentence and count, inputs by reason; no folder, no file, no value."""
    inbox = write_inbox(tmp_path / "in", report=None)
    (inbox / f"{FAMILY}.txt").write_text("no DICOM")
    before = snapshot(tmp_path)
    result = run(app, "deidentify", inbox, tmp_path / "out", "--what-if")
    assert result.exit_code == 3
    assert snapshot(tmp_path) == before
    assert "Nothing was written." in result.stdout
    assert Reason.UNREADABLE.meaning in result.stdout
    (name,) = [line for line in result.stdout.splitlines() if line.startswith("(0010,0010)")]
    assert "Patient's Name" in name
    assert Rule.PSEUDONYM.meaning in name
    for value in (FAMILY, RECORD_NUMBER, "Nightjar", str(inbox)):
        assert value not in result.output


def test_what_if_prints_one_document(app: typer.Typer, tmp_path: Path) -> None:
    """With --json, standard output is JSON and nothing else; OUT_DIR is not needed."""
    result = run(app, "deidentify", write_inbox(tmp_path / "in", report=None), "--what-if", "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert said["counts"] == {"written": 1}
    row = next(row for row in said["attributes"] if row["tag"] == "(0008,0080)")
    assert (row["name"], row["rule"], row["count"]) == ("Institution Name", "remove", 1)
    assert row["description"] == Rule.REMOVE.meaning


def test_what_if_leaves_out_what_the_run_would(app: typer.Typer, tmp_path: Path, key: Path) -> None:
    """An output folder inside the input is no input, neither of the run nor of its rehearsal."""
    inbox = write_inbox(tmp_path / "in", report=None)
    assert run(app, "deidentify", inbox, inbox / "out", "--key-file", key).exit_code == 0
    said = json.loads(run(app, "deidentify", inbox, inbox / "out", "--what-if", "--json").stdout)
    assert said["counts"] == {"written": 1}


def test_what_if_with_a_report_is_a_contradiction(app: typer.Typer, tmp_path: Path) -> None:
    """Something to be written is refused rather than forgotten."""
    inbox = write_inbox(tmp_path / "in", report=None)
    result = run(app, "deidentify", inbox, "--what-if", "--report", tmp_path / "r.json")
    assert result.exit_code == 2
    assert not (tmp_path / "r.json").exists()


def test_the_report_comes_with_a_page_for_people(app: typer.Typer, tmp_path: Path, key: Path) -> None:
    """FILE.html lies beside FILE.json and holds neither a value nor the name of an input."""
    inbox = write_inbox(tmp_path / FAMILY, report=None)
    report = tmp_path / "report.json"
    assert (
        run(app, "deidentify", inbox, tmp_path / "out", "--key-file", key, "--report", report).exit_code == 0
    )
    made = report.with_suffix(".html").read_text()
    (entry,) = json.loads(report.read_text())["inputs"]
    assert "Institution Name" in made
    for value in (FAMILY, RECORD_NUMBER, "Nightjar", str(tmp_path), entry["input_id"], entry["output"]):
        assert value not in made


def test_nothing_of_an_object_made_to_speak_reaches_a_report(
    app: typer.Typer, tmp_path: Path, key: Path
) -> None:
    """Names in private creators, SOP classes, unknown tags and sequences are in none of the outputs."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    first, second = dx(number=1), dx(number=2)
    first.private_block(0x0041, f"{FAMILY} LAB", create=True).add_new(0x01, "LO", GIVEN)
    first.add_new(0x00080007, "UN", FAMILY.encode())
    first.ReferencedSeriesSequence = [dx()]
    second.SOPClassUID = second.file_meta.MediaStorageSOPClassUID = f"1.2.826.{RECORD_NUMBER[3:]}"
    for number, data in enumerate((first, second)):
        data.save_as(inbox / f"{FAMILY}{number}.dcm", enforce_file_format=True)
    report = tmp_path / "report.json"
    said = [
        run(app, "deidentify", inbox, tmp_path / "out", "--key-file", key, "--report", report).output,
        run(app, "deidentify", inbox, "--what-if").output,
        run(app, "deidentify", inbox, "--what-if", "--json").output,
        report.read_text(),
        report.with_suffix(".html").read_text(),
    ]
    assert json.loads(said[3])["counts"] == {"quarantined": 1, "written": 1}
    for value in (FAMILY, GIVEN, RECORD_NUMBER[3:], ACCESSION, "Nightjar", "20210304", "19630714", STUDY_UID):
        assert not [text for text in said if value.lower() in text.lower()], value


def test_a_run_tells_what_to_do_about_what_was_set_aside(app: typer.Typer, tmp_path: Path, key: Path) -> None:
    """Plain output has a line for each reason, with its meaning and what to do; progress goes elsewhere."""
    inbox = write_inbox(tmp_path / "in", report=None)
    (inbox / "b").write_text("no DICOM")
    result = run(app, "deidentify", inbox, tmp_path / "out", "--key-file", key)
    assert result.stdout.splitlines() == [
        f"profile: {load_profile('share').label}",
        "refused: 1",
        "written: 1",
        f"unreadable: 1  {Reason.UNREADABLE.meaning} {Reason.UNREADABLE.remedy}",
    ]
    assert "de-identifying: 100 %" in result.stderr


def test_without_a_key_the_user_is_told_what_that_means(app: typer.Typer, tmp_path: Path) -> None:
    """Pseudonyms of a key that nobody has cannot be made again."""
    inbox = write_inbox(tmp_path / "in", report=None)
    assert "--key-file" in run(app, "deidentify", inbox, tmp_path / "a").stderr
    assert "--key-file" not in run(app, "deidentify", inbox, tmp_path / "b", "--json").stderr


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ((), "IN_DIR"),
        (("in",), "OUT_DIR"),
        (("in", "in"), "another folder"),
        (("nowhere", "out"), "not a folder"),
        (("in", "out", "--report", "nowhere/r.json"), "folder that exists"),
        (("in", "out", "--report", "r.html"), "FILE.json"),
        (("--what-if",), "IN_DIR"),
        (("--conformance", "nowhere/statement.md"), "cannot be written"),
    ],
)
def test_a_wrong_command_line_teaches(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], hint: str
) -> None:
    """Exit 2 before anything is read or written, with a word on what is missing."""
    monkeypatch.chdir(tmp_path)
    write_inbox(tmp_path / "in", report=None)
    before = snapshot(tmp_path)
    result = run(app, "deidentify", *arguments)
    assert result.exit_code == 2
    assert hint in " ".join(result.stderr.replace("│", " ").split())
    assert snapshot(tmp_path) == before


def test_an_empty_folder_is_no_error(app: typer.Typer, tmp_path: Path, key: Path) -> None:
    """Nothing in, nothing out, and the reader is told that there was nothing."""
    (tmp_path / "in").mkdir()
    result = run(app, "deidentify", tmp_path / "in", tmp_path / "out", "--key-file", key)
    assert result.exit_code == 0
    assert "no files" in result.stdout


def test_the_statement_is_printed_or_written(app: typer.Typer, tmp_path: Path) -> None:
    """Markdown on standard output or in a file, a page when the file's name says so, JSON when asked."""
    printed = run(app, "deidentify", "--conformance").stdout
    assert printed.startswith("# DICOM conformance statement")
    assert run(app, "deidentify", "--conformance", "-").stdout == printed
    assert json.loads(run(app, "deidentify", "--conformance", "--json").stdout)["statement"] in printed
    for name, begins in (("s.md", "# DICOM"), ("s.html", "<!doctype html>")):
        assert run(app, "deidentify", "--conformance", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_text().startswith(begins)
    basic = run(app, "deidentify", "--conformance", "--profile", "basic").stdout
    assert basic != printed


def test_the_list_is_printed_for_the_profile_in_force(app: typer.Typer) -> None:
    """Another profile, another list; as JSON each line has its parts."""
    share, basic = (
        run(app, "deidentify", "--describe", "--profile", name).stdout for name in ("share", "basic")
    )
    assert share != basic
    lines = json.loads(run(app, "deidentify", "--describe", "--json").stdout)["lines"]
    assert {"name", "attributes", "meaning", "leaves"} == set(lines[0])


@pytest.mark.parametrize("workers", [1, 2])
def test_reports_come_out_line_by_line(app: typer.Typer, tmp_path: Path, workers: int) -> None:
    """Every line in is one line out, in order, the malformed one quarantined."""
    lines = [
        json.dumps({"id": "1", "text": f"Seen by Dr. {FAMILY}. Nodule.", "dicom": None}),
        "not json",
        json.dumps({"id": "3", "text": "jane has a mass.", "dicom": {"PatientName": "Doe^Jane"}}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    out = tmp_path / "out.jsonl"
    result = run(app, "filter-reports", tmp_path / "in.jsonl", out, "--spans", "--workers", workers)
    assert result.exit_code == 3
    first, second, third = (json.loads(line) for line in out.read_text().splitlines())
    assert (first["id"], first["status"], first["labels"]) == ("1", "ok", ["nodule"])
    assert first["spans"][0][2] == "NAME"
    assert (second["status"], second["reason"]) == ("quarantined", "report_unreadable")
    assert "jane" not in third["text"]
