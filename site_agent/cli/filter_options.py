"""What train-filter, synthesize and certify share: arguments, progress, how a result is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

DataDir = Annotated[Path, typer.Argument(help="Folder with images/ and metadata.csv.")]
FilterDir = Annotated[Path, typer.Option("--filter", help="Folder that train-filter made.")]
LabelMap = Annotated[
    Path | None, typer.Option(help="CSV without header: the site's label, the lexicon's term.")
]
Seed = Annotated[int, typer.Option(min=0, help="Seed; the same data, preset and seed give the same result.")]
Device = Annotated[str, typer.Option(help="auto, cpu or a torch device such as cuda.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """Show each stage as a bar on a terminal, as plain lines otherwise, as nothing when quiet."""
    if quiet:
        yield _silent
    elif sys.stderr.isatty():
        with Progress(console=Console(stderr=True)) as bars:
            tasks: dict[str, Any] = {}

            def show(stage: str, done: float) -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(stage, total=1.0)
                bars.update(tasks[stage], completed=done)

            yield show
    else:
        yield lambda stage, done: typer.echo(f"{stage}: {100 * done:.0f} %", err=True)


def _silent(stage: str, done: float) -> None:
    del stage, done


def print_result(document: dict[str, Any], *, as_json: bool) -> None:
    """Print one JSON document, or one line a key."""
    if as_json:
        typer.echo(json.dumps(document))
        return
    for key, value in document.items():
        typer.echo(f"{key}: {value}")
