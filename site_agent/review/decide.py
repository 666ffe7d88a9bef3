"""Signs pairs off: by policy at once, or by a person later. The only place where an `ApprovedPair` is made.

Rules: an approval is stored before it counts, under a pair id drawn at random; a decision is made once; a
policy adds to the gate and can never overrule it.

Not here: the gate (site_agent.synthesize) and who may run the commands (the operating system's login).
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from site_agent.case import ApprovedPair, Decision
from site_agent.errors import AlreadyDecidedError, EvidenceError, NotFoundError
from site_agent.settings import ReviewMode
from site_agent.store.pairs import DecisionRow
from site_agent.synthesize import restore as kept_pair

if TYPE_CHECKING:
    from site_agent.case import SyntheticPair
    from site_agent.settings import ReviewSettings
    from site_agent.store.pairs import Pairs

POLICY = "policy:site"
_PAIR_ID_BYTES = 16


def by_policy(pair: SyntheticPair, settings: ReviewSettings) -> DecisionRow | None:
    """Return the policy's decision about a pair, or ``None`` when a person decides at this site."""
    if settings.mode is ReviewMode.PERSON:
        return None
    return _row(pair.case_id, approved=_lets_through(pair, settings), by=POLICY)


def by_person(pairs: Pairs, case_id: str, *, approved: bool, login: str) -> DecisionRow:
    """Record a person's decision and return it; the same decision again is the same.

    Raises:
        NotFoundError: No pair of that exam waits or was decided.
        AlreadyDecidedError: The other decision was made before.
    """
    if case_id not in pairs.undecided() and pairs.decision(case_id) is None:
        raise NotFoundError
    decision = pairs.decide(_row(case_id, approved=approved, by=f"person:{login}"))
    if decision.approved is not approved:
        raise AlreadyDecidedError
    return decision


def restore(pairs: Pairs, case_id: str) -> ApprovedPair:
    """Return the approved pair of an exam from the store.

    Raises:
        EvidenceError: There is no approval, or the pair lacks its gate record.
    """
    row = pairs.decision(case_id)
    if row is None or not row.approved:
        raise EvidenceError("approved pair")
    decision = Decision(approved=True, by=row.by, at=row.at)
    return ApprovedPair(row.pair_id, kept_pair.restore(pairs.packed(case_id)), decision)


def _lets_through(pair: SyntheticPair, settings: ReviewSettings) -> bool:
    """Return whether the pair stays within the site's own limits; a missing score is beyond its."""
    checks = all(pair.gate.checks.get(name) is True for name in settings.required_checks)
    scores = all(
        pair.gate.scores.get(name, float("inf")) <= limit for name, limit in settings.score_limits.items()
    )
    labels = not settings.labels or pair.labels <= set(settings.labels)
    return checks and scores and labels


def _row(case_id: str, *, approved: bool, by: str) -> DecisionRow:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return DecisionRow(case_id, secrets.token_hex(_PAIR_ID_BYTES), approved, by, now)
