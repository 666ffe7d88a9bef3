"""Answers announced experiments: ready with the digest of a training set, or refused with a code.

Rules: a site answers once; the answer is stored before it is sent and sent until the coordinator has it;
what an experiment may do here is the settings' decision, or a person's.

Not here: the training set (`assemble`) and what Flower does with it (site_agent.federation).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from radshare.errors import RemoteRefusal, VerificationError
from radshare.experiment import ExperimentSpec
from radshare.views import ExperimentState as Announced
from site_agent.errors import ExperimentRefusedError, PackagesMissingError, StoreDamagedError
from site_agent.receive.assemble import assemble, wanted
from site_agent.receive.peers import is_passing
from site_agent.settings import Acceptance
from site_agent.store.exchange import RequestState
from site_agent.store.experiments import ExperimentRow, ExperimentState

if TYPE_CHECKING:
    from radshare.views import ExperimentView
    from site_agent.store.site import Site

ACCEPT = "accept"
REFUSE = "refuse"
_GATHER_SHARE = 0.8
"""Share of an experiment's gather time after which a site answers with what it has."""


class ExperimentDesk(Protocol):
    """The calls made here: part of `radshare.client.CoordinatorClient`."""

    def experiments(self) -> list[ExperimentView]:
        """Return the experiments that concern this site."""
        ...

    def report_ready(self, experiment_id: str, lock_sha256: str) -> None:
        """Say that the training set is assembled."""
        ...

    def report_refused(self, experiment_id: str, code: str) -> None:
        """Say that this site takes no part."""
        ...


def follow_experiments(site: Site, desk: ExperimentDesk) -> None:
    """Take note of what is announced, and bring every unanswered experiment one step on.

    Raises:
        ConnectionRefusal: The coordinator is away; call again later.
    """
    announced = {view.experiment_id: view for view in desk.experiments()}
    for view in announced.values():
        if any(participant.spiffe_id == site.member.spiffe for participant in view.participants):
            site.store.experiments.see(view.experiment_id, view.spec.canonical().decode(), time.time())
    for row in site.store.experiments.all():
        announcement = announced.get(row.experiment_id)
        if announcement is None:
            continue
        if announcement.state in {Announced.FINISHED, Announced.FAILED}:
            site.store.experiments.ended(row.experiment_id, ExperimentState(announcement.state.value))
        elif row.state == ExperimentState.WAITING:
            _answer(site, row)
    _report(site, desk)


def _answer(site: Site, row: ExperimentRow) -> None:
    """Decide an experiment now, or leave it waiting for a person or for packages."""
    spec = ExperimentSpec.model_validate_json(row.spec)
    try:
        if not _accepted(site, row):
            return
        late = time.time() - row.seen_at > _GATHER_SHARE * spec.gather_s
        if _incomplete(site, spec):
            if not late:
                return
            if spec.recipe.packages:
                raise PackagesMissingError
        site.store.experiments.ready(row.experiment_id, assemble(site, row.experiment_id, spec))
    except (ExperimentRefusedError, StoreDamagedError, VerificationError) as refusal:
        site.store.experiments.refused(row.experiment_id, refusal.code)
    site.audit.append("experiment_answered", experiment_id=row.experiment_id)


def _accepted(site: Site, row: ExperimentRow) -> bool:
    """Return whether this site takes part, as far as that is decided.

    Raises:
        ExperimentRefusedError: It does not.
    """
    if row.verdict == REFUSE or not site.settings.federation.enabled:
        raise ExperimentRefusedError
    return row.verdict == ACCEPT or site.settings.experiments.accept is Acceptance.AUTO


def _incomplete(site: Site, spec: ExperimentSpec) -> bool:
    """Return whether packages are still to come: named ones, or granted ones when none is named."""
    if spec.recipe.packages:
        others = {package for package in spec.recipe.packages if site.store.releases.get(package) is None}
        return not others <= {each.package_id for each in wanted(site, spec.recipe)}
    return any(request.state == RequestState.GRANTED for request in site.store.exchange.outgoing())


def _report(site: Site, desk: ExperimentDesk) -> None:
    """Send the answers that the coordinator does not have yet; one it no longer wants counts as sent."""
    for row in site.store.experiments.all():
        if row.reported or row.state not in {ExperimentState.READY, ExperimentState.REFUSED}:
            continue
        try:
            if row.state == ExperimentState.READY:
                desk.report_ready(row.experiment_id, row.lock_sha256)
            else:
                desk.report_refused(row.experiment_id, row.code)
        except RemoteRefusal as refusal:
            if is_passing(refusal):
                raise
            site.audit.append("answer_refused", experiment_id=row.experiment_id, code=refusal.code)
        site.store.experiments.reported(row.experiment_id)
