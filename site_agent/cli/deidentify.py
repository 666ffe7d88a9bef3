"""`site-agent deidentify`: a tree of DICOM files in, de-identified files and a report out.

Four things under one name: the run itself; ``--what-if``, the same without writing anything; ``--describe``
and ``--conformance``, which read no input and say what the profile does.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from site_agent.cli.filter_options import progress_bar
from site_agent.cli.key_file import secret_of
from site_agent.cli.options import AsJson, show

if TYPE_CHECKING:
    from site_agent.deidentify.engine.report import TreeReport
    from site_agent.deidentify.profile.profile import Profile

_SOME_SET_ASIDE = 3
_NOWHERE = Path(os.devnull)  # stands for OUT_DIR where nothing is written
_STEPS = 20  # lines of progress where there is no terminal


_InDir = Annotated[Path | None, typer.Argument(metavar="IN_DIR", help="Any tree of files; it is only read.")]
_OutDir = Annotated[
    Path | None, typer.Argument(metavar="OUT_DIR", help="Folder for the results.", file_okay=False)
]
_Profile = Annotated[str, typer.Option(metavar="NAME|FILE", help="A profile's name or file.")]
_KeyFile = Annotated[
    Path | None, typer.Option(help="Secret of the pseudonyms. Without it they hold for one run.")
]
_MappingDir = Annotated[Path | None, typer.Option(help="Write old and new ids there: a secret, mode 0600.")]
_ReportFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE.json", help="Write what became of every input; FILE.html to read."),
]
_Workers = Annotated[int, typer.Option(min=1, max=64, help="Processes.")]
_WhatIf = Annotated[bool, typer.Option("--what-if", help="Say what would be done to IN_DIR; write nothing.")]
_Describe = Annotated[bool, typer.Option("--describe", help="Print what the profile does, rule by rule.")]
_Conformance = Annotated[
    bool, typer.Option("--conformance", help="Print the DICOM conformance statement. [FILE|-]")
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def deidentify(
        source: _InDir = None,
        out: _OutDir = None,
        profile: _Profile = "share",
        key_file: _KeyFile = None,
        mapping_dir: _MappingDir = None,
        report: _ReportFile = None,
        workers: _Workers = 1,
        what_if: _WhatIf = False,
        describe: _Describe = False,
        conformance: _Conformance = False,
        as_json: AsJson = False,
    ) -> None:
        """De-identify DICOM files: every input ends as a file, or as one reason why it did not.

        IN_DIR is any tree of files; it is only read. OUT_DIR gets one file an object, named by its new UID.

        \b
        Exit 0: every input came out.
             3: some were set aside, each with a reason.
             2: the command line, the profile or the key file cannot be used.

        \b
        Try it, then run it, then read report.html:
          site-agent deidentify IN --what-if
          head -c 32 /dev/urandom > project.key
          site-agent deidentify IN OUT --key-file project.key --report report.json
        """  # noqa: D301 - click keeps the lines after this mark apart
        from site_agent.deidentify.profile.profile import load_profile  # noqa: PLC0415 - keeps --help fast

        chosen = load_profile(profile)
        if describe:
            _describe(chosen, as_json=as_json)
        elif conformance:
            _conformance(chosen, source, as_json=as_json)
        elif what_if:
            if report or mapping_dir:
                raise typer.BadParameter("--what-if writes nothing: leave out --report and --mapping-dir.")
            _what_if(chosen, _input(source), out or _NOWHERE, workers, as_json=as_json)
        else:
            files = _Files(_input(source), _output(source, out), _report(report), mapping_dir)
            _run(chosen, secret_of(key_file, quiet=as_json), files, workers, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Files:
    """Where a run reads and writes."""

    source: Path
    out: Path
    report: Path | None
    mapping_dir: Path | None


def _run(profile: Profile, secret: bytes, files: _Files, workers: int, *, as_json: bool) -> None:
    """De-identify a tree and say what became of it; exit 3 when something was set aside."""
    from site_agent.deidentify.engine import walk  # noqa: PLC0415 - keeps --help fast
    from site_agent.deidentify.engine.page import report_page  # noqa: PLC0415 - keeps --help fast
    from site_agent.deidentify.engine.worker import Job  # noqa: PLC0415 - keeps --help fast

    job = Job(profile, secret, mapping=files.mapping_dir is not None)
    with _progress(quiet=as_json) as progress:
        result, mapping = walk.deidentify_tree(
            files.source, files.out, job, workers=workers, progress=progress
        )
    if files.report is not None:
        with files.report.open("w", encoding="utf-8") as file:
            result.write_json(file)
        files.report.with_suffix(".html").write_text(report_page(result), encoding="utf-8")
    if files.mapping_dir is not None:
        walk.write_mapping(mapping, files.mapping_dir)
        typer.echo("The mapping re-identifies every patient: keep it secret, delete it soon.", err=True)
    said = {"profile": result.profile, "counts": dict(result.counts), "reasons": dict(result.reasons)}
    show(said, _outcome(result), as_json=as_json)
    if result.reasons:
        raise typer.Exit(_SOME_SET_ASIDE)


def _what_if(profile: Profile, source: Path, out: Path, workers: int, *, as_json: bool) -> None:
    """Say what would be done to a tree, a part of it that is the output left out; exit as a run would."""
    from site_agent.deidentify.engine import walk  # noqa: PLC0415 - keeps --help fast
    from site_agent.deidentify.engine.page import rule_text  # noqa: PLC0415 - keeps --help fast
    from site_agent.deidentify.engine.worker import Job  # noqa: PLC0415 - keeps --help fast

    job = Job(profile, secrets.token_bytes(32))
    with _progress(quiet=as_json) as progress:
        result, _ = walk.deidentify_tree(
            source, out.resolve(), job, workers=workers, progress=progress, what_if=True
        )
    said = result.summary()
    for row in said["attributes"]:
        row["description"] = rule_text(row["rule"])
    width = max((len(row.name) for row in result.attributes), default=0)
    lines = [
        f"{row.tag:<11}  {row.name:<{width}}  {row.count:>8}  {row.rule:<14}  {rule_text(row.rule)}"
        for row in result.attributes
    ]
    show(said, ["Nothing was written.", *_outcome(result), *([""] if lines else []), *lines], as_json=as_json)
    if result.reasons:
        raise typer.Exit(_SOME_SET_ASIDE)


def _describe(profile: Profile, *, as_json: bool) -> None:
    """Print the list of what a profile does."""
    from site_agent.deidentify.profile import described  # noqa: PLC0415 - keeps --help fast

    lines = [line._asdict() for line in described.lines(profile)]
    show({"profile": profile.label, "lines": lines}, [described.text(profile)], as_json=as_json)


def _conformance(profile: Profile, file: Path | None, *, as_json: bool) -> None:
    """Print a profile's conformance statement, or write it: HTML when the file's name says so."""
    from site_agent.deidentify.engine import conformance, document  # noqa: PLC0415 - keeps --help fast

    title, blocks = conformance.statement(profile)
    if file is None or file == Path("-"):
        statement = document.markdown(title, blocks)
        show({"profile": profile.label, "statement": statement}, [statement], as_json=as_json)
        return
    made = document.page if file.suffix.lower() in {".html", ".htm"} else document.markdown
    try:
        file.write_text(made(title, blocks), encoding="utf-8")
    except OSError:
        raise typer.BadParameter("The statement cannot be written there; name a file, or `-`.") from None
    show({"profile": profile.label, "file": str(file)}, [f"statement: {file}"], as_json=as_json)


def _outcome(result: TreeReport) -> list[str]:
    """Return what became of the inputs, each reason with its sentence."""
    from site_agent.deidentify.engine.page import reason_text  # noqa: PLC0415 - keeps --help fast

    if not result.counts:
        return [f"profile: {result.profile}", "IN_DIR holds no files."]
    lines = [f"profile: {result.profile}", *(f"{status}: {n}" for status, n in result.counts.items())]
    for code, n in result.reasons.items():
        meaning, remedy = reason_text(code)
        lines.append(f"{code}: {n}  {meaning} {remedy}".rstrip())
    return lines


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield what shows inputs done of all: a bar on a terminal, a few plain lines otherwise."""
    shown = -1
    with progress_bar(quiet=quiet) as bar:

        def step(done: int, total: int) -> None:
            nonlocal shown
            now = done * _STEPS // max(total, 1)
            if sys.stderr.isatty() or now != shown:
                shown = now
                bar("de-identifying", done / max(total, 1))

        yield step


def _input(source: Path | None) -> Path:
    if source is None:
        raise typer.BadParameter("Name IN_DIR, the folder to read, and OUT_DIR; see --help for examples.")
    if not source.is_dir():
        raise typer.BadParameter("IN_DIR is not a folder that can be read.")
    return source.resolve()


def _output(source: Path | None, out: Path | None) -> Path:
    if out is None:
        raise typer.BadParameter("Name OUT_DIR, the folder for the results; or try --what-if first.")
    if source is not None and out.resolve() == source.resolve():
        raise typer.BadParameter("OUT_DIR must be another folder than IN_DIR, which is only read.")
    return out.resolve()


def _report(report: Path | None) -> Path | None:
    """Return the report's file, refused before the run when it could not be written after it."""
    if report is not None and (report.suffix == ".html" or not report.resolve().parent.is_dir()):
        raise typer.BadParameter(
            "--report FILE.json must be in a folder that exists; FILE.html goes beside it."
        )
    return report
