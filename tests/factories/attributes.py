"""Attributes cleaned without pixels: a data set goes to bytes, is read, cleaned, written and read again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import ExplicitVRLittleEndian

from site_agent.deidentify.header import identifiers
from site_agent.deidentify.header.metadata import Cleaner, Subject
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.profile import Profile, load_profile
from site_agent.ingest.keys import from_secret

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

CT = "1.2.840.10008.5.1.4.1.1.2"
SHARE = load_profile("share")
PSEUDONYMS = Pseudonyms(from_secret(b"a secret of thirty-two bytes ...."))


def ct(**values: object) -> Dataset:
    """Return the header of a CT image of a patient with a name and an id."""
    data = Dataset()
    data.SpecificCharacterSet = "ISO_IR 192"
    data.SOPClassUID, data.SOPInstanceUID = CT, "1.2.826.0.1.3680043.9.1234.5.6.7"
    data.StudyInstanceUID, data.SeriesInstanceUID = (
        "1.2.826.0.1.3680043.9.1234.5",
        "1.2.826.0.1.3680043.9.1234.5.6",
    )
    data.PatientName, data.PatientID = "Quarrymoor^Thessaly", "4471902"
    data.PatientBirthDate, data.StudyDate, data.StudyTime = "19630714", "20210304", "101112"
    data.AccessionNumber, data.Modality = "ACC7713345", "CT"
    for keyword, value in values.items():
        setattr(data, keyword, value)
    return data


def encoded(data: Dataset, syntax: str = ExplicitVRLittleEndian) -> bytes:
    """Return the bytes of a file with that data set, as the hospital would have it."""
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = syntax
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    out = io.BytesIO()
    dcmwrite(out, data, enforce_file_format=True)
    return out.getvalue()


def cleaner_for(source: Dataset, profile: Profile = SHARE, pseudonyms: Pseudonyms = PSEUDONYMS) -> Cleaner:
    """Return a cleaner for one data set."""
    patient = str(source.get("PatientID") or source.get("StudyInstanceUID"))
    days = pseudonyms.date_shift_days(patient, keep_weekday=profile.keep_weekday)
    return Cleaner(profile, pseudonyms, Subject(patient, days, identifiers.collect(source, profile)))


def written(content: bytes, profile: Profile = SHARE, pseudonyms: Pseudonyms = PSEUDONYMS) -> bytes:
    """Return the bytes of a file after its attributes were cleaned."""
    source = pydicom.dcmread(io.BytesIO(content))
    cleaned = cleaner_for(source, profile, pseudonyms).clean(source)
    return encoded(cleaned, source.file_meta.TransferSyntaxUID)


def cleaned(data: Dataset, profile: Profile = SHARE, syntax: str = ExplicitVRLittleEndian) -> FileDataset:
    """Return a data set as it is read after its attributes were cleaned."""
    return pydicom.dcmread(io.BytesIO(written(encoded(data, syntax), profile)))
