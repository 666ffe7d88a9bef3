"""What a package says about itself, and the statement by which its publisher stands for it.

Rule: what is published is a statistic. Counts are rounded down to tens and cells below k are left out
(`aggregates`); percentages are bounds; nothing here is about one exam. Pair ids are random; digests in a
release are of ciphertext.

Not here: the records' container (radshare.package) and whether the values are good enough (radshare.policy).
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from radshare.attestation import Signable
from radshare.certificate import CertificateStatus, Standing
from radshare.data_use import DataUse
from radshare.experiment import Digest, Hex32, Label
from radshare.guarantee import DpGuarantee
from radshare.identity import SpiffeId
from radshare.model import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "radshare/1"
ROUNDED_TO = 10
"""Published counts are multiples of this, rounded down."""

Share = Annotated[float, Field(ge=0, le=1)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class PairRecord(Frozen):
    """One synthetic counterpart and its filtered report.

    Attributes:
        pair_id: Random id.
        image: Member of the package that holds the image: ``images/<pair_id>.png``.
        report: ID-filtered report text.
        labels: Terms of the pathology lexicon, sorted, or exactly ``("no_finding",)``.
        view: ``PA``, ``AP``, ``LL`` or empty.
        sex: ``F``, ``M``, ``O`` or empty, if the group shares it.
        age_band: Ten-year band such as ``40-49``, ``90+`` or empty, if the group shares it.
    """

    pair_id: Hex32
    image: Annotated[str, Field(pattern=r"^images/[0-9a-f]{32}\.png$")]
    report: Annotated[str, Field(max_length=100_000)]
    labels: Annotated[tuple[Label, ...], Field(min_length=1, max_length=64)]
    view: Literal["PA", "AP", "LL", ""] = ""
    sex: Literal["F", "M", "O", ""] = ""
    age_band: Annotated[str, Field(pattern=r"^((\d|[1-8]\d)-(\d|[1-8]\d)|90\+)?$")] = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.image != image_name(self.pair_id):
            msg = "a pair's image is named by its id"
            raise ValueError(msg)
        if list(self.labels) != sorted(set(self.labels)):
            msg = "labels are sorted and named once"
            raise ValueError(msg)
        return self


def image_name(pair_id: str) -> str:
    """Return the package member that holds a pair's image."""
    return f"images/{pair_id}.png"


def _absent(value: object) -> bool:
    """Leave a key out of the canonical form, so that documents without it keep their bytes."""
    return value is None


class FilterSummary(Frozen):
    """What the publisher measured of the image filter that made the counterparts.

    Attributes:
        filter_digest: SHA-256 over the filter's files, hex.
        preset: Name of the training preset.
        image_size_px: Side of the square images.
        k: Smallest number of patients whose exams share one condition.
        patients_at_least: Patients the filter learned from, rounded down to tens.
        planted_recall: Share of planted near-duplicates that the gate caught, 0..1.
        false_match_rate: Share of synthetic strangers that the copy checks refuse by chance, 0..1.
        suppressed_percent_at_most: Exams for which no counterpart passed, rounded up to 5 percent.
        recipe: Digest of how the filter was trained and samples, data and k left out; absent where unknown.
        certificate: What measurement the filter stands on; absent where it stands on none.
        dp: What differential privacy promises about the generator; absent where it promises nothing.
    """

    filter_digest: Digest
    preset: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    image_size_px: Annotated[int, Field(ge=16, le=4096)]
    k: Annotated[int, Field(ge=1)]
    patients_at_least: Annotated[int, Field(ge=0)]
    planted_recall: Share
    false_match_rate: Share
    suppressed_percent_at_most: Annotated[int, Field(ge=0, le=100)]
    recipe: Annotated[Digest | None, Field(exclude_if=_absent)] = None
    certificate: Annotated[Standing | None, Field(exclude_if=_absent)] = None
    dp: Annotated[DpGuarantee | None, Field(exclude_if=_absent)] = None

    @property
    def status(self) -> CertificateStatus:
        """What measurement the filter stands on."""
        return CertificateStatus.UNCERTIFIED if self.certificate is None else self.certificate.status

    def with_suppressed(self, share: float) -> Self:
        """Return the summary with a suppressed share (0..1), rounded up to 5 percent."""
        percent = min(100, 5 * math.ceil(20 * share - 1e-9))
        return self.model_copy(update={"suppressed_percent_at_most": percent})


class DeidentificationSummary(Frozen):
    """Which profile the originals went through.

    Attributes:
        profile: Name and version, e.g. ``share/1``.
        method_codes: Codes of DICOM PS3.16 CID 7050, e.g. ``113100``.
    """

    profile: Annotated[str, Field(min_length=1, max_length=100)]
    method_codes: Annotated[tuple[Annotated[str, Field(pattern=r"^\d{6}$")], ...], Field(max_length=32)]


class Aggregates(Frozen):
    """Counts that may be shown to anybody: multiples of ten, rounded down; labels below k are missing."""

    pairs_at_least: Annotated[int, Field(ge=0)]
    labels_at_least: dict[Label, Annotated[int, Field(ge=0)]]


def aggregates(pairs: Iterable[PairRecord], k: int) -> Aggregates:
    """Return the counts that may be published.

    Args:
        pairs: The package's records.
        k: Labels that fewer than ``k`` pairs carry are left out, and so are those that round down to nothing.
    """
    held = list(pairs)
    counts = Counter(label for pair in held for label in pair.labels)
    shown = {label: _down(n) for label, n in sorted(counts.items()) if n >= k and _down(n) > 0}
    return Aggregates(pairs_at_least=_down(len(held)), labels_at_least=shown)


def _down(count: int) -> int:
    return count // ROUNDED_TO * ROUNDED_TO


class PackageManifest(Frozen):
    """A package's own description: manifest.json.

    Attributes:
        format: Version of docs/package-format.md.
        package_id: Random id.
        publisher: SPIFFE id of the site.
        collection: Short name of the collection it belongs to.
        title: For people.
        modality: DICOM modality of the originals, e.g. ``DX``.
        created: Date, ISO 8601; a day, not a time.
        data_use: What it may be used for.
        filter: How the counterparts were made.
        deidentification: How the originals were de-identified.
        aggregates: What it holds, roughly.
    """

    format: Literal["radshare/1"] = "radshare/1"
    package_id: Hex32
    publisher: SpiffeId
    collection: Slug
    title: Title
    modality: Annotated[str, Field(pattern=r"^[A-Z]{2,8}$")]
    created: IsoDate
    data_use: DataUse
    filter: FilterSummary
    deidentification: DeidentificationSummary
    aggregates: Aggregates


class ReleaseStatement(PackageManifest, Signable):
    """What a publisher signs for the catalog: the manifest's fields, and which ciphertext they are about.

    Attributes:
        ciphertext_sha256: SHA-256 of the sealed file, hex.
        ciphertext_bytes: Its length.
    """

    payload_type: ClassVar[str] = "application/vnd.radshare.release.v1+json"

    ciphertext_sha256: Digest
    ciphertext_bytes: Annotated[int, Field(ge=1)]

    def manifest(self) -> PackageManifest:
        """Return the manifest this release is about."""
        named = {name: getattr(self, name) for name in PackageManifest.model_fields}
        return PackageManifest.model_validate(named)


def release(manifest: PackageManifest, ciphertext_sha256: str, ciphertext_bytes: int) -> ReleaseStatement:
    """Return the statement that releases a sealed package."""
    named = {name: getattr(manifest, name) for name in PackageManifest.model_fields}
    return ReleaseStatement.model_validate(
        {**named, "ciphertext_sha256": ciphertext_sha256, "ciphertext_bytes": ciphertext_bytes}
    )
