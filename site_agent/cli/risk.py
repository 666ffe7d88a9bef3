"""`site-agent risk`: could somebody be found in what is about to be released, and what would help?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from site_agent.cli.options import AsJson, show

if TYPE_CHECKING:
    from site_agent.risk.document import RiskReport

_SOME_SET_ASIDE = 3
_Release = Annotated[
    Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="What is to be released.")
]
_Page = Annotated[Path | None, typer.Option(help="Page for the site's own eyes (HTML).")]
_Metadata = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="metadata.csv with findings.")
]
_Settings = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="YAML: knowledge and thresholds.")
]
_MaxRisk = Annotated[float | None, typer.Option(help="Highest risk of a patient (0.09).")]
_MeanRisk = Annotated[float | None, typer.Option(help="Highest mean risk (0.05).")]
_Attacker = Annotated[str | None, typer.Option(help="prosecutor or journalist.")]
_Fraction = Annotated[float | None, typer.Option(help="Share of the population that is in the data.")]
_Population = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="CSV of population counts.")
]
_Lists = Annotated[Path | None, typer.Option(file_okay=False, help="Folder for who may stay and who not.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command(name="risk")
    def risk(
        folder: _Release,
        out: _Page = None,
        metadata: _Metadata = None,
        settings: _Settings = None,
        max_risk: _MaxRisk = None,
        mean_risk: _MeanRisk = None,
        attacker: _Attacker = None,
        sampling_fraction: _Fraction = None,
        population: _Population = None,
        apply: _Lists = None,
        as_json: AsJson = False,
    ) -> None:
        """Assess re-identification risk. Exit 0 within the thresholds, 1 above, 3 if files were set aside."""
        from radshare.files import write_private  # noqa: PLC0415 - keeps --help fast
        from site_agent.risk import assess, errors, page, release  # noqa: PLC0415 - keeps --help fast
        from site_agent.risk.population import read_register  # noqa: PLC0415 - keeps --help fast
        from site_agent.risk.settings import load_settings  # noqa: PLC0415 - keeps --help fast

        bars = {"max_risk": max_risk, "mean_risk": mean_risk}
        chosen = load_settings(settings, **bars, attacker=attacker, sampling_fraction=sampling_fraction)
        counts = read_register(population) if population else None
        with Progress(console=Console(stderr=True), disable=as_json, transient=True) as bar:
            task = bar.add_task("reading headers", total=None)
            gathered = assess.gather(folder, metadata, lambda done: bar.update(task, completed=done))
        found = assess.assess(gathered, chosen, counts)
        if out is not None:
            out.parent.mkdir(parents=True, exist_ok=True)
            write_private(out, page.page(found.report).encode())
        if apply is not None and found.plan:
            release.write_lists(found.records, found.plan, apply)
        show(found.report.model_dump(mode="json"), _lines(found.report), as_json=as_json)
        if not found.report.within:
            raise errors.RiskTooHigh
        if gathered.set_aside:
            raise typer.Exit(_SOME_SET_ASIDE)


def _lines(report: RiskReport) -> list[str]:
    """Return the report for people: what was found, judged and suggested."""
    lines = [
        f"{report.patients} patients, {report.exams} exams in {report.classes} classes; k = {report.k}",
        *(
            f"{verdict.measure}: {verdict.value:.4f} (at most {verdict.bar:g}): "
            + ("within" if verdict.passed else "ABOVE" if verdict.judged else "above, not judged")
            for verdict in report.verdicts
        ),
        *(
            f"{hidden.attribute}: l = {hidden.distinct}, entropy l = {hidden.entropy:.2f}, "
            f"t = {hidden.closeness:.2f}, learnt of {100 * hidden.disclosed_share:.0f} % without being found"
            for hidden in report.diversity
        ),
        *(f"set aside ({reason}): {count}" for reason, count in report.set_aside.items()),
    ]
    if report.suggestion:
        lines.append("To keep within the thresholds:")
        lines += [f"  {step.attribute} as {step.name}: {step.advice}" for step in report.suggestion.steps]
        lines.append(f"  leave out {report.suggestion.suppressed} patients (--apply names their pseudonyms)")
    elif not report.within:
        lines.append("Nothing keeps within the thresholds without leaving out too many patients.")
    return lines
