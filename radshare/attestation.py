"""Sign bytes and verify them: DSSE envelopes, and in-toto statements inside.

Rules: the signed *bytes* are kept and are the authority; a parsed view stands beside them and is made after
verification. `verify` raises; it never returns a boolean. The payload type is signed too, so that a document
of one kind can never pass for another. An envelope has one JSON form: any other spelling of the same content
is refused.

Sources: DSSE 1.0 (pre-authentication encoding), in-toto Attestation Framework v1 (Statement).

Not here: whose key it is (radshare.identity), and whether what is stated is good enough (radshare.policy).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Protocol, TypeVar, runtime_checkable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import Field

from radshare.documents import parse_canonical
from radshare.errors import DocumentInvalid, SignatureInvalid
from radshare.experiment import Digest
from radshare.model import Frozen, canonical

PublicKey = bytes | Ed25519PublicKey | ec.EllipticCurvePublicKey
"""A verifying key: raw Ed25519 bytes as identity cards carry them, or a key object."""

IN_TOTO = "application/vnd.in-toto+json"
"""DSSE payload type of an in-toto statement."""

_ENVELOPE_LIMIT = 4 * 1024 * 1024


@runtime_checkable
class Signer(Protocol):
    """Whatever can sign under a key id: `radshare.identity.SigningKey`."""

    @property
    def key_id(self) -> str:
        """SHA-256 of the public key's SubjectPublicKeyInfo (DER), hex."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the signature over ``data``."""
        ...


class Signable(Frozen):
    """A document that is signed as a whole: its canonical bytes under its own payload type."""

    payload_type: ClassVar[str]


SignableT = TypeVar("SignableT", bound=Signable)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A DSSE envelope with exactly one signature.

    Attributes:
        payload_type: What kind of bytes these are; signed together with them.
        payload: The signed bytes, never re-serialised.
        key_id: SHA-256 of the signer's public key (SubjectPublicKeyInfo, DER), hex.
        signature: Signature over `pre_authentication_encoding`.
    """

    payload_type: str
    payload: bytes
    key_id: str
    signature: bytes

    def to_json(self) -> bytes:
        """Return the envelope's one JSON form (DSSE 1.0 field names, RFC 8785)."""
        signature = {"keyid": self.key_id, "sig": _b64(self.signature)}
        body = {"payload": _b64(self.payload), "payloadType": self.payload_type, "signatures": [signature]}
        return canonical(body)

    @classmethod
    def from_json(cls, data: bytes | str) -> Envelope:
        """Return the envelope that the JSON ``data`` holds.

        Raises:
            SignatureInvalid: Not an envelope with one signature, or not in its one JSON form.
        """
        raw = data.encode() if isinstance(data, str) else data
        if len(raw) > _ENVELOPE_LIMIT:
            raise SignatureInvalid("the envelope is too long")
        try:
            body = json.loads(raw)
            (signature,) = body["signatures"]
            envelope = cls(
                payload_type=str(body["payloadType"]),
                payload=base64.b64decode(body["payload"], validate=True),
                key_id=str(signature["keyid"]),
                signature=base64.b64decode(signature["sig"], validate=True),
            )
            same = envelope.to_json() == raw
        except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
            raise SignatureInvalid("not an envelope") from None
        if not same:
            raise SignatureInvalid("the envelope is not in its one JSON form")
        return envelope

    def sha256(self) -> str:
        """Return the lower-case hex SHA-256 of the envelope's JSON form."""
        return hashlib.sha256(self.to_json()).hexdigest()


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """Return DSSE's PAE: the bytes that are really signed (DSSE 1.0, protocol.md)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def key_id(public_key: PublicKey) -> str:
    """Return the SHA-256 of a public key's SubjectPublicKeyInfo (DER) in hex."""
    key = Ed25519PublicKey.from_public_bytes(public_key) if isinstance(public_key, bytes) else public_key
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def sign(payload: bytes, payload_type: str, key: Signer | ec.EllipticCurvePrivateKey) -> Envelope:
    """Return ``payload`` signed by ``key``: Ed25519 for members, ECDSA-SHA256 for the federation's CA."""
    data = pre_authentication_encoding(payload_type, payload)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        signature = key.sign(data, ec.ECDSA(hashes.SHA256()))
        return Envelope(payload_type, payload, key_id(key.public_key()), signature)
    return Envelope(payload_type, payload, key.key_id, key.sign(data))


def verify(envelope: Envelope, public_key: PublicKey) -> bytes:
    """Return the signed bytes.

    Raises:
        SignatureInvalid: The envelope names another key, or the signature does not match type, bytes and key.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key) if isinstance(public_key, bytes) else public_key
        if envelope.key_id != key_id(key):
            raise SignatureInvalid("the envelope names another key")
        data = pre_authentication_encoding(envelope.payload_type, envelope.payload)
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(envelope.signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            key.verify(envelope.signature, data)
    except (InvalidSignature, ValueError):
        raise SignatureInvalid from None
    return envelope.payload


def sign_document(document: Signable, key: Signer | ec.EllipticCurvePrivateKey) -> Envelope:
    """Return the document's canonical bytes, signed under its own payload type."""
    return sign(document.canonical(), document.payload_type, key)


def verify_document(envelope: Envelope, model: type[SignableT], public_key: PublicKey) -> SignableT:
    """Return the document of type ``model`` that ``public_key`` signed.

    Raises:
        SignatureInvalid: Wrong key, wrong type, altered bytes, or not the canonical form of such a document.
    """
    verify(envelope, public_key)
    return read_unverified(envelope, model)


def read_unverified(envelope: Envelope, model: type[SignableT]) -> SignableT:
    """Return the parsed view of an envelope whose signature nobody has checked yet.

    For finding out whose card to fetch, and for views of what the coordinator relayed; never for a decision.

    Raises:
        SignatureInvalid: The envelope holds another kind of document, or none.
    """
    if envelope.payload_type != model.payload_type:
        raise SignatureInvalid("another kind of document")
    try:
        return parse_canonical(model, envelope.payload)
    except DocumentInvalid as error:
        raise SignatureInvalid(error.detail) from None


# ------------------------------------------------------------------------------------------------ in-toto


class PredicateType(StrEnum):
    """What an in-toto statement of ours asserts about its subject."""

    DEIDENTIFICATION = "urn:radshare:predicate:deidentification:1"
    PRIVACY = "urn:radshare:predicate:privacy:1"
    UTILITY = "urn:radshare:predicate:utility:1"
    PROVENANCE = "urn:radshare:predicate:provenance:1"
    CERTIFICATE = "urn:radshare:predicate:certificate:1"


class Subject(Frozen):
    """What a statement is about: a name and digests, ``{"sha256": hex}``."""

    name: Annotated[str, Field(min_length=1, max_length=128)]
    digest: dict[Literal["sha256"], Digest]


class Statement(Signable):
    """An in-toto v1 statement; what ``predicate`` (any JSON object) means follows from its type."""

    payload_type: ClassVar[str] = IN_TOTO

    type_: Annotated[Literal["https://in-toto.io/Statement/v1"], Field(alias="_type")] = (
        "https://in-toto.io/Statement/v1"
    )
    subject: Annotated[tuple[Subject, ...], Field(min_length=1, max_length=16)]
    predicate_type: Annotated[PredicateType, Field(alias="predicateType")]
    predicate: dict[str, Any]

    def canonical(self) -> bytes:
        """Return the canonical bytes under in-toto's own field names."""
        return canonical(self.model_dump(mode="json", by_alias=True))


def statement(name: str, sha256: str, predicate_type: PredicateType, predicate: dict[str, Any]) -> Statement:
    """Return a statement about one subject.

    Args:
        name: The subject's name, e.g. a package id.
        sha256: The subject's digest, hex.
        predicate_type: What is asserted.
        predicate: The assertion; any JSON object.
    """
    return Statement.model_validate(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [{"name": name, "digest": {"sha256": sha256}}],
            "predicateType": predicate_type,
            "predicate": predicate,
        }
    )


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
