from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.measurements import measured

FILTER = ReportFilter(recognise=False)

PHONES = {
    "AE": "+971 50 ### ####",
    "AR": "011 4###-####",
    "AT": "+43 1 ######",
    "AU": "04## ### ###",
    "BD": "01#11-######",
    "BE": "0470/##.##.##",
    "BR": "(11) 9####-####",
    "CA": "(416) ###-####",
    "CH": "044 ### ## ##",
    "CN": "138 #### ####",
    "DE": "0171 #######",
    "DK": "## ## ## ##",
    "EG": "010 #### ####",
    "ES": "6## ### ###",
    "FR": "06.##.##.##.##",
    "GB": "07### ######",
    "GH": "024 ### ####",
    "HK": "9### ####",
    "IE": "087 ### ####",
    "IL": "050-###-####",
    "IN": "98### #####",
    "IT": "+39 06 #### ####",
    "JP": "090-####-####",
    "KE": "0722 ######",
    "KR": "010-####-####",
    "MX": "55 #### ####",
    "MY": "012-### ####",
    "NG": "0803 ### ####",
    "NL": "06-########",
    "NO": "4## ## ###",
    "NZ": "021 ### ###",
    "PH": "0917 ### ####",
    "PK": "0300-#######",
    "PL": "### ### ###",
    "SA": "00966 5# ### ####",
    "SE": "070-### ## ##",
    "SG": "(65) 6### ####",
    "TH": "081-###-####",
    "TR": "0532 ### ## ##",
    "US": "###-###-####",
    "ZA": "082 ### ####",
}
CUES = (
    "Tel",
    "Ph:",
    "phone",
    "Fax:",
    "Mobile no.",
    "Contact no:",
    "cb",
    "call back",
    "WhatsApp no.",
    "Helpline",
)


def _filled(shape: str, figures: str) -> str:
    drawn = iter(figures * 3)
    return "".join(next(drawn) if character == "#" else character for character in shape)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(PHONES)), st.sampled_from(CUES), st.text("23456789", min_size=12, max_size=12))
def test_a_telephone_of_any_country_goes_behind_a_cue(country: str, cue: str, figures: str) -> None:
    """No group of a telephone number is left behind a word for a telephone, whatever country wrote it."""
    number = _filled(PHONES[country], figures)
    left = FILTER.filter(f"Lungs are clear. {cue} {number}. No effusion.").text
    assert not [c for c in left if c.isdigit()]
    assert "No effusion" in left


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 4999),
    st.integers(1, 999),
    st.sampled_from(
        ("{a}.{b} mm", "{b} x {b} mm", "{b} HU", "{a} mL", "{b} mGy", "DLP {a}.{b}", "{b}%", "{b}-{a} Hz")
    ),
    st.sampled_from(("measures", "of", "at", "with", "was")),
)
def test_a_measurement_stays(a: int, b: int, shape: str, before: str) -> None:
    """A number with a unit or behind a word of quantity stays, however long it is."""
    text = f"The nodule {before} {shape.format(a=a, b=b)}. Clear lungs."
    assert FILTER.filter(text).text == text


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Bill no. 4995/18 settled.", "4995"),
        ("MLC No. B48736 registered.", "48736"),
        ("IP No. IP-2018-28474, stable.", "28474"),
        ("Identity confirmed with XXXX XXXX 7678.", "7678"),
        ("NRIC S****708Z seen.", "708"),
        ("MRN\t5523-7549\tclear", "7549"),
        ("| MRN | 5523-7549 |", "7549"),
        ("mrn=5103-1467; clear", "1467"),
        ("Listed under record #99881-BCH.", "BCH"),
        ("Study 706.32557 was read.", "32557"),
        ("Licence MDCN/R/29494 is valid.", "29494"),
        ("SSN ends in 7268.", "7268"),
        ('{"identifier": [{"value": "QZ-77120"}], "birthDate": "1931-02-03"}', "77120"),
        ("Clear on Jan 20th '23.", "23"),
        ("The swelling is there since Apr '20.", "20"),
        ("Last seen winter '19.", "19"),
        ("Acquired AUG 29,2023@23:36 today.", "2023"),
        ("Acquired 20190516 today.", "20190516"),
        ("Done on Tue, 3rd of Sepetmber 2021.", "2021"),
        ("Scheduled 12/17 for biopsy.", "12/17"),
        ("I am 93. Clear lungs.", "93"),
        ("Age-Sex: 91-F. Clear lungs.", "91"),
        ("Age 94. Clear lungs.", "94"),
        ("The patient is ninety-two.", "ninety"),
        ("Home is H.No. 22/1, 4th Cross, Market Yard 560 775.", "22/1"),
        ("Lives at Blk 627 Serapong Avenue 3 #03-273, Singapore 578053.", "273"),
        ("Postcode 94103 is hers.", "94103"),
        ("Images on \\\\pacs04\\share\\x1 are here.", "pacs04"),
        ("From 10.243.61.163 and fe80:0:0:0:1:2:3:4.", "fe80"),
        ("Log:\n9/14 Reminder posted, no answer.", "9/14"),
        ("Screening 17/6/1443H, letter of 4 Safar 1443 on file.", "1443"),
        ("Repair carried out on 7.3. Second day after it.", "7.3"),
        ("Vetted by QZ, 26.9.", "26.9"),
        ("Typed: 3.4 qz", "3.4"),
        ("Case presented at tumor board 10/2, no change.", "10/2"),
        ("Quillen, Mara  MRN5528071  DOBMar 9, 1961", "1961"),
        ("His father is alive at 96.", "96"),
        ("The resident called back from 7714.", "7714"),
        ("Reached the daughter, +44 20 7946 0131. 12 MHz probe.", "0131"),
        ("Subject: Quillen 61530 - CT head", "61530"),
        ("Same as in 41.773920.6 of last week.", "773920"),
        ("Hit by a lorry; vehicle QXD 731L.", "731L"),
        ("Her car with plate QX-ZD 417.", "417"),
        ("In a van, registration 651 QX8. A fall.", "QX8"),
        ("The driver, QXD 841, was not hurt.", "841"),
        ("Study CT23.25701 was added.", "CT23"),
        ("Number 11-NM-1532724 of the study.", "11-NM"),
        ("Pushed by rad_reef. No mass.", "reef"),
        ("Log on at noon, login QUORLF.", "QUORLF"),
        ("The mother, 93, is well.", "93"),
        ("BIRTH.........9th February 1953", "9th"),
        ("  1  February 6th, 2016  FAST US", "6th"),
        ("Last chemo 9/7. No change.", "9/7"),
        ("Seen in Room 2.18, no change.", "2.18"),
        ("Serves in the 4th Bn 31st Engineers.", "31st"),
        ("Agent dated 16 AUG 24: no change.", "24"),
        ("Reviewed on PACS under 44-38-92.", "44-38"),
        ("The wife (0 30 / 56 82 - 6349) was told.", "6349"),
        ("Questions: 021 685 57 85 or by mail.", "57 85"),
        ("Service number 60244777, last four 7700.", "7700"),
        ("Seen by the SHO at 22:15 on 3.7. Stable.", "3.7"),
        ("Last control 08/05 2016, order kept.", "08/05"),
        ("Clinical history no.: HC 392062", "HC"),
    ],
)
def test_identifiers_go_whoever_wrote_them(text: str, identifier: str) -> None:
    """Ids, dates, ages and addresses go in the forms of many systems and countries."""
    assert identifier not in FILTER.filter(text).text


@pytest.mark.parametrize(
    "text",
    [
        "Areas by station (mm2): 312 289 1140, 207-188-0942.",
        "Disc heights in mm from above: 10-11-11-12-9.",
        "Platelets 142000 and b values 50 400 800 1400.",
        "Strength 4/5. Grade 2/6 systolic murmur. Nodule may 4 mm reach.",
        "Series 602 image 219. Impacted #17 and #32. BP 128/76, HR 98, SpO2 97%.",
        "Uptake of 25.3 mCi Tc-99m. Extension 0-130 degrees.",
        "Grade 3 may represent atelectasis. Septal 12 mm thickening.",
        "Nodes of 12-15-18 mm, premedication 50/50/50.",
        "CPT 71046, procedure code 74177. Plan: 6 months.",
        "Key images saved: 6/19, 6/12. Sequences: AX DWI b1000.",
        "PSV list R: 81-104-231-97, L: 76-91-110.",
        "4/5 Strength of the left arm, cores 3/12 positive.",
        "Plate in place. The liver lies at 93 mm. Fracture of the 5th rib and the iliac wing.",
    ],
)
def test_numbers_that_identify_nobody_stay(text: str) -> None:
    """Lists of measurements, scores, levels and settings that look like numbers of people stay."""
    assert FILTER.filter(text).text == text


def test_measurements_are_told_from_ids() -> None:
    """A record number before a sex is no measurement."""
    text = "A DLP of 412.5; then 12 x 8 mm, 5544332 M"
    assert [text[start:end] for start, end in measured(text)] == ["DLP of 412.5", "12 x 8 mm"]
