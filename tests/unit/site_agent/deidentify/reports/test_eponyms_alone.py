"""Eponyms without their noun stay where only eponyms stand, and go where a person is meant."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

_FRAME = "The study shows no fracture. {} No effusion is seen."


def _released(sentence: str, *, shouted: bool = False) -> str:
    text = _FRAME.format(sentence)
    return ReportFilter().filter(text.upper() if shouted else text).text


@pytest.mark.parametrize(
    "sentence",
    [
        "The placenta is anterior, grade II Grannum, and clear of the os.",
        "A bleed of grade 2 on the left (Papile).",
        "Instrumented after Cotrel-Dubousset in childhood.",
        "A Giacomini vein joins both systems.",
        "No spread along V3. Prussak space is clear.",
        "Fogarty 5.5 Fr was pulled. Tuohy 18 G was used.",
        "Gissane 130. Risser 2 growth.",
        "Pneumomediastinum; Boerhaave not excluded. Murphy's +ve, Ortolani negative.",
        "Duct puncture, 22G Chiba, then an 8F Navarre drain.",
        "Reversal of Hartmann's planned. Crohn's terminal ileitis, ?Parkinson's vs tremor.",
        "Proximal row collapse, Kienbock, Lichtman IIIa.",
        "Progressive dysphagia, Zenker.",
    ],
)
def test_degree_brackets_pairs_and_articles_tell_an_eponym(sentence: str) -> None:
    """What stands before tells it as well as the noun behind."""
    assert sentence in _released(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "There is a Heschl gyrus lesion.",
        "The Perkins line is broken.",
        "No Baker cyst is seen.",
        "Views with Adson manoeuvre show it.",
        "The Ryles tube is coiled.",
        "PSV 38 cm/s. Hadlock weight is normal.",
    ],
)
def test_in_capitals_an_article_introduces_nobody(sentence: str) -> None:
    """Where capitals tell nothing, "A", "THE" and "NO" are no initials and no cues."""
    assert sentence.upper() in _released(sentence, shouted=True)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Her sister (Papile) was told.", "Papile"),
        ("Known to Dr. A Giacomini vein clinic.", "Giacomini"),
        ("Reviewed by A Baker cyst unchanged.", "Baker"),
        ("Grade II Baker, Anna was told.", "Baker"),
        ("Sent to the ward (Haller) at noon.", "Haller"),
        ("Seen with Dr. Murphy not considered a carer.", "Murphy"),
        ("Hartmann's daughter called.", "Hartmann"),
    ],
)
def test_relatives_titles_initials_and_second_names_tell_a_person(sentence: str, name: str) -> None:
    """A cue of people before it, or another name behind, makes it somebody's."""
    assert name not in _released(sentence)
