from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coordinator.errors import PathRefused
from coordinator.experiments.errors import SpecInvalidError, SuperLinkUnavailableError
from coordinator.experiments.specfile import read_spec_file
from coordinator.experiments.superlink import SuperLink, is_fleet_path
from radshare.configs import config_path
from radshare.experiment import ExperimentSpec

if TYPE_CHECKING:
    from pathlib import Path


def test_the_example_is_valid_and_names_every_key() -> None:
    """configs/experiments/pneumonia.yaml documents the whole specification."""
    path = config_path("experiments/pneumonia.yaml")
    spec = read_spec_file(path, "demo")
    assert spec.sites == ("spiffe://demo/site/hospital-a", "spiffe://demo/site/hospital-b")
    text = path.read_text(encoding="utf-8")
    fields = ExperimentSpec.model_fields
    nested = [*type(spec.recipe).model_fields, *type(spec.training).model_fields]
    assert not [key for key in (*fields, *nested) if f"{key}:" not in text]


def test_sites_may_be_given_by_spiffe_id(tmp_path: Path) -> None:
    """A full name stays as it is."""
    text = config_path("experiments/pneumonia.yaml").read_text(encoding="utf-8")
    path = tmp_path / "x.yaml"
    path.write_text(text.replace("[hospital-a,", "['spiffe://other/site/x',"))
    assert read_spec_file(path, "demo").sites[0] == "spiffe://other/site/x"


@pytest.mark.parametrize("text", ["recipe: {taks: pneumonia}", "a: [", "42", ""])
def test_a_wrong_file_is_refused_by_key(tmp_path: Path, text: str) -> None:
    """An unknown key is named; no value is repeated."""
    path = tmp_path / "x.yaml"
    path.write_text(text)
    with pytest.raises(SpecInvalidError) as refused:
        read_spec_file(path, "demo")
    assert "pneumonia:" not in refused.value.detail
    with pytest.raises(SpecInvalidError):
        read_spec_file(tmp_path / "missing.yaml", "demo")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/control/start-run",
        "/v1/fleet",
        "/v1/fleet/../control/start-run",
        "/v1/fleet/%2e%2e/control",
        "/v1/fleet//x",
        "/v1/fleet/./x",
        "/v1/fleet/x?y",
        "//v1/fleet/x",
        "",
    ],
)
def test_only_fleet_paths_reach_the_superlink(tmp_path: Path, path: str) -> None:
    """What is not plainly below /v1/fleet/ is refused before any call."""
    assert not is_fleet_path(path)
    with pytest.raises(PathRefused):
        SuperLink(tmp_path).forward(path, [], b"")


def test_a_superlink_that_does_not_run_says_so(tmp_path: Path) -> None:
    """Before start and after stop every call is refused with one code."""
    link = SuperLink(tmp_path)
    with pytest.raises(SuperLinkUnavailableError):
        link.forward("/v1/fleet/pull-messages", [], b"")
    with pytest.raises(SuperLinkUnavailableError):
        link.register_node("spiffe://demo/site/a", "")
    link.stop()
    assert not link.healthy()
