"""The audit log shows when it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from radshare.audit import AuditLog, verify
from radshare.errors import AuditBroken

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a log of three events."""
    log = AuditLog(tmp_path / "audit.jsonl")
    for number in range(3):
        log.append("release_published", number=number, ok=True)
    return tmp_path / "audit.jsonl"


def test_a_whole_log_verifies_to_its_newest_digest(path: Path) -> None:
    """Verification returns how many lines there are and the digest that the last append returned."""
    digest = AuditLog(path).append("stopped")
    assert verify(path) == (4, digest)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("change", ["edit", "drop", "swap", "cut"])
def test_a_changed_log_is_broken(path: Path, change: str) -> None:
    """An edited, removed, moved or cut line is found."""
    lines = path.read_bytes().splitlines(keepends=True)
    changed = {
        "edit": [lines[0].replace(b'"number":0,"ok"', b'"number":7,"ok"'), *lines[1:]],
        "drop": [lines[0], lines[2]],
        "swap": [lines[1], lines[0], lines[2]],
        "cut": [*lines[:2], lines[2][:-5]],
    }[change]
    path.write_bytes(b"".join(changed))
    with pytest.raises(AuditBroken):
        verify(path)


def test_a_line_that_a_crash_cut_short_is_dropped_by_the_next_append(path: Path) -> None:
    """A half-written line was promised to nobody; the chain goes on from the last whole one."""
    with path.open("ab") as file:
        file.write(b'{"at":"2026')
    AuditLog(path).append("started")
    assert verify(path)[0] == 4
