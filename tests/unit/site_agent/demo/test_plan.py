"""Plans, command lines and folders of the demo: data that can be looked at before anything starts."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from factories.phantoms import small_cohort
from site_agent.demo import commands
from site_agent.demo.errors import DemoFolderError
from site_agent.demo.homes import fresh_folder, site_settings
from site_agent.demo.plan import MARKER, hospital, make_plan
from site_agent.settings import SiteSettings


@pytest.mark.parametrize("preset", ["tiny", "cpu-quick", "cpu", "gpu"])
def test_every_scale_makes_a_valid_experiment(tmp_path: Path, preset: str) -> None:
    """The experiment names every hospital, and the hospitals' settings are valid."""
    plan = make_plan(tmp_path / "demo", preset=preset)
    assert plan.spec.sites == tuple(site.spiffe for site in plan.sites)
    for site in plan.sites:
        settings = SiteSettings.model_validate(site_settings(plan, site, "127.0.0.1:1"))
        assert settings.egress_transcript
        assert site.spiffe not in settings.access.auto_grant


def test_planning_touches_nothing(tmp_path: Path) -> None:
    """A plan is data; the folder is made when it is played."""
    make_plan(tmp_path / "demo")
    assert not (tmp_path / "demo").exists()


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    """The demo never removes what it did not write."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(DemoFolderError):
        make_plan(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_a_former_demo_is_replaced(tmp_path: Path) -> None:
    """The second run begins like the first."""
    plan = make_plan(tmp_path / "demo", preset="tiny")
    fresh_folder(plan)
    (plan.out / "old").touch()
    fresh_folder(make_plan(tmp_path / "demo", preset="tiny"))
    assert not (plan.out / "old").exists()
    assert (plan.out / MARKER).exists()


def test_no_secret_stands_in_an_argument() -> None:
    """Whoever lists the processes learns folders and names, no token and no key."""
    home = Path("home")
    lines = [
        commands.coordinator_init(home, 7443),
        commands.coordinator_serve(home),
        commands.invite(home, "hospital-a", Path("invite.json")),
        commands.enroll(home, Path("invite.json")),
        commands.site_serve(home),
        commands.status(home),
        commands.launch(home, Path("experiment.yaml")),
    ]
    text = " ".join(shlex.join(line) for line in lines)
    assert not any(word in text for word in ("token", "key", "secret"))


def test_further_hospitals_are_hospitals_of_their_own(tmp_path: Path) -> None:
    """A third folder of images becomes a hospital with its own name, letterhead and numbers."""
    third = hospital(2)
    assert third.name == "hospital-c"
    assert third.institution != hospital(0).institution
    assert third.prefix not in {hospital(0).prefix, hospital(1).prefix}
    assert small_cohort(tmp_path / "a").hospital == "hospital-a"
