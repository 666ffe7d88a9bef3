"""`site-agent filter-reports`: reports in, reports without identifiers out."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from site_agent.cli.key_file import secret_of

if TYPE_CHECKING:
    from site_agent.deidentify.reports.site_lexicon import SiteLexicon
    from site_agent.deidentify.reports.surrogates.writing import Surrogates

_SOME_SET_ASIDE = 3
_PATIENTS = 12  # site_agent.deidentify.reports.normalised.PATIENTS, whose import would slow --help


class Mode(StrEnum):
    """How much of a report's own words leaves."""

    FILTERED = "filtered"
    NORMALISED = "normalised"


class Replace(StrEnum):
    """What stands where an identifier stood."""

    PLACEHOLDERS = "placeholders"
    SURROGATES = "surrogates"
    DROP = "drop"


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command("filter-reports")
    def filter_reports(
        source: Annotated[Path, typer.Argument(metavar="IN", exists=True, dir_okay=False)],
        out: Annotated[Path, typer.Argument(metavar="OUT.jsonl", dir_okay=False)],
        spans: Annotated[bool, typer.Option("--spans", help="Write where something was removed.")] = False,
        site_lexicon: Annotated[
            Path | None, typer.Option(help="YAML file with the site's own staff, places and words.")
        ] = None,
        mode: Annotated[
            Mode, typer.Option(help="normalised: only sentences that many patients share, or canonical ones.")
        ] = Mode.FILTERED,
        k: Annotated[
            int, typer.Option("--k", min=2, max=1000, help="Patients that share a normalised sentence.")
        ] = _PATIENTS,
        replace: Annotated[
            Replace,
            typer.Option(
                help="What stands for an identifier: [NAME] and the like, an invented one, or nothing."
            ),
        ] = Replace.PLACEHOLDERS,
        key_file: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE",
                help="Secret of at least 16 bytes: the same file, the same surrogates and dates.",
            ),
        ] = None,
        review: Annotated[
            Path | None,
            typer.Option(metavar="FILE.html", help="Redactions side by side; holds originals, stays here."),
        ] = None,
        workers: Annotated[int, typer.Option(min=1, max=64)] = 1,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """Filter reports: JSON Lines (id, text, dicom, patient), .txt, .csv, .hl7, .json (FHIR) or .dcm (SR).

        Exit 0, or 3 when some were quarantined.
        """
        from site_agent.deidentify.reports.lines import Output, filter_lines  # noqa: PLC0415 - keeps --help fast
        from site_agent.deidentify.reports.site_lexicon import SiteLexicon  # noqa: PLC0415 - keeps --help fast

        site = SiteLexicon.load(site_lexicon) if site_lexicon else None
        shared = k if mode is Mode.NORMALISED else None
        surrogates = replace is Replace.SURROGATES
        if surrogates and shared:
            raise typer.BadParameter("A normalised sentence is many patients': it takes no surrogates.")
        if key_file and not surrogates:
            raise typer.BadParameter("--key-file belongs to --replace surrogates.")
        writer = _surrogates(secret_of(key_file, quiet=as_json)) if surrogates else None
        output = Output(spans=spans, drop=replace is Replace.DROP, surrogates=writer)
        counts = filter_lines(source, out, output=output, workers=workers, site=site, k=shared)
        if review:
            _write_review(source, review, site)
        said = dict(sorted(counts.items()))
        typer.echo(json.dumps(said) if as_json else "\n".join(f"{name}: {n}" for name, n in said.items()))
        if set(said) - {"ok"}:
            raise typer.Exit(_SOME_SET_ASIDE)


def _surrogates(secret: bytes) -> Surrogates:
    """Return what writes surrogates, with the dates that `site-agent deidentify` gives under the same key."""
    from site_agent.deidentify.header.pseudonyms import Pseudonyms  # noqa: PLC0415 - keeps --help fast
    from site_agent.deidentify.reports.surrogates.writing import (  # noqa: PLC0415 - keeps --help fast
        PURPOSE,
        Surrogates,
    )
    from site_agent.ingest.keys import from_secret  # noqa: PLC0415 - keeps --help fast

    derive = from_secret(secret)
    return Surrogates(derive(PURPOSE), Pseudonyms(derive).date_shift_days)


def _write_review(source: Path, review: Path, site: SiteLexicon | None) -> None:
    """Write the page of redactions for its owner alone."""
    from radshare.files import write_private  # noqa: PLC0415 - keeps --help fast
    from site_agent.deidentify.reports.review import review_page  # noqa: PLC0415 - keeps --help fast

    write_private(review, review_page(source, site=site).encode())
    typer.echo("The review page holds original reports: it must not leave the site.", err=True)
