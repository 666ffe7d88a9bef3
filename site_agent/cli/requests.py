"""`site-agent requests`: who asks for this site's packages, and a person's verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from site_agent.cli.options import AsJson, Home, show

RequestId = Annotated[str, typer.Argument(help="Request id as `requests list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    requests = typer.Typer(help="Decide who may open this site's packages.")
    requests.command(name="list")(list_)
    requests.command(name="grant")(grant)
    requests.command(name="deny")(deny)
    app.add_typer(requests, name="requests")


def list_(home: Home, as_json: AsJson = False) -> None:
    """List the requests for this site's packages, oldest first."""
    from site_agent.service.home import open_site  # noqa: PLC0415 - keeps --help fast

    with open_site(home) as site:
        held = site.store.exchange.incoming()
    names = ("request_id", "package_id", "requester", "purpose", "state", "code")
    document = [{name: getattr(each, name) for name in names} for each in held]
    lines = [f"{each.request_id}  {each.state:<8} {each.requester}  {each.purpose}" for each in held]
    show({"requests": document}, lines or ["nobody has asked"], as_json=as_json)


def grant(request_id: RequestId, home: Home, as_json: AsJson = False) -> None:
    """Grant a pending request; the running daemon wraps the key and tells the requester."""
    _give(home, request_id, "grant", as_json=as_json)


def deny(request_id: RequestId, home: Home, as_json: AsJson = False) -> None:
    """Deny a pending request."""
    _give(home, request_id, "deny", as_json=as_json)


def _give(home: Path, request_id: str, verdict: str, *, as_json: bool) -> None:
    from site_agent.errors import AlreadyDecidedError, NotFoundError  # noqa: PLC0415 - keeps --help fast
    from site_agent.service.home import open_site  # noqa: PLC0415 - as above

    with open_site(home) as site:
        if site.store.exchange.get_incoming(request_id) is None:
            raise NotFoundError
        if not site.store.exchange.give_verdict(request_id, verdict):
            raise AlreadyDecidedError
        site.audit.append("verdict_given", request_id=request_id, verdict=verdict)
    show({"request_id": request_id, "verdict": verdict}, [f"{verdict} noted"], as_json=as_json)
