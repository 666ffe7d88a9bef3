"""Which objects may show a face, and what is done with the series that do."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, VLPhotographicImageStorage

from factories import heads
from factories.heads import Face, Scan, brains, enhanced, person, series
from site_agent.deidentify.faces import clean as faces
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydicom.dataset import FileDataset

FACE = Face()
SCAN = Scan()


@pytest.fixture(scope="module")
def head() -> list[FileDataset]:
    """Return an axial CT of a head."""
    return series(FACE, SCAN)


def sources(datasets: Sequence[FileDataset]) -> list[Source]:
    """Return the sources of data sets in memory."""
    return [Source.from_dataset(one) for one in datasets]


def masks(datasets: Sequence[FileDataset]) -> np.ndarray:
    """Return the masks of a series, frame after frame."""
    return np.concatenate([blank.mask for blank in faces.blanks(sources(datasets))])


def reason(datasets: Sequence[FileDataset]) -> Reason:
    """Return why a series is refused."""
    with pytest.raises(InputRefusedError) as refused:
        faces.blanks(sources(datasets))
    return refused.value.reason


def described(**attributes: object) -> Dataset:
    """Return the header of a CT slice of 26 cm with further attributes."""
    data = Dataset()
    data.Modality, data.Rows, data.Columns, data.PixelSpacing = "CT", 512, 512, [0.5, 0.5]
    for keyword, value in attributes.items():
        setattr(data, keyword, value)
    return data


def coded(value: str) -> list[Dataset]:
    """Return a sequence of one code without a meaning."""
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator = value, "SCT"
    return [item]


@pytest.mark.parametrize(
    "text",
    [
        "HEAD",
        "Schädel nativ",
        "T1_Brain",
        "CSpine",
        "MR C SPINE",
        "RM DE CRANIO",
        "CRÂNE",
        "頭部CT",
        "두부",
        "ct_neck",
    ],
)
def test_words_of_the_head_count_in_many_languages(text: str) -> None:
    """A description that names the head or neck, whatever its language or spelling, may show a face."""
    assert faces.may_show_face(described(SeriesDescription=text, BodyPartExamined="CHEST"))


@pytest.mark.parametrize(
    "text", ["CHEST", "L-SPINE", "Thoracic spine", "MRT Oberbauch", "KNEE-RT.", "胸部", "Prostate DWI"]
)
def test_words_of_other_parts_let_a_series_pass(text: str) -> None:
    """A series that names another part of the body, and nothing of the head, is not looked at as a volume."""
    assert not faces.may_show_face(described(StudyDescription=text))


def test_codes_count_by_their_meaning_in_the_standard() -> None:
    """SNOMED codes, old and new, tell the region without any text beside them (PS3.16)."""
    assert faces.may_show_face(described(BodyPartExamined="CHEST", AnatomicRegionSequence=coded("69536005")))
    assert faces.may_show_face(described(BodyPartExamined="CHEST", AnatomicRegionSequence=coded("T-D1100")))
    assert not faces.may_show_face(described(AnatomicRegionSequence=coded("51185008")))


def test_an_unnamed_region_may_show_a_face_unless_it_is_too_small() -> None:
    """Where words are silent, a slice of 26 cm counts as a head, one of 5 cm does not."""
    assert faces.may_show_face(described())
    assert not faces.may_show_face(described(PixelSpacing=[0.1, 0.1]))
    assert not faces.may_show_face(described(Modality="DX"))
    assert faces.may_show_face(described(Modality="", SOPClassUID=CTImageStorage))


def test_projections_photographs_and_renderings_have_rules_of_their_own() -> None:
    """Bone scans pass; photographs from outside and renderings of a head do not."""
    assert not faces.may_show_face(described(Modality="NM", ImageType=["ORIGINAL", "PRIMARY", "WHOLE BODY"]))
    photograph = described(Modality="XC", SOPClassUID=VLPhotographicImageStorage)
    assert faces.may_show_face(photograph)
    rendering = described(Modality="OT", SeriesDescription="Skull", ImageType=["DERIVED", "SECONDARY", "3D"])
    assert faces.may_show_face(rendering)
    photograph.BodyPartExamined = "FOOT"
    assert not faces.may_show_face(photograph)


def test_a_scout_and_its_slices_are_kept_apart() -> None:
    """Slices of one series share a key; a scout in the same series, or another direction, has another."""
    slices = [
        described(SeriesInstanceUID="1.2", ImageOrientationPatient=[1, 0, 0, 0, 1, 0]) for _ in range(2)
    ]
    sagittal = described(SeriesInstanceUID="1.2", ImageOrientationPatient=[0, 1, 0, 0, 0, -1])
    scout = copy.deepcopy(slices[0])
    scout.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    keys = [faces.series_key(one) for one in (*slices, sagittal, scout)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert "1.2" not in keys[0]


POSES = {
    "ct": SCAN,
    "mr": Scan(modality="MR"),
    "sagittal": Scan(modality="MR", direction="sagittal", low=-100, high=100),
    "coronal": Scan(modality="MR", direction="coronal", low=-120, high=125),
    "tilted gantry": Scan(tilt=-20, high=120),
    "chin up": Scan(nod=20),
    "chin down": Scan(nod=-20),
    "turned": Scan(turn=15),
    "cut below the nose": Scan(low=-60),
    "thick slices": Scan(gap=6, size=96, spacing=2.6),
}


@pytest.mark.parametrize("scan", POSES.values(), ids=POSES)
def test_the_face_goes_and_the_brain_stays(scan: Scan) -> None:
    """In every direction and pose the tip of the nose, eyes and chin go, and at most 0.1 % of the brain."""
    gone, brain = masks(series(FACE, scan)), brains(FACE, scan)
    places = [heads.places(scan, number) for number in range(scan.count)]
    front, up, left = (np.stack([place[axis] for place in places]) for axis in range(3))
    tissue = heads.tissue(FACE, front, up, left) != heads.AIR
    skin = (front > 90) | ((front > 55) & (up < -45))
    face = tissue & skin & (up < -12) & (up > -125) & (np.abs(left) < 45)
    assert face.sum() > 50
    assert gone[face].mean() > 0.99
    assert (gone & brain).sum() <= 0.001 * brain.sum()


def test_a_mask_belongs_to_its_instance(head: list[FileDataset]) -> None:
    """Masks come in the order of the instances, whatever that is, each in its instance's shape."""
    straight, backwards = masks(head), masks(head[::-1])
    assert straight.shape == (len(head), SCAN.size, SCAN.size)
    assert straight.any()
    np.testing.assert_array_equal(straight, backwards[::-1])


def test_a_multi_frame_instance_is_one_volume() -> None:
    """The frames of an enhanced instance get the masks that single slices get."""
    scan = Scan(modality="MR")
    (blank,) = faces.blanks(sources([enhanced(FACE, scan)]))
    np.testing.assert_array_equal(blank.mask, masks(series(FACE, scan)))


def test_what_replaces_a_face_is_air_in_stored_values(head: list[FileDataset]) -> None:
    """The fill is what the scan has as air, as a value that its voxels can hold."""
    assert faces.blanks(sources(head))[0].fill == 24  # -1000 HU with an intercept of -1024
    assert 0 <= faces.blanks(sources(series(FACE, Scan(modality="MR"))))[0].fill < 5


def test_two_images_at_every_position_are_two_volumes(head: list[FileDataset]) -> None:
    """Echoes or phases at the same positions are defaced alike."""
    both = masks([*head, *head])
    np.testing.assert_array_equal(both[: len(head)], both[len(head) :])


def test_a_series_whose_geometry_is_unclear_is_refused(head: list[FileDataset]) -> None:
    """A missing, doubled or single slice, a slab, lost or differing geometry: nothing is guessed."""
    unclear = Reason.FACE_GEOMETRY_UNCLEAR
    assert reason([*head[:20], *head[21:]]) is unclear
    assert reason([*head, head[10]]) is unclear
    assert reason(head[:1]) is unclear
    assert reason(head[20:30]) is unclear
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"):
        lost = copy.deepcopy(head[30])
        del lost[keyword]
        assert reason([*head[:30], lost, *head[31:]]) is unclear
    turned = copy.deepcopy(head[30])
    turned.ImageOrientationPatient = [0.9998, 0.02, 0, -0.02, 0.9998, 0]
    assert reason([*head[:30], turned, *head[31:]]) is unclear


def test_a_head_that_is_not_where_the_header_says_is_refused(head: list[FileDataset]) -> None:
    """A patient labelled prone who lay supine, or feet first: the back of the head is never cut as a face."""
    for signs in ((-1, -1, 1), (-1, 1, -1)):
        wrong = copy.deepcopy(head)
        for one in wrong:
            position, direction = list(one.ImagePositionPatient), list(one.ImageOrientationPatient)
            one.ImagePositionPatient = [sign * value for sign, value in zip(signs, position, strict=True)]
            one.ImageOrientationPatient = [s * v for s, v in zip(signs * 2, direction, strict=True)]
        assert reason(wrong) is Reason.RECOGNIZABLE_FACE


def test_scouts_and_parts_of_a_head_are_refused(head: list[FileDataset]) -> None:
    """A scout shows the profile; a face without the top of the head cannot be found."""
    scout = copy.deepcopy(head[0])
    scout.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    assert reason([scout]) is Reason.RECOGNIZABLE_FACE
    assert reason(series(FACE, Scan(high=20))) is Reason.RECOGNIZABLE_FACE


def test_a_bare_slab_above_the_brow_passes_untouched() -> None:
    """A scan of the vault alone, far enough down to know it, shows no face: nothing is removed."""
    assert not masks(series(FACE, Scan(low=32))).any()


def test_an_unnamed_trunk_passes_untouched() -> None:
    """An unnamed series with a trunk at every level is no head; one thin slice is no face."""
    trunk = [copy.deepcopy(one) for one in series(FACE, Scan(words=("", ""), size=96))]
    y, x = np.mgrid[-1:1:96j, -1:1:96j]
    body = np.where((x / 0.9) ** 2 + (y / 0.7) ** 2 < 1, 1064, 24).astype("<u2").tobytes()
    for one in trunk:
        one.PixelData = body
    assert not masks(trunk).any()
    assert not masks(trunk[:1]).any()


def test_heads_of_different_people_keep_their_brain() -> None:
    """Vaults differ in length, height, width and slant; none of them costs more than 0.1 % of the brain."""
    for number in range(4):
        face, scan = person(number), Scan(modality="MR" if number % 2 else "CT", nod=3 * number - 5)
        gone, brain = masks(series(face, scan)), brains(face, scan)
        assert (gone & brain).sum() <= 0.001 * brain.sum()


def test_nothing_of_the_series_is_in_the_error() -> None:
    """The error that asks for the volume carries a digest and no UID."""
    data = described(SOPClassUID=CTImageStorage, SeriesInstanceUID="1.2.840.99.1")
    error = faces.VolumeNeededError(faces.series_key(data))
    assert "1.2.840.99.1" not in f"{error!r} {error} {error.series_key}"
