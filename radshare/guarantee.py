"""What differential privacy promises about a filter, as it travels in a package's manifest.

Rule: the promise names its unit and what it covers. It covers the *generator's weights* and nothing else:
grouping, gate and thresholds look at the site's images exactly (docs/how-to/bring-your-own-image-filter.md).

Not here: how it is kept (site_agent.synthesize.dp_training).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from radshare.model import Frozen

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class DpGuarantee(Frozen):
    """An (epsilon, delta) differential privacy guarantee.

    Attributes:
        epsilon: What was spent, rounded up to three digits.
        delta: At most ``1 / N ** 1.1`` for N patients.
        unit: Whose presence is hidden: a patient with all exams.
        covers: What was trained under it.
        accountant: ``rdp``: Rényi differential privacy (Mironov 2017, arXiv 1702.07476).
        noise_multiplier: Standard deviation of the noise, in clipping bounds.
        clip: Bound of the norm of one patient's gradient.
        sample_rate: Largest probability that a patient is in a step.
        steps: Steps that any one patient could have been in, over all generators.
    """

    epsilon: Positive
    delta: Annotated[float, Field(gt=0, lt=1)]
    unit: Literal["patient"] = "patient"
    covers: Literal["generator"] = "generator"
    accountant: Literal["rdp"] = "rdp"
    noise_multiplier: Positive
    clip: Positive
    sample_rate: Annotated[float, Field(gt=0, le=1)]
    steps: Annotated[int, Field(ge=1)]
