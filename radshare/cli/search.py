"""`radshare search`: find packages."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from radshare.cli.options import HOME, AsJson, Home, opened
from radshare.views import CatalogEntryView


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def search(
        label: Annotated[list[str] | None, typer.Option(help="Label that must occur; repeatable.")] = None,
        modality: Annotated[str, typer.Option(help="DICOM modality, e.g. DX.")] = "",
        publisher: Annotated[str, typer.Option(help="SPIFFE id of the publisher.")] = "",
        home: Home = HOME,
        as_json: AsJson = False,
    ) -> None:
        """List the packages in the catalog, oldest first."""
        with opened(home).connect() as client:
            entries = client.search(label or (), modality, publisher)
        if as_json:
            typer.echo(json.dumps([_described(entry) for entry in entries]))
        for entry in () if as_json else entries:
            release = entry.release
            labels = ", ".join(f"{name} ≥{n}" for name, n in release.aggregates.labels_at_least.items())
            typer.echo(f"{release.package_id}  ≥{release.aggregates.pairs_at_least} pairs  {release.title}")
            typer.echo(f"    {release.publisher}  {release.data_use.permission.name}  {labels}")


def _described(entry: CatalogEntryView) -> dict[str, object]:
    return {**entry.release.model_dump(mode="json"), "accepted_at": entry.accepted_at}
