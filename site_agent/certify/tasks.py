"""What a downstream network is asked: every finding, and the two pairwise questions of the literature.

Rules: labels are closed under "is a kind of" first (viral pneumonia is pneumonia), so that arms whose labels
are more or less special learn and are asked the same; a question that too few exams of either answer stand
behind is not asked. What a counterpart claims may have been generalised: a claim says nothing of its own
kinds, and nothing is learnt of them from it.

Not here: training (site_agent.certify.utility) and what a label is called (site_agent.synthesize.terms).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from site_agent.synthesize.profiles import ABNORMAL, NO_FINDING, closed
from site_agent.synthesize.terms import parent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LEAST = 10
"""Exams with and without a finding, in training and in test, without which nothing is asked about it."""
BACTERIAL, VIRAL, PNEUMONIA = "bacterial_pneumonia", "viral_pneumonia", "pneumonia"
PAIRWISE = ("bacterial_vs_viral", "normal_vs_pneumonia")
MACRO = "macro"


@dataclass(frozen=True, slots=True)
class Task:
    """One question about some rows of a test set.

    Attributes:
        name: A finding's name or one of `PAIRWISE`.
        rows: Rows it is asked about.
        truth: Answer of each of these rows.
        plus: Output of the network that speaks for it.
        minus: Output that speaks against it, or ``None``.
    """

    name: str
    rows: NDArray[np.int64]
    truth: NDArray[np.bool_]
    plus: int
    minus: int | None = None

    @property
    def pairwise(self) -> bool:
        """Whether it compares two findings instead of asking for one."""
        return self.name in PAIRWISE

    def scores(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the score of each of its rows from logits ``[n, findings]``."""
        chosen = logits[self.rows]
        against = 0.0 if self.minus is None else chosen[:, self.minus]
        scores: NDArray[np.float64] = chosen[:, self.plus] - against
        return scores


def closed_labels(labels: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return each exam's labels with everything they are a kind of."""
    return [closed(found, parent) for found in labels]


def findings_of(*sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """Return the findings that at least `LEAST` exams of every set have, and as many have not, sorted."""
    terms = {term for labels in sets for found in labels for term in found} - {NO_FINDING}
    return tuple(sorted(term for term in terms if all(_askable(term, labels) for labels in sets)))


def targets(labels: Sequence[frozenset[str]], findings: Sequence[str]) -> torch.Tensor:
    """Return float32 ``[N, findings]``: 1 where an exam has the finding."""
    return _rows([[float(term in found) for term in findings] for found in labels], findings)


def claimed(labels: Sequence[frozenset[str]], findings: Sequence[str]) -> torch.Tensor:
    """Return float32 ``[N, findings]``: what counterparts claim, NaN where a claim leaves it open.

    A counterpart of a group that shares "pneumonia" may show a bacterial one. `ABNORMAL` leaves all open.

    Args:
        labels: As the release has them: the most special ones alone.
        findings: The network's outputs, in order.
    """
    return _rows([[_claim(term, found) for term in findings] for found in labels], findings)


def _claim(term: str, said: frozenset[str]) -> float:
    if term in closed(said, parent):
        return 1.0
    above = closed({term}, parent) - {term}
    return math.nan if said & (above | {ABNORMAL}) else 0.0


def _rows(rows: list[list[float]], findings: Sequence[str]) -> torch.Tensor:
    return torch.tensor(rows).reshape(len(rows), len(findings))


def tasks_of(labels: Sequence[frozenset[str]], findings: Sequence[str]) -> list[Task]:
    """Return the questions that a test set can answer: one a finding, then the pairwise ones.

    Args:
        labels: Closed labels of the test exams.
        findings: The network's outputs, in order.
    """
    everybody = np.arange(len(labels), dtype=np.int64)
    asked = [
        Task(term, everybody, np.array([term in found for found in labels]), place)
        for place, term in enumerate(findings)
    ]
    places = {term: place for place, term in enumerate(findings)}
    if BACTERIAL in places and VIRAL in places:
        one = np.array([(BACTERIAL in found) != (VIRAL in found) for found in labels])
        rows = everybody[one]
        truth = np.array([BACTERIAL in labels[row] for row in rows])
        asked.append(Task("bacterial_vs_viral", rows, truth, places[BACTERIAL], places[VIRAL]))
    if PNEUMONIA in places:
        either = np.array([found == {NO_FINDING} or PNEUMONIA in found for found in labels])
        rows = everybody[either]
        truth = np.array([PNEUMONIA in labels[row] for row in rows])
        asked.append(Task("normal_vs_pneumonia", rows, truth, places[PNEUMONIA]))
    return [task for task in asked if min(int(task.truth.sum()), int((~task.truth).sum())) >= LEAST]


def _askable(term: str, labels: Sequence[frozenset[str]]) -> bool:
    having = sum(term in found for found in labels)
    return min(having, len(labels) - having) >= LEAST
