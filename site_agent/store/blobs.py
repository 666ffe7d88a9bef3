"""Encrypted files under ``<home>/private/blobs``: exams and pairs, unreadable without the master secret.

Rules: AES-256-GCM with a fresh 96-bit nonce a write; the blob's name is authenticated, so that no file can
be put in another's place; a write is atomic and durable before it returns. Folders 0700, files 0600.

Not here: what the bytes mean (each step packs and restores its own type).
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from radshare.files import private_folder, write_private
from site_agent.errors import StoreDamagedError

if TYPE_CHECKING:
    from pathlib import Path

_NONCE_BYTES = 12


class Blobs:
    """Named encrypted blobs.

    Args:
        folder: Where the files lie; made when missing.
        key: 32-byte AES key, derived from the master secret.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = private_folder(folder)
        self._cipher = AESGCM(key)

    def put(self, name: str, data: bytes) -> None:
        """Store ``data`` under ``name`` (hex digits and dashes), in place of what was there."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        write_private(self._path(name), nonce + self._cipher.encrypt(nonce, data, name.encode()))

    def get(self, name: str) -> bytes:
        """Return what was stored under ``name``.

        Raises:
            StoreDamagedError: It is missing, or does not authenticate under the site's key and its name.
        """
        try:
            sealed = self._path(name).read_bytes()
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except (FileNotFoundError, InvalidTag, ValueError):
            raise StoreDamagedError("a stored exam or pair cannot be read back") from None

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.bin"
