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


class SettingsError(SiteAgentError):
    """``site.yaml`` is missing, is not YAML, or holds a key or value that is not allowed."""

    code = "SETTINGS_INVALID"
    summary = "The site's settings cannot be used."
    remedy = "Compare site.yaml with configs/site.example.yaml; every key is explained there."


class AgentRunningError(SiteAgentError):
    """Another agent already works in the same home folder."""

    code = "AGENT_RUNNING"
    summary = "Another site agent already works in this home folder."
    remedy = "Stop it first, or give this one a home folder of its own."


class StoreDamagedError(SiteAgentError):
    """Something in the private folder does not decrypt or is missing."""

    code = "STORE_DAMAGED"
    summary = "The site's private store does not hold what was put there."
    remedy = "Restore the private folder together with the identity folder from one backup."


class EvidenceError(SiteAgentError):
    """A stored case or pair came without the proof of the step that made it."""

    code = "EVIDENCE_MISSING"
    summary = "A stored case or pair lacks the evidence of the step that made it."
    remedy = "Restore the private folder from a backup; what has no evidence never goes on."


class NotFoundError(SiteAgentError):
    """There is nothing under the given id."""

    code = "NOT_FOUND"
    summary = "This site knows nothing under that id."
    remedy = "List what there is with the same command's `list`, then use an id from there."


class AlreadyDecidedError(SiteAgentError):
    """A decision was made before and cannot be turned round."""

    code = "ALREADY_DECIDED"
    summary = "This was decided before, and a decision cannot be turned round."
    remedy = "Withdraw the package if it must not be used any more."


class PeerChangedError(SiteAgentError):
    """A member shows another identity card than the one this site remembers."""

    code = "PEER_CHANGED"
    summary = "A member shows other keys than those this site has pinned."
    remedy = (
        "Ask the member by telephone; if the change is theirs, run `site-agent peers forget` and try again."
    )
    exit_code = 4


class PeerRevokedError(SiteAgentError):
    """The other member was revoked."""

    code = "PEER_REVOKED"
    summary = "The other member was revoked by the operator."
    remedy = "Ask the operator; nothing is sent to or taken from a revoked member."
    exit_code = 4


class ExperimentRefusedError(SiteAgentError):
    """This site takes no part in an experiment."""

    code = "EXPERIMENT_DECLINED"
    summary = "This site takes no part in the experiment."
    remedy = "See the settings under `experiments` in site.yaml."


class TooFewTestPatientsError(ExperimentRefusedError):
    """Too few held-out patients carry a label of the recipe."""

    code = "TOO_FEW_TEST_PATIENTS"
    summary = "Fewer held-out patients than required carry a label of the experiment."
    remedy = "Wait for more exams, or lower min_test_patients where that is acceptable."


class NoMatchingLabelsError(ExperimentRefusedError):
    """No local exam can be trained on under the recipe."""

    code = "NO_MATCHING_LABELS"
    summary = "No local exam carries a positive label, or none a negative one."
    remedy = "Choose a task whose labels occur at the participating sites."


class PackagesMissingError(ExperimentRefusedError):
    """The packages an experiment wants did not arrive in time."""

    code = "PACKAGES_MISSING"
    summary = "Not all packages of the experiment's recipe were granted and fetched in time."
    remedy = "Request the packages and launch the experiment again."


class Reason(StrEnum):
    """Why one input did not go on; `meaning` and `remedy` are what the site admin reads."""

    meaning: str
    remedy: str

    def __new__(cls, value: str, meaning: str, remedy: str) -> Self:
        """Keep both sentences beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning, member.remedy = meaning, remedy
        return member

    UNREADABLE = (
        "unreadable",
        "Not DICOM, truncated, or refused by the reader.",
        "Export the object again; what is no DICOM object needs no release.",
    )
    NO_PIXELS = (
        "no_pixels",
        "A data set without an image.",
        "Export the object again with its pixel data.",
    )
    UNSUPPORTED_OBJECT = (
        "unsupported_object",
        "A SOP class that is not released: raw data, voice, surfaces of persons, private or unknown ones.",
        "Keep it at home: there is no proof that such an object can be cleaned.",
    )
    ENCAPSULATED_DOCUMENT = (
        "encapsulated_document",
        "A document in a DICOM file (PDF, CDA, STL, OBJ, MTL), which cannot be proved clean.",
        "Keep it at home, or release its content as an image or a structured report.",
    )
    DICOMDIR = (
        "dicomdir",
        "A directory of other files, which names patients.",
        "Leave it out; make a new one for the released files where one is needed.",
    )
    NO_PATIENT_OBJECT = (
        "no_patient_object",
        "An object about no patient: hanging protocol, palette, implant template, inventory, protocol.",
        "Nothing to do: there is no patient's finding in it to share.",
    )
    SLIDE_LABEL = (
        "slide_label",
        "An image of a slide in which its label is, or may be, seen.",
        "Nothing to do where it is the label or overview image; the pyramid is released without it.",
    )
    UNSUPPORTED_MODALITY = (
        "unsupported_modality",
        "De-identified, but no filter makes counterparts for it.",
        "Use `site-agent deidentify` for it; exams go on as CR and DX only.",
    )
    PIXELS_UNREADABLE = (
        "pixels_unreadable",
        "The transfer syntax or the pixel data could not be decoded.",
        "Export the object again, uncompressed when the archive can.",
    )
    TOO_LARGE = (
        "too_large",
        "Beyond the configured limit in bytes or pixels.",
        "Split it at the source, or raise the limits where memory allows.",
    )
    NOT_DEIDENTIFIED = (
        "not_deidentified",
        "The file does not say that its patient's identity was removed (0012,0062).",
        "De-identify it first; only what is about to be released is assessed.",
    )
    NO_PATIENT = (
        "no_patient",
        "Neither patient nor study can be told, so no consistent pseudonym exists.",
        "Give the object a Patient ID or a Study Instance UID at the source.",
    )
    DUPLICATE = (
        "duplicate",
        "Another input of the run has the same SOP Instance UID.",
        "Nothing to do when the two are copies; else correct the UID at the source.",
    )
    NOT_A_FILE = (
        "not_a_file",
        "A symbolic link, a pipe, a device or a socket, which is not opened.",
        "Put a copy of the file where the link is.",
    )
    PROCESS_DIED = (
        "process_died",
        "The process that read it died: a decoder crashed, or memory ran out.",
        "Export the object again, uncompressed when the archive can; or use fewer workers.",
    )
    IMAGE_WITHOUT_REPORT = (
        "image_without_report",
        "Waits for its report.",
        "Deliver the report under the same accession number.",
    )
    REPORT_WITHOUT_IMAGE = (
        "report_without_image",
        "Waits for its image.",
        "Deliver the images with the same accession number.",
    )
    REPORTS_CONFLICT = (
        "reports_conflict",
        "Two different reports for one study.",
        "Deliver the valid report alone.",
    )
    REPORT_UNREADABLE = (
        "report_unreadable",
        "Wrong encoding, empty or malformed.",
        "Deliver the report again as UTF-8 text, CSV or JSON lines.",
    )
    REPORT_FILTER_BROKEN = (
        "report_filter_broken",
        "The filter broke on it, so that nothing is known of it.",
        "Keep it at home; tell us of its layout, in invented words.",
    )
    REPORT_IDENTIFIERS_REMAIN = (
        "report_identifiers_remain",
        "The second pass still found something.",
        "Read the report; correct it at the source, or keep it at home.",
    )
    REPORT_LABELS_CHANGED = (
        "report_labels_changed",
        "Filtering changed what the report says.",
        "Read the report; correct it at the source, or keep it at home.",
    )
    REPORT_UNLABELLED = (
        "report_unlabelled",
        "No finding and no normality statement was recognised.",
        "Nothing is wrong with it; the lexicon does not know its findings.",
    )
    METADATA_IDENTIFIERS_REMAIN = (
        "metadata_identifiers_remain",
        "Verification found an identifier after de-identification.",
        "Keep it at home and look at it; an override of the profile may remove the attribute.",
    )
    BURNED_IN_TEXT = (
        "burned_in_text",
        "Text in the pixels could not be removed for certain.",
        "Look at the image; a device rule may cover the place (docs/reference/deidentify.md).",
    )
    RECOGNIZABLE_FACE = (
        "recognizable_face",
        "It may show a face that cannot be removed: a photograph, a rendering, a scout, a part of a head.",
        "Keep it at home; only series that show a head whole, from the vertex down, are defaced.",
    )
    FACE_GEOMETRY_UNCLEAR = (
        "face_geometry_unclear",
        "A scan that may show a face, whose slices form no complete and regular volume.",
        "Deliver whole series with position and orientation of every slice, each slice once.",
    )
    NOT_AN_EXAM_IMAGE = (
        "not_an_exam_image",
        "Blank, saturated or not a radiograph.",
        "Look at the image; deliver the exam's diagnostic image.",
    )
    RARE_PROFILE = (
        "rare_profile",
        "Fewer than k patients share any generalisation of the profile.",
        "Wait for more exams: rare patients are not published.",
    )
    GATE_IDENTITY = (
        "gate_identity",
        "Every candidate was too close to (or too far from) the group's patients.",
        "Nothing to do; the exam stays at home.",
    )
    GATE_MEMORISED = (
        "gate_memorised",
        "Every candidate resembled one training patient too much.",
        "Nothing to do; a filter trained on more patients may pass it.",
    )
    GATE_PATHOLOGY = (
        "gate_pathology",
        "No candidate kept the findings.",
        "Nothing to do; a filter trained longer may pass it.",
    )
    GATE_REALISM = (
        "gate_realism",
        "No candidate looked like a radiograph.",
        "Nothing to do; a filter trained longer may pass it.",
    )
    GATE_TEXT = (
        "gate_text",
        "Every candidate showed something that reads as writing.",
        "Look at the training images; burned-in text belongs removed before a filter is trained on them.",
    )
    REVIEW_REJECTED = (
        "review_rejected",
        "A person said no.",
        "Nothing to do; the decision stands.",
    )
    HELD_OUT = (
        "held_out",
        "Kept at home on purpose: the site's own test patients.",
        "Nothing to do; `heldout_percent` in site.yaml says how many.",
    )


class InputRefusedError(SiteAgentError):
    """One input is set aside; its neighbours go on.

    Attributes:
        reason: Why; the only thing about the input that may be logged or reported.
    """

    code = "INPUT_REFUSED"
    summary = "One input was set aside."
    remedy = "See docs/errors/README.md for the reason."

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)
