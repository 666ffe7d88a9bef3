"""Where files are made before they appear: a hidden folder of the output, on the same file system.

Rules: a file moves into the output when it is whole; the folder goes with its run, however that ends; one
that a killed run left behind is removed by the next run, told by its lock, which no process holds any more.

Not here: what is written (`worker`).
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from site_agent.errors import SiteAgentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FOLDER: Final = ".radshare-"
_LOCK: Final = "lock"


class OutputUnwritableError(SiteAgentError):
    """The output folder cannot be written."""

    code = "OUTPUT_UNWRITABLE"
    summary = "A file could not be written into the output folder."
    remedy = "Check that the disk has room and that the folder may be written; then run the command again."


def part_of(parts: Path, input_id: str) -> Path:
    """Return the part file of an input."""
    return parts / f"{input_id}.part"


@contextmanager
def parts_folder(out: Path) -> Iterator[Path]:
    """Yield a folder for files in the making, inside the output folder, which is made when missing.

    Raises:
        OutputUnwritableError: There can be none.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        for left in out.glob(f"{_FOLDER}*"):
            _remove_unless_locked(left)
        parts = out / f"{_FOLDER}{secrets.token_hex(4)}"
        parts.mkdir(mode=0o700)
        lock = os.open(parts / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise OutputUnwritableError from None
    try:
        yield parts
    finally:
        shutil.rmtree(parts, ignore_errors=True)
        os.close(lock)


def _remove_unless_locked(folder: Path) -> None:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return  # another run has just made it
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
