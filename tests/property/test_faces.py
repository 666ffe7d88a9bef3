"""Promises about faces that hold for any header."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.heads import Face, Scan, series
from site_agent.deidentify.faces import clean as faces
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import Source

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.one_of(
    st.sampled_from(["", "0", "1e308", "-1e308", "1e-300", "nan", "inf", "x", "1\\2", "65535", "-1"]),
    st.floats(-500, 500).map("{:.6g}".format),
)
PLACES = st.sampled_from(
    [
        *("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "RescaleSlope"),
        *("RescaleIntercept", "NumberOfFrames", "Rows", "Columns", "SamplesPerPixel", "BitsStored"),
        *("ImageType", "Modality", "BitsAllocated", "PixelRepresentation", "SeriesInstanceUID"),
    ]
)
EXPECTED = {
    *(Reason.FACE_GEOMETRY_UNCLEAR, Reason.RECOGNIZABLE_FACE, Reason.PIXELS_UNREADABLE, Reason.TOO_LARGE),
}


@cache
def head() -> tuple[FileDataset, ...]:
    """Return a coarse head, made once."""
    return tuple(series(Face(), Scan(size=32, spacing=8, gap=9)))


@SLOW
@given(
    place=PLACES,
    values=st.lists(NUMBERS, min_size=1, max_size=6),
    which=st.integers(0, len(head()) - 1),
    everywhere=st.booleans(),
)
def test_any_header_ends_as_masks_or_as_one_reason(
    place: str,
    values: list[str],
    which: int,
    everywhere: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    """Whatever an attribute of the geometry holds, a series is defaced, passed or refused: no surprise."""
    slices = list(head())
    for index in range(len(slices)) if everywhere else [which]:
        slices[index] = copy.deepcopy(slices[index])
        slices[index].pop(place, None)
        slices[index].add_new(place, "LO", values)
    sources = [Source.from_dataset(one) for one in slices]
    for source in sources:
        faces.may_show_face(source.dataset)
        faces.series_key(source.dataset)
    try:
        found = {str(blank.mask.shape[1:]) for blank in faces.blanks(sources)}
    except InputRefusedError as refusal:
        found = {refusal.reason}
    assert found <= {*EXPECTED, f"({slices[0].get('Rows')}, {slices[0].get('Columns')})"}
