"""The site's memory."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import site as factory
from factories.boundary import Federation
from site_agent.deidentify.engine import restore as kept_case
from site_agent.errors import EvidenceError, StoreDamagedError
from site_agent.store.blobs import Blobs
from site_agent.store.releases import ReleaseRow
from site_agent.synthesize import restore as kept_pair

if TYPE_CHECKING:
    from pathlib import Path


def test_a_blob_opens_under_its_own_name_and_key_only(tmp_path: Path) -> None:
    """A blob in another's place, under another key, or altered is damage, not data."""
    blobs = Blobs(tmp_path, b"k" * 32)
    blobs.put("case-a", b"content")
    assert blobs.get("case-a") == b"content"
    (tmp_path / "case-b.bin").write_bytes((tmp_path / "case-a.bin").read_bytes())
    for reader, name in ((blobs, "case-b"), (Blobs(tmp_path, b"j" * 32), "case-a"), (blobs, "case-c")):
        with pytest.raises(StoreDamagedError):
            reader.get(name)


def test_nothing_in_the_private_folder_is_open_to_others_or_readable(tmp_path: Path) -> None:
    """Folders are 0700, files 0600, and no exam lies there in the clear."""
    at = factory.hospital(tmp_path, Federation(), "hospital-a", factory.settings())
    case = factory.exam("x", "p")
    at.store.cases.keep(_row(case.case_id), kept_case.pack(case))
    for path in (at.home / "private").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path.name
        assert path.is_dir() or b"Lungs clear" not in path.read_bytes()


def test_a_case_comes_back_as_it_went_in() -> None:
    """Everything is kept; the image to half of 1/65535."""
    case = factory.exam("x", "p")
    again = kept_case.restore(kept_case.pack(case))
    assert np.abs(again.image - case.image).max() <= 0.5 / 65_535 + 1e-7
    assert (again.labels, again.record, again.report) == (case.labels, case.record, case.report)


@given(st.data())
def test_a_case_or_pair_without_its_evidence_is_not_made(data: st.DataObject) -> None:
    """Taking the evidence out of the bytes, or cutting them anywhere, makes nothing."""
    case = factory.exam("x", "p")
    packed_case, packed_pair = kept_case.pack(case), kept_pair.pack(factory.pair(case))
    unverified = packed_case.replace(b'"verified": true', b'"verified": null')
    failed = packed_pair.replace(b'"identity": true', b'"identity": null')
    cut = data.draw(st.integers(0, len(packed_case) - 1))
    for restore, packed in (
        (kept_case.restore, unverified),
        (kept_case.restore, packed_case[:cut]),
        (kept_pair.restore, failed),
        (kept_pair.restore, packed_pair[: min(cut, len(packed_pair) - 1)]),
    ):
        with pytest.raises(EvidenceError):
            restore(packed)


def test_a_pair_belongs_to_one_release_for_ever(tmp_path: Path) -> None:
    """A second release that claims a claimed pair is refused as a whole."""
    at = factory.hospital(tmp_path, Federation(), "hospital-a", factory.settings())
    at.store.releases.plan(ReleaseRow("1" * 32, 1, ("a", "b"), b"k", "2026-01-01"))
    with pytest.raises(Exception, match="UNIQUE"):
        at.store.releases.plan(ReleaseRow("2" * 32, 1, ("c", "b"), b"k", "2026-01-01"))
    assert [row.package_id for row in at.store.releases.all()] == ["1" * 32]


def test_a_transaction_that_raises_leaves_nothing_behind(tmp_path: Path) -> None:
    """All of a step's writes are there, or none."""
    at = factory.hospital(tmp_path, Federation(), "hospital-a", factory.settings())

    def half_done() -> None:
        with at.store.transaction():
            at.store.facts.set("a", 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert at.store.facts.get("a") is None


def _row(case_id: str):  # noqa: ANN202 - a test's shorthand
    from site_agent.store.cases import CaseRow  # noqa: PLC0415 - used here only

    return CaseRow(case_id, "f", "p", "publish")


def test_what_the_gate_held_back_is_counted_by_batch(tmp_path: Path) -> None:
    """The share that a release states is that of its own batch's exams, rounded up to 5 percent."""
    at = factory.hospital(tmp_path, Federation(), "hospital-a", factory.settings())
    case = factory.exam("x", "p")
    at.store.pairs.keep(case.case_id, 1, case.patient, kept_pair.pack(factory.pair(case)))
    at.store.pairs.suppress("a" * 32, 1, "b" * 32, "rare_profile")
    at.store.pairs.suppress("c" * 32, 2, "d" * 32, "rare_profile")
    assert at.store.pairs.share_suppressed(1) == pytest.approx(1 / 2)
    assert at.store.pairs.share_suppressed(2) == pytest.approx(1)
    assert at.store.pairs.share_suppressed(3) == pytest.approx(0)
