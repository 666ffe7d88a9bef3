"""The signed statements inside a package: how it was de-identified, how private it is, where it is from.

Rules: each is an in-toto statement about the package's content digest, signed by the publisher's own key; a
package without the three of `REQUIRED` is not verified. Predicates hold the manifest's summaries, so that
nothing is said twice differently. A manifest that claims a certificate brings it as a fourth statement, and
what the manifest claims is what the certificate is worth for it; without the claim there is none.

Not here: judging the values (radshare.policy).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from radshare.attestation import (
    PredicateType,
    Statement,
    read_unverified,
    sign_document,
    statement,
    verify_document,
)
from radshare.certificate import FilterCertificate, standing
from radshare.documents import from_mapping
from radshare.errors import DocumentInvalid, PolicyRefused, SignatureInvalid
from radshare.package import PackageContents, content_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from radshare.attestation import Envelope, Signer
    from radshare.manifest import PackageManifest, PairRecord

REQUIRED = frozenset({PredicateType.DEIDENTIFICATION, PredicateType.PRIVACY, PredicateType.PROVENANCE})
"""What every package must carry; a utility statement may follow, and a certificate where one is claimed."""


def attest(
    manifest: PackageManifest,
    pairs: Iterable[PairRecord],
    images: Mapping[str, bytes],
    key: Signer,
    certificate: FilterCertificate | None = None,
) -> tuple[Envelope, ...]:
    """Return the statements about a package, signed by its publisher; deterministic.

    Args:
        manifest: The package's own description.
        pairs: Its records.
        images: Its images.
        key: The publisher's.
        certificate: The one the manifest claims, if it claims one.
    """
    digest = content_digest(manifest, pairs, images)
    said = _predicates(manifest)
    if certificate is not None:
        said[PredicateType.CERTIFICATE] = certificate.model_dump(mode="json")
    return tuple(
        sign_document(statement(manifest.package_id, digest, kind, predicate), key)
        for kind, predicate in said.items()
    )


def check_attestations(contents: PackageContents, signing_key: bytes) -> None:
    """Check that a package carries the statements it must, about these very bytes, by this key.

    Args:
        contents: The package.
        signing_key: The publisher's Ed25519 public key, raw, from its verified card.

    Raises:
        SignatureInvalid: A statement is not the publisher's, or is about something else.
        PolicyRefused: A required statement is missing, or says other than the manifest.
    """
    digest = content_digest(contents.manifest, contents.pairs, contents.images)
    expected = _predicates(contents.manifest)
    seen: dict[PredicateType, dict[str, Any]] = {}
    for envelope in contents.attestations:
        said = verify_document(envelope, Statement, signing_key)
        about = [(subject.name, subject.digest) for subject in said.subject]
        if about != [(contents.manifest.package_id, {"sha256": digest})]:
            raise SignatureInvalid("a statement about something else")
        if said.predicate_type in seen:
            raise PolicyRefused("two statements of one kind")
        if said.predicate_type in expected and said.predicate != expected[said.predicate_type]:
            raise PolicyRefused("a statement that differs from the manifest")
        seen[said.predicate_type] = said.predicate
    if missing := sorted(kind.name for kind in REQUIRED - seen.keys()):
        raise PolicyRefused(f"missing statements: {', '.join(missing)}")
    _check_certificate(contents.manifest, seen.get(PredicateType.CERTIFICATE))


def certificate_in(contents: PackageContents) -> FilterCertificate | None:
    """Return the certificate that a package carries, after `check_attestations`."""
    for envelope in contents.attestations:
        said = read_unverified(envelope, Statement)
        if said.predicate_type is PredicateType.CERTIFICATE:
            return from_mapping(FilterCertificate, said.predicate)
    return None


def _check_certificate(manifest: PackageManifest, predicate: dict[str, Any] | None) -> None:
    """Check that what the manifest claims of a certificate is what the certificate is worth for it."""
    claimed = manifest.filter.certificate
    if claimed is None and predicate is None:
        return
    if claimed is None or predicate is None:
        raise PolicyRefused("a certificate that is claimed and not there, or there and not claimed")
    try:
        certificate = from_mapping(FilterCertificate, predicate)
    except DocumentInvalid as error:
        raise PolicyRefused(f"certificate: {error.detail}") from None
    if standing(certificate, manifest.filter) != claimed:
        raise PolicyRefused("a certificate that is not worth what the manifest claims")


def _predicates(manifest: PackageManifest) -> dict[PredicateType, dict[str, Any]]:
    return {
        PredicateType.DEIDENTIFICATION: manifest.deidentification.model_dump(mode="json"),
        PredicateType.PRIVACY: manifest.filter.model_dump(mode="json"),
        PredicateType.PROVENANCE: {
            "builder": str.__str__(manifest.publisher),
            "created": manifest.created,
            "format": manifest.format,
        },
    }
