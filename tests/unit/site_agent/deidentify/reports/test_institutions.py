from __future__ import annotations

import pytest

from site_agent.deidentify.reports.edges import trimmed
from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.institutions import institutions
from site_agent.deidentify.reports.towns import towns


def _named(text: str, *, shouted: bool = False) -> list[str]:
    return [text[start:end] for start, end in institutions(text, shouted=shouted)]


@pytest.mark.parametrize("first", ["Marlow", "Amber Fox", "Quornley", "Banyan"])
@pytest.mark.parametrize(
    "kind", ["Cancer Institute", "Heart and Vascular Hospital", "Scans & Labs", "Medical Centre"]
)
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_an_institution_goes_whole_in_any_case(first: str, kind: str, case: type[str]) -> None:
    """What names a place and what kind it is go as one, however the name is written."""
    name = case(f"{first} {kind}")
    assert _named(f"{case('Seen at')} {name} {case('on')} 3/4.", shouted=name.isupper()) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "the outside hospital sent films.",
        "followed in fracture clinic.",
        "return to the pain clinic.",
        "general surgery was consulted.",
        "Department of Radiology",
    ],
)
def test_what_every_town_has_is_no_name(text: str) -> None:
    """Units and kinds of institutions name nobody."""
    assert _named(text) == []


def test_companies_keep_nothing_of_their_form() -> None:
    """The legal form goes with the name."""
    assert _named("Report of Gold Finch Diagnostics Pvt. Ltd today") == ["Gold Finch Diagnostics Pvt. Ltd"]


@pytest.mark.parametrize("town", ["thornfield", "copper ridge", "Amber Fox"])
@pytest.mark.parametrize("cue", ["pharmacy in {}, open late", "moved to {} in May", "push it to the {} site"])
def test_towns_go_behind_a_cue(cue: str, town: str) -> None:
    """A town of one word or two goes, written small or not."""
    text = cue.format(town)
    assert [text[start:end] for start, end in towns(text)] == [town]


@pytest.mark.parametrize("text", ["now in remission", "send it to the other site", "moved to the left"])
def test_other_words_behind_such_a_cue_stay(text: str) -> None:
    """Words of reports are no towns."""
    assert towns(text) == []


@pytest.mark.parametrize(
    ("piece", "left"),
    [("Dr. Ferris", "Ferris"), ("Ferris, MD", "Ferris"), ("Ferris by", "Ferris"), ("Doctor", "Doctor")],
)
def test_titles_and_credentials_stay(piece: str, left: str) -> None:
    """What identifies nobody is cut off a name; a surname that is a title is none."""
    start, end = trimmed(piece, 0, len(piece), shouted=False)
    assert piece[start:end].strip(" ,") == left


def test_who_writes_goes_and_headings_stay() -> None:
    """A speaker between a time and a colon is named, in small letters too; a heading there is none."""
    filtered = (
        ReportFilter(recognise=False)
        .filter("[1958h] kenji reade: lungs are clear. 10:30 impression: normal.")
        .text
    )
    assert "kenji" not in filtered
    assert "reade" not in filtered
    assert "impression: normal" in filtered


@pytest.mark.parametrize(
    "kind", ["Neurology Associates", "Dental Care", "Correctional Facility", "High School"]
)
@pytest.mark.parametrize("first", ["Resurrection", "Amber Knoll", "Two Wagons"])
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_groups_of_a_specialty_and_schools_go_whole(first: str, kind: str, case: type[str]) -> None:
    """A specialty with who shares it, a school or a home needs no more than a word of places before it."""
    name = case(f"{first} {kind}")
    assert _named(f"{case('Seen at')} {name} {case('on')} 3/4.", shouted=name.isupper()) == [name]


@pytest.mark.parametrize("town", ["port quornby", "mount hickory", "granite spur"])
@pytest.mark.parametrize("frame", ["[ORG] - {}\n", "[ORG], {}, OH", "seen at [ORG] in {} last year"])
def test_a_town_stands_beside_its_institution(frame: str, town: str) -> None:
    """Behind a dash, a comma or "in" a town of plain words goes in small letters too."""
    text = frame.format(town)
    assert town in [text[start:end] for start, end in towns(text)]


@pytest.mark.parametrize(
    "name", ["good samaritan ems", "HOLY CROSS IMAGING CENTER", "all saints correctional facility"]
)
def test_devout_names_go_whole(name: str) -> None:
    """What churches call their houses goes, though each word is common."""
    assert _named(f"films from {name} came", shouted=name.isupper()) == [name]
