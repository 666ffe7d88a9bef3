"""Keys of systems are structure; what stands behind or under them is not."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.field_labels import label_before
from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("PAT ENC CSN ID", "ID"),
        ("READING RAD", "NAME"),
        ("orderingProv", "NAME"),
        ("EXAMDESC", ""),
        ("SiteName", "LOCATION"),
        ("ProcName", ""),
        ("study dt", "DATE"),
        ("PROC CODE", ""),
    ],
)
def test_the_last_part_of_a_key_tells_what_it_heads(key: str, kind: str) -> None:
    """People, places, numbers and days are told from what identifies nobody."""
    label = label_before(key, len(key))
    assert label is not None
    assert (label.start, label.kind) == (0, kind)


@pytest.mark.parametrize("key", ["PAT CODE", "FOO DESC", "Dr Ward", "QUORNLEY NAME KEY", "Roebuck"])
def test_an_unknown_key_is_none(key: str) -> None:
    """A key of which a part is unknown, and a surname behind a title, vouch for nothing."""
    label = label_before(key, len(key))
    assert label is None or label.start > 0 or not label.listed


@pytest.mark.parametrize("mark", ["|", "\t", ","])
def test_columns_with_keys_lose_their_values_and_keep_their_heading(mark: str) -> None:
    """The heading and the codes of a table stay; names with an initial, ids and places go."""
    head = ["PAT_NAME", "PAT_MRN_ID", "PROC_CODE", "READING_RAD", "SITE_NAME", "RESULT_STATUS"]
    row = ['"Quornley, Ada F"', "5551234", "73721", '"Field, Rose"', '"Tavistone Infirmary"', "F"]
    after = FILTER.filter("\n".join([mark.join(head), mark.join(row)])).text
    assert after.splitlines()[0] == mark.join(head)
    assert all(told not in after for told in ("Quornley", "Ada F", "5551234", "Field", "Rose", "Tavistone"))
    assert "73721" in after


@pytest.mark.parametrize("mark", ["|", "\t", ";", ","])
def test_a_row_of_labels_and_values_is_no_heading(mark: str) -> None:
    """Values between labels on one line go though half of the cells are labels."""
    text = mark.join(["Name", "Rose Field", "MRN", "5551234", "DOB", "01/02/1950"])
    after = FILTER.filter(f"{text}\nFindings{mark}Clear").text
    assert not any(told in after for told in ("Rose", "Field", "5551234", "1950"))


@pytest.mark.parametrize(
    "text",
    [
        '<contains TEXT:(121071,DCM,"Finding")="Clear.">',
        '<contains NUM:(M-02550,SRT,"Diameter")="13" (mm,UCUM,"millimeter")>',
        '<has obs context UIDREF:(121018,DCM,"Procedure Study Instance UID")>',
        "<RadiologyReport>\n<ExamDesc>CHEST</ExamDesc>\n</RadiologyReport>",
    ],
)
def test_codes_and_tags_stay(text: str) -> None:
    """Code triples of structured reports and names of tags identify nobody."""
    assert FILTER.filter(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "AUTHOR=QUORNLEY_ADA",
        "QUORNLEY,ADA B      555-12-3456",
        "<QuornleyAda>clear</QuornleyAda>",
        '(55512345,99QRN,"Quornley")',
        "QUORNLEY_ID: clear",
    ],
)
def test_a_name_written_like_a_key_goes(text: str) -> None:
    """Underscores, capitals within and code triples hide nobody."""
    after = FILTER.filter(text).text
    assert "uornley" not in after.lower()
    assert "55512345" not in after


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("Uploaded from the archive by xr_quorn0", "xr_quorn0"),
        ("<XR_QUORN0> REPORT OPENED", "XR_QUORN0"),
        ("<quornley.s> report opened", ".s"),
    ],
)
def test_who_did_something_goes_whatever_it_is_joined_by(text: str, user: str) -> None:
    """A login goes whole, with its figure and its initial."""
    assert user not in FILTER.filter(text).text


def test_plain_words_that_name_people_go_joined_by_an_underscore() -> None:
    """A user called after plain words goes as one; words of medicine and keys stay."""
    after = FILTER.filter("reader_key: rose_field, long_axis and report_text.").text
    assert after == "reader_key: [ID], long_axis and report_text."
