"""`site-agent certify`: measure what a folder of counterparts gives away and what it is good for."""

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
    print_result,
    progress_bar,
)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command(name="certify")
    def certify(
        data_dir: DataDir,
        pairs_dir: Annotated[Path, typer.Argument(help="Output folder of `site-agent synthesize`.")],
        filter_dir: FilterDir,
        out: Annotated[
            Path, typer.Option("--out", help="Folder for the certificate, its page and what is trained.")
        ],
        held_out: Annotated[
            Path | None,
            typer.Option(help="Data folder of patients the filter never saw: outsiders and utility's test."),
        ] = None,
        aux: Annotated[
            list[Path] | None,
            typer.Option(help="Data folder of another hospital for attackers to learn from; repeatable."),
        ] = None,
        seeds: Annotated[int, typer.Option(min=1, max=20, help="Networks trained an arm of utility.")] = 3,
        label_map: LabelMap = None,
        device: Device = "auto",
        as_json: AsJson = False,
    ) -> None:
        """Write the certificate; exits 1 when a bar was missed, 3 when one is inconclusive."""
        from radshare.certificate import Verdict  # noqa: PLC0415 - keeps --help fast
        from radshare.files import private_folder, write_private  # noqa: PLC0415 - keeps --help fast
        from site_agent.certify.measuring import Bench, certify  # noqa: PLC0415 - keeps --help fast
        from site_agent.certify.page import page  # noqa: PLC0415 - keeps --help fast
        from site_agent.certify.subject import Folders, read_subject  # noqa: PLC0415 - keeps --help fast
        from site_agent.synthesize.data_folder import read_label_map  # noqa: PLC0415 - keeps --help fast

        folders = Folders(
            data_dir, pairs_dir, filter_dir, held_out, tuple(aux or ()), read_label_map(label_map)
        )
        private_folder(out)
        with progress_bar(quiet=as_json) as progress:
            subject = read_subject(folders, seeds=seeds, device=device, progress=progress)
            found = certify(subject, seeds, Bench(private_folder(out / "work"), device, progress))
        write_private(out / "certificate.json", found.canonical())
        write_private(out / "certificate.published.json", found.published().canonical())
        write_private(out / "certificate.html", page(found).encode())
        shown = {
            "verdict": found.verdict.value,
            "rulings": {ruling.bar: ruling.verdict.value for ruling in found.rulings},
            "filter_digest": found.filter.filter_digest,
            "recipe": found.recipe,
        }
        print_result(found.model_dump(mode="json") if as_json else shown, as_json=as_json)
        if found.verdict is not Verdict.PASSED:
            raise typer.Exit(1 if found.verdict is Verdict.FAILED else 3)
