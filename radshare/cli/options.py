"""Options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from radshare.home import DEFAULT_HOME, ResearcherHome

Home = Annotated[Path, typer.Option("--home", help="Your radshare home folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
PackageId = Annotated[str, typer.Argument(help="Package id, 32 hex digits.")]
HOME = DEFAULT_HOME


def opened(home: Path) -> ResearcherHome:
    """Return the home at a path that may begin with ``~``."""
    return ResearcherHome(home.expanduser())
