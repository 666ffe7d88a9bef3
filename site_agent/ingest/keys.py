"""Keyed pseudonyms start here: one secret, one key a purpose.

Rule: an identifier is only ever hashed with HMAC-SHA-256 under a secret key, never plainly (PS3.15 E.1.1,
note 3: plain hashes fall to a dictionary). Keys of different purposes come from one secret by HKDF (RFC 5869)
and tell nothing about each other.

Not here: where the secret is kept (radshare.identity) and what becomes of a pseudonym
(site_agent.deidentify.header.pseudonyms).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Derive = Callable[[str], bytes]
"""Gives the 32-byte key of a purpose, e.g. ``Member.master.derive`` or `from_secret`."""


def from_secret(secret: bytes) -> Derive:
    """Return a key derivation over another secret than the site's, e.g. the bytes of a key file."""

    def derive(purpose: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"radshare/" + purpose.encode()).derive(
            secret
        )

    return derive


def keyed_digest(key: bytes, *parts: str) -> bytes:
    """Return the 32-byte HMAC-SHA-256 of the parts, unambiguously joined (each prefixed by its length)."""
    message = b"".join(len(raw).to_bytes(8, "big") + raw for raw in (part.encode() for part in parts))
    return hmac.new(key, message, hashlib.sha256).digest()


def keyed_hex(key: bytes, *parts: str) -> str:
    """Return the first 128 bits of `keyed_digest` as 32 hex digits."""
    return keyed_digest(key, *parts).hex()[:32]
