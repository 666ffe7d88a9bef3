"""The text of a message's segments is one text, and its frames stay as they were given."""

from __future__ import annotations

from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False)
SERVICE = "71046^CHEST 2 VIEWS^CPT"


def _message(*values: str, service: str = SERVICE) -> str:
    return "\n".join(
        ["OBR|1||5512345|71046^CHEST 2 VIEWS^CPT"]
        + [f"OBX|{at}|TX|{service}||{value}||||||F" for at, value in enumerate(values, 1)]
    )


CUT = (
    "Small effusion on the left, as it was seen before at the Quornley",
    "Rest Home, and again today by the nurse who called on 3",
    "March 2020, and there is no change since the last one that",
    "we have.",
)


def test_a_name_cut_by_the_end_of_a_segment_goes_as_a_whole() -> None:
    """A place and a date that two segments share go from both."""
    after = FILTER.filter(_message(*CUT)).text
    assert all(told not in after for told in ("Quornley", "Rest Home", "March", "2020"))


def test_frames_stay_as_they_were_given() -> None:
    """No mark, number or service of a segment goes with what stood beside it."""
    after = FILTER.filter(_message(*CUT)).text
    for at in range(1, 5):
        assert f"OBX|{at}|TX|{SERVICE}||" in after
    assert after.count("||||||F") == len(CUT)
    assert FILTER.filter(after).text == after


def test_a_frame_that_could_tell_somebody_is_read_like_any_text() -> None:
    """Somebody named where a service should be goes from every segment."""
    after = FILTER.filter(_message(*CUT, service="71046^Quornley Ada^L")).text
    assert "Quornley" not in after


def test_the_places_of_what_went_are_those_of_the_text_given() -> None:
    """What went stands in the text as given where the spans say."""
    text = _message(*CUT)
    gone = [text[start:end] for start, end, _ in FILTER.filter(text).spans]
    assert {"Quornley", "Rest Home", "3", "March 2020"} & set(gone)
    assert not any("OBX" in piece for piece in gone)
