"""Promises about attributes that hold for any value in any place, checked on the bytes that are written."""

from __future__ import annotations

import datetime as dt
import io
import struct

import pydicom
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydicom.datadict import DicomDictionary, dictionary_VR, keyword_for_tag
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from factories.attributes import PSEUDONYMS, SHARE, cleaned, cleaner_for, ct, encoded
from site_agent.deidentify.header.dates import shift_date
from site_agent.deidentify.header.identifiers import is_standard_uid
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.options import Option
from site_agent.deidentify.profile.profile import Profile
from site_agent.ingest.keys import from_secret

OTHERS = Pseudonyms(from_secret(b"another secret of thirty-two byte"))
BASIC = Profile(name="basic")
EVERY_RETAIN = Profile(
    name="retain",
    options=frozenset(option for option in Option if "clean" in option or "modified" in option)
    | {Option.RETAIN_SAFE_PRIVATE, Option.RETAIN_PATIENT_CHARACTERISTICS, Option.RETAIN_DEVICE_IDENTITY},
)
SOME = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = st.text("bcdfghjklmpqvwxz", min_size=7, max_size=12).map(str.capitalize)
TEXTS = {"LO", "SH", "ST", "LT", "UT", "UC", "AE", "UR", "PN"}
PRODUCTS = {*SHARE.keep_texts, "Manufacturer", "ManufacturerModelName"}
PLACES = sorted(tag for tag, entry in DicomDictionary.items() if tag >= 0x00080000 and len(entry[0]) == 2)
SHORT = {"SH": 16, "AE": 16, "CS": 16, "LO": 64, "PN": 64}


def planted(tag: int, vr: str, text: str, depth: int, data: Dataset) -> None:
    """Put a text under any attribute, under any representation, some sequences deep."""
    raw = text.encode()[: SHORT.get(vr, 100)]
    raw += b" " * (len(raw) % 2)
    holder = data
    for _ in range(depth):
        inner = Dataset()
        inner.set_original_encoding(is_implicit_vr=False, is_little_endian=True, character_encoding=["UTF8"])
        holder.ReferencedSeriesSequence = [inner]
        holder = inner
    holder._dict[BaseTag(tag)] = RawDataElement(
        BaseTag(tag), vr, len(raw), raw, 0, is_implicit_VR=False, is_little_endian=True
    )


@SOME
@given(
    name=NAMES,
    number=st.integers(10**6, 10**8),
    tag=st.sampled_from(PLACES),
    vr=st.one_of(st.none(), st.sampled_from(["LO", "UT", "UN", "CS", "DS", "PN", "OB", "DA"])),
    depth=st.integers(0, 4),
    profile=st.sampled_from([SHARE, BASIC, EVERY_RETAIN]),
)
@example(name="Bbbbbbb", number=1000000, tag=0x00089459, vr="UN", depth=0, profile=SHARE)
def test_an_identifier_of_the_header_survives_nowhere(
    name: str, number: int, tag: int, vr: str | None, depth: int, profile: Profile
) -> None:
    """The name and id under any tag, whatever representation the file claims, at any depth, go."""
    data = ct(PatientName=f"{name}^Zoe", PatientID=str(number))
    if tag in {0x00080005, 0x00080016, 0x00080018}:
        return
    planted(tag, vr or dictionary_VR(tag), f"{number} {name}", depth, data)
    if vr in {None, "CS"}:
        planted(tag, vr or dictionary_VR(tag), name.upper(), depth, data)
    content = _written(data, profile).lower()
    assert name.lower().encode() not in content
    assert str(number).encode() not in content


@SOME
@given(
    text=NAMES,
    tag=st.sampled_from([t for t in PLACES if dictionary_VR(t) in TEXTS]),
    depth=st.integers(0, 3),
)
def test_a_text_nobody_knows_stays_only_where_a_product_is_named(text: str, tag: int, depth: int) -> None:
    """A word that is in no header and no vocabulary is gone from every text but the allow-listed ones."""
    data = ct()
    planted(tag, dictionary_VR(tag), text, depth, data)
    kept = text.lower().encode() in _written(data).lower()
    assert not kept or keyword_for_tag(tag) in PRODUCTS


@SOME
@given(
    st.text("0123456789.", min_size=3, max_size=40).map(lambda tail: f"1.2.{tail}"),
    st.sampled_from([t for t in PLACES if dictionary_VR(t) == "UI"]),
    st.integers(0, 3),
)
def test_a_uid_is_registered_or_replaced(uid: str, tag: int, depth: int) -> None:
    """Well-formed or not, whatever attribute it stands in."""
    data = ct()
    planted(tag, "UI", uid, depth, data)
    result = pydicom.dcmread(io.BytesIO(_written(data)))
    for element in result.iterall():
        if element.VR == "UI":
            for value in element.value if element.VM > 1 else [element.value]:
                assert is_standard_uid(str(value)) or str(value).startswith("2.25.")
                assert len(str(value)) <= 64


@given(st.lists(st.text(max_size=64), unique=True, max_size=40))
def test_pseudonyms_are_one_to_one_and_of_one_key(values: list[str]) -> None:
    """Different values stay different, the same key gives the same, another key gives none in common."""
    for make in ("uid", "patient", "accession"):
        ours = [getattr(PSEUDONYMS, make)(value) for value in values]
        assert len(set(ours)) == len(values)
        assert ours == [getattr(PSEUDONYMS, make)(value) for value in values]
        assert not {getattr(OTHERS, make)(value) for value in values} & set(ours)


@given(st.text(max_size=30), st.dates(dt.date(1930, 1, 1), dt.date(2100, 1, 1)), st.booleans())
def test_a_shift_keeps_intervals_and_weekdays_when_asked(patient: str, day: dt.date, weekday: bool) -> None:  # noqa: FBT001 - drawn
    """Between one and eleven years back, by whole weeks when the profile says so."""
    days = PSEUDONYMS.date_shift_days(patient, keep_weekday=weekday)
    assert -4018 <= days <= -366
    moved = dt.date.fromisoformat(shift_date(f"{day:%Y%m%d}".rjust(8, "0"), days) or "")
    assert moved - day == dt.timedelta(days)
    assert not weekday or moved.weekday() == day.weekday()


NUMBERS = st.lists(st.floats(-1e6, 1e6, allow_nan=False, width=32), min_size=1, max_size=6)


@SOME
@given(
    NUMBERS,
    st.lists(st.integers(0, 9999), min_size=2, max_size=4),
    st.sampled_from([ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian]),
)
def test_numbers_come_through_bit_for_bit(numbers: list[float], counts: list[int], syntax: str) -> None:
    """Decimal, binary and nested numbers are what they were, in every byte order."""
    data = ct()
    inner = Dataset()
    inner.RealWorldValueSlope, inner.DVHData = numbers[0], [f"{number:.9g}" for number in numbers]
    data.RealWorldValueMappingSequence = [inner]
    data.TableTopPitchAngle, data.DoseGridScaling = numbers[0], f"{numbers[0]:.9g}"
    data.GridFrameOffsetVector = [f"{number:.9g}" for number in numbers]
    data.SelectorFDValue = numbers
    data.FrameNumbersOfInterest, data.RedPaletteColorLookupTableDescriptor = counts, [len(counts), 0, 16]
    data.RedPaletteColorLookupTableData = struct.pack(f"<{len(counts)}H", *counts)
    result = cleaned(data, syntax=syntax)
    for keyword in (
        "TableTopPitchAngle",
        "DoseGridScaling",
        "GridFrameOffsetVector",
        "FrameNumbersOfInterest",
    ):
        assert result[keyword].value == data[keyword].value
    mapped = result.RealWorldValueMappingSequence[0]
    assert (mapped.RealWorldValueSlope, mapped.DVHData) == (inner.RealWorldValueSlope, inner.DVHData)
    assert result.RedPaletteColorLookupTableData == data.RedPaletteColorLookupTableData


def _written(data: Dataset, profile: Profile = SHARE) -> bytes:
    """Return the bytes of a data set with planted values, cleaned as it would be when read from a file."""
    data.set_original_encoding(is_implicit_vr=False, is_little_endian=True, character_encoding=["UTF8"])
    return encoded(cleaner_for(data, profile).clean(data))
