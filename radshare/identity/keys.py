"""The private keys of a member: for signing, for unwrapping content keys, and the master secret.

Rules: keys are made where they are used and never travel; no `repr` shows a secret.

The post-quantum hybrid of wrapping is X-Wing's KEM under HPKE's name ``MLKEM768_X25519``; its keys are
serialised as the raw bytes of both parts, ML-KEM-768 first: public 1184 + 32 bytes, private 64 (seed) + 32
bytes.

Sources: RFC 8032 (Ed25519), FIPS 203 (ML-KEM), RFC 7748 (X25519), RFC 9180 (HPKE), RFC 5869 (HKDF).

Not here: where they lie on disk (radshare.identity.membership).
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from radshare import attestation
from radshare.errors import KeyNotForMe

if TYPE_CHECKING:
    from typing import Self

MLKEM_PUBLIC_BYTES = 1184
HPKE_PUBLIC_BYTES = MLKEM_PUBLIC_BYTES + 32
_MLKEM_SEED_BYTES = 64
HPKE_PRIVATE_BYTES = _MLKEM_SEED_BYTES + 32
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class SigningKey:
    """An Ed25519 private key.

    Attributes:
        public: Raw public key, 32 bytes.
        key_id: SHA-256 of the public key's SubjectPublicKeyInfo (DER), hex.
    """

    __slots__ = ("_key", "key_id", "public")

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public: bytes = key.public_key().public_bytes_raw()
        self.key_id: str = attestation.key_id(self.public)

    def __repr__(self) -> str:
        return f"SigningKey({self.key_id[:16]}…)"

    @classmethod
    def generate(cls) -> Self:
        """Return a fresh key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Return the key that a PKCS#8 PEM holds.

        Raises:
            ValueError: It holds no Ed25519 private key.
        """
        key = load_pem_private_key(pem, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            msg = "not an Ed25519 private key"
            raise ValueError(msg)  # noqa: TRY004 - the bytes are wrong, not the argument's type
        return cls(key)

    def to_pem(self) -> bytes:
        """Return the key as unencrypted PKCS#8 PEM, for a file of mode 0600."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte signature over ``data``."""
        return self._key.sign(data)


class HpkeKey:
    """A hybrid private key that unwraps content keys.

    Attributes:
        public: Public key: ML-KEM-768 (1184 bytes), then X25519 (32 bytes).
    """

    __slots__ = ("_key", "_raw", "public")

    def __init__(self, raw: bytes) -> None:
        if len(raw) != HPKE_PRIVATE_BYTES:
            msg = f"a hybrid private key has {HPKE_PRIVATE_BYTES} bytes"
            raise ValueError(msg)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(raw[:_MLKEM_SEED_BYTES])
        x25519 = X25519PrivateKey.from_private_bytes(raw[_MLKEM_SEED_BYTES:])
        self._raw = raw
        self._key = MLKEM768X25519PrivateKey(mlkem, x25519)
        self.public: bytes = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()

    def __repr__(self) -> str:
        return "HpkeKey(…)"

    @classmethod
    def generate(cls) -> Self:
        """Return a fresh key."""
        return cls(secrets.token_bytes(HPKE_PRIVATE_BYTES))

    def to_bytes(self) -> bytes:
        """Return the raw private key: 64-byte ML-KEM seed, then 32 bytes of X25519."""
        return self._raw

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the secret that `hpke_wrap` made for this key and ``context``.

        Raises:
            KeyNotForMe: Another key, another context, or altered bytes.
        """
        try:
            return _SUITE.decrypt(wrapped, self._key, info=context)
        except (InvalidTag, ValueError):
            raise KeyNotForMe from None


def hpke_wrap(secret: bytes, public: bytes, context: bytes) -> bytes:
    """Return ``secret`` encrypted to a hybrid public key, bound to ``context`` (HPKE base mode, ``info``).

    Raises:
        KeyNotForMe: ``public`` is not a hybrid public key of 1216 bytes.
    """
    if len(public) != HPKE_PUBLIC_BYTES:
        raise KeyNotForMe("not a hybrid public key")
    try:
        key = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC_BYTES:]),
        )
        return _SUITE.encrypt(secret, key, info=context)
    except ValueError:
        raise KeyNotForMe("not a hybrid public key") from None


class MasterSecret:
    """The one secret of a home, from which all others are derived: 32 random bytes."""

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        if len(raw) != 32:  # noqa: PLR2004 - a 256-bit secret
            msg = "a master secret has 32 bytes"
            raise ValueError(msg)
        self._raw = raw

    def __repr__(self) -> str:
        return "MasterSecret(…)"

    @classmethod
    def generate(cls) -> Self:
        """Return a fresh secret."""
        return cls(secrets.token_bytes(32))

    def to_bytes(self) -> bytes:
        """Return the raw secret, for a file of mode 0600."""
        return self._raw

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """Return ``length`` bytes for one purpose, e.g. ``uids/<project>`` (HKDF-SHA256, RFC 5869).

        The same purpose always gives the same bytes; different purposes give unrelated ones.
        """
        info = b"radshare/1/" + purpose.encode()
        return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(self._raw)
