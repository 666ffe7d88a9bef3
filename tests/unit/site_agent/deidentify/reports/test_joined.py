"""Tests of `site_agent.deidentify.reports.joined`: no login and no file is left half."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return the filter as it ships."""
    return ReportFilter()


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Quorl_Rosalind_20110417\nFINDINGS: Normal.", "Quorl_Rosalind"),
        ("Normal heart. Printed by svc_dict60 on Oct 23, 2017 2202 hrs", "svc_dict60"),
        ("Normal heart. Locked by hq/fquorl_rad. Clear lungs.", "fquorl_rad"),
    ],
)
def test_all_of_a_run_goes_when_a_part_names_somebody(reports: ReportFilter, text: str, gone: str) -> None:
    """A name with an underscore is one word."""
    left = reports.filter(text).text
    assert not [part for part in gone.split("_") if part in left]
    assert "_" not in left


def test_names_joined_to_logins_move_nothing_else(reports: ReportFilter) -> None:
    """The network reads the text in which the login is gone already: places in it are places in that text."""
    text = (
        "HISTORY\npalpitations.\n\nFINDINGS\nPylorus is 4 mm thick. Please ring Dr. Quorl-Hidalgo on "
        "(981) 897-5927. Read remotely by tele_quorlows via 139.142.192.6. Bowel gas reaches the rectum."
    )
    report = reports.filter(text)
    assert report.status == "ok"
    assert "Pylorus is 4 mm thick" in report.text
    assert "Bowel gas reaches the rectum." in report.text
    assert "quorl" not in report.text.lower()
