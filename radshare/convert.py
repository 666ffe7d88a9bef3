"""Domain values to wire messages and back: the only place that knows both.

Rules: ``<thing>_to_wire`` never fails; ``<thing>_from_wire`` refuses what the protocol does not allow
(MESSAGE_INVALID), so that nothing half-valid gets past this module. One pair of functions a message.

Not here: signatures (radshare.attestation, radshare.policy) and calls (radshare.client, coordinator.rpc).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from radshare.attestation import Envelope, read_unverified
from radshare.documents import parse
from radshare.errors import DocumentInvalid, MessageInvalid, SignatureInvalid
from radshare.experiment import ExperimentResults, ExperimentSpec
from radshare.identity import EnrollmentRequest, Role, SpiffeId
from radshare.identity.spiffe import SpiffeIdInvalid
from radshare.manifest import ReleaseStatement
from radshare.v1 import (
    access_pb2,
    catalog_pb2,
    enrollment_pb2,
    envelope_pb2,
    experiment_pb2,
    tunnel_pb2,
    vault_pb2,
)
from radshare.views import (
    AccessState,
    AccessView,
    CatalogEntryView,
    ExperimentState,
    ExperimentView,
    ForwardView,
    IdentityView,
    Notice,
    ParticipantView,
    SiteState,
    UploadHead,
    UploadView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Wire = TypeVar("Wire")
Domain = TypeVar("Domain")

_HEX32 = re.compile(r"[0-9a-f]{32}")
_DIGEST_BYTES = 32

_ROLES: dict[Role, enrollment_pb2.Role.ValueType] = {
    Role.SITE: enrollment_pb2.ROLE_SITE,
    Role.RESEARCHER: enrollment_pb2.ROLE_RESEARCHER,
    Role.OPERATOR: enrollment_pb2.ROLE_OPERATOR,
}
_ACCESS_STATES: dict[AccessState, access_pb2.AccessState.ValueType] = {
    AccessState.PENDING: access_pb2.ACCESS_STATE_PENDING,
    AccessState.GRANTED: access_pb2.ACCESS_STATE_GRANTED,
    AccessState.DENIED: access_pb2.ACCESS_STATE_DENIED,
    AccessState.REVOKED: access_pb2.ACCESS_STATE_REVOKED,
}
_EXPERIMENT_STATES: dict[ExperimentState, experiment_pb2.ExperimentState.ValueType] = {
    ExperimentState.GATHERING: experiment_pb2.EXPERIMENT_STATE_GATHERING,
    ExperimentState.RUNNING: experiment_pb2.EXPERIMENT_STATE_RUNNING,
    ExperimentState.FINISHED: experiment_pb2.EXPERIMENT_STATE_FINISHED,
    ExperimentState.FAILED: experiment_pb2.EXPERIMENT_STATE_FAILED,
}
_SITE_STATES: dict[SiteState, experiment_pb2.SiteState.ValueType] = {
    SiteState.INVITED: experiment_pb2.SITE_STATE_INVITED,
    SiteState.READY: experiment_pb2.SITE_STATE_READY,
    SiteState.REFUSED: experiment_pb2.SITE_STATE_REFUSED,
}
_NOTICES: dict[Notice, tunnel_pb2.Notice.ValueType] = {
    Notice.HEARTBEAT: tunnel_pb2.NOTICE_HEARTBEAT,
    Notice.CATALOG: tunnel_pb2.NOTICE_CATALOG,
    Notice.ACCESS: tunnel_pb2.NOTICE_ACCESS,
    Notice.EXPERIMENT: tunnel_pb2.NOTICE_EXPERIMENT,
}


def _back(table: Mapping[Domain, Wire], value: Wire, what: str) -> Domain:
    for domain, wire in table.items():
        if wire == value:
            return domain
    raise MessageInvalid(what)


def _spiffe(text: str) -> SpiffeId:
    try:
        return SpiffeId.parse(text)
    except SpiffeIdInvalid:
        raise MessageInvalid("SPIFFE id") from None


def _hex32(text: str, what: str) -> str:
    if not _HEX32.fullmatch(text):
        raise MessageInvalid(what)
    return text


# ------------------------------------------------------------------------------------- envelope, enrolment


def envelope_to_wire(envelope: Envelope) -> envelope_pb2.SignedEnvelope:
    """Return the message that carries an envelope."""
    return envelope_pb2.SignedEnvelope(
        payload_type=envelope.payload_type,
        payload=envelope.payload,
        key_id=envelope.key_id,
        signature=envelope.signature,
    )


def envelope_from_wire(message: envelope_pb2.SignedEnvelope) -> Envelope:
    """Return the envelope in a message.

    Raises:
        MessageInvalid: It is empty.
    """
    if not (message.payload_type and message.payload and message.signature):
        raise MessageInvalid("envelope")
    return Envelope(message.payload_type, message.payload, message.key_id, message.signature)


def role_to_wire(role: Role) -> enrollment_pb2.Role.ValueType:
    """Return the wire value of a role that members can have.

    Raises:
        MessageInvalid: Nobody is invited into this role.
    """
    if role not in _ROLES:
        raise MessageInvalid("role")
    return _ROLES[role]


def role_from_wire(value: enrollment_pb2.Role.ValueType) -> Role:
    """Return the role of a wire value.

    Raises:
        MessageInvalid: Unspecified or unknown.
    """
    return _back(_ROLES, value, "role")


def enroll_request_to_wire(request: EnrollmentRequest) -> enrollment_pb2.EnrollRequest:
    """Return the message of an enrolment."""
    return enrollment_pb2.EnrollRequest(
        tls_csr_pem=request.csr_pem,
        signing_public_key=request.signing_key,
        hpke_public_key=request.hpke_key,
        node_public_key=request.node_key,
        signing_proof=request.proof,
    )


def enroll_request_from_wire(message: enrollment_pb2.EnrollRequest) -> EnrollmentRequest:
    """Return the enrolment in a message; its proofs are checked by `EnrollmentRequest.check_proof`."""
    return EnrollmentRequest(
        csr_pem=message.tls_csr_pem,
        signing_key=message.signing_public_key,
        hpke_key=message.hpke_public_key,
        node_key=message.node_public_key,
        proof=message.signing_proof,
    )


def enroll_response_to_wire(certificate_pem: bytes, card: Envelope) -> enrollment_pb2.EnrollResponse:
    """Return the message that hands over a certificate chain and a card."""
    return enrollment_pb2.EnrollResponse(tls_certificate_pem=certificate_pem, card=envelope_to_wire(card))


def enroll_response_from_wire(message: enrollment_pb2.EnrollResponse) -> tuple[bytes, Envelope]:
    """Return the certificate chain (PEM) and the card."""
    return message.tls_certificate_pem, envelope_from_wire(message.card)


def identity_to_wire(identity: IdentityView) -> enrollment_pb2.Identity:
    """Return the message of a member."""
    return enrollment_pb2.Identity(
        spiffe_id=identity.spiffe_id, card=envelope_to_wire(identity.card), revoked=identity.revoked
    )


def identity_from_wire(message: enrollment_pb2.Identity) -> IdentityView:
    """Return the member in a message; the card is not verified yet."""
    return IdentityView(_spiffe(message.spiffe_id), envelope_from_wire(message.card), message.revoked)


# ------------------------------------------------------------------------------------------ catalog, vault


def entry_to_wire(entry: CatalogEntryView) -> catalog_pb2.CatalogEntry:
    """Return the message of a catalog entry."""
    return catalog_pb2.CatalogEntry(
        statement=envelope_to_wire(entry.statement),
        accepted_at=entry.accepted_at,
        withdrawn=entry.withdrawn,
    )


def entry_from_wire(message: catalog_pb2.CatalogEntry) -> CatalogEntryView:
    """Return the catalog entry in a message; the statement is parsed, not verified.

    Raises:
        MessageInvalid: It holds no release statement.
    """
    statement = envelope_from_wire(message.statement)
    try:
        view = read_unverified(statement, ReleaseStatement)
    except SignatureInvalid:
        raise MessageInvalid("release statement") from None
    return CatalogEntryView(statement, view, message.accepted_at, message.withdrawn)


def upload_header_to_wire(header: UploadHead) -> vault_pb2.UploadHeader:
    """Return the message that opens an upload."""
    return vault_pb2.UploadHeader(
        package_id=header.package_id,
        sha256=bytes.fromhex(header.sha256),
        total_bytes=header.total_bytes,
        offset=header.offset,
    )


def upload_header_from_wire(message: vault_pb2.UploadHeader) -> UploadHead:
    """Return the header in a message.

    Raises:
        MessageInvalid: A field is out of range.
    """
    in_range = 0 <= message.offset <= message.total_bytes and message.total_bytes > 0
    if len(message.sha256) != _DIGEST_BYTES or not in_range:
        raise MessageInvalid("upload header")
    package_id = _hex32(message.package_id, "package id")
    return UploadHead(package_id, message.sha256.hex(), message.total_bytes, message.offset)


def upload_from_wire(message: vault_pb2.GetUploadResponse | vault_pb2.UploadPackageResponse) -> UploadView:
    """Return how far an upload is."""
    return UploadView(message.received_bytes, message.complete)


# ------------------------------------------------------------------------------------------------- access


def access_state_to_wire(state: AccessState | None) -> access_pb2.AccessState.ValueType:
    """Return the wire value of a state; ``None`` (any) is unspecified."""
    return access_pb2.ACCESS_STATE_UNSPECIFIED if state is None else _ACCESS_STATES[state]


def access_state_from_wire(value: access_pb2.AccessState.ValueType) -> AccessState | None:
    """Return the state of a wire value; unspecified is ``None`` (any).

    Raises:
        MessageInvalid: Unknown.
    """
    if value == access_pb2.ACCESS_STATE_UNSPECIFIED:
        return None
    return _back(_ACCESS_STATES, value, "access state")


def access_to_wire(access: AccessView) -> access_pb2.AccessRequest:
    """Return the message of an access request."""
    return access_pb2.AccessRequest(
        request_id=access.request_id,
        requester=access.requester,
        owner=access.owner,
        package_id=access.package_id,
        state=_ACCESS_STATES[access.state],
        request=envelope_to_wire(access.request),
        decision=None if access.decision is None else envelope_to_wire(access.decision),
    )


def access_from_wire(message: access_pb2.AccessRequest) -> AccessView:
    """Return the access request in a message; its statements are not verified yet.

    Raises:
        MessageInvalid: A field is missing or out of range.
    """
    return AccessView(
        request_id=_hex32(message.request_id, "request id"),
        requester=_spiffe(message.requester),
        owner=_spiffe(message.owner),
        package_id=_hex32(message.package_id, "package id"),
        state=_back(_ACCESS_STATES, message.state, "access state"),
        request=envelope_from_wire(message.request),
        decision=envelope_from_wire(message.decision) if message.HasField("decision") else None,
    )


# ------------------------------------------------------------------------------------- experiment, tunnel


def site_state_to_wire(state: SiteState) -> experiment_pb2.SiteState.ValueType:
    """Return the wire value of a site's state."""
    return _SITE_STATES[state]


def site_state_from_wire(value: experiment_pb2.SiteState.ValueType) -> SiteState:
    """Return the state of a wire value.

    Raises:
        MessageInvalid: Unspecified or unknown.
    """
    return _back(_SITE_STATES, value, "site state")


def experiment_to_wire(experiment: ExperimentView) -> experiment_pb2.Experiment:
    """Return the message of an experiment."""
    return experiment_pb2.Experiment(
        experiment_id=experiment.experiment_id,
        spec_json=experiment.spec.canonical(),
        state=_EXPERIMENT_STATES[experiment.state],
        participants=[_participant_to_wire(site) for site in experiment.participants],
        reason=experiment.reason,
        results_json=b"" if experiment.results is None else experiment.results.canonical(),
    )


def experiment_from_wire(message: experiment_pb2.Experiment) -> ExperimentView:
    """Return the experiment in a message.

    Raises:
        MessageInvalid: Its specification or its results are not what they must be.
    """
    try:
        spec = parse(ExperimentSpec, message.spec_json)
        results = parse(ExperimentResults, message.results_json) if message.results_json else None
    except DocumentInvalid as error:
        raise MessageInvalid(error.detail) from None
    return ExperimentView(
        experiment_id=_hex32(message.experiment_id, "experiment id"),
        spec=spec,
        state=_back(_EXPERIMENT_STATES, message.state, "experiment state"),
        participants=tuple(_participant_from_wire(site) for site in message.participants),
        reason=message.reason,
        results=results,
    )


def _participant_to_wire(site: ParticipantView) -> experiment_pb2.Participant:
    return experiment_pb2.Participant(
        spiffe_id=site.spiffe_id,
        state=_SITE_STATES[site.state],
        code=site.code,
        lock_sha256=site.lock_sha256,
    )


def _participant_from_wire(message: experiment_pb2.Participant) -> ParticipantView:
    state = _back(_SITE_STATES, message.state, "site state")
    return ParticipantView(_spiffe(message.spiffe_id), state, message.code, message.lock_sha256)


def notice_to_wire(notice: Notice) -> tunnel_pb2.ListenResponse:
    """Return the message of a notice."""
    return tunnel_pb2.ListenResponse(notice=_NOTICES[notice])


def notice_from_wire(message: tunnel_pb2.ListenResponse) -> Notice:
    """Return the notice in a message; one that this version does not know is a heartbeat."""
    for notice, wire in _NOTICES.items():
        if wire == message.notice:
            return notice
    return Notice.HEARTBEAT


def headers_to_wire(headers: Iterable[tuple[str, str]]) -> list[tunnel_pb2.Header]:
    """Return the messages of HTTP headers."""
    return [tunnel_pb2.Header(name=name, value=value) for name, value in headers]


def headers_from_wire(messages: Iterable[tunnel_pb2.Header]) -> list[tuple[str, str]]:
    """Return the HTTP headers in messages."""
    return [(message.name, message.value) for message in messages]


def forward_from_wire(message: tunnel_pb2.ForwardResponse) -> ForwardView:
    """Return the HTTP answer in a message."""
    return ForwardView(message.status, tuple(headers_from_wire(message.headers)), message.body)
