"""`radshare fetch`: wait for the grant, download, verify, open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from radshare.cli.options import HOME, AsJson, Home, PackageId, opened
from radshare.fetching import await_grant, fetch
from radshare.files import private_folder, write_private
from radshare.package import PackageContents
from radshare.policy import NotRevoked


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command(name="fetch")
    def fetch_(
        package_id: PackageId,
        out: Annotated[Path | None, typer.Option(help="Folder; default: in your home.")] = None,
        wait_s: Annotated[float, typer.Option(help="Seconds to wait for the owner's decision.")] = 3600.0,
        home: Home = HOME,
        as_json: AsJson = False,
    ) -> None:
        """Wait for the grant, then download, verify and open a package."""
        place = opened(home)
        member = place.member()
        folder = out or place.package_folder(package_id)
        with place.connect() as client, _bar(quiet=as_json) as progress:
            access = await_grant(client, member, package_id, wait_s)
            kept = fetch(client, member, access, folder, NotRevoked(), progress)
        _unpack(kept.contents, folder)
        said = {"package_id": package_id, "folder": str(folder), "pairs": len(kept.contents.pairs)}
        typer.echo(json.dumps(said) if as_json else "{pairs} pairs, verified, in {folder}".format(**said))


def _unpack(contents: PackageContents, folder: Path) -> None:
    """Write images and records as plain files; the reader has checked every name."""
    private_folder(folder / "images")
    for pair in contents.pairs:
        (folder / pair.image).write_bytes(contents.images[pair.pair_id])
    write_private(folder / "records.jsonl", b"".join(pair.canonical() + b"\n" for pair in contents.pairs))


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Show a progress bar on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    with Progress(console=console) as progress:
        task = progress.add_task("download", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
