from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
import torch
from PIL import Image
from torch import nn

from site_agent.synthesize import training_loop
from site_agent.synthesize.errors import DiskFull
from site_agent.synthesize.hardware import Hardware, side_by_side
from site_agent.synthesize.image_filter import Progress, silent
from site_agent.synthesize.training_loop import Plan, fit

if TYPE_CHECKING:
    from pathlib import Path

PLAN = Plan("line", seed=1, steps=20, learning_rate=0.1, checkpoint_steps=5, ema=0.5)
CPU = Hardware(torch.device("cpu"), bfloat16=False)


def trained(work: Path, plan: Plan = PLAN) -> tuple[list[float], torch.Tensor]:
    """Fit a line; return the loss curve and the weight."""
    torch.manual_seed(0)
    network = nn.Linear(1, 1)

    def loss(draw: torch.Generator) -> torch.Tensor:
        x = torch.randn(8, 1, generator=draw)
        return (network(x) - 3 * x).square().mean()

    curve = fit(network, loss, plan, work, silent)
    return curve, network.weight.detach().clone()


def test_a_full_disk_ends_training_with_the_last_state_and_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No space at the third checkpoint: the second is kept, and with space the same curve comes out."""
    other, work = tmp_path / "a", tmp_path / "b"
    other.mkdir()
    work.mkdir()
    straight, saves, real = trained(other), [0], training_loop.save_file

    def full(*args: object, **keywords: object) -> None:
        saves[0] += 1
        if saves[0] == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(*args, **keywords)

    monkeypatch.setattr(training_loop, "save_file", full)
    with pytest.raises(DiskFull):
        trained(work)
    monkeypatch.undo()
    again = trained(work)
    assert again[0] == straight[0]
    assert torch.equal(again[1], straight[1])


def test_a_state_of_another_network_means_from_the_beginning(tmp_path: Path) -> None:
    """A state whose shapes do not fit is no state."""
    trained(tmp_path)
    network = nn.Linear(2, 1)
    curve = fit(network, lambda _: network(torch.ones(1, 2)).square().sum(), PLAN, tmp_path, silent)
    assert len(curve) == 4


def test_the_loss_curve_is_a_picture_beside_the_state(tmp_path: Path) -> None:
    """Whoever watches sees the curve while it grows."""
    trained(tmp_path)
    with Image.open(tmp_path / "line.png") as picture:
        assert picture.size == (480, 240)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("threads", [1, 2])
def test_tasks_return_in_order_and_one_failure_ends_the_others(threads: int) -> None:
    """Side by side or in turn: results in order; the error of the task that failed, not of its neighbour."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        assert side_by_side([lambda _: "a", lambda _: "b", lambda _: "c"], CPU, silent) == ["a", "b", "c"]

        def endless(progress: Progress) -> str:
            while True:
                progress("endless", 0.0)

        def failing(progress: Progress) -> str:
            raise KeyboardInterrupt

        tasks = [failing, endless]
        with pytest.raises(KeyboardInterrupt):
            side_by_side(tasks, CPU, silent)
        assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)
