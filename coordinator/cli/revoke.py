"""`coordinator revoke`: put a member out."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from coordinator.cli.options import AsJson, Home, operator_client


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def revoke(
        spiffe_id: Annotated[str, typer.Argument(help="The member, e.g. spiffe://demo/site/hospital-a.")],
        home: Home,
        as_json: AsJson = False,
    ) -> None:
        """Put a member out at once, with all its requests and grants. There is no way back."""
        with operator_client(home) as client:
            client.revoke(spiffe_id)
        typer.echo(json.dumps({"revoked": spiffe_id}) if as_json else f"revoked {spiffe_id}")
