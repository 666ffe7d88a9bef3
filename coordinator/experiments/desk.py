"""The desk: announces experiments, hears the sites, starts a run when enough are ready, files what came back.

Rule: everything the desk knows lies in its store, so that a restarted coordinator goes on where it was.
Gathering simply continues. A run that a restart interrupted is submitted once more, because a Flower run
cannot be resumed; a run lost twice fails with a code. One experiment runs at a time: every site trains on one
machine.

Not here: Flower (coordinator.experiments.superlink), who may launch (coordinator.rpc), and the rows
(learning.server_app).
"""

from __future__ import annotations

import logging
import re
import threading
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from coordinator.errors import ExperimentRefused, ExperimentUnknown
from coordinator.experiments.control import RunState
from coordinator.experiments.lifecycle import Event, after
from coordinator.experiments.planning import deadline_of, plan_of, read_spec, results_of
from coordinator.experiments.store import ExperimentRecord
from learning.errors import TooFewSitesError
from learning.exchange import RunOutcome
from learning.server_app import OUTCOME_FILE, PLAN_FILE
from radshare.errors import RadshareError
from radshare.files import private_folder, write_private
from radshare.identity import SpiffeId
from radshare.views import ExperimentState, ExperimentView, ParticipantView, SiteState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from coordinator.experiments.store import ExperimentStore
    from radshare.experiment import ExperimentResults

_log = logging.getLogger(__name__)

TICK_S = 0.5
GRACE_S = 20.0
"""Time after the deadline that the ServerApp has for filing its rows."""
MAX_ATTEMPTS = 2
_HEX64 = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


class Runs(Protocol):
    """What the desk needs of `coordinator.experiments.superlink.SuperLink`."""

    def node_ids(self) -> Mapping[str, str]:
        """Return SPIFFE id -> Flower node id of all registered sites."""
        ...

    def submit(self, experiment_id: str) -> str:
        """Start a run for one experiment and return its id."""
        ...

    def run_state(self, run_id: str) -> RunState:
        """Return how a run stands."""
        ...

    def stop_run(self, run_id: str) -> None:
        """Stop a run."""
        ...


@dataclass(slots=True)
class Desk:
    """Moves experiments through their life cycle, in a thread of its own.

    Attributes:
        store: Keeps them.
        home: The coordinator's home; a run's files go to ``<home>/experiments/<id>``.
        runs: Flower.
        notify: Called whenever an experiment has changed.
    """

    store: ExperimentStore
    home: Path
    runs: Runs
    notify: Callable[[], None]
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Take up what was under way, then look after all experiments until `stop`."""
        for record in self.store.list():
            if record.progress.state is ExperimentState.RUNNING and not self._outcome(record):
                self._safely(self._resume, record)
        self._stopping.clear()
        self._thread = threading.Thread(target=self._keep, name="experiments", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop looking after experiments; what is under way is taken up at the next start. Idempotent."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    # ---------------------------------------------------------------------------------- what members ask

    def launch(self, experiment_id: str, spec_json: bytes) -> ExperimentView:
        """Announce an experiment; the same id with the same specification returns the existing one.

        Raises:
            ExperimentRefused: The specification is not valid, or another one has this id.
        """
        spec, sites = read_spec(experiment_id, spec_json)
        participants = tuple(ParticipantView(site, SiteState.INVITED) for site in sites)
        record = ExperimentRecord(experiment_id, spec, time.time(), participants)
        if self.store.add(record):
            self.notify()
            return record.view()
        existing = self._record(experiment_id)
        if existing.spec != spec:
            raise ExperimentRefused("another specification was launched under this id")
        return existing.view()

    def get(self, experiment_id: str) -> ExperimentView:
        """Return one experiment.

        Raises:
            ExperimentUnknown: There is none.
        """
        return self._record(experiment_id).view()

    def list(self, for_site: str | None) -> list[ExperimentView]:
        """Return all experiments, or those that ``for_site`` (a SPIFFE id) takes part in; oldest first."""
        records = self.store.list()
        return [record.view() for record in records if for_site is None or for_site in record.spec.sites]

    def ready(self, experiment_id: str, site: str, lock_sha256: str) -> None:
        """Record that a site's training set is assembled. Harmless once the run has begun.

        Raises:
            ExperimentUnknown: The site takes no part in such an experiment.
            ExperimentRefused: The digest is none.
        """
        if not _HEX64.fullmatch(lock_sha256):
            raise ExperimentRefused("a lock file's digest has 64 hex digits")
        self._answer(experiment_id, site, SiteState.READY, lock_sha256=lock_sha256)

    def refused(self, experiment_id: str, site: str, code: str) -> None:
        """Record that a site takes no part, and its reason code. Harmless once the run has begun.

        Raises:
            ExperimentUnknown: The site takes no part in such an experiment.
            ExperimentRefused: The code is none.
        """
        if not _CODE.fullmatch(code):
            raise ExperimentRefused("a reason is a code of letters, digits and underscores")
        self._answer(experiment_id, site, SiteState.REFUSED, code=code)

    def _answer(
        self, experiment_id: str, site: str, state: SiteState, *, code: str = "", lock_sha256: str = ""
    ) -> None:
        record = self._record(experiment_id)
        if site not in record.spec.sites:
            raise ExperimentUnknown
        if self.store.answer(experiment_id, ParticipantView(SpiffeId.parse(site), state, code, lock_sha256)):
            self.notify()

    def _record(self, experiment_id: str) -> ExperimentRecord:
        record = self.store.get(experiment_id)
        if record is None:
            raise ExperimentUnknown
        return record

    # ------------------------------------------------------------------------------------ what time brings

    def _keep(self) -> None:
        while not self._stopping.wait(TICK_S):
            self.tick()

    def tick(self) -> None:
        """Look after every experiment once."""
        records = self.store.list()
        for record in records:
            if record.progress.state is ExperimentState.RUNNING:
                self._safely(self._watch, record)
        busy = any(record.progress.state is ExperimentState.RUNNING for record in self.store.list())
        for record in records:
            if record.progress.state is ExperimentState.GATHERING:
                busy = self._safely(self._gather, record, busy=busy) or busy

    def _safely(self, step: Callable[..., bool], record: ExperimentRecord, **more: bool) -> bool:
        """Take one step; what fails now is tried again at the next look, until the deadline ends it."""
        try:
            return step(record, **more)
        except (RadshareError, OSError) as error:
            code = error.code if isinstance(error, RadshareError) else type(error).__name__
            _log.warning("experiment %s: %s", record.experiment_id[:8], code)
            return False

    def _gather(self, record: ExperimentRecord, *, busy: bool) -> bool:
        """Start or give up once all sites answered or their time is over; return whether it runs."""
        states = [site.state for site in record.participants]
        ready = states.count(SiteState.READY)
        possible = len(states) - states.count(SiteState.REFUSED)
        over = time.time() > record.created_at + record.spec.gather_s
        if possible < record.spec.min_sites or (over and ready < record.spec.min_sites):
            self._give_up(record, TooFewSitesError.code, f"{ready} of {len(states)} sites were ready")
            return False
        if busy or not (over or SiteState.INVITED not in states):
            return False
        progress = replace(record.progress, started_at=time.time())
        return self._submit(replace(record, progress=progress), Event.GATHERED)

    def _submit(self, record: ExperimentRecord, event: Event) -> bool:
        """Hand the plan to Flower. The state moves first: after a crash in between, the run is taken up."""
        folder = private_folder(self.home / "experiments" / record.experiment_id)
        (folder / OUTCOME_FILE).unlink(missing_ok=True)
        write_private(folder / PLAN_FILE, plan_of(record, self.runs.node_ids()).canonical())
        was = ExperimentState.GATHERING if event is Event.GATHERED else ExperimentState.RUNNING
        progress = replace(
            record.progress, state=after(event, was), attempts=record.progress.attempts + 1, run_id=""
        )
        if not self.store.move(record.experiment_id, was, progress):
            return False
        run_id = self.runs.submit(record.experiment_id)
        self.store.move(record.experiment_id, ExperimentState.RUNNING, replace(progress, run_id=run_id))
        self.notify()
        return True

    def _watch(self, record: ExperimentRecord) -> bool:
        """Finish, give up or wait for a run; return whether it goes on."""
        if outcome := self._outcome(record):
            self._finish(record, outcome)
            return False
        if time.time() > deadline_of(record) + GRACE_S:
            self._stop_run(record)
            self._give_up(record, "DEADLINE", "the run did not end before its deadline")
            return False
        state = self.runs.run_state(record.progress.run_id) if record.progress.run_id else RunState.FAILED
        if state is RunState.ACTIVE or self._outcome(record):
            return True
        return self._resume(record)

    def _resume(self, record: ExperimentRecord) -> bool:
        """Submit a lost run once more, or give up."""
        self._stop_run(record)
        if record.progress.attempts >= MAX_ATTEMPTS or time.time() > deadline_of(record):
            self._give_up(record, "RUN_LOST", "the run was interrupted and could not be repeated")
            return False
        return self._submit(record, Event.INTERRUPTED)

    def _stop_run(self, record: ExperimentRecord) -> None:
        if record.progress.run_id:
            self.runs.stop_run(record.progress.run_id)

    def _outcome(self, record: ExperimentRecord) -> RunOutcome | None:
        path = self.home / "experiments" / record.experiment_id / OUTCOME_FILE
        return RunOutcome.model_validate_json(path.read_bytes()) if path.exists() else None

    def _finish(self, record: ExperimentRecord, outcome: RunOutcome) -> None:
        results = results_of(record, outcome)
        write_private(self.home / "experiments" / record.experiment_id / "results.json", results.canonical())
        if outcome.failure:
            self._give_up(record, outcome.failure, "too few sites answered; the rows say why", results)
            return
        state = after(Event.RESULTS_IN, record.progress.state)
        self.store.move(
            record.experiment_id,
            record.progress.state,
            replace(record.progress, state=state, results=results),
        )
        self.notify()

    def _give_up(
        self, record: ExperimentRecord, code: str, sentence: str, results: ExperimentResults | None = None
    ) -> None:
        state = after(Event.GIVEN_UP, record.progress.state)
        progress = replace(record.progress, state=state, reason=f"{code}: {sentence}.", results=results)
        if self.store.move(record.experiment_id, record.progress.state, progress):
            _log.warning("experiment %s failed: %s", record.experiment_id[:8], code)
            self.notify()
