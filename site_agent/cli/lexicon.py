"""`site-agent lexicon`: what the lexicons of the report filter hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from site_agent.cli.options import AsJson, show


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    lexicon = typer.Typer(help="The lexicons of the report filter, and a site's own.")
    lexicon.command(name="check")(check)
    app.add_typer(lexicon, name="lexicon")


def check(
    file: Annotated[
        Path | None, typer.Argument(help="The site's own lexicon (YAML); without it, those that ship alone.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Count what the lexicons hold, and check a site's own one against them.

    Names of staff that are also words of reports are counted, never printed: they go only where a capital or
    a cue tells them from the word. Exit 0, or 2 when the file cannot be used.
    """
    from site_agent.deidentify.reports.lexicon_check import checked  # noqa: PLC0415 - keeps --help fast

    found = checked(file)
    show(found, [f"{name}: {count}" for name, count in found.items()], as_json=as_json)
