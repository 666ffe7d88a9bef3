"""A real coordinator on loopback (without Flower), its members, and in-memory twins of its stores."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from coordinator.access.request import TRANSITION_TABLE, AccessEvent, after
from coordinator.enrollment.invite import InviteState
from coordinator.errors import (
    InviteUnknown,
    MemberExists,
    MemberUnknown,
    PackageExists,
    PackageUnknown,
    RequestExists,
    RequestUnknown,
    TooManyRequests,
)
from coordinator.home import Home
from coordinator.server import Server
from coordinator.settings import FlowerSettings, Settings
from coordinator.setup import Plan, initialise
from factories.boundary import manifest, pair
from radshare.access import AccessDecisionStatement, AccessRequestStatement
from radshare.attestation import sign_document
from radshare.client import CoordinatorClient, enroll
from radshare.client.channel import Credentials, open_channel
from radshare.data_use import Aim, Purpose
from radshare.identity import Member, Role
from radshare.manifest import PackageManifest, release
from radshare.views import AccessState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import grpc

    from coordinator.catalog.store import Search
    from coordinator.enrollment.invite import InviteRecord
    from coordinator.enrollment.store import MemberRecord
    from radshare.attestation import Envelope
    from radshare.identity import SpiffeId
    from radshare.views import AccessView, CatalogEntryView


@dataclass
class RunningCoordinator:
    """A coordinator served from a folder; a context manager.

    Attributes:
        folder: Its home and, beside it, the members' identity folders.
        changes: Settings to change after `init`.
    """

    folder: Path
    changes: dict[str, object] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.home = Home(self.folder / "coordinator")
        made = initialise(self.home, Plan("demo", port=0))
        changes = {"flower": FlowerSettings(enabled=False), "heartbeat_s": 0.2, **self.changes}
        self.settings: Settings = made.model_copy(update=changes)
        self.start()
        self.operator = Member.load(self.home.operator)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()

    def start(self) -> None:
        """Start serving; also again after `kill`."""
        self.server = Server(self.home, self.settings)
        self.server.start()

    def client(self, member: Member) -> CoordinatorClient:
        """Return a member's connection."""
        return CoordinatorClient(self.server.address, member)

    def channel(self, credentials: Credentials | Member) -> grpc.Channel:
        """Return a bare channel, for calls that no honest client makes."""
        shown = credentials if isinstance(credentials, Credentials) else Credentials.of(credentials)
        return open_channel(self.server.address, shown)

    def join(self, role: Role, name: str) -> Member:
        """Return a freshly enrolled member."""
        with self.client(self.operator) as client:
            invite = client.create_invite(role, name, 600)
        folder = self.folder / "members" / f"{role}-{name}"
        enroll(invite, folder)
        return Member.load(folder)

    def publish(self, site: Member, size: int = 5000, folder: Path | None = None) -> str:
        """Upload and publish random bytes as a site's package and return its id."""
        package_id, data = secrets.token_hex(16), secrets.token_bytes(size)
        path = (folder or self.folder) / f"{package_id}.sealed"
        path.write_bytes(data)
        with self.client(site) as client:
            client.upload(package_id, path)
            client.publish(statement(site, package_id, data))
        return package_id


def described(publisher: SpiffeId, package_id: str) -> PackageManifest:
    """Return a site's manifest for a package of pneumonia pairs."""
    pairs = tuple(pair(number) for number in range(12))
    return manifest(pairs, package_id).model_copy(update={"publisher": publisher})


def statement(site: Member, package_id: str, data: bytes, *, title: str = "Chest radiographs") -> Envelope:
    """Return a site's signed release statement for a ciphertext."""
    about = described(site.spiffe, package_id).model_copy(update={"title": title})
    return sign_document(release(about, hashlib.sha256(data).hexdigest(), len(data)), site.signing)


def access_request(
    requester: Member, owner: SpiffeId, package_id: str, request_id: str | None = None
) -> Envelope:
    """Return a signed access request."""
    said = AccessRequestStatement(
        request_id=request_id or secrets.token_hex(16),
        package_id=package_id,
        requester=requester.spiffe,
        owner=owner,
        purpose=Purpose(aim=Aim.BIOMEDICAL),
        created_at=int(time.time()),
    )
    return sign_document(said, requester.signing)


def decision(owner: Member, request: AccessView, *, granted: bool = True) -> Envelope:
    """Return a signed decision; the wrapped key is opaque to the coordinator."""
    said = AccessDecisionStatement(
        request_id=request.request_id,
        package_id=request.package_id,
        owner=owner.spiffe,
        requester=request.requester,
        granted=granted,
        wrapped_key=b"wrapped" if granted else None,
        reason="" if granted else "PURPOSE",
        created_at=int(time.time()),
    )
    return sign_document(said, owner.signing)


# ------------------------------------------------------------------------------------------ stores in memory


class MemoryEnrollmentStore:
    """An `EnrollmentStore` that forgets when the process ends."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._invites: dict[str, InviteRecord] = {}
        self._members: dict[str, MemberRecord] = {}

    def add_invite(self, invite: InviteRecord) -> None:
        """Keep an invite and replace open ones for its name."""
        with self._lock:
            if invite.spiffe_id in self._members:
                raise MemberExists
            for key, held in self._invites.items():
                if held.spiffe_id == invite.spiffe_id and held.state is InviteState.OPEN:
                    self._invites[key] = replace(held, state=InviteState.REPLACED)
            self._invites[invite.fingerprint] = invite

    def invite(self, fingerprint: str) -> InviteRecord | None:
        """Return an invite."""
        return self._invites.get(fingerprint)

    def enrol(
        self, fingerprint: str, keys_digest: str, now: float, make: Callable[[InviteRecord], MemberRecord]
    ) -> tuple[MemberRecord, bool]:
        """Exchange an invite, once."""
        with self._lock:
            if (invite := self._invites.get(fingerprint)) is None:
                raise InviteUnknown
            state = invite.enrolled(keys_digest, now)
            held = self._members.get(invite.spiffe_id)
            if invite.state is InviteState.USED and held is not None:
                return held, False
            if held is not None:
                raise MemberExists
            member = make(invite)
            self._invites[fingerprint] = replace(invite, state=state, keys_digest=keys_digest)
            self._members[member.spiffe_id] = member
            return member, True

    def member(self, spiffe_id: str) -> MemberRecord | None:
        """Return a member."""
        return self._members.get(spiffe_id)

    def members(self) -> list[MemberRecord]:
        """Return all members."""
        return list(self._members.values())

    def revoke(self, spiffe_id: str, now: float) -> bool:
        """Mark a member as revoked."""
        with self._lock:
            if spiffe_id not in self._members:
                raise MemberUnknown
            member = self._members[spiffe_id]
            if member.revoked_at is not None:
                return False
            self._members[spiffe_id] = replace(member, revoked_at=int(now))
            return True


class MemoryCatalogStore:
    """A `CatalogStore` that forgets when the process ends."""

    def __init__(self) -> None:
        self._entries: dict[str, CatalogEntryView] = {}

    def add(self, entry: CatalogEntryView) -> tuple[CatalogEntryView, bool]:
        """Keep an entry."""
        held = self._entries.setdefault(entry.release.package_id, entry)
        if held.statement.payload != entry.statement.payload:
            raise PackageExists
        return held, held is entry

    def get(self, package_id: str) -> CatalogEntryView | None:
        """Return an entry."""
        return self._entries.get(package_id)

    def search(self, wanted: Search) -> list[CatalogEntryView]:
        """Return the entries that match."""
        return [
            entry
            for entry in self._entries.values()
            if wanted.labels <= entry.release.aggregates.labels_at_least.keys()
            and wanted.modality in {"", entry.release.modality}
            and wanted.publisher in {"", entry.release.publisher}
            and (wanted.include_withdrawn or not entry.withdrawn)
        ]

    def withdraw(self, package_id: str) -> bool:
        """Mark an entry as withdrawn."""
        if package_id not in self._entries:
            raise PackageUnknown
        entry = self._entries[package_id]
        self._entries[package_id] = replace(entry, withdrawn=True)
        return not entry.withdrawn


class MemoryAccessStore:
    """An `AccessStore` that forgets when the process ends."""

    def __init__(self) -> None:
        self._requests: dict[str, AccessView] = {}

    def add(self, request: AccessView, *, max_pending: int) -> tuple[AccessView, bool]:
        """Keep a request."""
        held = self._requests.get(request.request_id)
        if held is not None:
            if held.request.payload != request.request.payload:
                raise RequestExists
            return held, False
        waiting = self.find(state=AccessState.PENDING, party=request.requester)
        if sum(each.requester == request.requester for each in waiting) >= max_pending:
            raise TooManyRequests
        self._requests[request.request_id] = request
        return request, True

    def get(self, request_id: str) -> AccessView | None:
        """Return a request."""
        return self._requests.get(request_id)

    def find(
        self, *, package_id: str = "", state: AccessState | None = None, party: str = ""
    ) -> list[AccessView]:
        """Return the requests that match."""
        return [
            each
            for each in self._requests.values()
            if package_id in {"", each.package_id}
            and state in {None, each.state}
            and party in {"", each.requester, each.owner}
        ]

    def decide(self, request_id: str, decision: Envelope, *, granted: bool) -> tuple[AccessView, bool]:
        """Record a decision."""
        if (held := self._requests.get(request_id)) is None:
            raise RequestUnknown
        same = held.decision is not None and held.decision.payload == decision.payload
        if same and held.state is not AccessState.REVOKED:
            return held, False
        state = after(AccessEvent.GRANT if granted else AccessEvent.DENY, held.state)
        self._requests[request_id] = replace(held, state=state, decision=decision)
        return self._requests[request_id], True

    def end(self, request_id: str) -> bool:
        """End a request."""
        held = self._requests.get(request_id)
        state = None if held is None else TRANSITION_TABLE.get((AccessEvent.END, held.state))
        if held is None or state is None:
            return False
        self._requests[request_id] = replace(held, state=state)
        return True
