"""Normalised reports: no sentence that points back to whoever wrote it.

Rules: a sentence is released as it stands when the sentence bank or the reports of at least ``k`` patients
hold it; any other is replaced by the canonical sentences of the findings it states, or dropped when it
states none. Sentences are told once each, in the order of their labels, so that neither sequence nor
repetition points back. History, comparison and technique state no finding and go. What is told has the labels
of what was said, which `lines` verifies.

Memory: counting holds a keyed hash of at most `SENTENCES` sentences and of ``k`` patients for each. Beyond
that the sentences with the fewest patients are forgotten: a sentence may then count as rarer than it is,
never as more common.

Not here: the canonical sentences (`sentence_bank`), removing identifiers, which comes first (`filter`).
"""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.findings import Finding, findings_of, normality_of, sentences_of
from site_agent.deidentify.reports.released import untagged
from site_agent.deidentify.reports.sentence_bank import SentenceBank, fold, render

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENTS: Final = 12
"""Patients in whose reports a sentence stands before it is released as it is, unless told otherwise."""
SENTENCES: Final = 500_000
"""Sentences counted at a time."""
_SENTENCE_BYTES: Final = 16  # two sentences that share a hash would vouch for each other
_PATIENT_BYTES: Final = 8  # two patients who share a hash only count as one


class SentenceCounts:
    """Counts in how many patients' reports each sentence stands, up to ``k``.

    Args:
        k: Patients that make a sentence common.
        most: Sentences counted at a time.
    """

    def __init__(self, k: int, most: int = SENTENCES) -> None:
        self._k = k
        self._most = most
        self._key = secrets.token_bytes(32)
        self._patients: dict[bytes, frozenset[bytes]] = {}

    def add(self, text: str, patient: str) -> None:
        """Count the sentences of one filtered report of a patient."""
        who = self._hash(patient, _PATIENT_BYTES)
        for sentence in {fold(one) for one in sentences_of(untagged(text))} - {""}:
            what = self._hash(sentence, _SENTENCE_BYTES)
            known = self._patients.get(what, frozenset())
            if len(known) < self._k:
                self._patients[what] = known | {who}
        if len(self._patients) > self._most:
            self._forget()

    def is_common(self, folded: str) -> bool:
        """Return whether at least ``k`` patients' reports hold a folded sentence."""
        return len(self._patients.get(self._hash(folded, _SENTENCE_BYTES), ())) >= self._k

    def _forget(self) -> None:
        """Forget the sentences with the fewest patients until half the room is free."""
        patients = 1
        while len(self._patients) > self._most // 2:
            self._patients = {what: who for what, who in self._patients.items() if len(who) > patients}
            patients += 1

    def _hash(self, value: str, size: int) -> bytes:
        data = value.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, digest_size=size, key=self._key).digest()


def normalise_text(text: str, is_common: Callable[[str], bool]) -> str:
    """Return a filtered report in sentences that many share; empty when it says nothing that may be told.

    Args:
        text: The filtered report.
        is_common: Whether a folded sentence stands in enough patients' reports.
    """
    told = {one for sentence in sentences_of(untagged(text)) for one in _told(sentence, is_common)}
    return " ".join(sorted(told, key=_place))


def _told(sentence: str, is_common: Callable[[str], bool]) -> tuple[str, ...]:
    """Return what stands for a sentence: itself when it is shared and reads the same folded."""
    bank, folded = SentenceBank.load(), fold(sentence)
    if not folded:
        return ()
    if folded in bank.folded or is_common(folded):
        normal = bool(normality_of(sentence))
        if _read(render(folded)) == (findings_of(sentence), normal):
            return (render(folded),)
    return bank.canonical(sentence)


def _place(sentence: str) -> tuple[bool, list[str], str]:
    """Return where a sentence belongs: findings by label, then the rest."""
    found, _ = _read(sentence)
    return not found, sorted(finding.label for finding in found), sentence


@lru_cache(maxsize=4096)
def _read(sentence: str) -> tuple[tuple[Finding, ...], bool]:
    return findings_of(sentence), bool(normality_of(sentence))
