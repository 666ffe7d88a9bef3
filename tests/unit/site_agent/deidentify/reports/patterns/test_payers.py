"""Insurers go, with the word for their kind; whether somebody is insured stays."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

_PROSE = "The heart is normal in size and both lungs are clear. No effusion."


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return a filter without the recogniser: rules alone must do."""
    return ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Insurance: Slatevarn Insurance, policy 448192.", "Slatevarn"),
        ("Insurance: Slatevarn Insurance, policy 448192.", " Insurance"),
        ("Insurance: Union Second PPO, policy 448192", "PPO"),
        ("Insurance: BlueQuay Health Plan, policy 23-491", "Plan"),
        ("Payer: Quornley Workers Comp, claim 448192", "Comp"),
        ("INSURANCE: SLATEVARN ASSURANCE, POLICY QZ44812", " ASSURANCE"),
        ("Prior authorization 4481920 by Union Second HMO, valid until March.", "Union"),
    ],
)
def test_insurers_go_whole(reports: ReportFilter, text: str, gone: str) -> None:
    """Behind a label or an authorisation the payer goes with the word for its kind."""
    assert gone not in reports.filter(f"{text}\n{_PROSE}").text


@pytest.mark.parametrize("text", ["Insurance: none.", "Payer: self pay.", "Insurance: Medicare."])
def test_who_is_not_insured_stays(reports: ReportFilter, text: str) -> None:
    """A payer that everybody may have identifies nobody."""
    assert text in reports.filter(f"{text}\n{_PROSE}").text
