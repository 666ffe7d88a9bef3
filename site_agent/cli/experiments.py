"""`site-agent experiments`: joint experiments, and a person's verdict where the settings ask for one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from site_agent.cli.options import AsJson, Home, show

ExperimentId = Annotated[str, typer.Argument(help="Experiment id as `experiments list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    experiments = typer.Typer(help="Decide which joint experiments this site joins.")
    experiments.command(name="list")(list_)
    experiments.command(name="accept")(accept)
    experiments.command(name="refuse")(refuse)
    app.add_typer(experiments, name="experiments")


def list_(home: Home, as_json: AsJson = False) -> None:
    """List the experiments that name this site, oldest first."""
    from site_agent.service.home import open_site  # noqa: PLC0415 - keeps --help fast

    with open_site(home) as site:
        held = site.store.experiments.all()
    names = ("experiment_id", "state", "code", "lock_sha256", "spec")
    document = [{name: getattr(each, name) for name in names} for each in held]
    lines = [f"{each.experiment_id}  {each.state:<8} {each.code}" for each in held]
    show({"experiments": document}, lines or ["no experiment names this site"], as_json=as_json)


def accept(experiment_id: ExperimentId, home: Home, as_json: AsJson = False) -> None:
    """Join an experiment that waits."""
    _give(home, experiment_id, "accept", as_json=as_json)


def refuse(experiment_id: ExperimentId, home: Home, as_json: AsJson = False) -> None:
    """Take no part in an experiment that waits."""
    _give(home, experiment_id, "refuse", as_json=as_json)


def _give(home: Path, experiment_id: str, verdict: str, *, as_json: bool) -> None:
    from site_agent.errors import AlreadyDecidedError, NotFoundError  # noqa: PLC0415 - keeps --help fast
    from site_agent.service.home import open_site  # noqa: PLC0415 - as above

    with open_site(home) as site:
        if experiment_id not in {each.experiment_id for each in site.store.experiments.all()}:
            raise NotFoundError
        if not site.store.experiments.give_verdict(experiment_id, verdict):
            raise AlreadyDecidedError
        site.audit.append("verdict_given", experiment_id=experiment_id, verdict=verdict)
    show({"experiment_id": experiment_id, "verdict": verdict}, [f"{verdict} noted"], as_json=as_json)
