"""The table of SOP classes names every one, once, and refuses the rest."""

from __future__ import annotations

from collections import Counter

import pytest
from pydicom.dataset import Dataset
from pydicom.uid import UID_dictionary

from site_agent.deidentify.header.sop_classes import TABLE, Kind, kind_of, rows
from site_agent.errors import InputRefusedError, Reason

STORAGE = {
    uid: entry[0]
    for uid, entry in UID_dictionary.items()
    if entry[1] == "SOP Class" and "Storage" in entry[0] and "Commitment" not in entry[0]
}


def test_every_storage_sop_class_is_in_the_table_once() -> None:
    """Each class that the standard's registry names has a verdict, and no name in the table is a slip."""
    table = rows()
    assert not {name for uid, name in STORAGE.items() if uid not in table}
    assert all(uid[0].isdigit() for uid in table)
    named = Counter(name for row in TABLE for name in row.classes.split())
    assert not [name for name, times in named.items() if times > 1]


def test_every_row_says_why() -> None:
    """A verdict without a sentence would help nobody."""
    assert all(row.why.endswith(".") for row in TABLE)


@pytest.mark.parametrize("uid", ["", "1.2.3", "1.2.840.10008.1.1", "1.3.46.670589.5.0.1.1", "2.25.77"])
def test_an_unknown_class_is_refused(uid: str) -> None:
    """Neither a private class nor an empty one, nor one that stores nothing, is guessed at."""
    data = Dataset()
    data.SOPClassUID = uid
    with pytest.raises(InputRefusedError) as caught:
        kind_of(data)
    assert caught.value.reason is Reason.UNSUPPORTED_OBJECT


@pytest.mark.parametrize("uid", sorted(STORAGE))
def test_a_class_is_a_kind_or_refused(uid: str) -> None:
    """Every storage class ends in exactly one of the two ways."""
    data = Dataset()
    data.SOPClassUID, data.ImageType = uid, ["ORIGINAL", "PRIMARY", "VOLUME"]
    verdict = rows()[uid].verdict
    if isinstance(verdict, Kind):
        assert kind_of(data) is verdict
        return
    with pytest.raises(InputRefusedError) as caught:
        kind_of(data)
    assert caught.value.reason is verdict


def test_only_pictures_are_searched_for_text() -> None:
    """Labels, values, doses and tiles are never changed, so nothing is looked for in them."""
    assert {kind for kind in Kind if kind.bears_text} == {Kind.IMAGE}
    assert not Kind.DOSE.needs_pixels
    assert Kind.SEGMENTATION.needs_pixels
