"""Tests of `site_agent.deidentify.reports.pattern_facts`: the list says what the patterns say, or nothing."""

from __future__ import annotations

import re
import unicodedata

import pytest

from site_agent.deidentify.reports import pattern_facts
from site_agent.deidentify.reports.pattern_facts import facts_of, key_of, read_off
from site_agent.deidentify.reports.rules import rules

EVERY = 9


def test_what_is_listed_of_a_rule_is_what_its_pattern_says() -> None:
    """A list that told less would hide identifiers; all of it is compared by the generator's ``--check``."""
    for rule in rules()[::EVERY]:
        assert facts_of(*rule.expression.written) == read_off(*rule.expression.written)


@pytest.mark.skipif(unicodedata.unidata_version != "14.0.0", reason="the list is that of Python 3.11")
def test_every_rule_is_listed() -> None:
    """What is not listed is read at every start, which takes seconds."""
    listed = pattern_facts._listed()
    missing = [rule.kind for rule in rules() if key_of(*rule.expression.written) not in listed]
    assert not missing, "run scripts/generate_pattern_facts"


def test_a_pattern_of_a_sites_own_is_read() -> None:
    """Nothing has to be listed to be found; flags are part of what is asked for."""
    pattern = r"\bquuxley[ ]\d+"
    assert facts_of(pattern, 0) == read_off(pattern, 0)
    assert facts_of(pattern, 0) != facts_of(pattern, int(re.IGNORECASE))


def test_a_list_of_other_characters_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python sorts characters otherwise, every pattern is read anew."""
    pattern_facts._listed.cache_clear()
    monkeypatch.setattr(unicodedata, "unidata_version", "0.0.0")
    try:
        assert pattern_facts._listed() == {}
    finally:
        pattern_facts._listed.cache_clear()
