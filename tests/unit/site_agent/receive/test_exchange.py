"""Two hospitals exchange a package through a real gRPC coordinator that may be up to no good."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from factories import site as factory
from factories.boundary import FakeCoordinator, Federation
from radshare.attestation import sign_document
from radshare.client import CoordinatorClient
from radshare.data_use import Aim, Purpose
from radshare.fetching import verify_kept
from radshare.policy import NotRevoked
from radshare.views import AccessState
from site_agent.receive.fetch import pursue_requests
from site_agent.receive.grants import settle_requests
from site_agent.store.exchange import RequestState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


PURPOSE = Purpose(aim=Aim.BIOMEDICAL).canonical().decode()
OWNER, ASKER = "spiffe://demo/site/hospital-a", "spiffe://demo/site/hospital-b"


class Two:
    """An owner with one published package, and a requester.

    Attributes:
        package_id: The package.
    """

    def __init__(self, folder: Path, coordinator: FakeCoordinator, stack: ExitStack) -> None:
        self.coordinator = coordinator
        federation = coordinator.federation
        auto = factory.settings(coordinator.address, access={"auto_grant": [ASKER]})
        self.owner = factory.hospital(folder, federation, "hospital-a", auto)
        self.asker = factory.hospital(folder, federation, "hospital-b", factory.settings(coordinator.address))
        for at in (self.owner, self.asker):
            coordinator.add(at.member)
        self.owner_line = stack.enter_context(CoordinatorClient(coordinator.address, self.owner.member))
        self.asker_line = stack.enter_context(CoordinatorClient(coordinator.address, self.asker.member))
        factory.deliver(self.owner.home, {f"x{n}": f"p{n} pneumonia" for n in range(3)})
        factory.settle(factory.pipeline(self.owner, self.owner_line)[0])
        (self.package_id,) = coordinator.entries

    def ask(self, purpose: str = PURPOSE) -> None:
        """File a wish and send it."""
        self.asker.store.exchange.wish(secrets.token_hex(16), self.package_id, purpose)
        pursue_requests(self.asker, self.asker_line)

    def exchange(self) -> None:
        """Let the owner decide and the requester fetch."""
        settle_requests(self.owner, self.owner_line)
        pursue_requests(self.asker, self.asker_line)

    def outcome(self) -> tuple[str, str]:
        """Return state and code of the requester's request."""
        (request,) = self.asker.store.exchange.outgoing()
        return request.state, request.code

    def kept(self) -> bool:
        """Return whether the requester kept anything of the package."""
        return (self.asker.home / "received" / self.package_id).exists() or bool(
            self.asker.store.exchange.received()
        )


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Return two hospitals, one package published."""
    with ExitStack() as stack:
        coordinator = stack.enter_context(FakeCoordinator(Federation()))
        yield Two(tmp_path, coordinator, stack)


def test_a_listed_hospital_gets_a_package_without_a_person(two: Two) -> None:
    """Requested, granted by policy, fetched, verified and kept; any of it again changes nothing."""
    two.ask()
    for _ in range(2):
        two.exchange()
    assert two.outcome() == ("fetched", "")
    (received,) = two.asker.store.exchange.received()
    assert (received.package_id, received.pairs) == (two.package_id, 3)
    folder = two.asker.home / "received" / two.package_id
    verify_kept(folder, two.asker.member.ca_pem, NotRevoked())
    assert not list(folder.glob("*.sealed"))


def test_a_wish_is_one_request_however_often_it_is_made(two: Two) -> None:
    """Wishing twice, and sending again after a kill before the answer was noted, files one request."""
    two.ask()
    two.ask()
    assert len(two.coordinator.requests) == 1


def test_everybody_else_waits_for_a_person(two: Two) -> None:
    """Without a rule the request stays pending until a person's verdict, which is carried out once."""
    unlisted = replace(two.owner, settings=factory.settings(two.coordinator.address))
    two.ask()
    settle_requests(unlisted, two.owner_line)
    (waiting,) = unlisted.store.exchange.incoming()
    assert waiting.state == "pending"
    assert unlisted.store.exchange.give_verdict(waiting.request_id, "deny")
    settle_requests(unlisted, two.owner_line)
    pursue_requests(two.asker, two.asker_line)
    assert two.outcome() == ("denied", "DECLINED_BY_OWNER")
    assert not unlisted.store.exchange.give_verdict(waiting.request_id, "grant")


def test_no_rule_and_no_person_overrides_the_data_use_permission(two: Two) -> None:
    """A purpose outside the package's permission is denied, though the requester is on the list."""
    two.ask(Purpose(aim=Aim.OTHER).canonical().decode())
    two.exchange()
    assert two.outcome() == ("denied", "PURPOSE_NOT_PERMITTED")


@pytest.mark.parametrize("damage", ["altered", "truncated"])
def test_a_damaged_package_is_refused_kept_out_and_the_agent_goes_on(two: Two, damage: str) -> None:
    """Altered or cut ciphertext ends in a code; nothing of it is kept, and the request can be made again."""
    whole = bytes(two.coordinator.vault[two.package_id])
    bad = whole[:-1] + bytes([whole[-1] ^ 1]) if damage == "altered" else whole[:-7]
    two.coordinator.vault[two.package_id] = bytearray(bad)
    two.ask()
    two.exchange()
    assert two.outcome() == ("failed", "DIGEST_MISMATCH")
    assert not two.kept()
    two.coordinator.vault[two.package_id] = bytearray(whole)
    two.ask()
    two.exchange()
    assert two.outcome() == ("fetched", "")


def test_a_statement_signed_by_another_member_is_refused(two: Two) -> None:
    """The coordinator cannot pass off a release statement that the publisher did not sign."""
    entry = two.coordinator.entries[two.package_id]
    forged = sign_document(entry.release, two.asker.member.signing)
    two.ask()
    two.coordinator.entries[two.package_id] = replace(entry, statement=forged)
    two.exchange()
    assert two.outcome() == ("failed", "SIGNATURE_INVALID")
    assert not two.kept()


def test_a_grant_for_another_request_opens_nothing(two: Two) -> None:
    """A decision is bound to the one request it answers."""
    two.ask()
    settle_requests(two.owner, two.owner_line)
    (granted,) = two.coordinator.requests.values()
    two.asker.store.exchange.set_outgoing(granted.request_id, RequestState.FAILED)
    two.ask()
    (newer,) = [view for view in two.coordinator.requests.values() if view.state is AccessState.PENDING]
    two.coordinator.requests[newer.request_id] = replace(
        newer, state=AccessState.GRANTED, decision=granted.decision
    )
    pursue_requests(two.asker, two.asker_line)
    assert two.outcome() == ("failed", "SIGNATURE_INVALID")
    assert not two.kept()


def test_a_member_that_shows_other_keys_is_refused_until_a_person_forgets_the_old_ones(two: Two) -> None:
    """Keys are pinned on first use: a swapped card gets no content key, even when the CA signed it."""
    two.owner.store.exchange.pin(ASKER, "0000-0000", "2026-01-01")
    two.ask()
    two.exchange()
    (request,) = two.owner.store.exchange.incoming()
    assert (request.state, request.code) == ("failed", "PEER_CHANGED")
    assert two.outcome() == ("pending", "")
    assert two.owner.store.exchange.forget_peer(ASKER)
    two.exchange()
    assert two.outcome() == ("fetched", "")


def test_a_publisher_that_shows_other_keys_is_refused(two: Two) -> None:
    """The requester pins as well."""
    two.asker.store.exchange.pin(OWNER, "0000-0000", "2026-01-01")
    two.ask()
    two.exchange()
    assert two.outcome() == ("failed", "PEER_CHANGED")
    assert not two.kept()


def test_nothing_is_sent_to_a_revoked_member(two: Two) -> None:
    """A request that a revoked member signed in time gets no key."""
    two.ask()
    two.coordinator.add(two.asker.member, revoked=True)
    settle_requests(two.owner, two.owner_line)
    (request,) = two.owner.store.exchange.incoming()
    assert (request.state, request.code) == ("failed", "PEER_REVOKED")
