from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories.synthesize import cohort, one_thread
from site_agent.synthesize.presets import load_preset
from site_agent.synthesize.train import train_filter

if TYPE_CHECKING:
    from pathlib import Path

    from radshare.manifest import FilterSummary
    from site_agent.synthesize.image_filter import FilterCase


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    one_thread()


@pytest.fixture(scope="session")
def cases() -> list[FilterCase]:
    """Return the drawn cohort."""
    return cohort()


@pytest.fixture(scope="session")
def trained(cases: list[FilterCase], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FilterSummary]:
    """Train the tiny preset once for all tests."""
    folder = tmp_path_factory.mktemp("filter") / "filter"
    return folder, train_filter(cases, folder, load_preset("tiny"), seed=1)
