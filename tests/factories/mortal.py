"""A worker that dies of one input, as a decoder may, for tests of what outlives it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from site_agent.deidentify.engine import crew
from site_agent.deidentify.engine.worker import Batch, Worker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_agent.deidentify.engine.worker import Job, Task

DEADLY = "deadly.dcm"


class Mortal(Worker):
    """Dies of every input with a deadly name."""

    def files(self, tasks: Sequence[Task]) -> Batch:
        """Die, or work."""
        if any(path.endswith(DEADLY) for path, _ in tasks):
            os._exit(9)
        return super().files(tasks)


def start(job: Job, parts: Path | None) -> None:
    """Begin as a worker process does, with a mortal worker."""
    crew.start_worker(job, parts)
    crew._HERE["worker"] = Mortal(job, parts)
