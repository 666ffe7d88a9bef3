"""The federation's certificate authority: what it signs, and what each certificate may be used for.

Rules: the CA decides what a certificate says, a CSR only which key it is for; a member's certificate is
good for TLS clients only and carries exactly one URI, so that no member can ever stand in for the
coordinator; keys are EC P-256.

Sources: RFC 5280; SPIFFE X509-SVID, section 4.

Not here: who deserves a certificate (coordinator.enrollment.registrar).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from coordinator.errors import HomeMissing
from radshare.attestation import sign_document
from radshare.files import private_folder, write_private
from radshare.identity import Role, SpiffeId

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from radshare.attestation import Envelope
    from radshare.identity import IdentityCard

CA_DAYS = 3650
"""Validity of the CA's own certificate."""

SERVER_DAYS = 397
"""Validity of the coordinator's TLS certificate; `coordinator init` renews it."""

_SKEW = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ServerIdentity:
    """What the coordinator's TLS end needs.

    Attributes:
        certificate_pem: Its certificate.
        key_pem: Its private key.
    """

    certificate_pem: bytes
    key_pem: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Authority:
    """The CA of one federation, loaded from its folder.

    Attributes:
        federation: Its name, the trust domain of every SPIFFE id.
        ca_pem: Its certificate.
    """

    federation: str
    ca_pem: bytes
    _key: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def load(cls, folder: Path, federation: str) -> Authority:
        """Return the CA whose folder this is.

        Raises:
            HomeMissing: There is none.
        """
        try:
            key = load_pem_private_key((folder / "ca.key").read_bytes(), password=None)
            ca_pem = (folder / "ca.crt").read_bytes()
        except FileNotFoundError:
            raise HomeMissing from None
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise HomeMissing("the CA's key is not an elliptic-curve key")
        return cls(federation, ca_pem, key)

    def certify_member(
        self, spiffe: SpiffeId, key: ec.EllipticCurvePublicKey, expires: dt.datetime
    ) -> x509.Certificate:
        """Return a client certificate for a member, or for the bearer of an invite."""
        builder = self._builder(spiffe, key, expires)
        names: list[x509.GeneralName] = [x509.UniformResourceIdentifier(spiffe)]
        return self._signed(builder, names, ExtendedKeyUsageOID.CLIENT_AUTH)

    def certify_server(self, key: ec.EllipticCurvePublicKey, hosts: Iterable[str]) -> x509.Certificate:
        """Return the coordinator's own certificate for the host names and addresses it is reached by."""
        spiffe = SpiffeId(self.federation, Role.COORDINATOR, "coordinator")
        builder = self._builder(spiffe, key, _now() + dt.timedelta(days=SERVER_DAYS))
        names: list[x509.GeneralName] = [
            x509.UniformResourceIdentifier(spiffe),
            *(_host_name(host) for host in hosts),
        ]
        return self._signed(builder, names, ExtendedKeyUsageOID.SERVER_AUTH)

    def sign_card(self, card: IdentityCard) -> Envelope:
        """Return an identity card signed by the CA."""
        return sign_document(card, self._key)

    def _builder(
        self, spiffe: SpiffeId, key: ec.EllipticCurvePublicKey, expires: dt.datetime
    ) -> x509.CertificateBuilder:
        return (
            _validity(x509.CertificateBuilder(), _now() - _SKEW, expires)
            .subject_name(_name(spiffe.name))
            .issuer_name(x509.load_pem_x509_certificate(self.ca_pem).subject)
            .public_key(key)
        )

    def _signed(
        self, builder: x509.CertificateBuilder, names: list[x509.GeneralName], use: x509.ObjectIdentifier
    ) -> x509.Certificate:
        return (
            builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([use]), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )


def make_authority(folder: Path, federation: str) -> Authority:
    """Make a CA in ``folder`` unless there is one, and return it. The certificate is written last."""
    private_folder(folder)
    if (folder / "ca.crt").exists():
        return Authority.load(folder, federation)
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"radshare federation {federation}")
    builder = _validity(x509.CertificateBuilder(), _now() - _SKEW, _now() + dt.timedelta(days=CA_DAYS))
    certificate = (
        builder.subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_private(folder / "ca.key", _private_pem(key))
    write_private(folder / "ca.crt", certificate.public_bytes(Encoding.PEM))
    return Authority.load(folder, federation)


def make_server_identity(folder: Path, authority: Authority, hosts: Iterable[str]) -> None:
    """Make the coordinator's TLS key unless there is one, and a fresh certificate for it."""
    path = folder / "server.key"
    if not path.exists():
        write_private(path, _private_pem(ec.generate_private_key(ec.SECP256R1())))
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise HomeMissing("the server's key is not an elliptic-curve key")
    certificate = authority.certify_server(key.public_key(), hosts)
    write_private(folder / "server.crt", certificate.public_bytes(Encoding.PEM))


def load_server_identity(folder: Path) -> ServerIdentity:
    """Return the coordinator's TLS certificate and key.

    Raises:
        HomeMissing: They were never made.
    """
    try:
        return ServerIdentity((folder / "server.crt").read_bytes(), (folder / "server.key").read_bytes())
    except FileNotFoundError:
        raise HomeMissing from None


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate's DER bytes, in hex: what the register knows it by."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def _validity(
    builder: x509.CertificateBuilder, start: dt.datetime, end: dt.datetime
) -> x509.CertificateBuilder:
    serial = x509.random_serial_number()
    return builder.serial_number(serial).not_valid_before(start).not_valid_after(end)


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _host_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
