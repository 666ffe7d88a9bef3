"""Whatever text of a report, a plan, a segmentation or a slide holds a name: it does not come out."""

from __future__ import annotations

import io
from copy import deepcopy
from functools import cache

import pydicom
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from factories import derived_objects as made
from site_agent.deidentify.engine.objects import ObjectDeidentifier
from site_agent.deidentify.header.identifiers import walk
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.profile import load_profile
from site_agent.errors import InputRefusedError
from site_agent.ingest.keys import from_secret
from site_agent.ingest.reader import Source

SHARE = load_profile("share")
OBJECTS = ObjectDeidentifier(
    SHARE.model_copy(update={"options": SHARE.options - {"clean_pixel_data"}}),
    Pseudonyms(from_secret(b"a secret of thirty-two bytes ....")),
)
TEXTS = frozenset({"PN", "LO", "SH", "ST", "LT", "UT", "UC"})
KEPT = frozenset({"Manufacturer"})  # the profile keeps the maker as it is
CODES = frozenset({"GraphicLayer", "ContentLabel"})  # code strings that users write
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = st.text("BCDFGHJKLMPQVWXZ", min_size=8, max_size=12)


@cache
def sources() -> tuple[Dataset, ...]:
    """Return one object of each kind."""
    images = made.ct_series()
    segmented, structures = made.segmentation(images), made.structure_set(images)
    planned = made.plan(structures)
    report, state = made.report(images, segmented), made.presentation(images)
    return (
        *(segmented, report, state, structures, planned, made.key_objects(images), made.slide()),
        *(made.parametric_map(images), made.dose(planned, structures), made.value_map(images)),
        *(made.electrocardiogram(),),
    )


@SLOW
@given(
    which=st.integers(0, 10),
    place=st.integers(0, 10_000),
    name=NAMES,
    number=st.integers(10**6, 10**8),
    way=st.sampled_from(["{name}", "{lower} {number}", "seen by {title}, {number}", "nodule {title}"]),
)
def test_a_name_planted_in_any_text_never_comes_out(
    which: int, place: int, name: str, number: int, way: str
) -> None:
    """At every depth, in every text that the object has, in any case: it is gone, or nothing comes out."""
    source = deepcopy(sources()[which])
    texts = [e for e in walk(source) if (e.VR in TEXTS and e.keyword not in KEPT) or e.keyword in CODES]
    element = texts[place % len(texts)]
    short = element.VR in {"CS", "SH"}
    element.value = (
        name if short else way.format(name=name, lower=name.lower(), title=name.title(), number=number)
    )
    try:
        content = OBJECTS.clean(Source.from_dataset(read(source))).content.lower()
    except InputRefusedError:
        return
    assert name.lower().encode() not in content
    assert str(number).encode() not in content


def read(source: Dataset) -> Dataset:
    """Return a data set as if it had been read from a file."""
    if not getattr(source, "file_meta", None):
        source.file_meta = FileMetaDataset()
        source.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = io.BytesIO()
    source.save_as(out, enforce_file_format=True)
    return pydicom.dcmread(io.BytesIO(out.getvalue()))
