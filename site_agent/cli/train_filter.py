"""`site-agent train-filter`: train the image filter on the site's own images."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from site_agent.cli.filter_options import AsJson, DataDir, Device, LabelMap, Seed, print_result, progress_bar


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command(name="train-filter")
    def train_filter(
        data_dir: DataDir,
        out: Annotated[
            Path, typer.Option("--out", help="Folder to make; training state lies in <out>.work.")
        ],
        preset: Annotated[str, typer.Option(help="tiny, cpu-quick, cpu, gpu or a YAML file.")] = "cpu-quick",
        k: Annotated[
            int | None, typer.Option(min=3, help="Patients a group at least; default: the preset's.")
        ] = None,
        label_map: LabelMap = None,
        seed: Seed = 0,
        device: Device = "auto",
        as_json: AsJson = False,
    ) -> None:
        """Train the image filter; started again after a kill, it goes on where it was."""
        from site_agent.synthesize import data_folder, presets, train  # noqa: PLC0415 - keeps --help fast

        chosen = presets.load_preset(preset)
        folder = data_folder.read_data_folder(data_dir, data_folder.read_label_map(label_map))
        with progress_bar(quiet=as_json) as progress:
            summary = train.train_filter(
                folder.cases,
                out,
                chosen.with_k(k) if k else chosen,
                seed=seed,
                progress=progress,
                device=device,
            )
        print_result({**summary.model_dump(mode="json"), "set_aside": len(folder.set_aside)}, as_json=as_json)
        if folder.set_aside:
            raise typer.Exit(3)
