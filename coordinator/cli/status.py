"""`coordinator status`: is it up, and what does it hold."""

from __future__ import annotations

import json
from collections import Counter

import typer

from coordinator.cli.options import HERE, AsJson, Home, operator_client


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def status(home: Home = HERE, as_json: AsJson = False) -> None:
        """Show where the coordinator listens and how much it holds. Exits with 5 when nobody serves."""
        from coordinator.home import Home as Place  # noqa: PLC0415 - keeps --help fast

        running = Place(home).running()
        with operator_client(home) as client:
            members = client.identities()
            entries = client.search(include_withdrawn=True)
            experiments = client.experiments()
        said = {
            "address": running.address,
            "pid": running.pid,
            "members": sum(not member.revoked for member in members),
            "revoked": sum(member.revoked for member in members),
            "packages": sum(not entry.withdrawn for entry in entries),
            "withdrawn": sum(entry.withdrawn for entry in entries),
            "experiments": dict(Counter(view.state.value for view in experiments)),
        }
        if as_json:
            typer.echo(json.dumps(said))
            return
        for name, value in said.items():
            typer.echo(f"{name:12} {value}")
