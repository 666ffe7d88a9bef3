"""`radshare`: the researcher's command. This is the only place that catches `RadshareError`."""

from __future__ import annotations

import json
import sys

import typer

from radshare.cli import enroll, fetch, request, search, verify
from radshare.errors import RadshareError

app = typer.Typer(
    name="radshare",
    help="Find, request, fetch and verify packages of synthetic radiology pairs.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (enroll, search, request, fetch, verify):
    command.register(app)


def main() -> None:
    """Run the command line; end with the exit code of docs/reference/exit-codes.md."""
    try:
        app()
    except RadshareError as error:
        typer.echo(json.dumps(error.as_json()) if "--json" in sys.argv else str(error), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
