"""How much noise a privacy budget asks for, and how much of it was spent.

Rules:

* The unit is the patient: a step takes each patient with the same probability (Poisson sampling) and one exam
  of each patient taken, so that a clipped gradient bounds what a patient with all exams can change.
* delta is at most ``1 / N ** 1.1``: with a larger one, publishing a few patients outright would be "private".
* A patient is in the training of every fold's generator but one; the budget is that of all of them together.
* Patients are dealt to folds before, and the dealing is taken as given.

Not here: the training (dp_training), and what the promise does not cover (radshare.guarantee).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opacus.accountants import RDPAccountant
from opacus.accountants.utils import get_noise_multiplier

from radshare.guarantee import DpGuarantee
from site_agent.synthesize.errors import BudgetInvalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.synthesize.presets import DpPreset

DELTA_POWER = 1.1


def largest_delta(patients: int) -> float:
    """Return the largest delta that still says something about N patients."""
    return float(patients**-DELTA_POWER)


def default_delta(patients: int) -> float:
    """Return the next power of ten below the largest delta: it does not tell N."""
    return float(10.0 ** math.floor(math.log10(largest_delta(patients))))


@dataclass(frozen=True, slots=True)
class Budget:
    """A privacy budget as training spends it.

    Attributes:
        epsilon, delta: What may be spent in all.
        noise_multiplier: Standard deviation of the noise, in clipping bounds.
        clip: Bound of the norm of one patient's gradient.
        sample_rate: Largest probability that a patient is in a step of a generator.
        steps: Steps of one generator.
        generators: Generators a patient is in the training of.
    """

    epsilon: float
    delta: float
    noise_multiplier: float
    clip: float
    sample_rate: float
    steps: int
    generators: int

    def spent(self, histories: Sequence[Sequence[tuple[float, float, int]]]) -> DpGuarantee:
        """Return what was spent by the accountants' histories of all generators.

        Args:
            histories: Noise multiplier, sample rate and steps, as Opacus keeps them, a generator each. A
                patient is in all but one of them: the least one is left out.

        Raises:
            BudgetInvalid: If more was spent than the budget allows.
        """
        accountant = RDPAccountant()
        taken = sorted(histories, key=lambda history: sum(steps for *_, steps in history))
        accountant.history = [entry for history in taken[len(taken) - self.generators :] for entry in history]
        epsilon = math.ceil(1000 * accountant.get_epsilon(self.delta)) / 1000
        if epsilon > math.ceil(1000 * self.epsilon) / 1000:
            raise BudgetInvalid("more was spent than the budget allows")
        return DpGuarantee(
            epsilon=epsilon,
            delta=self.delta,
            noise_multiplier=self.noise_multiplier,
            clip=self.clip,
            sample_rate=max(rate for history in histories for _, rate, _ in history),
            steps=sum(steps for *_, steps in accountant.history),
        )


def plan_budget(preset: DpPreset, patients: int, in_training: Sequence[int]) -> Budget:
    """Find the noise that keeps a budget.

    Args:
        preset: Epsilon, delta and the length of the training.
        patients: Patients of the site.
        in_training: Patients in the training of each generator.

    Raises:
        BudgetInvalid: If delta is too large, or no amount of noise keeps the budget.
    """
    delta = default_delta(patients) if preset.delta is None else preset.delta
    if not 0 < delta <= largest_delta(patients):
        raise BudgetInvalid(f"delta must be at most {largest_delta(patients):.1e} here")
    rate, generators = min(1.0, preset.batch_size / min(in_training)), len(in_training) - 1
    try:
        noise = get_noise_multiplier(
            target_epsilon=preset.epsilon,
            target_delta=delta,
            sample_rate=rate,
            steps=preset.steps * generators,
            accountant="rdp",
        )
    except ValueError:
        raise BudgetInvalid("no amount of noise keeps this epsilon") from None
    return Budget(preset.epsilon, delta, float(noise), preset.clip, rate, preset.steps, generators)
