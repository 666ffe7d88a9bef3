"""The life cycle of an experiment, as data.

::

    GATHERING --GATHERED--> RUNNING --RESULTS_IN--> FINISHED
        |                   |  ^  |
        |                   |  +--+ INTERRUPTED (once)
        +----GIVEN_UP-------+----GIVEN_UP---------> FAILED

Not here: what makes an event happen (coordinator.experiments.desk).
"""

from __future__ import annotations

from enum import StrEnum

from coordinator.experiments.errors import TransitionRefusedError
from radshare.views import ExperimentState


class Event(StrEnum):
    """What can happen to an experiment."""

    GATHERED = "gathered"  # enough sites are ready, and the others answered or their time is over
    INTERRUPTED = "interrupted"  # the run was lost and is submitted once more
    RESULTS_IN = "results_in"  # the run ended and enough sites answered
    GIVEN_UP = "given_up"  # too few sites, the deadline, or a run that failed twice


TRANSITION_TABLE: dict[tuple[Event, ExperimentState], ExperimentState] = {
    (Event.GATHERED, ExperimentState.GATHERING): ExperimentState.RUNNING,
    (Event.GIVEN_UP, ExperimentState.GATHERING): ExperimentState.FAILED,
    (Event.INTERRUPTED, ExperimentState.RUNNING): ExperimentState.RUNNING,
    (Event.RESULTS_IN, ExperimentState.RUNNING): ExperimentState.FINISHED,
    (Event.GIVEN_UP, ExperimentState.RUNNING): ExperimentState.FAILED,
}


def after(event: Event, state: ExperimentState) -> ExperimentState:
    """Return the state that follows.

    Raises:
        TransitionRefusedError: The event cannot happen in this state.
    """
    try:
        return TRANSITION_TABLE[event, state]
    except KeyError:
        raise TransitionRefusedError(f"{event} in {state}") from None
