"""Tests of `patterns.cells`: what fills a cell, brackets or the end of a line with what has gone."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return a filter without the recogniser: rules alone must do."""
    return ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Seen at Quornley Hospital. Sterling Vorrel, NHS No 959 146 6141.", "Sterling"),
        ("Radiology: Lily Vorrel   Pathology: Zorvi Quornley", "Lily"),
        ("OLIVE, ZORVI, 25M, chest film", "OLIVE"),
        ("Read by zorvi walker, NP.", "walker"),
        ("Re zorvi thorne, d.o.b. 1986-07-24", "thorne"),
        ("told dr joint at noon", "joint"),
        ("refer to dr. j baker at noon", "baker"),
        ("WHO checklist complete (Faith)", "Faith"),
        ("Mrs te quornley lives alone.", " te "),
        ("Case read by Dr Vu Quornley, fellow, with Dr Campbell, attending.", "Campbell"),
        ("Told to Dott.ssa C. Stent by telephone.", "Stent"),
        ("Pt QUORNLEY, ZORVI T / UH22007771 / Hem/Onc", " T "),
        ("At Quornley Hospital. HORN, Zorvi, ID no 271010 3253", "HORN"),
        ("(0008,0090) Post\nCT of the chest", "Post"),
        ("dictation for GOOD, RUBY mrn M566512848 exam", "GOOD"),
        ("RE: Tuan Quornley | DOB 5/22/97", "Tuan"),
        ("Seen with Zorvi Reader (oncology) today.", "Reader"),
        ("Lay letter mailed to Mrs. Page 5/27/2018.", "Page"),
        ("pt Small 84F mrn 7236161", "Small"),
        ("CC ZORVI QUORNLEY, MR VORREL-LONG", "LONG"),
        ("Read there.\n\nG. Stent / Zorvi Quornley (visa)", "Stent"),
        ("Kind regards\nDr C. Senior\nSpecialist", "Senior"),
        ("FAMILY DOCTOR, DR. G. REST IN QUORNLEY.", "REST"),
        ("overnight read: Evers T13227 CT HEAD", "Evers"),
        ("Film read by Dr. v. plank.", "plank"),
        ("Prof. Dr. med. Long\nChief of the unit", "Long"),
        ("labeled QUORNLEY-ZORVI, MELVIN DREW; confirmed", "DREW"),
    ],
)
def test_given_names_and_surnames_go_with_what_they_touch(
    reports: ReportFilter, text: str, gone: str
) -> None:
    """A name of plain words goes where a name beside it, a title or brackets tell it."""
    assert gone not in reports.filter(text).text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Dr Quornley, Radiologist. (lh) Query line below", "lh"),
        ("Dr Quornley / NM\nend", "NM"),
        ("The film, original reader KG. Knee.", "KG"),
        ("Patient LT / Zorvi Quornley, seen", "LT"),
        ("agree. pp/gl  job #7980599", "pp/gl"),
        ("Prelim by AM. Final read below", "AM"),
        ("T: 13 JULY 2020 4:54 AM  CBC/CS\nText", "CBC/CS"),
        ("x4222. Liver/GML/pds\n", "Liver"),
    ],
)
def test_initials_go_in_their_slots(reports: ReportFilter, text: str, gone: str) -> None:
    """Initials in brackets, behind a slash or in a slot of staff go."""
    assert gone not in reports.filter(text).text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("AT QUORNLEY TREATMENT CENTRE. SEEN", "TREATMENT"),
        ("Prior from Quornley Medical Center (Amber Dunes), 2015", "Dunes"),
        ("Quornley Ortho & Spine of Vorrelby | imaging", "Spine"),
        ("By Dr Quornley of The Glebe Surgery.", "Glebe"),
        ("driver injured near saddle notch on monday", "saddle"),
        ("Refer to Dr Zorvi Quornley at MSH.", "MSH"),
        ("Referred back to Quornley Dental Studio Tel (011) 555-9545.", "Studio"),
        ("An outside exam of April 6, 2013 from MCH has been loaded.", "MCH"),
    ],
)
def test_kinds_of_institutions_go_with_their_names(reports: ReportFilter, text: str, gone: str) -> None:
    """A treatment centre, a pair of specialties and a town in brackets go whole."""
    assert gone not in reports.filter(text).text


@pytest.mark.parametrize(
    "text",
    [
        "Normal cardiac and vascular structures. Foot and ankle films.",
        "The nodule (left) is small. Lungs (Right) are clear. Read by consensus.",
        "Heart and great vessels are normal. The practice of surgery.",
        "The nurse and the reader agree. Senior review is not needed.",
        "Pt stable. Images sent to PACS. CT-GUIDED BIOPSY.",
    ],
)
def test_plain_words_stay(reports: ReportFilter, text: str) -> None:
    """Words in brackets, pairs of organs and sentences of plain words stay."""
    assert reports.filter(text).text == text
