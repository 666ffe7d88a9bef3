"""What README says leaves the hospital is what the program says, and the program's list is complete."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from typer import Typer
from typer.testing import CliRunner

from radshare.boundary import LEAVES, OPERATOR_ONLY
from site_agent.cli.leaves import register

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("enrollment", "catalog", "access", "vault", "experiment", "tunnel")


def protocol_methods() -> set[str]:
    """Every method of every service, as ``Service.Method`` without the suffix ``Service``."""
    services = [
        service
        for room in ROOMS
        for service in import_module(f"radshare.v1.{room}_pb2").DESCRIPTOR.services_by_name.values()
    ]
    return {f"{s.name.removesuffix('Service')}.{m.name}" for s in services for m in s.methods}


def test_the_list_names_every_call_a_site_can_make() -> None:
    """No call can be added to the protocol without saying what it carries."""
    assert {line.method for line in LEAVES} | OPERATOR_ONLY == protocol_methods()
    assert not {line.method for line in LEAVES} & OPERATOR_ONLY


def test_readme_shows_the_programs_own_output() -> None:
    """README's section is `site-agent leaves`, word for word."""
    app = Typer()
    register(app)
    printed = CliRunner().invoke(app, []).output.strip()
    assert printed in (ROOT / "README.md").read_text()
