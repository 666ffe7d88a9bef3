"""The rules of the report filter: patterns of identifiers, each tried only where it may match.

Rules: every pattern names its class and marks what goes by a group called ``v``; a labelled field goes to the
end of its value whatever that is; a shape that could be a measurement (``5.2 x 3.1 cm``, ``T12/L1``, ``4/5``)
is matched only behind a cue.

Not here: the patterns (`patterns`), names without any cue (`names`), what happens with a match (`filter`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.by_line import lines_of
from site_agent.deidentify.reports.patterns.address_parts import address_parts
from site_agent.deidentify.reports.patterns.addresses import addresses
from site_agent.deidentify.reports.patterns.ages import ages
from site_agent.deidentify.reports.patterns.bed_codes import bed_codes
from site_agent.deidentify.reports.patterns.cells import cells
from site_agent.deidentify.reports.patterns.checked_initials import checked_initials
from site_agent.deidentify.reports.patterns.companies import companies
from site_agent.deidentify.reports.patterns.compared_days import compared_days
from site_agent.deidentify.reports.patterns.contacts import contacts
from site_agent.deidentify.reports.patterns.continental import continental
from site_agent.deidentify.reports.patterns.dates import dates
from site_agent.deidentify.reports.patterns.dictation_footers import dictation_footers
from site_agent.deidentify.reports.patterns.doers import doers
from site_agent.deidentify.reports.patterns.event_days import event_days
from site_agent.deidentify.reports.patterns.facility_lines import facility_lines
from site_agent.deidentify.reports.patterns.facility_parts import facility_parts
from site_agent.deidentify.reports.patterns.fields import fields
from site_agent.deidentify.reports.patterns.footer_initials import footer_initials
from site_agent.deidentify.reports.patterns.grouped_numbers import grouped_numbers
from site_agent.deidentify.reports.patterns.image_places import image_places
from site_agent.deidentify.reports.patterns.initials import initials
from site_agent.deidentify.reports.patterns.jotted_days import jotted_days
from site_agent.deidentify.reports.patterns.jotted_months import jotted_months
from site_agent.deidentify.reports.patterns.jottings import jottings
from site_agent.deidentify.reports.patterns.lone_letters import lone_letters
from site_agent.deidentify.reports.patterns.messages import messages
from site_agent.deidentify.reports.patterns.named_numbers import named_numbers
from site_agent.deidentify.reports.patterns.net import net
from site_agent.deidentify.reports.patterns.numbers import numbers
from site_agent.deidentify.reports.patterns.organisations import organisations
from site_agent.deidentify.reports.patterns.paired_initials import paired_initials
from site_agent.deidentify.reports.patterns.payers import payers
from site_agent.deidentify.reports.patterns.people import people
from site_agent.deidentify.reports.patterns.places import places
from site_agent.deidentify.reports.patterns.plain_slots import plain_slots
from site_agent.deidentify.reports.patterns.plain_surnames import plain_surnames
from site_agent.deidentify.reports.patterns.postal import postal
from site_agent.deidentify.reports.patterns.registers import registers
from site_agent.deidentify.reports.patterns.roads import roads
from site_agent.deidentify.reports.patterns.rooms import rooms
from site_agent.deidentify.reports.patterns.shorthand import shorthand
from site_agent.deidentify.reports.patterns.shorthand_days import shorthand_days
from site_agent.deidentify.reports.patterns.shouted_surnames import shouted_surnames
from site_agent.deidentify.reports.patterns.slots import slots
from site_agent.deidentify.reports.patterns.slotted_initials import slotted_initials
from site_agent.deidentify.reports.patterns.slotted_sites import slotted_sites
from site_agent.deidentify.reports.patterns.spoken_days import spoken_days
from site_agent.deidentify.reports.patterns.staff_codes import staff_codes
from site_agent.deidentify.reports.patterns.told_initials import told_initials
from site_agent.deidentify.reports.patterns.told_people import told_people
from site_agent.deidentify.reports.patterns.workdays import workdays
from site_agent.deidentify.reports.patterns.workplaces import workplaces
from site_agent.deidentify.reports.stated import KINDS, is_stated
from site_agent.deidentify.reports.triage import Triage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.reports.lexicon import Span
    from site_agent.deidentify.reports.patterns.writing import Rule

_LINES: Final = 2048


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule."""
    days = (
        *dates(),
        *spoken_days(),
        *workdays(),
        *event_days(),
        *compared_days(),
        *jotted_days(),
        *jotted_months(),
    )
    return (
        *net(),
        *fields(),
        *messages(),
        *days,
        *numbers(),
        *registers(),
        *named_numbers(),
        *contacts(),
        *ages(),
        *addresses(),
        *address_parts(),
        *postal(),
        *roads(),
        *bed_codes(),
        *rooms(),
        *places(),
        *organisations(),
        *companies(),
        *facility_parts(),
        *facility_lines(),
        *image_places(),
        *slotted_sites(),
        *payers(),
        *grouped_numbers(),
        *continental(),
        *workplaces(),
        *people(),
        *plain_surnames(),
        *shouted_surnames(),
        *plain_slots(),
        *doers(),
        *shorthand(),
        *shorthand_days(),
        *dictation_footers(),
        *initials(),
        *staff_codes(),
        *lone_letters(),
        *checked_initials(),
        *told_people(),
        *told_initials(),
        *paired_initials(),
        *footer_initials(),
        *slotted_initials(),
        *slots(),
        *cells(),
        *jottings(),
    )


def matches(text: str) -> Iterator[tuple[Rule, Span]]:
    """Yield what the rules find in a text, rule by rule, with the place of what each marks.

    Lines stay as they are from pass to pass, and many from report to report: what a line tells by itself, its
    end included, is remembered.
    """
    in_lines: dict[int, list[Span]] = {}
    for at, line in lines_of(text):
        for number, (start, end) in _of_line(line):
            in_lines.setdefault(number, []).append((at + start, at + end))
    every = rules()
    for number in sorted({*in_lines, *_triage(beyond=True).candidates(text)}):
        rule = every[number]
        if rule.expression.lead.beyond:
            spans = (match.span("v") for match in rule.expression.matches(text))
            yield from ((rule, span) for span in spans if rule.kind not in KINDS or not is_stated(text, span))
        else:
            yield from ((rule, span) for span in in_lines[number])


def worth_trying(text: str) -> Iterator[Rule]:
    """Yield the rules that may match somewhere in a text."""
    for beyond in (True, False):
        yield from (rules()[number] for number in _triage(beyond=beyond).candidates(text))


@lru_cache(maxsize=_LINES)
def _of_line(line: str) -> tuple[tuple[int, Span], ...]:
    """Return what the rules that never look beyond a line find in one, by the number of the rule."""
    every = rules()
    return tuple(
        (number, match.span("v"))
        for number in _triage(beyond=False).candidates(line)
        for match in every[number].expression.matches(line)
        if every[number].kind not in KINDS or not is_stated(line, match.span("v"))
    )


@cache
def _triage(*, beyond: bool) -> Triage:
    every = ((number, rule.expression) for number, rule in enumerate(rules()))
    return Triage({number: expression for number, expression in every if expression.lead.beyond is beyond})
