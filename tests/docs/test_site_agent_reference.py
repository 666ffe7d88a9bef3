"""Every setting and command of the site agent is explained, and every explanation is of something real."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from click import Group

from radshare.model import Frozen
from site_agent.cli.main import app
from site_agent.settings import SiteSettings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "site-agent.md").read_text(encoding="utf-8")
EXAMPLE = yaml.safe_load((ROOT / "configs" / "site.example.yaml").read_text(encoding="utf-8"))
LEAVES = {"collection.data_use"}


def _keys(model: type[Frozen], prefix: str = "") -> set[str]:
    keys = set()
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        kind = field.annotation
        nested = isinstance(kind, type) and issubclass(kind, Frozen) and path not in LEAVES
        keys |= _keys(kind, f"{path}.") if nested else {path}
    return keys


def _example_keys(document: dict[str, Any], prefix: str = "") -> set[str]:
    keys = set()
    for name, value in document.items():
        path = f"{prefix}{name}"
        nested = isinstance(value, dict) and value and path not in LEAVES
        keys |= _example_keys(value, f"{path}.") if nested else {path}
    return keys


def test_every_setting_stands_in_the_page_and_in_the_example() -> None:
    """The three lists are one."""
    listed = set(re.findall(r"^\| `([a-z_.]+)` \|", PAGE.split("## Commands")[0], flags=re.MULTILINE))
    assert listed == _keys(SiteSettings) == _example_keys(EXAMPLE)


def test_the_example_shows_the_defaults() -> None:
    """A site that copies the example changes nothing."""
    needed = {
        "coordinator": EXAMPLE["coordinator"],
        "collection": {"name": "chest", "title": "Chest radiographs"},
    }
    assert SiteSettings.model_validate(EXAMPLE) == SiteSettings.model_validate(needed)


def test_every_command_is_explained() -> None:
    """Each command, and each command of a group, is named on the page."""
    root = typer.main.get_command(app)
    assert isinstance(root, Group)
    rows = [line for line in PAGE.splitlines() if line.startswith("| `site-agent")]
    for name, command in root.commands.items():
        row = [line for line in rows if re.search(rf"`(site-agent )?{name}[ `]", line)]
        assert row, name
        for verb in command.commands if isinstance(command, Group) else ():
            assert re.search(rf"`(site-agent {name} )?{verb}`", row[0]), f"{name} {verb}"


@pytest.mark.parametrize("bad", [{"unknown": 1}, {"filter": {"k": 1}}, {"access": {"auto_grant": ["bob"]}}])
def test_a_setting_that_is_unknown_or_out_of_range_is_refused(bad: dict[str, Any]) -> None:
    """Closed and bounded, whatever the key."""
    with pytest.raises(ValueError, match="validation error"):
        SiteSettings.model_validate(EXAMPLE | bad)
