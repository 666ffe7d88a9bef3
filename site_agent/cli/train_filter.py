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
        public: Annotated[
            list[Path] | None,
            typer.Option(
                "--public",
                "--dp-public",
                help="Data folder of radiographs that are no secret and of nobody you treat: generators "
                "start from them. Repeatable. Measured with few hundred exams of a site's own.",
            ),
        ] = None,
        dp_epsilon: Annotated[
            float | None,
            typer.Option(
                help="Train the generators under differential privacy: spend at most this epsilon a patient. "
                "Needs --public."
            ),
        ] = None,
        dp_delta: Annotated[
            float | None, typer.Option(help="At most 1 / N^1.1 for N patients, which the default keeps.")
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
            public_start,
            train,
        )

        chosen = presets.load_preset(preset)
        chosen = chosen.with_k(k) if k else chosen
        names = data_folder.read_label_map(label_map)
        folder = data_folder.read_data_folder(data_dir, names)
        known = [case for each in public or () for case in data_folder.read_data_folder(each, names).cases]
        if dp_delta is not None and dp_epsilon is None:
            raise errors.BudgetInvalid("--dp-delta goes with --dp-epsilon")
        if dp_epsilon is not None and not public:
            raise errors.BudgetInvalid("--dp-epsilon goes with --public")
        if dp_epsilon is not None:
            chosen = chosen.with_dp(dp_epsilon, dp_delta, public_start.digest_of(known))
        elif public:
            chosen = chosen.with_start(public_start.digest_of(known))
        with progress_bar(quiet=as_json) as progress:
            options = train.Options(seed=seed, progress=progress, device=device, public=known)
            summary = train.train_with(folder.cases, out, chosen, options)
        print_result({**summary.model_dump(mode="json"), "set_aside": len(folder.set_aside)}, as_json=as_json)
        if folder.set_aside:
            raise typer.Exit(3)
