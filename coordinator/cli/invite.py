"""`coordinator invite`: make a one-time invite file."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coordinator.cli.options import AsJson, Home, operator_client


class InvitedRole(StrEnum):
    """What an invited party may become."""

    SITE = "site"
    RESEARCHER = "researcher"
    OPERATOR = "operator"


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def invite(
        home: Home,
        role: Annotated[InvitedRole, typer.Option("--role", help="What the invited party will be.")],
        name: Annotated[str, typer.Option("--name", help="Its name: lower-case letters, digits, dashes.")],
        out: Annotated[Path, typer.Option("--out", help="File to write; a secret until it is used.")],
        hours: Annotated[float, typer.Option("--hours", min=0.01, help="How long it is good for.")] = 48.0,
        as_json: AsJson = False,
    ) -> None:
        """Write a one-time invite, readable by you only. An earlier open one for the same name is void."""
        from radshare.files import write_private  # noqa: PLC0415 - keeps --help fast
        from radshare.identity import Role  # noqa: PLC0415 - keeps --help fast

        with operator_client(home) as client:
            made = client.create_invite(Role(role.value), name, int(hours * 3600))
        write_private(out, made.canonical())
        said = {"spiffe_id": str(made.spiffe_id), "expires_at": made.expires_at, "address": made.address}
        typer.echo(json.dumps(said) if as_json else f"invite for {made.spiffe_id}, good for {hours:g} hours")
