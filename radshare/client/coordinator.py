"""Typed calls to the coordinator: domain values in, domain values out.

Rules: one channel; every unary call has a deadline; cards are verified against our CA before anybody sees
them; failures are radshare errors (radshare.client.failures). With ``transcript`` every outbound message is
recorded first.

Not here: deciding anything. Statements come in signed and go out as they came (radshare.policy verifies
them).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self, TypeVar

import grpc

from radshare import convert
from radshare.client.channel import Credentials, check_certificate_time, diagnose, open_channel
from radshare.client.failures import translated
from radshare.client.transcript import Transcript
from radshare.client.transfer import MAX_CIPHERTEXT_BYTES, Transfers
from radshare.errors import CardInvalid, MessageInvalid
from radshare.identity import Invite, verify_card
from radshare.v1 import access_pb2, catalog_pb2, enrollment_pb2, experiment_pb2, tunnel_pb2
from radshare.v1.access_pb2_grpc import AccessServiceStub
from radshare.v1.catalog_pb2_grpc import CatalogServiceStub
from radshare.v1.enrollment_pb2_grpc import EnrollmentServiceStub
from radshare.v1.experiment_pb2_grpc import ExperimentServiceStub
from radshare.v1.tunnel_pb2_grpc import TunnelServiceStub
from radshare.v1.vault_pb2_grpc import VaultServiceStub
from radshare.views import MemberView, SiteState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from radshare.attestation import Envelope
    from radshare.errors import RadshareError
    from radshare.experiment import ExperimentSpec
    from radshare.identity import IdentityCard, Member, Role
    from radshare.views import (
        AccessState,
        AccessView,
        CatalogEntryView,
        ExperimentView,
        IdentityView,
        Notice,
    )

    Progress = Callable[[int, int], None]
    """Called with bytes done and bytes in all."""

RequestT = TypeVar("RequestT")
ResponseT = TypeVar("ResponseT")

CALL_S = 30.0
"""Deadline of a unary call, seconds."""

FORWARD_S = 120.0
"""Deadline of one Flower call through the tunnel, seconds."""


class CoordinatorClient:
    """A member's connection to its coordinator; a context manager.

    Args:
        address: ``host:port``.
        member: Who we are.
        transcript: Folder that records every outbound message, or ``None``.

    Raises:
        CertificateExpired: Our own certificate is not valid now.
    """

    def __init__(self, address: str, member: Member, *, transcript: Path | None = None) -> None:
        self._address = address
        self._member = member
        self._credentials = Credentials.of(member)
        self._closed = False
        check_certificate_time(member.tls_certificate_pem)
        self._channel = open_channel(address, self._credentials)
        channel = self._channel
        if transcript is not None:
            channel = grpc.intercept_channel(channel, Transcript(transcript))
        self._enrollment = EnrollmentServiceStub(channel)
        self._catalog = CatalogServiceStub(channel)
        self._access = AccessServiceStub(channel)
        self._experiments = ExperimentServiceStub(channel)
        self._tunnel = TunnelServiceStub(channel)
        self._transfers = Transfers(VaultServiceStub(channel), self._failure)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; calls under way end, `listen` stops quietly."""
        self._closed = True
        self._channel.close()

    # ------------------------------------------------------------------------------------------- members

    def create_invite(self, role: Role, name: str, valid_seconds: int) -> Invite:
        """Return a one-time invite. Operators only."""
        wire_role = convert.role_to_wire(role)
        request = enrollment_pb2.CreateInviteRequest(role=wire_role, name=name, valid_seconds=valid_seconds)
        return Invite.from_json(self._call(self._enrollment.CreateInvite, request).invite_json)

    def identities(self) -> list[MemberView]:
        """Return all members with verified cards; those whose card does not verify are left out."""
        response = self._call(self._enrollment.ListIdentities, enrollment_pb2.ListIdentitiesRequest())
        members = []
        for message in response.identities:
            try:
                members.append(self._verified(convert.identity_from_wire(message)))
            except CardInvalid:
                continue
        return members

    def identity(self, spiffe_id: str) -> tuple[IdentityCard, bool]:
        """Return a member's verified card, and whether it is revoked.

        Raises:
            CardInvalid: The coordinator relayed a card that our CA did not sign, or another member's.
        """
        view = self.identity_view(spiffe_id)
        return view.card, view.revoked

    def identity_view(self, spiffe_id: str) -> MemberView:
        """Return a member's verified card together with the signed bytes it was read from.

        Raises:
            CardInvalid: As in `identity`.
        """
        request = enrollment_pb2.GetIdentityRequest(spiffe_id=spiffe_id)
        response = self._call(self._enrollment.GetIdentity, request)
        view = self._verified(convert.identity_from_wire(response.identity))
        if view.card.spiffe_id != spiffe_id:
            raise CardInvalid("another member's card")
        return view

    def revoke(self, spiffe_id: str) -> None:
        """Revoke a member at once. Operators only."""
        request = enrollment_pb2.RevokeIdentityRequest(spiffe_id=spiffe_id)
        self._call(self._enrollment.RevokeIdentity, request)

    # ------------------------------------------------------------------------------------------- catalog

    def publish(self, statement: Envelope) -> CatalogEntryView:
        """Catalog a package whose ciphertext lies in the vault."""
        request = catalog_pb2.PublishPackageRequest(statement=convert.envelope_to_wire(statement))
        return convert.entry_from_wire(self._call(self._catalog.PublishPackage, request).entry)

    def search(
        self,
        labels: Iterable[str] = (),
        modality: str = "",
        publisher: str = "",
        *,
        include_withdrawn: bool = False,
    ) -> list[CatalogEntryView]:
        """Return the catalogued packages that carry all ``labels``; empty filters match everything."""
        request = catalog_pb2.SearchPackagesRequest(
            labels=labels, modality=modality, publisher=publisher, include_withdrawn=include_withdrawn
        )
        return [convert.entry_from_wire(e) for e in self._call(self._catalog.SearchPackages, request).entries]

    def package(self, package_id: str) -> CatalogEntryView:
        """Return one catalog entry.

        Raises:
            MessageInvalid: The coordinator answered with another package.
        """
        request = catalog_pb2.GetPackageRequest(package_id=package_id)
        entry = convert.entry_from_wire(self._call(self._catalog.GetPackage, request).entry)
        if entry.release.package_id != package_id:
            raise MessageInvalid("another package")
        return entry

    def withdraw(self, package_id: str) -> None:
        """Withdraw an own package."""
        self._call(self._catalog.WithdrawPackage, catalog_pb2.WithdrawPackageRequest(package_id=package_id))

    # -------------------------------------------------------------------------------------------- access

    def request_access(self, request: Envelope) -> AccessView:
        """File a signed request; the same one again is harmless."""
        message = access_pb2.RequestAccessRequest(request=convert.envelope_to_wire(request))
        return convert.access_from_wire(self._call(self._access.RequestAccess, message).access_request)

    def access_requests(self, package_id: str = "", state: AccessState | None = None) -> list[AccessView]:
        """Return the requests we made or have to decide."""
        message = access_pb2.ListAccessRequestsRequest(
            package_id=package_id, state=convert.access_state_to_wire(state)
        )
        response = self._call(self._access.ListAccessRequests, message)
        return [convert.access_from_wire(access) for access in response.access_requests]

    def decide(self, decision: Envelope) -> AccessView:
        """File a signed decision on a request for an own package."""
        message = access_pb2.DecideAccessRequest(decision=convert.envelope_to_wire(decision))
        return convert.access_from_wire(self._call(self._access.DecideAccess, message).access_request)

    # --------------------------------------------------------------------------------------------- vault

    def upload(self, package_id: str, path: Path, progress: Progress | None = None) -> None:
        """Bring a sealed file to the vault, going on where an earlier attempt stopped."""
        self._transfers.upload(package_id, path, progress)

    def download(
        self,
        package_id: str,
        out: Path,
        expected_sha256: str,
        progress: Progress | None = None,
        *,
        expected_bytes: int | None = None,
    ) -> None:
        """Fetch a sealed file, going on where an earlier attempt stopped.

        Args:
            package_id: The package.
            out: File to make.
            expected_sha256: Digest of the signed release statement, hex.
            progress: Called with bytes done and bytes in all.
            expected_bytes: Length of the signed release statement; looked up in the catalog when ``None``.

        Raises:
            DigestMismatch: What came is not what was announced; nothing is kept.
        """
        size = expected_bytes
        if size is None:
            size = self.package(package_id).release.ciphertext_bytes
        if size > MAX_CIPHERTEXT_BYTES:
            raise MessageInvalid("the announced ciphertext is too long")
        self._transfers.download(package_id, out, expected_sha256, size, progress)

    # --------------------------------------------------------------------------------------- experiments

    def launch(self, experiment_id: str, spec: ExperimentSpec) -> ExperimentView:
        """Announce an experiment. Operators only; the same one again is harmless."""
        request = experiment_pb2.LaunchExperimentRequest(
            experiment_id=experiment_id, spec_json=spec.canonical()
        )
        response = self._call(self._experiments.LaunchExperiment, request)
        return convert.experiment_from_wire(response.experiment)

    def experiment(self, experiment_id: str) -> ExperimentView:
        """Return one experiment."""
        request = experiment_pb2.GetExperimentRequest(experiment_id=experiment_id)
        response = self._call(self._experiments.GetExperiment, request)
        return convert.experiment_from_wire(response.experiment)

    def experiments(self) -> list[ExperimentView]:
        """Return the experiments that concern us, oldest first."""
        response = self._call(self._experiments.ListExperiments, experiment_pb2.ListExperimentsRequest())
        return [convert.experiment_from_wire(experiment) for experiment in response.experiments]

    def report_ready(self, experiment_id: str, lock_sha256: str) -> None:
        """Say that our training set is assembled."""
        self._report(experiment_id, SiteState.READY, lock_sha256=lock_sha256)

    def report_refused(self, experiment_id: str, code: str) -> None:
        """Say that we take no part, and why."""
        self._report(experiment_id, SiteState.REFUSED, code=code)

    def _report(self, experiment_id: str, state: SiteState, code: str = "", lock_sha256: str = "") -> None:
        request = experiment_pb2.ReportReadinessRequest(
            experiment_id=experiment_id,
            state=convert.site_state_to_wire(state),
            code=code,
            lock_sha256=lock_sha256,
        )
        self._call(self._experiments.ReportReadiness, request)

    # -------------------------------------------------------------------------------------------- tunnel

    def listen(self, agent_version: str) -> Iterator[Notice]:
        """Hold the line and yield notices until `close`.

        Raises:
            Unreachable: The line broke; dial again after a pause.
        """
        stream = self._tunnel.Listen(tunnel_pb2.ListenRequest(agent_version=agent_version))
        try:
            for message in stream:
                yield convert.notice_from_wire(message)
        except (grpc.RpcError, ValueError) as error:
            # A closed channel raises ValueError; whoever closed it wants quiet.
            if self._closed:
                return
            if isinstance(error, grpc.RpcError):
                raise self._failure(error) from None
            raise
        finally:
            stream.cancel()

    def forward(
        self, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Carry one Fleet call to the SuperLink; return status, headers and body."""
        request = tunnel_pb2.ForwardRequest(path=path, headers=convert.headers_to_wire(headers), body=body)
        response = self._call(self._tunnel.Forward, request, timeout=FORWARD_S)
        return response.status, convert.headers_from_wire(response.headers), response.body

    # ------------------------------------------------------------------------------------------- plumbing

    def _call(
        self,
        method: grpc.UnaryUnaryMultiCallable[RequestT, ResponseT],
        request: RequestT,
        timeout: float = CALL_S,
    ) -> ResponseT:
        try:
            return method(request, timeout=timeout)
        except grpc.RpcError as error:
            raise self._failure(error) from None

    def _failure(self, error: grpc.RpcError) -> RadshareError:
        return translated(error, lambda: diagnose(self._address, self._credentials))

    def _verified(self, view: IdentityView) -> MemberView:
        card = verify_card(view.card, self._member.ca_pem, now=time.time())
        return MemberView(card, view.card, view.revoked)
