"""What the desk remembers of an experiment, and what it asks of whoever keeps it.

Rule: sites' answers and the desk's moves are separate writes, so that neither undoes the other; a move names
the state it starts from and is refused when that is no longer true. tests/contract proves every
implementation against one suite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from radshare.views import ExperimentState, ExperimentView, ParticipantView

if TYPE_CHECKING:
    from radshare.experiment import ExperimentResults, ExperimentSpec


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an experiment is; what the desk moves.

    Attributes:
        state: Where it stands.
        reason: Why it failed: a code and a sentence, or empty.
        run_id: Flower's run, as decimal text, or empty.
        attempts: Runs submitted so far.
        started_at: When the first run was submitted, seconds since the epoch; 0 before.
        results: What came back.
    """

    state: ExperimentState = ExperimentState.GATHERING
    reason: str = ""
    run_id: str = ""
    attempts: int = 0
    started_at: float = 0.0
    results: ExperimentResults | None = None


@dataclass(frozen=True, slots=True)
class ExperimentRecord:
    """One experiment.

    Attributes:
        experiment_id: Random id, chosen by whoever launched it.
        spec: What was asked.
        created_at: When it was launched, seconds since the epoch.
        participants: The sites, in the order of the specification.
        progress: How far it is.
    """

    experiment_id: str
    spec: ExperimentSpec
    created_at: float
    participants: tuple[ParticipantView, ...]
    progress: Progress = Progress()

    def view(self) -> ExperimentView:
        """Return what members may see."""
        return ExperimentView(
            self.experiment_id,
            self.spec,
            self.progress.state,
            self.participants,
            self.progress.reason,
            self.progress.results,
        )


class ExperimentStore(Protocol):
    """Keeps experiments; every method is one transaction."""

    def add(self, record: ExperimentRecord) -> bool:
        """Keep a new experiment; return False, changing nothing, when its id is taken."""
        ...

    def get(self, experiment_id: str) -> ExperimentRecord | None:
        """Return one experiment, or ``None``."""
        ...

    def list(self) -> list[ExperimentRecord]:
        """Return all experiments, oldest first."""
        ...

    def answer(self, experiment_id: str, answer: ParticipantView) -> bool:
        """Record a site's answer while the experiment gathers; return whether it was recorded."""
        ...

    def move(self, experiment_id: str, was: ExperimentState, progress: Progress) -> bool:
        """Replace the progress of an experiment that is still in state ``was``; return whether it was."""
        ...
