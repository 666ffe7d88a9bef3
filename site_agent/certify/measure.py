"""One measured number, as certificates, documentation and benches carry it.

Rule: what could not be measured is `None` with a note that says why; it is never a zero and never counts as
passed. Notes teach how to read the number; they hold no patient data.

Not here: how intervals are found (site_agent.certify.bootstrap) and what a number must be
(site_agent.certify.bars).
"""

from __future__ import annotations

from radshare.model import Frozen


class Measure(Frozen):
    """One measured number with its 95 % patient-level bootstrap interval.

    Attributes:
        name: In snake_case, for example ``linkage_adaptive``; the table in site_agent.certify.privacy says
            what each name means.
        value: The number, or ``None`` where it could not be measured.
        low, high: The interval's bounds, or ``None`` where there are too few patients for one.
        n: Queries or images.
        n_patients: Patients they come from.
        chance: What guessing gives, where that is defined.
        note: How to read it.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    n_patients: int = 0
    chance: float | None = None
    note: str = ""


def unmeasured(name: str, note: str) -> Measure:
    """Return a measure that could not be taken, and why."""
    return Measure(name=name, value=None, note=note)
