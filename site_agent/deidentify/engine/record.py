"""Writes into an object what was done to it (PS3.15 E.1.1, PS3.3 C.12.1.1, codes of PS3.16 CID 7050).

Rules: a method is named only when it was applied to this very object: 113101 when its pixels were searched
for text, 113102 when a face was removed from it, the others when the profile has the option. What an earlier
tool claims stands only as a code, and only where our own work cannot contradict it: what it cleaned stays
clean, but its claims about pixels, like a Burned In Annotation of NO, were proved by nobody here, and what
it retained may be gone now. Its texts go.

Not here: the report of a run (`page`) and the statement about a profile (`conformance`).
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from pydicom.dataset import Dataset

from radshare.model import canonical
from site_agent.deidentify.profile import _annex_e
from site_agent.deidentify.profile.options import METHOD_CODES, Option

if TYPE_CHECKING:
    from site_agent.deidentify.profile.profile import Profile

SCHEME: Final = "DCM"
"""Coding scheme of CID 7050."""

_LONGEST: Final = 64  # LO, PS3.5 table 6.2-1
_ONLY_WHEN_DONE: Final = frozenset({Option.CLEAN_PIXEL_DATA, Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES})
_STILL_TRUE: Final = frozenset(
    METHOD_CODES[method][0]
    for method in ("basic", Option.CLEAN_GRAPHICS, Option.CLEAN_STRUCTURED_CONTENT, Option.CLEAN_DESCRIPTORS)
)


def describe(
    cleaned: Dataset, profile: Profile, *, pixels_cleaned: bool, faces_removed: bool
) -> tuple[str, ...]:
    """State in a de-identified data set how it was made.

    Args:
        cleaned: De-identified data set; changed in place.
        profile: The profile that was applied.
        pixels_cleaned: Whether the pixels of this object were searched for text, and what was found removed.
        faces_removed: Whether a face was removed from this object.

    Returns:
        The CID 7050 codes of what was done here, in rising order.
    """
    codes = method_codes(profile, pixels_cleaned=pixels_cleaned, faces_removed=faces_removed)
    meanings = {value: meaning for value, meaning in METHOD_CODES.values() if value in codes}
    for value, meaning in _earlier(cleaned):
        meanings.setdefault(value, meaning)
    cleaned.PatientIdentityRemoved = "YES"
    cleaned.DeidentificationMethod = method_text(profile)
    cleaned.DeidentificationMethodCodeSequence = [_item(*pair) for pair in sorted(meanings.items())]
    cleaned.LongitudinalTemporalInformationModified = _temporal(cleaned, profile)
    if pixels_cleaned:
        cleaned.BurnedInAnnotation = "NO"
    if faces_removed:
        cleaned.RecognizableVisualFeatures = "NO"
    return codes


def method_codes(profile: Profile, *, pixels_cleaned: bool, faces_removed: bool) -> tuple[str, ...]:
    """Return the CID 7050 codes of a profile, those about pixels only when they were cleaned."""
    done = {Option.CLEAN_PIXEL_DATA: pixels_cleaned, Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES: faces_removed}
    methods = {
        "basic",
        *(option for option in profile.options if option not in _ONLY_WHEN_DONE),
        *(option for option, applied in done.items() if applied),
    }
    return tuple(sorted(METHOD_CODES[method][0] for method in methods))


def method_text(profile: Profile) -> str:
    """Return the De-identification Method: program, version and profile, e.g. ``radshare 0.1.0 share/1``."""
    return f"radshare {software_version()} {profile.label}"[:_LONGEST]


def profile_digest(profile: Profile) -> str:
    """Return the hex SHA-256 of a profile and the table it is applied to, the same in every process."""
    document = profile.model_dump(mode="json")
    ordered = {
        key: sorted(value, key=repr) if isinstance(value, list) else value for key, value in document.items()
    }
    return hashlib.sha256(canonical({"table": _annex_e.EDITION, "profile": ordered})).hexdigest()


@cache
def software_version() -> str:
    """Return the version of the installed program."""
    return version("radshare")


def _earlier(cleaned: Dataset) -> list[tuple[str, str]]:
    """Return the codes of earlier steps that are still true, with the standard's own meanings."""
    known = {value: meaning for value, meaning in METHOD_CODES.values() if value in _STILL_TRUE}
    claimed = {
        str(item.get("CodeValue"))
        for item in cleaned.get("DeidentificationMethodCodeSequence") or ()
        if item.get("CodingSchemeDesignator") == SCHEME
    }
    return [(value, meaning) for value, meaning in known.items() if value in claimed]


def _temporal(cleaned: Dataset, profile: Profile) -> str:
    """Return what became of dates: what an earlier step changed is not unmodified because we kept it."""
    if Option.LONGITUDINAL_MODIFIED_DATES in profile.options:
        return "MODIFIED"
    if Option.RETAIN_LONGITUDINAL_FULL_DATES not in profile.options:
        return "REMOVED"
    before = str(cleaned.get("LongitudinalTemporalInformationModified") or "")
    return before if before in {"MODIFIED", "REMOVED"} else "UNMODIFIED"


def _item(value: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, SCHEME, meaning
    return item
