"""Promises that hold for any identifier in any place."""

from __future__ import annotations

import datetime as dt
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.datadict import DicomDictionary
from pydicom.dataset import Dataset

from factories.exams import dx, nest
from site_agent.deidentify.engine.objects import ObjectDeidentifier
from site_agent.deidentify.header.dates import shift_date
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.profile import load_profile
from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.errors import InputRefusedError
from site_agent.ingest.keys import from_secret
from site_agent.ingest.reader import Source

PSEUDONYMS = Pseudonyms(from_secret(b"a secret of thirty-two bytes ...."))
_SHARE = load_profile("share")
PROFILE = _SHARE.model_copy(update={"options": _SHARE.options - {"clean_pixel_data"}})
OBJECTS = ObjectDeidentifier(PROFILE, PSEUDONYMS)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = st.text("bcdfghjklmpqvwxz", min_size=7, max_size=12).map(str.capitalize)
PLACES = sorted(
    tag
    for tag, entry in DicomDictionary.items()
    if entry[0] in {"PN", "LO", "SH", "ST", "LT", "UT", "UC", "AE", "UR"} and tag >= 0x00080000
)


@SLOW
@given(name=NAMES, tag=st.sampled_from(PLACES), depth=st.integers(0, 4), number=st.integers(10**6, 10**8))
def test_a_planted_identifier_never_survives(name: str, tag: int, depth: int, number: int) -> None:
    """A name and a number planted in any text attribute at any depth are gone, or nothing comes out."""
    source = dx()
    source.PatientName, source.PatientID = f"{name}^Zoe", str(number)
    holder = Dataset()
    limit = 16 if DicomDictionary[tag][0] in {"SH", "AE"} else 64
    holder.add_new(tag, DicomDictionary[tag][0], f"{name} {number}"[:limit])
    if depth:
        nest(source, holder, depth - 1)
    else:
        source.update(holder)
    try:
        content = OBJECTS.clean(Source.from_dataset(source)).content.lower()
    except InputRefusedError:
        return
    assert name.lower().encode() not in content
    assert str(number).encode() not in content


@given(st.lists(st.text(string.digits + ".", min_size=1, max_size=64), unique=True, max_size=50))
def test_uids_map_one_to_one_and_always_alike(uids: list[str]) -> None:
    """Different UIDs stay different, the same stays the same, and all are valid (PS3.5 9.1)."""
    mapped = [PSEUDONYMS.uid(uid) for uid in uids]
    assert len(set(mapped)) == len(uids)
    assert mapped == [PSEUDONYMS.uid(uid) for uid in uids]
    assert all(m.startswith("2.25.") and len(m) <= 64 for m in mapped)


DATES = st.dates(min_value=dt.date(1920, 1, 1))


@given(DATES, DATES, st.text(max_size=20))
def test_intervals_between_dates_are_kept(first: dt.date, second: dt.date, patient: str) -> None:
    """Two dates of a patient stay as far apart as they were, and neither stays where it was."""
    days = PSEUDONYMS.date_shift_days(patient)
    a, b = (dt.date.fromisoformat(shift_date(d.isoformat().replace("-", ""), days)) for d in (first, second))
    assert b - a == second - first
    assert a != first


SENTENCES = st.sampled_from(
    [
        *("Seen by Dr. {}.", "Patient: {}  MRN: 884422", "{} was notified.", "Discussed with {}, MD."),
        *("History obtained from {}.", "{} Hospital, 12 May 2020"),
        *("No effusion.", "Nodule of 8 mm.", "Small Baker cyst.", "LUNGS ARE CLEAR."),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=6), NAMES, st.sampled_from([" ", "\n"]))
def test_filtering_twice_is_filtering_once(sentences: list[str], name: str, joint: str) -> None:
    """The filter finds nothing in its own output, and the name is gone from it."""
    once = ReportFilter().filter(joint.join(sentence.format(name) for sentence in sentences))
    if once.status == "ok":
        assert ReportFilter().filter(once.text).text == once.text
        assert name not in once.text
