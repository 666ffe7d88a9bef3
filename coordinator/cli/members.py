"""`coordinator members`: list the members."""

from __future__ import annotations

import json
import time

import typer

from coordinator.cli.options import HERE, AsJson, Home, operator_client


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def members(home: Home = HERE, as_json: AsJson = False) -> None:
        """List all members with the fingerprints that people can compare."""
        with operator_client(home) as client:
            found = client.identities()
        rows = [
            {
                "spiffe_id": str(member.card.spiffe_id),
                "fingerprint": member.card.fingerprint(),
                "expires": time.strftime("%Y-%m-%d", time.gmtime(member.card.expires_at)),
                "revoked": member.revoked,
            }
            for member in found
        ]
        if as_json:
            typer.echo(json.dumps({"members": rows}))
            return
        for row in rows:
            state = "revoked" if row["revoked"] else f"until {row['expires']}"
            typer.echo(f"{row['spiffe_id']}  {row['fingerprint']}  {state}")
