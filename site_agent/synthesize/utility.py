"""Is a network trained on counterparts as good as one trained on the real exams? (TSTR against TRTR).

Both are judged on real exams of **held-out** patients, who were not in the filter's training: with
cross-fitting, the patients of one fold taught the generator of the other, so that no patient of the filter
can be a test patient.

Not here: the arms of a joint experiment (learning).
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from learning.models.pathology import build_pathology_net
from radshare.model import Frozen
from site_agent.synthesize.hardware import choose
from site_agent.synthesize.image_filter import silent
from site_agent.synthesize.linkage import Interval, interval
from site_agent.synthesize.recognition import Lesson, Schoolroom, applied, learn_pathology
from site_agent.synthesize.training_loop import Plan, derived_seed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.synthesize.presets import JudgesPreset

LEAST = 20
"""Exams with and without the finding, in training and in test, without which nothing is measured."""


class Utility(Frozen):
    """AUC on real held-out patients for one finding: trained on real exams, trained on their counterparts."""

    finding: str
    trained_on_real: Interval
    trained_on_counterparts: Interval


def commonest_finding(labels: Sequence[frozenset[str]]) -> str | None:
    """Return the finding nearest to half of the exams, or ``None`` if none has `LEAST` on each side."""
    count = Counter(label for found in labels for label in found if label != "no_finding")
    fit = [label for label, n in count.items() if n >= LEAST and len(labels) - n >= LEAST]
    return min(fit, key=lambda label: (abs(count[label] - len(labels) / 2), label), default=None)


def auc_on(train: Lesson, test: Lesson, preset: JudgesPreset, name: str) -> Interval:
    """Train a pathology network for one finding and return its AUC on the test patients."""
    with torch.random.fork_rng(devices=[]), tempfile.TemporaryDirectory() as work:
        torch.manual_seed(derived_seed("utility"))
        network = build_pathology_net(1, width=preset.width)
        plan = Plan(name, 0, preset.pathology_steps, preset.learning_rate, preset.pathology_steps)
        room = Schoolroom(Path(work), choose("cpu"), preset.batch_size, silent)
        learn_pathology(network, train, plan, room)
    scores, truth = applied(network, test.images)[:, 0], test.targets[:, 0] > 0
    found: dict[str, list[float]] = defaultdict(list)
    for patient, score, positive in zip(test.patients, scores, truth, strict=True):
        others = scores[~truth] if bool(positive) else scores[truth]
        wins = (score > others) if bool(positive) else (score < others)
        found[patient].append(float((wins.float() + 0.5 * (score == others).float()).mean()))
    return interval(found)
