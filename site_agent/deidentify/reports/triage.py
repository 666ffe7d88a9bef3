"""Tells for many patterns at once which of them may match in a text.

Rule: a pattern is looked for, loosened, where a text meets the rarest of its demands (`gates`), the one for
the longest texts; those with the same demand are looked for together, a few at a time. Nothing is left out
that would match.

Not here: what is read off a pattern (`gates`, `loosened`), looking (`guards`), the patterns (`rules`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.gates import outline
from site_agent.deidentify.reports.guards import Guard
from site_agent.deidentify.reports.loosened import as_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_agent.deidentify.reports.expressions import Expression

_TOGETHER: Final = 8
"""Patterns looked for at once: more have too many states in common texts, fewer take more looks."""
_TELLING: Final = 3
"""Letters of a demand that is worth asking first; what most texts meet is not."""
_ANYTHING: Final = frozenset({""})


class Triage:
    """Finds the patterns that may match.

    Args:
        expressions: The patterns by their numbers.
    """

    def __init__(self, expressions: Mapping[int, Expression]) -> None:
        behind: defaultdict[frozenset[str], list[int]] = defaultdict(list)
        for number, expression in expressions.items():
            rarest = max(expression.gate.requirements, key=_rarity, default=_ANYTHING)
            behind[rarest if min(map(len, rarest)) >= _TELLING else _ANYTHING].append(number)
        self._demands = Guard([_any_of(needles) for needles in behind], "utf-8")
        self._guards = [
            [
                (several, Guard([expressions[number].loosened for number in several]))
                for several in _a_few(numbers)
            ]
            for numbers in behind.values()
        ]

    def candidates(self, text: str) -> list[int]:
        """Return the numbers of the patterns that may match somewhere in a text, in order."""
        read = as_bytes(text)
        return sorted(
            several[at]
            for demand in self._demands.open_to(outline(text).encode(errors="replace"))
            for several, guard in self._guards[demand]
            for at in guard.open_to(read)
        )


def _rarity(texts: frozenset[str]) -> tuple[int, int]:
    """Return how seldom a text holds one of these: the longer and the fewer, the seldomer."""
    return min(map(len, texts)), -len(texts)


def _any_of(needles: Iterable[str]) -> str:
    """Return a pattern of RE2 for texts of which one stands in an outline."""
    return "|".join("".join(map(_quoted, needle)) for needle in sorted(needles))


def _quoted(character: str) -> str:
    return character if character.isalnum() or not character.isascii() else f"\\x{ord(character):02x}"


def _a_few(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[at : at + _TOGETHER] for at in range(0, len(numbers), _TOGETHER)]
