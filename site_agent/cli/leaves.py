"""`site-agent leaves`: print exactly what leaves the hospital."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from radshare.boundary import LEAVES


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def leaves(
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """Print exactly what leaves the hospital: one line for every call the agent can make.

        Nothing else goes out. With `egress_transcript: true` in site.yaml the agent also keeps every outbound
        message, as it was before encryption, in <home>/egress.
        """
        if as_json:
            typer.echo(json.dumps([line._asdict() for line in LEAVES]))
            return
        width = max(len(line.method) for line in LEAVES)
        for line in LEAVES:
            typer.echo(f"{line.method:<{width}}  {line.carries}")
