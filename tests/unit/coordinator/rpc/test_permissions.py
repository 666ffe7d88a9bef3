"""The table of permissions is complete, closed by default, and the one that is documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordinator.rpc.permissions import PERMISSIONS, allowed
from radshare.boundary import LEAVES, OPERATOR_ONLY
from radshare.identity import Role
from radshare.v1 import (
    access_pb2,
    catalog_pb2,
    enrollment_pb2,
    experiment_pb2,
    tunnel_pb2,
    vault_pb2,
)

FILES = (access_pb2, catalog_pb2, enrollment_pb2, experiment_pb2, tunnel_pb2, vault_pb2)
METHODS = {
    f"/{service.full_name}/{method.name}"
    for file in FILES
    for service in file.DESCRIPTOR.services_by_name.values()
    for method in service.methods
}
SHORT = {name: name.removeprefix("/radshare.v1.").replace("Service/", ".") for name in METHODS}


def test_every_method_of_the_protocol_has_exactly_one_row() -> None:
    """A method that somebody adds is closed until somebody decides who may call it."""
    assert set(PERMISSIONS) == METHODS


@pytest.mark.parametrize("role", list(Role))
def test_what_has_no_row_is_closed(role: Role) -> None:
    """Nobody may call a method that the table does not name."""
    assert not allowed("/radshare.v1.CatalogService/DropEverything", role)


def test_an_invite_opens_enrolment_only() -> None:
    """The bearer of an invite can enrol and nothing else, and nobody else can enrol."""
    assert {name for name in METHODS if allowed(name, Role.INVITE)} == {
        "/radshare.v1.EnrollmentService/Enroll"
    }
    assert PERMISSIONS["/radshare.v1.EnrollmentService/Enroll"] == {Role.INVITE}


def test_the_coordinator_is_nobodys_client() -> None:
    """A stolen server certificate calls nothing."""
    assert not any(allowed(name, Role.COORDINATOR) for name in METHODS)


def test_operators_methods_are_the_ones_that_the_boundary_names() -> None:
    """What a hospital is told about who may do what is what the table says."""
    operators = {SHORT[name] for name, roles in PERMISSIONS.items() if roles == {Role.OPERATOR}}
    assert operators == OPERATOR_ONLY
    assert {row.method for row in LEAVES} == set(SHORT.values()) - OPERATOR_ONLY


def test_the_reference_page_shows_the_table() -> None:
    """docs/reference/coordinator.md names every method with its roles."""
    page = (Path(__file__).parents[4] / "docs" / "reference" / "coordinator.md").read_text()
    for name, roles in PERMISSIONS.items():
        assert f"| `{SHORT[name]}` | {', '.join(sorted(roles))} |" in page
