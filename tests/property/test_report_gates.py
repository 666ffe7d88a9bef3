"""A gate may be open for nothing, never shut for something."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_agent.deidentify.reports.expressions import Expression
from site_agent.deidentify.reports.rules import matches, rules, worth_trying
from site_agent.deidentify.reports.triage import Triage

PIECES = st.sampled_from(
    [
        *(
            "Dr. ",
            "mrs ",
            "Seen by ",
            "SIGNED BY: ",
            "s\u0131gned by ",
            "\u017figned by ",
            "page ",
            "MRN: ",
            "[NAME] ",
            "[ID] ",
        ),
        *(
            "Ravenscroft",
            "quayle",
            "O'Neill, MD",
            "St. Mary's Hospital",
            "12 Elm Street",
            "clinic\n",
            "Ward 4B ",
            "PID|",
            "MSH|",
        ),
        *(
            "03/04/2019",
            "12345678",
            "\u0663\u0664/\u0660\u0661",
            "555-123-4567",
            "a.b@c.org",
            "1.2.840.10008.1.2.3",
            "ninety years ",
        ),
        *(
            " ",
            "\n",
            ", ",
            ": ",
            ". ",
            "^",
            "lives in ",
            "wife, ",
            "/s/ ",
            "\u212ailn",
            "JD/ms",
            "Patient ",
            "on May 5th",
        ),
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, min_size=1, max_size=9).map("".join))
@example("s\u0130gned by: Quayle")
def test_no_rule_that_matches_is_left_out(text: str) -> None:
    """Whatever the text, the rules tried are all that find anything in it."""
    tried = set(map(id, worth_trying(text)))
    assert not [
        rule.kind for rule in rules() if id(rule) not in tried and rule.expression.pattern.search(text)
    ]


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, min_size=1, max_size=9).map("".join))
@example("Ward 4B Ward 4B [NAME] ")
@example("Seen by\nDr. van\nQuayle\n\nMRN: 12345678\n")
def test_lines_tell_what_the_whole_text_tells(text: str) -> None:
    """What is read line by line, and only where it can begin, is what every rule finds in the whole text."""
    whole = [
        (id(rule), match.span("v")) for rule in rules() for match in rule.expression.pattern.finditer(text)
    ]
    assert [(id(rule), span) for rule, span in matches(text)] == whole


@settings(deadline=None, max_examples=300)
@given(
    st.from_regex(r"(?:[a-c]{1,2}|\(\?:[ab]{1,2}\|c\)|\[\d:\]|\\d|d\?|(?:ef){1,2}){1,6}", fullmatch=True),
    st.text("abcdef:0123 ", max_size=12),
)
def test_the_gate_of_any_pattern_lets_its_matches_through(pattern: str, text: str) -> None:
    """Requirements are read off patterns of every shape without asking for too much."""
    try:
        expression = Expression(pattern, re.IGNORECASE)
    except re.error:
        return
    everywhere = [match.span() for match in expression.pattern.finditer(text)]
    assert Triage({7: expression}).candidates(text) == [7] or not everywhere
    assert [match.span() for match in expression.finditer(text)] == everywhere
    assert [match.span() for match in expression.matches(text)] == everywhere
