from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from site_agent.cli import filter_reports
from site_agent.deidentify.reports.review import review_page

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = '<script>alert("x")</script> Seen by Dr. Quayle\u200b. <img src=x onerror=y> Clear lungs.'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a file of reports: a hostile one, one that is none, many that say little."""
    rows = [{"id": 1, "text": HOSTILE}, {"id": 2, "text": ""}]
    rows += [{"id": n, "text": f"Clear lungs. MRN: {7_000_000 + n}"} for n in range(3, 300)]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n<b>no json\n", encoding="utf-8")
    return path


def _run(*args: str) -> tuple[int, str]:
    app = typer.Typer()
    filter_reports.register(app)
    done = CliRunner().invoke(app, list(args))
    return done.exit_code, done.stderr


def test_the_page_escapes_everything(source: Path) -> None:
    """No markup of a report is markup of the page, which loads nothing; nobody overlooks a character."""
    page = review_page(source, most=5)
    assert "default-src 'none'" in page
    assert not [tag for tag in ("<script", "<img", "onerror=y>") if tag in page]
    assert "&lt;script&gt;" in page
    assert "<code>U+200B</code>" in page


def test_the_page_marks_what_went(source: Path) -> None:
    """Left stands the original, identifiers marked; right the placeholders, or that nothing is released."""
    page = review_page(source, most=2)
    assert '<mark title="NAME">Quayle</mark>' in page
    assert "Dr. <ins>[NAME]</ins>" in page
    assert "report_unreadable" in page


def test_lines_that_are_no_reports_are_shown_as_they_are(tmp_path: Path) -> None:
    """What is no JSON is shown, escaped."""
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'<b>no json \xff\n{"text": 5}\n')
    page = review_page(path)
    assert "&lt;b&gt;no json" in page
    assert page.count("Nothing: quarantined.") == 2


def test_the_page_is_the_owners_alone_and_warned_of(source: Path, tmp_path: Path) -> None:
    """The command writes it with mode 0600, for the first 200 reports, and says that it holds originals."""
    page = tmp_path / "review.html"
    code, said = _run(str(source), str(tmp_path / "out.jsonl"), "--review", str(page))
    assert code == 3
    assert "must not leave the site" in said
    assert "Quayle" not in said
    assert page.stat().st_mode & 0o777 == 0o600
    assert page.read_text(encoding="utf-8").count("<section>") == 200


def test_what_went_can_be_dropped(source: Path, tmp_path: Path) -> None:
    """Dropped identifiers leave no placeholder; the places still point into the text given."""
    out = tmp_path / "out.jsonl"
    _run(str(source), str(out), "--replace", "drop", "--spans")
    row = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    assert "Quayle" not in row["text"]
    assert "[" not in row["text"]
    assert [HOSTILE[start:end] for start, end, kind in row["spans"] if kind == "NAME"] == ["Quayle"]
    assert "Clear lungs." in row["text"]
