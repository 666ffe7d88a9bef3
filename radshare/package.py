"""Write a package and read it back: docs/package-format.md, version radshare/1.

Rules: the same contents always give the same bytes. A reader treats the file as hostile: limits first, one
byte form (radshare.container), the exact set of members that the manifest of digests names, every digest,
then every document; images hold pixels and nothing else (radshare.png); labels counted must bear out what the
manifest claims.

Not here: who published it and whether that is good enough (radshare.policy), and sealing (radshare.seal).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from radshare.attestation import Envelope
from radshare.container import PackageLimits, read_container, write_container
from radshare.croissant import croissant
from radshare.documents import parse_canonical
from radshare.errors import DocumentInvalid, PackageMalformed, SignatureInvalid
from radshare.files import replacing
from radshare.manifest import PackageManifest, PairRecord, aggregates
from radshare.png import check_gray_png

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["PackageContents", "PackageLimits", "content_digest", "read_package", "write_package"]

_MANIFEST = "manifest.json"
_RECORDS = "records.jsonl"
_CROISSANT = "croissant.json"
_DIGESTS = "manifest-sha256.txt"
_ATTESTATIONS = "attestations/"
_IMAGES = "images/"
_MAX_ATTESTATIONS = 16


@dataclass(frozen=True, slots=True)
class PackageContents:
    """What a package holds.

    Attributes:
        manifest: What it says about itself.
        pairs: Records, in ascending order of their ids.
        images: Pair id -> PNG bytes, 8-bit grey.
        attestations: Signed statements about `content_digest`; verified by `radshare.policy.verify_contents`.
    """

    manifest: PackageManifest
    pairs: tuple[PairRecord, ...]
    images: Mapping[str, bytes] = field(repr=False)
    attestations: tuple[Envelope, ...] = ()


def content_digest(
    manifest: PackageManifest, pairs: Iterable[PairRecord], images: Mapping[str, bytes]
) -> str:
    """Return what a package's attestations are about: one SHA-256 (hex) over manifest, records and images.

    It is the digest of the lines that manifest-sha256.txt holds for these members.
    """
    return hashlib.sha256(_digest_lines(_content(manifest, pairs, images))).hexdigest()


def write_package(contents: PackageContents, out: Path, limits: PackageLimits | None = None) -> None:
    """Write a package, atomically and in its one byte form.

    Raises:
        PackageMalformed: The contents are not what a reader would accept.
    """
    _check(contents, limits or PackageLimits())
    members = _content(contents.manifest, contents.pairs, contents.images)
    members[_CROISSANT] = croissant(contents.manifest, hashlib.sha256(members[_RECORDS]).hexdigest())
    for number, envelope in enumerate(contents.attestations):
        members[f"{_ATTESTATIONS}{number:02d}.json"] = envelope.to_json()
    members[_DIGESTS] = _digest_lines(members)
    with replacing(out) as file:
        write_container(members, file)


def read_package(path: Path, limits: PackageLimits | None = None) -> PackageContents:
    """Return what a package file holds, every digest and document checked.

    Raises:
        PackageMalformed: Anything that `write_package` would not have written, or more than the limits allow.
    """
    allowed = limits or PackageLimits()
    try:
        with path.open("rb") as file:
            members = read_container(file, allowed)
    except OSError:
        raise PackageMalformed("the file cannot be read") from None
    digests = members.pop(_DIGESTS, None)
    if digests is None or digests != _digest_lines(members):
        raise PackageMalformed("members and digests differ")
    contents = _parsed(members)
    _check(contents, allowed)
    return contents


def _content(
    manifest: PackageManifest, pairs: Iterable[PairRecord], images: Mapping[str, bytes]
) -> dict[str, bytes]:
    ordered = sorted(pairs, key=lambda pair: pair.pair_id)
    members = {pair.image: images[pair.pair_id] for pair in ordered if pair.pair_id in images}
    members[_MANIFEST] = manifest.canonical()
    members[_RECORDS] = b"".join(pair.canonical() + b"\n" for pair in ordered)
    return members


def _digest_lines(members: Mapping[str, bytes]) -> bytes:
    """Return a manifest in BagIt's syntax (RFC 8493, 2.1.3): digest, two spaces, name; sorted by name."""
    lines = (f"{hashlib.sha256(members[name]).hexdigest()}  {name}\n" for name in sorted(members))
    return "".join(lines).encode()


def _parsed(members: Mapping[str, bytes]) -> PackageContents:
    try:
        manifest = parse_canonical(PackageManifest, members[_MANIFEST])
        records = members[_RECORDS]
        pairs = tuple(parse_canonical(PairRecord, line) for line in records.split(b"\n")[:-1])
        if records and not records.endswith(b"\n"):
            raise PackageMalformed("records end without a line end")
        attested = [name for name in members if name.startswith(_ATTESTATIONS)]
        attestations = tuple(Envelope.from_json(members[name]) for name in attested)
    except KeyError:
        raise PackageMalformed("a member is missing") from None
    except (DocumentInvalid, SignatureInvalid) as error:
        raise PackageMalformed(error.detail) from None
    images = {name[len(_IMAGES) : -4]: data for name, data in members.items() if name.startswith(_IMAGES)}
    expected = {_MANIFEST, _RECORDS, _CROISSANT, *(pair.image for pair in pairs)}
    expected |= {f"{_ATTESTATIONS}{number:02d}.json" for number in range(len(attestations))}
    if members.keys() != expected:
        raise PackageMalformed("a member is missing or too many")
    return PackageContents(manifest, pairs, images, attestations)


def _check(contents: PackageContents, limits: PackageLimits) -> None:
    """Refuse contents that contradict themselves."""
    ids = [pair.pair_id for pair in contents.pairs]
    if not ids or ids != sorted(set(ids)):
        raise PackageMalformed("records are missing, out of order or twice")
    if set(ids) != contents.images.keys():
        raise PackageMalformed("records and images differ")
    if len(contents.attestations) > _MAX_ATTESTATIONS:
        raise PackageMalformed("too many attestations")
    for data in contents.images.values():
        check_gray_png(data, limits.max_image_side_px)
    if contents.manifest.aggregates != aggregates(contents.pairs, contents.manifest.filter.k):
        raise PackageMalformed("the manifest's counts are not those of the records")
