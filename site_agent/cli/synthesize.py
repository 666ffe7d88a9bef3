"""`site-agent synthesize`: make counterparts of a folder of images with a trained filter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from site_agent.cli.filter_options import (
    AsJson,
    DataDir,
    Device,
    FilterDir,
    LabelMap,
    Seed,
    print_result,
    progress_bar,
)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command(name="synthesize")
    def synthesize(
        data_dir: DataDir,
        out_dir: Annotated[
            Path, typer.Argument(help="Folder for images/ and pairs.csv, for the site's own eyes.")
        ],
        filter_dir: FilterDir,
        label_map: LabelMap = None,
        seed: Seed = 0,
        device: Device = "auto",
        as_json: AsJson = False,
    ) -> None:
        """Make one counterpart an exam, or say why there is none; exits 3 when some were suppressed."""
        from site_agent.synthesize import data_folder  # noqa: PLC0415 - keeps --help fast
        from site_agent.synthesize.counterpart import CounterpartFilter  # noqa: PLC0415 - keeps --help fast

        image_filter = CounterpartFilter.load(filter_dir, device=device)
        folder = data_folder.read_data_folder(data_dir, data_folder.read_label_map(label_map))
        with progress_bar(quiet=as_json) as progress:
            outcomes = image_filter.counterparts(folder.cases, seed=seed, progress=progress)
            counts = data_folder.write_pairs(out_dir, [*folder.set_aside, *outcomes])
        print_result({"outcomes": counts, "filter_digest": image_filter.digest}, as_json=as_json)
        if set(counts) - {"released"}:
            raise typer.Exit(3)
