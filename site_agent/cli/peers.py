"""`site-agent peers`: the members whose keys this site has pinned."""

from __future__ import annotations

from typing import Annotated

import typer

from site_agent.cli.options import AsJson, Home, show


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    peers = typer.Typer(help="Members whose keys this site remembers.")
    peers.command(name="list")(list_)
    peers.command(name="forget")(forget)
    app.add_typer(peers, name="peers")


def list_(home: Home, as_json: AsJson = False) -> None:
    """List members and the fingerprints seen first; compare them by telephone."""
    from site_agent.service.home import open_site  # noqa: PLC0415 - keeps --help fast

    with open_site(home) as site:
        held = site.store.exchange.peers()
    document = {"peers": [{"spiffe_id": name, "fingerprint": mark} for name, mark in held]}
    show(document, [f"{name}  {mark}" for name, mark in held] or ["no peers yet"], as_json=as_json)


def forget(
    spiffe_id: Annotated[str, typer.Argument(help="SPIFFE id of the member.")],
    home: Home,
    as_json: AsJson = False,
) -> None:
    """Forget a member's keys, so that new ones are accepted. Ask the member first."""
    from site_agent.errors import NotFoundError  # noqa: PLC0415 - keeps --help fast
    from site_agent.service.home import open_site  # noqa: PLC0415 - as above

    with open_site(home) as site:
        if not site.store.exchange.forget_peer(spiffe_id):
            raise NotFoundError
        site.audit.append("peer_forgotten", spiffe_id=spiffe_id)
    show({"spiffe_id": spiffe_id, "forgotten": True}, ["forgotten"], as_json=as_json)
