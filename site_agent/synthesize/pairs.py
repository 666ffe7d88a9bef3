"""Makes synthetic pairs: the only place where a counterpart meets a report.

Rules:

* Held-out patients never reach the filter.
* A pair's labels and view are its group's profile, not its exam's own: they are true of every member.
* The pair's report says what the counterpart shows and nothing else: one sentence a finding of the profile.
  Sentences of the exam's own report describe *this* patient (side, extent, course, wording); the counterpart
  does not show them, and within a group they would tell the members apart.

Not here: images (site_agent.synthesize.counterpart) and the filter that removes identifiers from reports
(site_agent.deidentify); the filtered report stays with the `DeidentifiedCase`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.case import Partition, Suppressed, SyntheticPair
from site_agent.errors import EvidenceError, Reason
from site_agent.synthesize.image_filter import Counterpart, FilterCase, Progress, silent
from site_agent.synthesize.prompts import described

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_agent.case import DeidentifiedCase
    from site_agent.synthesize.image_filter import ImageFilter


def synthetic_pairs(
    cases: Sequence[DeidentifiedCase],
    image_filter: ImageFilter,
    *,
    seed: int = 0,
    progress: Progress = silent,
) -> Iterator[SyntheticPair | Suppressed]:
    """Yield one pair or reason a case; held-out cases first, then the filter's outcomes in order.

    Args:
        cases: De-identified, verified cases.
        image_filter: Makes the counterparts.
        seed: Chooses the noise.
        progress: Told how far it is.

    Raises:
        EvidenceError: If what the filter made is no counterpart with a gate record.
    """
    published = {case.case_id: case for case in cases if case.partition is Partition.PUBLISH}
    for case in cases:
        if case.case_id not in published:
            yield Suppressed(case.case_id, Reason.HELD_OUT)
    seen = [FilterCase.of(case) for case in published.values()]
    for outcome in image_filter.counterparts(seen, seed=seed, progress=progress):
        if isinstance(outcome, Suppressed):
            yield outcome
            continue
        if not isinstance(outcome, Counterpart):  # an ablation got here past the type checker
            raise EvidenceError("counterpart")
        yield SyntheticPair(
            case_id=outcome.case_id,
            patient=published[outcome.case_id].patient,
            image=outcome.image,
            report=generalised_report(outcome),
            labels=outcome.labels,
            view=outcome.view,
            gate=outcome.gate,
        )


def generalised_report(counterpart: Counterpart) -> str:
    """Return a report of what the counterpart stands for: one text for all members of its group."""
    return described(counterpart.labels, counterpart.view, counterpart.details)
