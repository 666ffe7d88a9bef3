from __future__ import annotations

import pytest

from site_agent.deidentify.reports.findings import labels_of
from site_agent.deidentify.reports.labels import normalise, parent, vocabulary

CHEST_X_RAY_14 = [
    "Atelectasis", "Cardiomegaly", "Effusion", "Infiltration", "Mass", "Nodule", "Pneumonia", "Pneumothorax",
    "Consolidation", "Edema", "Emphysema", "Fibrosis", "Pleural_Thickening", "Hernia",
]  # fmt: skip


def test_the_vocabulary_holds_the_fourteen_findings_and_their_kinds() -> None:
    """Every ChestX-ray14 name has a label; kinds of pneumonia know their parent."""
    assert {normalise(name) for name in CHEST_X_RAY_14} == {name.lower() for name in CHEST_X_RAY_14}
    assert {"bacterial_pneumonia", "lung_opacity", "fracture", "covid19", "no_finding"} <= vocabulary()
    assert parent("viral_pneumonia") == "pneumonia"
    assert parent("mass") is None


@pytest.mark.parametrize(
    ("name", "label"),
    [("pneumonia_bacteria", "bacterial_pneumonia"), ("No Finding", "no_finding"), ("normal", "no_finding"),
     ("COVID-19", "covid19"), ("Lung Opacity", "lung_opacity"), ("quux", None)],
)  # fmt: skip
def test_names_of_other_vocabularies_are_understood(name: str, label: str | None) -> None:
    """Aliases of the lexicon translate, and an unknown name is nothing."""
    assert normalise(name) == label


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("No focal consolidation, pleural effusion, or pneumothorax.", {"no_finding"}),
        ("The heart is mildly enlarged. No effusion.", {"cardiomegaly"}),
        ("No effusion but a nodule is seen.", {"nodule"}),
        ("Pneumothorax is not seen. The lungs are clear.", {"no_finding"}),
        ("Opacity may represent pneumonia.", {"lung_opacity"}),
        ("Possible pneumonia.", set()),
        ("Indication: pneumonia.\nFindings: Lungs are clear.", {"no_finding"}),
        ("Lateral view was added.", set()),
        ("LEFT PLEURAL EFFUSION. NO EDEMA.", {"effusion"}),
    ],
)
def test_negation_and_doubt_are_understood(text: str, labels: set[str]) -> None:
    """A finding counts only when it is stated; normality alone is `no_finding`; nothing known is no label."""
    assert labels_of(text) == labels
