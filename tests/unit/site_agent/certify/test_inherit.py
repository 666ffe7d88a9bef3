from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from factories.certify import certificate
from factories.site import K, exam, pair, summary
from radshare.certificate import PRIVACY_BARS, CertificateStatus, Verdict, status_of
from site_agent.certify.errors import (
    CertificateFailed,
    CertificateMissing,
    CertificateUnreadable,
    PairUnproved,
)
from site_agent.certify.inherit import check_pairs, read_certificates, stand

if TYPE_CHECKING:
    from pathlib import Path

    from radshare.manifest import FilterSummary

OTHER = "cd" * 32
UNCERTIFIED, INHERITED, CERTIFIED = CertificateStatus
OPEN, FAILED = Verdict.INCONCLUSIVE, Verdict.FAILED


def made_by(**changed: Any) -> FilterSummary:
    """Return the summary of a filter of the certificates' recipe."""
    return summary().model_copy(update={"recipe": "ef" * 32, "k": 5, **changed})


def test_the_measured_filter_is_certified_and_its_kin_inherits() -> None:
    """The same digest certifies; the same recipe, with groups as large and copies caught, inherits."""
    assert status_of(certificate(), made_by()) is CERTIFIED
    heir = made_by(filter_digest=OTHER)
    assert status_of(certificate(), heir) is INHERITED
    assert status_of(certificate(k=4), heir) is INHERITED
    unlike: list[dict[str, Any]] = [{"recipe": "aa" * 32}, {"recipe": None}, {"planted_recall": 0.98}]
    for changed in [*unlike, {"false_match_rate": 0.02}, {"k": 4}]:
        assert status_of(certificate(), made_by(filter_digest=OTHER, **changed)) is UNCERTIFIED


@pytest.mark.parametrize("bar", sorted(PRIVACY_BARS))
def test_an_open_privacy_bar_stands_for_nothing(bar: str) -> None:
    """Inconclusive on privacy is not publishable on its own, neither for the filter nor for an heir."""
    unsure = certificate(verdicts={bar: OPEN})
    assert status_of(unsure, made_by()) is UNCERTIFIED
    assert status_of(unsure, made_by(filter_digest=OTHER)) is UNCERTIFIED


def test_open_utility_is_said_and_does_not_stop() -> None:
    """Without held-out patients utility is open: the package says so beside its standing."""
    found, used = stand(made_by(), [certificate(verdicts={"utility": OPEN})], CERTIFIED)
    assert used is not None
    assert found.certificate is not None
    assert found.certificate.open == ("utility",)
    assert found.certificate.certificate == used.sha256()


def test_a_filter_that_failed_publishes_nothing() -> None:
    """Its own missed bar outweighs what it could inherit; another filter's harms nobody."""
    failed = certificate(verdicts={"linkage": FAILED})
    with pytest.raises(CertificateFailed, match="linkage"):
        stand(made_by(), [certificate(filter_digest=OTHER), failed], UNCERTIFIED)
    found, used = stand(made_by(filter_digest=OTHER), [failed], UNCERTIFIED)
    assert (found.status, used) == (UNCERTIFIED, None)


def test_a_small_hospital_inherits_what_it_cannot_measure() -> None:
    """Its own inconclusive certificate and a reference of the version: it stands on the reference."""
    own, reference = certificate(verdicts={"linkage": OPEN}), certificate(filter_digest=OTHER)
    found, used = stand(made_by(), [own, reference], INHERITED)
    assert (found.status, used) == (INHERITED, reference)
    with pytest.raises(CertificateMissing):
        stand(made_by(), [own, reference], CERTIFIED)
    with pytest.raises(CertificateMissing):
        stand(made_by(), [], INHERITED)
    assert stand(made_by(), [], UNCERTIFIED)[0].status is UNCERTIFIED


def test_only_a_canonical_certificate_is_read(tmp_path: Path) -> None:
    """A missing file, or one in another form, stops rather than counts as none."""
    path = tmp_path / "c.json"
    with pytest.raises(CertificateUnreadable):
        read_certificates([path])
    path.write_bytes(certificate().canonical())
    assert read_certificates([path]) == (certificate(),)
    path.write_bytes(certificate().canonical() + b"\n")
    with pytest.raises(CertificateUnreadable):
        read_certificates([path])


@pytest.mark.parametrize(
    "gate",
    [
        {"filter_digest": OTHER},
        {"group_patients": K - 1},
        {"k": K - 1},
        {"checks": {}},
        {"checks": {"identity": False}},
    ],
)
def test_every_pair_is_proved_by_this_filters_gate(gate: dict[str, Any]) -> None:
    """A pair of another filter or of too small a group stops the release."""
    good = pair(exam("e1", "p1")).gate
    check_pairs([good], summary())
    with pytest.raises(PairUnproved):
        check_pairs([good, replace(good, **gate)], summary())
