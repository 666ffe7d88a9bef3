"""`radshare request`: ask a package's owner for access."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from radshare.cli.options import HOME, AsJson, Home, PackageId, opened
from radshare.data_use import OBLIGATIONS, Aim, Modifier, Purpose
from radshare.fetching import ask


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def request(
        package_id: PackageId,
        aim: Annotated[Aim, typer.Option(help="Kind of work.")] = Aim.BIOMEDICAL,
        description: Annotated[str, typer.Option(help="One sentence for the owner.")] = "",
        not_for_profit: Annotated[bool, typer.Option("--not-for-profit")] = False,
        non_commercial: Annotated[bool, typer.Option("--non-commercial")] = False,
        accept: Annotated[
            list[str] | None, typer.Option(help="Obligation you take on: PUB, COL, IRB or RTN; repeatable.")
        ] = None,
        home: Home = HOME,
        as_json: AsJson = False,
    ) -> None:
        """File a signed access request, or show the one already filed."""
        purpose = Purpose(
            aim=aim,
            description=description,
            not_for_profit=not_for_profit,
            non_commercial=non_commercial,
            accepts=tuple(_obligation(name) for name in accept or ()),
        )
        place = opened(home)
        with place.connect() as client:
            view = ask(client, place.member(), package_id, purpose)
        said = {"request_id": view.request_id, "owner": str(view.owner), "state": view.state.value}
        typer.echo(json.dumps(said) if as_json else "{request_id}  {state}  {owner}".format(**said))


def _obligation(name: str) -> Modifier:
    """Return the obligation of a short name, or end with a usage error."""
    for modifier in OBLIGATIONS:
        if modifier.name == name.upper():
            return modifier
    msg = f"{name} is none of {', '.join(sorted(each.name for each in OBLIGATIONS))}"
    raise typer.BadParameter(msg)
