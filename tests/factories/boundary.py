"""A small federation for tests: a CA, members, packages, and a coordinator that keeps everything in memory.

The coordinator is a real gRPC server over mutual TLS that implements the real services, minimally and without
judgement; tests make it break things on purpose.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import struct
import time
import zlib
from concurrent import futures
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from radshare import convert
from radshare.access import AccessDecisionStatement, AccessRequestStatement
from radshare.attestation import read_unverified, sign_document
from radshare.data_use import DataUse, Permission
from radshare.evidence import attest
from radshare.identity import (
    IdentityCard,
    Invite,
    Member,
    Membership,
    Role,
    SpiffeId,
    enrollment_request,
    generate_keys,
    invite_key,
    save_membership,
)
from radshare.manifest import (
    DeidentificationSummary,
    FilterSummary,
    PackageManifest,
    PairRecord,
    ReleaseStatement,
    aggregates,
    image_name,
)
from radshare.package import PackageContents
from radshare.v1 import (
    access_pb2,
    access_pb2_grpc,
    catalog_pb2,
    catalog_pb2_grpc,
    enrollment_pb2,
    enrollment_pb2_grpc,
    tunnel_pb2_grpc,
    vault_pb2,
    vault_pb2_grpc,
)
from radshare.views import AccessState, AccessView, CatalogEntryView, IdentityView, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from radshare.attestation import Signer

PACKAGE_ID = "0123456789abcdef0123456789abcdef"
SITE = SpiffeId("demo", Role.SITE, "hospital-a")
RESEARCHER = SpiffeId("demo", Role.RESEARCHER, "ada")


def gray_png(side: int = 16, shade: int = 128) -> bytes:
    """Return a square 8-bit grey PNG of one shade."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    rows = (b"\0" + bytes([shade]) * side) * side
    # Stored, not compressed: the same bytes with every zlib.
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


def pair(number: int, labels: tuple[str, ...] = ("pneumonia",)) -> PairRecord:
    """Return a record whose id follows from ``number``."""
    pair_id = f"{number:032x}"
    return PairRecord(pair_id=pair_id, image=image_name(pair_id), report="Lungs.", labels=labels, view="PA")


def manifest(pairs: tuple[PairRecord, ...], package_id: str = PACKAGE_ID, k: int = 5) -> PackageManifest:
    """Return a manifest for records."""
    return PackageManifest(
        package_id=package_id,
        publisher=SITE,
        collection="chest",
        title="Chest radiographs",
        modality="DX",
        created="2026-11-21",
        data_use=DataUse(permission=Permission.HMB),
        filter=FilterSummary(
            filter_digest="ab" * 32,
            preset="tiny",
            image_size_px=16,
            k=k,
            patients_at_least=30,
            planted_recall=0.95,
            false_match_rate=0.05,
            suppressed_percent_at_most=10,
        ),
        deidentification=DeidentificationSummary(profile="share/1", method_codes=("113100",)),
        aggregates=aggregates(pairs, k),
    )


def contents(key: Signer, n_pairs: int = 12, package_id: str = PACKAGE_ID) -> PackageContents:
    """Return a package's contents with its required attestations by ``key``."""
    pairs = tuple(pair(number) for number in range(n_pairs))
    images = {each.pair_id: gray_png(shade=number % 256) for number, each in enumerate(pairs)}
    described = manifest(pairs, package_id)
    return PackageContents(described, pairs, images, attest(described, pairs, images, key))


@dataclass(frozen=True)
class Ca:
    """A federation's CA."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def name(self) -> x509.Name:
        """The CA's name."""
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test CA")])

    def certificate(self) -> bytes:
        """Return the CA's own certificate, PEM; another one each time, with the same key."""
        return self._signed(
            self.name, self.key.public_key(), [(x509.BasicConstraints(ca=True, path_length=None), True)]
        )

    def leaf(
        self,
        public_key: ec.EllipticCurvePublicKey,
        names: list[x509.GeneralName],
        *,
        days: tuple[float, float] = (-1, 30),
    ) -> bytes:
        """Return a certificate over ``names``, valid between two moments given in days from now."""
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "member")])
        extension: list[tuple[x509.ExtensionType, bool]] = [(x509.SubjectAlternativeName(names), False)]
        return self._signed(subject, public_key, extension, days)

    def _signed(
        self,
        subject: x509.Name,
        public_key: ec.EllipticCurvePublicKey,
        extensions: list[tuple[x509.ExtensionType, bool]],
        days: tuple[float, float] = (-1, 30),
    ) -> bytes:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + dt.timedelta(days=days[0]))
            .not_valid_after(now + dt.timedelta(days=days[1]))
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM)


@dataclass
class Federation:
    """A CA with its certificate, and what it hands out."""

    ca: Ca = field(default_factory=Ca)
    ca_pem: bytes = b""

    def __post_init__(self) -> None:
        self.ca_pem = self.ca.certificate()

    def card(self, folder: Path, spiffe: SpiffeId) -> IdentityCard:
        """Return the identity card for the keys in a folder."""
        request = enrollment_request(folder, spiffe.name)
        csr = x509.load_pem_x509_csr(request.csr_pem)
        return issue_card(spiffe, csr, request.signing_key, request.hpke_key)

    def member(self, folder: Path, spiffe: SpiffeId, *, days: tuple[float, float] = (-1, 30)) -> Member:
        """Return an enrolled member whose identity folder is ``folder``."""
        generate_keys(folder, spiffe.role)
        csr = x509.load_pem_x509_csr(enrollment_request(folder, spiffe.name).csr_pem)
        key = csr.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        certificate = self.ca.leaf(key, [x509.UniformResourceIdentifier(str(spiffe))], days=days)
        card = sign_document(self.card(folder, spiffe), self.ca.key)
        save_membership(folder, Membership(self.ca_pem, certificate, card))
        return Member.load(folder)

    def invite(
        self, address: str, spiffe: SpiffeId, token: bytes = b"t" * 32, expires_in: float = 600
    ) -> Invite:
        """Return an invite."""
        bearer = SpiffeId(spiffe.federation, Role.INVITE, "i1")
        names = [x509.UniformResourceIdentifier(str(bearer))]
        return Invite(
            address=address,
            ca_pem=self.ca_pem,
            certificate_pem=self.ca.leaf(invite_key(token).public_key(), names),
            token=token,
            spiffe_id=spiffe,
            expires_at=int(time.time() + expires_in),
        )


def issue_card(
    spiffe: SpiffeId, csr: x509.CertificateSigningRequest, signing_key: bytes, hpke_key: bytes
) -> IdentityCard:
    """Return a card for public keys."""
    spki = csr.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    now = int(time.time())
    return IdentityCard(
        spiffe_id=spiffe,
        tls_public_key_sha256=hashlib.sha256(spki).hexdigest(),
        signing_key=signing_key,
        hpke_key=hpke_key,
        issued_at=now - 10,
        expires_at=now + 86_400,
    )


class FakeCoordinator(
    enrollment_pb2_grpc.EnrollmentServiceServicer,
    catalog_pb2_grpc.CatalogServiceServicer,
    access_pb2_grpc.AccessServiceServicer,
    vault_pb2_grpc.VaultServiceServicer,
    tunnel_pb2_grpc.TunnelServiceServicer,
):
    """Real services over mutual TLS, kept in memory.

    Attributes:
        break_after: Number of chunks after which the next transfers break, one entry a transfer.
        used_tokens: Public keys of invites that were used.
    """

    def __init__(self, federation: Federation, *, days: tuple[float, float] = (-1, 30)) -> None:
        self.federation = federation
        self.members: dict[str, IdentityView] = {}
        self.entries: dict[str, CatalogEntryView] = {}
        self.requests: dict[str, AccessView] = {}
        self.vault: dict[str, bytearray] = {}
        self.complete: set[str] = set()
        self.break_after: list[int] = []
        self.invited: SpiffeId = RESEARCHER
        self.invite_used = False
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        certificate = federation.ca.leaf(key.public_key(), names, days=days)
        key_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        security = grpc.ssl_server_credentials(
            [(key_pem, certificate)], root_certificates=federation.ca_pem, require_client_auth=True
        )
        self._server = grpc.server(futures.ThreadPoolExecutor(8))
        enrollment_pb2_grpc.add_EnrollmentServiceServicer_to_server(self, self._server)
        catalog_pb2_grpc.add_CatalogServiceServicer_to_server(self, self._server)
        access_pb2_grpc.add_AccessServiceServicer_to_server(self, self._server)
        vault_pb2_grpc.add_VaultServiceServicer_to_server(self, self._server)
        tunnel_pb2_grpc.add_TunnelServiceServicer_to_server(self, self._server)
        self.address = f"127.0.0.1:{self._server.add_secure_port('127.0.0.1:0', security)}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(0).wait()

    def add(self, member: Member, *, revoked: bool = False) -> None:
        """Let a member in."""
        self.members[str(member.spiffe)] = IdentityView(member.spiffe, member.card, revoked)

    @staticmethod
    def refuse(context, code: str, status: grpc.StatusCode = grpc.StatusCode.FAILED_PRECONDITION) -> None:  # noqa: ANN001
        """End a call the way the coordinator does: a code in the trailing metadata."""
        context.set_trailing_metadata((("radshare-error-code", code),))
        context.abort(status, "It was refused.")

    # -- enrolment

    def Enroll(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        if self.invite_used:
            self.refuse(context, "INVITE_USED", grpc.StatusCode.PERMISSION_DENIED)
        asked = convert.enroll_request_from_wire(request)
        asked.check_proof()
        self.invite_used = True
        csr = x509.load_pem_x509_csr(asked.csr_pem)
        names = [x509.UniformResourceIdentifier(str(self.invited))]
        certificate = self.federation.ca.leaf(csr.public_key(), names)
        card = issue_card(self.invited, csr, asked.signing_key, asked.hpke_key)
        envelope = sign_document(card, self.federation.ca.key)
        self.members[str(self.invited)] = IdentityView(self.invited, envelope, revoked=False)
        return convert.enroll_response_to_wire(certificate, envelope)

    def GetIdentity(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        if request.spiffe_id not in self.members:
            self.refuse(context, "MEMBER_UNKNOWN", grpc.StatusCode.NOT_FOUND)
        identity = convert.identity_to_wire(self.members[request.spiffe_id])
        return enrollment_pb2.GetIdentityResponse(identity=identity)

    def ListIdentities(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        identities = [convert.identity_to_wire(view) for view in self.members.values()]
        return enrollment_pb2.ListIdentitiesResponse(identities=identities)

    # -- catalog

    def PublishPackage(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        envelope = convert.envelope_from_wire(request.statement)
        release = read_unverified(envelope, ReleaseStatement)
        entry = CatalogEntryView(envelope, release, int(time.time()), withdrawn=False)
        self.entries[release.package_id] = entry
        return catalog_pb2.PublishPackageResponse(entry=convert.entry_to_wire(entry))

    def GetPackage(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        if request.package_id not in self.entries:
            self.refuse(context, "PACKAGE_UNKNOWN", grpc.StatusCode.NOT_FOUND)
        return catalog_pb2.GetPackageResponse(entry=convert.entry_to_wire(self.entries[request.package_id]))

    def SearchPackages(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        found = [
            convert.entry_to_wire(entry)
            for entry in self.entries.values()
            if set(request.labels) <= entry.release.aggregates.labels_at_least.keys()
        ]
        return catalog_pb2.SearchPackagesResponse(entries=found)

    # -- access

    def RequestAccess(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        envelope = convert.envelope_from_wire(request.request)
        said = read_unverified(envelope, AccessRequestStatement)
        view = AccessView(
            said.request_id, said.requester, said.owner, said.package_id, AccessState.PENDING, envelope, None
        )
        self.requests[said.request_id] = view
        return access_pb2.RequestAccessResponse(access_request=convert.access_to_wire(view))

    def ListAccessRequests(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        views = [v for v in self.requests.values() if request.package_id in ("", v.package_id)]
        wire = [convert.access_to_wire(view) for view in views]
        return access_pb2.ListAccessRequestsResponse(access_requests=wire)

    def DecideAccess(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        envelope = convert.envelope_from_wire(request.decision)
        said = read_unverified(envelope, AccessDecisionStatement)
        asked = self.requests[said.request_id]
        state = AccessState.GRANTED if said.granted else AccessState.DENIED
        view = AccessView(
            asked.request_id, asked.requester, asked.owner, asked.package_id, state, asked.request, envelope
        )
        self.requests[said.request_id] = view
        return access_pb2.DecideAccessResponse(access_request=convert.access_to_wire(view))

    # -- vault

    def GetUpload(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        held = self.vault.get(request.package_id, b"")
        done = request.package_id in self.complete
        return vault_pb2.GetUploadResponse(received_bytes=len(held), complete=done)

    def UploadPackage(self, request_iterator, context):  # noqa: ANN001, ANN201, N802, D102
        header = convert.upload_header_from_wire(next(request_iterator).header)
        held = self.vault.setdefault(header.package_id, bytearray())
        assert header.offset == len(held)
        limit = self.break_after.pop(0) if self.break_after else -1
        for number, message in enumerate(request_iterator):
            if number == limit:
                context.abort(grpc.StatusCode.UNAVAILABLE, "broken on purpose")
            held.extend(message.chunk)
        assert hashlib.sha256(held).hexdigest() == header.sha256
        self.complete.add(header.package_id)
        return vault_pb2.UploadPackageResponse(received_bytes=len(held), complete=True)

    def DownloadPackage(self, request, context) -> Iterator[vault_pb2.DownloadPackageResponse]:  # noqa: ANN001, N802
        """Send the held bytes from an offset on."""
        limit = self.break_after.pop(0) if self.break_after else -1
        held = bytes(self.vault.get(request.package_id, b""))
        for number, start in enumerate(range(request.offset, len(held), 1024 * 1024)):
            if number == limit:
                context.abort(grpc.StatusCode.UNAVAILABLE, "broken on purpose")
            yield vault_pb2.DownloadPackageResponse(chunk=held[start : start + 1024 * 1024])

    # -- tunnel

    def Listen(self, request, context):  # noqa: ANN001, ANN201, N802, D102
        yield convert.notice_to_wire(Notice.HEARTBEAT)
        yield convert.notice_to_wire(Notice.CATALOG)
        while context.is_active():
            time.sleep(0.05)
