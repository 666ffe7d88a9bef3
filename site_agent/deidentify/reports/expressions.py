"""Patterns that know where they need not be tried.

Rule: what an expression finds is what its pattern finds, only sooner: nothing where its loosened form stands
nowhere in a text (`loosened`), and tried only where it may begin (`leads`).

Not here: how that is read off a pattern (`pattern_facts`), hundreds of patterns at once (`triage`).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from site_agent.deidentify.reports.guards import Guard
from site_agent.deidentify.reports.loosened import as_bytes
from site_agent.deidentify.reports.pattern_facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class Expression:
    """A pattern, compiled when it is first tried.

    Args:
        pattern: As `re` takes it.
        flags: As `re` takes them.

    Attributes:
        written: The pattern and its flags.
        gate: What a text must hold for it to match.
        lead: Where a match may begin.
        loosened: What is looked for instead, quickly (`loosened`).
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.written = pattern, int(flags)
        self.gate, self.lead, self.loosened = facts_of(*self.written)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(*self.written)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what the pattern's own ``finditer`` would."""
        if self._guard.open_to(as_bytes(text)):
            yield from self.matches(text)

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what ``finditer`` does, for a text that is known to hold it."""
        return self.lead.matches(self.pattern, text)

    @cached_property
    def _guard(self) -> Guard:
        return Guard([self.loosened])


class Several:
    """Expressions that are looked for together.

    Args:
        expressions: A few; what they find in a text is asked of each.
    """

    def __init__(self, *expressions: Expression) -> None:
        self._expressions = expressions
        self._guard = Guard([expression.loosened for expression in expressions])

    def open_to(self, text: str) -> list[re.Pattern[str]]:
        """Return the patterns of those that may match in a text, in their order."""
        return [self._expressions[number].pattern for number in sorted(self._guard.open_to(as_bytes(text)))]
