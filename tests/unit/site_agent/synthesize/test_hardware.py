from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
import torch

from site_agent.synthesize.hardware import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

CPU = torch.device("cpu")


@pytest.fixture
def _two_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("_two_threads")
def test_results_come_in_order_whoever_ends_first() -> None:
    """A task that waits for a later one keeps its place, and each computes on one thread."""
    later = threading.Event()

    def first() -> tuple[str, int]:
        assert later.wait(30)
        return "first", torch.get_num_threads()

    def second() -> tuple[str, int]:
        later.set()
        return "second", torch.get_num_threads()

    assert list(in_order([first, second], CPU)) == [("first", 1), ("second", 1)]
    assert torch.get_num_threads() == 2


@pytest.mark.usefixtures("_two_threads")
def test_a_failing_task_ends_it_in_its_place() -> None:
    """What came before it is handed out, what lies far behind it is never begun."""
    begun: list[int] = []

    def task(number: int) -> int:
        begun.append(number)
        if number == 1:
            raise ValueError
        return number

    found = in_order([partial(task, number) for number in range(50)], CPU)
    assert next(found) == 0
    with pytest.raises(ValueError, match=r"^$"):
        next(found)
    assert len(begun) < 10
    assert torch.get_num_threads() == 2


@pytest.mark.usefixtures("_two_threads")
def test_whoever_stops_asking_stops_the_work() -> None:
    """An abandoned run begins nothing more and leaves the threads as they were."""
    begun: list[int] = []
    found = in_order([partial(begun.append, number) for number in range(50)], CPU)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert len(begun) < 10
    assert torch.get_num_threads() == 2
