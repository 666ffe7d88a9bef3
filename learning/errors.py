"""What learning refuses, and the codes that stand where a number could not be given.

Two different things: a `LearningError` ends what was being done; a `Code` fills the place of a result of one
arm or site. A code is all that a hospital ever says about a failure: no exception text, no path, no value.
Both ends know this list, and the site's gate lets no other word out.
"""

from __future__ import annotations

from enum import StrEnum

from radshare.errors import RadshareError


class Code(StrEnum):
    """Why a row has no numbers. Documented in docs/reference/experiments.md."""

    # Said by a site about itself.
    NOT_ASSEMBLED = "NOT_ASSEMBLED"  # no training set for this experiment lies here
    LOCK_MISMATCH = "LOCK_MISMATCH"  # the training set here was assembled for another recipe
    DATA_UNREADABLE = "DATA_UNREADABLE"  # the training set does not match its lock file
    NO_TRAINING_DATA = "NO_TRAINING_DATA"  # this arm has no images of both classes to learn from
    TOO_FEW_TEST_PATIENTS = "TOO_FEW_TEST_PATIENTS"  # fewer held-out patients than the minimum
    ONE_CLASS_ONLY = "ONE_CLASS_ONLY"  # fewer held-out patients of one class than the minimum
    MODEL_REFUSED = "MODEL_REFUSED"  # another site's weights do not fit the agreed network
    TRAINING_FAILED = "TRAINING_FAILED"  # the training or the judging raised
    PLAN_REFUSED = "PLAN_REFUSED"  # the message is not a plan this release knows
    # Said by a site's gate.
    APP_NOT_APPROVED = "APP_NOT_APPROVED"  # the run names an app bundle this site did not approve
    EGRESS_REFUSED = "EGRESS_REFUSED"  # the reply held something that may not leave
    BUDGET_SPENT = "BUDGET_SPENT"  # this experiment has asked often enough
    WEIGHTS_KEPT = "WEIGHTS_KEPT"  # the site's policy keeps this arm's weights at home
    # Said by the ServerApp and the coordinator.
    NOT_READY = "NOT_READY"  # the site never said that its training set is assembled
    NOT_CONNECTED = "NOT_CONNECTED"  # its SuperNode was not online when the run began
    CONNECTION_LOST = "CONNECTION_LOST"  # it went offline during the run
    NO_ANSWER = "NO_ANSWER"  # no reply before the deadline
    NO_MODEL = "NO_MODEL"  # the training site gave no model to judge
    ANSWER_REFUSED = "ANSWER_REFUSED"  # the reply is not one this release knows
    CLIENT_FAILED = "CLIENT_FAILED"  # the site's executor died


class LearningError(RadshareError):
    """Learning refused."""

    code = "LEARNING"
    summary = "This model could not be trained or judged."
    remedy = "Look the code up in docs/reference/experiments.md."


class WithheldError(LearningError):
    """A site gives no number, for a reason that has a `Code`.

    Attributes:
        why: The code that takes the number's place.
    """

    code = "RESULT_WITHHELD"
    summary = "This site gives no number for this arm."
    remedy = "Look the code up in docs/reference/experiments.md."

    def __init__(self, why: Code) -> None:
        self.why = why
        super().__init__(why.value)


class ResultsUnreadableError(LearningError):
    """A result file is not one this release writes."""

    code = "RESULTS_UNREADABLE"
    summary = "The experiment's results cannot be read."
    remedy = "Launch the experiment again under a new id."


class TooFewSitesError(LearningError):
    """Fewer than k sites answered."""

    code = "TOO_FEW_SITES"
    summary = "Fewer sites answered than the experiment asks for (min_sites)."
    remedy = (
        "See which sites were offline, late or refused; launch again when they are back, or lower min_sites."
    )
