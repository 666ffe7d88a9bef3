"""Keyed pseudonyms: the same secret and project give the same ones in every run, another secret gives others.

Rules: UIDs become ``2.25.<128-bit integer>`` (PS3.5 B.2) from HMAC-SHA-256; every kind of identifier has its
own key; a patient's dates move by one whole number of days, so that intervals stay; a patient is published or
held out for ever.

Not here: which attribute gets which pseudonym (`profile`, `metadata`) and where mappings are kept.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from site_agent.case import Partition
from site_agent.ingest.keys import keyed_digest, keyed_hex

if TYPE_CHECKING:
    from site_agent.ingest.keys import Derive

_SHORTEST_SHIFT_DAYS: Final = 371  # more than a year, and whole weeks
_SHIFT_RANGE_DAYS: Final = 3647  # whole weeks as well, so that either draw covers the same years
_WEEK: Final = 7
_PERCENT: Final = 100
_REMEMBERED: Final = 4096
_SHORT: Final = 16  # VR SH holds 16 characters (PS3.5 6.2)


class Pseudonyms:
    """The pseudonyms of one project at one site.

    Args:
        derive: The site's key derivation.
        project: Name of the project; pseudonyms of different projects cannot be linked.
    """

    def __init__(self, derive: Derive, project: str = "default") -> None:
        kinds = ("uid", "patient", "accession", "identifier", "dates", "partition")
        self._keys = {kind: derive(f"{kind}/{project}") for kind in kinds}
        self._uids: dict[str, str] = {}  # a study says the same UIDs over and over

    def uid(self, original: str) -> str:
        """Return the UID that stands for an original one (PS3.5 B.2 form)."""
        known = self._uids.get(original)
        if known is None:
            if len(self._uids) > _REMEMBERED:
                self._uids.clear()
            digest = keyed_digest(self._keys["uid"], original)
            known = self._uids[original] = f"2.25.{uuid.UUID(bytes=digest[:16], version=4).int}"
        return known

    def patient(self, patient_id: str) -> str:
        """Return the pseudonym of a patient (32 hex digits)."""
        return keyed_hex(self._keys["patient"], patient_id)

    def accession(self, accession: str) -> str:
        """Return the pseudonym of an accession number (16 hex digits)."""
        return keyed_hex(self._keys["accession"], accession)[:_SHORT]

    def identifier(self, keyword: str, value: str) -> str:
        """Return the pseudonym of any other identifier, e.g. a device serial number (16 hex digits)."""
        return keyed_hex(self._keys["identifier"], keyword, value)[:_SHORT]

    def date_shift_days(self, patient_id: str, *, keep_weekday: bool = False) -> int:
        """Return the days to add to a patient's dates: between one and eleven years into the past.

        Args:
            patient_id: The patient.
            keep_weekday: Whether to draw whole weeks.
        """
        draw = int.from_bytes(keyed_digest(self._keys["dates"], patient_id)[:8], "big") % _SHIFT_RANGE_DAYS
        return -(_SHORTEST_SHIFT_DAYS + (draw // _WEEK * _WEEK if keep_weekday else draw))

    def partition(self, patient_id: str, heldout_percent: int) -> Partition:
        """Return whether a patient's exams may be published or are the site's own test set."""
        draw = int.from_bytes(keyed_digest(self._keys["partition"], patient_id)[:8], "big")
        return Partition.HELD_OUT if draw % _PERCENT < heldout_percent else Partition.PUBLISH
