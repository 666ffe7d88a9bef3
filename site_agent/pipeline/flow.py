"""The whole flow on one page: ingest -> de-identify -> train the filter -> synthesize -> review -> publish.

Rules:
* Every stage works off what the store says is left to do and commits each result before the next begins; so
  a killed agent, started again, goes on where it was and makes nothing twice.
* Before something is trained, drawn or built, the list it is made of is frozen in the store: a batch, a
  release.
* Only the partition ``publish`` gets past de-identification; held-out patients stay the site's own test set.
* A batch is made of patients that no batch had. It has its own filter, and its groups are frozen with it:
  regrouping published patients would let the two groupings be intersected. So every later release stands for
  at least k new patients, and an exam that follows later of a patient who had a turn stays at home.

Not here: how a stage does its work (the rooms), and when to run (site_agent.service).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, overload

from radshare.manifest import FilterSummary
from site_agent.case import Partition, Suppressed
from site_agent.deidentify.engine import restore as kept_case
from site_agent.errors import EvidenceError, SiteAgentError
from site_agent.pipeline.inbox import fingerprint
from site_agent.review import decide
from site_agent.store.cases import CaseRow
from site_agent.synthesize import restore as kept_pair

if TYPE_CHECKING:
    from site_agent.case import DeidentifiedCase, SourceCase
    from site_agent.pipeline.inbox import Inbox
    from site_agent.pipeline.tools import Observe, Tools
    from site_agent.settings import SiteSettings
    from site_agent.store.pairs import Batch
    from site_agent.store.store import Store

_SHOW_EVERY_S = 0.5


class Stage(StrEnum):
    """What the pipeline is doing, or what it waits for."""

    INGEST = "ingest"
    DEIDENTIFY = "deidentify"
    TRAIN_FILTER = "train_filter"
    SYNTHESIZE = "synthesize"
    REVIEW = "review"
    PUBLISH = "publish"
    WAITS_FOR_QUIET = "waits_for_quiet_inbox"
    WAITS_FOR_PATIENTS = "waits_for_patients"
    WAITS_FOR_REVIEW = "waits_for_review"
    IDLE = "idle"


class Pipeline:
    """One site's flow.

    Args:
        store: The site's memory.
        settings: The site's settings.
        tools: The steps.
        inbox: The watched folder.
        observe: Told of every committed step.
    """

    def __init__(
        self, store: Store, settings: SiteSettings, tools: Tools, inbox: Inbox, observe: Observe
    ) -> None:
        self._store = store
        self._settings = settings
        self._tools = tools
        self._inbox = inbox
        self._observe = observe
        self._shown_at = 0.0

    def advance(self) -> Stage:
        """Do everything that can be done now; return what the flow waits for.

        Raises:
            SiteAgentError: A stage refused; what was committed stays, and calling again goes on from there.
            ConnectionRefusal: A package is ready and the coordinator is away; nothing else waits for it.
        """
        if self._inbox.look():
            self._ingest()
        try:
            waits_for = self._prepare_releases()
        except SiteAgentError:
            self._publish()
            raise
        self._publish()
        return self._enter(waits_for)

    def _prepare_releases(self) -> Stage:
        """Bring exams up to planned releases, without the coordinator; return what is waited for."""
        if not self._inbox.is_quiet():
            return Stage.WAITS_FOR_QUIET
        if not self._synthesize():
            return Stage.WAITS_FOR_PATIENTS
        if not self._review():
            return Stage.WAITS_FOR_REVIEW
        self._plan_releases()
        return Stage.IDLE

    # ---------------------------------------------------------------- ingest, de-identify

    def _ingest(self) -> None:
        self._enter(Stage.INGEST)
        found = self._tools.scan()
        aside = [(each.input_id, each.reason.value) for each in found.set_aside]
        self._store.cases.replace_inputs_set_aside(aside)
        self._enter(Stage.DEIDENTIFY)
        for number, source in enumerate(found.cases):
            self._progress("de-identify", number / len(found.cases))
            self._deidentify(source)
        self._inbox.scanned()

    def _deidentify(self, source: SourceCase) -> None:
        """Bring one exam to its de-identified case or its reason, unless it is there already."""
        delivered = fingerprint(source, self._tools.fingerprint_key)
        known = self._store.cases.get(source.case_id)
        if known is not None and (not known.reason or known.fingerprint == delivered):
            return
        case = self._tools.deidentify(source)
        if isinstance(case, Suppressed):
            self._store.cases.set_aside(source.case_id, delivered, str(case.reason))
        else:
            row = CaseRow(case.case_id, delivered, case.patient, case.partition.value)
            self._store.cases.keep(row, kept_case.pack(case))
        self._observe("deidentified", source.case_id)

    # ---------------------------------------------------------------- filter, counterparts

    def _synthesize(self) -> bool:
        """Bring the batch under way, or the next, to its outcomes; return whether there ever was a batch."""
        batch = self._store.pairs.open_one() or self._open_batch()
        if batch is None:
            return bool(self._store.pairs.batched())
        try:
            self._train_filter(batch)
            self._draw(batch)
        except SiteAgentError as refusal:
            now = self._store.pairs.open_one()
            if (
                now is not None and now.remaining == now.case_ids
            ):  # nothing drawn: a larger batch may do better
                self._store.pairs.abandon_batch(batch.batch)
                self._store.facts.set("batch_refused", {"code": refusal.code, "exams": len(batch.case_ids)})
            raise
        self._store.pairs.finish_batch(batch.batch)
        self._observe("batch_finished", str(batch.batch))
        return True

    def _open_batch(self) -> Batch | None:
        """Freeze the next batch: all exams of patients that no batch had, once there are enough of them."""
        former = set(self._store.cases.patients(self._store.pairs.batched()).values())
        everybody = self._store.cases.patients(self._store.cases.ids(Partition.PUBLISH))
        fresh = [case for case, patient in sorted(everybody.items()) if patient not in former]
        least = self._settings.filter.k if former else self._settings.collection.min_patients
        refused = self._store.facts.get("batch_refused", {"exams": 0})
        if len({everybody[case] for case in fresh}) < max(least, self._settings.filter.k):
            return None
        if len(fresh) <= refused["exams"]:
            return None  # the same exams would be refused again
        self._store.pairs.open_batch(fresh)
        self._observe("batch_opened", str(len(fresh)))
        return self._store.pairs.open_one()

    def _train_filter(self, batch: Batch) -> None:
        """Train the batch's filter unless it is trained."""
        if batch.summary:
            return
        self._enter(Stage.TRAIN_FILTER)
        exams = PublishableCases(self._store, batch.case_ids)
        summary = self._tools.train(batch.batch, exams, self._progress)
        self._store.pairs.filter_trained(batch.batch, summary.canonical().decode())
        self._observe("filter_trained", summary.filter_digest)

    def _draw(self, batch: Batch) -> None:
        """Draw the counterparts that are missing; each is committed as it comes."""
        self._enter(Stage.SYNTHESIZE)
        patients = self._store.cases.patients(batch.case_ids)
        remaining = PublishableCases(self._store, batch.remaining)
        for outcome in self._tools.synthesize(batch.batch, remaining, self._progress):
            patient = patients[outcome.case_id]
            if isinstance(outcome, Suppressed):
                self._store.pairs.suppress(outcome.case_id, batch.batch, patient, str(outcome.reason))
            else:
                self._store.pairs.keep(outcome.case_id, batch.batch, patient, kept_pair.pack(outcome))
            self._observe("synthesized", outcome.case_id)

    # ---------------------------------------------------------------- review, publish

    def _review(self) -> bool:
        """Decide what the policy may decide; return whether nothing waits for a person."""
        waiting = self._store.pairs.undecided()
        for case_id in waiting:
            self._enter(Stage.REVIEW)
            pair = kept_pair.restore(self._store.pairs.packed(case_id))
            decision = decide.by_policy(pair, self._settings.review)
            if decision is None:
                return False
            self._store.pairs.decide(decision)
            self._observe("reviewed", case_id)
        return True

    def _plan_releases(self) -> None:
        """Commit a release of every finished batch whose approved pairs stand for k patients."""
        for batch in self._store.pairs.finished_batches():
            ready = self._store.pairs.approved_unreleased(batch.batch)
            if len(set(ready.values())) >= self._settings.filter.k:
                package_id = self._tools.press.plan(batch.batch, tuple(ready))
                self._observe("release_planned", package_id)

    def _publish(self) -> None:
        """Finish every planned release: build and seal it, bring it to the coordinator."""
        for release in self._store.releases.pending():
            self._enter(Stage.PUBLISH)
            if release.state == "planned":
                learned = FilterSummary.model_validate_json(self._store.pairs.summary(release.batch))
                summary = learned.with_suppressed(self._store.pairs.share_suppressed(release.batch))
                pairs = [decide.restore(self._store.pairs, case_id) for case_id in release.case_ids]
                self._tools.press.seal(release, pairs, summary)
                self._observe("release_sealed", release.package_id)
            self._tools.press.submit(release)
            self._observe("release_published", release.package_id)

    # ---------------------------------------------------------------- what the status page shows

    def _enter(self, stage: Stage) -> Stage:
        if self._store.facts.get("stage") != stage:
            self._store.facts.set("stage", stage.value)
            self._store.facts.set("progress", {})
            self._observe("stage", stage.value)
        return stage

    def _progress(self, doing: str, done: float) -> None:
        self._observe("progress", doing)
        if time.monotonic() - self._shown_at >= _SHOW_EVERY_S:
            self._shown_at = time.monotonic()
            self._store.facts.set("progress", {"doing": doing, "done": round(done, 3)})


class PublishableCases(Sequence["DeidentifiedCase"]):
    """De-identified exams of the partition ``publish``, read from the store one at a time, never all at once.

    Args:
        store: The site's memory.
        case_ids: Which exams, in order.
    """

    def __init__(self, store: Store, case_ids: Sequence[str]) -> None:
        self._store = store
        self._case_ids = tuple(case_ids)

    def __len__(self) -> int:
        return len(self._case_ids)

    @overload
    def __getitem__(self, index: int) -> DeidentifiedCase: ...
    @overload
    def __getitem__(self, index: slice) -> PublishableCases: ...

    def __getitem__(self, index: int | slice) -> DeidentifiedCase | PublishableCases:
        if isinstance(index, slice):
            return PublishableCases(self._store, self._case_ids[index])
        case = kept_case.restore(self._store.cases.packed(self._case_ids[index]))
        if case.partition is not Partition.PUBLISH:
            raise EvidenceError("a held-out exam has no business here")
        return case
