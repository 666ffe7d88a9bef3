"""The end of the demo, as tables and as one JSON document. Nothing is computed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from radshare.experiment import SiteRow
    from site_agent.demo.conductor import Outcome
    from site_agent.demo.display import Display


def rows_table(outcome: Outcome) -> Table:
    """Return the experiment's rows: who was judged where, on how many images, and how well."""
    table = Table(
        "judged at",
        "arm",
        "trained at",
        "status",
        "train n",
        "test n",
        "AUC [95 % CI]",
        title="joint experiment",
    )
    for row in sorted(outcome.results.rows, key=lambda row: (row.judged_at, row.arm, row.trained_at)):
        table.add_row(
            _short(row.judged_at),
            row.arm.value,
            _short(row.trained_at),
            row.code or row.status.value,
            str(row.n_train),
            f"{row.n} ({row.n_patients} patients)",
            _interval(row),
        )
    return table


def times_table(outcome: Outcome) -> Table:
    """Return how long each stage took; indented ones are parts of the stage above."""
    table = Table("stage", "seconds", title="time")
    for name, seconds in outcome.seconds.items():
        table.add_row(name, f"{seconds:.1f}")
    table.add_row("total", f"{outcome.total_seconds:.1f}", style="bold")
    return table


def hospitals_table(outcome: Outcome) -> Table:
    """Return what became of every hospital's exams, in its agent's own words."""
    table = Table("hospital", "delivered", "became", "set aside (reason: inputs)", title="exams")
    for cohort in outcome.cohorts:
        state = outcome.states[cohort.hospital]
        became = ", ".join(f"{name} {count}" for name, count in state.counts.items())
        aside = ", ".join(f"{reason}: {count}" for reason, count in sorted(state.set_aside.items()))
        table.add_row(
            cohort.hospital, f"{cohort.exams} of {cohort.patients} patients", became, aside or "none"
        )
    return table


def show(outcome: Outcome, display: Display, report: Path) -> None:
    """Print what became of the exams, the times, the rows and where the report lies."""
    for table in (hospitals_table(outcome), times_table(outcome), rows_table(outcome)):
        display.table(table)
    display.say(f"report: {report / 'report.html'}")


def document(outcome: Outcome, report: Path) -> dict[str, Any]:
    """Return the outcome as the JSON document of ``--json``."""
    return {
        "good": outcome.good,
        "report": str(report / "report.html"),
        "seconds": {**outcome.seconds, "total": outcome.total_seconds},
        "promises": [
            {"text": each.text, "kept": each.kept, "detail": each.detail} for each in outcome.promises
        ],
        "rows": [row.model_dump(mode="json") for row in outcome.results.rows],
        "hospitals": {
            cohort.hospital: {
                "exams": cohort.exams,
                "patients": cohort.patients,
                "burned_in": cohort.burned_in,
                "planted": len(cohort.canaries),
                "became": dict(outcome.states[cohort.hospital].counts),
                "set_aside": dict(outcome.states[cohort.hospital].set_aside),
            }
            for cohort in outcome.cohorts
        },
    }


def _short(spiffe: str) -> str:
    return spiffe.rsplit("/", 1)[-1]


def _interval(row: SiteRow) -> str:
    if row.auc is None:
        return "-"
    if row.auc_low is None or row.auc_high is None:
        return f"{row.auc:.3f}"
    return f"{row.auc:.3f} [{row.auc_low:.3f}, {row.auc_high:.3f}]"
