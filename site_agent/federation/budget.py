"""Counts how often an experiment has been answered, so that a coordinator cannot ask until it knows too much.

Rule: a few answers of each kind for one experiment, whoever asks and however often agent or coordinator
restart. The count is written before the answer leaves.

Not here: which experiments this site takes part in; without an assembled training set there is no answer at
all.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = 4
"""Answers of one kind for one experiment: the run, one more after an interruption, and both once more."""


@dataclass(frozen=True, slots=True)
class QueryBudget:
    """The answers given so far, in a JSON file."""

    path: Path

    def spend(self, experiment_id: str, kind: str) -> bool:
        """Count one answer, and return whether it was still within the budget."""
        spent: dict[str, int] = json.loads(self.path.read_bytes()) if self.path.exists() else {}
        key = f"{experiment_id}/{kind}"
        if spent.get(key, 0) >= ANSWERS:
            return False
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps({**spent, key: spent.get(key, 0) + 1}), encoding="utf-8")
        part.replace(self.path)
        return True
