"""`site-agent status`: what the agent has done and what it waits for."""

from __future__ import annotations

import typer

from site_agent.cli.options import AsJson, Home, show


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def status(home: Home, as_json: AsJson = False) -> None:
        """Show stage, counts, packages, requests and experiments; works while the daemon runs."""
        from site_agent.service.home import open_site  # noqa: PLC0415 - keeps --help fast
        from site_agent.service.status import status as state_of  # noqa: PLC0415 - as above

        with open_site(home) as site:
            document = state_of(site)
        lines = [f"{name:<12} {_plain(value)}" for name, value in document.items()]
        show(document, lines, as_json=as_json)


def _plain(value: object) -> str:
    """Return a value of the status document as one line, or one line an entry."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {entry}" for name, entry in value.items()) or "-"
    if isinstance(value, list):
        return f"\n{'':<13}".join(_plain(entry) for entry in value) or "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) or "-"
