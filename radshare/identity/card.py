"""Identity cards: a member's public keys under its name, signed by the federation's CA.

Rule: `verify_card` first checks the CA's signature over the card's bytes, then its time; only then are the
keys in it anyone's.

Not here: revocation (the coordinator says so with each card; `radshare.policy.NotRevoked`), and remembering
the cards of peers (the site pins fingerprints).
"""

from __future__ import annotations

import hashlib
import time
from typing import Annotated, ClassVar, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import Field, model_validator

from radshare.attestation import Envelope, Signable, verify_document
from radshare.errors import CardInvalid, SignatureInvalid, TrustAnchorMissing
from radshare.experiment import Digest
from radshare.identity.keys import HPKE_PUBLIC_BYTES
from radshare.identity.spiffe import SpiffeId

CLOCK_SKEW_S = 300
"""How far two hospitals' clocks may differ, in seconds."""


class IdentityCard(Signable):
    """Who a member is.

    Attributes:
        spiffe_id: Its name.
        tls_public_key_sha256: SHA-256 of the TLS key's SubjectPublicKeyInfo (DER), hex.
        signing_key: Ed25519 public key, raw 32 bytes.
        hpke_key: ML-KEM-768 and X25519 public keys, raw 1184 + 32 bytes.
        node_key: OpenSSH public key of the Flower SuperNode; empty for everybody but sites.
        issued_at: Seconds since the epoch, UTC.
        expires_at: Seconds since the epoch, UTC.
    """

    payload_type: ClassVar[str] = "application/vnd.radshare.card.v1+json"

    spiffe_id: SpiffeId
    tls_public_key_sha256: Digest
    signing_key: Annotated[bytes, Field(min_length=32, max_length=32)]
    hpke_key: Annotated[bytes, Field(min_length=HPKE_PUBLIC_BYTES, max_length=HPKE_PUBLIC_BYTES)]
    node_key: Annotated[str, Field(max_length=1024)] = ""
    issued_at: Annotated[int, Field(ge=0)]
    expires_at: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.expires_at <= self.issued_at:
            msg = "a card expires after it is issued"
            raise ValueError(msg)
        return self

    def fingerprint(self) -> str:
        """Return a short form for people to compare: 8 groups of 4 hex digits over name and keys.

        It does not change when the card is renewed with the same keys.
        """
        digest = hashlib.sha256(b"\0".join((self.spiffe_id.encode(), self.signing_key, self.hpke_key)))
        text = digest.hexdigest()[:32]
        return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def ca_key(ca_pem: bytes) -> ec.EllipticCurvePublicKey:
    """Return the public key of the federation's CA certificate.

    Raises:
        TrustAnchorMissing: ``ca_pem`` holds no certificate with a P-256 key.
    """
    try:
        key = x509.load_pem_x509_certificate(ca_pem).public_key()
    except ValueError:
        raise TrustAnchorMissing("not a certificate") from None
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TrustAnchorMissing("not an elliptic-curve certificate")
    return key


def verify_card(envelope: Envelope, ca_pem: bytes, *, now: float | None = None) -> IdentityCard:
    """Return the card, after checking that the federation's CA signed it and that its time is not over.

    Args:
        envelope: The card as the coordinator relays it.
        ca_pem: The federation's CA certificate, PEM.
        now: Seconds since the epoch to judge validity at; the clock's by default.

    Raises:
        CardInvalid: Signed by somebody else, altered, not a card, not valid yet or expired.
        TrustAnchorMissing: ``ca_pem`` is not a CA certificate.
    """
    try:
        card = verify_document(envelope, IdentityCard, ca_key(ca_pem))
    except SignatureInvalid as error:
        raise CardInvalid(error.detail) from None
    at = time.time() if now is None else now
    if not card.issued_at - CLOCK_SKEW_S <= at < card.expires_at:
        raise CardInvalid("its validity does not cover this moment")
    return card
