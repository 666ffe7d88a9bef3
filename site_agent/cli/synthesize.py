"""`site-agent synthesize`: make counterparts of a folder of images with a trained filter."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from site_agent.cli.filter_options import (
    AsJson,
    DataDir,
    Device,
    LabelMap,
    Seed,
    print_result,
    progress_bar,
)

ABLATION = (
    "warning: --mode sdedit starts from each exam's own image. It keeps the patient recognisable at every "
    "strength that keeps the findings; what it makes is for comparisons at this site and cannot be published."
)


class FilterMode(StrEnum):
    """What a candidate starts from, as `site_agent.synthesize.modes.Mode` has it."""

    KASP = "kasp"
    LABELS_ONLY = "labels-only"
    SDEDIT = "sdedit"


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command(name="synthesize")
    def synthesize(
        data_dir: DataDir,
        out_dir: Annotated[
            Path, typer.Argument(help="Folder for images/ and pairs.csv, for the site's own eyes.")
        ],
        filter_: Annotated[
            str,
            typer.Option(
                "--filter", help="Folder that train-filter made, or diffusers:DIR or monai:DIR with --gate."
            ),
        ],
        gate: Annotated[
            Path | None,
            typer.Option(
                help="Folder that train-filter made: groups and gate for a diffusers: or monai: checkpoint."
            ),
        ] = None,
        mode: Annotated[
            FilterMode,
            typer.Option(
                help="kasp: from the group's centroid. labels-only: from noise under the findings alone. "
                "sdedit: from the exam's own image, an ablation that is never published."
            ),
        ] = FilterMode.KASP,
        strength: Annotated[
            float | None, typer.Option(help="Share of noise for --mode sdedit, above 0, below 1.")
        ] = None,
        checkpoint_digest: Annotated[
            str | None, typer.Option(help="Refuse a checkpoint whose SHA-256 digest is another.")
        ] = None,
        allow_download: Annotated[
            Path | None,
            typer.Option(
                help="New folder to fetch diffusers:OWNER/NAME into; without it nothing is ever fetched."
            ),
        ] = None,
        label_map: LabelMap = None,
        seed: Seed = 0,
        device: Device = "auto",
        as_json: AsJson = False,
    ) -> None:
        """Make one counterpart an exam, or say why there is none; exits 3 when some were suppressed."""
        from site_agent.synthesize import choice, data_folder, modes  # noqa: PLC0415 - keeps --help fast

        if mode is FilterMode.SDEDIT:
            typer.echo(ABLATION, err=True)
        image_filter = choice.load(
            choice.Choice(
                filter=filter_,
                gate=gate,
                mode=modes.Mode(mode.value),
                strength=strength,
                expected=checkpoint_digest,
                fetch_into=allow_download,
                device=device,
            )
        )
        folder = data_folder.read_data_folder(data_dir, data_folder.read_label_map(label_map))
        with progress_bar(quiet=as_json) as progress:
            outcomes = image_filter.counterparts(folder.cases, seed=seed, progress=progress)
            counts = data_folder.write_pairs(out_dir, [*folder.set_aside, *outcomes])
        print_result({"outcomes": counts, "filter_digest": image_filter.digest}, as_json=as_json)
        if set(counts) - {"released", "ablation"}:
            raise typer.Exit(3)
