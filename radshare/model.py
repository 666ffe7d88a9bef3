"""The base of every document that is written, sent or read: frozen, closed, canonical.

Nothing unknown is accepted (`extra="forbid"`), nothing changes after validation, and one document has one
byte form (RFC 8785), so that a digest of it means something.
"""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785
from pydantic import BaseModel, ConfigDict


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Return the RFC 8785 canonical JSON bytes of a JSON value."""
    return rfc8785.dumps(value)


class Frozen(BaseModel):
    """An immutable document that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    def canonical(self) -> bytes:
        """Return the document's canonical JSON bytes (RFC 8785)."""
        return canonical(self.model_dump(mode="json"))

    def sha256(self) -> str:
        """Return the lower-case hex SHA-256 of the canonical bytes."""
        return hashlib.sha256(self.canonical()).hexdigest()
