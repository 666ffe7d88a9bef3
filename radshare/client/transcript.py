"""The hospital's own record of exactly what left: every outbound message, byte for byte, before encryption.

Rule: a message is written before it is sent. The file is private (0600) and only grows.

One record: 4 bytes length of the method's name, the name, 8 bytes length of the message, the message (big
endian).
"""

from __future__ import annotations

import os
import struct
import threading
from typing import TYPE_CHECKING, TypeVar

import grpc
from google.protobuf.message import Message

from radshare.files import private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


FILE_NAME = "sent.bin"
RequestT = TypeVar("RequestT")
ReturnT = TypeVar("ReturnT")


class Transcript(
    grpc.UnaryUnaryClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
    grpc.StreamUnaryClientInterceptor,
):
    """A client interceptor that appends every request message to ``<folder>/sent.bin``."""

    def __init__(self, folder: Path) -> None:
        self._path = private_folder(folder) / FILE_NAME
        self._lock = threading.Lock()

    def intercept_unary_unary(
        self,
        continuation: Callable[[grpc.ClientCallDetails, RequestT], ReturnT],
        client_call_details: grpc.ClientCallDetails,
        request: RequestT,
    ) -> ReturnT:
        """Record the request, then send it."""
        self._append(client_call_details.method, request)
        return continuation(client_call_details, request)

    def intercept_unary_stream(
        self,
        continuation: Callable[[grpc.ClientCallDetails, RequestT], ReturnT],
        client_call_details: grpc.ClientCallDetails,
        request: RequestT,
    ) -> ReturnT:
        """Record the request, then send it."""
        self._append(client_call_details.method, request)
        return continuation(client_call_details, request)

    def intercept_stream_unary(
        self,
        continuation: Callable[[grpc.ClientCallDetails, Iterator[RequestT]], ReturnT],
        client_call_details: grpc.ClientCallDetails,
        request_iterator: Iterator[RequestT],
    ) -> ReturnT:
        """Record each message of the stream as it is about to be sent."""

        def recorded() -> Iterator[RequestT]:
            for request in request_iterator:
                self._append(client_call_details.method, request)
                yield request

        return continuation(client_call_details, recorded())

    def _append(self, method: str | bytes, message: object) -> None:
        if not isinstance(message, Message):
            msg = "only protobuf messages cross the boundary"
            raise TypeError(msg)
        name = method if isinstance(method, bytes) else method.encode()
        body = message.SerializeToString()
        record = struct.pack(">I", len(name)) + name + struct.pack(">Q", len(body)) + body
        with self._lock:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                file.write(record)


def read_transcript(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield method name and message bytes of every record in a transcript folder, oldest first.

    A last record that a crash cut short is yielded as far as it goes.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return
    with path.open("rb") as file:
        while head := file.read(4):
            name = file.read(struct.unpack(">I", head.ljust(4, b"\0"))[0])
            (length,) = struct.unpack(">Q", file.read(8).ljust(8, b"\0"))
            yield name.decode(errors="replace"), file.read(length)
