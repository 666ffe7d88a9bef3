"""`radshare verify`: is this package what its publisher signed?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from radshare.cli.options import HOME, AsJson, Home, opened
from radshare.errors import NotEnrolled, TrustAnchorMissing
from radshare.fetching import Verified, verify_kept
from radshare.policy import NotRevoked


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def verify(
        package: Annotated[Path, typer.Argument(help="Folder of a fetched package, or its package.tar.")],
        ca: Annotated[Path | None, typer.Option(help="The federation's CA certificate (PEM).")] = None,
        home: Home = HOME,
        as_json: AsJson = False,
    ) -> None:
        """Verify a package offline: card, release, contents, attestations. Exit 0, or 4 and one reason."""
        verified = verify_kept(package, _anchor(ca, home), NotRevoked())
        said = _summary(verified)
        typer.echo(
            json.dumps(said) if as_json else "\n".join(f"{key}: {value}" for key, value in said.items())
        )


def _anchor(ca: Path | None, home: Path) -> bytes:
    """Return the CA certificate that was named, or the one of our own membership."""
    if ca is None:
        try:
            return opened(home).member().ca_pem
        except NotEnrolled:
            raise TrustAnchorMissing from None
    try:
        return ca.read_bytes()
    except OSError:
        raise TrustAnchorMissing("the CA certificate cannot be read") from None


def _summary(verified: Verified) -> dict[str, object]:
    release = verified.release
    return {
        "package_id": release.package_id,
        "publisher": str(release.publisher),
        "fingerprint": verified.card.fingerprint(),
        "title": release.title,
        "created": release.created,
        "data_use": release.data_use.permission.name,
        "pairs": len(verified.contents.pairs),
        "k": release.filter.k,
        "attestations": len(verified.contents.attestations),
    }
