"""A site's generators under a privacy budget: public first, then a fold each under DP-SGD.

Rules: codec, Gaussian model, averages and first weights come from *public* exams alone, once for all folds;
no statistic of the site's patients gets past the accountant into a generator's weights. What the generators
are *told* when they sample (the groups' profiles and noised centroids) and what the gate compares with are
not part of the weights, and no budget covers them.

Not here: the start (public_start), one generator's training (dp_training), the noise (dp).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_agent.synthesize.dp import plan_budget
from site_agent.synthesize.dp_training import Bench, PrivateLesson, fine_tune
from site_agent.synthesize.errors import BudgetInvalid
from site_agent.synthesize.public_start import STAGE, exams_lesson, public_exams, public_generator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from radshare.guarantee import DpGuarantee
    from site_agent.synthesize.groups import Partition
    from site_agent.synthesize.image_filter import FilterCase
    from site_agent.synthesize.pipeline import CounterpartPipeline
    from site_agent.synthesize.public_start import Exams, Run


@dataclass(frozen=True, slots=True)
class PrivateGenerators:
    """Generators, a fold each, their loss curves and what was promised about them."""

    pipelines: tuple[CounterpartPipeline, ...]
    curves: dict[str, tuple[float, ...]]
    guarantee: DpGuarantee


def private_generators(
    own: Exams, public: Sequence[FilterCase], parted: Partition, run: Run
) -> PrivateGenerators:
    """Train the generators of all folds under `Preset.dp`.

    Args:
        own: The site's exams.
        public: Exams that are no secret; those the preset names.
        parted: Groups and folds.
        run: Where and how.

    Raises:
        BudgetInvalid: If there is no budget, or it cannot be kept.
        PublicInvalid: If nothing can be started from these public exams.
    """
    settings = run.preset.dp
    if settings is None:
        raise BudgetInvalid("the preset has no privacy budget")
    size, steps = run.preset.image_size_px, run.preset.generator.steps
    known = public_exams(public, settings.public, own.cases, size)
    folds = range(parted.n_folds)
    rows = [[r for r, c in enumerate(own.cases) if parted.folds[c.patient] != fold] for fold in folds]
    patients = [len({own.cases[row].patient for row in mine}) for mine in rows]
    budget = plan_budget(settings, len({case.patient for case in own.cases}), patients)
    first, curve = public_generator(known, parted, run, steps)
    lesson, curves, histories = exams_lesson(own, parted, grouped=False), {STAGE: curve}, []
    pipelines = []
    for fold, mine in zip(folds, rows, strict=True):
        pipeline, name = copy.deepcopy(first), f"generator-{fold}"
        private = PrivateLesson(
            lesson.only(mine),
            [own.cases[row].patient for row in mine],
            run.preset.generator.label_dropout,
            settings.learning_rate,
            run.preset.checkpoint_steps,
        )
        losses, history = fine_tune(
            pipeline, private, budget, Bench(name, run.work, run.hardware, run.progress)
        )
        curves[name] = tuple(losses)
        histories.append(history)
        pipelines.append(pipeline.to("cpu"))
    return PrivateGenerators(tuple(pipelines), curves, budget.spent(histories))
