"""Small phantom cohorts for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.demo.cohort import HOSPITALS, Cohort, make_cohort

if TYPE_CHECKING:
    from pathlib import Path


def small_cohort(
    folder: Path, *, hospital: int = 0, patients: int = 4, size_px: int = 96, seed: int = 0
) -> Cohort:
    """Write a few phantom exams with planted identifiers."""
    return make_cohort(folder, HOSPITALS[hospital], patients=patients, size_px=size_px, seed=seed)
