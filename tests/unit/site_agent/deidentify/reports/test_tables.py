from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.tables import initials_under


def found(text: str) -> list[str]:
    """Return what stands under headings that ask who did something."""
    return [text[slice(*cell)] for cell in initials_under(text)]


@pytest.mark.parametrize(
    ("table", "people"),
    [
        ("No  Side  Size        Checked\n1   R     8 x 7 mm    OK\n2   L     13 x 8 mm   AM", ["OK", "AM"]),
        ("Tooth | Finding | Date | By\n13 | caries | 17 Dec | PA\n34 | lucency |  | CT", ["PA", "CT"]),
        ("Vessel,PSV,EDV,Init\nCCA R,71,26,OB\nICA R,104,51,MR", ["OB", "MR"]),
        ("Date;Score;Seen by\n29NOV19;6/10;C. Roe\n30NOV19;6/10;US", ["US"]),
        ("Time | To | RB by | Room\n0730 | ward | DO | ED", ["DO"]),
    ],
)
def test_abbreviations_under_who_did_it_are_people(table: str, people: list[str]) -> None:
    """Whatever else they abbreviate, and whether a cell of the row is empty or not."""
    assert found(table) == people


@pytest.mark.parametrize(
    "table",
    [
        "No  Side  Size      Checked\n1   R     8 mm      OK\n2   L     13 mm     OK",  # ticks
        "Item | Date | Tech\n1 | 3 May | MR\n2 | 4 May | CT",  # modalities alone
        "Step | Finding | Checked\n1 | TB | no growth in 6 weeks\n2 | RA | negative",  # results
        "Seen by the team. Lesion  AP  12 mm\n",
        "Lobe | Nodule | Size\nRUL | GGN | 5 mm",  # nobody is asked for
    ],
)
def test_columns_that_tell_nobody_stay(table: str) -> None:
    """A tick, a modality, a result and a lobe are nobody."""
    assert found(table) == []


def test_initials_of_a_column_are_not_released() -> None:
    """The filter takes them, and leaves what stands in the other columns."""
    text = "Tooth | Finding | Date | By\n13 | caries | 17 Dec | PA\n34 | PA lucency |  | PA\n"
    released = ReportFilter(recognise=False, second=False).filter(text).text
    assert "PA lucency" in released
    assert released.count("PA") == 1
