"""What the coordinator tells, as values: frozen, typed, without a trace of the wire.

Rule: signed bytes travel as `Envelope`; a parsed view beside them is for reading and searching, and is
verified by whoever decides something on it (radshare.policy, radshare.identity.verify_card).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from radshare.attestation import Envelope
    from radshare.experiment import ExperimentResults, ExperimentSpec
    from radshare.identity import IdentityCard, SpiffeId
    from radshare.manifest import ReleaseStatement


class AccessState(StrEnum):
    """Life cycle of an access request."""

    PENDING = "pending"
    GRANTED = "granted"
    DENIED = "denied"
    REVOKED = "revoked"


class ExperimentState(StrEnum):
    """Life cycle of an experiment."""

    GATHERING = "gathering"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class SiteState(StrEnum):
    """How a site stands to an experiment."""

    INVITED = "invited"
    READY = "ready"
    REFUSED = "refused"


class Notice(StrEnum):
    """What happened; a hint to fetch the state."""

    HEARTBEAT = "heartbeat"
    CATALOG = "catalog"
    ACCESS = "access"
    EXPERIMENT = "experiment"


@dataclass(frozen=True, slots=True)
class IdentityView:
    """A member as the coordinator relays it.

    Attributes:
        spiffe_id: Its name, as the coordinator claims it.
        card: The identity card, signed by the CA.
        revoked: True after revocation.
    """

    spiffe_id: SpiffeId
    card: Envelope
    revoked: bool


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member whose card was verified against our CA.

    Attributes:
        card: The verified card.
        envelope: The signed bytes it was read from.
        revoked: True after revocation.
    """

    card: IdentityCard
    envelope: Envelope
    revoked: bool


@dataclass(frozen=True, slots=True)
class CatalogEntryView:
    """One catalogued package.

    Attributes:
        statement: The publisher's signed release statement.
        release: Its parsed view; unverified until `radshare.policy.verify_release`.
        accepted_at: Seconds since the epoch, UTC.
        withdrawn: True once withdrawn.
    """

    statement: Envelope
    release: ReleaseStatement
    accepted_at: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class AccessView:
    """One access request and, once made, its decision.

    Attributes:
        request_id: Random id.
        requester: Who asked.
        owner: Who decides.
        package_id: The package.
        state: Where it stands.
        request: The requester's signed statement.
        decision: The owner's signed statement, or ``None`` while pending.
    """

    request_id: str
    requester: SpiffeId
    owner: SpiffeId
    package_id: str
    state: AccessState
    request: Envelope
    decision: Envelope | None


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """One site in an experiment.

    Attributes:
        spiffe_id: The site.
        state: How it stands.
        code: Reason code of a refusal, or empty.
        lock_sha256: SHA-256 of its lock file, hex; empty until ready.
    """

    spiffe_id: SpiffeId
    state: SiteState
    code: str = ""
    lock_sha256: str = ""


@dataclass(frozen=True, slots=True)
class ExperimentView:
    """One experiment.

    Attributes:
        experiment_id: Random id.
        spec: What was asked.
        state: Where it stands.
        participants: The sites.
        reason: Why it failed: a code and a sentence, or empty.
        results: What came back, once finished.
    """

    experiment_id: str
    spec: ExperimentSpec
    state: ExperimentState
    participants: tuple[ParticipantView, ...]
    reason: str = ""
    results: ExperimentResults | None = None


@dataclass(frozen=True, slots=True)
class UploadView:
    """How far an upload is.

    Attributes:
        received_bytes: Bytes the vault holds.
        complete: True when the whole ciphertext is held and its digest was checked.
    """

    received_bytes: int
    complete: bool


@dataclass(frozen=True, slots=True)
class UploadHead:
    """What an upload announces before its chunks.

    Attributes:
        package_id: The package.
        sha256: SHA-256 of the whole ciphertext, hex.
        total_bytes: Length of the whole ciphertext.
        offset: Where in it the chunks that follow begin.
    """

    package_id: str
    sha256: str
    total_bytes: int
    offset: int


@dataclass(frozen=True, slots=True)
class ForwardView:
    """An HTTP answer or call that travels through the tunnel.

    Attributes:
        status: HTTP status.
        headers: End-to-end headers, in order.
        body: Body.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
