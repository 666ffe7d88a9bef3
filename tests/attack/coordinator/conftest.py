"""One coordinator for all attacks, with an operator, two sites and a researcher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from factories.coordinator import RunningCoordinator
from radshare.identity import Member, Role

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    coordinator: RunningCoordinator
    owner: Member
    other: Member
    researcher: Member


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Serve a coordinator and enrol its members."""
    with RunningCoordinator(tmp_path_factory.mktemp("attack")) as coordinator:
        yield Cast(
            coordinator,
            coordinator.join(Role.SITE, "owner"),
            coordinator.join(Role.SITE, "other"),
            coordinator.join(Role.RESEARCHER, "ada"),
        )
