"""What a package leaves the site on: its filter's certificate, an inherited one, none, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factories import site as factory
from factories.boundary import Federation
from factories.certify import certificate
from radshare.attestation import Envelope, read_unverified
from radshare.certificate import CertificateStatus, FilterCertificate, Verdict
from radshare.manifest import ReleaseStatement
from site_agent.certify.errors import CertificateFailed, CertificateMissing
from site_agent.settings import FilterSettings

if TYPE_CHECKING:
    from pathlib import Path


class Shelf:
    """A publisher that keeps the statements it is given."""

    def __init__(self) -> None:
        self.published: list[ReleaseStatement] = []

    def upload(self, package_id: str, path: Path) -> object:
        """Take ciphertext."""
        return path.stat().st_size

    def publish(self, envelope: Envelope) -> Any:
        """Take a statement."""
        self.published.append(read_unverified(envelope, ReleaseStatement))
        return envelope


def released(
    home: Path, held: list[FilterCertificate], required: CertificateStatus = CertificateStatus.UNCERTIFIED
) -> ReleaseStatement:
    """Bring a small hospital with these certificates to its first release, and return what it stated."""
    names = tuple(f"certificate-{number}.json" for number in range(len(held)))
    chosen = FilterSettings(k=factory.K, certificates=names, required_certificate=required)
    at = factory.hospital(home, Federation(), "hospital-a", factory.settings(filter=chosen))
    for name, document in zip(names, held, strict=True):
        (at.home / name).write_bytes(document.canonical())
    factory.deliver(at.home, {f"x{n}": f"p{n} pneumonia" for n in range(3)})
    shelf = Shelf()
    flow, _ = factory.pipeline(at, shelf)
    factory.settle(flow)
    return shelf.published[0]


def test_without_a_certificate_the_package_says_so(tmp_path: Path) -> None:
    """The gate's own checks let it out, uncertified."""
    assert released(tmp_path, []).filter.status is CertificateStatus.UNCERTIFIED


def test_a_certified_filter_says_what_it_stands_on(tmp_path: Path) -> None:
    """Its certificate's digest and its open bars are in the release statement."""
    document = certificate(k=factory.K, verdicts={"control": Verdict.INCONCLUSIVE})
    stated = released(tmp_path, [document], CertificateStatus.CERTIFIED).filter
    assert stated.certificate is not None
    assert stated.certificate.certificate == document.sha256()
    assert stated.certificate.open == ("control",)


def test_a_filter_outside_its_bounds_is_not_published(tmp_path: Path) -> None:
    """One missed bar of its own stops the release."""
    with pytest.raises(CertificateFailed, match="membership"):
        released(tmp_path, [certificate(k=factory.K, verdicts={"membership": Verdict.FAILED})])


def test_a_site_may_ask_for_more_than_the_gate(tmp_path: Path) -> None:
    """With a certificate required, an uncertified package stays at home."""
    with pytest.raises(CertificateMissing):
        released(tmp_path, [certificate(filter_digest="cd" * 32)], CertificateStatus.INHERITED)
