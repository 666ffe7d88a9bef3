"""Tells for many patterns at once which of them may match in a text.

Rule: what patterns ask for (`gates`) and how their matches begin (`leads`) are numbered demands; a pattern is
worth trying where a text meets all that it makes. It is looked at where its rarest demand is met, the one for
the longest texts. Nothing is decided here that gate and lead would not decide one by one.

Not here: what is read off a pattern (`gates`, `leads`), the patterns (`rules`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ahocorasick import Automaton

from site_agent.deidentify.reports.gates import outline
from site_agent.deidentify.reports.leads import places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_agent.deidentify.reports.patterns.writing import Rule

_NEVER: Final = "\x00\x00"
"""Stands in no text: an automaton must look for something."""


class Triage:
    """Finds the rules that may match.

    Args:
        rules: The rules by their numbers, in order.
    """

    def __init__(self, rules: Mapping[int, Rule]) -> None:
        held = {needles for rule in rules.values() for needles in rule.gate.requirements}
        begun = {rule.lead.keys for rule in rules.values() if rule.lead.keys}
        number_held = {needles: number for number, needles in enumerate(held)}
        number_begun = {keys: number for number, keys in enumerate(begun, len(held))}
        self._needles, self._by_beginning = Automaton(), _by_text(number_begun)
        for needle, demands in {_NEVER: [], **_by_text(number_held)}.items():
            self._needles.add_word(needle, demands)
        self._needles.make_automaton()
        self._always: list[int] = []
        self._by_rarest: dict[int, list[tuple[int, frozenset[int]]]] = {}
        for number, rule in rules.items():
            made = {number_held[needles]: needles for needles in rule.gate.requirements}
            if rule.lead.keys:
                made[number_begun[rule.lead.keys]] = rule.lead.keys
            if made:
                rarest = max(made, key=lambda demand: _rarity(made[demand]))
                self._by_rarest.setdefault(rarest, []).append((number, frozenset(made)))
            else:
                self._always.append(number)

    def candidates(self, text: str) -> list[int]:
        """Return the numbers of the rules that may match somewhere in a text, in order."""
        held = (demands for _, demands in self._needles.iter(outline(text)))
        beginnings = places_of(text).beginnings & self._by_beginning.keys()
        met = frozenset[int]().union(*held, *(self._by_beginning[beginning] for beginning in beginnings))
        found = [
            number
            for demand in met & self._by_rarest.keys()
            for number, made in self._by_rarest[demand]
            if made <= met
        ]
        return sorted(found + self._always)


def _rarity(texts: frozenset[str]) -> tuple[int, int]:
    """Return how seldom a text holds one of these: the longer and the fewer, the seldomer."""
    return min(map(len, texts)), -len(texts)


def _by_text(demands: Mapping[frozenset[str], int]) -> dict[str, list[int]]:
    """Return the demands that each text meets."""
    found: dict[str, list[int]] = {}
    for texts, number in demands.items():
        for text in texts:
            found.setdefault(text, []).append(number)
    return found
