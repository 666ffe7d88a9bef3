"""Tells for many patterns at once which of them may match in a text.

Rule: what patterns ask for (`gates`) and how their matches begin (`leads`) are numbered, each a bit. A text
meets some of them; a pattern is worth trying when no bit it needs is missing. Nothing is decided here that
gate and lead would not decide one by one.

Not here: what is read off a pattern (`gates`, `leads`), the patterns (`rules`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.deidentify.reports.gates import Sieve
from site_agent.deidentify.reports.leads import places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_agent.deidentify.reports.patterns.writing import Rule


class Triage:
    """Finds the rules that may match.

    Args:
        rules: The rules by their numbers, in order.
    """

    def __init__(self, rules: Mapping[int, Rule]) -> None:
        gates = {needles for rule in rules.values() for needles in rule.gate.requirements}
        leads = {rule.lead.keys for rule in rules.values() if rule.lead.keys}
        bit_of_gate = {needles: 1 << number for number, needles in enumerate(gates)}
        bit_of_lead = {keys: 1 << (len(gates) + number) for number, keys in enumerate(leads)}
        self._sieve = Sieve({needle for needles in gates for needle in needles})
        self._by_needle, self._by_beginning = _by_text(bit_of_gate), _by_text(bit_of_lead)
        self._needs = [
            (
                number,
                sum(map(bit_of_gate.__getitem__, rule.gate.requirements))
                | bit_of_lead.get(rule.lead.keys, 0),
            )
            for number, rule in rules.items()
        ]

    def candidates(self, text: str) -> list[int]:
        """Return the numbers of the rules that may match somewhere in a text."""
        met = 0
        for needle in self._sieve.present(text):
            met |= self._by_needle[needle]
        for beginning in places_of(text).beginnings & self._by_beginning.keys():
            met |= self._by_beginning[beginning]
        missing = ~met
        return [number for number, needs in self._needs if not needs & missing]


def _by_text(bits: Mapping[frozenset[str], int]) -> dict[str, int]:
    """Return the bits that each text meets."""
    found: dict[str, int] = {}
    for texts, bit in bits.items():
        for text in texts:
            found[text] = found.get(text, 0) | bit
    return found
