"""`coordinator experiment list`: all experiments, oldest first."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from coordinator.cli.experiment_view import as_document, as_lines
from coordinator.cli.options import HERE, Home, operator_client


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("list")(list_experiments)


def list_experiments(
    home: Home = HERE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List all experiments with their state and how each site stands."""
    with operator_client(home) as client:
        views = client.experiments()
    if as_json:
        typer.echo(json.dumps({"experiments": [as_document(view) for view in views]}))
        return
    for view in views:
        typer.echo("\n".join(as_lines(view)))
