"""Areas that devices are known to write text into: ``configs/pixel_rules.yaml``, extended by a site's own file.

Rules: a rule names what it matches and either boxes to blank or quarantine; every rule that matches is
applied, none switches another off. Rules come before OCR and never replace it.

Not here: text found by reading (`burned_in`); decoding and painting (`pixels`).
"""

from __future__ import annotations

from typing import Literal

from radshare.model import Frozen


class PixelRule(Frozen):
    """One rule of the file."""

    name: str
    action: Literal["blank", "quarantine"]


class DeviceRules(Frozen):
    """All rules in force."""

    rules: tuple[PixelRule, ...]
