"""What a package stands on: its filter's own certificate, that of its filter version, or none.

Three standings, and what each takes:

* **uncertified**: the non-statistical checks alone. Every pair was made by this filter, passed every check of
  its gate, and comes from a group of at least k patients (`check_pairs`); the gate caught the copies planted
  to test it, else the filter would not have drawn at all (`site_agent.synthesize.errors.FilterWeak`).
* **inherited**: these, and a certificate of another filter of the same recipe, measured on a reference
  cohort, with every privacy bar passed, none missed, and groups no larger than this filter's. It is what a
  hospital takes that is too small to measure anything: its own numbers would be inconclusive.
* **certified**: these, and such a certificate of this very filter.

Rules: a filter that was measured itself and missed a bar publishes nothing, whatever it could inherit. A
certificate that does not fit is worth nothing and does no harm. What a package must stand on at least is the
site's setting ``filter.required_certificate``, which it also asks of what it receives.

Not here: what a certificate is worth (radshare.certificate.status_of), which a receiver computes again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from radshare.certificate import CertificateStatus, FilterCertificate, standing
from radshare.documents import parse_canonical
from radshare.errors import DocumentInvalid
from site_agent.certify.errors import (
    CertificateFailed,
    CertificateMissing,
    CertificateUnreadable,
    PairUnproved,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from radshare.manifest import FilterSummary
    from site_agent.case import GateRecord


def read_certificates(paths: Iterable[Path]) -> tuple[FilterCertificate, ...]:
    """Read published certificates.

    Raises:
        CertificateUnreadable: A file is missing or is no certificate in its canonical form.
    """
    try:
        return tuple(parse_canonical(FilterCertificate, path.read_bytes()) for path in paths)
    except (OSError, DocumentInvalid):
        raise CertificateUnreadable from None


def stand(
    made_by: FilterSummary, certificates: Sequence[FilterCertificate], required: CertificateStatus
) -> tuple[FilterSummary, FilterCertificate | None]:
    """Return the filter's summary with the best standing there is, and the certificate it comes from.

    Args:
        made_by: The filter's own summary.
        certificates: What the site has.
        required: What a release must stand on at least.

    Raises:
        CertificateFailed: This very filter was measured and missed a bar.
        CertificateMissing: The best standing is less than what is required.
    """
    for certificate in certificates:
        if certificate.filter_digest == made_by.filter_digest and certificate.failed():
            raise CertificateFailed(", ".join(certificate.failed()))
    found = [(claim, each) for each in certificates if (claim := standing(each, made_by)) is not None]
    best = max(found, key=lambda pair: pair[0].status.rank, default=None)
    if (CertificateStatus.UNCERTIFIED if best is None else best[0].status).rank < required.rank:
        raise CertificateMissing(f"{required} is asked for")
    if best is None:
        return made_by, None
    return made_by.model_copy(update={"certificate": best[0]}), best[1]


def check_pairs(gates: Iterable[GateRecord], made_by: FilterSummary) -> None:
    """Check the evidence of every pair of a release.

    Args:
        gates: What the gate recorded of each.
        made_by: The filter that is said to have made them.

    Raises:
        PairUnproved: One is of another filter, failed a check, was never checked, or its group is too small.
    """
    for gate in gates:
        proved = (
            gate.filter_digest == made_by.filter_digest
            and bool(gate.checks)
            and all(gate.checks.values())
            and gate.group_patients >= made_by.k
            and gate.k >= made_by.k
        )
        if not proved:
            raise PairUnproved
