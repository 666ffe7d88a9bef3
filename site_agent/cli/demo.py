"""`site-agent demo`: two hospitals and a coordinator on this machine, the whole flow, promises checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def demo(
        hospital: Annotated[
            list[Path] | None,
            typer.Option(
                help="Folder with images/ and metadata.csv; once per hospital. Default: phantoms.",
                exists=True,
                file_okay=False,
            ),
        ] = None,
        out: Annotated[Path, typer.Option(help="The demo's folder; made afresh.")] = Path("radshare-demo"),
        preset: Annotated[
            str, typer.Option(help="Image filter preset; sets the demo's size too.")
        ] = "cpu-quick",
        patients: Annotated[
            int | None, typer.Option(help="Phantom patients a hospital.", min=8, max=700)
        ] = None,
        seed: Annotated[int, typer.Option(help="Seed of patients, filters and training.", min=0)] = 0,
        patience: Annotated[float, typer.Option(help="Factor on every time limit.", min=0.1)] = 1.0,
        open_report: Annotated[bool, typer.Option("--open", help="Open the report in a browser.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """Play the whole flow: two hospitals share, a coordinator catalogs, one experiment runs.

        Exit code 0 when everything ran and every promise was kept, else 1. Logs stay in the demo's folder.
        """
        from site_agent.demo import summary  # noqa: PLC0415 - keeps --help fast
        from site_agent.demo.conductor import Conductor  # noqa: PLC0415 - as above
        from site_agent.demo.display import Display  # noqa: PLC0415 - as above
        from site_agent.demo.plan import make_plan  # noqa: PLC0415 - as above

        images = tuple(hospital or ())
        if len(images) == 1:
            raise typer.BadParameter("give it at least twice, or not at all", param_hint="--hospital")
        plan = make_plan(out, preset=preset, images=images, patients=patients, seed=seed, patience=patience)
        display = Display(to_stderr=as_json)
        outcome = Conductor(plan, display).play()
        summary.show(outcome, display, plan.report)
        if as_json:
            typer.echo(json.dumps(summary.document(outcome, plan.report)))
        if open_report:
            typer.launch(str(plan.report / "report.html"))
        if not outcome.good:
            raise typer.Exit(1)
