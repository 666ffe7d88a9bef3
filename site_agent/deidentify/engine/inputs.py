"""Finds the inputs of a run: every entry of a tree, in memory that does not grow with it.

Rules: the input is only read; symbolic links are not followed, pipes and devices not opened, and both are
named; the output folder, where it lies inside, is no input; an input is known by a keyed hash of its place,
since paths may hold names.

Not here: what becomes of an input (`walk`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from site_agent.errors import Reason
from site_agent.ingest.keys import keyed_hex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_OPEN_FOLDERS: Final = 64


class Input(NamedTuple):
    """One entry of the tree.

    Attributes:
        path: Where it is.
        input_id: Keyed hash of its place in the tree: the same in every run, safe to report.
        reason: Why it is not opened; ``None`` for a regular file.
    """

    path: str
    input_id: str
    reason: Reason | None = None


def find_inputs(root: Path, out: Path, key: bytes) -> Iterator[Input]:
    """Yield every entry below a folder that is no folder, and every folder that cannot be listed.

    Args:
        root: Where to look.
        out: Folder that is left out.
        key: Key of the inputs' hashes.
    """
    for path, reason in _walk(str(root), str(out)):
        yield Input(path, keyed_hex(key, relative_name(root, path)), reason)


def count_inputs(root: Path, out: Path) -> int:
    """Return the number of inputs that `find_inputs` would yield now."""
    return sum(1 for _ in _walk(str(root), str(out)))


def relative_name(root: Path, path: str) -> str:
    """Return an input's place in the tree as text; bytes that are no text become hex escapes."""
    return os.path.relpath(path, root).encode(errors="surrogateescape").decode(errors="backslashreplace")


def _walk(root: str, out: str) -> Iterator[tuple[str, Reason | None]]:
    folders: list[Iterator[os.DirEntry[str]]] = []
    entered: str | None = root
    while entered or folders:
        if entered:
            try:
                folders.append(_listed(entered, at_once=len(folders) >= _MOST_OPEN_FOLDERS))
            except OSError:
                yield entered, Reason.UNREADABLE
            entered = None
        elif (entry := next(folders[-1], None)) is None:
            folders.pop()
        elif entry.is_dir(follow_symlinks=False):
            entered = None if entry.path == out else entry.path
        else:
            yield entry.path, None if entry.is_file(follow_symlinks=False) else Reason.NOT_A_FILE


def _listed(folder: str, *, at_once: bool = False) -> Iterator[os.DirEntry[str]]:
    """Return a folder's entries; very deep ones at once, since each open folder costs a descriptor."""
    if not at_once:
        return os.scandir(folder)
    with os.scandir(folder) as entries:
        return iter(list(entries))
