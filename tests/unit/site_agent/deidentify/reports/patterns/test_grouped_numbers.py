"""Numbers in groups of letters and digits go where a person, a band or a log stands before them."""

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
        ("Discussed Jayne Quornley, QK47 1182 today.", "QK47"),
        ("Discussed Jayne Quornley, QK47 1182 today.", "1182"),
        ("Patient Quornley, Jayne / QK47 1182 / 1961-04-11", "QK47"),
        ("Wrist band read QK47 1182 before the scan.", "1182"),
        ("Wristband said 4-417-902; side confirmed.", "417"),
        ("Ref: Dr. Jayne Quornley, Prov. 440172KL", "440172KL"),
        ("Cytology 14:QP44182 was benign.", "14:"),
        ("Injector log 7V2-4418; no reaction.", "4418"),
        ("Injector log 3H4418-B; no reaction.", "-B"),
        ("Contrast batch 4418T was used.", "4418T"),
        ("Report opened for 00-14-55-07 again.", "14-55"),
        ("Programmable valve, ser. 299-89-6819M, unchanged.", "299"),
        ("Biventricular device sn: QDS 4132412; leads intact.", "QDS"),
        ("Shunt valve 4414-38-DB projects behind the ear.", "4414"),
        ("NHS No 447 118\n  9022\nSeen today.", "9022"),
    ],
)
def test_numbers_in_groups_go_whole(reports: ReportFilter, text: str, gone: str) -> None:
    """Every group of a number goes, whatever parts them."""
    assert gone not in reports.filter(f"{text}\n{_PROSE}").text


@pytest.mark.parametrize(
    "text",
    ["CT12 2019 protocol was followed.", "Ratio 14:10 and 12:30 h.", "Seen at 3T with 512 slices."],
)
def test_techniques_and_times_are_no_numbers_of_people(reports: ReportFilter, text: str) -> None:
    """A ratio, a time and a field strength stay."""
    kept = [word for word in text.split() if ":" in word or word in {"3T", "512"}]
    after = reports.filter(f"{text}\n{_PROSE}").text
    assert not [word for word in kept if word not in after]
