"""The rules of the report filter: patterns of identifiers, each tried only where it may match.

Rules: every pattern names its class and marks what goes by a group called ``v``; a labelled field goes to the
end of its value whatever that is; a shape that could be a measurement (``5.2 x 3.1 cm``, ``T12/L1``, ``4/5``)
is matched only behind a cue.

Not here: the patterns (`patterns`), names without any cue (`names`), what happens with a match (`filter`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from site_agent.deidentify.reports.gates import Sieve
from site_agent.deidentify.reports.patterns.addresses import addresses
from site_agent.deidentify.reports.patterns.ages import ages
from site_agent.deidentify.reports.patterns.contacts import contacts
from site_agent.deidentify.reports.patterns.dates import dates
from site_agent.deidentify.reports.patterns.fields import fields
from site_agent.deidentify.reports.patterns.messages import messages
from site_agent.deidentify.reports.patterns.numbers import numbers
from site_agent.deidentify.reports.patterns.organisations import organisations
from site_agent.deidentify.reports.patterns.people import people
from site_agent.deidentify.reports.patterns.places import places, rooms
from site_agent.deidentify.reports.patterns.postal import postal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.reports.patterns.writing import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule."""
    values = (*fields(), *messages(), *numbers(), *contacts(), *ages(), *dates())
    return (*values, *addresses(), *postal(), *rooms(), *places(), *organisations(), *people())


def worth_trying(text: str) -> Iterator[Rule]:
    """Yield the rules that may match somewhere in a text."""
    there = _sieve().present(text)
    return (rule for rule in rules() if rule.gate.open(there))


@cache
def _sieve() -> Sieve:
    return Sieve({needle for rule in rules() for needles in rule.gate.requirements for needle in needles})
