"""Hypothesis draws the same examples in every run: a red one means a change. RADSHARE_EXPLORE=1 explores."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("explore", derandomize=False, print_blob=True)
settings.load_profile("explore" if os.environ.get("RADSHARE_EXPLORE") else "same")
