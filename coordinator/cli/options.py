"""Options that several commands share, declared once, and the operator's connection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from radshare.client import CoordinatorClient

Home = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar="COORDINATOR_HOME",
        resolve_path=True,
        help="The coordinator's home folder.",
    ),
]
HERE = Path()
"""The home of commands that are run inside it."""
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def operator_client(home: Path) -> CoordinatorClient:
    """Return a connection to the coordinator that serves ``home``, as its operator.

    Raises:
        NotRunning: Nobody serves this home.
        NotEnrolled: The home has no operator identity.
    """
    from coordinator.home import Home as Place  # noqa: PLC0415 - keeps --help fast
    from radshare.client import CoordinatorClient  # noqa: PLC0415 - keeps --help fast
    from radshare.identity import Member  # noqa: PLC0415 - keeps --help fast

    place = Place(home)
    return CoordinatorClient(place.running().address, Member.load(place.operator))
