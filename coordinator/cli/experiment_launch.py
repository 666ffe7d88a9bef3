"""`coordinator experiment launch`: announce an experiment to its sites."""

from __future__ import annotations

import json
import secrets
import time
from pathlib import Path
from typing import Annotated

import typer

from coordinator.cli.experiment_view import as_document, as_lines
from coordinator.cli.options import HERE, Home, operator_client
from radshare.client.coordinator import CoordinatorClient
from radshare.views import ExperimentState, ExperimentView

POLL_S = 1.0
ENDED = (ExperimentState.FINISHED, ExperimentState.FAILED)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("launch")(launch)


def launch(
    file: Annotated[Path, typer.Argument(help="The experiment, a YAML file (configs/experiments).")],
    home: Home = HERE,
    experiment_id: Annotated[
        str, typer.Option("--id", help="32 hex digits; the same id again launches nothing new.")
    ] = "",
    wait: Annotated[bool, typer.Option("--wait", help="Return when the experiment has ended.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Announce an experiment to its sites; with --wait, stay until results are in.

    Exits with 1 when a waited-for experiment fails.
    """
    from coordinator.experiments.specfile import read_spec_file  # noqa: PLC0415 - keeps --help fast
    from coordinator.home import Home as Place  # noqa: PLC0415 - keeps --help fast

    spec = read_spec_file(file, Place(home).settings().federation)
    with operator_client(home) as client:
        view = client.launch(experiment_id or secrets.token_hex(16), spec)
        if not as_json:
            typer.echo("\n".join(as_lines(view)))
        if wait:
            view = _wait(client, view, quiet=as_json)
    if as_json:
        typer.echo(json.dumps(as_document(view)))
    if wait and view.state is ExperimentState.FAILED:
        raise typer.Exit(1)


def _wait(client: CoordinatorClient, view: ExperimentView, *, quiet: bool) -> ExperimentView:
    """Ask until the experiment has ended, printing what changes."""
    while view.state not in ENDED:
        time.sleep(POLL_S)
        seen, view = as_lines(view), client.experiment(view.experiment_id)
        if not quiet and as_lines(view) != seen:
            typer.echo("\n".join(as_lines(view)))
    return view
