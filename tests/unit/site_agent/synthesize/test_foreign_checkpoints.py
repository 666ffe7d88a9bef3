from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch

from factories.checkpoints import monai_bundle, stable_diffusion
from radshare.manifest import FilterSummary
from site_agent.case import Suppressed
from site_agent.synthesize import bundle, choice
from site_agent.synthesize.ablation import AblationFilter, AblationImage
from site_agent.synthesize.backbone import Backbone, BackboneCandidates, backbone_digest, check_copies, prompt
from site_agent.synthesize.candidates import GROUP_ONLY, Asked
from site_agent.synthesize.counterpart import CounterpartFilter
from site_agent.synthesize.diffusers_hub import DiffusersBackbone
from site_agent.synthesize.errors import CheckpointRemote, ExtraMissing, FilterWeak, ModeInvalid
from site_agent.synthesize.gate import Gallery
from site_agent.synthesize.hardware import choose
from site_agent.synthesize.image_filter import Counterpart, FilterCase
from site_agent.synthesize.modes import Mode
from site_agent.synthesize.monai_bundle import MonaiBackbone
from site_agent.synthesize.pairs import generalised_report

if TYPE_CHECKING:
    from collections.abc import Callable

Trained = tuple[Path, FilterSummary]
KINDS: dict[str, tuple[Callable[[Path], Path], Any]] = {
    "diffusers": (stable_diffusion, DiffusersBackbone),
    "monai": (monai_bundle, MonaiBackbone),
    "monai with text": (lambda folder: monai_bundle(folder, reads_text=True), MonaiBackbone),
}


@pytest.fixture(scope="module", params=sorted(KINDS))
def backbone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    """Return each kind of foreign generator, tiny and untrained."""
    write, kind = KINDS[request.param]
    loaded: Backbone = kind.load(write(tmp_path_factory.mktemp("checkpoint") / "c"), choose("cpu"))
    return loaded


class Faithful:
    """A generator that gives back what it is given: the worst copier there is."""

    digest = "ab" * 32

    def redrawn(self, starts: torch.Tensor, *rest: object) -> torch.Tensor:
        """Return the starts."""
        return starts


def noise(*seeds: int) -> list[torch.Generator]:
    """Return a generator for each seed."""
    return [torch.Generator().manual_seed(seed) for seed in seeds]


def test_a_checkpoint_paints_whatever_its_neighbours(backbone: Backbone) -> None:
    """An image depends on its own start, text and noise, and at full strength not on its start."""
    starts, texts = torch.rand(2, 1, 32, 32), ["Chest radiograph.", "Pneumonia."]
    both = backbone.redrawn(starts, texts, noise(1, 2), 0.6)
    alone = backbone.redrawn(starts[1:], texts[1:], noise(2), 0.6)
    assert both.shape == (2, 1, 32, 32)
    assert 0 <= float(both.min()) <= float(both.max()) <= 1
    assert torch.allclose(both[1:], alone, atol=1e-4)
    other = backbone.redrawn(1 - starts[1:], texts[1:], noise(2), 0.6)
    assert not torch.allclose(alone, other, atol=1e-4)


def test_candidates_start_from_the_group_unless_it_is_an_ablation(
    trained: Trained, cases: list[FilterCase]
) -> None:
    """What a foreign generator is shown is the group's centroid, nothing, or (sdedit) the exam itself."""
    parts, _ = bundle.read(trained[0])
    group = parts.partition.groups[0]
    members = [case for case in cases if case.case_id in group.cases][:2]
    asked = [Asked(case, group, 0, 0) for case in members]
    centroid = BackboneCandidates(parts, Faithful()).drawn(asked)
    assert torch.equal(centroid[0], centroid[1])
    blank = BackboneCandidates(parts, Faithful(), Mode.LABELS_ONLY).drawn(asked)
    assert float(blank.std()) == 0
    own = BackboneCandidates(parts, Faithful(), Mode.SDEDIT, 0.4)
    assert not torch.equal(own.drawn(asked)[0], own.drawn(asked)[1])
    assert not own.group_only


def test_the_prompt_says_the_profile_and_nothing_else(trained: Trained, cases: list[FilterCase]) -> None:
    """Prompt and report of a counterpart are one text, without placeholders for what was removed."""
    parts, digest = bundle.read(trained[0])
    group = next(g for g in parts.partition.groups if "pneumonia" in g.profile)
    text = prompt(group)
    assert text == "Chest radiograph, posteroanterior view. Pneumonia."
    assert not set(text) & set("_[]<>#*")
    made = next(
        outcome
        for outcome in CounterpartFilter(parts, digest, choose("cpu")).counterparts(cases)
        if isinstance(outcome, Counterpart) and outcome.gate.group == group.index
    )
    assert generalised_report(made) == text


def test_a_foreign_generator_answers_to_the_same_gate(
    trained: Trained, cases: list[FilterCase], tmp_path: Path
) -> None:
    """Noise of an untrained checkpoint is refused as unreal, with the filter's own reasons."""
    folder, _ = trained
    parts, digest = bundle.read(folder)
    backbone = MonaiBackbone.load(monai_bundle(tmp_path / "b"), choose("cpu"))
    source = BackboneCandidates(parts, backbone)
    named = backbone_digest(digest, backbone, Mode.KASP, None)
    outcomes = list(CounterpartFilter(parts, named, choose("cpu"), source).counterparts(cases[:4]))
    assert [outcome.case_id for outcome in outcomes] == [case.case_id for case in cases[:4]]
    for outcome in outcomes:
        if isinstance(outcome, Counterpart):
            assert outcome.gate.filter_digest == named
            assert outcome.gate.checks[GROUP_ONLY]
        else:
            assert outcome.reason.startswith("gate_")
    assert any(isinstance(outcome, Suppressed) for outcome in outcomes)


def test_a_generator_whose_copies_pass_is_refused(trained: Trained) -> None:
    """Before its first counterpart a foreign generator copies training images, and the gate must see it."""
    parts, _ = bundle.read(trained[0])
    images = parts.images.float() / 255
    gallery = Gallery(images, parts.calibration.patients, parts.judges.identity)
    assert check_copies(parts, gallery, Faithful()) == 1.0
    blind = parts.calibration.thresholds.model_copy(
        update={"any_identity": 2.0, "memorised": -1.0, "copy_": 2.0}
    )
    weak = replace(parts, calibration=parts.calibration.model_copy(update={"thresholds": blind}))
    with pytest.raises(FilterWeak):
        check_copies(weak, gallery, Faithful())


def test_a_user_chooses_by_name(
    trained: Trained, cases: list[FilterCase], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trained folder, diffusers:DIR and monai:DIR load, each with the gate of a trained folder."""
    monkeypatch.setattr(choice, "check_copies", lambda *_: 1.0)  # untrained checkpoints copy nothing
    filter_dir = trained[0]
    own = choice.load(choice.Choice(str(filter_dir), device="cpu"))
    labels_only = choice.load(choice.Choice(str(filter_dir), mode=Mode.LABELS_ONLY, device="cpu"))
    bundle_dir = monai_bundle(tmp_path / "b")
    foreign = choice.load(choice.Choice(f"monai:{bundle_dir}", gate=filter_dir, device="cpu"))
    pipeline_dir = stable_diffusion(tmp_path / "s")
    other = choice.load(choice.Choice(f"diffusers:{pipeline_dir}", gate=filter_dir, device="cpu"))
    assert all(isinstance(f, CounterpartFilter) for f in (own, labels_only, foreign, other))
    assert len({own.digest, labels_only.digest, foreign.digest, other.digest}) == 4
    ablation = choice.load(choice.Choice(str(filter_dir), mode=Mode.SDEDIT, strength=0.9, device="cpu"))
    assert isinstance(ablation, AblationFilter)
    assert all(isinstance(o, (AblationImage, Suppressed)) for o in ablation.counterparts(cases[:2]))


def refused(options: dict[str, object], error: type[Exception]) -> Callable[[Path], None]:
    """Return a check that a choice is refused."""

    def check(filter_dir: Path) -> None:
        with pytest.raises(error):
            choice.load(choice.Choice(**({"filter": str(filter_dir), "device": "cpu"} | options)))  # type: ignore[arg-type]

    return check


@pytest.mark.parametrize(
    "check",
    [
        refused({"filter": "monai:nowhere"}, ModeInvalid),
        refused({"gate": Path("somewhere")}, ModeInvalid),
        refused({"expected": "ab" * 32}, ModeInvalid),
        refused({"strength": 0.4}, ModeInvalid),
        refused({"mode": Mode.SDEDIT}, ModeInvalid),
    ],
)
def test_options_that_do_not_go_together_are_refused(trained: Trained, check: Callable[[Path], None]) -> None:
    """No foreign checkpoint without a gate, no strength without sdedit, and the other way round."""
    check(trained[0])


def test_nothing_is_fetched_without_leave(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub id is refused unless a folder to fetch it into is named; then it goes there, data files only."""
    gate = trained[0]
    with pytest.raises(CheckpointRemote):
        choice.load(choice.Choice("diffusers:somebody/roentgen", gate=gate, device="cpu"))
    asked: dict[str, Any] = {}

    def snapshot(repository: str, **options: object) -> None:
        asked.update(options, repository=repository)
        stable_diffusion(Path(str(options["local_dir"])))

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot)
    monkeypatch.setattr(choice, "check_copies", lambda *_: 1.0)
    into = gate.parent / "fetched"
    choice.load(choice.Choice("diffusers:somebody/roentgen", gate=gate, fetch_into=into, device="cpu"))
    assert asked["repository"] == "somebody/roentgen"
    assert not any("bin" in pattern or "py" in pattern for pattern in asked["allow_patterns"])


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without transformers the user learns what to install."""
    folder = stable_diffusion(tmp_path / "s")
    monkeypatch.setitem(sys.modules, "transformers", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ExtraMissing, match="hub"):
        DiffusersBackbone.load(folder, choose("cpu"))
