"""Cohorts and releases of drawn images whose findings are easy to see: tests of measures, not of networks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from radshare.certificate import FilterCertificate, Ruling, Verdict
from site_agent.certify.bars import BARS
from site_agent.certify.cohort import Cohort, Release
from site_agent.certify.schooling import Schooling

SIDE = 32
LABELS = (
    frozenset({"no_finding"}),
    frozenset({"bacterial_pneumonia"}),
    frozenset({"viral_pneumonia"}),
)
QUICK = Schooling(side_px=SIDE, width=8, steps=70, batch_size=16, device="cpu")


def cohort(patients: int, *, seed: int = 0, name: str = "p") -> Cohort:
    """Return two exams a patient; every patient has one of `LABELS`, shown as a bright bar or spot."""
    draw = torch.Generator().manual_seed(seed)
    images, who, labels = [], [], []
    for number in range(patients):
        anatomy = torch.rand(1, 8, 8, generator=draw).repeat_interleave(4, 1).repeat_interleave(4, 2) * 0.5
        for _ in range(2):
            images.append(_shown(anatomy, number % 3, draw))
            who.append(f"{name}{number:03}")
            labels.append(LABELS[number % 3])
    n = len(who)
    return Cohort(
        images=torch.stack(images).clamp(0, 1),
        patients=tuple(who),
        labels=tuple(labels),
        views=("PA",) * n,
        sexes=tuple("MF"[row % 2] for row in range(n)),
        ages=tuple(20.0 + row % 60 for row in range(n)),
    )


def _shown(anatomy: torch.Tensor, finding: int, draw: torch.Generator) -> torch.Tensor:
    image = anatomy + 0.05 * torch.randn(1, SIDE, SIDE, generator=draw)
    place = int(torch.randint(6, 18, (1,), generator=draw))
    if finding == 1:
        image[:, place : place + 8, place : place + 8] += 0.5
    elif finding == 2:
        image[:, place : place + 2, 4:28] += 0.5
    return image


def copied(hospital: Cohort) -> Release:
    """Return the worst release for privacy and the best for utility: every exam itself."""
    return Release(
        sources=tuple(range(len(hospital))),
        images=hospital.images.clone(),
        groups=None,
        members={},
        labels=hospital.labels,
    )


def relabelled(release: Release) -> Release:
    """Return the release with every counterpart claiming another finding than it shows."""
    others = {label: LABELS[(place + 1) % 3] for place, label in enumerate(LABELS)}
    return replace(release, labels=tuple(others[label] for label in release.labels))


def crossed(hospital: Cohort) -> list[int]:
    """Return a fold for every exam; patients stay together."""
    return [int(patient[1:]) // 3 % 2 for patient in hospital.patients]


def certificate(*, verdicts: dict[str, Verdict] | None = None, **changed: Any) -> FilterCertificate:
    """Return a published certificate with every bar passed but those named."""
    said = verdicts or {}
    rulings = [Ruling(bar=bar.name, verdict=said.get(bar.name, Verdict.PASSED)) for bar in BARS]
    document: dict[str, Any] = {
        "measured_on": "2026-11-21",
        "filter_digest": "ab" * 32,
        "recipe": "ef" * 32,
        "k": 5,
        "image_size_px": 64,
        "patients_at_least": 1200,
        "homogeneity": "Members of a group share their findings.",
        "rulings": rulings,
        "measures": [],
        "suppressed": [],
    }
    return FilterCertificate.model_validate(document | changed)
