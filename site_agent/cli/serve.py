"""`site-agent serve`: run the daemon."""

from __future__ import annotations

import signal

import typer

from site_agent.cli.options import Home


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def serve(home: Home) -> None:
        """Watch the inbox, publish, exchange and take part in experiments until SIGTERM or Ctrl-C.

        It may be killed at any instant; the next start goes on where it was.
        """
        from site_agent.service import agent as daemon  # noqa: PLC0415 - keeps --help fast

        def wire(agent: daemon.Agent) -> None:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: agent.stop())

        daemon.serve(home, wire)
