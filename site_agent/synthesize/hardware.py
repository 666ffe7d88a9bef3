"""Which device and number format to compute with.

Rule: half precision only where the processor has it in hardware and training stays stable (bfloat16),
otherwise float32. Results are repeatable for one seed, one device and one thread count; across devices they
differ in the last bits. What can be trained or drawn side by side is, each on one thread: two of them on one
core each are faster than two in turn on both.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, TypeVar

import torch

from site_agent.synthesize.errors import DeviceUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from site_agent.synthesize.image_filter import Progress


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hardware:
    """A device and whether bfloat16 pays there."""

    device: torch.device
    bfloat16: bool

    def autocast(self) -> AbstractContextManager[None]:
        """Return a context in which networks compute in the chosen format."""
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bfloat16)


def choose(device: str = "auto") -> Hardware:
    """Choose the hardware.

    Args:
        device: ``auto``, ``cpu`` or a torch device such as ``cuda`` or ``cuda:1``.

    Raises:
        DeviceUnavailable: If the named device is not there.
    """
    name = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
    try:
        chosen = torch.device(name)
        torch.empty(1, device=chosen)
    except (RuntimeError, AssertionError):
        raise DeviceUnavailable from None
    if chosen.type == "cpu":
        return Hardware(chosen, bfloat16=bool(torch.cpu._is_avx512_bf16_supported()))  # noqa: SLF001 - no public way
    return Hardware(chosen, bfloat16=chosen.type == "cuda" and torch.cuda.is_bf16_supported())


class _StoppedError(Exception):
    """Ends a task whose neighbour failed."""


def side_by_side(tasks: Sequence[Callable[[Progress], T]], hardware: Hardware, progress: Progress) -> list[T]:
    """Run tasks, as many at once as there are threads; on anything but the CPU in turn.

    Args:
        tasks: Given the progress to report to; each must report now and then. What a task returns may not
            depend on the others.
        hardware: Where they compute.
        progress: Told what the tasks report.

    Returns:
        What the tasks return, in order. When one fails, the others end at their next report.
    """
    threads = torch.get_num_threads()
    workers = min(threads, len(tasks)) if hardware.device.type == "cpu" else 1
    if workers < 2:  # noqa: PLR2004 - nothing beside it
        return [task(progress) for task in tasks]
    failed = Event()

    def watched(stage: str, done: float) -> None:
        if failed.is_set():
            raise _StoppedError
        progress(stage, done)

    def run(task: Callable[[Progress], T]) -> T:
        torch.set_num_threads(max(1, threads // workers))
        try:
            return task(watched)
        except BaseException:
            failed.set()
            raise

    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(run, task) for task in tasks]
        try:
            wait(futures)
        except BaseException:  # the user's interrupt reaches this thread alone
            failed.set()
            raise
    torch.set_num_threads(threads)
    errors = [error for future in futures if (error := future.exception()) is not None]
    for error in sorted(errors, key=lambda error: isinstance(error, _StoppedError)):
        raise error
    return [future.result() for future in futures]


def in_order(tasks: Sequence[Callable[[], T]], device: torch.device) -> Iterator[T]:
    """Yield what tasks return, in their order, while the next ones already run.

    Args:
        tasks: What each returns may not depend on the others; nothing they share may change.
        device: Where they compute: on the CPU as many at once as there are threads, each on one; on anything
            else in turn.

    Raises:
        Exception: Whatever a task raises, in its place; those behind it are not begun.
    """
    threads = torch.get_num_threads()
    workers = min(threads, len(tasks)) if device.type == "cpu" else 1
    if workers < 2:  # noqa: PLR2004 - nothing beside it
        for task in tasks:
            yield task()
        return
    ahead: deque[Future[T]] = deque()
    try:
        with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            try:
                for task in tasks:
                    ahead.append(pool.submit(task))
                    if len(ahead) > workers:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                for future in ahead:
                    future.cancel()
    finally:
        torch.set_num_threads(threads)
