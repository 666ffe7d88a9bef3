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
        ("Works at Quornby & Pyke Solicitors as a clerk.", "Solicitors"),
        ("WORKS AS A PLUMBER AT KILVARNT BUS SERVICES.", "SERVICES"),
        ("Jasper attends Quornby Day School, injury in PE.", "School"),
        ("ATTENDS GLEN KILVARNT ACADEMY, INJURY IN PE.", "ACADEMY"),
        ("THEO ATTENDS KILVARNT COLLEGIATE, INJURY.", "COLLEGIATE"),
        ("PLAYS FOR KILVARNT HARRIERS; FELL.", "HARRIERS"),
        ("64 YEAR OLD WOMAN FROM QUORNBY FERRY ARMY BARRACKS.", "BARRACKS"),
        ("Incident at Quornvlei Platinum shaft 9 today.", "shaft"),
        ("Employer Quornby Ferry Sheriff's Office, injured.", "Office"),
        ("Injured at quornby freezing works last week.", "freezing"),
        ("Employed by Quornby & Sons.", "Sons"),
        ("student at kilvarnt comprehensive.", "comprehensive"),
        ("EMPLOYED BY KILVARNT TIMBER LTD.", "LTD"),
    ],
)
def test_places_of_work_and_play_go_to_their_last_word(reports: ReportFilter, text: str, gone: str) -> None:
    """Employers, schools, clubs and barracks go behind their cue, in any case."""
    after = reports.filter(f"{text}\n{_PROSE}").text
    assert _PROSE in after
    assert gone not in after


@pytest.mark.parametrize(
    "text",
    [
        "He works at a local school.",
        "She attends the day school.",
        "Injured at work last week.",
        "Works in grocery store.",
        "Injured at construction site.",
        "Fell in the shop this morning.",
        "Attended with a group of friends.",
        "Pain at the base of the thumb.",
    ],
)
def test_places_without_a_name_stay(reports: ReportFilter, text: str) -> None:
    """A school or a shop that nothing names is nobody's."""
    assert text in reports.filter(f"{text}\n{_PROSE}").text


def test_police_stay_without_their_town(reports: ReportFilter) -> None:
    """Of a police station only the town goes: what it is tells nobody."""
    after = reports.filter(f"Registered at Kilvarnt police station on 3 May 2020.\n{_PROSE}").text
    assert "police station on" in after
    assert "Kilvarnt" not in after
