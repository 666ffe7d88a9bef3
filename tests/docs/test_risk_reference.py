"""What can be set, known and measured of risk stands on its page, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

from site_agent.risk.settings import Attribute, RiskSettings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "risk.md").read_text(encoding="utf-8")


def keys(section: str) -> set[str]:
    """Return the names in the first column of a section's table."""
    rows = re.findall(r"^\| (`[^|]+) \|", PAGE.split(f"## {section}\n")[1].split("\n## ")[0], re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


def test_every_setting_stands_on_the_page() -> None:
    """The two lists are one."""
    assert keys("Settings") == set(RiskSettings.model_fields)


def test_every_attribute_stands_on_the_page() -> None:
    """What an adversary may know is listed, with where it comes from."""
    assert keys("What is counted") == set(Attribute)


def test_the_defaults_are_those_of_the_page() -> None:
    """The numbers that a reader relies on."""
    default = RiskSettings()
    assert f"| {default.max_risk}: classes of at least {default.least_class} |" in PAGE
    for key in ("mean_risk", "suppress_at_most", "search_steps"):
        assert re.search(rf"^\| `{key}` \|.*\| {getattr(default, key):g} \|$", PAGE, re.MULTILINE)
