"""`site-agent search`: what others publish."""

from __future__ import annotations

from typing import Annotated

import typer

from site_agent.cli.options import AsJson, Home, show


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def search(
        home: Home,
        label: Annotated[list[str] | None, typer.Option(help="Label that must occur; repeatable.")] = None,
        modality: Annotated[str, typer.Option(help="DICOM modality, e.g. DX.")] = "",
        publisher: Annotated[str, typer.Option(help="SPIFFE id of the publisher.")] = "",
        as_json: AsJson = False,
    ) -> None:
        """List the packages in the catalog, oldest first."""
        from site_agent.service.home import calling  # noqa: PLC0415 - keeps --help fast

        with calling(home) as client:
            found = [entry.release for entry in client.search(label or (), modality, publisher)]
        document = {"packages": [release.model_dump(mode="json") for release in found]}
        lines = [
            f"{release.package_id}  {release.publisher}  at least {release.aggregates.pairs_at_least} pairs"
            for release in found
        ]
        show(document, lines or ["no package matches"], as_json=as_json)
