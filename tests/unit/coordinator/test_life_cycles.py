"""The life cycles allow what their tables say, and nothing else."""

from __future__ import annotations

from itertools import product

import pytest

from coordinator.access.request import TRANSITION_TABLE, AccessEvent, after
from coordinator.enrollment.invite import TRANSITION_TABLE as INVITES
from coordinator.enrollment.invite import InviteState
from coordinator.errors import RequestClosed
from radshare.views import AccessState


@pytest.mark.parametrize(("event", "state"), list(product(AccessEvent, AccessState)))
def test_requests_follow_the_table(event: AccessEvent, state: AccessState) -> None:
    """Every pair of event and state leads where the table says or is refused."""
    if (event, state) in TRANSITION_TABLE:
        assert after(event, state) is TRANSITION_TABLE[event, state]
    else:
        with pytest.raises(RequestClosed):
            after(event, state)


def test_ends_are_final() -> None:
    """Nothing leads out of a denial, an end, or a used or replaced invite."""
    assert not [s for _, s in TRANSITION_TABLE if s in {AccessState.DENIED, AccessState.REVOKED}]
    assert not [s for _, s in INVITES if s is not InviteState.OPEN]
