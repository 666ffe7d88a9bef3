"""`site-agent request`: ask another hospital for its package."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from radshare.data_use import OBLIGATIONS, Aim, Modifier, Purpose
from site_agent.cli.options import AsJson, Home, show


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def request(
        package_id: Annotated[str, typer.Argument(help="Package id as `search` shows it.")],
        home: Home,
        aim: Annotated[Aim, typer.Option(help="Kind of work.")] = Aim.BIOMEDICAL,
        description: Annotated[str, typer.Option(help="One sentence for the owner; no patient data.")] = "",
        not_for_profit: Annotated[bool, typer.Option("--not-for-profit")] = False,
        non_commercial: Annotated[bool, typer.Option("--non-commercial")] = False,
        accept: Annotated[
            list[str] | None, typer.Option(help="Obligation you take on: PUB, COL, IRB or RTN; repeatable.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Note the wish: the running daemon signs and sends it, and fetches once it is granted."""
        from site_agent.service.home import open_site  # noqa: PLC0415 - keeps --help fast

        if len(package_id) != 32 or set(package_id) - set("0123456789abcdef"):  # noqa: PLR2004 - 128 bits in hex
            raise typer.BadParameter("a package id has 32 hex digits")
        purpose = Purpose(
            aim=aim,
            description=description,
            not_for_profit=not_for_profit,
            non_commercial=non_commercial,
            accepts=tuple(_obligation(name) for name in accept or ()),
        )
        with open_site(home) as site:
            wish = site.store.exchange.wish(secrets.token_hex(16), package_id, purpose.canonical().decode())
        document = {"request_id": wish.request_id, "package_id": package_id, "state": wish.state}
        show(document, [f"{wish.request_id}  {wish.state}"], as_json=as_json)


def _obligation(name: str) -> Modifier:
    """Return the obligation of a short name, or end with a usage error."""
    for modifier in OBLIGATIONS:
        if modifier.name == name.upper():
            return modifier
    msg = f"{name} is none of {', '.join(sorted(each.name for each in OBLIGATIONS))}"
    raise typer.BadParameter(msg)
