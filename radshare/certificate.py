"""What a publisher measured of a filter version, as it travels inside a package.

Rules: it holds aggregates only: rates rounded to three digits, numbers of patients rounded down to tens,
nothing about fewer than k patients. A verdict is *passed*, *failed* or *inconclusive*; what was not measured
is inconclusive and never passed. A certificate with a failed bar stands for nothing. One certificate may
stand for many packages: a filter *version* is measured once, on a reference cohort large enough, and a
package whose filter was trained by the same recipe, with groups at least as large, inherits it.

Not here: measuring (site_agent.certify), the bars (site_agent.certify.bars), who must have which standing
(radshare.policy).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from radshare.experiment import Digest, Label
from radshare.model import Frozen

if TYPE_CHECKING:
    from radshare.manifest import FilterSummary

ROUNDED_TO = 10
LEAST_PLANTED_RECALL = 0.99
"""Share of planted near-duplicates that an heir's own gate must catch."""
LARGEST_FALSE_MATCH_RATE = 0.01

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Text = Annotated[str, Field(max_length=400)]
Number = Annotated[float, Field(allow_inf_nan=False)]
RoundedDown = Annotated[int, Field(ge=0, multiple_of=ROUNDED_TO)]


class Verdict(StrEnum):
    """What a bar says."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"


class CertificateStatus(StrEnum):
    """Whose measurement a package stands on, the weakest first.

    ``uncertified``: none; the gate's own checks on every image alone. ``inherited``: that of another filter
    of the same recipe. ``certified``: that of this very filter.
    """

    UNCERTIFIED = "uncertified"
    INHERITED = "inherited"
    CERTIFIED = "certified"

    @property
    def rank(self) -> int:
        """How much it says; more is better."""
        return list(CertificateStatus).index(self)


class Ruling(Frozen):
    """What a bar says about a release.

    Attributes:
        bar: Name of the bar, in docs/reference/synthesize.md.
        verdict: What it says.
        goal: Whether the goal beyond the bar is reached.
        decided_by: Measure that decided it, or empty.
        why: How, with its numbers; never anything about a single patient.
    """

    bar: Name
    verdict: Verdict
    goal: bool = False
    decided_by: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,79})?$")] = ""
    why: Text = ""


class CertifiedMeasure(Frozen):
    """A rounded measure: value and 95 % interval over patients, and what guessing gives."""

    name: Name
    value: Number
    low: Number | None = None
    high: Number | None = None
    chance: Number | None = None
    patients_at_least: RoundedDown


class SuppressedShare(Frozen):
    """Exams of a kind and how many got no counterpart: rounded down, and up to the next five percent."""

    kind: Literal["all", "finding", "view", "sex", "age"]
    value: Annotated[str, Field(pattern=r"^[A-Za-z0-9_+-]{0,64}$")] = ""
    exams_at_least: RoundedDown
    suppressed_percent_at_most: Annotated[int, Field(ge=0, le=100, multiple_of=5)]


class FilterCertificate(Frozen):
    """What was measured of one filter.

    Attributes:
        format: Version of this document.
        measured_on: Date, ISO 8601.
        filter_digest: The filter that was measured.
        recipe: Digest of how it was trained and samples, data and k left out: the filter *version*.
        k: Its smallest group.
        image_size_px: Side of its images.
        patients_at_least: Patients it learned from.
        homogeneity: What members of a group have in common, and so is told by membership.
        rulings: Every bar.
        measures: What the bars were decided by, and more.
        suppressed: How many exams got no counterpart: in all, by finding, view, sex and age band.
    """

    format: Literal["radshare-certificate/1"] = "radshare-certificate/1"
    measured_on: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
    filter_digest: Digest
    recipe: Digest
    k: Annotated[int, Field(ge=1)]
    image_size_px: Annotated[int, Field(ge=16, le=4096)]
    patients_at_least: RoundedDown
    homogeneity: Text
    rulings: Annotated[tuple[Ruling, ...], Field(min_length=1, max_length=64)]
    measures: Annotated[tuple[CertifiedMeasure, ...], Field(max_length=2000)]
    suppressed: Annotated[tuple[SuppressedShare, ...], Field(max_length=500)]

    def failed(self) -> tuple[str, ...]:
        """Return the bars that were missed."""
        return tuple(each.bar for each in self.rulings if each.verdict is Verdict.FAILED)

    def open(self) -> tuple[str, ...]:
        """Return the bars nothing could be said about."""
        return tuple(each.bar for each in self.rulings if each.verdict is Verdict.INCONCLUSIVE)


PRIVACY_BARS = frozenset(
    {
        "attacker",
        "linkage",
        "reidentification",
        "source_in_group",
        "membership",
        "memorised",
        "planted_copies",
        "group_size",
    }
)
"""Bars that must be passed, not merely not failed, before a certificate stands for a package."""


class Standing(Frozen):
    """What a package's manifest says about its certificate.

    Attributes:
        status: ``certified`` or ``inherited``; a package without a certificate has no standing at all.
        certificate: SHA-256 of the certificate's canonical bytes; it is a statement inside the package.
        open: Bars about which nothing could be said.
    """

    status: Literal[CertificateStatus.INHERITED, CertificateStatus.CERTIFIED]
    certificate: Digest
    open: Annotated[tuple[Label, ...], Field(max_length=64)] = ()


def status_of(certificate: FilterCertificate, made_by: FilterSummary) -> CertificateStatus:
    """Return what a certificate is worth for a filter's packages.

    Args:
        certificate: What was measured.
        made_by: The filter that made the package, with its own non-statistical checks.

    Returns:
        ``uncertified`` where a bar failed, a privacy bar is open, or the filter is neither the measured one
        nor an heir: of the same recipe, with groups at least as large, and a gate of its own that caught the
        copies planted to test it.
    """
    passed = {each.bar for each in certificate.rulings if each.verdict is Verdict.PASSED}
    if certificate.failed() or not passed >= PRIVACY_BARS:
        return CertificateStatus.UNCERTIFIED
    if made_by.filter_digest == certificate.filter_digest:
        return CertificateStatus.CERTIFIED
    heir = (
        made_by.recipe == certificate.recipe
        and made_by.k >= certificate.k
        and made_by.planted_recall >= LEAST_PLANTED_RECALL
        and made_by.false_match_rate <= LARGEST_FALSE_MATCH_RATE
    )
    return CertificateStatus.INHERITED if heir else CertificateStatus.UNCERTIFIED


def standing(certificate: FilterCertificate, made_by: FilterSummary) -> Standing | None:
    """Return what a package's manifest may say about a certificate, or ``None`` where it is worth nothing."""
    status = status_of(certificate, made_by)
    if status is CertificateStatus.UNCERTIFIED:
        return None
    return Standing(status=status, certificate=certificate.sha256(), open=certificate.open())
