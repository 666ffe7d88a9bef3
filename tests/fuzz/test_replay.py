"""What the fuzzer checks, without the fuzzer: its seeds, what it found, and the same mutations every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories import hostile_dicom

if TYPE_CHECKING:
    from pathlib import Path


def test_every_seed_comes_through_as_an_object(tmp_path: Path) -> None:
    """The seeds are valid, so that mutations of them reach behind the first check."""
    ended = [hostile_dicom.check(seed, tmp_path / "input") for seed in hostile_dicom.seeds()]
    assert ended.count("written") >= 5


@pytest.mark.parametrize("number", range(len(hostile_dicom.FOUND)))
def test_what_was_found_once_is_refused_with_a_reason(tmp_path: Path, number: int) -> None:
    """Inputs that once broke the reader, or were made to, end as one reason code."""
    assert hostile_dicom.check(hostile_dicom.FOUND[number], tmp_path / "input") != "written"


def test_mutated_files_end_as_objects_or_reasons(tmp_path: Path) -> None:
    """A thousand mutations: nothing but a refusal is raised."""
    ended = {
        hostile_dicom.check(content, tmp_path / "input")
        for content in hostile_dicom.mutations(20261121, 1000)
    }
    assert {"written", "unreadable"} <= ended
