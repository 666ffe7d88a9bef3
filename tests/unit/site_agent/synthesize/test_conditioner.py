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
    encoder.fit_energies(profiles, torch.zeros(400, 1), away, torch.eye(3))
    narrow, wide = encoder.spread(torch.eye(2)).mean(1).tolist()
    assert narrow < 0.3
    assert 3.0 < wide < 5.0


def test_no_spread_is_too_narrow_to_draw_from() -> None:
    """However little a finding's exams differ, what is drawn for it differs a little."""
    encoder = ConditionEncoder(("no_finding",), 1, 8, 3, 3)
    with torch.no_grad():
        encoder.of_layout.spreads.fill_(-100.0)
    assert torch.allclose(encoder.spread(torch.ones(1, 1)), torch.full((1, 3), LEAST_SPREAD))


def test_without_a_layout_a_finding_does_all_it_does() -> None:
    """A finding that shows as a dark thumbnail has no effect beside it, and its whole effect alone."""
    draw = torch.Generator().manual_seed(0)
    ill = (torch.arange(400) % 2).float()
    dark = 4 * (ill - 0.5) + 0.1 * torch.randn(400, generator=draw)
    profiles, layouts = torch.stack([1 - ill, ill], 1), dark[:, None]
    latents = dark[:, None].expand(-1, 3)
    encoder = ConditionEncoder(("no_finding", "pneumonia"), 1, 8, 3, 3)
    encoder.fit_effects(profiles, layouts, latents)
    encoder.fit_energies(profiles, layouts, latents, torch.eye(3))
    kinds = torch.eye(2)
    alone = encoder.expected(kinds, layouts[:2], torch.tensor([[1.0, 0.0]] * 2))
    assert torch.allclose(alone, torch.tensor([[-2.0], [2.0]]).expand(-1, 3), atol=0.1)
    beside = encoder.expected(kinds, torch.zeros(2, 1), torch.ones(2, 2))
    assert beside.abs().max() < 0.5
    assert encoder.spread(kinds, with_layout=False).max() < 0.1
    nothing = encoder.expected(kinds, layouts[:2], torch.zeros(2, 2))
    assert not nothing.any()


def test_rare_findings_are_shown_more_often_than_they_are() -> None:
    """Of 100 exams with one profile and 4 with another, the 4 are shown a sixth of the time."""
    profiles = torch.tensor([[1.0, 0.0]] * 100 + [[0.0, 1.0]] * 4)
    shares = _shares(profiles)
    assert torch.isclose(shares[100:].sum() / shares.sum(), torch.tensor(2 / 12))
