r"""Seal a file to a content key, and a content key to a recipient.

Rules: a sealed file is opened as a whole or not at all: altered, cut, lengthened or reordered bytes, another
key and another package id all end in the one error `SealBroken`, and nothing of the plaintext is kept. A
wrapped key opens only with the private key, and under the context, it was wrapped for.

Sealing is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015; as in age) over AES-256-GCM:

    file   = "radshare/1 sealed\n" | salt (32) | chunk 0 | chunk 1 | … | last chunk
    chunk  = AES-256-GCM(stream key, nonce, 1 MiB of plaintext or less, aad)
    nonce  = prefix (7) | chunk number (4, big endian) | 1 for the last chunk, else 0 (1)
    aad    = "radshare/1 sealed\n" | package id
    stream key (32) | prefix (7) = HKDF-SHA256(content key, salt, "radshare/1/stream/" | package id)
    salt   = HMAC-SHA256(HKDF-SHA256(content key, no salt, "radshare/1/salt"), SHA-256(plaintext))

The salt is synthetic, so sealing the same bytes again gives the same file (a killed publisher builds one
package, not two), while other bytes under the same content key get an unrelated stream key and prefix.

Not here: who gets a key (radshare.access) and what the plaintext is (radshare.package).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from radshare.errors import KeyNotForMe, SealBroken
from radshare.files import replacing
from radshare.identity.keys import HpkeKey, hpke_wrap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC = b"radshare/1 sealed\n"
CHUNK_BYTES = 1024 * 1024
MAX_CHUNKS = 2**32
_KEY_BYTES = 32
_SALT_BYTES = 32
_PREFIX_BYTES = 7
_TAG_BYTES = 16


class ContentKey:
    """The key of one package: 32 random bytes, used for this package only."""

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        if len(raw) != _KEY_BYTES:
            msg = f"a content key has {_KEY_BYTES} bytes"
            raise ValueError(msg)
        self._raw = raw

    def __repr__(self) -> str:
        return "ContentKey(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ContentKey) and hmac.compare_digest(self._raw, other._raw)

    def __hash__(self) -> int:
        return hash(self._raw)

    @classmethod
    def generate(cls) -> Self:
        """Return a fresh key."""
        return cls(secrets.token_bytes(_KEY_BYTES))

    def to_bytes(self) -> bytes:
        """Return the raw key, for wrapping or for an encrypted store."""
        return self._raw


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What a release statement says about a sealed file.

    Attributes:
        sha256: SHA-256 of the sealed file, hex.
        size_bytes: Its length.
    """

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Stream:
    """Key material of one sealed file."""

    cipher: AESGCM
    prefix: bytes
    aad: bytes

    @classmethod
    def of(cls, key: ContentKey, package_id: str, salt: bytes) -> _Stream:
        info = b"radshare/1/stream/" + package_id.encode()
        material = _hkdf(key.to_bytes(), salt, info, _KEY_BYTES + _PREFIX_BYTES)
        return cls(AESGCM(material[:_KEY_BYTES]), material[_KEY_BYTES:], MAGIC + package_id.encode())

    def nonce(self, number: int, *, last: bool) -> bytes:
        return self.prefix + number.to_bytes(4) + bytes([last])


def seal(plaintext: Path, out: Path, key: ContentKey, package_id: str) -> SealedFile:
    """Encrypt ``plaintext`` into ``out`` (atomically, mode 0600) and return what the release statement needs.

    The same bytes, key and package id always give the same sealed file.

    Raises:
        SealBroken: The plaintext changed while it was sealed.
    """
    with plaintext.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").digest()
        source.seek(0)
        salt = _salt(key, digest)
        stream = _Stream.of(key, package_id, salt)
        with replacing(out) as target:
            sealed = _Hashing(target)
            sealed.write(MAGIC + salt)
            seen = hashlib.sha256()
            for number, chunk, last in _chunks(source, CHUNK_BYTES):
                seen.update(chunk)
                sealed.write(stream.cipher.encrypt(stream.nonce(number, last=last), chunk, stream.aad))
            if seen.digest() != digest:
                raise SealBroken("the plaintext changed while it was sealed")
    return SealedFile(sealed.digest.hexdigest(), sealed.size)


def open_sealed(path: Path, out: Path, key: ContentKey, package_id: str) -> None:
    """Decrypt ``path`` into ``out`` (atomically, mode 0600), whole or not at all.

    Raises:
        SealBroken: Altered, cut, lengthened or reordered bytes; another key or package id; no sealed file.
    """
    with path.open("rb") as source:
        head = source.read(len(MAGIC) + _SALT_BYTES)
        if len(head) != len(MAGIC) + _SALT_BYTES or not head.startswith(MAGIC):
            raise SealBroken
        salt = head[len(MAGIC) :]
        stream = _Stream.of(key, package_id, salt)
        with replacing(out) as target:
            seen = hashlib.sha256()
            for number, chunk, last in _chunks(source, CHUNK_BYTES + _TAG_BYTES):
                try:
                    plain = stream.cipher.decrypt(stream.nonce(number, last=last), chunk, stream.aad)
                except InvalidTag:
                    raise SealBroken from None
                if last and not plain and number > 0:
                    raise SealBroken("an empty last chunk")
                seen.update(plain)
                target.write(plain)
            if not hmac.compare_digest(_salt(key, seen.digest()), salt):
                raise SealBroken


def wrap(key: ContentKey, hpke_public: bytes, context: bytes) -> bytes:
    """Return a content key encrypted to a recipient and bound to ``context`` (HPKE base mode, RFC 9180).

    Args:
        key: The content key.
        hpke_public: The recipient's hybrid public key, as in its identity card.
        context: Canonical JSON of `radshare.access.key_context`.

    Raises:
        KeyNotForMe: ``hpke_public`` is not a hybrid public key.
    """
    return hpke_wrap(key.to_bytes(), hpke_public, context)


def unwrap(wrapped: bytes, hpke_private: HpkeKey, context: bytes) -> ContentKey:
    """Return the content key that `wrap` made for us and for ``context``.

    Raises:
        KeyNotForMe: Another recipient, another context, or altered bytes.
    """
    raw = hpke_private.unwrap(wrapped, context)
    if len(raw) != _KEY_BYTES:
        raise KeyNotForMe("not a content key")
    return ContentKey(raw)


class _Hashing:
    """Counts and digests what it writes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield number, bytes and whether it is the last, of every chunk; at least one, possibly empty."""
    chunk = source.read(size)
    for number in range(MAX_CHUNKS):
        following = source.read(size) if len(chunk) == size else b""
        yield number, chunk, not following
        if not following:
            return
        chunk = following
    raise SealBroken("too long")


def _salt(key: ContentKey, plaintext_digest: bytes) -> bytes:
    salt_key = _hkdf(key.to_bytes(), None, b"radshare/1/salt", _KEY_BYTES)
    return hmac.digest(salt_key, plaintext_digest, "sha256")


def _hkdf(secret: bytes, salt: bytes | None, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
