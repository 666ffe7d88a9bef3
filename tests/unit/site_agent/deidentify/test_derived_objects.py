"""Objects that are no plain images: what is in them comes through, who is in them does not."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pydicom
import pytest
from highdicom import seg, sr
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from factories import derived_objects as made
from factories.exams import ACCESSION, FAMILY, GIVEN, RECORD_NUMBER
from site_agent.deidentify.engine.objects import ObjectDeidentifier
from site_agent.deidentify.header.identifiers import is_standard_uid, walk
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.profile import load_profile
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.keys import from_secret
from site_agent.ingest.reader import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PSEUDONYMS = Pseudonyms(from_secret(b"a secret of thirty-two bytes ...."))
DAYS = PSEUDONYMS.date_shift_days(RECORD_NUMBER)
SHARE = load_profile("share")
PROFILE = SHARE.model_copy(
    update={"options": SHARE.options - {"clean_pixel_data", "clean_recognizable_visual_features"}}
)
OBJECTS = ObjectDeidentifier(PROFILE, PSEUDONYMS)
SECRETS = (
    *(
        FAMILY,
        GIVEN,
        RECORD_NUMBER,
        ACCESSION,
        made.READER,
        made.SERIAL,
        made.ROOT,
        "Quarrelmann",
        "Nightjar",
    ),
    *("ottokar7", "77120934", "S19-1", "20210304", "2021-03-04", "4 March 2021"),
)


def clean(source: Dataset) -> FileDataset:
    """Return an object de-identified and read back."""
    content = OBJECTS.clean(Source.from_dataset(as_file(source))).content
    assert not [secret for secret in SECRETS if secret.lower().encode() in content.lower()]
    return pydicom.dcmread(io.BytesIO(content))


def as_file(source: Dataset) -> FileDataset:
    """Return a data set as if it had been read from a file."""
    if not getattr(source, "file_meta", None):
        source.file_meta = FileMetaDataset()
        source.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = io.BytesIO()
    source.save_as(out, enforce_file_format=True)
    return pydicom.dcmread(io.BytesIO(out.getvalue()))


@pytest.fixture(scope="module")
def pairs() -> dict[str, tuple[Dataset, FileDataset]]:
    """Return every object of the patient, as found and as cleaned."""
    images = made.ct_series()
    segmented = made.segmentation(images)
    structures = made.structure_set(images)
    planned = made.plan(structures)
    sources = {
        **{f"ct{number}": image for number, image in enumerate(images)},
        "seg": segmented,
        "sr": made.report(images, segmented),
        "ko": made.key_objects(images),
        "pr": made.presentation(images),
        "pm": made.parametric_map(images),
        "rtstruct": structures,
        "rtplan": planned,
        "rtdose": made.dose(planned, structures),
        "rwvm": made.value_map(images),
        "slide": made.slide(),
        "ecg": made.electrocardiogram(),
    }
    return {name: (as_file(source), clean(source)) for name, source in sources.items()}


Pairs = dict[str, tuple[Dataset, FileDataset]]


def uids(data: Dataset, keyword: str) -> list[str]:
    """Return the values of a UID attribute at every depth, in order."""
    return [str(element.value) for element in walk(data) if element.keyword == keyword]


@pytest.mark.parametrize(
    "keyword",
    ["ReferencedSOPInstanceUID", "ReferencedFrameOfReferenceUID", "FrameOfReferenceUID", "SeriesInstanceUID"],
)
def test_every_reference_is_kept_and_leads_to_the_same_object(pairs: Pairs, keyword: str) -> None:
    """What pointed to an object, a series or a frame of reference points to its de-identified self."""
    for name, (source, cleaned) in pairs.items():
        expected = [u if is_standard_uid(u) else PSEUDONYMS.uid(u) for u in uids(source, keyword)]
        assert uids(cleaned, keyword) == expected, name


def test_references_resolve_among_the_outputs(pairs: Pairs) -> None:
    """Every instance that is pointed to and was released stands among the outputs."""
    released = {str(cleaned.SOPInstanceUID) for _, cleaned in pairs.values()}
    known = {PSEUDONYMS.uid(str(source.SOPInstanceUID)) for source, _ in pairs.values()}
    assert released == known
    pointed_to = {u for _, cleaned in pairs.values() for u in uids(cleaned, "ReferencedSOPInstanceUID")}
    assert pointed_to <= released | {PSEUDONYMS.uid(made.STUDY)}


@pytest.mark.parametrize(
    "keywords",
    [
        ("PixelData", "FloatPixelData", "WaveformData", "SegmentsOverlap", "DimensionIndexValues"),
        ("ContourData", "NumberOfContourPoints", "DVHData", "DoseGridScaling", "GridFrameOffsetVector"),
        ("GantryAngle", "NominalBeamEnergy", "IsocenterPosition", "SourceAxisDistance", "ROINumber"),
        ("RealWorldValueSlope", "RealWorldValueIntercept", "DoubleFloatRealWorldValueFirstValueMapped"),
        ("GraphicData", "GraphicType", "AnchorPoint", "NumericValue", "ImagePositionPatient", "PixelSpacing"),
        (
            "ReferencedFrameNumber",
            "ReferencedSegmentNumber",
            "ValueType",
            "RelationshipType",
            "TemplateIdentifier",
        ),
        ("SegmentNumber", "SegmentAlgorithmType", "RescaleSlope", "DisplayedAreaBottomRightHandCorner"),
    ],
)
def test_numbers_and_structure_are_identical(pairs: Pairs, keywords: tuple[str, ...]) -> None:
    """Pixels, doses, histograms, contours, drawings, samples and the shape of every tree stay exactly."""
    for name, (source, cleaned) in pairs.items():
        for keyword in keywords:
            before, after = ([e.value for e in walk(d) if e.keyword == keyword] for d in (source, cleaned))
            assert before == after, f"{name}: {keyword}"


def texts(data: Dataset, keyword: str) -> list[str]:
    """Return the values of a text attribute at every depth."""
    return [str(element.value) for element in walk(data) if element.keyword == keyword]


def test_a_report_keeps_codes_numbers_and_findings(pairs: Pairs) -> None:
    """Sentences keep their finding, dates in them move with the patient, persons and devices go."""
    source, report = pairs["sr"]
    said = texts(report, "TextValue")
    shifted = np.datetime64("2021-03-04") + DAYS
    assert f"5 mm nodule in the left lung since {shifted}. No effusion. Dr. [NAME]" in said
    assert PSEUDONYMS.identifier("DeviceSerialNumber", made.SERIAL) in said
    assert PSEUDONYMS.identifier("TrackingID", f"{made.READER} 7") in said
    assert "Model One" in said
    assert set(texts(report, "PersonName")) == {"removed"}
    assert set(texts(source, "CodeValue")) <= set(texts(report, "CodeValue"))


def test_names_of_segments_regions_and_plans_keep_their_known_words(pairs: Pairs) -> None:
    """A label keeps what is known; one of which nothing is left becomes a keyed one, alike everywhere."""
    assert texts(pairs["seg"][1], "SegmentLabel") == ["Lung left", "Nodule"]
    keyed = PSEUDONYMS.identifier("TrackingID", f"{made.READER} 7")
    assert texts(pairs["seg"][1], "TrackingID") == ["Lesion 1", keyed]
    assert texts(pairs["rtstruct"][1], "ROIName") == ["GTV"]
    assert pairs["rtplan"][1].RTPlanLabel == "boost"
    path = set(texts(pairs["slide"][1], "OpticalPathIdentifier"))
    assert path == {PSEUDONYMS.identifier("OpticalPathIdentifier", f"{made.READER}-1")}


def test_a_presentation_state_keeps_its_drawings(pairs: Pairs) -> None:
    """Text on the picture is cleaned; the line, the layer and the displayed area stay."""
    state = pairs["pr"][1]
    note = state.GraphicAnnotationSequence[0]
    assert note.TextObjectSequence[0].UnformattedTextValue == "nodule? [NAME]"
    assert note.GraphicLayer == state.GraphicLayerSequence[0].GraphicLayer == "LAYER1"
    assert note.GraphicObjectSequence[0].GraphicData == [1.5, 2.5, 8.0, 9.0]


@pytest.mark.parametrize(
    ("name", "read"), [("seg", seg.Segmentation.from_dataset), ("sr", sr.Comprehensive3DSR.from_dataset)]
)
def test_what_comes_out_is_still_read_by_highdicom(
    pairs: Pairs, name: str, read: Callable[[Dataset], Dataset]
) -> None:
    """A strict reader of the standard accepts the cleaned objects."""
    assert read(pairs[name][1]).SOPInstanceUID == pairs[name][1].SOPInstanceUID


def refused(source: Dataset) -> Reason:
    """Return why an object is refused."""
    with pytest.raises(InputRefusedError) as caught:
        OBJECTS.clean(Source.from_dataset(as_file(source)))
    return caught.value.reason


def directory() -> Dataset:
    """Return a directory of other files."""
    data = made.base("1.2.840.10008.1.3.10", 30, "OT")
    data.DirectoryRecordSequence = []
    return data


def silent_slide() -> Dataset:
    """Return a slide image that does not say what it shows."""
    data = made.slide()
    del data.ImageType
    return data


def disguised() -> Dataset:
    """Return a document that claims to be a plan."""
    data = made.plan(made.structure_set(made.ct_series()))
    data.EncapsulatedDocument = b"%PDF-1.4"
    return data


def refusals() -> Iterator[tuple[str, Dataset, Reason]]:
    """Yield what must not go on."""
    yield "pdf", made.document(), Reason.ENCAPSULATED_DOCUMENT
    yield "disguised", disguised(), Reason.ENCAPSULATED_DOCUMENT
    yield "directory", directory(), Reason.DICOMDIR
    yield "label", made.slide("LABEL", label="YES"), Reason.SLIDE_LABEL
    yield "overview", made.slide("OVERVIEW"), Reason.SLIDE_LABEL
    yield "label in volume", made.slide(label="YES"), Reason.SLIDE_LABEL
    yield "thumbnail", made.slide("THUMBNAIL", label=""), Reason.SLIDE_LABEL
    yield "silent", silent_slide(), Reason.SLIDE_LABEL
    yield "raw", made.base("1.2.840.10008.5.1.4.1.1.66", 31, "OT"), Reason.UNSUPPORTED_OBJECT
    yield "private", made.base("1.3.46.670589.5.0.1.1", 32, "MR"), Reason.UNSUPPORTED_OBJECT
    yield "voice", made.base("1.2.840.10008.5.1.4.1.1.9.4.1", 33, "AU"), Reason.UNSUPPORTED_OBJECT
    yield "palette", made.base("1.2.840.10008.5.1.4.39.1", 34, "OT"), Reason.NO_PATIENT_OBJECT
    yield "photograph", made.base("1.2.840.10008.5.1.4.1.1.77.1.4", 35, "XC"), Reason.NO_PIXELS


@pytest.mark.parametrize(
    ("name", "source", "reason"), list(refusals()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_cannot_be_proved_clean_is_refused_with_its_reason(
    name: str, source: Dataset, reason: Reason
) -> None:
    """Documents, directories, labels of slides, raw data and voices never come out."""
    assert refused(source) is reason, name
