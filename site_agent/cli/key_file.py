"""The secret that pseudonyms and surrogates are drawn with, from a file.

Not here: what is derived from it (`site_agent.ingest.keys`).
"""

from __future__ import annotations

import secrets
from pathlib import Path

import typer

from site_agent.errors import SiteAgentError

_SHORTEST_KEY = 16


class KeyUnusableError(SiteAgentError):
    """The key file cannot be used."""

    code = "KEY_UNUSABLE"
    summary = "The key file cannot be read or is shorter than 16 bytes."
    remedy = "Make one with `head -c 32 /dev/urandom > FILE` and keep it secret."
    exit_code = 2


def secret_of(path: Path | None, *, quiet: bool) -> bytes:
    """Return the secret of a key file, or one that nobody will ever have again."""
    if path is None:
        if not quiet:
            typer.echo("No --key-file: another run will give other pseudonyms.", err=True)
        return secrets.token_bytes(32)
    try:
        secret = path.read_bytes()
    except OSError:
        raise KeyUnusableError from None
    if len(secret) < _SHORTEST_KEY:
        raise KeyUnusableError
    return secret
