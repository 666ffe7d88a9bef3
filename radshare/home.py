"""A researcher's home: an identity folder, the coordinator's address, and the packages that were fetched.

Not here: the homes of a site and of a coordinator, which hold more and belong to their own packages.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from radshare.client import CoordinatorClient, enroll
from radshare.documents import parse
from radshare.errors import NotEnrolled
from radshare.files import private_folder, write_private
from radshare.identity import IdentityCard, Invite, Member
from radshare.model import Frozen

DEFAULT_HOME = Path("~/.radshare")


class HomeSettings(Frozen):
    """What a researcher's home remembers besides its identity."""

    coordinator: Annotated[str, Field(max_length=260)]


@dataclass(frozen=True, slots=True)
class ResearcherHome:
    """A researcher's home folder."""

    folder: Path

    @property
    def identity(self) -> Path:
        """Where keys, certificate and card lie."""
        return self.folder / "identity"

    def package_folder(self, package_id: str) -> Path:
        """Return where a fetched package is kept."""
        return self.folder / "packages" / package_id

    def join(self, invite: Invite) -> IdentityCard:
        """Enroll with an invite and remember the coordinator's address.

        Raises:
            RadshareError: As `radshare.client.enroll`.
        """
        private_folder(self.folder)
        card = enroll(invite, self.identity)
        write_private(self.folder / "settings.json", HomeSettings(coordinator=invite.address).canonical())
        return card

    def member(self) -> Member:
        """Return who we are.

        Raises:
            NotEnrolled: Nobody yet.
        """
        return Member.load(self.identity)

    def connect(self) -> CoordinatorClient:
        """Return a client of our coordinator.

        Raises:
            NotEnrolled: We belong to no federation yet.
        """
        try:
            settings = parse(HomeSettings, (self.folder / "settings.json").read_bytes())
        except FileNotFoundError:
            raise NotEnrolled from None
        return CoordinatorClient(settings.coordinator, self.member())
