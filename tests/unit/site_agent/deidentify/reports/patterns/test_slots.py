from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Seen by Dr Quorlina a/p Zembrin today.", "Seen by Dr [NAME] today."),
        ("Lungs clear.\n\nCheers,\nMonday\n", "Lungs clear.\n\nCheers,\n[NAME]\n"),
        ("Read back by Wall 20:02. Lungs clear.", "Read back by [NAME] 20:02. Lungs clear."),
        ("WET READ (Wall): Lungs clear, no effusion.", "WET READ ([NAME]): Lungs clear, no effusion."),
        ("VERBAL: Wall -> Long. Lungs clear.", "VERBAL: [NAME]. Lungs clear."),
        ("Image 12 is labeled CHEST, QUORL J; confirmed.", "Image 12 is labeled [NAME]; confirmed."),
        ("Result to DR.WALL at noon. Lungs clear.", "Result to DR.[NAME] at noon. Lungs clear."),
        ("Lungs clear.\nA.A. Wall, 3 May 2019", "Lungs clear.\n[NAME], [DATE]"),
        ("Referring: Wall\nLungs clear.", "Referring: [NAME]\nLungs clear."),
        ("Patient ......... Ward, Quorlin\nLungs clear.", "Patient ......... [NAME]\nLungs clear."),
        ("Your view about Mrs. Ward: is it broken?", "Your view about Mrs. [NAME]: is it broken?"),
        ("Graves to review in clinic. Lungs clear.", "[NAME] to review in clinic. Lungs clear."),
        ("Cardiology (Wall) aware. Lungs clear.", "Cardiology ([NAME]) aware. Lungs clear."),
        ("Daisy was unable to lie flat. Lungs clear.", "[NAME] was unable to lie flat. Lungs clear."),
        ("Sign: K Zembrin  Lungs clear.", "Sign: [NAME] [NAME]  Lungs clear."),
    ],
)  # fmt: skip
def test_names_of_plain_words_go_where_only_names_stand(text: str, left: str) -> None:
    """The place tells a name, whatever else its words mean."""
    assert FILTER.filter(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "Regards,\nRadiology Department",
        "Wet read (portable): no effusion.",
        "Compared to MR of the brain.",
        "Team to review in clinic. Stroke (acute) is seen.",
        "Node marked A in the left axilla, right side clear.",
    ],
)
def test_plain_words_in_such_places_stay(text: str) -> None:
    """Departments, methods and descriptions stand in such places too, and stay."""
    assert FILTER.filter(text).text == text
