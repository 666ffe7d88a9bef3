"""Trains a filter on a site's own images, on one page.

Order: images -> groups -> codec -> one generator a fold -> judges -> thresholds and planted copies ->
    rehearsal -> folder.

Rules: the finished folder appears at once (rename) or not at all; until then everything lies in
``<out>.work/``, from which a killed training goes on. The same data, preset and seed give the same filter on
one thread.

Not here: the loop (training_loop), who is trained on whom (groups, recognition), thresholds (calibration).
"""

from __future__ import annotations

import hashlib
import math
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from radshare.manifest import FilterSummary
from site_agent.case import Suppressed
from site_agent.synthesize import bundle, calibration, public_start
from site_agent.synthesize.codec import PatchPcaCodec
from site_agent.synthesize.counterpart import CounterpartFilter, GroupCandidates, group_views
from site_agent.synthesize.errors import FilterExists, TooFewPatients
from site_agent.synthesize.gate import Thresholds
from site_agent.synthesize.generator_training import GeneratorLesson, learn_generator
from site_agent.synthesize.groups import LEAST_GROUPS, Partition, partition
from site_agent.synthesize.hardware import Hardware, choose, side_by_side
from site_agent.synthesize.image_filter import FilterCase, Progress, silent
from site_agent.synthesize.images import is_exam_image, squared, thumbnails
from site_agent.synthesize.pipeline import CounterpartPipeline, build_pipeline
from site_agent.synthesize.profiles import exam_profile, shown
from site_agent.synthesize.realism import Build
from site_agent.synthesize.recognition import Lesson, Schoolroom, learn_identity, learn_pathology
from site_agent.synthesize.redraw import redrawn_by_each
from site_agent.synthesize.terms import parent
from site_agent.synthesize.training_loop import Plan, clear_when_full, derived_seed, generator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from torch import nn

    from radshare.guarantee import DpGuarantee
    from site_agent.synthesize.presets import Preset, StartPreset

REHEARSAL = 64
"""Exams a fresh filter makes counterparts of, to say how many it suppresses."""


@dataclass(frozen=True, slots=True)
class _Training:
    """What every stage needs."""

    cases: Sequence[FilterCase]
    images: torch.Tensor
    partition: Partition
    preset: Preset
    seed: int
    work: Path
    hardware: Hardware
    progress: Progress

    def plan(self, name: str, steps: int, rate: float, ema: float = 0.0) -> Plan:
        return Plan(name, self.seed, steps, rate, self.preset.checkpoint_steps, ema)

    def run(self) -> public_start.Run:
        return public_start.Run(self.preset, self.seed, self.work, self.hardware, self.progress)

    def fold_patients(self, fold: int) -> set[str]:
        return {patient for patient, at in self.partition.folds.items() if at == fold}


@dataclass(frozen=True, slots=True)
class Options:
    """How a filter is trained.

    Attributes:
        seed: Seed of all randomness, together with the data.
        progress: Told how far it is.
        device: ``auto``, ``cpu`` or a torch device.
        public: Exams that are no secret, from which generators start under `Preset.start` and `Preset.dp`.
    """

    seed: int = 0
    progress: Progress = silent
    device: str = "auto"
    public: Sequence[FilterCase] = ()


def train_filter(
    cases: Sequence[FilterCase],
    out: Path,
    preset: Preset,
    *,
    seed: int = 0,
    progress: Progress = silent,
    device: str = "auto",
) -> FilterSummary:
    """Train a filter without a privacy budget; see `train_with`."""
    return train_with(cases, out, preset, Options(seed, progress, device))


def train_with(cases: Sequence[FilterCase], out: Path, preset: Preset, options: Options) -> FilterSummary:
    """Train a filter and write it to a folder.

    Args:
        cases: The site's exams; blank, saturated and odd images (rotated, inverted, of something else) are
            left out.
        out: Folder to make. Training state is kept in ``<out>.work`` beside it.
        preset: Size, length, k and bounds, and the privacy budget if there is one.
        options: Seed, device, public exams.

    Returns:
        The summary, planted recall as measured. `CounterpartFilter.load` decides whether it suffices.

    Raises:
        FilterExists: If the folder holds a filter of other data, preset or seed.
        TooFewPatients: If no profile is shared by enough patients for `groups.LEAST_GROUPS` groups.
        DiskFull: If the state or the filter could not be written; run again, it goes on.
        BudgetInvalid: If there is a privacy budget and it cannot be kept.
        PublicInvalid: If the preset starts from public exams, and from these nothing can be started.
    """
    seed, progress = options.seed, options.progress
    usable, images = _usable(cases, preset)
    fingerprint = _fingerprint(usable, preset, seed)
    work = out.with_name(out.name + ".work")
    if out.exists():
        return _finished(out, work, fingerprint)
    if len({case.patient for case in usable}) < LEAST_GROUPS * preset.groups.k:
        raise TooFewPatients
    salt = group_salt(usable, images, preset, seed)
    parted = partition(usable, images, preset, parent, salt)
    if not parted.groups:
        raise TooFewPatients
    with clear_when_full():
        _claim(work, fingerprint)
    training = _Training(usable, images, parted, preset, seed, work, choose(options.device), progress)
    pipelines, curves, promised = _generators(training, options.public)
    judges, more = _judges(training, pipelines)
    judged = _calibrated(training, pipelines, judges, salt)
    calibrated = judged.model_copy(
        update={"fingerprint": fingerprint, "curves": curves | more, "dp": promised}
    )
    pixels = (images * 255).round().to(torch.uint8)
    parts = bundle.FilterParts(preset, parted, calibrated, pixels, judges, pipelines)
    with clear_when_full():
        summary = _written(parts, training, len(cases))
    (work / "filter").replace(out)
    shutil.rmtree(work, ignore_errors=True)
    progress("done", 1.0)
    return summary


def _usable(cases: Sequence[FilterCase], preset: Preset) -> tuple[list[FilterCase], torch.Tensor]:
    """Return the exams that show what most of the site's do, in order, and their images."""
    exams = sorted((case for case in cases if is_exam_image(case.image)), key=lambda case: case.case_id)
    size = preset.image_size_px
    planes = [squared(case.image, size) for case in exams]
    images = torch.stack(planes) if planes else torch.zeros(0, 1, size, size)
    images = (images * 255).round() / 255
    kept = ~Build.of(images).odd(images) if planes else torch.zeros(0, dtype=torch.bool)
    return [case for case, keep in zip(exams, kept.tolist(), strict=True) if keep], images[kept]


def _fingerprint(cases: Sequence[FilterCase], preset: Preset, seed: int) -> str:
    digest = hashlib.sha256(preset.canonical() + str(seed).encode())
    for case in cases:
        besides = [*sorted(case.labels), *sorted(case.details), case.sex, case.age_band]
        digest.update("\x1f".join([case.case_id, case.patient, case.view, *besides]).encode())
        digest.update(case.image.tobytes())
    return digest.hexdigest()


def group_salt(cases: Sequence[FilterCase], images: torch.Tensor, preset: Preset, seed: int) -> str:
    """Return what deals groups to folds; where generators start from regroups nobody."""
    dealt = _fingerprint(cases, preset.without_start(), seed)
    return hashlib.sha256(dealt.encode() + images.numpy().tobytes()).hexdigest()


def _finished(out: Path, work: Path, fingerprint: str) -> FilterSummary:
    parts, _ = bundle.read(out)
    if parts.calibration.fingerprint != fingerprint:
        raise FilterExists
    shutil.rmtree(work, ignore_errors=True)
    return bundle.read_summary(out)


def _claim(work: Path, fingerprint: str) -> None:
    """Keep the work folder of the same training, empty that of another."""
    mark = work / "fingerprint"
    if not mark.is_file() or mark.read_text(encoding="ascii") != fingerprint:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700, parents=True)
        mark.write_text(fingerprint, encoding="ascii")
    shutil.rmtree(work / "filter", ignore_errors=True)


def _generators(
    training: _Training, public: Sequence[FilterCase]
) -> tuple[tuple[CounterpartPipeline, ...], dict[str, tuple[float, ...]], DpGuarantee | None]:
    if training.preset.dp is not None:
        return _private_generators(training, public)
    preset, folds = training.preset.generator, range(training.partition.n_folds)
    lesson = _generator_lesson(training)
    lessons = [lesson.only(_rows_of_others(training, fold)) for fold in folds]
    before: dict[str, tuple[float, ...]] = {}
    if training.preset.start is None:
        pipelines = tuple(_untrained(training, fold, lessons[fold].images) for fold in folds)
    else:
        pipelines, before = _publicly_started(training, public, training.preset.start, lessons)

    def task(fold: int) -> Callable[[Progress], list[float]]:
        steps = preset.steps_for(len(lessons[fold].images))
        plan = training.plan(f"generator-{fold}", steps, preset.learning_rate, preset.ema)
        return lambda progress: learn_generator(
            pipelines[fold], lessons[fold], preset, plan, (training.work, training.hardware, progress)
        )

    curves = side_by_side([task(fold) for fold in folds], training.hardware, training.progress)
    named = {f"generator-{fold}": tuple(curve) for fold, curve in enumerate(curves)}
    return tuple(pipeline.to("cpu") for pipeline in pipelines), before | named, None


def _publicly_started(
    training: _Training, public: Sequence[FilterCase], start: StartPreset, lessons: Sequence[GeneratorLesson]
) -> tuple[tuple[CounterpartPipeline, ...], dict[str, tuple[float, ...]]]:
    preset, parted, run = training.preset, training.partition, training.run()
    exams = public_start.public_exams(public, start.public, training.cases, preset.image_size_px)
    steps = max(1, round(start.length * preset.generator.steps_for(len(exams.cases))))
    first, curve = public_start.public_generator(exams, parted, run, steps)
    pipelines = tuple(public_start.started(first, lesson.images, parted, run) for lesson in lessons)
    return pipelines, {public_start.STAGE: curve}


def _private_generators(
    training: _Training, public: Sequence[FilterCase]
) -> tuple[tuple[CounterpartPipeline, ...], dict[str, tuple[float, ...]], DpGuarantee]:
    from site_agent.synthesize import dp_generators  # noqa: PLC0415 - Opacus, only under a budget

    own = public_start.Exams(training.cases, training.images)
    made = dp_generators.private_generators(own, public, training.partition, training.run())
    return made.pipelines, made.curves, made.guarantee


def _rows_of_others(training: _Training, fold: int) -> list[int]:
    at = training.partition.folds
    return [row for row, case in enumerate(training.cases) if at[case.patient] != fold]


def _untrained(training: _Training, fold: int, images: torch.Tensor) -> CounterpartPipeline:
    preset, parted = training.preset.generator, training.partition
    codec = PatchPcaCodec.fit(2 * images - 1, preset.patch_px, preset.latent_channels)
    latent_px = training.preset.image_size_px // preset.patch_px
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived_seed(training.seed, f"generator-{fold}"))
        return build_pipeline(codec, preset, latent_px, parted.terms, len(parted.cell_mean))


def _generator_lesson(training: _Training) -> GeneratorLesson:
    parted = training.partition
    groups, cells = parted.group_of(), len(parted.cell_mean)
    index = {term: place for place, term in enumerate(parted.terms)}
    profiles = torch.zeros(len(training.cases), len(index))
    layouts = torch.zeros(len(training.cases), cells)
    grouped = torch.zeros(len(training.cases))
    for row, case in enumerate(training.cases):
        group = groups.get(case.case_id)
        for term in group.profile if group else exam_profile(case, parent):
            if term in index:
                profiles[row, index[term]] = 1.0
        if group:
            layouts[row], grouped[row] = torch.tensor(group.layout), 1.0
    own = thumbnails(training.images, training.preset.groups.grid) - torch.tensor(parted.cell_mean)
    own = own / torch.tensor(parted.cell_spread)
    return GeneratorLesson(training.images, profiles, layouts, own, grouped)


def _judges(
    training: _Training, pipelines: Sequence[CounterpartPipeline]
) -> tuple[bundle.Judges, dict[str, tuple[float, ...]]]:
    terms = training.partition.terms
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived_seed(training.seed, "judges"))
        judges = bundle.Judges.untrained(training.preset, training.partition)
    truths = [shown(exam_profile(case, parent)) for case in training.cases]
    targets = torch.tensor([[float(term in truth) for term in terms] for truth in truths])
    with training.hardware.autocast():
        copies = redrawn_by_each(pipelines, training.images, generator(training.seed, "copies"))
    lesson = Lesson(training.images, [case.patient for case in training.cases], targets, copies)
    tasks = _judge_tasks(training, judges, lesson)
    learnt = side_by_side(list(tasks.values()), training.hardware, training.progress)
    curves = {name: tuple(curve) for name, curve in zip(tasks, learnt, strict=True)}
    for network in judges.named().values():
        network.to("cpu")
    return judges, curves


def _judge_tasks(
    training: _Training, judges: bundle.Judges, lesson: Lesson
) -> dict[str, Callable[[Progress], list[float]]]:
    preset = training.preset.judges
    others = [lesson.without(training.fold_patients(fold)) for fold in range(training.partition.n_folds)]
    steps = {"identity": preset.identity_steps, "pathology": preset.pathology_steps}

    def task(name: str, network: nn.Module) -> Callable[[Progress], list[float]]:
        kind, _, fold = name.partition("-")
        plan = training.plan(name, steps[kind], preset.learning_rate)
        taught = others[int(fold)] if fold else lesson
        learn = learn_pathology if kind == "pathology" else learn_identity
        return lambda progress: learn(
            network, taught, plan, Schoolroom(training.work, training.hardware, preset.batch_size, progress)
        )

    return {name: task(name, network) for name, network in judges.named().items()}


def _calibrated(
    training: _Training, pipelines: tuple[CounterpartPipeline, ...], judges: bundle.Judges, salt: str
) -> bundle.Calibration:
    training.progress("calibration", 0.0)
    patients = tuple(case.patient for case in training.cases)
    draft = bundle.Calibration(
        thresholds=Thresholds(**dict.fromkeys(Thresholds.model_fields, 0.0)),
        false_match_rate=1.0,
        planted_recall=0.0,
        salt=salt,
        fingerprint="",
        cases=tuple(case.case_id for case in training.cases),
        patients=patients,
        curves={},
    )
    parts = bundle.FilterParts(
        training.preset,
        training.partition,
        draft,
        (training.images * 255).round().to(torch.uint8),
        judges,
        pipelines,
    )
    judge = CounterpartFilter(parts, "", training.hardware)
    gallery, gate = judge.gallery, training.preset.gate
    sampler = GroupCandidates(parts, training.hardware)
    folds = [training.partition.folds[patient] for patient in patients]
    site = calibration.Site(gallery, training.images, folds, group_views(parts, training.images))
    bounds, false_match_rate = calibration.thresholds(site, _strangers(training, sampler), gate)
    with training.hardware.autocast():
        copies = calibration.planted_duplicates(
            training.images, pipelines, gate.planted, generator(salt, "planted")
        )
    recall = calibration.planted_recall(gallery, bounds, copies)
    training.progress("calibration", 1.0)
    return draft.model_copy(
        update={"thresholds": bounds, "false_match_rate": false_match_rate, "planted_recall": recall}
    )


def _strangers(training: _Training, sampler: GroupCandidates) -> calibration.Strangers:
    """Sample candidates of all groups in turn: what the gate will have to judge."""
    groups = training.partition.groups
    each = math.ceil(training.preset.gate.strangers / len(groups))
    images = [
        sampler.sampled(
            [group] * each, [(training.seed, f"stranger-{group.index}-{n}", 0) for n in range(each)]
        )
        for group in groups
    ]
    return calibration.Strangers(torch.cat(images), [group.index for group in groups for _ in range(each)])


def _written(parts: bundle.FilterParts, training: _Training, n_cases: int) -> FilterSummary:
    folder = training.work / "filter"
    digest = bundle.write(parts, folder)
    filter_ = CounterpartFilter(parts, digest, training.hardware)
    grouped = parts.partition.group_of()
    exams = [case for case in training.cases if case.case_id in grouped]
    rehearsed = exams[:: max(1, len(exams) // REHEARSAL)]
    outcomes = list(filter_.counterparts(rehearsed, seed=training.seed, progress=training.progress))
    passed = sum(not isinstance(outcome, Suppressed) for outcome in outcomes) / len(outcomes)
    suppressed = 1 - passed * len(exams) / n_cases
    summary = FilterSummary(
        filter_digest=digest,
        preset=parts.preset.name,
        image_size_px=parts.preset.image_size_px,
        k=parts.preset.groups.k,
        patients_at_least=len(set(parts.calibration.patients)) // 10 * 10,
        planted_recall=parts.calibration.planted_recall,
        false_match_rate=parts.calibration.false_match_rate,
        suppressed_percent_at_most=0,
        recipe=parts.preset.recipe(),
        dp=parts.calibration.dp,
    ).with_suppressed(suppressed)
    (folder / bundle.SUMMARY).write_bytes(summary.canonical())
    return summary
