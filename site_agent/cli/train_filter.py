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
        dp_epsilon: Annotated[
            float | None,
            typer.Option(
                help="Train the generators under differential privacy; spend at most this epsilon a patient."
            ),
        ] = None,
        dp_delta: Annotated[
            float | None, typer.Option(help="At most 1 / N^1.1 for N patients, which the default keeps.")
        ] = None,
        dp_public: Annotated[
            Path | None,
            typer.Option(
                help="Data folder of radiographs that are no secret, to start from; no budget without."
            ),
        ] = None,
        label_map: LabelMap = None,
        seed: Seed = 0,
        device: Device = "auto",
        as_json: AsJson = False,
    ) -> None:
        """Train the image filter; started again after a kill, it goes on where it was."""
        from site_agent.synthesize import (  # noqa: PLC0415 - keeps --help fast
            data_folder,
            errors,
            presets,
            train,
        )

        chosen = presets.load_preset(preset)
        chosen = chosen.with_k(k) if k else chosen
        names = data_folder.read_label_map(label_map)
        folder = data_folder.read_data_folder(data_dir, names)
        public = data_folder.read_data_folder(dp_public, names).cases if dp_public else ()
        if (dp_epsilon is None) != (dp_public is None) or (dp_delta is not None and dp_epsilon is None):
            raise errors.BudgetInvalid("--dp-epsilon and --dp-public go together, --dp-delta with both")
        if dp_epsilon is not None:
            from site_agent.synthesize.dp_generators import digest_of  # noqa: PLC0415 - Opacus

            chosen = chosen.with_dp(dp_epsilon, dp_delta, digest_of(public))
        with progress_bar(quiet=as_json) as progress:
            options = train.Options(seed=seed, progress=progress, device=device, public=public)
            summary = train.train_with(folder.cases, out, chosen, options)
        print_result({**summary.model_dump(mode="json"), "set_aside": len(folder.set_aside)}, as_json=as_json)
        if folder.set_aside:
            raise typer.Exit(3)
