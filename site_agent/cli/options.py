"""Options that several commands share, declared once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

Home = Annotated[
    Path, typer.Option("--home", envvar="SITE_AGENT_HOME", help="The site's home folder.", file_okay=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def show(document: Any, lines: list[str], *, as_json: bool) -> None:  # noqa: ANN401 - any JSON value
    """Print a document for programs, or lines for people."""
    typer.echo(json.dumps(document) if as_json else "\n".join(lines))
