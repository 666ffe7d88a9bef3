from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.institutions import institutions
from site_agent.deidentify.reports.towns import towns

FILTER = ReportFilter(recognise=False)


def _named(text: str, *, shouted: bool = False) -> list[str]:
    return [text[start:end] for start, end in institutions(text, shouted=shouted)]


@pytest.mark.parametrize(
    "address",
    [
        "Avda. de la Encina, nº 12, 28760 Puebla Sorrel",
        "C/ Olivo, nº 8, 6º B, 46120 San Quorn",
        "Blvd. Las Encinas No. 12 Int. 4, Col. Olivares, C.P. 75632, Quornpec",
        "Calle 31 # 7-15, apto 402, Quornada",
        "Rua das Olarias 18, 8º Dto, 2336-607 Vila Quorna",
        "Av. dos Olmos, 450, apto 33, Porto Quorno - SP, CEP 50290-485",
        "55 chemin de la Sorre, BP 66, 50203 Quornac",
        "Viale dei Sorbi 12, 60199 Quornavento (VE)",
        "ul. 5 Sorbowa 49/2, 66-021 Quornów",
        "Quornova třída 178/4, 275 38 Lhota nad Quornou",
        "Quornassy tér 58. 3/3",
        "Str. Mihai Quorn nr. 88, bl. C7, ap. 69, Poiana Quorn",
        "Quorntie 31 A 6, 37000 Quornlampi",
        "Quornveien 5A, 0298 Quornøy",
        "Quornade 21, 9. tv, 6165 Quornkøbing",
        "Am Alten Quorn 47, D-40101 Bad Quornau",
        "Quornstraat 87 bus 6, B-6451 Quornel",
    ],
)
def test_an_address_goes_to_its_last_door_and_code(address: str) -> None:
    """Number, door and postal code go with the street, in the order of each country."""
    left = FILTER.filter(f"Sent to {address}.\nLungs are clear.").text
    told = left.removesuffix("Lungs are clear.")
    assert not any(character.isdigit() for character in told), left
    assert left.endswith("Lungs are clear.")


@pytest.mark.parametrize(
    "text",
    [
        "Via femoral 6 Fr sheath.",
        "Stress by regadenoson 400 mg.",
        "Called at 7:44 p, he agrees.",
        "Segments 4 and 5, 12 x 8 mm.",
        "PA and lateral views of the chest.",
    ],
)
def test_numbers_behind_words_of_reports_are_no_houses(text: str) -> None:
    """What measures or counts is no address."""
    assert FILTER.filter(text).text == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Seen at Sorrel Pond X-Ray and Ultrasound.", "Sorrel Pond X-Ray and Ultrasound"),
        ("AMBER GATE OPEN MRI\n77 ELM", "AMBER GATE OPEN MRI"),
        ("REFERRED FROM COPPER VIEW DENTAL ARTS.", "COPPER VIEW DENTAL ARTS"),
        ("FROM SORREL POND LEVEL II TRAUMA CENTER", "SORREL POND LEVEL II TRAUMA CENTER"),
        ("on the holy sorrel medical center cd", "holy sorrel medical center"),
    ],
)
def test_practices_of_plain_words_go_whole(text: str, name: str) -> None:
    """Words that say nothing else in a report name the practice they stand before."""
    assert _named(text, shouted=text.isupper()) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "BRAIN MRI AND CT.",
        "Chest X-Ray and Ultrasound.",
        "HISTORY: MOTOR VEHICLE TRAUMA.",
        "FORENSIC IMAGING REQUEST",
        "known to Dr. Sorrel's clinic",
    ],
)
def test_studies_and_injuries_are_no_practices(text: str) -> None:
    """Anatomy before a machine, and what happened to somebody, names nobody."""
    assert _named(text, shouted=text.isupper()) == []


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("TREATED IN SORREL SHOALS.", "SORREL SHOALS"),
        ("moved from clear lake in may", "clear lake"),
        ("seen at [ORG], sorrel bay, today", "sorrel bay"),
        ("read at Copper Ridge on Monday", "Copper Ridge"),
        ("drove in from copper ridge on monday", "copper ridge"),
        ("came from sorrel, wi.", "sorrel, wi"),
        ("pcp out in mariner's rest", "mariner's rest"),
    ],
)
def test_towns_show_by_what_they_are_called_after(text: str, town: str) -> None:
    """A landform, a state or a genitive tells a town behind any cue of place."""
    assert [text[start:end] for start, end in towns(text)] == [town]


@pytest.mark.parametrize(
    "text",
    [
        "seen from lateral view.",
        "fluid in the lower field, ct.",
        "pain at sciatic notch, severe",
        "near the neck",
    ],
)
def test_landforms_of_anatomy_are_no_towns(text: str) -> None:
    """Views, fields and necks of a body stay."""
    assert towns(text) == []


@pytest.mark.parametrize("form", ["P.A.", "S.L.", "GmbH", "a.s.", "AG"])
def test_legal_forms_go_with_their_company(form: str) -> None:
    """Nothing of a company's form is left behind its name."""
    assert form not in FILTER.filter(f"Quornley Radiology Associates, {form} sent this.").text
