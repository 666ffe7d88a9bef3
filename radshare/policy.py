"""What must hold before a package is used. A policy is one method that raises; policies compose.

Order of checks, none of which may be skipped:

1. the publisher's identity card is of our CA               `radshare.identity.verify_card` (the caller's
step) 2. the release statement is signed by that card's key        `verify_release` 3. it was signed in the
publisher's own name, as a site      `verify_release` 4. the policy accepts the publisher and the certificate
`VerificationPolicy.verify` 5. the ciphertext is the one the statement names             `radshare.client`
(download), `radshare.seal` 6. contents and statement agree; attestations cover them     `verify_contents`

Not here: whether the use is permitted (radshare.data_use) and pinning of peers' cards (site_agent.receive).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from radshare.attestation import verify_document
from radshare.certificate import CertificateStatus
from radshare.errors import PolicyRefused, SignatureInvalid
from radshare.evidence import check_attestations
from radshare.identity import IdentityCard, Role
from radshare.manifest import ReleaseStatement

if TYPE_CHECKING:
    from radshare.attestation import Envelope
    from radshare.package import PackageContents


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a policy judges: a release whose signature was checked, and what is known of its publisher.

    Attributes:
        release: The verified statement.
        card: The publisher's verified card.
        revoked: Whether the coordinator says that the publisher is revoked.
    """

    release: ReleaseStatement
    card: IdentityCard
    revoked: bool = False


class VerificationPolicy(Protocol):
    """Decides whether evidence is good enough."""

    def verify(self, evidence: Evidence) -> None:
        """Accept in silence.

        Raises:
            PolicyRefused: The evidence is not good enough.
        """
        ...


class AllOf:
    """Accepts what every one of its policies accepts."""

    def __init__(self, policies: tuple[VerificationPolicy, ...]) -> None:
        # An empty conjunction would accept everything, and most likely is a configuration that went wrong.
        if not policies:
            msg = "AllOf needs at least one policy"
            raise ValueError(msg)
        self._policies = policies

    def verify(self, evidence: Evidence) -> None:
        """Refuse with the first policy that refuses."""
        for policy in self._policies:
            policy.verify(evidence)


class AnyOf:
    """Accepts what at least one of its policies accepts."""

    def __init__(self, policies: tuple[VerificationPolicy, ...]) -> None:
        # An empty disjunction would refuse everything without saying so where it was written.
        if not policies:
            msg = "AnyOf needs at least one policy"
            raise ValueError(msg)
        self._policies = policies

    def verify(self, evidence: Evidence) -> None:
        """Refuse when all refuse; the detail holds every reason."""
        reasons = []
        for policy in self._policies:
            try:
                policy.verify(evidence)
            except PolicyRefused as refusal:
                reasons.append(refusal.detail)
            else:
                return
        raise PolicyRefused("; ".join(reasons))


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Accepts releases of the named publishers only (SPIFFE ids)."""

    publishers: frozenset[str]

    def verify(self, evidence: Evidence) -> None:
        """Refuse any other publisher."""
        if evidence.card.spiffe_id not in self.publishers:
            raise PolicyRefused("a publisher that is not on the list")


@dataclass(frozen=True, slots=True)
class NotRevoked:
    """Accepts releases of publishers that are still members."""

    def verify(self, evidence: Evidence) -> None:
        """Refuse a revoked publisher."""
        if evidence.revoked:
            raise PolicyRefused("the publisher is revoked")


@dataclass(frozen=True, slots=True)
class GatesPassed:
    """Accepts releases whose filter was measured to be good enough.

    Attributes:
        min_k: Smallest k.
        min_planted_recall: Smallest share of planted near-duplicates that the gate caught, 0..1.
        max_false_match_rate: Largest false match rate, 0..1.
        certificate: What measurement the filter must stand on at least.
    """

    min_k: int = 5
    min_planted_recall: float = 0.9
    max_false_match_rate: float = 0.2
    certificate: CertificateStatus = CertificateStatus.UNCERTIFIED

    def verify(self, evidence: Evidence) -> None:
        """Refuse a filter that misses one of the thresholds."""
        made_by = evidence.release.filter
        if made_by.k < self.min_k:
            raise PolicyRefused(f"k is {made_by.k}, below {self.min_k}")
        if made_by.planted_recall < self.min_planted_recall:
            raise PolicyRefused(f"planted recall is below {self.min_planted_recall}")
        if made_by.false_match_rate > self.max_false_match_rate:
            raise PolicyRefused(f"the false match rate is above {self.max_false_match_rate}")
        if made_by.status.rank < self.certificate.rank:
            raise PolicyRefused(f"the filter is {made_by.status}; asked for is {self.certificate}")


def verify_release(
    statement: Envelope, card: IdentityCard, policy: VerificationPolicy, *, revoked: bool = False
) -> ReleaseStatement:
    """Return the release statement, after signature, name and policy were checked.

    Args:
        statement: As the catalog relays it.
        card: The publisher's card, verified against our CA.
        policy: What else must hold.
        revoked: Whether the publisher is revoked.

    Raises:
        SignatureInvalid: The card's key did not sign it, or it was signed in another's name.
        PolicyRefused: The policy says no.
    """
    release = verify_document(statement, ReleaseStatement, card.signing_key)
    if release.publisher != card.spiffe_id or card.spiffe_id.role is not Role.SITE:
        raise SignatureInvalid("signed in another's name")
    policy.verify(Evidence(release, card, revoked))
    return release


def verify_contents(contents: PackageContents, release: ReleaseStatement, card: IdentityCard) -> None:
    """Check that a package is the one that was released, and that its attestations cover it.

    Args:
        contents: From `radshare.package.read_package`, which checked every digest.
        release: From `verify_release`.
        card: The publisher's verified card.

    Raises:
        SignatureInvalid: An attestation is not the publisher's, or is about other bytes.
        PolicyRefused: Manifest and release differ, or a required attestation is missing.
    """
    if contents.manifest != release.manifest():
        raise PolicyRefused("the package's manifest is not the released one")
    check_attestations(contents, card.signing_key)
