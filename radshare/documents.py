"""Read a document from bytes: closed, bounded, and in its one byte form where that matters.

Rule: a refusal names the keys that are wrong and never repeats a value.

Not here: who signed the bytes (radshare.attestation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import rfc8785
from pydantic import ValidationError

from radshare.errors import DocumentInvalid

if TYPE_CHECKING:
    from radshare.model import Frozen

DocumentT = TypeVar("DocumentT", bound="Frozen")

_MAX_BYTES = 16 * 1024 * 1024
_MAX_NAMED = 5


def parse(model: type[DocumentT], data: bytes | str) -> DocumentT:
    """Return the document of type ``model`` that the JSON ``data`` holds.

    Raises:
        DocumentInvalid: Not JSON, unknown or missing keys, values out of range; the detail names keys.
    """
    if len(data) > _MAX_BYTES:
        raise DocumentInvalid("too long")
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise DocumentInvalid(_named(error)) from None


def from_mapping(model: type[DocumentT], value: Any) -> DocumentT:  # noqa: ANN401 - whatever a YAML file held
    """Return the document of type ``model`` that a parsed YAML or JSON value describes.

    Raises:
        DocumentInvalid: As in `parse`.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise DocumentInvalid(_named(error)) from None


def parse_canonical(model: type[DocumentT], data: bytes) -> DocumentT:
    """Return the document, and refuse every byte form but its canonical one (RFC 8785).

    Raises:
        DocumentInvalid: As in `parse`, or the bytes are not the document's canonical bytes.
    """
    document = parse(model, data)
    try:
        same = document.canonical() == data
    except rfc8785.CanonicalizationError:
        raise DocumentInvalid("a number outside what JSON can say exactly") from None
    if not same:
        raise DocumentInvalid("not in canonical form")
    return document


def _named(error: ValidationError) -> str:
    """Return the places and kinds of the first few problems; never a value."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    named = [f"{'.'.join(map(str, p['loc'])) or 'document'}: {p['type']}" for p in problems[:_MAX_NAMED]]
    more = len(problems) - len(named)
    return "; ".join(named) + (f"; and {more} more" if more > 0 else "")
