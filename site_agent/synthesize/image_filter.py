"""What an image filter is: de-identified cases in, counterparts or reasons out.

Rule: every exam handed in comes back exactly once, as a `Counterpart` that passed every check of the gate or
as a `Suppressed` with a reason. The default implementation is
`site_agent.synthesize.counterpart.CounterpartFilter`; one contract suite
(tests/unit/site_agent/synthesize/test_counterpart.py) holds for every implementation.

Not here: reports (site_agent.synthesize.pairs) and anything about how a counterpart is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from site_agent.synthesize.details import coarse_age, details_of_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from site_agent.case import DeidentifiedCase, GateRecord, Suppressed

Progress = Callable[[str, float], None]
"""Told the name of the stage and the share of it that is done, 0..1."""


def silent(stage: str, done: float) -> None:
    """Report progress to nobody."""
    del stage, done


@dataclass(frozen=True, slots=True)
class FilterCase:
    """What the filter may see of an exam; of it, only what the whole group shares reaches a counterpart.

    Attributes:
        case_id: Pseudonym of the exam.
        patient: Pseudonym of the patient.
        image: Frontal image, float32, shape [H, W], 0..1.
        labels: Terms of the pathology lexicon, or exactly ``{"no_finding"}``.
        view: ``PA``, ``AP``, ``LL`` or empty.
        details: What is said of findings: ``side:effusion:left``, ``severity:effusion:mild``,
            ``doubt:nodule``.
        sex: ``F``, ``M`` or empty.
        age_band: ``child`` (below 20), ``adult``, ``old`` (60 and above) or empty.
    """

    case_id: str
    patient: str
    image: NDArray[np.float32] = field(repr=False)
    labels: frozenset[str]
    view: str
    details: frozenset[str] = frozenset()
    sex: str = ""
    age_band: str = ""

    @classmethod
    def of(cls, case: DeidentifiedCase) -> FilterCase:
        """Return what the filter may see of a de-identified case: of its report, side, severity and doubt."""
        return cls(
            case_id=case.case_id,
            patient=case.patient,
            image=case.image,
            labels=case.labels,
            view=case.view,
            details=details_of_report(case.report, case.labels),
            sex=case.sex if case.sex in {"F", "M"} else "",
            age_band=coarse_age(case.age_band),
        )


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A synthetic image that stands for an exam.

    Attributes:
        case_id: The exam; stays at the site.
        image: uint8, shape [S, S].
        labels: Findings of the group's profile: true of every patient of the group.
        view: View of the group, or empty where the group has none in common.
        gate: Evidence; every check passed.
        details: Side and severity that hold for the whole group, as ``side:effusion:left``.
    """

    case_id: str
    image: NDArray[np.uint8] = field(repr=False)
    labels: frozenset[str]
    view: str
    gate: GateRecord
    details: frozenset[str] = frozenset()


class ImageFilter(Protocol):
    """Replaces images by counterparts."""

    @property
    def digest(self) -> str:
        """SHA-256 over the filter's files, hex: names the filter in every gate record."""
        ...

    def counterparts(
        self, cases: Sequence[FilterCase], *, seed: int = 0, progress: Progress = silent
    ) -> Iterator[Counterpart | Suppressed]:
        """Yield one outcome a case, in the order of the cases.

        Args:
            cases: Exams. The outcome of one does not depend on which others are asked for with it.
            seed: Chooses the noise, together with a secret that only the filter's files hold.
            progress: Told how far it is.
        """
        ...
