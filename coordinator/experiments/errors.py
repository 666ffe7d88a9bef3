"""What the experiments room refuses by itself; what a member may be told lies in coordinator.errors."""

from __future__ import annotations

from coordinator.errors import CoordinatorError


class SuperLinkUnavailableError(CoordinatorError):
    """Flower's SuperLink does not answer."""

    code = "SUPERLINK_UNAVAILABLE"
    summary = "The coordinator's SuperLink does not answer."
    remedy = (
        "Wait a moment: it is started again by itself. If it stays so, look into superlink/*.log in the home."
    )


class SpecInvalidError(CoordinatorError):
    """An experiment file cannot be used."""

    code = "SPEC_INVALID"
    summary = "The experiment file is not a valid specification."
    remedy = "Compare it with configs/experiments/pneumonia.yaml; every key is explained there."


class NoResultsError(CoordinatorError):
    """An experiment has no results to report."""

    code = "NO_RESULTS"
    summary = "This experiment has no results."
    remedy = "Wait until it has ended (`coordinator experiment list`), or launch it again when it failed."


class TransitionRefusedError(CoordinatorError):
    """An event does not belong to the state an experiment is in."""

    code = "TRANSITION_REFUSED"
    summary = "This cannot happen to an experiment in its present state."
    remedy = "Report the code: the desk and its store disagree."
