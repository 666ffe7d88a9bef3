"""`site-agent filter-reports`: surrogates from a key file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from site_agent.cli.key_file import KeyUnusableError
from site_agent.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Exam date: 3/14/2019. Seen by Dr. Tranmer. Small left pleural effusion. MRN: 8531455"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a file with one report of a known patient."""
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": 1, "text": TEXT, "dicom": {"PatientID": "8531455"}}) + "\n")
    return path


def _text(source: Path, key: bytes, *options: str) -> str:
    key_file, out = source.with_name("key"), source.with_name("out.jsonl")
    key_file.write_bytes(key)
    options = ("--replace", "surrogates", "--key-file", str(key_file), *options)
    result = CliRunner().invoke(app, ["filter-reports", str(source), str(out), *options])
    assert result.exit_code == 0, result.output
    row = json.loads(out.read_text())
    assert row["labels"] == ["pleural_effusion"] or "effusion" in " ".join(row["labels"])
    return str(row["text"])


def test_the_same_key_file_gives_the_same_surrogates(source: Path) -> None:
    """A second run agrees with the first, another key with neither; spans still point into the original."""
    first = _text(source, b"1" * 32)
    assert first == _text(source, b"1" * 32, "--spans")
    row = json.loads(source.with_name("out.jsonl").read_text())
    assert "Tranmer" in [TEXT[start:end] for start, end, _ in row["spans"]]
    assert first != _text(source, b"2" * 32)
    assert "Tranmer" not in first
    assert "[" not in first


def test_surrogates_and_normalised_sentences_exclude_each_other(source: Path) -> None:
    """A sentence of many patients takes no surrogate of one; a key without surrogates is a mistake."""
    out = str(source.with_name("out.jsonl"))
    for options in (["--replace", "surrogates", "--mode", "normalised"], ["--key-file", str(source)]):
        assert CliRunner().invoke(app, ["filter-reports", str(source), out, *options]).exit_code == 2


def test_a_short_key_is_refused(source: Path) -> None:
    """A key that can be guessed gives surrogates that can be undone."""
    key = source.with_name("key")
    key.write_bytes(b"short")
    options = ["--replace", "surrogates", "--key-file", str(key)]
    result = CliRunner().invoke(
        app, ["filter-reports", str(source), str(source.with_name("o.jsonl")), *options]
    )
    assert isinstance(result.exception, KeyUnusableError)
