from __future__ import annotations

import io
from collections import Counter

import pydicom
import pytest
from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from factories.attributes import PSEUDONYMS, SHARE, cleaned, cleaner_for, ct, encoded, written
from site_agent.deidentify.profile.actions import PRIVATE_TAG, Rule
from site_agent.deidentify.profile.options import Option
from site_agent.deidentify.profile.profile import Profile
from site_agent.errors import InputRefusedError, Reason

SYNTAXES = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian]
BASIC = Profile(name="p")
SURVIVORS: dict[str, object] = {
    "SliceThickness": "1.25",
    "KVP": "120",
    "ImagePositionPatient": ["-1.5", "2E1", "3"],
    "WindowCenter": ["40", "300"],
    "Rows": 512,
    "Columns": 512,
    "PixelRepresentation": 1,
    "PixelPaddingValue": -2000,
    "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
    "Manufacturer": "SIEMENS",
    "ManufacturerModelName": "Sensation 64",
    "ConvolutionKernel": "B30f",
    "SpacingBetweenSlices": "0.7",
    "RevolutionTime": 0.33,
    "TableSpeed": 12.5,
    "ScanOptions": "HELICAL",
    "FrameIncrementPointer": 0x00181063,
    "BitsStored": 12,
}


def item(**values: object) -> Dataset:
    """Return a data set with some attributes."""
    data = Dataset()
    for keyword, value in values.items():
        setattr(data, keyword, value)
    return data


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_what_research_needs_survives_in_every_byte_order(syntax: str) -> None:
    """Numbers, geometry, windows, codes, maker and model are as they were."""
    data = ct(**SURVIVORS)
    kept = cleaned(data, syntax=syntax)
    assert {keyword for keyword in SURVIVORS if kept[keyword].value != data[keyword].value} == set()


def test_an_empty_component_keeps_its_place() -> None:
    """Image Type and pixel coordinates mean something by their position, dates and UIDs too."""
    content = written(
        encoded(
            ct(
                ImageType=["ORIGINAL", "PRIMARY", "", "RT", "4471902"],
                SoftwareVersions=["VB17", "", "by Zwingli", "1"],
            )
        )
    )
    result = pydicom.dcmread(io.BytesIO(content))
    assert list(result.ImageType) == ["ORIGINAL", "PRIMARY", "", "RT", ""]
    assert list(result.SoftwareVersions) == ["VB17", "", "", "1"]


def test_numbers_are_copied_as_they_were_encoded() -> None:
    """A number that stays is the same bytes, not another spelling of it."""
    content = encoded(ct(SliceThickness="1.2500000", WindowCenter="+4.0E1"))
    result = written(content)
    assert b"1.2500000" in result
    assert b"+4.0E1" in result


@pytest.mark.parametrize(
    ("keyword", "vr", "value"),
    [
        ("SliceThickness", "DS", "Quarrymoor"),
        ("SeriesNumber", "IS", "12 Elm Road"),
        ("AcquisitionTime", "TM", "Thessaly"),
        ("AcquisitionDate", "DA", "3 March"),
        ("AcquisitionDateTime", "DT", "yesterday"),
        ("SliceThickness", "DS", "4471902"),
        ("SeriesNumber", "IS", "04471902"),
        ("BodyPartExamined", "CS", "QUARRYMOOR"),
        ("BodyPartExamined", "CS", "Mrs Zwingli"),
        ("ScanOptions", "CS", "MRN447190"),
        ("Manufacturer", "LO", "Quarrymoor Ltd"),
        ("ManufacturerModelName", "LO", "seen 2021-03-04"),
        ("SoftwareVersions", "LO", "4471902"),
        ("NumberOfPhaseEncodingSteps", "LO", "Quarrymoor"),
        ("Rows", "LO", "Quarrymoor"),
        ("EvaluatorName", "PN", "Zwingli^Ada"),
        ("RetrieveURL", "UR", "https://host/zwingli"),
        ("HangingProtocolName", "SH", "Zwingli"),
        ("SimpleFrameList", "UL", 4471902),
    ],
)
def test_a_value_that_is_not_what_it_should_be_goes(keyword: str, vr: str, value: object) -> None:
    """A text under a number's name, an id as a number, a name as a code: none is written."""
    data = ct()
    if isinstance(value, str):
        tag, raw = BaseTag(tag_for_keyword(keyword) or 0), value.encode().ljust(len(value) + len(value) % 2)
        data._dict[tag] = RawDataElement(
            tag, vr, len(raw), raw, 0, is_implicit_VR=False, is_little_endian=True
        )
        data.set_original_encoding(is_implicit_vr=False, is_little_endian=True, character_encoding=["utf8"])
    else:
        data.add_new(keyword, vr, value)
    assert not cleaned(data).get(keyword)


def test_text_in_any_unlisted_attribute_of_any_kind_goes() -> None:
    """An unknown even group, a retired and a UN-coded attribute carry nothing over."""
    data = ct()
    data.add_new(0x00080FF2, "LO", "Zwingli")
    data.add_new(0x00100FF3, "UN", b"Zwingli ")
    data.add_new(0x00280040, "CS", "ZWINGLI")
    data.add_new(0x00400009, "UN", b"Zwingli ")
    data.add_new(0x60003000, "OW", b"Zwingli ")
    data.add_new(0x60004000, "LT", "Zwingli")
    data.add_new(0x50003000, "OW", b"Zwingli ")
    data.add_new(0x00080000, "UL", 4)
    data.IconImageSequence = [item(Rows=1, PatientComments="Zwingli")]
    assert b"wingli" not in written(encoded(data)).lower()


def test_attributes_that_say_un_are_read_as_what_they_are() -> None:
    """A known attribute that a gateway wrote as UN, a sequence too, is cleaned, not lost."""
    content = encoded(ct(SliceThickness="1.5"))
    at = content.index(b"\x18\x00\x50\x00DS")
    changed = content[:at] + b"\x18\x00\x50\x00UN\0\0\4\0\0\0" + content[at + 8 :]
    assert pydicom.dcmread(io.BytesIO(written(changed))).SliceThickness == 1.5
    inner = b"\x08\x00\x55\x11\x04\x00\x00\x001.29" + b"\x10\x00\x10\x00\x08\x00\x00\x00Zwingli "
    sequence = b"\xfe\xff\x00\xe0" + len(inner).to_bytes(4, "little") + inner
    element = b"\x08\x00\x15\x11UN\0\0" + len(sequence).to_bytes(4, "little") + sequence
    at = content.index(b"\x10\x00\x10\x00PN")
    result = pydicom.dcmread(io.BytesIO(written(content[:at] + element + content[at:])))
    assert result.ReferencedSeriesSequence[0].ReferencedSOPInstanceUID == PSEUDONYMS.uid("1.29")
    assert "PatientName" not in result.ReferencedSeriesSequence[0] or "wingli" not in str(result)


@pytest.mark.parametrize(
    ("charset", "name"),
    [
        (["", "ISO 2022 IR 87"], "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동"),
        ("GB18030", "Wang^XiaoDong=王^小东="),
        ("GBK", "Zhang^San=张^三"),
        ("ISO_IR 144", "Люксембург^Петр"),
        ("ISO_IR 138", "שרון^דבורה"),
        ("ISO_IR 166", "นามสกุล^ชื่อ"),
        ("ISO_IR 100", "Müßiggang^Jörg"),
    ],
)
@pytest.mark.parametrize("claimed", [True, False])
def test_names_go_whatever_the_character_set_is_or_claims_to_be(
    charset: list[str] | str, name: str, *, claimed: bool
) -> None:
    """Every name group is gone as text and as the bytes it had, also under a character set that is wrong."""
    data = ct(
        SpecificCharacterSet=charset, PatientName=name, StudyDescription=f"Chest {name}", ImageComments=name
    )
    data.RequestAttributesSequence = [item(RequestedProcedureDescription=name)]
    content = encoded(data)
    source = pydicom.dcmread(io.BytesIO(content))
    parts = [
        p for p in bytes(source.get_item("PatientName").value).replace(b"=", b"^").split(b"^") if len(p) > 3
    ]
    if not claimed:
        at = content.index(b"\x08\x00\x05\x00CS")
        length = int.from_bytes(content[at + 6 : at + 8], "little")
        content = content[: at + 8] + b"ISO_IR 101".ljust(length)[:length] + content[at + 8 + length :]
    result = written(content)
    assert not [part for part in parts if part in result]
    assert pydicom.dcmread(io.BytesIO(result)).SpecificCharacterSet == "ISO_IR 192"


def test_uids_are_replaced_everywhere_and_registered_ones_kept() -> None:
    """Also where a text holds one, in items, and in attributes that the table does not list."""
    uid = "1.2.826.0.1.3680043.9.1234.5.6.7"
    data = ct(
        ManufacturerModelName=uid, StudyDescription=uid, FrameOfReferenceUID=uid, InstanceOriginStatus="LOCAL"
    )
    data.ReferencedImageSequence = [
        item(ReferencedSOPClassUID=data.SOPClassUID, ReferencedSOPInstanceUID=uid)
    ]
    data.FailedSOPInstanceUIDList = [uid, "1.2.840.10008.1.2"]
    result = cleaned(data)
    new = PSEUDONYMS.uid(uid)
    assert result.SOPInstanceUID == result.FrameOfReferenceUID == result.ManufacturerModelName == new
    assert result.ReferencedImageSequence[0].ReferencedSOPInstanceUID == new
    assert result.ReferencedImageSequence[0].ReferencedSOPClassUID == data.SOPClassUID
    assert list(result.FailedSOPInstanceUIDList) == [new, "1.2.840.10008.1.2"]
    assert uid.encode() not in written(encoded(data))


def test_ids_and_serials_become_keyed_and_the_rest_of_a_patient_goes() -> None:
    """Patient ID, accession, study id and serial stay consistent; other ids and their issuers are gone."""
    data = ct(
        StudyID="S-771", DeviceSerialNumber="SN-99812", IssuerOfPatientID="Nightjar", OtherPatientIDs="X1"
    )
    data.OtherPatientIDsSequence = [item(PatientID="X1", IssuerOfPatientID="Nightjar")]
    result = cleaned(data)
    assert result.PatientID == PSEUDONYMS.patient("4471902")
    assert result.AccessionNumber == PSEUDONYMS.accession("ACC7713345")
    assert result.StudyID == PSEUDONYMS.identifier("StudyID", "S-771")
    assert not {"IssuerOfPatientID", "OtherPatientIDs", "OtherPatientIDsSequence"} & set(result.dir())
    assert result.PatientBirthDate == ""


def test_sequences_go_as_deep_as_they_like_within_reason() -> None:
    """Forty levels are cleaned, a hundred are refused."""
    for depth, refused in ((40, False), (100, True)):
        data = inner = ct()
        for _ in range(depth):
            below = item(OperatorsName="Zwingli")
            inner.ReferencedSeriesSequence = Sequence([below])
            inner = below
        if refused:
            with pytest.raises(InputRefusedError) as caught:
                cleaner_for(data)
            assert caught.value.reason is Reason.UNREADABLE
        else:
            assert b"Zwingli" not in written(encoded(data))


def test_an_object_keeps_what_its_type_asks() -> None:
    """A type 1 text of which nothing may stay is a dummy, a type 2 one empty, a type 3 one gone."""
    data = ct(Manufacturer="Quarrymoor", InstitutionName="Nightjar", ReferringPhysicianName="Zwingli^Ada")
    result = cleaned(data)
    assert result.Manufacturer == ""
    assert result.ReferringPhysicianName == ""
    assert "InstitutionName" not in result
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.4.1"  # Enhanced MR: Manufacturer is of type 1
    assert cleaned(data).Manufacturer == "removed"


def test_ages_are_capped_and_told_when_only_the_birth_date_does() -> None:
    """Under Retain Patient Characteristics; the birth date goes all the same."""
    profile = SHARE.model_copy(update={"options": SHARE.options | {Option.RETAIN_PATIENT_CHARACTERISTICS}})
    assert cleaned(ct(PatientAge="097Y"), profile).PatientAge == "090Y"
    told = cleaned(ct(PatientWeight="81.5"), profile)
    assert told.PatientAge == "057Y"
    assert told.PatientWeight == 81.5
    assert told.PatientBirthDate == ""
    assert "PatientAge" not in cleaned(ct())


def test_without_a_date_option_no_date_stays() -> None:
    """Under the Basic profile listed dates are emptied or gone, and unlisted ones go."""
    result = cleaned(
        ct(DateOfLastCalibration="20200101", ContextGroupVersion="20200101", SeriesDate="20210304"), BASIC
    )
    assert not [e for e in result.iterall() if e.VR in {"DA", "DT", "TM"} and str(e.value)[:2] == "20"]
    assert not result.StudyTime


def test_full_dates_are_kept_as_they_are() -> None:
    """Under Retain Full Dates dates stay, birth date apart."""
    profile = Profile(name="p", options=frozenset({Option.RETAIN_LONGITUDINAL_FULL_DATES}))
    result = cleaned(ct(SeriesDate="20210304", DateOfGainCalibration="20200101"), profile)
    assert (result.StudyDate, result.SeriesDate, result.PatientBirthDate) == ("20210304", "20210304", "")


def test_every_element_is_counted_under_a_rule() -> None:
    """Counts hold tags and rule names only, private attributes outside the safe list under one tag."""
    data = ct(InstitutionName="Nightjar", SliceThickness="1")
    data.private_block(0x0041, "NIGHTJAR", create=True).add_new(1, "LO", "Zwingli")
    cleaner = cleaner_for(data)
    cleaner.clean(data)
    assert cleaner.attributes[0x00080080, Rule.REMOVE.value] == 1
    assert cleaner.attributes[0x00180050, Rule.NUMBER.value] == 1
    assert cleaner.attributes[PRIVATE_TAG, Rule.PRIVATE.value] == 1
    assert {rule for _, rule in cleaner.attributes} <= {rule.value for rule in Rule}
    assert sum(cleaner.attributes.values()) == sum(cleaner.actions.values())
    assert cleaner.actions == Counter(
        {rule: cleaner.actions[rule] for rule in {rule for _, rule in cleaner.attributes}}
    )


def test_the_source_is_not_changed() -> None:
    """Cleaning reads only."""
    data = ct(StudyDescription="CHEST Quarrymoor")
    before = encoded(data)
    cleaner_for(data).clean(data)
    assert encoded(data) == before


def test_retained_uids_stay_and_what_only_looks_like_one_goes() -> None:
    """Under Retain UIDs, in listed and unlisted attributes, but no text under a UID's name."""
    profile = Profile(name="p", options=frozenset({Option.RETAIN_UIDS}))
    data = ct(FrameOfReferenceUID="1.2.3.4")
    data.FailedSOPInstanceUIDList = ["1.2.3", "1.2.4"]
    data.add_new("DimensionOrganizationUID", "UI", "Zwingli")
    result = cleaned(data, profile)
    assert (result.FrameOfReferenceUID, list(result.FailedSOPInstanceUIDList)) == (
        "1.2.3.4",
        ["1.2.3", "1.2.4"],
    )
    assert "Zwingli" not in str(result)


def test_a_retained_institution_keeps_its_name_and_code_but_no_patient() -> None:
    """Codes in a kept sequence stay as they are; a kept text that names the patient goes."""
    profile = Profile(name="p", options=frozenset({Option.RETAIN_INSTITUTION_IDENTITY}))
    data = ct(InstitutionName="Nightjar Royal", InstitutionAddress="care of Quarrymoor")
    data.InstitutionCodeSequence = [
        item(CodeValue="N1", CodingSchemeDesignator="99N", CodeMeaning="Nightjar")
    ]
    result = cleaned(data, profile)
    assert result.InstitutionName == "Nightjar Royal"
    assert result.InstitutionCodeSequence[0].CodeMeaning == "Nightjar"
    assert "InstitutionAddress" not in result


def test_an_override_may_make_an_identifier_keyed_or_keep_a_setting() -> None:
    """Other patient ids become the pseudonyms those patients have; a kept value is still compared."""
    overrides = {
        "OtherPatientIDs": "pseudonym",
        "ProtocolName": "keep",
        "PatientWeight": "keep",
        "KVP": "remove",
    }
    profile = Profile.model_validate(SHARE.model_dump() | {"overrides": overrides})
    data = ct(OtherPatientIDs=["A-1", "B-2"], ProtocolName="Quarrymoor 1", PatientWeight="81", KVP="120")
    result = cleaned(data, profile)
    assert list(result.OtherPatientIDs) == [PSEUDONYMS.patient("A-1"), PSEUDONYMS.patient("B-2")]
    assert result.PatientWeight == 81
    assert not {"ProtocolName", "KVP"} & set(result.dir())


def test_rows_that_are_newer_than_the_dictionary_are_obeyed() -> None:
    """Attributes of Table E.1-1 that pydicom does not know go, or stay under their option."""
    data = ct()
    data.add_new(0x00100012, "LO", "Zwingli")
    data.add_new(0x00100043, "SQ", [item(PatientComments="Zwingli", SliceThickness="1")])
    assert b"Zwingli" not in written(encoded(data))
    profile = Profile(name="p", options=frozenset({Option.RETAIN_PATIENT_CHARACTERISTICS}))
    result = cleaned(data, profile)
    assert result[0x00100043].value[0].SliceThickness == 1
    assert "Zwingli" not in str(result)
