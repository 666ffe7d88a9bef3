"""An agent that is killed at any stage and started again finishes the flow, once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from site_agent.demo import commands

if TYPE_CHECKING:
    from conftest import Town

pytestmark = [pytest.mark.processes, pytest.mark.timeout(2400)]

MOMENTS = {
    "in the middle of de-identification": "SELECT 1 FROM cases LIMIT 1",
    "while the filter is trained": "SELECT 1 FROM facts WHERE name = 'stage' AND value = '\"train_filter\"'",
    "with some counterparts drawn": "SELECT 1 FROM pairs LIMIT 1",
    "with a release planned": "SELECT 1 FROM releases LIMIT 1",
    "when all is published": "SELECT 1 FROM releases WHERE published = 1",
}
"""When the agent is killed: as soon as its own rows say so."""


def test_a_killed_agent_publishes_exactly_one_package(town: Town) -> None:
    """SIGKILL at five moments: nothing is lost, published twice or half-published."""
    site = town.site()
    town.found()
    town.join(site, federation={"enabled": False}, deidentify={"heldout_percent": 10})
    town.deliver(site, patients=28)
    for moment, sql in MOMENTS.items():
        town.serve(site)
        town.wait(lambda sql=sql: town.fact(site, sql), name=moment)
        town.programs.kill(site.name)
    cases = town.fact(site, "SELECT count(*) FROM cases")
    town.serve(site)
    town.wait(
        lambda: town.fact(site, "SELECT 1 FROM facts WHERE name = 'stage' AND value = '\"idle\"'"),
        name="idle",
    )
    code, catalog = town.ask(commands.search(site.home))
    assert code == 0
    assert len(catalog["packages"]) == 1
    released = town.fact(site, "SELECT case_ids FROM releases")
    assert len(json.loads(released)) == len(set(json.loads(released))) > 0
    assert town.fact(site, "SELECT count(*) FROM releases") == 1
    assert town.fact(site, "SELECT count(*) FROM cases") == cases
