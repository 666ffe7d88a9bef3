"""Whole-slide images: a pyramid level that stays, label and overview images that may not leave.

Not here: the texts about specimens that other images bear too (`nested`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from factories.canaries import frames, ink

if TYPE_CHECKING:
    from factories.canaries.draft import Draft

WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6"


def described(draft: Draft) -> None:
    """Write the specimen, the container and the label's text."""
    data = draft.dataset
    draft.plant(data, "BarcodeValue", "{id}", "slide/BarcodeValue")
    draft.plant(data, "LabelText", "{name} {number}", "slide/LabelText")
    draft.plant(data, "ContainerIdentifier", "{id}", "slide/ContainerIdentifier")
    specimen = draft.item(data, "SpecimenDescriptionSequence")
    draft.plant(specimen, "SpecimenIdentifier", "{id}", "slide/SpecimenIdentifier")
    draft.uid(
        specimen, "SpecimenUID", draft.ledger.mint.make("uid", draft.file, "specimen"), "slide/SpecimenUID"
    )
    draft.plant(specimen, "SpecimenShortDescription", "skin of {name}", "slide/SpecimenShortDescription")
    step = draft.item(specimen, "SpecimenPreparationSequence")
    content = draft.item(step, "SpecimenPreparationStepContentItemSequence")
    content.ValueType = "TEXT"
    draft.plant(content, "TextValue", "cut by {name} {day:%d.%m.%Y}", "slide/preparation TextValue")
    draft.date(data, "AcquisitionDateTime", "slide/AcquisitionDateTime", time="101010")


def tiles(count: int, *, text: str = "") -> np.ndarray:
    """Return colour tiles, shape [count, 64, 64, 3], with text across the first one when asked."""
    noise = np.random.default_rng(count).integers(180, 240, (count, 64, 64, 3)).astype(np.uint8)
    if text:
        ink.stamp(noise[0], text, (0, 0, 0), points=12)
    return noise


def pyramid(draft: Draft) -> None:
    """Write one level of a pyramid."""
    described(draft)
    data = draft.dataset
    data.ImageType = ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]
    frames.native(draft, tiles(4))
    draft.keep(data, "TotalPixelMatrixColumns", 128)
    draft.keep(data, "TotalPixelMatrixRows", 128)
    draft.keep(data, "ImagedVolumeWidth", 15.0)
    draft.keep(data, "FocusMethod", "AUTO")
    draft.keep(data, "DimensionOrganizationType", "TILED_FULL")
    draft.uid(data, "FrameOfReferenceUID", draft.study.frame_of_reference, "slide/FrameOfReferenceUID")
    data.SpecimenLabelInImage = "NO"


def label(draft: Draft) -> None:
    """Write the photograph of the label."""
    described(draft)
    draft.dataset.ImageType = ["ORIGINAL", "PRIMARY", "LABEL", "NONE"]
    draft.dataset.SpecimenLabelInImage = "YES"
    frames.native(draft, tiles(1, text="LABEL"))
    draft.cleanable = draft.released = False


def overview(draft: Draft) -> None:
    """Write the photograph of the whole slide, label included."""
    described(draft)
    draft.dataset.ImageType = ["ORIGINAL", "PRIMARY", "OVERVIEW", "NONE"]
    draft.dataset.SpecimenLabelInImage = "YES"
    frames.native(draft, tiles(1, text="MACRO"))
    draft.cleanable = draft.released = False
