from __future__ import annotations

import pytest

from site_agent.deidentify.reports import filter as filter_module
from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.names import HeaderValues
from site_agent.errors import Reason

FILTER = ReportFilter()


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Patient: Zoë Ångström    MRN: 5544332. Clear lungs.", "Ångström"),
        ("Findings discussed with Dr. Baker at 10:15. Clear lungs.", "Baker"),
        ("Comparison: March 3, 2019. Clear lungs.", "2019"),
        ("Call 555-201-3344 or mail a.b@example.org. Clear lungs.", "3344"),
        ("A 94-year-old patient. Clear lungs.", "94"),
        ("Seen at Pine Ridge Hospital. Clear lungs.", "Pine"),
        ("Electronically signed by: Maria del Campo, MD\nClear lungs.", "Campo"),
        ("Clear lungs. Thornbury underwent lobectomy.", "Thornbury"),
        ("PID|1||887766||DOE^JANE^Q||\nClear lungs.", "JANE"),
        ("His wife, Philippa, agrees. Clear lungs.", "Philippa"),
        ("LUNGS ARE NOT ENLARGED. Patient: Bramblewick  MRN: 884422. Clear lungs.", "Bramblewick"),
        ("Accession RA25147436. UID 1.2.840.113619.2.5.66.7. Clear lungs.", "113619"),
    ],
)
def test_identifiers_go(text: str, identifier: str) -> None:
    """Names, dates, numbers, contacts, old ages and places are replaced by placeholders."""
    result = FILTER.filter(text)
    assert result.status == "ok"
    assert identifier not in result.text
    assert "lear lungs" in result.text


@pytest.mark.parametrize(
    "text",
    [
        "Kerley B lines are present at the bases.",
        "A 5.2 x 3.1 cm mass in the left upper lobe.",
        "Small Baker cyst. Swan-Ganz catheter tip in the right pulmonary artery.",
        "Degenerative change at T12/L1. Lung-RADS 4A. Grade 2/6 murmur.",
        "A 72-year-old man with pneumonia for 3 weeks.",
        "Priors -- Nil.\nSummary -- Early interstitial fibrosis.",
        "CC: COPD exacerbation\n\nHyperinflation consistent with COPD.",
    ],
)
def test_what_a_report_says_stays(text: str) -> None:
    """Eponyms, measurements, levels, scores and ages below 90 are not identifiers."""
    assert FILTER.filter(text).text == text


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Patient: QUORNLEY, Jayne (79 F)\nClear.", "(79 F)"),
        ("Home is in Westerbrook. 19 yo with asthma.", "19 yo"),
        ("Location: Cubicle 8. Petrus QUORNLEY of Westerbrook is a 21 yo smoker.", "21 yo smoker"),
        ("Patient: Jayne QUORNLEY, 27 y, file QN-51926, of Westerbrook Hospital.", "27 y"),
    ],
)
def test_an_age_beside_who_and_where_stays(text: str, age: str) -> None:
    """A name and a place end before an age that many reach."""
    after = ReportFilter().filter(text).text
    assert age in after
    assert "Westerbrook" not in after
    assert "QUORNLEY" not in after


def test_header_values_go_whatever_their_spelling() -> None:
    """Names of the paired header go in any case, without accents and in any order, ids too."""
    header = HeaderValues.of(
        {"PatientName": "Müller^Jörg", "PatientID": "A 77", "InstitutionName": "St Bride"}
    )
    text = "muller was seen. JORG is well. St. Bride. Number a-77. Lungs are clear."
    filtered = FILTER.filter(text, header).text.lower()
    assert not [word for word in ("muller", "jorg", "bride", "77") if word in filtered]


def test_spans_are_places_in_the_text_given() -> None:
    """Every span cuts exactly what was removed out of the original."""
    text = "Seen by Dr. Ravenscroft on 2021-03-04. Lungs are clear."
    assert [text[start:end] for start, end, _ in FILTER.filter(text).spans] == ["Ravenscroft", "2021-03-04"]


def test_conditioning_text_drops_instead_of_replacing() -> None:
    """The form for the image filter has no placeholder in it."""
    assert "<" not in FILTER.filter("<p>Seen by Dr. Ravenscroft.</p><p>Nodule.</p>").dropped
    dropped = FILTER.filter("Seen by Dr. Ravenscroft. Nodule.").dropped
    assert "[" not in dropped
    assert "Nodule" in dropped


@pytest.mark.parametrize("text", ["", "   \n", "a\x00b", "x" * 300_000])
def test_what_is_no_report_is_quarantined(text: str) -> None:
    """Empty, binary and endless texts get a reason, not a result."""
    result = FILTER.filter(text)
    assert (result.status, result.reason, result.text) == ("quarantined", Reason.REPORT_UNREADABLE, "")


def test_the_institution_of_the_header_goes_as_one() -> None:
    """Whatever it is called, and its town in brackets with it, as where a rule had found it."""
    header = HeaderValues.of({"InstitutionName": "Department of Radiology"})
    text = "Compared with films of the Department of Radiology (Quayle Hollow), obtained in May 2001."
    left = FILTER.filter(text, header).text
    assert "[ORG]" in left
    assert not [word for word in ("Radiology", "Quayle", "Hollow") if word in left]


def test_a_report_that_would_say_something_else_is_quarantined() -> None:
    """When a finding is lost with a name, nothing is released."""
    header = HeaderValues.of({"PatientName": "Pneumonia^Jane"})
    assert FILTER.filter("Jane. Pneumonia. There is Pneumonia.", header).reason in {
        None,
        Reason.REPORT_LABELS_CHANGED,
    }
    assert FILTER.filter("Patient: Effusion\n", HeaderValues()).reason is Reason.REPORT_LABELS_CHANGED


def test_several_reports_are_filtered_as_each_alone() -> None:
    """What the networks read together they read as if alone; order and headers stay with their reports."""
    texts = ["Seen by Rose Quornhill. Clear lungs.", "", "Clear lungs.", "Mr. Zyx fell. Clear lungs.", "Zyx."]
    headers = [None, None, None, HeaderValues.of({"PatientName": "Clear"}), None]
    together = FILTER.filter_all(zip(texts, headers, strict=True))
    assert together == [FILTER.filter(text, header) for text, header in zip(texts, headers, strict=True)]
    assert [report.reason for report in together].count(Reason.REPORT_UNREADABLE) == 1


def test_a_report_the_filter_breaks_on_is_quarantined_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw in one report stops no others, and none of its words are in what is said of it."""

    def breaks(text: str, *rest: object) -> list[object]:
        if "Zyx" in text:
            raise IndexError(text)
        return found(text, *rest)  # type: ignore[arg-type, return-value]

    found = filter_module.identifiers
    monkeypatch.setattr(filter_module, "identifiers", breaks)
    broken, well = FILTER.filter_all([("Mr. Zyx fell.", None), ("Clear lungs.", None)])
    assert (broken.status, broken.reason, broken.text) == ("quarantined", Reason.REPORT_FILTER_BROKEN, "")
    assert well.text == "Clear lungs."


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (
            '<report>\n<patient name="Roe, Ada" id="593 049"/>\n<body>No effusion.</body>\n</report>',
            "Roe, Ada",
        ),
        ("<p>No effusion.</p><!-- Roe, Ada --><p>Normal.</p>", "Roe, Ada"),
        ('<p>No <span title="Roe, Ada">effusion</span>.</p>', "Roe, Ada"),
    ],
)
def test_markup_that_goes_unread_is_told(text: str, gone: str) -> None:
    """Whoever takes the places instead of the text finds what a dropped tag or comment held among them."""
    result = FILTER.filter(text)
    assert gone not in result.text
    assert any(gone in text[start:end] for start, end, _ in result.spans)
    assert not any("effusion" in text[start:end] for start, end, _ in result.spans)
