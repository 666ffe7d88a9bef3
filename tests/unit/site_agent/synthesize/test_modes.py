from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from radshare.manifest import FilterSummary
from site_agent.case import DeidentificationRecord, DeidentifiedCase, Partition, Suppressed, SyntheticPair
from site_agent.errors import EvidenceError, Reason
from site_agent.synthesize import bundle
from site_agent.synthesize.ablation import AblationFilter, AblationImage
from site_agent.synthesize.candidates import GROUP_ONLY, Asked
from site_agent.synthesize.counterpart import CounterpartFilter, GroupCandidates
from site_agent.synthesize.errors import ModeInvalid
from site_agent.synthesize.hardware import choose
from site_agent.synthesize.image_filter import Counterpart, FilterCase
from site_agent.synthesize.images import squared
from site_agent.synthesize.modes import Mode, candidates, mode_digest
from site_agent.synthesize.pairs import synthetic_pairs

Trained = tuple[Path, FilterSummary]


def asked(parts: bundle.FilterParts, cases: list[FilterCase], profile: tuple[str, ...]) -> list[Asked]:
    """Return one request for each exam whose group has the profile, all in fold 0."""
    groups = parts.partition.group_of()
    fit = [case for case in cases if case.case_id in groups and groups[case.case_id].profile == profile]
    return [Asked(case, groups[case.case_id], 0, 0) for case in fit if groups[case.case_id].fold == 0]


def alike(one: torch.Tensor, other: torch.Tensor) -> float:
    """Return the correlation of two images."""
    return float(torch.corrcoef(torch.stack([one.flatten(), other.flatten()]))[0, 1])


def de_identified(case: FilterCase) -> DeidentifiedCase:
    """Return the exam as it comes from de-identification."""
    record = DeidentificationRecord("share/1", (), {}, verified=True)
    publish = Partition.PUBLISH
    return DeidentifiedCase(
        case.case_id, case.patient, publish, case.image, "", case.labels, case.view, "", "", "DX", record
    )


def test_labels_only_knows_neither_pixels_nor_group(trained: Trained, cases: list[FilterCase]) -> None:
    """With the same noise, two groups of one profile get the same image, whatever the exam shows."""
    parts, _ = bundle.read(trained[0])
    source = candidates(parts, choose("cpu"), Mode.LABELS_ONLY, None)
    requests = asked(parts, cases, parts.partition.groups[0].profile)
    first = requests[0]
    last = next(one for one in requests if one.group.index != first.group.index)
    stranger = replace(first.case, image=last.case.image)
    drawn = source.drawn([first, Asked(stranger, last.group, 0, 0)])
    assert torch.allclose(drawn[0], drawn[1], atol=1e-5)
    kasp = GroupCandidates(parts, choose("cpu")).drawn([first, Asked(stranger, last.group, 0, 0)])
    assert not torch.allclose(kasp[0], kasp[1], atol=1e-2)


def test_sdedit_shows_the_exam_and_labels_only_does_not(trained: Trained, cases: list[FilterCase]) -> None:
    """The ablation resembles its source the more the weaker the noise; that is why it is one."""
    parts, _ = bundle.read(trained[0])
    requests = asked(parts, cases, parts.partition.groups[0].profile)
    own = [squared(one.case.image, parts.preset.image_size_px) for one in requests]

    def likeness(mode: Mode, strength: float | None) -> float:
        drawn = candidates(parts, choose("cpu"), mode, strength).drawn(requests)
        return float(np.mean([alike(one, real) for one, real in zip(drawn, own, strict=True)]))

    light, strong = likeness(Mode.SDEDIT, 0.2), likeness(Mode.SDEDIT, 0.6)
    assert light > strong > likeness(Mode.LABELS_ONLY, None)
    assert light > 0.9


def test_every_mode_draws_from_the_generator_that_did_not_see_the_exam(
    trained: Trained, cases: list[FilterCase]
) -> None:
    """Take the other fold's generator away and nothing changes; take the right one away and it does."""
    parts, _ = bundle.read(trained[0])
    requests = asked(parts, cases, parts.partition.groups[0].profile)[:2]
    swapped = replace(parts, pipelines=(parts.pipelines[0], parts.pipelines[0]))
    wrong = replace(parts, pipelines=(parts.pipelines[1], parts.pipelines[1]))
    for mode, strength in ((Mode.LABELS_ONLY, None), (Mode.SDEDIT, 0.4)):
        drawn, same, other = (
            candidates(p, choose("cpu"), mode, strength).drawn(requests) for p in (parts, swapped, wrong)
        )
        assert torch.equal(drawn, same)
        assert not torch.allclose(drawn, other, atol=1e-3)


def test_ungated_ablations_answer_for_each_exam(trained: Trained, cases: list[FilterCase]) -> None:
    """Without the gate every exam in a group gets an image, in order, and the others their reason."""
    stranger = replace(cases[0], case_id="new", patient="nobody")
    blank = replace(cases[1], image=np.zeros((48, 48), np.float32))
    given = [stranger, blank, *cases[2:12]]
    for mode, strength in ((Mode.KASP, None), (Mode.LABELS_ONLY, None), (Mode.SDEDIT, 0.4)):
        filter_ = AblationFilter.load(trained[0], mode, strength=strength, gated=False, device="cpu")
        outcomes = list(filter_.counterparts(given))
        assert [outcome.case_id for outcome in outcomes] == [case.case_id for case in given]
        reasons = [outcome.reason for outcome in outcomes if isinstance(outcome, Suppressed)]
        assert reasons == [Reason.RARE_PROFILE, Reason.NOT_AN_EXAM_IMAGE]
        made = [outcome for outcome in outcomes if isinstance(outcome, AblationImage)]
        assert all(one.image.shape == (32, 32) and one.image.dtype == np.uint8 for one in made)
        assert all((one.group is not None) == (mode is Mode.KASP) for one in made)


def test_a_gated_ablation_makes_at_most_what_the_gate_lets_through(
    trained: Trained, cases: list[FilterCase]
) -> None:
    """The gate refuses lightly noised copies of the exams; what passes is still no counterpart."""
    gated = AblationFilter.load(trained[0], Mode.SDEDIT, strength=0.1, device="cpu")
    outcomes = list(gated.counterparts(cases[:16]))
    assert all(isinstance(outcome, (Suppressed, AblationImage)) for outcome in outcomes)
    assert sum(isinstance(outcome, Suppressed) for outcome in outcomes) >= len(outcomes) - 2


def test_labels_only_may_be_released_and_is_named_for_what_it_is(
    trained: Trained, cases: list[FilterCase]
) -> None:
    """Judged by the same gate, labels-only counterparts are counterparts, under a digest of their own."""
    parts, digest = bundle.read(trained[0])
    source = candidates(parts, choose("cpu"), Mode.LABELS_ONLY, None)
    named = mode_digest(digest, Mode.LABELS_ONLY)
    outcomes = list(CounterpartFilter(parts, named, choose("cpu"), source).counterparts(cases[:16]))
    made = [outcome for outcome in outcomes if isinstance(outcome, Counterpart)]
    assert made
    assert all(one.gate.filter_digest == named != digest and one.gate.checks[GROUP_ONLY] for one in made)


def test_nothing_of_an_ablation_can_become_a_pair(trained: Trained, cases: list[FilterCase]) -> None:
    """Neither an ablation image nor a counterpart drawn from the exam's own pixels makes a pair."""
    given = [de_identified(case) for case in cases[:8]]
    ablation = AblationFilter.load(trained[0], Mode.LABELS_ONLY, gated=False, device="cpu")
    with pytest.raises(EvidenceError):
        list(synthetic_pairs(given, ablation))  # type: ignore[arg-type]
    parts, digest = bundle.read(trained[0])
    lax = parts.calibration.thresholds.model_copy(
        update={
            "any_identity": 2.0,
            "identity_low": -2.0,
            "identity_high": 2.0,
            "memorised": -1.0,
            "copy_": 2.0,
            "pathology": 9.0,
            "realism": 1e9,
        }
    )
    open_gate = replace(parts, calibration=parts.calibration.model_copy(update={"thresholds": lax}))
    source = candidates(open_gate, choose("cpu"), Mode.SDEDIT, 0.6)
    with pytest.raises(ValueError, match="every check passed"):
        list(synthetic_pairs(given, CounterpartFilter(open_gate, digest, choose("cpu"), source)))
    fine = list(synthetic_pairs(given, CounterpartFilter(open_gate, digest, choose("cpu"))))
    assert fine
    assert all(isinstance(pair, SyntheticPair) for pair in fine)


@pytest.mark.parametrize(
    ("mode", "strength"),
    [(Mode.SDEDIT, None), (Mode.SDEDIT, 0.0), (Mode.SDEDIT, 1.0), (Mode.LABELS_ONLY, 0.4), (Mode.KASP, 0.4)],
)
def test_modes_and_strengths_that_do_not_go_together_are_refused(
    trained: Trained, mode: Mode, strength: float | None
) -> None:
    """A strength belongs to sdedit alone, and sdedit has none by default."""
    parts, _ = bundle.read(trained[0])
    with pytest.raises(ModeInvalid):
        candidates(parts, choose("cpu"), mode, strength)
