"""`coordinator experiment report`: write report.html and results.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from coordinator.cli.options import HERE, Home, operator_client


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("report")(report)


def report(
    experiment_id: Annotated[str, typer.Argument(help="The experiment, 32 hex digits.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for report.html and results.json.")],
    home: Home = HERE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write an experiment's report.html, one file that opens anywhere, and its results.json."""
    from coordinator.experiments.errors import NoResultsError  # noqa: PLC0415 - keeps --help fast
    from learning.report import write_report  # noqa: PLC0415 - keeps --help fast

    with operator_client(home) as client:
        view = client.experiment(experiment_id)
    if view.results is None:
        raise NoResultsError(view.reason or view.state.value)
    page = write_report(view.results, out)
    if as_json:
        typer.echo(json.dumps({"experiment_id": experiment_id, "report": str(page)}))
    else:
        typer.echo(str(page))
