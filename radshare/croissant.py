"""croissant.json: a package described for machines that know nothing of radshare.

Rule: written from the manifest and digests, never authored by hand and never read back; the manifest is the
authority.

Source: Croissant 1.1 (MLCommons, 2026): FileObject, FileSet, RecordSet; DUO terms under `usageInfo`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from radshare.model import canonical

if TYPE_CHECKING:
    from radshare.data_use import DataUse
    from radshare.manifest import PackageManifest

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "sc": "https://schema.org/",
    "source": "cr:source",
    "transform": "cr:transform",
}

_FIELDS = (
    ("pair_id", "Random id of the pair.", False),
    ("report", "ID-filtered report text.", False),
    ("labels", "Terms of the pathology lexicon.", True),
    ("view", "PA, AP, LL or empty.", False),
)


def croissant(manifest: PackageManifest, records_sha256: str) -> bytes:
    """Return the package's Croissant 1.1 description (canonical JSON-LD).

    Args:
        manifest: What the package says about itself.
        records_sha256: SHA-256 of records.jsonl, hex.
    """
    return canonical(
        {
            "@context": _CONTEXT,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.1",
            "name": manifest.collection,
            "description": f"{manifest.title}. Synthetic counterparts of {manifest.modality} images with"
            " ID-filtered reports; no original pixel.",
            "identifier": f"urn:radshare:package:{manifest.package_id}",
            "creator": {"@type": "sc:Organization", "name": str.__str__(manifest.publisher)},
            "datePublished": manifest.created,
            "version": "1.0.0",
            "usageInfo": _usage(manifest.data_use),
            "distribution": _distribution(records_sha256),
            "recordSet": [_record_set()],
        }
    )


def _usage(data_use: DataUse) -> list[dict[str, str]]:
    terms = (data_use.permission, *data_use.modifiers)
    return [
        {
            "@type": "sc:DefinedTerm",
            "termCode": term.value,
            "name": term.name,
            "inDefinedTermSet": "http://purl.obolibrary.org/obo/duo.owl",
        }
        for term in terms
    ]


def _distribution(records_sha256: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "cr:FileObject",
            "@id": "records",
            "name": "records.jsonl",
            "contentUrl": "records.jsonl",
            "encodingFormat": "application/jsonlines",
            "sha256": records_sha256,
        },
        {
            "@type": "cr:FileSet",
            "@id": "images",
            "name": "images",
            "encodingFormat": "image/png",
            "includes": "images/*.png",
        },
    ]


def _record_set() -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {
            "@type": "cr:Field",
            "@id": f"pairs/{name}",
            "name": name,
            "description": description,
            "dataType": "sc:Text",
            "repeated": repeated,
            "source": {"fileObject": {"@id": "records"}, "extract": {"column": name}},
        }
        for name, description, repeated in _FIELDS
    ]
    image = {
        "@type": "cr:Field",
        "@id": "pairs/image",
        "name": "image",
        "description": "Synthetic counterpart, 8-bit grey.",
        "dataType": "sc:ImageObject",
        "source": {"fileSet": {"@id": "images"}, "extract": {"fileProperty": "content"}},
    }
    return {
        "@type": "cr:RecordSet",
        "@id": "pairs",
        "name": "pairs",
        "key": {"@id": "pairs/pair_id"},
        "field": [*fields, image],
    }
