"""How the experiment commands show what the coordinator says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from radshare.views import ExperimentView


def as_document(view: ExperimentView) -> dict[str, Any]:
    """Return an experiment as the JSON document that all its commands print."""
    return {
        "experiment_id": view.experiment_id,
        "name": view.spec.name,
        "state": view.state.value,
        "reason": view.reason,
        "participants": [
            {
                "site": str(site.spiffe_id),
                "state": site.state.value,
                "code": site.code,
                "lock_sha256": site.lock_sha256,
            }
            for site in view.participants
        ],
        "results": view.results.model_dump(mode="json") if view.results else None,
    }


def as_lines(view: ExperimentView) -> list[str]:
    """Return an experiment as plain lines: its state, then one line a site."""
    head = f"{view.experiment_id}  {view.spec.name}  {view.state.value}"
    reason = [f"  {view.reason}"] if view.reason else []
    sites = [f"  {site.spiffe_id}  {site.state.value} {site.code}".rstrip() for site in view.participants]
    return [head, *reason, *sites]
