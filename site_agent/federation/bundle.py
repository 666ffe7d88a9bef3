"""The hash of the one Flower app bundle that this release was made with.

Rule: coordinator and site compute the hash from the same shipped folder (configs/flower_app), each for
itself. The bundle carries no code; approving it approves the ClientApp that is installed here, and nothing
that was sent.
"""

from __future__ import annotations

import hashlib

from flwr.cli.build import build_fab_from_disk

from radshare.configs import config_path


def installed_bundle_hash() -> str:
    """Return the SHA-256 (hex) of the bundle built from the installed folder."""
    return hashlib.sha256(build_fab_from_disk(config_path("flower_app"))).hexdigest()
