from __future__ import annotations

import io

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from factories.attributes import PSEUDONYMS, SHARE, cleaned, cleaner_for, ct, encoded, written
from site_agent.deidentify.header import private
from site_agent.deidentify.profile import _safe_private
from site_agent.deidentify.profile.actions import PRIVATE_TAG, Rule
from site_agent.deidentify.profile.options import Option
from site_agent.deidentify.profile.profile import PrivateRow, Profile

SIEMENS, GE, PHILIPS = "SIEMENS MR HEADER", "GEMS_PARM_01", "Philips Imaging DD 001"
PET = "Philips PET Private Group"
ELEMENTS = [
    (0x0019, SIEMENS, 0x0C, "IS", "1000"),
    (0x0019, SIEMENS, 0x0E, "FD", [0.0, 0.6, -0.8]),
    (0x0043, GE, 0x39, "IS", ["1000", "8", "0", "0"]),
    (0x2001, PHILIPS, 0x03, "FL", 1000.0),
    (0x7053, PET, 0x00, "DS", "0.000381"),
    (0x7053, PET, 0x09, "DS", "1.25"),
]


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
@pytest.mark.parametrize(("group", "creator", "element", "vr", "value"), ELEMENTS)
def test_diffusion_and_uptake_factors_survive(
    syntax: str, group: int, creator: str, element: int, vr: str, value: object
) -> None:
    """b-values, gradients and SUV factors of three makers stay, in their own block, whatever the encoding."""
    data = ct()
    data.private_block(group, "SOMEBODY", create=True).add_new(1, "LO", "Zwingli")
    block = data.private_block(group, creator, create=True)
    block.add_new(element, vr, value)
    block.add_new(0xEE, "LO", "Zwingli")
    result = cleaned(data, syntax=syntax)
    kept = result.private_block(group, creator)
    assert kept[element].value == block[element].value
    assert 0xEE not in kept
    assert "Zwingli" not in str(result)
    assert "SOMEBODY" not in str(result)


def test_a_safe_value_that_the_file_calls_un_is_read_as_what_it_is() -> None:
    """UN is converted to the table's representation when it parses; what does not parse goes."""
    data = ct()
    block = data.private_block(0x0019, SIEMENS, create=True)
    block.add_new(0x0C, "UN", b"1000")
    block.add_new(0x0E, "UN", b"not8byte")
    block.add_new(0x27, "UN", b"odd")
    result = cleaned(data).private_block(0x0019, SIEMENS)
    assert (result[0x0C].VR, result[0x0C].value) == ("IS", 1000)
    assert 0x27 not in result


@pytest.mark.parametrize("value", ["4471902", "Zwingli", "10 Elm Road"])
def test_the_value_of_a_safe_attribute_is_still_looked_at(value: str) -> None:
    """An id or a text under a number's tag is not safe, nor is a text that is no word of the vocabulary."""
    data = ct()
    data.private_block(0x0019, "GEMS_ACQU_01", create=True).add_new(0x9E, "LO", value)
    data.private_block(0x0019, SIEMENS, create=True).add_new(0x0C, "UN", value.encode().ljust(12)[:12])
    assert not [e for e in cleaned(data) if e.tag.is_private]


def test_a_creator_stays_only_for_what_stays() -> None:
    """Nothing of a block, no creator; and a creator that nobody used is not written."""
    data = ct()
    data.private_block(0x0019, SIEMENS, create=True).add_new(0x70, "LO", "Zwingli")
    data.private_block(0x0043, "NIGHTJAR ROYAL", create=True)
    assert not [e for e in cleaned(data) if e.tag.is_private]


def test_private_sequences_are_cleaned_within() -> None:
    """Items of a safe sequence keep numbers and lose persons; private attributes in them count alike."""
    data, inner = ct(), Dataset()
    inner.OperatorsName, inner.SliceThickness = "Zwingli", "2"
    inner.ReferencedSOPInstanceUID = "1.2.3.4"
    inner.private_block(0x2001, PHILIPS, create=True).add_new(0x03, "FL", 500.0)
    data.private_block(0x2001, PHILIPS, create=True).add_new(0x5F, "SQ", Sequence([inner]))
    for syntax in (ExplicitVRLittleEndian, ImplicitVRLittleEndian):
        result = cleaned(data, syntax=syntax).private_block(0x2001, PHILIPS)[0x5F].value[0]
        assert result.SliceThickness == 2
        assert result.ReferencedSOPInstanceUID == PSEUDONYMS.uid("1.2.3.4")
        assert result.private_block(0x2001, PHILIPS)[0x03].value == 500.0
        assert "OperatorsName" not in result


def test_without_the_option_every_private_attribute_goes() -> None:
    """Also those of the table and of the site's list."""
    profile = SHARE.model_copy(update={"options": SHARE.options - {Option.RETAIN_SAFE_PRIVATE}})
    data = ct()
    data.private_block(0x0019, SIEMENS, create=True).add_new(0x0C, "IS", "1000")
    assert not [e for e in cleaned(data, profile) if e.tag.is_private]


def test_the_sites_list_extends_the_table() -> None:
    """Dates in it move, UIDs are replaced, numbers stay, and the representation named there rules."""
    rows = tuple(
        PrivateRow(creator="ACME", group="0041", element=f"{number:02X}", vr=vr)
        for number, vr in enumerate(("DA", "UI", "DS", "CS"))
    )
    profile = Profile(
        name="site",
        options=frozenset({Option.RETAIN_SAFE_PRIVATE, Option.LONGITUDINAL_MODIFIED_DATES}),
        safe_private=rows,
    )
    data = ct()
    block = data.private_block(0x0041, "ACME", create=True)
    for number, (vr, value) in enumerate(
        (("DA", "20210304"), ("UI", "1.2.3"), ("DS", "1.5"), ("LO", "Zwingli"))
    ):
        block.add_new(number, vr, value)
    kept = cleaned(data, profile).private_block(0x0041, "ACME")
    assert kept[0].value not in {"", "20210304"}
    assert kept[1].value == PSEUDONYMS.uid("1.2.3")
    assert kept[2].value == 1.5
    assert 3 not in kept


def test_two_creators_of_one_group_do_not_lend_each_other_their_safety() -> None:
    """An element counts by the creator of its own block."""
    data = ct()
    data.add_new(0x00190010, "LO", "NIGHTJAR")
    data.add_new(0x00190011, "LO", SIEMENS)
    data.add_new(0x0019100C, "IS", "77")
    data.add_new(0x0019110C, "IS", "1000")
    data.add_new(0x0019120C, "IS", "88")
    result = cleaned(data)
    assert [int(e.tag) for e in result if e.tag.is_private] == [0x00190011, 0x0019110C]


def test_private_attributes_are_counted_without_the_sites_marks() -> None:
    """A safe one by group and element in its block, any other under one tag."""
    data = ct()
    block = data.private_block(0x0019, SIEMENS, create=True)
    block.add_new(0x0C, "IS", "1000")
    block.add_new(0x70, "LO", "Zwingli")
    cleaner = cleaner_for(data)
    cleaner.clean(data)
    assert cleaner.attributes[0x0019000C, Rule.SAFE_PRIVATE.value] == 1
    assert cleaner.attributes[PRIVATE_TAG, Rule.PRIVATE.value] == 1
    assert not [tag for tag, _ in cleaner.attributes if tag >> 16 & 1 and tag & 0xFF00]


def test_the_generated_table_names_only_what_can_be_checked() -> None:
    """No bulk values and no unknown representations; each row once."""
    rows = _safe_private.ROWS.splitlines()
    assert len(set(rows)) == len(rows) > 450
    assert not {row.split(" ")[2] for row in rows} & {"OB", "OW", "UN"}
    assert len(private.safe_list(SHARE)) > len(rows)


def test_a_text_in_a_safe_attribute_leaves_no_bytes() -> None:
    """What goes is not in the file."""
    data = ct()
    data.private_block(0x2001, PHILIPS, create=True).add_new(0x5A, "ST", "drawn by Zwingli")
    content = written(encoded(data))
    assert b"Zwingli" not in content
    assert pydicom.dcmread(io.BytesIO(content)).Modality == "CT"
