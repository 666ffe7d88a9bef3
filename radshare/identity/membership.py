"""A member's identity folder: its keys, its certificate, its card.

Rules: the folder has mode 0700, every key 0600; keys are made once and never overwritten; a membership is
checked as a whole (certificate, card and keys belong to one name under one CA) before a byte of it is kept.

==================  ========================================================================
tls.key tls.crt     EC P-256 key (PKCS#8) and the certificate chain of this member
ca.crt              the federation's CA certificate
signing.key         Ed25519 (PKCS#8)
hpke.key            ML-KEM-768 seed and X25519 private key, raw 96 bytes
node.key node.pub   EC P-384 in OpenSSH form, for Flower's SuperNode; sites only
card.json           the identity card, signed by the CA; written last
master.secret       32 random bytes
==================  ========================================================================

Not here: the call that enrolls (radshare.client).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
)
from cryptography.x509.oid import NameOID

from radshare.attestation import Envelope, read_unverified
from radshare.errors import AlreadyEnrolled, CardInvalid, NotEnrolled, SignatureInvalid
from radshare.files import private_folder, write_private
from radshare.identity.card import IdentityCard, verify_card
from radshare.identity.keys import HpkeKey, MasterSecret, SigningKey
from radshare.identity.spiffe import Role, SpiffeId
from radshare.model import canonical

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class EnrollmentRequest:
    """What a party that enrolls shows of itself: public keys only.

    Attributes:
        csr_pem: PKCS#10 request for the TLS key, self-signed by it.
        signing_key: Ed25519 public key, raw 32 bytes.
        hpke_key: Hybrid public key, raw 1216 bytes.
        node_key: OpenSSH public key of the SuperNode; empty unless a site.
        proof: Signature by the signing key over `proof_bytes`.
    """

    csr_pem: bytes
    signing_key: bytes
    hpke_key: bytes
    node_key: bytes
    proof: bytes

    def proof_bytes(self) -> bytes:
        """Return what ``proof`` signs: the canonical list of all four public values."""
        values = (self.csr_pem, self.signing_key, self.hpke_key, self.node_key)
        return b"radshare/1/enroll" + canonical([value.hex() for value in values])

    def check_proof(self) -> None:
        """Check that whoever sent this holds the signing key and the TLS key. Called by the coordinator.

        Raises:
            SignatureInvalid: A proof of possession is missing or wrong.
        """
        try:
            Ed25519PublicKey.from_public_bytes(self.signing_key).verify(self.proof, self.proof_bytes())
            possessed = x509.load_pem_x509_csr(self.csr_pem).is_signature_valid
        except (InvalidSignature, ValueError):
            raise SignatureInvalid("proof of possession") from None
        if not possessed:
            raise SignatureInvalid("proof of possession of the TLS key")


@dataclass(frozen=True, slots=True)
class Membership:
    """What a member is given at enrolment.

    Attributes:
        ca_pem: The federation's CA certificate.
        certificate_pem: The member's certificate chain, its own first.
        card: The identity card, signed by the CA.
    """

    ca_pem: bytes
    certificate_pem: bytes
    card: Envelope


@dataclass(frozen=True, slots=True)
class Member:
    """A member with its keys, loaded from its identity folder.

    Attributes:
        folder: The identity folder.
        spiffe: Its name.
        ca_pem: The federation's CA certificate.
        tls_certificate_pem: Its certificate chain.
        tls_key_pem: Its TLS key.
        signing: Its signing key.
        hpke: Its unwrapping key.
        master: Its master secret.
        card: Its identity card as signed by the CA.
        card_view: The card, parsed.
    """

    folder: Path
    spiffe: SpiffeId
    ca_pem: bytes = field(repr=False)
    tls_certificate_pem: bytes = field(repr=False)
    tls_key_pem: bytes = field(repr=False)
    signing: SigningKey = field(repr=False)
    hpke: HpkeKey = field(repr=False)
    master: MasterSecret = field(repr=False)
    card: Envelope = field(repr=False)
    card_view: IdentityCard = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> Member:
        """Return the member of an identity folder; expiry is not judged here but by the client.

        Raises:
            NotEnrolled: There is no membership in the folder.
            CardInvalid: The card, the certificate and the keys do not belong together.
        """
        try:
            membership = Membership(
                ca_pem=(folder / "ca.crt").read_bytes(),
                certificate_pem=(folder / "tls.crt").read_bytes(),
                card=Envelope.from_json((folder / "card.json").read_bytes()),
            )
        except FileNotFoundError:
            raise NotEnrolled from None
        card = _checked(folder, membership)
        return cls(
            folder=folder,
            spiffe=card.spiffe_id,
            ca_pem=membership.ca_pem,
            tls_certificate_pem=membership.certificate_pem,
            tls_key_pem=(folder / "tls.key").read_bytes(),
            signing=SigningKey.from_pem((folder / "signing.key").read_bytes()),
            hpke=HpkeKey((folder / "hpke.key").read_bytes()),
            master=MasterSecret((folder / "master.secret").read_bytes()),
            card=membership.card,
            card_view=card,
        )


def generate_keys(folder: Path, role: Role) -> None:
    """Make whatever key is missing in an identity folder; existing ones stay as they are.

    Args:
        folder: Identity folder; made with mode 0700 when missing.
        role: Sites get a SuperNode key too.
    """
    private_folder(folder)
    makers: dict[str, Callable[[], bytes]] = {
        "tls.key": _new_tls_key,
        "signing.key": lambda: SigningKey.generate().to_pem(),
        "hpke.key": lambda: HpkeKey.generate().to_bytes(),
        "master.secret": lambda: MasterSecret.generate().to_bytes(),
    }
    if role is Role.SITE:
        makers["node.key"] = _new_node_key
    for name, make in makers.items():
        if not (folder / name).exists():
            write_private(folder / name, make())
    if role is Role.SITE and not (folder / "node.pub").exists():
        write_private(folder / "node.pub", _node_public(folder))


def certificate_request(folder: Path, name: str) -> bytes:
    """Return a PEM PKCS#10 request for the folder's TLS key; the CA decides what the certificate will say."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return builder.sign(_tls_key(folder), hashes.SHA256()).public_bytes(Encoding.PEM)


def enrollment_request(folder: Path, name: str) -> EnrollmentRequest:
    """Return what a coordinator needs to enroll the holder of this folder, with proofs of possession."""
    signing = SigningKey.from_pem((folder / "signing.key").read_bytes())
    node = folder / "node.pub"
    values = (
        certificate_request(folder, name),
        signing.public,
        HpkeKey((folder / "hpke.key").read_bytes()).public,
        node.read_bytes().strip() if node.exists() else b"",
    )
    unsigned = EnrollmentRequest(*values, proof=b"")
    return EnrollmentRequest(*values, proof=signing.sign(unsigned.proof_bytes()))


def save_membership(folder: Path, membership: Membership) -> IdentityCard:
    """Keep a membership in the folder whose keys it is for, and return its card.

    Raises:
        CardInvalid: Card, certificate, CA and the folder's keys do not belong together.
        AlreadyEnrolled: The folder belongs to another name or another CA.
    """
    card = _checked(folder, membership)
    held = folder / "card.json"
    if held.exists():
        other = read_unverified(Envelope.from_json(held.read_bytes()), IdentityCard)
        if other.spiffe_id != card.spiffe_id or (folder / "ca.crt").read_bytes() != membership.ca_pem:
            raise AlreadyEnrolled
    write_private(folder / "ca.crt", membership.ca_pem)
    write_private(folder / "tls.crt", membership.certificate_pem)
    write_private(held, membership.card.to_json())
    return card


def _checked(folder: Path, membership: Membership) -> IdentityCard:
    """Return the card if name, keys, certificate and CA agree; its time is not judged here."""
    try:
        issued = read_unverified(membership.card, IdentityCard).issued_at
        card = verify_card(membership.card, membership.ca_pem, now=issued)
        certificate = x509.load_pem_x509_certificate(membership.certificate_pem)
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(membership.ca_pem))
        spiffe = SpiffeId.of_certificate(certificate)
        signing = SigningKey.from_pem((folder / "signing.key").read_bytes())
        hpke = HpkeKey((folder / "hpke.key").read_bytes())
        own_tls = _tls_key(folder).public_key()
    except FileNotFoundError:
        raise NotEnrolled("its keys are missing") from None
    except (InvalidSignature, SignatureInvalid, ValueError, TypeError):
        raise CardInvalid("card and certificate cannot be read or are not of one CA") from None
    if not (
        certificate.public_key() == own_tls
        and card.spiffe_id == spiffe
        and card.signing_key == signing.public
        and card.hpke_key == hpke.public
    ):
        raise CardInvalid("card, certificate and keys do not belong together")
    return card


def _tls_key(folder: Path) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key((folder / "tls.key").read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CardInvalid("the TLS key is not an elliptic-curve key")
    return key


def _new_tls_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _new_node_key() -> bytes:
    key = ec.generate_private_key(ec.SECP384R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def _node_public(folder: Path) -> bytes:
    key = load_ssh_private_key((folder / "node.key").read_bytes(), password=None)
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + b"\n"
