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
