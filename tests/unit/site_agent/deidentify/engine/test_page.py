from __future__ import annotations

import io
import json

from site_agent.deidentify.engine.ledger import Entry, Ledger
from site_agent.deidentify.engine.page import (
    STATUSES,
    reason_text,
    report_page,
    rule_text,
)
from site_agent.deidentify.engine.report import TreeReport, attribute_counts, tag_name, tag_text
from site_agent.deidentify.profile.actions import PRIVATE_TAG, Rule
from site_agent.errors import Reason


def report(**changes: object) -> TreeReport:
    """Return the report of a small run."""
    ledger = Ledger()
    ledger.enter(Entry("ab12", "written", output="2.25.77"))
    ledger.enter(Entry("cd34", "quarantined", reason="burned_in_text"))
    counted = {(0x00100010, "pseudonym"): 2, (PRIVATE_TAG, "private"): 9, (0x00180050, "number"): 1}
    fields = {
        "profile": "share/1",
        "profile_digest": "0" * 64,
        "software": "9.9.9",
        "seconds": 1.25,
        "counts": {"quarantined": 1, "written": 1},
        "reasons": {"burned_in_text": 1},
        "classes": {"CT Image Storage": {"written": 1}, "": {"quarantined": 1}},
        "actions": {"pseudonym": 2, "private": 9, "number": 1, "burned_in_box": 3},
        "attributes": attribute_counts(counted),
        "ledger": ledger,
    }
    return TreeReport(**(fields | changes))


def test_the_page_says_what_became_of_inputs_and_what_to_do() -> None:
    """Counts, the reason with its meaning and remedy, rules with their sentences, classes, attributes."""
    made = report_page(report())
    for text in (
        *("share/1", "9.9.9", "1.2 s", STATUSES["quarantined"]),
        *(Reason.BURNED_IN_TEXT.value, Reason.BURNED_IN_TEXT.meaning),
        *(Rule.PRIVATE.meaning, rule_text("burned_in_box"), "CT Image Storage", "not told"),
        *(
            "(0010,0010)",
            "Patient&#x27;s Name",
            "Slice Thickness",
            "Private attributes outside the safe list",
        ),
    ):
        assert text in made, text


def test_the_page_names_no_input() -> None:
    """Neither keyed hashes nor new UIDs are on it: it can be shown round."""
    made = report_page(report())
    assert "ab12" not in made
    assert "2.25.77" not in made


def test_a_run_without_refusals_says_so() -> None:
    """An empty table would be a riddle."""
    made = report_page(report(reasons={}, counts={"written": 2}, classes={}))
    assert "every input came out" in made
    assert "What the inputs were" not in made


def test_the_document_keeps_its_shape() -> None:
    """Programs read these keys."""
    out = io.StringIO()
    report().write_json(out)
    document = json.loads(out.getvalue())
    assert set(document) == {
        *("profile", "profile_digest", "software", "seconds", "counts", "reasons", "classes", "actions"),
        *("attributes", "inputs"),
    }
    assert document["attributes"][1] == {
        "tag": "(0010,0010)",
        "name": "Patient's Name",
        "rule": "pseudonym",
        "count": 2,
    }
    assert document["inputs"][1] == {
        "input_id": "cd34",
        "status": "quarantined",
        "reason": "burned_in_text",
        "output": "",
    }


def test_tags_are_named_as_far_as_the_standard_knows_them() -> None:
    """A private tag outside the safe list is never shown, since it may be a site's own mark."""
    assert (tag_text(PRIVATE_TAG), tag_text(0x00191010)) == ("private", "(0019,1010)")
    assert tag_name(0x00180050) == "Slice Thickness"
    assert tag_name(0x00191010) == "Safe private attribute"
    assert tag_name(0x00080007) == "Not in PS3.6"


def test_every_reason_tells_what_to_do() -> None:
    """A site admin is never left with a code alone."""
    for reason in Reason:
        meaning, remedy = reason_text(reason.value)
        assert meaning.endswith("."), reason
        assert remedy.endswith("."), reason
    assert reason_text("from_the_future") == ("", "")
    assert rule_text("from_the_future") == ""
