"""A head that goes through a whole run comes out without its face and otherwise as it was."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pydicom

from factories.heads import Face, Scan, series
from site_agent.deidentify.engine.walk import deidentify_tree
from site_agent.deidentify.engine.worker import Job
from site_agent.deidentify.faces import clean as faces
from site_agent.deidentify.profile.profile import load_profile
from site_agent.ingest.reader import Source

if TYPE_CHECKING:
    from pathlib import Path

SCAN = Scan(gap=6.0)
_SHARE = load_profile("share")
PROFILE = _SHARE.model_copy(update={"options": _SHARE.options - {"clean_pixel_data"}})


def test_a_defaced_series_is_recorded_and_otherwise_identical(tmp_path: Path) -> None:
    """Voxels outside the mask keep their stored values, those inside become air, and 113102 tells which."""
    inbox, out = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    scanned = series(Face(), SCAN)
    for number, one in enumerate(scanned):
        one.save_as(inbox / f"{number:03}.dcm", enforce_file_format=True)
    report, _ = deidentify_tree(inbox, out, Job(PROFILE, b"k" * 32))
    assert report.counts == {"written": len(scanned)}
    written = sorted(map(pydicom.dcmread, out.rglob("*.dcm")), key=lambda one: one.InstanceNumber)
    blanks = faces.blanks([Source.from_dataset(one) for one in scanned])
    claimed = Counter[bool]()
    for before, after, blank in zip(scanned, written, blanks, strict=True):
        gone = blank.mask[0]
        np.testing.assert_array_equal(after.pixel_array[~gone], before.pixel_array[~gone])
        assert (after.pixel_array[gone] == blank.fill).all()
        codes = {item.CodeValue for item in after.DeidentificationMethodCodeSequence}
        assert ("113102" in codes) is bool(gone.any())
        claimed[bool(gone.any())] += 1
    assert min(claimed[True], claimed[False]) > 0


def test_a_series_with_a_slice_missing_stays_whole_at_home(tmp_path: Path) -> None:
    """No instance of a series whose geometry is unclear is written."""
    inbox, out = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    for number, one in enumerate(series(Face(), SCAN)):
        if number != 12:
            one.save_as(inbox / f"{number:03}.dcm", enforce_file_format=True)
    report, _ = deidentify_tree(inbox, out, Job(PROFILE, b"k" * 32))
    assert report.counts == {"quarantined": SCAN.count - 1}
    assert report.reasons == {"face_geometry_unclear": SCAN.count - 1}
    assert not list(out.rglob("*.dcm"))
