"""A hospital that never answers does not hold up the others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from radshare.experiment import Arm, ExperimentResults, RowStatus
from site_agent.demo import commands

if TYPE_CHECKING:
    from conftest import Town

pytestmark = [pytest.mark.processes, pytest.mark.timeout(1500)]


def test_an_absent_hospital_has_a_row_and_the_others_their_results(town: Town) -> None:
    """One of two hospitals is enough (min_sites 1): it is measured, the other's row says offline."""
    present, absent = town.site(0), town.site(1)
    town.found(flower=True)
    town.join(
        present, collection={"name": "chest", "title": "Chest", "modality": "DX", "min_patients": 100_000}
    )
    town.join(absent)
    town.deliver(present, patients=56)
    town.serve(present)
    town.wait(
        lambda: town.fact(
            present, "SELECT 1 FROM facts WHERE name = 'stage' AND value = '\"waits_for_patients\"'"
        ),
        name="de-identification",
    )
    spec = town.plan.spec.model_copy(
        update={
            "training": town.plan.spec.training.model_copy(update={"arms": (Arm.LOCAL,)}),
            "min_sites": 1,
            "gather_s": 15,
            "deadline_s": 120,
        }
    )
    path = town.plan.out / "experiment.yaml"
    path.write_text(yaml.safe_dump(spec.model_dump(mode="json")))
    answer = town.programs.run("launch", commands.launch(town.plan.coordinator, path), timeout_s=600)
    experiment_id = json.loads(answer)["experiment_id"]
    town.programs.run("report", commands.report(town.plan.coordinator, experiment_id, town.plan.report))
    results = ExperimentResults.model_validate_json((town.plan.report / "results.json").read_bytes())
    status = {row.judged_at: row.status for row in results.rows}
    assert status == {present.spiffe: RowStatus.OK, absent.spiffe: RowStatus.OFFLINE}
