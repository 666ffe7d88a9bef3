from __future__ import annotations

import torch

from site_agent.synthesize.conditioner import LEAST_SPREAD, ConditionEncoder
from site_agent.synthesize.generator_training import _shares


def test_every_finding_has_its_own_spread() -> None:
    """Exams of a finding that varies much start wide, those of one that varies little start narrow."""
    draw = torch.Generator().manual_seed(0)
    profiles = torch.eye(2)[torch.arange(400) % 2]
    widths = torch.tensor([0.2, 2.0])[torch.arange(400) % 2]
    away = widths[:, None] * torch.randn(400, 3, generator=draw)
    encoder = ConditionEncoder(("no_finding", "pneumonia"), 1, 8, 3, 3)
    encoder.fit_effects(profiles, torch.zeros(400, 1), torch.zeros(400, 3))
    encoder.fit_energies(profiles, away, torch.eye(3))
    narrow, wide = encoder.spread(torch.eye(2)).mean(1).tolist()
    assert narrow < 0.3
    assert 3.0 < wide < 5.0


def test_no_spread_is_too_narrow_to_draw_from() -> None:
    """However little a finding's exams differ, what is drawn for it differs a little."""
    encoder = ConditionEncoder(("no_finding",), 1, 8, 3, 3)
    with torch.no_grad():
        encoder.spreads.fill_(-100.0)
    assert torch.allclose(encoder.spread(torch.ones(1, 1)), torch.full((1, 3), LEAST_SPREAD))


def test_rare_findings_are_shown_more_often_than_they_are() -> None:
    """Of 100 exams with one profile and 4 with another, the 4 are shown a sixth of the time."""
    profiles = torch.tensor([[1.0, 0.0]] * 100 + [[0.0, 1.0]] * 4)
    shares = _shares(profiles)
    assert torch.isclose(shares[100:].sum() / shares.sum(), torch.tensor(2 / 12))
