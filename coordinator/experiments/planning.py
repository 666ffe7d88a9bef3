"""Reads what was asked, says who does what in a run, and binds what came back into one document.

Pure functions: nothing here touches a store, a file or Flower. Not here: when each is called
(coordinator.experiments.desk).
"""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import TYPE_CHECKING

from pydantic import ValidationError

from coordinator.errors import ExperimentRefused
from learning.errors import Code
from learning.exchange import PlannedSite, RunOutcome, RunPlan
from radshare.errors import RadshareError
from radshare.experiment import ExperimentResults, ExperimentSpec
from radshare.identity import Role, SpiffeId
from radshare.views import ParticipantView, SiteState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coordinator.experiments.store import ExperimentRecord

MAX_SITES = 1000
_HEX32 = re.compile(r"[0-9a-f]{32}")


def read_spec(experiment_id: str, spec_json: bytes) -> tuple[ExperimentSpec, tuple[SpiffeId, ...]]:
    """Return a specification and its sites.

    Raises:
        ExperimentRefused: It is not valid, or names something else than different sites.
    """
    if not _HEX32.fullmatch(experiment_id):
        raise ExperimentRefused("an experiment id has 32 hex digits")
    try:
        spec = ExperimentSpec.model_validate_json(spec_json)
        sites = tuple(SpiffeId.parse(site) for site in spec.sites)
    except ValidationError as error:
        places = sorted({".".join(map(str, item["loc"])) for item in error.errors()})
        raise ExperimentRefused("; ".join(places)[:200]) from None
    except RadshareError:
        raise ExperimentRefused("sites are named by their SPIFFE ids") from None
    if len(set(sites)) != len(sites) or any(site.role is not Role.SITE for site in sites):
        raise ExperimentRefused("sites must be sites, each named once")
    if len(sites) > MAX_SITES:
        raise ExperimentRefused("too many sites")
    return spec, sites


def deadline_of(record: ExperimentRecord) -> float:
    """Return when the run must have ended, in seconds since the epoch."""
    return record.progress.started_at + record.spec.deadline_s


def plan_of(record: ExperimentRecord, nodes: Mapping[str, str]) -> RunPlan:
    """Return what the ServerApp is handed: each ready site with its node, the others with a code."""

    def planned(site: ParticipantView) -> PlannedSite:
        if site.state is SiteState.REFUSED:
            return PlannedSite(spiffe_id=site.spiffe_id, code=site.code)
        if site.state is SiteState.INVITED:
            return PlannedSite(spiffe_id=site.spiffe_id, code=Code.NOT_READY)
        if site.spiffe_id not in nodes:
            return PlannedSite(spiffe_id=site.spiffe_id, code=Code.NOT_CONNECTED)
        return PlannedSite(spiffe_id=site.spiffe_id, node_id=nodes[site.spiffe_id])

    return RunPlan(
        experiment_id=record.experiment_id,
        spec=record.spec,
        sites=tuple(planned(site) for site in record.participants),
        deadline_at=deadline_of(record),
    )


def results_of(record: ExperimentRecord, outcome: RunOutcome) -> ExperimentResults:
    """Return the results document: the rows, the lock files' digests, and the time each stage took."""
    now = time.time()
    gathering = round(record.progress.started_at - record.created_at, 2)
    return ExperimentResults(
        experiment_id=record.experiment_id,
        spec=record.spec,
        rows=outcome.rows,
        locks={site.spiffe_id: site.lock_sha256 for site in record.participants if site.lock_sha256},
        started_at=_utc(record.created_at),
        finished_at=_utc(now),
        seconds={"gathering": gathering, **outcome.seconds, "total": round(now - record.created_at, 2)},
    )


def _utc(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")
