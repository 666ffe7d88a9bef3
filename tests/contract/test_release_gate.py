"""The release gate, read from the source: each case type is made only by the step that owns it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("site_agent", "learning", "radshare", "coordinator")
OWNERS = {
    "SourceCase": "site_agent/ingest",
    "DeidentifiedCase": "site_agent/deidentify",
    "SyntheticPair": "site_agent/synthesize",
    "ApprovedPair": "site_agent/review",
}


def _makers(tree: ast.AST) -> set[str]:
    """Return the case types that a module makes: by calling them, under any name it imports them by."""
    names = {owned: owned for owned in OWNERS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {each.asname: each.name for each in node.names if each.asname and each.name in OWNERS}
    made = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called in names:
            made.add(names[called])
        if isinstance(node.func, ast.Attribute) and called == "__new__":
            made |= {names[a.id] for a in node.args if isinstance(a, ast.Name) and a.id in names}
    return made


@cache
def _makers_in(path: Path) -> set[str]:
    return _makers(ast.parse(path.read_text(encoding="utf-8")))


def _modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


@pytest.mark.parametrize("owned", OWNERS)
def test_a_case_type_is_made_by_its_own_step_only(owned: str) -> None:
    """No other module calls the constructor, whatever name it imports it by."""
    makers = [path for path in _modules() if owned in _makers_in(path)]
    strangers = [path for path in makers if not path.is_relative_to(ROOT / OWNERS[owned])]
    assert strangers == []


@pytest.mark.parametrize("owned", OWNERS)
def test_every_step_does_make_its_type(owned: str) -> None:
    """The search above finds something: the owner itself."""
    folder = ROOT / OWNERS[owned]
    makers = [path for path in folder.rglob("*.py") if owned in _makers_in(path)]
    assert makers


@pytest.mark.parametrize(
    "line",
    [
        "from site_agent.case import ApprovedPair as A\nA(1, 2, 3)",
        "from site_agent import case\ncase.ApprovedPair(1, 2, 3)",
        "from site_agent.case import ApprovedPair\nobject.__new__(ApprovedPair)",
    ],
)
def test_the_search_sees_through_other_names(line: str) -> None:
    """Renaming, reaching through the module and going round the constructor are all found."""
    assert _makers(ast.parse(line)) == {"ApprovedPair"}


def test_publish_takes_approved_pairs_and_nothing_else() -> None:
    """No module of publish names an earlier type, so there is no way in for one."""
    for path in (ROOT / "site_agent" / "publish").rglob("*.py"):
        names = {
            node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)
        }
        assert not names & {"SourceCase", "DeidentifiedCase", "SyntheticPair"}, path.name
