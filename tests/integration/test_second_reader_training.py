"""The script that trains the second reader, on a few reports: what it writes can be read and asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

SCRIPT = Path(__file__).parents[2] / "scripts" / "train_second_reader"

pytestmark = pytest.mark.processes


def test_the_second_reader_can_be_trained_anew(tmp_path: Path) -> None:
    """Reports go through the filter as it is now, and a network comes out that says what it learnt from."""
    out = tmp_path / "reader"
    told = subprocess.run(
        [
            *(sys.executable, SCRIPT, "--work", tmp_path / "work", "--out", out),
            *("--sets", "trials", "night", "--reports", "4", "--epochs", "1"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert told.returncode == 0, told.stderr[-2000:]
    card = json.loads((out / "training.json").read_text(encoding="utf-8"))
    assert (card["sets"], card["reports"]) == (["night", "trials"], 8)
    assert "tagger" in spacy.load(out).pipe_names
    assert json.loads((tmp_path / "work" / "night.jsonl").read_text(encoding="utf-8").splitlines()[0])["text"]
