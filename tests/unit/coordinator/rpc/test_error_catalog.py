"""What callers are told about errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from grpc import StatusCode

from coordinator import errors
from coordinator.rpc.error_catalog import CATALOG, public_text, status_of
from radshare.errors import RadshareError, SignatureInvalid

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type)
    and issubclass(kind, errors.CoordinatorError)
    and kind.__module__ == errors.__name__
]
LOCAL = {
    errors.CoordinatorError,
    errors.SettingsInvalid,
    errors.HomeMissing,
    errors.HomeDiffers,
    errors.AlreadyRunning,
    errors.NotRunning,
    errors.AddressUnavailable,
    errors.ServerCertificateExpired,
}
"""Errors of commands; no caller meets them."""


def test_every_refusal_has_a_row() -> None:
    """An error that a servicer can raise has a status of its own."""
    assert set(KINDS) - LOCAL == {kind for kind in CATALOG if kind in KINDS}


def test_codes_are_unique() -> None:
    """One code, one meaning."""
    assert len({kind.code for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_reference_page_lists_every_code(kind: type[RadshareError]) -> None:
    """docs/reference/coordinator.md holds code, summary and remedy of every error."""
    page = (Path(__file__).parents[4] / "docs" / "reference" / "coordinator.md").read_text()
    assert kind is errors.CoordinatorError or all(
        text in page for text in (f"`{kind.code}`", kind.summary, kind.remedy)
    )


def test_a_detail_never_crosses() -> None:
    """Only the class speaks to a caller."""
    error = errors.StatementRefused("DOE^JANE")
    assert public_text(error) == f"{errors.StatementRefused.summary} {errors.StatementRefused.remedy}"


def test_the_nearest_class_decides() -> None:
    """A room's own error without a row falls back on its root."""
    assert status_of(errors.QuotaExceeded()) is StatusCode.RESOURCE_EXHAUSTED
    assert status_of(SignatureInvalid()) is StatusCode.FAILED_PRECONDITION
