from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from factories.boundary import SITE, Federation, contents, manifest
from factories.certify import certificate
from radshare.attestation import sign_document
from radshare.certificate import CertificateStatus, FilterCertificate, Verdict, standing
from radshare.errors import PolicyRefused
from radshare.evidence import attest, certificate_in
from radshare.manifest import PackageManifest, release
from radshare.package import PackageContents, read_package, write_package
from radshare.policy import GatesPassed, verify_contents, verify_release

if TYPE_CHECKING:
    from pathlib import Path

    from radshare.identity import Member


@pytest.fixture
def member(tmp_path: Path) -> Member:
    """Return a site."""
    return Federation().member(tmp_path / "site", SITE)


def certified(member: Member, document: FilterCertificate, *, claimed: bool = True) -> PackageContents:
    """Return a package that stands on a certificate."""
    plain = contents(member.signing)
    made_by = plain.manifest.filter
    claim = standing(document, made_by)
    assert claim is not None
    described = manifest(plain.pairs).model_copy(
        update={"filter": made_by.model_copy(update={"certificate": claim if claimed else None})}
    )
    signed = attest(described, plain.pairs, plain.images, member.signing, document)
    return replace(plain, manifest=described, attestations=signed)


def verified(package: PackageContents, member: Member) -> None:
    """Verify a package as a receiver does."""
    verify_contents(package, release(package.manifest, "cd" * 32, 10), member.card_view)


def test_a_certificate_travels_with_its_package(member: Member, tmp_path: Path) -> None:
    """It is read back from the file as it was signed, and what the manifest claims on it is verified."""
    package = certified(member, certificate())
    write_package(package, tmp_path / "package")
    read = read_package(tmp_path / "package")
    verified(read, member)
    assert certificate_in(read) == certificate()
    assert read.manifest.filter.status is CertificateStatus.CERTIFIED


def test_a_claim_without_its_certificate_is_refused(member: Member) -> None:
    """Neither a claim without a statement, nor a statement without a claim, nor another one's statement."""
    package = certified(member, certificate())
    for broken in (
        replace(package, attestations=package.attestations[:-1]),
        certified(member, certificate(), claimed=False),
    ):
        with pytest.raises(PolicyRefused):
            verified(broken, member)
    other = certificate(measured_on="2026-11-20")
    signed = attest(package.manifest, package.pairs, package.images, member.signing, other)
    with pytest.raises(PolicyRefused, match="not worth"):
        verified(replace(package, attestations=signed), member)


def test_a_failed_certificate_cannot_be_claimed(member: Member) -> None:
    """A publisher who signs a claim on a missed bar is found out by every receiver."""
    package = certified(member, certificate())
    failed = certificate(verdicts={"linkage": Verdict.FAILED})
    claim = package.manifest.filter.certificate
    assert claim is not None
    lied = claim.model_copy(update={"certificate": failed.sha256()})
    described = package.manifest.model_copy(
        update={"filter": package.manifest.filter.model_copy(update={"certificate": lied})}
    )
    signed = attest(described, package.pairs, package.images, member.signing, failed)
    with pytest.raises(PolicyRefused, match="not worth"):
        verified(replace(package, manifest=described, attestations=signed), member)


def test_a_policy_may_ask_for_a_certificate(member: Member) -> None:
    """What is uncertified passes by default and is refused by a policy that asks for more."""
    plain, better = contents(member.signing).manifest, certified(member, certificate()).manifest
    asking = GatesPassed(certificate=CertificateStatus.INHERITED)

    def judged(described: PackageManifest, policy: GatesPassed) -> None:
        envelope = sign_document(release(described, "cd" * 32, 10), member.signing)
        verify_release(envelope, member.card_view, policy)

    judged(plain, GatesPassed())
    judged(better, asking)
    with pytest.raises(PolicyRefused, match="uncertified"):
        judged(plain, asking)
