"""One suite for every `AccessStore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coordinator.access.sql import SqlAccessStore
from coordinator.database import Database
from coordinator.errors import RequestClosed, RequestExists, RequestUnknown, TooManyRequests
from factories.coordinator import MemoryAccessStore
from radshare.attestation import Envelope
from radshare.identity import Role, SpiffeId
from radshare.views import AccessState, AccessView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coordinator.access.store import AccessStore

OWNER, ADA, BOB = (
    SpiffeId("demo", role, name)
    for role, name in ((Role.SITE, "owner"), (Role.RESEARCHER, "ada"), (Role.RESEARCHER, "bob"))
)
GRANT, DENIAL = (Envelope("decision", payload, "key", b"signature") for payload in (b"grant", b"denial"))


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AccessStore]:
    """Each implementation in turn."""
    if request.param == "memory":
        yield MemoryAccessStore()
        return
    database = Database(f"sqlite:///{tmp_path}/coordinator.sqlite")
    yield SqlAccessStore(database)
    database.close()


def asked(number: int, requester: SpiffeId = ADA, package: int = 7, said: bytes = b"please") -> AccessView:
    """Return a pending request."""
    envelope = Envelope("request", said, "key", b"signature")
    ids = f"{number:032x}", f"{package:032x}"
    return AccessView(ids[0], requester, OWNER, ids[1], AccessState.PENDING, envelope, None)


def test_a_request_comes_back_and_is_filed_once(store: AccessStore) -> None:
    """The same statement again changes nothing; another one under the id is refused."""
    assert store.add(asked(1), max_pending=1) == (asked(1), True)
    assert store.add(asked(1), max_pending=1) == (asked(1), False)
    assert store.get(asked(1).request_id) == asked(1)
    with pytest.raises(RequestExists):
        store.add(asked(1, said=b"more"), max_pending=9)


def test_one_member_cannot_flood_an_owner(store: AccessStore) -> None:
    """Pending requests are limited for each requester; decided ones do not count."""
    store.add(asked(1), max_pending=1)
    with pytest.raises(TooManyRequests):
        store.add(asked(2), max_pending=1)
    store.add(asked(3, BOB), max_pending=1)
    store.decide(asked(1).request_id, DENIAL, granted=False)
    assert store.add(asked(2), max_pending=1)[1]


def test_find_filters_by_package_state_and_party(store: AccessStore) -> None:
    """Requesters and owners find theirs, oldest first."""
    for each in (asked(2), asked(1, BOB), asked(3, package=8)):
        store.add(each, max_pending=9)
    store.decide(asked(1).request_id, GRANT, granted=True)

    def found(**wanted: object) -> list[int]:
        return [int(each.request_id, 16) for each in store.find(**wanted)]  # type: ignore[arg-type]

    assert found() == [2, 1, 3]
    assert found(party=OWNER) == [2, 1, 3]
    assert found(party=BOB) == [1]
    assert found(package_id=f"{8:032x}") == [3]
    assert found(state=AccessState.GRANTED) == [1]


def test_a_decision_is_final_and_repeatable(store: AccessStore) -> None:
    """The same decision again changes nothing; another one is refused."""
    store.add(asked(1), max_pending=1)
    decided, changed = store.decide(asked(1).request_id, GRANT, granted=True)
    assert (decided.state, decided.decision, changed) == (AccessState.GRANTED, GRANT, True)
    assert store.decide(asked(1).request_id, GRANT, granted=True) == (decided, False)
    with pytest.raises(RequestClosed):
        store.decide(asked(1).request_id, DENIAL, granted=False)
    with pytest.raises(RequestUnknown):
        store.decide(asked(2).request_id, DENIAL, granted=False)


def test_an_end_revokes_what_was_open_or_granted_only(store: AccessStore) -> None:
    """A denial stays a denial; what has ended cannot be granted, nor its grant repeated."""
    for number in (1, 2, 3):
        store.add(asked(number), max_pending=9)
    store.decide(asked(2).request_id, GRANT, granted=True)
    store.decide(asked(3).request_id, DENIAL, granted=False)
    assert [store.end(asked(number).request_id) for number in (1, 2, 3)] == [True, True, False]
    assert not store.end(asked(1).request_id)
    for number in (1, 2):
        with pytest.raises(RequestClosed):
            store.decide(asked(number).request_id, GRANT, granted=True)
