"""`site-agent`: the site admin's command. This is the only place that catches `RadshareError`."""

from __future__ import annotations

import json
import sys

import typer

from radshare.errors import RadshareError
from site_agent.cli import (
    certify,
    deidentify,
    demo,
    enroll,
    experiments,
    filter_reports,
    leaves,
    lexicon,
    packages,
    peers,
    quarantine,
    request,
    requests,
    review,
    risk,
    search,
    serve,
    status,
    synthesize,
    train_filter,
)

COMMANDS = (
    *(enroll, serve, status),
    *(quarantine, review, packages),
    *(search, request, requests, peers, experiments),
    *(deidentify, risk, filter_reports, lexicon, train_filter, synthesize, certify),
    *(leaves, demo),
)

app = typer.Typer(
    name="site-agent",
    help="Inside the hospital: de-identify, make synthetic counterparts, publish, receive, learn.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in COMMANDS:
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
