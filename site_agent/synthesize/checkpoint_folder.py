"""A foreign checkpoint is looked through before anything of it is parsed.

Rules: every file is of a kind that holds data; none is a link, so that nothing outside the folder is read;
the digest over all files names the checkpoint in every gate record, and a digest that was expected must be
the one found. What could run code when loaded ends it (``FILTER_UNSAFE``), whatever else is in the folder.

Not here: what the files mean (diffusers_hub, monai_bundle) and our own filter folder (bundle).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from radshare.model import canonical
from site_agent.synthesize.errors import FilterCorrupt, FilterMissing, FilterUnsafe

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

DATA_SUFFIXES = frozenset({".json", ".safetensors", ".txt", ".md", ".model", ".png", ".jpg"})
"""Weights, configurations, tokenizers (sentencepiece's ``.model`` is a protobuf) and what people read."""
PLAIN_NAMES = frozenset({"LICENSE", "README", "NOTICE", ".gitattributes", ".gitignore"})


def checked(folder: Path, *, also: Collection[str] = (), expected: str | None = None) -> str:
    """Look through a checkpoint folder and return its digest.

    Args:
        folder: The checkpoint.
        also: Further suffixes this kind of checkpoint may hold.
        expected: Digest the caller knows the checkpoint by.

    Returns:
        SHA-256 over the canonical form of file name -> SHA-256, hex.

    Raises:
        FilterMissing: If there is no such folder or it is empty.
        FilterUnsafe: If a file is a link or of a kind that could run code.
        FilterCorrupt: If the digest is not the expected one.
    """
    if folder.is_symlink() or not folder.is_dir():
        raise FilterMissing("no such folder")
    entries = sorted(folder.rglob("*"))
    allowed = DATA_SUFFIXES | set(also)
    for path in entries:
        named = path.suffix.lower() in allowed or path.name in PLAIN_NAMES
        if path.is_symlink() or (not path.is_dir() and not (path.is_file() and named)):
            raise FilterUnsafe("a link, or a file that is neither safetensors nor text")
    files = [path for path in entries if path.is_file()]
    if not files:
        raise FilterMissing("the folder is empty")
    digest = hashlib.sha256(
        canonical({path.relative_to(folder).as_posix(): _sha256(path) for path in files})
    ).hexdigest()
    if expected is not None and digest != expected.strip().lower():
        raise FilterCorrupt("another digest than expected")
    return digest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
