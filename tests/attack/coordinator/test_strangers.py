"""Strangers, expired and revoked members, and members who reach for what is not theirs to call."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from coordinator.enrollment.authority import make_authority
from coordinator.rpc.permissions import PERMISSIONS
from radshare.client import enroll
from radshare.client.channel import Credentials
from radshare.errors import RemoteRefusal
from radshare.identity import Member, Role, SpiffeId, invite_key
from radshare.v1 import catalog_pb2, enrollment_pb2
from radshare.v1.catalog_pb2_grpc import CatalogServiceStub
from radshare.v1.enrollment_pb2_grpc import EnrollmentServiceStub

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from radshare.identity import Invite

    from .conftest import Cast


def code_of(call: Callable[[], object]) -> tuple[grpc.StatusCode, str]:
    """Return status and radshare code of a call that must fail."""
    with pytest.raises(grpc.RpcError) as caught:
        call()
    trailing = dict(caught.value.trailing_metadata() or ())
    return caught.value.code(), str(trailing.get("radshare-error-code", ""))


def search(cast: Cast, credentials: Credentials | Member) -> Callable[[], object]:
    """Return a harmless call as somebody."""

    def call() -> object:
        with cast.coordinator.channel(credentials) as channel:
            return CatalogServiceStub(channel).SearchPackages(catalog_pb2.SearchPackagesRequest(), timeout=5)

    return call


def certified(
    folder: Path, spiffe: SpiffeId, ca_pem: bytes, *, days: float = 1.0, federation: str = "demo"
) -> Credentials:
    """Return credentials for a fresh key under the CA in ``folder``."""
    key = ec.generate_private_key(ec.SECP256R1())
    authority = make_authority(folder, federation)
    expires = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    certificate = authority.certify_member(spiffe, key.public_key(), expires).public_bytes(Encoding.PEM)
    key_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Credentials(ca_pem, certificate, key_pem)


def test_a_foreign_ca_gets_no_answer(cast: Cast, tmp_path: Path) -> None:
    """A certificate of another CA, for a real member's name, fails in the handshake."""
    forged = certified(tmp_path, cast.owner.spiffe, cast.owner.ca_pem)
    assert code_of(search(cast, forged)) == (grpc.StatusCode.UNAVAILABLE, "")


def test_no_certificate_gets_no_answer(cast: Cast) -> None:
    """There is no second way in for those without a certificate."""
    trust = grpc.ssl_channel_credentials(root_certificates=cast.owner.ca_pem)

    def call() -> None:
        with grpc.secure_channel(cast.coordinator.server.address, trust) as channel:
            CatalogServiceStub(channel).SearchPackages(catalog_pb2.SearchPackagesRequest(), timeout=5)

    assert code_of(call) == (grpc.StatusCode.UNAVAILABLE, "")


def test_an_expired_certificate_gets_no_answer(cast: Cast) -> None:
    """Time runs out for members, too."""
    expired = certified(cast.coordinator.home.ca, cast.owner.spiffe, cast.owner.ca_pem, days=-0.001)
    assert code_of(search(cast, expired)) == (grpc.StatusCode.UNAVAILABLE, "")


def test_a_certificate_of_our_ca_must_be_the_registered_one(cast: Cast) -> None:
    """Even a genuine second certificate for a member's name is refused, by fingerprint."""
    twin = certified(cast.coordinator.home.ca, cast.owner.spiffe, cast.owner.ca_pem)
    assert code_of(search(cast, twin)) == (grpc.StatusCode.UNAUTHENTICATED, "CERTIFICATE_UNKNOWN")


@pytest.mark.parametrize(
    ("spiffe", "code"),
    [
        (SpiffeId("demo", Role.SITE, "ghost"), "NOT_A_MEMBER"),
        (SpiffeId("elsewhere", Role.SITE, "owner"), "PEER_UNIDENTIFIED"),
        (SpiffeId("demo", Role.COORDINATOR, "coordinator"), "NOT_ALLOWED"),
    ],
)
def test_names_that_nobody_registered_are_refused(cast: Cast, spiffe: SpiffeId, code: str) -> None:
    """A name must be in the register, of this federation, and of a role that may call."""
    stranger = certified(cast.coordinator.home.ca, spiffe, cast.owner.ca_pem)
    assert code_of(search(cast, stranger))[1] == code


def test_a_member_cannot_stand_in_for_the_coordinator(cast: Cast) -> None:
    """A member's certificate is for TLS clients only and names no host."""
    certificate = x509.load_pem_x509_certificate(cast.owner.tls_certificate_pem)
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [each.dotted_string for each in usage] == ["1.3.6.1.5.5.7.3.2"]
    assert len(list(names)) == 1


def test_every_method_refuses_every_role_that_its_row_does_not_name(cast: Cast) -> None:
    """The matrix of methods and roles, against the running server: closed means closed."""
    callers = {
        Role.SITE: cast.other,
        Role.RESEARCHER: cast.researcher,
        Role.OPERATOR: cast.coordinator.operator,
    }
    wrong = []
    for role, caller in callers.items():
        with cast.coordinator.channel(caller) as channel:
            for method in (name for name, roles in PERMISSIONS.items() if role not in roles):
                call = channel.unary_unary(method)
                if code_of(lambda call=call: call(b"", timeout=5)) != (  # type: ignore[misc]
                    grpc.StatusCode.PERMISSION_DENIED,
                    "NOT_ALLOWED",
                ):
                    wrong.append((role, method))
    assert wrong == []


def test_a_method_that_does_not_exist_stays_unknown(cast: Cast) -> None:
    """The door does not invent methods."""
    with cast.coordinator.channel(cast.owner) as channel:
        call = channel.unary_unary("/radshare.v1.CatalogService/DropEverything")
        assert code_of(lambda: call(b"", timeout=5))[0] is grpc.StatusCode.UNIMPLEMENTED


# ------------------------------------------------------------------------------------------------- invites


def new_invite(cast: Cast, name: str, seconds: int = 600) -> Invite:
    """Return an invite for a researcher."""
    with cast.coordinator.client(cast.coordinator.operator) as client:
        return client.create_invite(Role.RESEARCHER, name, seconds)


def bearer(invite: Invite) -> Credentials:
    """Return the credentials inside an invite."""
    key = invite_key(invite.token).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Credentials(invite.ca_pem, invite.certificate_pem, key)


def test_an_invite_opens_nothing_but_enrolment(cast: Cast) -> None:
    """Its bearer is nobody yet."""
    shown = bearer(new_invite(cast, "eve"))
    assert code_of(search(cast, shown)) == (grpc.StatusCode.PERMISSION_DENIED, "NOT_ALLOWED")


def test_an_invite_works_once_but_its_answer_may_be_fetched_again(cast: Cast, tmp_path: Path) -> None:
    """The same keys get the same membership; anybody else with the file is refused."""
    invite = new_invite(cast, "grace")
    enroll(invite, tmp_path / "first")
    card = (tmp_path / "first" / "card.json").read_bytes()
    certificate = (tmp_path / "first" / "tls.crt").read_bytes()
    for name in ("card.json", "tls.crt", "ca.crt"):
        (tmp_path / "first" / name).unlink()
    enroll(invite, tmp_path / "first")
    assert (tmp_path / "first" / "card.json").read_bytes() == card
    assert (tmp_path / "first" / "tls.crt").read_bytes() == certificate
    with pytest.raises(RemoteRefusal) as refused:
        enroll(invite, tmp_path / "second")
    assert (refused.value.code, refused.value.exit_code) == ("INVITE_USED", 5)


def test_a_newer_invite_makes_an_older_one_void(cast: Cast, tmp_path: Path) -> None:
    """A lost invite is taken back by making another."""
    lost = new_invite(cast, "hopper")
    new_invite(cast, "hopper")
    with pytest.raises(RemoteRefusal, match="INVITE_UNKNOWN"):
        enroll(lost, tmp_path)


def test_a_members_name_is_not_given_again(cast: Cast) -> None:
    """Nobody becomes somebody else."""
    with pytest.raises(RemoteRefusal, match="MEMBER_EXISTS"):
        new_invite(cast, "ada")


@pytest.mark.parametrize(
    ("name", "seconds"), [("Ada", 600), ("../x", 600), ("", 600), ("x", 0), ("x", 10**9)]
)
def test_invites_out_of_bounds_are_refused(cast: Cast, name: str, seconds: int) -> None:
    """Names are names and validity is short."""
    with pytest.raises(RemoteRefusal, match="INVITE_REFUSED"):
        new_invite(cast, name, seconds)


def test_keys_without_proof_of_possession_are_refused(cast: Cast) -> None:
    """Nobody can register another's public keys as its own."""
    shown = bearer(new_invite(cast, "mallory"))
    key = load_pem_private_key(shown.key_pem, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    card = cast.owner.card_view
    request = enrollment_pb2.EnrollRequest(
        tls_csr_pem=b"-----BEGIN CERTIFICATE REQUEST-----\n",
        signing_public_key=card.signing_key,
        hpke_public_key=card.hpke_key,
        signing_proof=bytes(64),
    )
    with cast.coordinator.channel(shown) as channel:
        refused = code_of(lambda: EnrollmentServiceStub(channel).Enroll(request, timeout=5))
    assert refused == (grpc.StatusCode.INVALID_ARGUMENT, "ENROLMENT_REFUSED")
