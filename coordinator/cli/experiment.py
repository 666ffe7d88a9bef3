"""`coordinator experiment`: launch, list and report, each in its own file."""

from __future__ import annotations

import typer

from coordinator.cli import experiment_launch, experiment_list, experiment_report


def register(app: typer.Typer) -> None:
    """Add the group ``experiment`` to the operator's commands."""
    group = typer.Typer(help="Run joint experiments and write their reports.", no_args_is_help=True)
    experiment_launch.register(group)
    experiment_list.register(group)
    experiment_report.register(group)
    app.add_typer(group, name="experiment")
