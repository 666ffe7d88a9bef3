"""Surrogates: consistent, of the same form, nobody's, and nothing else left."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.findings import labels_of
from site_agent.deidentify.reports.folding import fold
from site_agent.deidentify.reports.names import HeaderValues
from site_agent.deidentify.reports.surrogates.dates import Calendar
from site_agent.deidentify.reports.surrogates.draws import LETTERS, Draws
from site_agent.deidentify.reports.surrogates.people import People, sexes_told
from site_agent.deidentify.reports.surrogates.pools import Pools
from site_agent.deidentify.reports.surrogates.values import Values
from site_agent.deidentify.reports.surrogates.writing import SurrogateReport, Surrogates

KEY = b"a key of at least sixteen bytes"
SURNAMES = ("Quayle", "Osterbeck", "Tranmer", "Vandersloot", "Kowalczyk", "Mbeki", "Ferrabosco")
FIRST = ("John", "Rita", "Katherine", "Rajesh", "Ingrid")


def _people(sexes: dict[str, str] | None = None, taken: frozenset[str] = frozenset()) -> People:
    return People(Draws(KEY, "patient 1"), sexes or {}, taken)


def _written(text: str, header: dict[str, str] | None = None, key: bytes = KEY) -> SurrogateReport:
    known = HeaderValues.of(header)
    report = ReportFilter().filter(text, known)
    assert report.reason is None
    patient = (header or {}).get("PatientID")
    return Surrogates(key, lambda _: -1000).write(text, report, patient=patient, known=known)


def test_every_form_of_a_name_agrees() -> None:
    """Case, order, initials, titles and the genitive stay; the words behind them are the same person's."""
    people = _people()
    whole = people.name("John Quayle")
    first, last = whole.split()
    assert people.name("QUAYLE, JOHN") == f"{last.upper()}, {first.upper()}"
    assert people.name("J. Quayle") == f"{first[0]}. {last}"
    assert people.name("Quayle's") == f"{last}'s"
    assert people.name("QUAYLE^JOHN^J") == f"{last.upper()}^{first.upper()}^{first[0]}"
    assert people.name("Dr. quayle") == f"Dr. {last.lower()}"
    assert people.initials("JQ") == f"{first[0]}{last[0]}"
    assert people.initials("jq") == f"{first[0]}{last[0]}".lower()


def test_the_sex_of_a_name_stays() -> None:
    """A listed first name keeps its sex; a relative tells that of a name both bear."""
    pools = Pools.load()
    people = _people(sexes_told([("his wife, ", "Jordan")]))
    assert people.name("Katherine") in pools.female[people.name("Katherine")[0]]
    assert people.name("John") in pools.male[people.name("John")[0]]
    assert people.name("Jordan") in pools.female[people.name("Jordan")[0]]


def test_another_key_or_patient_changes_every_letter_ring() -> None:
    """No letter stays what it is, and neither key nor patient can be changed without the names changing."""
    one, other_key = Draws(KEY, "1"), Draws(KEY + b"!", "1")
    assert all(one.initial(letter) != letter for letter in LETTERS)
    names = [People(draws, {}, frozenset()).name("Quayle Tranmer Osterbeck") for draws in (one, other_key)]
    names.append(People(Draws(KEY, "2"), {}, frozenset()).name("Quayle Tranmer Osterbeck"))
    assert len(set(names)) == 3


def test_no_surrogate_is_an_identifier_of_header_or_site() -> None:
    """A draw that somebody of the header bears is drawn again."""
    first = _people().name("Quayle")
    assert _people(taken=frozenset({fold(first)})).name("Quayle") != first


@pytest.mark.parametrize(
    ("said", "moved"),
    [
        ("3/14/2019", "6/17/2016"),
        ("03/14/19", "06/17/16"),
        ("14.03.2019", "17.06.2016"),
        ("2019-03-14", "2016-06-17"),
        ("20190314", "20160617"),
        ("20190314120000", "20160617120000"),
        ("March 14, 2019", "June 17, 2016"),
        ("MAR 14, 2019", "JUN 17, 2016"),
        ("14th of March 2019", "17th of June 2016"),
        ("14-Mar-2019", "17-Jun-2016"),
        ("Thursday, March 14, 2019", "Friday, June 17, 2016"),
        ("March 2019", "June 2016"),
        ("03/2019", "06/2016"),
        ("3/14", "6/17"),
        ("3/14/2019 to 3/20/2019", "6/17/2016 to 6/23/2016"),
        ("2019", "2016"),
    ],
)
def test_a_date_moves_and_keeps_its_form(said: str, moved: str) -> None:
    """Every written form is moved by the patient's days and written as it was."""
    assert Calendar(-1000, 2019, day_first=False, several=True).moved(said, born=False) == moved


@pytest.mark.parametrize("said", ["0314", "Michaelmas 2019", "31/31/2019", "3/14/1921"])
def test_a_date_that_cannot_be_told_is_not_told(said: str) -> None:
    """What is no date, and one ninety years back, stays a placeholder."""
    assert Calendar(-1000, 2019, day_first=False, several=True).moved(said, born=False) is None


def test_a_lone_date_of_birth_is_not_told() -> None:
    """Beside no other date nobody can say that its bearer is younger than ninety."""
    assert Calendar.of([("3/14/1950", True)], -1000).moved("3/14/1950", born=True) is None


@given(st.dates(date(1990, 1, 1), date(2028, 1, 1)), st.dates(date(1990, 1, 1), date(2028, 1, 1)))
@settings(max_examples=40)
def test_intervals_stay(one: date, other: date) -> None:
    """Days between two dates of a patient are the same before and after, whatever their forms."""
    calendar = Calendar.of(
        [(f"{one:%m/%d/%Y}", False), (f"{other:%B} {other.day}, {other:%Y}", False)], -1234
    )
    first = calendar.moved(f"{one:%Y-%m-%d}", born=False)
    second = calendar.moved(f"{other:%B} {other.day}, {other:%Y}", born=False)
    assert first
    assert second
    moved = datetime.strptime(second, "%B %d, %Y").date()  # noqa: DTZ007 - a day
    assert (date.fromisoformat(first) - moved) == one - other


@pytest.mark.parametrize(
    ("said", "shape"),
    [
        ("(617) 555-2368", r"\(555\) 555-01\d\d"),
        ("617-253-1000", r"555-555-01\d\d"),
        ("020 7946 0018", r"016 3296 0\d{3}"),
        ("+44 20 7946 0018", r"\+99 9\d \d{4} \d{4}"),
        ("6027", r"01\d\d"),
    ],
)
def test_telephone_numbers_are_nobodys(said: str, shape: str) -> None:
    """Numbers keep their punctuation and come from ranges kept for fiction, or from no country."""
    assert re.fullmatch(shape, Values(Draws(KEY, "1")).phone(said))


def test_values_are_nobodys() -> None:
    """Ids begin with TEST, mail and links go to example.org, nets are those of documentation."""
    values = Values(Draws(KEY, "1"))
    assert re.fullmatch(r"TEST\d{3}", values.identifier("8531455"))
    assert re.fullmatch(r"000-\d\d-\d{4}", values.identifier("123-45-6789"))
    assert values.mail("r.quayle@kiln.org").endswith("@example.org")
    assert re.fullmatch(r"https://example\.org/\d{6}", values.link("https://kiln.org/r/7"))
    assert values.net_address("10.1.2.3").startswith(("192.0.2.", "198.51.100.", "203.0.113."))
    assert values.uid("1.2.840.10008.5.1.4").startswith("2.25.")
    assert values.age("94") == "90+"


def test_a_report_keeps_findings_and_loses_every_identifier() -> None:
    """Labels are the same, what was planted is gone, and nothing is left to be filled."""
    text = (
        "Patient: Rita Quayle  MRN: 8531455\nExam date: 3/14/2019\nComparison: 3/1/2019.\nFINDINGS:"
        " Small left pleural effusion. Ms. Quayle was told by Dr. Tranmer, pager 6027."
        "\nSigned: T. Tranmer, MD"
    )
    told = _written(text, {"PatientName": "Quayle^Rita", "PatientID": "8531455"})
    assert told.reason is None
    assert labels_of(told.text) == labels_of(text)
    assert not re.search(r"(?i)quayle|tranmer|rita|8531455|6027|/2019|\[[A-Z]+\]", told.text)
    found = re.findall(r"(\d+)/(\d+)/(\d{4})", told.text)
    exam, comparison = (date(int(year), int(month), int(day)) for month, day, year in found)
    assert (exam - comparison).days == 13


def test_two_reports_of_a_patient_agree_and_those_of_nobody_do_not() -> None:
    """The patient ties surrogates together over reports; without one every report stands alone."""
    texts = ("Seen by Dr. Tranmer. Lungs are clear.", "Call Dr. Tranmer. No effusion.")
    header = {"PatientID": "8531455"}

    def names(header: dict[str, str] | None) -> set[str]:
        told = (_written(text, header) for text in texts)
        return {name[1] for one in told if (name := re.search(r"Dr\. (\w+)", one.text))}

    assert len(names(header)) == 1
    assert len(names(None)) == 2


def test_what_an_author_wrote_like_a_placeholder_stays() -> None:
    """Only what the filter took is filled."""
    told = _written("Seen by [NAME] and by Dr. Tranmer. Lungs are clear.")
    assert told.text.startswith("Seen by [NAME] and by Dr. ")
    assert "Tranmer" not in told.text


@given(
    st.sampled_from(FIRST),
    st.sampled_from(SURNAMES),
    st.sampled_from(SURNAMES),
    st.integers(10**6, 10**7 - 1),
)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_planted_never_survives(first: str, last: str, doctor: str, number: int) -> None:
    """Whatever name and number are planted, the text with surrogates holds none of them."""
    text = f"{last.upper()}, {first.upper()} MRN: {number}. Dr. {doctor} saw {first} {last}. No effusion."
    told = _written(text, {"PatientName": f"{last}^{first}", "PatientID": str(number)})
    words = set(fold(told.text).split())
    assert words.isdisjoint({first.lower(), last.lower(), doctor.lower(), str(number)})


def test_markup_that_is_dropped_keeps_no_surrogate_from_being_written() -> None:
    """A tag with attributes goes without a placeholder; names in the text get surrogates all the same."""
    text = '<p class="Quayle">Seen by Dr. Ravenscroft. No effusion.</p>'
    written = _written(text)
    assert written.reason is None
    assert "[NAME]" not in written.text
    assert "Ravenscroft" not in written.text
    assert "Quayle" not in written.text
