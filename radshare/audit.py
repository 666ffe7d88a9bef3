"""An audit log that shows when it was changed: one JSON line an event, chained by digests.

Rules: lines are only appended, under a file lock, and reach the disk before `append` returns; fields hold
codes, counts and identifiers, never patient data. A line that a crash cut short was never promised to anybody
and is dropped by the next `append`.

Not here: noticing that the newest lines were cut off. Whoever must know keeps the digest that `append`
returns.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from typing import TYPE_CHECKING, Annotated, BinaryIO

from pydantic import Field

from radshare.documents import parse_canonical
from radshare.errors import AuditBroken, DocumentInvalid
from radshare.experiment import Digest
from radshare.model import Frozen

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "0" * 64
"""What stands in the place of a digest before the first line."""

_TAIL_BYTES = 64 * 1024
_MAX_LINE_BYTES = 16 * 1024

Value = str | int | float | bool
Event = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,63}$")]


class AuditLine(Frozen):
    """One event.

    Attributes:
        number: 0, 1, 2, …
        at: UTC time, ISO 8601 to the second.
        event: What happened, e.g. ``release_published``.
        fields: Codes, counts, identifiers.
        previous: SHA-256 of the line before (without its line end), hex.
    """

    number: Annotated[int, Field(ge=0)]
    at: str
    event: Event
    fields: dict[str, Value]
    previous: Digest


class AuditLog:
    """The log at one path; several processes may append to it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, event: str, **fields: Value) -> str:
        """Add an event and return the digest of its line, once it is on the disk.

        Raises:
            AuditBroken: The newest line is not one of ours.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            number, previous = _head(file)
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            line = AuditLine(number=number, at=at, event=event, fields=fields, previous=previous).canonical()
            if len(line) > _MAX_LINE_BYTES:
                msg = f"an audit line has at most {_MAX_LINE_BYTES} bytes"
                raise ValueError(msg)
            file.seek(0, os.SEEK_END)
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return _digest(line)


def verify(path: Path) -> tuple[int, str]:
    """Check a whole log and return its number of lines and the digest of the newest.

    Raises:
        AuditBroken: A line was altered, removed, inserted or cut.
    """
    previous, number = FIRST, 0
    with path.open("rb") as file:
        for raw in file:
            if not raw.endswith(b"\n"):
                raise AuditBroken(f"line {number + 1} is cut")
            line = _parsed(raw[:-1])
            if (line.number, line.previous) != (number, previous):
                raise AuditBroken(f"line {number + 1}")
            previous, number = _digest(raw[:-1]), number + 1
    return number, previous


def _head(file: BinaryIO) -> tuple[int, str]:
    """Return number and previous digest of the line to come; drop a line that a crash cut short."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - _TAIL_BYTES)
    file.seek(start)
    tail = file.read()
    whole = tail[: tail.rfind(b"\n") + 1]
    if len(whole) < len(tail):
        file.truncate(start + len(whole))
    if not whole:
        if start:
            raise AuditBroken("no line end near the end")
        return 0, FIRST
    newest = whole[:-1].rpartition(b"\n")[2]
    return _parsed(newest).number + 1, _digest(newest)


def _parsed(line: bytes) -> AuditLine:
    try:
        return parse_canonical(AuditLine, line)
    except (DocumentInvalid, json.JSONDecodeError):
        raise AuditBroken("a line that is not one of ours") from None


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
