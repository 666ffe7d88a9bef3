from __future__ import annotations

import pytest

from site_agent.synthesize.details import coarse_age, details_of_report
from site_agent.synthesize.prompts import described


def test_side_severity_and_doubt_are_read_and_nothing_else() -> None:
    """Of a report only details of its labels come out, and findings in doubt."""
    report = "Small left pleural effusion. Possible nodule in the right upper lobe. Mr. X fell on Tuesday."
    terms = details_of_report(report, frozenset({"effusion"}))
    assert "side:effusion:left" in terms
    assert "doubt:nodule" in terms
    assert all(term.split(":")[0] in {"side", "severity", "doubt"} for term in terms)


@pytest.mark.parametrize(
    ("years", "band"),
    [("7", "child"), ("20-29", "adult"), ("59", "adult"), ("90+", "old"), ("", ""),
     ("1-5y (set-level)", "child"),
     ("unknown", ""), ("-3", "")],
)  # fmt: skip
def test_ages_become_three_bands(years: str, band: str) -> None:
    """Years and ten-year bands become child, adult or old; anything else says nothing."""
    assert coarse_age(years) == band


def test_a_description_says_what_the_group_shares() -> None:
    """Severity and side stand before their finding; the root of all findings is read as abnormal."""
    details = {"side:effusion:left", "severity:effusion:mild"}
    assert (
        described({"effusion"}, "PA", details)
        == "Chest radiograph, posteroanterior view. Mild left effusion."
    )
    assert described({"other_finding"}, "") == "Chest radiograph. Abnormal."
    assert described({"no_finding"}, "AP") == "Chest radiograph, anteroposterior view. No finding."
