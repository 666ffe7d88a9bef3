"""`site-agent deidentify`: a tree of DICOM files in, de-identified files and a report out."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from site_agent.errors import SiteAgentError

_SHORTEST_KEY = 16
_SOME_SET_ASIDE = 3


class KeyUnusableError(SiteAgentError):
    """The key file cannot be used."""

    code = "KEY_UNUSABLE"
    summary = "The key file cannot be read or is shorter than 16 bytes."
    remedy = "Make one with `head -c 32 /dev/urandom > FILE` and keep it secret."
    exit_code = 2


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def deidentify(
        source: Annotated[Path, typer.Argument(metavar="IN_DIR", exists=True, file_okay=False)],
        out: Annotated[Path, typer.Argument(metavar="OUT_DIR", file_okay=False)],
        profile: Annotated[str, typer.Option(help="Profile name, or a YAML file.")] = "share",
        key_file: Annotated[
            Path | None, typer.Option(help="Secret of the pseudonyms; else one run only.")
        ] = None,
        mapping_dir: Annotated[
            Path | None, typer.Option(help="Write old and new ids there (a secret).")
        ] = None,
        report: Annotated[Path | None, typer.Option(help="Write what became of every input (JSON).")] = None,
        workers: Annotated[int, typer.Option(min=1, max=64)] = 1,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """De-identify DICOM files. Exit 0, or 3 when some inputs were set aside (see the report)."""
        from site_agent.deidentify import tree  # noqa: PLC0415 - keeps --help fast
        from site_agent.deidentify.profile import load_profile  # noqa: PLC0415 - keeps --help fast

        job = tree.Job(load_profile(profile), _key(key_file), mapping=mapping_dir is not None)
        with Progress(disable=as_json, transient=True) as bar:
            task = bar.add_task("de-identifying", total=None)
            result, mapping = tree.deidentify_tree(
                source.resolve(),
                out.resolve(),
                job,
                workers=workers,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        if mapping_dir is not None:
            tree.write_mapping(mapping, mapping_dir)
            typer.echo("The mapping re-identifies every patient: keep it secret, delete it soon.", err=True)
        if report is not None:
            report.write_text(result.model_dump_json(indent=1) + "\n", encoding="utf-8")
        said: dict[str, object] = {
            "profile": result.profile,
            "counts": result.counts,
            "reasons": result.reasons,
        }
        typer.echo(json.dumps(said) if as_json else _plain(said))
        if result.reasons:
            raise typer.Exit(_SOME_SET_ASIDE)


def _key(path: Path | None) -> bytes:
    """Return the secret of a key file, or one that nobody will ever have again."""
    if path is None:
        return secrets.token_bytes(32)
    try:
        secret = path.read_bytes()
    except OSError:
        raise KeyUnusableError from None
    if len(secret) < _SHORTEST_KEY:
        raise KeyUnusableError
    return secret


def _plain(said: dict[str, object]) -> str:
    lines = [f"profile: {said['profile']}"]
    for part in ("counts", "reasons"):
        table = said[part]
        lines += [f"{name}: {count}" for name, count in table.items()] if isinstance(table, dict) else []
    return "\n".join(lines)
