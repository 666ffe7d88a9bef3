"""Runs of characters that underscores join: logins and files.

Rule: such a run is one thing, so that all of it goes when a part of it names somebody: ``svc_dict60``,
``Roe_Jane_20110417``.

Not here: which underscores are read as blanks (`inputs`), names joined to what systems call things (`keys`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.deidentify.reports.rewriting import Plain

_RUN: Final = re.compile(r"(?<!\w)(?=\w{3,40}(?!\w))[^\W_]+(?:_[^\W_]+){1,3}(?!\w)")
_NAMING: Final = frozenset({"NAME", "INITIALS", "ID"})


def joined(text: str, read: Plain) -> list[list[int]]:
    """Return the characters of a report in plain writing that stand for each run.

    Args:
        text: The report as given.
        read: The same in plain writing.
    """
    if "_" not in text:
        return []
    run_of = {at: number for number, run in enumerate(_RUN.finditer(text)) for at in range(*run.span())}
    found: defaultdict[int, list[int]] = defaultdict(list)
    for at, start in enumerate(read.starts):
        if start in run_of:
            found[run_of[start]].append(at)
    return list(found.values())


def complete(marks: list[str | None], runs: Sequence[Sequence[int]]) -> None:
    """Let all of a run go of which a part names somebody; the marks are those of the plain writing."""
    for run in runs:
        if kind := next((marks[at] for at in run if marks[at] in _NAMING), None):
            for at in run:
                marks[at] = marks[at] or kind
