"""Hypothesis draws the same examples in every run: a red one means a change. RADSHARE_EXPLORE=1 explores."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_PATIENT = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a loaded machine is no failure
settings.register_profile("same", _PATIENT, derandomize=True)
settings.register_profile("explore", _PATIENT, derandomize=False, print_blob=True)
settings.load_profile("explore" if os.environ.get("RADSHARE_EXPLORE") else "same")
