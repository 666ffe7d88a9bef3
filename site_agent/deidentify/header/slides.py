"""Whole-slide images (PS3.3 C.8.12.4): the pyramid goes on, pictures of the slide's label do not.

Rules: label and overview images are refused, and so is every image that says the label is in it; an image
that does not say what it shows is refused; a thumbnail goes on as any other picture, so that text in it is
looked for.

Not here: names of specimens and containers (`naming`), descriptions of them (`free_text`), tiles
(`pixels.clean`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.header.identifiers import values_of
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_FLAVOR: Final = 2  # value 3 of Image Type
_PYRAMID: Final = "VOLUME"
_THUMBNAIL: Final = "THUMBNAIL"


def is_pyramid_level(dataset: Dataset) -> bool:
    """Return whether a slide image is a level of the pyramid; a thumbnail is not.

    Raises:
        InputRefusedError: `Reason.SLIDE_LABEL`, the label is or may be in the picture.
    """
    said = (
        [value.strip().upper() for value in values_of(dataset["ImageType"])] if "ImageType" in dataset else []
    )
    flavor = said[_FLAVOR] if len(said) > _FLAVOR else ""
    label = str(dataset.get("SpecimenLabelInImage") or "").strip().upper()
    if label == "YES" or flavor not in {_PYRAMID, _THUMBNAIL} or (flavor == _THUMBNAIL and label != "NO"):
        raise InputRefusedError(Reason.SLIDE_LABEL)
    return flavor == _PYRAMID
