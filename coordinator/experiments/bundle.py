"""The one Flower app bundle of every run: it names installed code and carries none.

Rule: coordinator and site build it from the same shipped folder (configs/flower_app), each for itself, and
compare hashes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from flwr.cli.build import build_fab_from_disk

from radshare.configs import config_path


@dataclass(frozen=True, slots=True)
class Bundle:
    """A Flower app bundle.

    Attributes:
        content: Its bytes.
        sha256: Their SHA-256, hex.
    """

    content: bytes = field(repr=False)
    sha256: str


def build_bundle() -> Bundle:
    """Build the bundle from the installed folder; the same folder always gives the same bytes."""
    content = build_fab_from_disk(config_path("flower_app"))
    return Bundle(content, hashlib.sha256(content).hexdigest())
