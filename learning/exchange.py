"""What Flower's messages of an experiment may hold, said once for all who write, check or read them.

Rule: a reply holds judgements (counts and rounded AUCs), codes of `learning.errors.Code` and, for arm
``shared``, weights. Everything else is refused: by the site's gate before it leaves, by the ServerApp after
it came.

=========  ========================  ===================================================================
record     kind                      holds
=========  ========================  ===================================================================
plan       config (request)          ``experiment`` id and ``spec``, the canonical JSON of the specification
model.K.S  arrays (request, reply)   weights of model K (an arm in replies, an index in requests), seed S
judged.K   metrics (reply)           one `Judgement` of model K on this site's held-out patients
codes      config (reply)            K, ``site`` or ``weights`` -> a `Code`
=========  ========================  ===================================================================

Not here: Flower's own types (learning.client_app, learning.server_app), so that this can be read and tested
without it.
"""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import Field, model_validator

from learning.errors import Code
from radshare.experiment import Arm, ExperimentSpec, Hex32, SiteRow
from radshare.model import Frozen

PLAN = "plan"
CODES = "codes"
SITE = "site"
"""Key of a code that stands for everything this site was asked."""
WEIGHTS = "weights"
"""Key of a code that stands for weights which were not sent."""
DIGITS = 4
"""Decimal places of an AUC that leaves a site: enough to read, too few to tell single images apart."""
MAX_MODELS = 1000
MAX_ARRAY_BYTES = 256 * 1024 * 1024

Count = Annotated[int, Field(ge=0, le=10_000_000)]
Rounded = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]

_MODEL = re.compile(r"^model\.([a-z0-9]{1,16})\.([0-9]{1,2})$")
_JUDGED = re.compile(r"^judged\.([a-z0-9]{1,16})$")


class Judgement(Frozen):
    """One model judged on a site's held-out real patients: all that is said about them.

    Attributes:
        n: Images.
        n_patients: Their patients.
        n_positive: Positive images.
        n_train: Images the model was trained on; 0 when it came from elsewhere.
        auc: Area under the ROC curve, rounded to `DIGITS`.
        auc_low: Lower end of its 95 % patient-level bootstrap interval.
        auc_high: Upper end.
    """

    n: Count
    n_patients: Count
    n_positive: Count
    n_train: Count
    auc: Rounded
    auc_low: Rounded
    auc_high: Rounded

    @model_validator(mode="after")
    def _plausible(self) -> Self:
        if not (self.auc_low <= self.auc <= self.auc_high):
            msg = "an AUC lies inside its interval"
            raise ValueError(msg)
        if self.n_positive > self.n or self.n_patients > self.n:
            msg = "there are at least as many images as patients or positive images"
            raise ValueError(msg)
        if any(round(value, DIGITS) != value for value in (self.auc, self.auc_low, self.auc_high)):
            msg = "an AUC leaves a site rounded"
            raise ValueError(msg)
        return self


class PlannedSite(Frozen):
    """One site in a run: its Flower node, or the code why it takes no part.

    ``node_id`` is decimal text: Flower's 64-bit ids do not survive JSON numbers.
    """

    spiffe_id: str
    node_id: Annotated[str, Field(pattern=r"^[0-9]{0,20}$")] = ""
    code: str = ""


class RunPlan(Frozen):
    """What the coordinator hands to the ServerApp, as a file.

    ``deadline_at`` is in seconds since the epoch.
    """

    experiment_id: Hex32
    spec: ExperimentSpec
    sites: tuple[PlannedSite, ...]
    deadline_at: float


class RunOutcome(Frozen):
    """What the ServerApp hands back, as a file: rows for every site, seconds per stage, why it failed."""

    experiment_id: Hex32
    rows: tuple[SiteRow, ...]
    seconds: dict[str, float]
    failure: str = ""


def model_record(key: str, seed_index: int) -> str:
    """Return the name of the record that holds one network's weights."""
    return f"model.{key}.{seed_index}"


def judged_record(key: str) -> str:
    """Return the name of the record that holds one judgement."""
    return f"judged.{key}"


def model_key(record: str) -> tuple[str, int] | None:
    """Return key and seed index of a weights record, or ``None`` when the name is not one."""
    match = _MODEL.match(record)
    return (match[1], int(match[2])) if match else None


def judged_key(record: str) -> str | None:
    """Return the key of a judgement record, or ``None`` when the name is not one."""
    match = _JUDGED.match(record)
    return match[1] if match else None


def is_reply_key(key: str) -> bool:
    """Return whether a judgement may be filed under ``key``: an arm's name or the index of a sent model."""
    return key in set(Arm) or (key.isascii() and key.isdigit() and int(key) < MAX_MODELS)


def known_code(text: object) -> Code | None:
    """Return the code, or ``None`` when the text is not one: nobody's free text is ever passed on."""
    return Code(text) if isinstance(text, str) and text in set(Code) else None
