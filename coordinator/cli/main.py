"""`coordinator`: the operator's command. This is the only place that catches `RadshareError`."""

from __future__ import annotations

import json
import sys

import typer

from coordinator.cli import experiment, init, invite, members, revoke, serve, status
from radshare.errors import RadshareError

app = typer.Typer(
    name="coordinator",
    help="Between hospitals: members, catalog, access, ciphertext and joint experiments.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (init, serve, invite, members, revoke, status, experiment):
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
