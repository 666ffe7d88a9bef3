"""Builds a package of approved pairs: the same release gives the same bytes, every time.

Rules: it takes `ApprovedPair` and nothing else; a record carries what the pair says and no case id, patient,
group or score; records are ordered by their random ids, so that their order says nothing.

Not here: sealing and submitting (site_agent.publish.press).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from radshare.evidence import attest
from radshare.manifest import DeidentificationSummary, PackageManifest, PairRecord, aggregates, image_name
from radshare.package import PackageContents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from radshare.attestation import Signer
    from radshare.certificate import FilterCertificate
    from radshare.identity import SpiffeId
    from radshare.manifest import FilterSummary
    from site_agent.case import ApprovedPair, DeidentificationRecord
    from site_agent.settings import CollectionSettings


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a package says about itself besides its pairs.

    Attributes:
        package_id: Random id.
        publisher: This site.
        created: Date, ISO 8601.
        collection: The site's settings.
        filter: How the counterparts were made, and what measurement that stands on.
        deidentification: How the originals were de-identified.
        certificate: That measurement, or ``None``.
    """

    package_id: str
    publisher: SpiffeId
    created: str
    collection: CollectionSettings
    filter: FilterSummary
    deidentification: DeidentificationSummary
    certificate: FilterCertificate | None = None


def records(pairs: Iterable[ApprovedPair]) -> tuple[PairRecord, ...]:
    """Return what leaves of each pair, ordered by the random ids."""
    return tuple(
        PairRecord.model_validate(
            {
                "pair_id": approved.pair_id,
                "image": image_name(approved.pair_id),
                "report": approved.pair.report,
                "labels": tuple(sorted(approved.pair.labels)),
                "view": approved.pair.view,
            }
        )
        for approved in sorted(pairs, key=lambda each: each.pair_id)
    )


def manifest(imprint: Imprint, held: Sequence[PairRecord]) -> PackageManifest:
    """Return the package's own description; its counts are rounded down, cells below k left out."""
    return PackageManifest(
        package_id=imprint.package_id,
        publisher=imprint.publisher,
        collection=imprint.collection.name,
        title=imprint.collection.title,
        modality=imprint.collection.modality,
        created=imprint.created,
        data_use=imprint.collection.data_use,
        filter=imprint.filter,
        deidentification=imprint.deidentification,
        aggregates=aggregates(held, imprint.filter.k),
    )


def contents(imprint: Imprint, pairs: Sequence[ApprovedPair], key: Signer) -> PackageContents:
    """Return the package of these pairs, with the statements that the publisher's ``key`` signs about it."""
    held = records(pairs)
    described = manifest(imprint, held)
    images = {approved.pair_id: png(approved.pair.image) for approved in pairs}
    signed = attest(described, held, images, key, imprint.certificate)
    return PackageContents(described, held, images, signed)


def summarise(evidence: Iterable[DeidentificationRecord]) -> DeidentificationSummary:
    """Return what holds for all exams behind the package: profiles, and the method codes in common."""
    seen = list(evidence)
    codes = set(seen[0].method_codes).intersection(*(each.method_codes for each in seen))
    profiles = sorted({each.profile for each in seen})
    return DeidentificationSummary(profile=", ".join(profiles), method_codes=tuple(sorted(codes)))


def png(image: NDArray[np.uint8]) -> bytes:
    """Return a gray image uint8 ``[H, W]`` as PNG without any text or time in it."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, format="PNG")
    return buffer.getvalue()
