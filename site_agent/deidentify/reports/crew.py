"""Carries out one task a line on one or several processes, in the order of the lines.

Rules: where the system can fork, everything a worker needs is read once, before the fork, and shared; only a
few chunks of lines wait at a time, so that memory does not grow with the file; a process that dies ends the
run, for its lines would be missing.

Not here: what is done with a line (`lines`).
"""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Result = TypeVar("Result")

_CHUNK: Final = 16  # lines: a third of a second, so that no process waits long for the last one
_BYTES: Final = 1 << 20  # of a chunk whose lines are long
_AHEAD: Final = 4  # chunks a worker


def spread(
    lines: Iterable[bytes],
    several: Callable[[Sequence[bytes]], list[Result]],
    workers: int,
    warm: Callable[[], object],
) -> Iterator[Result]:
    """Yield what becomes of every line, in order.

    Args:
        lines: The lines.
        several: What is done with a few lines, one result a line; it must be picklable.
        workers: Processes; 1 works in this one.
        warm: Reads what every process needs, before they are forked.
    """
    if workers <= 1:
        for chunk in _chunks(lines):
            yield from several(chunk)
        return
    forked = sys.platform == "linux"
    if forked:
        warm()
    with ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("fork" if forked else "spawn")
    ) as pool:
        flying: deque[Future[list[Result]]] = deque()
        for chunk in _chunks(lines):
            flying.append(pool.submit(several, chunk))
            if len(flying) > _AHEAD * workers:
                yield from flying.popleft().result()
        while flying:
            yield from flying.popleft().result()


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the lines, a few at a time."""
    chunk: list[bytes] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == _CHUNK or sum(map(len, chunk)) > _BYTES:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
