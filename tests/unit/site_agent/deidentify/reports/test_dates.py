"""Dates inside texts move when they can be told, and only then."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from site_agent.deidentify.reports.dates import move

DAYS = -400
MAY = 5
FORMS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y%m%d101112", "%d.%m.%Y", "%B %d, %Y", "%d %B %Y"),
    *("%d-%b-%Y", "%b %d %Y", "%A, %B %d, %Y", "%Y-%m-%dT10:11:12"),
)


def moved(text: str, *known: str) -> str:
    """Return a text with its dates moved."""
    rest, dates = move(text, DAYS, known.__contains__, lambda number: f"<{number}>")
    for number, date in enumerate(dates):
        rest = rest.replace(f"<{number}>", date)
    return rest


@given(day=st.dates(dt.date(1951, 1, 1), dt.date(2060, 1, 1)), form=st.sampled_from(FORMS))
def test_a_date_keeps_its_form(day: dt.date, form: str) -> None:
    """Whatever the form, the date that comes out is the shifted one, written alike."""
    assume("%b" not in form or day.month != MAY)  # short for itself
    bare = re.compile(r"(?<= )0(?=\d[ ,])")  # "14 March" does not tell whether it is "4 March" or "04 March"
    after = (day + dt.timedelta(DAYS)).strftime(form)
    assert bare.sub("", moved(f"seen {day.strftime(form)}, well")) == bare.sub("", f"seen {after}, well")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 3/14/2019", "on 2/7/2018"),
        ("on 14/03/2019", "on 07/02/2018"),
        ("on 3/14/19", "on 2/7/18"),
        ("March 14th, 2019", "February 7th, 2018"),
        ("2nd of May 2018", "28th of March 2017"),
        ("14. März 2019", "7. Februar 2018"),
        ("14 de marzo de 2019", "7 de febrero de 2018"),
        ("14-MAR-2019", "07-FEB-2018"),
        ("03/04/2019 and 25/04/2019", "27/02/2018 and 21/03/2018"),
    ],
)
def test_other_forms(text: str, expected: str) -> None:
    """Slashes whose order is told, ordinals, short years and other languages keep their form too."""
    assert moved(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("03/04/2019", "in March 2019", "on 3/4", "DOB: 1950-03-14", "born on March 14, 1950", "2019-02-30"),
        *("5.2 x 3.1 cm", "T12/L1", "1.2.840.10008.5.1", "strength 4/5", "version 1.2.2019.03.14"),
        *("03/04/2019, 14/03/2019, 3/14/2019",),
    ],
)
def test_what_cannot_be_told_is_left_to_the_filter(text: str) -> None:
    """Two-way orders, months without a day, dates of birth, measures and versions are not touched."""
    assert "03/04/2019" in moved(text) if text.startswith("03/04") else moved(text) == text


def test_the_dates_of_the_object_settle_the_order() -> None:
    """A date that the object knows in one order is read in that order."""
    assert moved("03/04/2019", "20190403") == "27/02/2018"
    assert moved("03/04/2019", "20190304") == "01/28/2018"
