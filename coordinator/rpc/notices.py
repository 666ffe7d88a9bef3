"""Tells listening sites that something changed.

Rules: notices are hints, so each kind waits at most once for a site, however slow it is: nothing is lost
and nothing can grow; one member holds one line, and a newer line ends its older one.

Not here: what changed. The receiver fetches the state itself, and is authorised for it then.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from coordinator.errors import ShuttingDown
from radshare.views import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator


class Line:
    """One member's line: an iterator of notices with a heartbeat, until somebody ends it."""

    def __init__(self, heartbeat_s: float) -> None:
        self._heartbeat_s = heartbeat_s
        self._changed = threading.Condition()
        self._waiting: dict[Notice, None] = {Notice.HEARTBEAT: None}
        self._ended = False

    def tell(self, notice: Notice) -> None:
        """Queue a notice unless one of its kind already waits."""
        with self._changed:
            self._waiting[notice] = None
            self._changed.notify_all()

    def end(self) -> None:
        """End the line; its iterator stops at once."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Notice]:
        """Yield a heartbeat at once, then notices as they come; a heartbeat when none came for a while."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or bool(self._waiting), timeout=self._heartbeat_s)
                if self._ended:
                    return
                notice = next(iter(self._waiting), Notice.HEARTBEAT)
                self._waiting.pop(notice, None)
            yield notice


class NoticeBoard:
    """All lines that are open.

    Args:
        heartbeat_s: Seconds between two signs of life.
    """

    def __init__(self, heartbeat_s: float) -> None:
        self._heartbeat_s = heartbeat_s
        self._lock = threading.Lock()
        self._lines: dict[str, Line] = {}
        self._closed = False

    def subscribe(self, member: str) -> Line:
        """Open a line for a member and end the one it held before.

        Raises:
            ShuttingDown: The coordinator is stopping.
        """
        line = Line(self._heartbeat_s)
        with self._lock:
            if self._closed:
                raise ShuttingDown
            earlier = self._lines.get(member)
            self._lines[member] = line
        if earlier is not None:
            earlier.end()
        return line

    def unsubscribe(self, member: str, line: Line) -> None:
        """Forget a line that has ended."""
        line.end()
        with self._lock:
            if self._lines.get(member) is line:
                del self._lines[member]

    def publish(self, notice: Notice) -> None:
        """Tell every listening member."""
        with self._lock:
            lines = list(self._lines.values())
        for line in lines:
            line.tell(notice)

    def end(self, member: str) -> None:
        """End a member's line, if it holds one."""
        with self._lock:
            line = self._lines.pop(member, None)
        if line is not None:
            line.end()

    def close(self) -> None:
        """End all lines and open none any more."""
        with self._lock:
            self._closed = True
            lines = list(self._lines.values())
            self._lines.clear()
        for line in lines:
            line.end()
