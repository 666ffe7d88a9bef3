"""How listening sites hear that something changed."""

from __future__ import annotations

import threading
import time

import pytest

from coordinator.errors import ShuttingDown
from coordinator.rpc.notices import NoticeBoard
from radshare.views import Notice


def test_a_line_begins_with_a_sign_of_life_and_then_tells_what_happened() -> None:
    """A site knows at once that it is connected."""
    board = NoticeBoard(heartbeat_s=5)
    line = iter(board.subscribe("a"))
    assert next(line) is Notice.HEARTBEAT
    board.publish(Notice.ACCESS)
    assert next(line) is Notice.ACCESS


def test_a_slow_reader_loses_no_kind_and_queues_nothing_twice() -> None:
    """However much happens, each kind waits once."""
    board = NoticeBoard(heartbeat_s=0.01)
    line = iter(board.subscribe("a"))
    for _ in range(1000):
        board.publish(Notice.CATALOG)
        board.publish(Notice.ACCESS)
    told = [next(line) for _ in range(4)]
    assert told == [Notice.HEARTBEAT, Notice.CATALOG, Notice.ACCESS, Notice.HEARTBEAT]


def test_silence_is_filled_with_heartbeats() -> None:
    """A quiet line shows that it is alive."""
    line = iter(NoticeBoard(heartbeat_s=0.01).subscribe("a"))
    assert [next(line) for _ in range(3)] == [Notice.HEARTBEAT] * 3


def test_a_newer_line_ends_the_older_one() -> None:
    """A member that reconnects holds one line, so lines cannot pile up."""
    board = NoticeBoard(heartbeat_s=5)
    older = board.subscribe("a")
    newer = board.subscribe("a")
    assert list(older) == []
    board.unsubscribe("a", older)
    board.publish(Notice.CATALOG)
    assert next(iter(newer)) is Notice.HEARTBEAT


def test_ending_wakes_a_waiting_reader_at_once() -> None:
    """Revocation and shutdown do not wait for a heartbeat."""
    board = NoticeBoard(heartbeat_s=60)
    heard: list[Notice] = []
    reader = threading.Thread(target=lambda: heard.extend(board.subscribe("a")))
    reader.start()
    while not heard:
        time.sleep(0.01)
    board.end("a")
    reader.join(timeout=5)
    assert not reader.is_alive()


def test_a_closed_board_opens_no_line() -> None:
    """While the coordinator stops, sites are told to come back later."""
    board = NoticeBoard(heartbeat_s=60)
    line = board.subscribe("a")
    board.close()
    assert list(line) == []
    with pytest.raises(ShuttingDown):
        board.subscribe("a")
