from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from factories.exams import FAMILY, RECORD_NUMBER, dx, write_inbox
from site_agent.cli import deidentify, filter_reports
from site_agent.cli.deidentify import KeyUnusableError

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
