"""Settings are closed, and documented key by key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from coordinator.errors import SettingsInvalid
from coordinator.settings import Settings, read

if TYPE_CHECKING:
    from pydantic import BaseModel

REPOSITORY = Path(__file__).parents[3]
EXAMPLE = REPOSITORY / "configs" / "coordinator.example.yaml"


def keys(model: type[BaseModel], prefix: str = "") -> set[str]:
    """Return the dotted names of all settings."""
    found = set()
    for name, field in model.model_fields.items():
        kind = field.annotation
        nested = keys(kind, f"{prefix}{name}.") if hasattr(kind, "model_fields") else {f"{prefix}{name}"}  # type: ignore[arg-type]
        found |= nested
    return found


def test_the_example_holds_every_key_with_its_default() -> None:
    """Copying the example changes nothing but the federation's name."""
    assert read(EXAMPLE) == Settings(federation="demo")
    document = yaml.safe_load(EXAMPLE.read_text())
    flat = {
        f"{name}.{inner}" if isinstance(value, dict) else name
        for name, value in document.items()
        for inner in (value if isinstance(value, dict) else [""])
    }
    assert flat == keys(Settings)


def test_the_reference_page_lists_every_key() -> None:
    """docs/reference/coordinator.md has a row for each setting."""
    page = (REPOSITORY / "docs" / "reference" / "coordinator.md").read_text()
    assert not [key for key in keys(Settings) if f"| `{key}` |" not in page]


@pytest.mark.parametrize(
    "text",
    ["", "federation: Demo", "federation: demo\nport: 1", "federation: demo\nvault: {bytes: 1}", "[", "1",
     "federation: demo\naddress: 7443", "federation: demo\nheartbeat_s: 0"],
)  # fmt: skip
def test_unknown_keys_and_wrong_values_are_refused(tmp_path: Path, text: str) -> None:
    """Nothing is guessed."""
    path = tmp_path / "coordinator.yaml"
    path.write_text(text)
    with pytest.raises(SettingsInvalid):
        read(path)


def test_a_refusal_names_the_key_and_never_the_value(tmp_path: Path) -> None:
    """A database URL may hold a password."""
    path = tmp_path / "coordinator.yaml"
    path.write_text("federation: demo\ndatabase: [hunter2]\n")
    with pytest.raises(SettingsInvalid) as caught:
        read(path)
    assert "database" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(Settings(federation="demo", database="postgresql://u:hunter2@db/x"))
