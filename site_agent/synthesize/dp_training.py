"""Training of a generator under differential privacy (DP-SGD, Abadi et al. 2016, arXiv 1607.00133).

The generator comes trained on *public* radiographs (dp_generators); the site's own patients change it only
through clipped, noised gradients (Opacus). Each patient shows one exam with that exam's own findings and
without a layout: the layout of a group is a statistic of k patients, and one patient more would change what k
others show.

Rules: a step takes one exam of each patient that Poisson sampling took, and divides by the *expected* number
of patients; noise and sampling come from a secret of this training, so that who knows the seed cannot take
the noise off again. Weights and the accountant's history are in one file: a killed training goes on with the
same random numbers and counts no step twice.

Not here: how much noise (dp); judges, thresholds and groups, which no budget covers.
"""

from __future__ import annotations

import secrets
import warnings
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from opacus import GradSampleModule
from opacus.accountants import RDPAccountant
from opacus.optimizers import DPOptimizer

from site_agent.synthesize.generator_training import Learner, Objective
from site_agent.synthesize.hardware import Hardware
from site_agent.synthesize.training_loop import derived_seed, restore, save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_agent.synthesize.dp import Budget
    from site_agent.synthesize.generator_training import GeneratorLesson
    from site_agent.synthesize.image_filter import Progress
    from site_agent.synthesize.pipeline import CounterpartPipeline

CHUNK = 8
"""Patients whose gradients are held in memory at once."""
History = list[tuple[float, float, int]]
"""Noise multiplier, sample rate and number of steps: what an accountant counts."""


@dataclass(frozen=True, slots=True)
class PrivateLesson:
    """What a generator learns under a budget.

    Attributes:
        lesson: The exams; `GeneratorLesson.grouped` is zero throughout.
        patients: Patient of each exam.
        dropout: Share of exams shown without condition.
        learning_rate, checkpoint_steps: Training.
    """

    lesson: GeneratorLesson
    patients: Sequence[str]
    dropout: float
    learning_rate: float
    checkpoint_steps: int

    def sampled(self, rate: float, draw: torch.Generator) -> torch.Tensor:
        """Return a row each of the patients that Poisson sampling takes: int64, possibly empty."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, patient in enumerate(self.patients):
            rows[patient].append(row)
        exams = [rows[patient] for patient in sorted(rows)]
        taken, which = (torch.rand(len(exams), generator=draw).tolist() for _ in range(2))
        return torch.tensor(
            [own[int(u * len(own))] for own, p, u in zip(exams, taken, which, strict=True) if p < rate],
            dtype=torch.long,
        )


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a generator is trained: its name there, the work folder, hardware, and who is told how far."""

    name: str
    work: Path
    hardware: Hardware
    progress: Progress

    def secret(self) -> str:
        """Return the secret of the training, made once and kept in the work folder until it is done."""
        path = self.work / "dp-secret"
        if not path.is_file():
            part = path.with_suffix(".part")
            part.touch(mode=0o600)
            part.write_text(secrets.token_hex(32), encoding="ascii")
            part.replace(path)
        return path.read_text(encoding="ascii")


def fine_tune(
    pipeline: CounterpartPipeline, private: PrivateLesson, budget: Budget, bench: Bench
) -> tuple[list[float], History]:
    """Train a publicly trained generator further, in place, on the site's patients.

    Args:
        pipeline: Trained on public images only.
        private: The patients of the other folds.
        budget: Noise, clipping, sampling, steps.
        bench: Where.

    Returns:
        The loss curve (for the site's own eyes) and what the accountant counted.
    """
    plain = Hardware(bench.hardware.device, bfloat16=False)  # norms are bounded in full precision
    objective = Objective.of(pipeline, private.lesson, private.dropout, plain)
    learner = Learner(pipeline).to(plain.device)
    tuning = _Tuning(learner, objective, budget, private)
    inner, key, path = tuning.optimizer.original_optimizer, bench.secret(), _state(bench)
    state = restore(learner, inner, path)
    if state.step:
        tuning.accountant.load_state_dict(state.notes["accountant"])
    total, since = 0.0, 0
    for step in range(state.step, budget.steps):
        draw = torch.Generator().manual_seed(derived_seed(key, bench.name, step))
        total, since = total + tuning.step(private.sampled(budget.sample_rate, draw), draw), since + 1
        if (step + 1) % private.checkpoint_steps == 0 or step + 1 == budget.steps:
            state.step = step + 1
            state.losses.append(round(total / since, 6))
            total, since = 0.0, 0
            state.notes = {"accountant": dict(tuning.accountant.state_dict())}
            save(learner, inner, state, path)
            bench.progress(bench.name, state.step / budget.steps)
    tuning.close()
    return state.losses, [(float(n), float(q), int(s)) for n, q, s in tuning.accountant.history]


def _state(bench: Bench) -> Path:
    return bench.work / f"{bench.name}.safetensors"


class _Tuning:
    """One generator with its clipping, its noise and its accountant."""

    def __init__(
        self, learner: Learner, objective: Objective, budget: Budget, private: PrivateLesson
    ) -> None:
        learner.train()
        self._learner = learner
        self._objective = objective
        self._budget = budget
        self._hooks = GradSampleModule(learner)
        trained = [parameter for parameter in learner.parameters() if parameter.requires_grad]
        self.optimizer = DPOptimizer(
            torch.optim.AdamW(trained, lr=private.learning_rate, weight_decay=1e-4),
            noise_multiplier=budget.noise_multiplier,
            max_grad_norm=budget.clip,
            expected_batch_size=max(1, round(budget.sample_rate * len(set(private.patients)))),
        )
        self.accountant = RDPAccountant()

    def step(self, rows: torch.Tensor, draw: torch.Generator) -> float:
        """Take a step on the exams that were drawn; where nobody was drawn, a step of pure noise."""
        device = next(self._learner.parameters()).device
        noise_seed = int(torch.randint(2**62, (1,), generator=draw))
        self.optimizer.generator = torch.Generator(device).manual_seed(noise_seed)
        self.optimizer.zero_grad(set_to_none=True)
        chunks = rows.split(CHUNK) if len(rows) else ()
        total = 0.0
        for place, chunk in enumerate(chunks):
            loss = self._objective.loss(self._learner, chunk, draw)
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Full backward hook is firing")
                loss.backward()
            total += float(loss.detach()) * len(chunk)
            self._advance(last=place + 1 == len(chunks))
        if not chunks:
            for parameter in self.optimizer.params:
                parameter.grad_sample = parameter.new_zeros((0, *parameter.shape))
            self._advance(last=True)
        self.accountant.step(
            noise_multiplier=self._budget.noise_multiplier, sample_rate=self._budget.sample_rate
        )
        return total / max(1, len(rows))

    def _advance(self, *, last: bool) -> None:
        """Clip what was gathered; after the last chunk add the noise and change the weights."""
        self.optimizer.signal_skip_step(do_skip=not last)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)

    def close(self) -> None:
        """Leave the networks as they were before Opacus came."""
        self._hooks.cleanup()
        self._learner.eval()
