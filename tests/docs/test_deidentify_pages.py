"""What the pages say about de-identification is what the program says and does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import typer.main
from click import Command, Option

from site_agent.cli import deidentify
from site_agent.deidentify.engine.walk import _REFUSED, _SKIPPED
from site_agent.deidentify.profile.actions import Rule
from site_agent.deidentify.profile.profile import Profile
from site_agent.errors import Reason

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "deidentify.md").read_text(encoding="utf-8")
HOW_TO = (ROOT / "docs" / "how-to" / "deidentify-a-folder.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
ELSEWHERE = {"exam.py"}  # of exams and reports


@pytest.fixture(scope="module")
def command() -> Command:
    """Return the command."""
    app = typer.Typer(add_completion=False)
    deidentify.register(app)
    return typer.main.get_command(app)


def _switches(command: Command) -> set[str]:
    return {o for p in command.params if isinstance(p, Option) for o in p.opts if o.startswith("--")} - {
        "--help"
    }


def test_the_lists_in_the_pages_are_the_programs_own() -> None:
    """README's list of what is removed, and the whole list in the reference, are what `--describe` prints."""
    script = ROOT / "scripts" / "generate_deidentify_docs"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_readme_names_everything_that_goes() -> None:
    """No rule that removes can be added without README's readers being told."""
    block = README.split("<!-- site-agent deidentify --describe -->")[1].split("<!-- end -->")[0]
    listed = {line.split()[0] for line in block.splitlines() if line.strip()}
    assert {rule.value for rule in Rule if not rule.leaves} <= listed
    assert not {rule.value for rule in Rule if rule.leaves} & listed


def test_every_option_is_explained(command: Command) -> None:
    """The table of options and the command have the same options."""
    explained = set(re.findall(r"^\| `(--[a-z-]+)` \|", PAGE, flags=re.MULTILINE))
    assert explained == _switches(command)


def test_the_examples_use_options_that_exist(command: Command) -> None:
    """A line that a reader copies is understood by the program."""
    for line in re.findall(r"^\s*(site-agent deidentify .*)$", PAGE + HOW_TO, flags=re.MULTILINE):
        used = {word.strip("[]") for word in shlex.split(line) if word.strip("[]").startswith("--")}
        assert used <= _switches(command), line


def test_every_key_of_a_profile_is_explained() -> None:
    """A site that writes a profile finds each key."""
    rows = PAGE.split("## Profiles")[1].split("## Pixels")[0]
    explained = {
        key for row in re.findall(r"^\| (`.*?) \|", rows, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)
    }
    assert explained == set(Profile.model_fields)


def test_every_reason_of_this_stage_is_named_with_its_status() -> None:
    """Each code that a module can give stands in the row of the status it leads to."""
    given = {
        Reason[name]
        for path in (ROOT / "site_agent" / "deidentify").rglob("*.py")
        if "reports" not in path.parts and path.name not in ELSEWHERE
        for name in re.findall(r"Reason\.([A-Z_]+)\b", path.read_text(encoding="utf-8"))
    }
    rows = dict(re.findall(r"^\| `(quarantined|refused|skipped)` \|(.*)$", PAGE, flags=re.MULTILINE))
    named = {status: set(re.findall(r"\[`(\w+)`\]", row)) for status, row in rows.items()}
    assert named["refused"] == {reason.value for reason in _REFUSED}
    assert named["skipped"] == {reason.value for reason in _SKIPPED}
    assert named["quarantined"] == {reason.value for reason in given - _REFUSED - _SKIPPED}
