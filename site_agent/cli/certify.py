"""`site-agent certify`: measure what a folder of counterparts gives away and what it is good for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from site_agent.cli.filter_options import AsJson, DataDir, FilterDir, LabelMap, print_result


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command(name="certify")
    def certify(
        data_dir: DataDir,
        pairs_dir: Annotated[Path, typer.Argument(help="Output folder of `site-agent synthesize`.")],
        filter_dir: FilterDir,
        out: Annotated[Path, typer.Option("--out", help="Folder for certificate.json and certificate.html.")],
        held_out: Annotated[
            Path | None, typer.Option(help="Data folder of other patients, for the utility certificate.")
        ] = None,
        label_map: LabelMap = None,
        as_json: AsJson = False,
    ) -> None:
        """Write the certificates; exits 1 when a bar was missed, 3 when one is inconclusive."""
        from radshare.files import private_folder, write_private  # noqa: PLC0415 - keeps --help fast
        from site_agent.synthesize import certificate, data_folder  # noqa: PLC0415 - keeps --help fast

        names = data_folder.read_label_map(label_map)
        cases = data_folder.read_data_folder(data_dir, names).cases
        others = data_folder.read_data_folder(held_out, names).cases if held_out else ()
        found = certificate.certify(cases, pairs_dir, filter_dir, others)
        private_folder(out)
        write_private(out / "certificate.json", found.canonical())
        write_private(out / "certificate.html", certificate.page(found).encode())
        print_result(found.model_dump(mode="json"), as_json=as_json)
        verdicts = set(found.verdicts.values())
        if certificate.Verdict.FAILED in verdicts:
            raise typer.Exit(1)
        if certificate.Verdict.INCONCLUSIVE in verdicts:
            raise typer.Exit(3)
