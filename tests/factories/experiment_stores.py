"""An `ExperimentStore` in memory, and experiments to keep in one."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coordinator.experiments.store import ExperimentRecord, Progress
from factories.learning import spec
from radshare.identity import SpiffeId
from radshare.views import ExperimentState, ParticipantView, SiteState

if TYPE_CHECKING:
    from radshare.experiment import ExperimentSpec


@dataclass
class MemoryExperimentStore:
    """Keeps experiments in a dictionary."""

    records: dict[str, ExperimentRecord] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, record: ExperimentRecord) -> bool:
        """Keep a new experiment."""
        with self.lock:
            return self.records.setdefault(record.experiment_id, record) is record

    def get(self, experiment_id: str) -> ExperimentRecord | None:
        """Return one experiment."""
        return self.records.get(experiment_id)

    def list(self) -> list[ExperimentRecord]:
        """Return all experiments."""
        return [*self.records.values()]

    def answer(self, experiment_id: str, answer: ParticipantView) -> bool:
        """Record a site's answer."""
        with self.lock:
            record = self.records.get(experiment_id)
            if record is None or record.progress.state is not ExperimentState.GATHERING:
                return False
            sites = tuple(
                answer if site.spiffe_id == answer.spiffe_id else site for site in record.participants
            )
            self.records[experiment_id] = replace(record, participants=sites)
            return answer in sites

    def move(self, experiment_id: str, was: ExperimentState, progress: Progress) -> bool:
        """Replace the progress."""
        with self.lock:
            record = self.records.get(experiment_id)
            if record is None or record.progress.state is not was:
                return False
            self.records[experiment_id] = replace(record, progress=progress)
            return True


def record(experiment_id: str, of: ExperimentSpec | None = None) -> ExperimentRecord:
    """Return a fresh experiment."""
    asked = of or spec("a", "b")
    sites = tuple(ParticipantView(SpiffeId.parse(name), SiteState.INVITED) for name in asked.sites)
    return ExperimentRecord(experiment_id, asked, 1000.0, sites)
