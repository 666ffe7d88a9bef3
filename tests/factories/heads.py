"""Heads made of formulas, each with a face of its own, scanned as CT or MR in any direction and pose.

A head is a union of ellipsoids in its own frame: front, up, left, in mm from the centre of the vault. No
patient, template or atlas went into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, EnhancedMRImageStorage, ExplicitVRLittleEndian, MRImageStorage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Field = NDArray[np.float32]

AIR, SKIN, BONE, BRAIN, SOFT = range(5)
VALUES = {"CT": (-1000, 30, 900, 38, 55), "MR": (0, 800, 60, 520, 330)}
NOISE = {"CT": 18.0, "MR": 22.0}
AXES = {  # columns: towards increasing column, row, slice; as signs of front, up, left of an upright head
    "axial": ((0, 0, 1), (-1, 0, 0), (0, 1, 0)),
    "sagittal": ((-1, 0, 0), (0, -1, 0), (0, 0, 1)),
    "coronal": ((0, 0, 1), (0, -1, 0), (-1, 0, 0)),
}


@dataclass(frozen=True, slots=True)
class Face:
    """What tells one head from another, in mm; drawn by `person`."""

    radii: tuple[float, float, float] = (102.0, 79.0, 78.0)
    nod: float = 19.0
    nose: tuple[float, float, float, float] = (
        24.0,
        -42.0,
        14.0,
        22.0,
    )  # forward, up, half width, half height
    brow: float = 0.0
    eyes: tuple[float, float, float] = (32.0, -20.0, 16.0)  # apart, up, depth
    cheek: tuple[float, float, float] = (40.0, -50.0, 0.0)
    lips: tuple[float, float, float] = (0.0, -82.0, 24.0)
    chin: tuple[float, float, float] = (0.0, -110.0, 26.0)
    jaw: float = 0.0
    ear: tuple[float, float, float] = (11.0, -30.0, 28.0)


def person(number: int) -> Face:
    """Return the face of one person: the same number, the same face."""
    r = np.random.default_rng(1000 + number)

    def around(*pairs: tuple[float, float]) -> tuple[float, ...]:
        return tuple(float(mean + spread * r.uniform(-1, 1)) for mean, spread in pairs)

    return Face(
        radii=around((101, 5), (79, 4), (78, 4)),
        nod=float(r.uniform(15, 23)),
        nose=around((23, 6), (-42, 5), (14, 4), (22, 5)),
        brow=float(r.uniform(-3, 4)),
        eyes=around((32, 3), (-20, 3), (16, 4)),
        cheek=around((40, 5), (-50, 6), (0, 6)),
        lips=around((0, 5), (-82, 5), (24, 6)),
        chin=around((0, 7), (-110, 7), (26, 6)),
        jaw=float(r.uniform(-6, 6)),
        ear=around((11, 4), (-30, 6), (28, 5)),
    )


@dataclass(frozen=True, slots=True)
class Scan:
    """How a head is scanned; lengths in mm, angles in degrees.

    Attributes:
        modality: ``CT`` or ``MR``.
        direction: ``axial``, ``sagittal`` or ``coronal``.
        size: Rows and columns.
        spacing: Between rows and columns.
        gap: Between slices.
        low, high: First and last position of the slices, from the vault's centre.
        nod, turn: Of the head on the table; a positive nod lifts the face.
        tilt: Of the gantry.
        seed: Of the noise; another scan of the same person has another one.
        words: Body part and description.
    """

    modality: str = "CT"
    direction: str = "axial"
    size: int = 64
    spacing: float = 4.0
    gap: float = 4.0
    low: float = -150.0
    high: float = 95.0
    nod: float = 0.0
    turn: float = 0.0
    tilt: float = 0.0
    seed: int = 0
    words: tuple[str, str] = ("HEAD", "Routine")
    axes: tuple[tuple[int, ...], ...] = field(default=(), repr=False)

    @property
    def count(self) -> int:
        """Return the number of slices."""
        return int((self.high - self.low) / self.gap) + 1


def tissue(face: Face, front: Field, up: Field, left: Field) -> NDArray[np.uint8]:
    """Return what is at points of the head's frame: `AIR`, `SKIN`, `BONE`, `BRAIN` or `SOFT`."""
    front, up, left = np.broadcast_arrays(front, up, left)
    out = np.zeros(front.shape, np.uint8)

    def ball(centre: tuple[float, float, float], radii: tuple[float, float, float]) -> Field:
        places = zip((front, up, left), centre, radii, strict=True)
        total: Field = sum(((at - c) / r) ** 2 for at, c, r in places)  # type: ignore[assignment]
        return total

    nod = np.radians(face.nod)
    along, above = np.cos(nod) * front - np.sin(nod) * up, np.sin(nod) * front + np.cos(nod) * up

    def vault(inside: float) -> NDArray[np.bool_]:
        a, b, c = (radius - inside for radius in face.radii)
        return (along / a) ** 2 + (above / b) ** 2 + (left / c) ** 2 < 1

    scale, apart = face.radii[0] / 102, np.abs(left)
    forward, nose_up, wide, high = face.nose
    neck = (((front + 28) / 62) ** 2 + (left / 62) ** 2 < 1) & (up < -30)
    skull_base = ball((-10, -50, 0), (85, 55, 70)) < 1
    muzzle = ball((34, -62 + face.jaw / 2, 0), (64 * scale, 70, 62 + face.jaw)) < 1
    nose = (ball((86, nose_up, 0), (forward + 10, high, wide)) < 1) & (up > nose_up - high * 0.7)
    brow = ball((86 + face.brow, -2, 0), (13, 12, 46)) < 1
    cheek = ball((66 + face.cheek[2], face.cheek[1], 0), (26, 24, face.cheek[0] + 16)) < 1
    lips = ball((84 + face.lips[0], face.lips[1], 0), (17, 11, face.lips[2])) < 1
    chin = ball((74 + face.chin[0], face.chin[1], 0), (20, 16, face.chin[2])) < 1
    eyes = np.hypot(np.hypot(front - 98, up - face.eyes[1]), apart - face.eyes[0]) < face.eyes[2]
    out_of = np.abs(apart - face.radii[2] - 2) < face.ear[0]
    ear = (((front + 8) / 17) ** 2 + ((up - face.ear[1]) / face.ear[2]) ** 2 < 1) & out_of
    soft = neck | skull_base | muzzle | nose | brow | cheek | lips | chin | vault(0)
    soft = (soft & ~eyes) | ear
    globe = np.hypot(np.hypot(front - 80, up - face.eyes[1]), apart - face.eyes[0]) < 12
    out[soft] = SKIN
    out[soft & (skull_base | muzzle) & (ball((20, -58, 0), (64, 60, 56)) < 1)] = SOFT
    out[vault(6)] = BONE
    jaw = (ball((34, -95, 0), (52, 18, 48)) < 1) & ~(ball((26, -95, 0), (44, 30, 38)) < 1)
    out[soft & jaw] = BONE
    cavity = ball((50, -45, 0), (30, 18, 14)) < 1  # nose and throat
    out[cavity] = AIR
    out[brain(face, front, up, left)] = BRAIN
    out[globe] = SOFT
    return out


def brain(face: Face, front: Field, up: Field, left: Field) -> NDArray[np.bool_]:
    """Return where the brain is: 14 mm inside the vault, above the floor of the skull."""
    nod = np.radians(face.nod)
    along, above = np.cos(nod) * front - np.sin(nod) * up, np.sin(nod) * front + np.cos(nod) * up
    a, b, c = (radius - 14 for radius in face.radii)
    floor = -25 * face.radii[0] / 102 - np.clip((55 - front), 0, 20)
    inside: NDArray[np.bool_] = (along / a) ** 2 + (above / b) ** 2 + (left / c) ** 2 < 1
    inside &= up > floor
    return inside


def series(face: Face, scan: Scan) -> list[FileDataset]:
    """Return the instances of a scan, from the first slice on."""
    noise = np.random.default_rng(scan.seed)
    return [_instance(face, scan, number, noise) for number in range(scan.count)]


def brains(face: Face, scan: Scan) -> NDArray[np.bool_]:
    """Return where the brain is in each slice of a scan, shape [slices, rows, columns]."""
    return np.stack([brain(face, *places(scan, number)) for number in range(scan.count)])


def enhanced(face: Face, scan: Scan) -> FileDataset:
    """Return a scan as one multi-frame instance, its frames in the order of the slices."""
    single = series(face, scan)
    data = single[0]
    data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID = EnhancedMRImageStorage
    shared, measures, direction = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = data.PixelSpacing, data.SliceThickness
    direction.ImageOrientationPatient = data.ImageOrientationPatient
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = [measures], [direction]
    data.SharedFunctionalGroupsSequence = [shared]
    frames = []
    for one in single:
        group, position = Dataset(), Dataset()
        position.ImagePositionPatient = one.ImagePositionPatient
        group.PlanePositionSequence = [position]
        frames.append(group)
    data.PerFrameFunctionalGroupsSequence = frames
    data.NumberOfFrames = len(frames)
    data.PixelData = b"".join(one.PixelData for one in single)
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "RescaleSlope"):
        if keyword in data:
            del data[keyword]
    return data


def _geometry(scan: Scan) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the unit steps (column, row, slice) in patient space (x, y, z), and the rotation of the head."""
    to_lps = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])  # front, up, left -> x, y, z
    steps = np.array(scan.axes or AXES[scan.direction], float) @ to_lps
    nod, turn = np.radians(scan.nod), np.radians(scan.turn)
    nods = np.array([[1, 0, 0], [0, np.cos(nod), np.sin(nod)], [0, -np.sin(nod), np.cos(nod)]])
    turns = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    return steps, turns @ nods @ to_lps.T


def _first(scan: Scan, number: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the unit steps of the slices and the place of one slice's first voxel (x, y, z)."""
    (column, row, slices), _ = _geometry(scan)
    tilt = np.radians(scan.tilt)
    tilted = np.cos(tilt) * row + np.sin(tilt) * slices
    half = (scan.size - 1) / 2 * scan.spacing
    first = slices * (scan.low + number * scan.gap) - (column + tilted) * half
    if scan.direction != "axial":
        first += np.array([0.0, 0.0, -35.0])  # the neck in view, as in most scans
    return np.stack([column, tilted]), first


def places(scan: Scan, number: int) -> tuple[Field, Field, Field]:
    """Return front, up, left of every voxel of a slice."""
    steps, first = _first(scan, number)
    _, turned = _geometry(scan)
    line = np.arange(scan.size, dtype=np.float64) * scan.spacing
    points = first + line[None, :, None] * steps[0] + line[:, None, None] * steps[1]
    own = points @ turned  # rows of the rotation are the head's axes in patient space
    return tuple(np.asarray(own[..., axis], np.float32) for axis in range(3))  # type: ignore[return-value]


def _instance(face: Face, scan: Scan, number: int, noise: np.random.Generator) -> FileDataset:
    labels = tissue(face, *places(scan, number))
    values = np.asarray(VALUES[scan.modality], np.float32)[labels]
    values += noise.normal(0, NOISE[scan.modality], values.shape).astype(np.float32)
    stored = np.clip(values + 1024, 0, 4095) if scan.modality == "CT" else np.abs(values)
    steps, first = _first(scan, number)
    data = _empty(scan, number)
    data.ImageOrientationPatient = [round(float(v), 9) for v in (*steps[0], *steps[1])]
    data.ImagePositionPatient = [round(float(v), 6) for v in first]
    data.PixelSpacing, data.SliceThickness = [scan.spacing, scan.spacing], scan.gap
    if scan.modality == "CT":
        data.RescaleSlope, data.RescaleIntercept = 1, -1024
    data.Rows = data.Columns = scan.size
    data.PixelData = stored.astype("<u2").tobytes()
    return data


def _empty(scan: Scan, number: int) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage if scan.modality == "CT" else MRImageStorage
    meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.9.77.{scan.seed}.{number + 1}"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    data.StudyInstanceUID = "1.2.826.0.1.3680043.9.77"
    data.SeriesInstanceUID = f"{data.StudyInstanceUID}.{scan.seed}"
    data.PatientID, data.PatientName, data.Modality = "PX-20417", "Harrowgate^Ines", scan.modality
    data.ImageType, data.InstanceNumber = ["ORIGINAL", "PRIMARY", "AXIAL"], number + 1
    data.BodyPartExamined, data.SeriesDescription = scan.words
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 12, 11, 0
    return data
