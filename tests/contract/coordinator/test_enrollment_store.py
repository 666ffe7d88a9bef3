"""One suite for every `EnrollmentStore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coordinator.database import Database
from coordinator.enrollment.invite import InviteRecord, InviteState
from coordinator.enrollment.sql import SqlEnrollmentStore
from coordinator.enrollment.store import MemberRecord
from coordinator.errors import InviteExpired, InviteUnknown, InviteUsed, MemberExists, MemberUnknown
from factories.coordinator import MemoryEnrollmentStore
from radshare.attestation import Envelope
from radshare.identity import Role, SpiffeId

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coordinator.enrollment.store import EnrollmentStore

NAME = SpiffeId("demo", Role.SITE, "hospital-a")
NOW, LATER = 1000.0, 3000.0
KEYS, OTHER_KEYS = "a" * 64, "b" * 64


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EnrollmentStore]:
    """Each implementation in turn."""
    if request.param == "memory":
        yield MemoryEnrollmentStore()
        return
    database = Database(f"sqlite:///{tmp_path}/coordinator.sqlite")
    yield SqlEnrollmentStore(database)
    database.close()


def invite(fingerprint: str = "f" * 64) -> InviteRecord:
    """Return an open invite that expires between NOW and LATER."""
    return InviteRecord(fingerprint, NAME, 2000)


def make(record: InviteRecord) -> MemberRecord:
    """Return the member that an invite leads to."""
    card = Envelope("card", b"signed", "key", b"signature")
    return MemberRecord(record.spiffe_id, b"pem", "c" * 64, card, "node key", int(NOW))


def refuse(record: InviteRecord) -> MemberRecord:
    """Fail: no member may be made."""
    raise AssertionError(record.fingerprint)


def test_an_invite_makes_one_member_and_is_used(store: EnrollmentStore) -> None:
    """An enrolment keeps the member as it was made and marks the invite used."""
    store.add_invite(invite())
    member, new = store.enrol("f" * 64, KEYS, NOW, make)
    assert (member, new) == (make(invite()), True)
    assert store.member(NAME) == member
    used = store.invite("f" * 64)
    assert used is not None
    assert (used.state, used.keys_digest) == (InviteState.USED, KEYS)


def test_the_same_keys_again_are_the_same_membership(store: EnrollmentStore) -> None:
    """A client that lost the answer gets it again, even when the invite has expired since."""
    store.add_invite(invite())
    first, _ = store.enrol("f" * 64, KEYS, NOW, make)
    assert store.enrol("f" * 64, KEYS, LATER, refuse) == (first, False)


def test_other_keys_are_refused(store: EnrollmentStore) -> None:
    """A used invite is worth nothing to anybody else."""
    store.add_invite(invite())
    store.enrol("f" * 64, KEYS, NOW, make)
    with pytest.raises(InviteUsed):
        store.enrol("f" * 64, OTHER_KEYS, NOW, refuse)


def test_unknown_expired_and_replaced_invites_are_refused(store: EnrollmentStore) -> None:
    """Only the newest invite for a name works, and only in its time."""
    store.add_invite(invite("1" * 64))
    store.add_invite(invite("2" * 64))
    with pytest.raises(InviteUnknown):
        store.enrol("3" * 64, KEYS, NOW, refuse)
    with pytest.raises(InviteUnknown):
        store.enrol("1" * 64, KEYS, NOW, refuse)
    with pytest.raises(InviteExpired):
        store.enrol("2" * 64, KEYS, LATER, refuse)
    assert store.enrol("2" * 64, KEYS, NOW, make)[1]


def test_a_failed_enrolment_leaves_the_invite_open(store: EnrollmentStore) -> None:
    """When no member can be made, nothing has happened."""
    store.add_invite(invite())
    with pytest.raises(AssertionError):
        store.enrol("f" * 64, KEYS, NOW, refuse)
    assert store.member(NAME) is None
    assert store.enrol("f" * 64, KEYS, NOW, make)[1]


def test_a_name_is_never_given_twice(store: EnrollmentStore) -> None:
    """Neither an active nor a revoked member's name can be invited."""
    store.add_invite(invite())
    store.enrol("f" * 64, KEYS, NOW, make)
    with pytest.raises(MemberExists):
        store.add_invite(invite("2" * 64))
    store.revoke(NAME, LATER)
    with pytest.raises(MemberExists):
        store.add_invite(invite("2" * 64))


def test_revocation_is_kept_and_happens_once(store: EnrollmentStore) -> None:
    """A revoked member stays listed, with the moment of its first revocation."""
    store.add_invite(invite())
    store.enrol("f" * 64, KEYS, NOW, make)
    assert store.revoke(NAME, LATER)
    assert not store.revoke(NAME, LATER + 1)
    assert [member.revoked_at for member in store.members()] == [int(LATER)]
    with pytest.raises(MemberUnknown):
        store.revoke("spiffe://demo/site/nobody", NOW)
