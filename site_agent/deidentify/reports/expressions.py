"""Patterns that know where they need not be tried.

Rule: what an expression finds is what its pattern finds, only sooner: nothing where its loosened form stands
nowhere in a text (`loosened`), and tried only where it may begin (`leads`). All is read off the pattern.

Not here: hundreds of patterns at once (`triage`).
"""

from __future__ import annotations

from functools import cached_property
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING

from site_agent.deidentify.reports.gates import Gate
from site_agent.deidentify.reports.guards import Guard
from site_agent.deidentify.reports.leads import Lead
from site_agent.deidentify.reports.loosened import as_bytes, loosened

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


class Expression:
    """A pattern, compiled.

    Args:
        pattern: As `re` takes it.
        flags: As `re` takes them.

    Attributes:
        pattern: The compiled pattern.
        gate: What a text must hold for it to match.
        lead: Where a match may begin.
        loosened: What is looked for instead, quickly (`loosened`).
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        flags = int(flags)  # the parser asks for one after the other, which an enumeration answers slowly
        parsed = parser.parse(pattern, flags)
        flags = parsed.state.flags
        self.pattern: re.Pattern[str] = compiler.compile(parsed, flags)
        self.gate = Gate.of(parsed)
        self.lead = Lead.of(parsed, flags)
        self.loosened = loosened(parsed, flags)

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
        self._patterns = [expression.pattern for expression in expressions]
        self._guard = Guard([expression.loosened for expression in expressions])

    def open_to(self, text: str) -> list[re.Pattern[str]]:
        """Return the patterns of those that may match in a text, in their order."""
        return [self._patterns[number] for number in sorted(self._guard.open_to(as_bytes(text)))]
