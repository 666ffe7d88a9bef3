"""Runs batches of inputs on as many processes as asked, and outlives the death of any of them.

Rules: batches in flight are bounded, so memory does not grow with the tree; results come in the order of the
batches; when a process dies (a decoder that crashes, too little memory), the inputs it may have died of are
taken up one by one, each in a process of its own, and the one that kills again has a reason.

Not here: what is done to an input (`worker`).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import connection, forkserver
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.engine.worker import Batch, Done, Task, Worker
from site_agent.errors import Reason, SiteAgentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.context import BaseContext
    from pathlib import Path

    from site_agent.deidentify.engine.worker import Job

_AHEAD: Final = 3
_WARM: Final = "site_agent.deidentify.engine.warm"
_HERE: dict[str, Worker] = {}  # the one worker of a worker process


class WorkerLostError(SiteAgentError):
    """Worker processes cannot be kept running."""

    code = "WORKER_LOST"
    summary = "A worker process died before it took up any input, most likely for want of memory."
    remedy = "Run the command again with fewer --workers; files already written stay valid."


class Crew:
    """Carries out batches, in this process or on spawned ones.

    Args:
        job: Profile and secret.
        parts: Folder of the part files; ``None`` writes nothing.
        workers: Processes; 1 works in this one.
        start: What a process does first.
    """

    def __init__(
        self, job: Job, parts: Path | None, workers: int, *, start: Callable[[Job, Path | None], None]
    ) -> None:
        self._job, self._parts, self._workers, self._start = job, parts, workers, start
        self._pool: ProcessPoolExecutor | None = None
        self._worker = Worker(job, parts) if workers <= 1 else None

    def run(self, what: str, batches: Iterable[Sequence[Task]]) -> Iterator[Batch]:
        """Yield the results of batches, in their order.

        Args:
            what: Method of `Worker` that takes a batch: ``files`` or ``series``.
            batches: Lists of tasks.

        Raises:
            WorkerLostError: Worker processes die at once.
        """
        if self._worker is not None:
            yield from map(getattr(self._worker, what), batches)
            return
        flying: deque[tuple[Sequence[Task], Future[Batch]]] = deque()
        for tasks in batches:
            flying.append((tasks, self._submit(what, tasks)))
            if len(flying) > _AHEAD * self._workers:
                yield from self._landed(what, flying)
        while flying:
            yield from self._landed(what, flying)

    def close(self) -> None:
        """End every process, also those that are still at work."""
        if self._pool is not None:
            processes = list((self._pool._processes or {}).values())  # noqa: SLF001 - no public way to end them
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()
            for process in processes:
                process.join()
            self._pool = None

    def _submit(self, what: str, tasks: Sequence[Task]) -> Future[Batch]:
        if self._pool is None:
            context = _context()
            given = (_bare(self._job), self._parts)
            self._pool = ProcessPoolExecutor(self._workers, context, initializer=self._start, initargs=given)
        return self._pool.submit(_carry_out, what, tasks)

    def _landed(self, what: str, flying: deque[tuple[Sequence[Task], Future[Batch]]]) -> Iterator[Batch]:
        """Yield the oldest batch's result; when a process died, those of every batch in flight."""
        tasks, future = flying.popleft()
        try:
            yield future.result()
        except BrokenExecutor:
            suspects = [(tasks, future), *flying]
            flying.clear()
            for held, landed in suspects:
                yield landed.result() if _is_whole(landed) else self._alone(what, held)

    def _alone(self, what: str, tasks: Sequence[Task]) -> Batch:
        """Carry out a batch of which some input may kill its process: each input on its own."""
        result = Batch()
        for group in [tasks] if what == "series" else [[task] for task in tasks]:
            self.close()
            try:
                self._submit("files", ()).result()
            except BrokenExecutor:
                raise WorkerLostError from None
            try:
                batch = self._submit(what, group).result()
            except BrokenExecutor:
                batch = Batch([Done(task, Reason.PROCESS_DIED) for task in group])
                self.close()
            result.done += batch.done
            result.attributes.update(batch.attributes)
            result.actions.update(batch.actions)
        return result


@contextmanager
def crew(job: Job, parts: Path | None, workers: int) -> Iterator[Crew]:
    """Yield a crew; none of its processes is left behind."""
    made = Crew(job, parts, workers, start=start_worker)
    try:
        yield made
    finally:
        made.close()
        forkserver._forkserver._stop()  # type: ignore[attr-defined]  # noqa: SLF001 - else it outlives us a moment


def _context() -> BaseContext:
    """Return how processes are made: forked from one that has read the lexicons, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_WARM])
    return context


def _bare(job: Job) -> Job:
    """Return a job whose profile is its fields alone, without what it has worked out and remembered."""
    return replace(job, profile=type(job.profile).model_validate(job.profile.model_dump()))


def _is_whole(future: Future[Batch]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def start_worker(job: Job, parts: Path | None) -> None:
    """Make the worker of a new process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _HERE["worker"] = Worker(job, parts)


def _end_with_parent() -> None:
    """End this process when the main one is gone, even if it was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _carry_out(what: str, tasks: Sequence[Task]) -> Batch:
    result: Batch = getattr(_HERE["worker"], what)(tasks)
    return result
