"""The signed statements inside a package: how it was de-identified, how private it is, where it is from.

Rule: each is an in-toto statement about the package's content digest, signed by the publisher's own key; a
package without the three of `REQUIRED` is not verified. Predicates hold the manifest's summaries, so that
nothing is said twice differently.

Not here: judging the values (radshare.policy).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from radshare.attestation import PredicateType, Statement, sign_document, statement, verify_document
from radshare.errors import PolicyRefused, SignatureInvalid
from radshare.package import PackageContents, content_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from radshare.attestation import Envelope, Signer
    from radshare.manifest import PackageManifest, PairRecord

REQUIRED = frozenset({PredicateType.DEIDENTIFICATION, PredicateType.PRIVACY, PredicateType.PROVENANCE})
"""What every package must carry; a utility statement may follow."""


def attest(
    manifest: PackageManifest, pairs: Iterable[PairRecord], images: Mapping[str, bytes], key: Signer
) -> tuple[Envelope, ...]:
    """Return the required statements about a package, signed by its publisher; deterministic."""
    digest = content_digest(manifest, pairs, images)
    return tuple(
        sign_document(statement(manifest.package_id, digest, kind, predicate), key)
        for kind, predicate in _predicates(manifest).items()
    )


def check_attestations(contents: PackageContents, signing_key: bytes) -> None:
    """Check that a package carries the required statements, about these very bytes, by this key.

    Args:
        contents: The package.
        signing_key: The publisher's Ed25519 public key, raw, from its verified card.

    Raises:
        SignatureInvalid: A statement is not the publisher's, or is about something else.
        PolicyRefused: A required statement is missing, or says other than the manifest.
    """
    digest = content_digest(contents.manifest, contents.pairs, contents.images)
    expected = _predicates(contents.manifest)
    seen: set[PredicateType] = set()
    for envelope in contents.attestations:
        said = verify_document(envelope, Statement, signing_key)
        about = [(subject.name, subject.digest) for subject in said.subject]
        if about != [(contents.manifest.package_id, {"sha256": digest})]:
            raise SignatureInvalid("a statement about something else")
        if said.predicate_type in seen:
            raise PolicyRefused("two statements of one kind")
        if said.predicate_type in expected and said.predicate != expected[said.predicate_type]:
            raise PolicyRefused("a statement that differs from the manifest")
        seen.add(said.predicate_type)
    if missing := sorted(kind.name for kind in REQUIRED - seen):
        raise PolicyRefused(f"missing statements: {', '.join(missing)}")


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
