"""What the site agent refuses, and why a single input was set aside.

Two different things: a `SiteAgentError` ends a command; a `Reason` quarantines, refuses or skips one input
while the rest goes on. Neither ever holds a patient value.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from radshare.errors import RadshareError


class SiteAgentError(RadshareError):
    """The site agent refused."""

    code = "SITE_AGENT"
    summary = "The site agent could not do this."
    remedy = "See docs/errors/README.md for the code."


class Reason(StrEnum):
    """Why one input did not go on; `meaning` is the sentence shown to the site admin."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        """Keep the sentence beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    UNREADABLE = "unreadable", "Not DICOM, truncated, or refused by the reader."
    NO_PIXELS = "no_pixels", "A data set without an image."
    UNSUPPORTED_OBJECT = (
        "unsupported_object",
        "A SOP class this release does not de-identify (PDF, CDA, STL, DICOMDIR).",
    )
    UNSUPPORTED_MODALITY = "unsupported_modality", "De-identified, but no filter makes counterparts for it."
    PIXELS_UNREADABLE = "pixels_unreadable", "The transfer syntax or the pixel data could not be decoded."
    TOO_LARGE = "too_large", "Beyond the configured limit in bytes or pixels."
    NO_PATIENT = "no_patient", "Neither patient nor study can be told, so no consistent pseudonym exists."
    IMAGE_WITHOUT_REPORT = "image_without_report", "Waits for its report."
    REPORT_WITHOUT_IMAGE = "report_without_image", "Waits for its image."
    REPORTS_CONFLICT = "reports_conflict", "Two different reports for one study."
    REPORT_UNREADABLE = "report_unreadable", "Wrong encoding, empty or malformed."
    REPORT_IDENTIFIERS_REMAIN = "report_identifiers_remain", "The second pass still found something."
    REPORT_LABELS_CHANGED = "report_labels_changed", "Filtering changed what the report says."
    REPORT_UNLABELLED = "report_unlabelled", "No finding and no normality statement was recognised."
    METADATA_IDENTIFIERS_REMAIN = (
        "metadata_identifiers_remain",
        "Verification found an identifier after de-identification.",
    )
    BURNED_IN_TEXT = "burned_in_text", "Text in the pixels could not be removed for certain."
    NOT_AN_EXAM_IMAGE = "not_an_exam_image", "Blank, saturated or not a radiograph."
    RARE_PROFILE = "rare_profile", "Fewer than k patients share any generalisation of the profile."
    GATE_IDENTITY = (
        "gate_identity",
        "Every candidate was too close to (or too far from) the group's patients.",
    )
    GATE_MEMORISED = "gate_memorised", "Every candidate resembled one training patient too much."
    GATE_PATHOLOGY = "gate_pathology", "No candidate kept the findings."
    GATE_REALISM = "gate_realism", "No candidate looked like a radiograph."
    REVIEW_REJECTED = "review_rejected", "A person said no."
    HELD_OUT = "held_out", "Kept at home on purpose: the site's own test patients."
