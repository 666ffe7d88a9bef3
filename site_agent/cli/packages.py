"""`site-agent packages`: this site's own packages and those it received."""

from __future__ import annotations

from typing import Annotated

import typer

from site_agent.cli.options import AsJson, Home, show


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    packages = typer.Typer(help="Own packages and received ones.")
    packages.command(name="list")(list_)
    packages.command(name="withdraw")(withdraw)
    app.add_typer(packages, name="packages")


def list_(home: Home, as_json: AsJson = False) -> None:
    """List own packages and received ones."""
    from site_agent.service.home import open_site  # noqa: PLC0415 - keeps --help fast

    with open_site(home) as site:
        own = [{"package_id": row.package_id, "state": row.state} for row in site.store.releases.all()]
        received = [
            {"package_id": each.package_id, "publisher": each.publisher, "pairs": each.pairs}
            for each in site.store.exchange.received()
        ]
    lines = [f"own       {each['package_id']}  {each['state']}" for each in own]
    lines += [f"received  {each['package_id']}  {each['publisher']}" for each in received]
    show({"own": own, "received": received}, lines or ["no packages yet"], as_json=as_json)


def withdraw(
    package_id: Annotated[str, typer.Argument(help="Own package.")], home: Home, as_json: AsJson = False
) -> None:
    """Withdraw an own package: no new grants, and the coordinator removes its copy."""
    from site_agent.errors import NotFoundError  # noqa: PLC0415 - keeps --help fast
    from site_agent.service.home import calling, open_site  # noqa: PLC0415 - as above

    with open_site(home) as site, calling(home) as client:
        if site.store.releases.get(package_id) is None:
            raise NotFoundError
        client.withdraw(package_id)
        site.audit.append("package_withdrawn", package_id=package_id)
    show({"package_id": package_id, "withdrawn": True}, ["withdrawn"], as_json=as_json)
