"""`coordinator init`: found a federation."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from coordinator.cli.options import AsJson, Home


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def init(
        home: Home,
        federation: Annotated[
            str | None, typer.Option("--federation", help="Name of the federation; it never changes.")
        ] = None,
        host: Annotated[
            str, typer.Option("--host", help="Name or address that members reach this machine by.")
        ] = "127.0.0.1",
        port: Annotated[
            int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 is any, on loopback.")
        ] = 7443,
        as_json: AsJson = False,
    ) -> None:
        """Make the certificate authority, the server certificate, the operator and coordinator.yaml.

        Harmless to repeat: only the server certificate is renewed.
        """
        from coordinator.home import Home as Place  # noqa: PLC0415 - keeps --help fast
        from coordinator.setup import Plan, initialise  # noqa: PLC0415 - keeps --help fast

        settings = initialise(Place(home), Plan(federation, host, port))
        said = {"federation": settings.federation, "address": settings.advertise or settings.address}
        text = f"federation {said['federation']}, listening at {said['address']} once served"
        typer.echo(json.dumps(said) if as_json else text)
