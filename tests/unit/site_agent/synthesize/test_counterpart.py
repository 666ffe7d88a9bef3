from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from factories.synthesize import cohort, one_thread
from radshare.manifest import FilterSummary
from site_agent.case import DeidentificationRecord, DeidentifiedCase, Partition, Suppressed, SyntheticPair
from site_agent.errors import Reason
from site_agent.synthesize import bundle
from site_agent.synthesize.counterpart import CounterpartFilter
from site_agent.synthesize.errors import FilterCorrupt, FilterMissing, FilterUnsafe, FilterWeak
from site_agent.synthesize.image_filter import Counterpart, FilterCase, ImageFilter
from site_agent.synthesize.pairs import synthetic_pairs
from site_agent.synthesize.presets import load_preset

Trained = tuple[Path, FilterSummary]


@pytest.fixture(scope="module")
def image_filter(trained: Trained) -> ImageFilter:
    """Return the implementation under the contract."""
    return CounterpartFilter.load(trained[0], device="cpu")


def test_every_exam_comes_back_once_and_in_order(image_filter: ImageFilter, cases: list[FilterCase]) -> None:
    """A filter answers for each exam exactly once, with a counterpart or a reason."""
    outcomes = list(image_filter.counterparts(cases))
    assert [outcome.case_id for outcome in outcomes] == [case.case_id for case in cases]
    made = [outcome for outcome in outcomes if isinstance(outcome, Counterpart)]
    assert len(made) >= len(cases) / 2
    for counterpart in made:
        assert counterpart.image.dtype == np.uint8
        assert counterpart.image.shape == (32, 32)
        assert all(counterpart.gate.checks.values())
        assert counterpart.gate.group_patients >= counterpart.gate.k == 3
        assert counterpart.gate.filter_digest == image_filter.digest
    for outcome in outcomes:
        if isinstance(outcome, Suppressed):
            assert Reason(outcome.reason).value.startswith("gate_")


def test_an_outcome_does_not_depend_on_its_neighbours(
    image_filter: ImageFilter, cases: list[FilterCase]
) -> None:
    """Asked for again, alone, an exam gets the same counterpart: a killed run repeats itself."""
    together = {o.case_id: o for o in image_filter.counterparts(cases[:6], seed=3)}
    alone = [next(iter(image_filter.counterparts([case], seed=3))) for case in cases[:6]]
    for outcome in alone:
        twin = together[outcome.case_id]
        assert isinstance(outcome, Counterpart) == isinstance(twin, Counterpart)
        if isinstance(outcome, Counterpart) and isinstance(twin, Counterpart):
            assert np.abs(outcome.image.astype(int) - twin.image.astype(int)).max() <= 2


def test_two_threads_make_the_same_counterparts(image_filter: ImageFilter, cases: list[FilterCase]) -> None:
    """Batches that are drawn and judged at the same time come out in order, each as if it were alone."""
    one = list(image_filter.counterparts(cases[:40], seed=4))
    torch.set_num_threads(2)
    try:
        two = list(image_filter.counterparts(cases[:40], seed=4))
        assert torch.get_num_threads() == 2
    finally:
        one_thread()
    assert [outcome.case_id for outcome in two] == [outcome.case_id for outcome in one]
    for outcome, twin in zip(one, two, strict=True):
        assert isinstance(outcome, Counterpart) == isinstance(twin, Counterpart)
        if isinstance(outcome, Counterpart) and isinstance(twin, Counterpart):
            assert np.array_equal(outcome.image, twin.image)
            assert outcome.gate == twin.gate


def test_pixels_of_the_exam_do_not_reach_the_counterpart(
    image_filter: ImageFilter, cases: list[FilterCase]
) -> None:
    """Another image under the same case id gives the same counterpart: only the group and noise count."""
    changed = FilterCase(cases[0].case_id, cases[0].patient, cases[5].image, cases[0].labels, cases[0].view)
    before, after = (next(iter(image_filter.counterparts([case]))) for case in (cases[0], changed))
    assert type(before) is type(after)
    if isinstance(before, Counterpart) and isinstance(after, Counterpart):
        assert (before.image == after.image).all()


def test_strangers_and_blank_images_are_suppressed(
    image_filter: ImageFilter, cases: list[FilterCase]
) -> None:
    """A patient who was in no group and an image that shows nothing get no counterpart."""
    stranger = FilterCase("new", "nobody", cases[0].image, frozenset({"pneumonia"}), "PA")
    blank = FilterCase(
        cases[0].case_id, cases[0].patient, np.zeros((48, 48), np.float32), cases[0].labels, "PA"
    )
    reasons = [o.reason for o in image_filter.counterparts([stranger, blank]) if isinstance(o, Suppressed)]
    assert reasons == [Reason.RARE_PROFILE, Reason.NOT_AN_EXAM_IMAGE]


def test_pairs_say_what_the_group_has_in_common(image_filter: ImageFilter, cases: list[FilterCase]) -> None:
    """A pair carries no sentence of its exam's report, and a held-out patient gets no pair."""
    record = DeidentificationRecord("share/1", (), {}, verified=True)
    given = [
        DeidentifiedCase(
            case.case_id, case.patient, Partition.HELD_OUT if row == 0 else Partition.PUBLISH, case.image,
            "Left lower lobe, worse since Tuesday.", case.labels, case.view, "F", "40-49", "DX", record,
        )
        for row, case in enumerate(cases[:12])
    ]  # fmt: skip
    outcomes = list(synthetic_pairs(given, image_filter))
    assert outcomes[0] == Suppressed(cases[0].case_id, Reason.HELD_OUT)
    pairs = [outcome for outcome in outcomes if isinstance(outcome, SyntheticPair)]
    assert pairs
    for pair in pairs:
        assert "Tuesday" not in pair.report
        assert "Left" not in pair.report
    texts = {}
    for pair in pairs:
        assert texts.setdefault(pair.gate.group, pair.report) == pair.report


def test_the_gate_catches_planted_copies(trained: Trained) -> None:
    """The tiny preset trains a gate that recognises what was planted, at the allowed false-match rate."""
    _, summary = trained
    assert summary.planted_recall >= 0.97
    assert summary.false_match_rate <= load_preset("tiny").gate.false_match_rate


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (lambda folder: (folder / "judges.safetensors").unlink(), FilterMissing),
        (lambda folder: (folder / "summary.json").unlink(), FilterMissing),
        (lambda folder: (folder / "evil.pkl").write_bytes(b"\x80\x04."), FilterUnsafe),
        (
            lambda folder: (folder / "fold-0" / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"PK"),
            FilterUnsafe,
        ),
        (lambda folder: (folder / "extra.json").write_text("{}"), FilterCorrupt),
    ],
)
def test_a_damaged_filter_is_refused(trained: Trained, tmp_path: Path, damage: object, error: type) -> None:
    """Missing, added and pickled files end loading before anything is parsed."""
    copy = tmp_path / "filter"
    shutil.copytree(trained[0], copy)
    damage(copy)  # type: ignore[operator]
    with pytest.raises(error):
        CounterpartFilter.load(copy)


@pytest.mark.parametrize("name", ["calibration.json", "gallery.safetensors", "fold-1/unet/config.json"])
def test_one_flipped_byte_is_refused(trained: Trained, tmp_path: Path, name: str) -> None:
    """A filter whose thresholds, gallery or weights were changed makes no counterparts."""
    copy = tmp_path / "filter"
    shutil.copytree(trained[0], copy)
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(bytes(data))
    with pytest.raises(FilterCorrupt):
        CounterpartFilter.load(copy)


def test_weights_that_an_earlier_release_did_not_write_are_refused(trained: Trained, tmp_path: Path) -> None:
    """What a folder lacks is not left as it was drawn, even where every file is the one that was written."""
    parts, _ = bundle.read(trained[0])
    del parts.pipelines[0].conditioner.of_profile
    digest = bundle.write(parts, tmp_path / "filter")
    summary = trained[1].model_copy(update={"filter_digest": digest})
    (tmp_path / "filter" / "summary.json").write_bytes(summary.canonical())
    with pytest.raises(FilterCorrupt):
        CounterpartFilter.load(tmp_path / "filter")


def test_a_filter_that_misses_copies_is_refused(trained: Trained, tmp_path: Path) -> None:
    """Below the preset's least recall a filter loads for nobody, however well it is signed."""
    parts, _ = bundle.read(trained[0])
    weak = parts.calibration.model_copy(update={"planted_recall": 0.9})
    rebuilt = bundle.FilterParts(
        parts.preset, parts.partition, weak, parts.images, parts.judges, parts.pipelines
    )
    digest = bundle.write(rebuilt, tmp_path / "weak")
    summary = trained[1].model_copy(update={"filter_digest": digest, "planted_recall": 0.9})
    (tmp_path / "weak" / "summary.json").write_bytes(summary.canonical())
    with pytest.raises(FilterWeak):
        CounterpartFilter.load(tmp_path / "weak")


def test_a_training_image_handed_in_as_candidate_is_refused(trained: Trained) -> None:
    """The gate refuses every real image of the site, whichever group it is offered for."""
    made = CounterpartFilter.load(trained[0])
    images = made.parts.images.float() / 255
    view = made._views[0]
    verdicts = made.gate.judge(images, [view] * len(images))
    assert not any(verdict.passed for verdict in verdicts)


def test_another_cohort_gets_nothing(image_filter: ImageFilter) -> None:
    """A filter trained on one cohort makes no counterparts for another."""
    others = [
        FilterCase("x" + c.case_id, "x" + c.patient, c.image, c.labels, c.view) for c in cohort(4, seed=9)
    ]
    assert all(isinstance(outcome, Suppressed) for outcome in image_filter.counterparts(others))
