"""`site-agent quarantine`: what did not go on, and why."""

from __future__ import annotations

import typer

from site_agent.cli.options import AsJson, Home, show


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    quarantine = typer.Typer(help="Inputs that were set aside.")
    quarantine.command(name="list")(list_)
    app.add_typer(quarantine, name="quarantine")


def list_(home: Home, as_json: AsJson = False) -> None:
    """List what was set aside with its reason. The delivered files stay in the inbox, untouched."""
    from site_agent.errors import Reason  # noqa: PLC0415 - keeps --help fast
    from site_agent.service.home import open_site  # noqa: PLC0415 - as above

    with open_site(home) as site:
        held = site.store.cases.set_aside_list()
    document = {"set_aside": [{"id": each, "reason": reason} for each, reason in held]}
    meanings = {str(reason): reason.meaning for reason in Reason}
    lines = [f"{each}  {reason}: {meanings.get(reason, '')}" for each, reason in held]
    show(document, lines or ["nothing was set aside"], as_json=as_json)
