"""What the agent has done and what it waits for, read from the store; works while the daemon runs.

Rule: counts, codes and ids only; the document is the same for people and for programs.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from site_agent.service.home import running

if TYPE_CHECKING:
    from site_agent.store.site import Site
    from site_agent.store.store import Store


def status(site: Site) -> dict[str, Any]:
    """Return the site's state as one JSON document (docs/reference/site-agent.md)."""
    store = site.store
    alive = running(site.home)
    return {
        "site": str.__str__(site.member.spiffe),
        "running": alive,
        "connected": alive and bool(store.facts.get("connected", default=False)),
        "stage": store.facts.get("stage", ""),
        "progress": store.facts.get("progress", {}),
        "cases": store.cases.counts(),
        "set_aside": dict(sorted(Counter(reason for _, reason in store.cases.set_aside_list()).items())),
        "pairs": store.pairs.counts(),
        "releases": [
            {"package_id": row.package_id, "state": row.state, "pairs": len(row.case_ids), "code": row.code}
            for row in store.releases.all()
        ],
        "requests": _requests(store),
        "received": [
            {"package_id": each.package_id, "publisher": each.publisher, "pairs": each.pairs}
            for each in store.exchange.received()
        ],
        "experiments": [
            {
                "experiment_id": row.experiment_id,
                "state": row.state,
                "code": row.code,
                "lock_sha256": row.lock_sha256,
            }
            for row in store.experiments.all()
        ],
        "trouble": {name: code for name, code in store.facts.get("trouble", {}).items() if code},
    }


def _requests(store: Store) -> list[dict[str, str]]:
    incoming = [
        ("incoming", each.request_id, each.package_id, each.requester, each.state, each.code)
        for each in store.exchange.incoming()
    ]
    outgoing = [
        ("outgoing", each.request_id, each.package_id, each.owner, each.state, each.code)
        for each in store.exchange.outgoing()
    ]
    names = ("direction", "request_id", "package_id", "peer", "state", "code")
    return [dict(zip(names, each, strict=True)) for each in (*incoming, *outgoing)]
