"""`radshare enroll`: join a federation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from radshare.cli.options import HOME, AsJson, Home, opened
from radshare.identity import Invite


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def enroll(
        invite: Annotated[Path, typer.Option("--invite", help="The invite file you were given.")],
        home: Home = HOME,
        as_json: AsJson = False,
    ) -> None:
        """Join a federation with an invite; your keys are made here and stay here."""
        card = opened(home).join(Invite.load(invite))
        said = {"spiffe_id": str(card.spiffe_id), "fingerprint": card.fingerprint()}
        typer.echo(json.dumps(said) if as_json else "enrolled as {spiffe_id}\n{fingerprint}".format(**said))
