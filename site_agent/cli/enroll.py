"""`site-agent enroll`: join a federation with an invite."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from site_agent.cli.options import AsJson, Home, show


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def enroll(
        home: Home,
        invite: Annotated[Path, typer.Option(help="The invite file from the operator.", dir_okay=False)],
        as_json: AsJson = False,
    ) -> None:
        """Make the site's keys, exchange the invite for a membership, and write a first site.yaml.

        Keys never leave the home folder. An existing site.yaml stays as it is.
        """
        from radshare.client import enroll as join  # noqa: PLC0415 - keeps --help fast
        from radshare.identity import Invite  # noqa: PLC0415 - as above
        from site_agent.settings import write_first_settings  # noqa: PLC0415 - as above

        invitation = Invite.load(invite)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        card = join(invitation, home / "identity")
        write_first_settings(home, invitation.address, card.spiffe_id.name)
        (home / "inbox").mkdir(mode=0o700, exist_ok=True)
        document = {"spiffe_id": str.__str__(card.spiffe_id), "fingerprint": card.fingerprint()}
        lines = [f"{card.spiffe_id} is a member; its fingerprint is {card.fingerprint()}"]
        show(document, lines, as_json=as_json)
