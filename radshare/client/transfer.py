"""Ciphertext up to the vault and down from it: streamed, resumed where it stopped, checked by digest.

Rules: a transfer that breaks goes on from the byte the other side holds, and gives up only after several
attempts without any progress; a download gets its name only when the whole file has the announced digest.

Not here: what the bytes are (radshare.seal).
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc

from radshare import convert
from radshare.errors import DigestMismatch, RadshareError, Unreachable
from radshare.files import sha256_of, sync_folder
from radshare.v1 import vault_pb2
from radshare.views import UploadHead, UploadView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from radshare.v1.vault_pb2_grpc import VaultServiceStub

    Progress = Callable[[int, int], None]
    """Called with bytes done and bytes in all."""

CHUNK_BYTES = 1024 * 1024
MAX_CIPHERTEXT_BYTES = 64 * 1024**3
_ATTEMPTS = 4
_PAUSE_S = 0.5
_UNARY_S = 30.0
_STALL_S = 60.0
_SLOWEST_BYTES_PER_S = 64 * 1024


@dataclass(frozen=True, slots=True)
class Transfers:
    """Uploads and downloads over one vault stub.

    Attributes:
        stub: The vault's calls.
        failure: Translates a failed call.
    """

    stub: VaultServiceStub
    failure: Callable[[grpc.RpcError], RadshareError]

    def upload(self, package_id: str, path: Path, progress: Progress | None = None) -> UploadView:
        """Bring a sealed file to the vault.

        Raises:
            Unreachable: Several attempts made no progress.
            RemoteRefusal: The vault refuses (not the owner, another digest, quota).
        """
        sha256, total = sha256_of(path), path.stat().st_size
        held = -1
        idle = 0
        while True:
            try:
                state = self.state(package_id)
                idle = 0 if state.received_bytes > held else idle + 1
                held = state.received_bytes
                if not state.complete:
                    state = self._send(UploadHead(package_id, sha256, total, held), path, progress)
                if state.complete:
                    return state
            except Unreachable:
                idle += 1
                if idle >= _ATTEMPTS:
                    raise
            if idle >= _ATTEMPTS:
                raise Unreachable("the upload makes no progress")
            time.sleep(_PAUSE_S * idle)

    def state(self, package_id: str) -> UploadView:
        """Return how many bytes of an upload the vault holds."""
        try:
            request = vault_pb2.GetUploadRequest(package_id=package_id)
            return convert.upload_from_wire(self.stub.GetUpload(request, timeout=_UNARY_S))
        except grpc.RpcError as error:
            raise self.failure(error) from None

    def _send(self, header: UploadHead, path: Path, progress: Progress | None) -> UploadView:
        def messages() -> Iterator[vault_pb2.UploadPackageRequest]:
            yield vault_pb2.UploadPackageRequest(header=convert.upload_header_to_wire(header))
            done = header.offset
            with path.open("rb") as file:
                file.seek(done)
                while chunk := file.read(CHUNK_BYTES):
                    yield vault_pb2.UploadPackageRequest(chunk=chunk)
                    done += len(chunk)
                    if progress is not None:
                        progress(done, header.total_bytes)

        timeout = _STALL_S + (header.total_bytes - header.offset) / _SLOWEST_BYTES_PER_S
        try:
            return convert.upload_from_wire(self.stub.UploadPackage(messages(), timeout=timeout))
        except grpc.RpcError as error:
            raise self.failure(error) from None

    def download(
        self,
        package_id: str,
        out: Path,
        expected_sha256: str,
        expected_bytes: int,
        progress: Progress | None = None,
    ) -> None:
        """Fetch a sealed file into ``out``, going on from what an earlier attempt left in ``<out>.part``.

        Raises:
            DigestMismatch: The whole file is not the one announced; nothing is kept.
            Unreachable: Several attempts made no progress.
            RemoteRefusal: The vault refuses (no grant, withdrawn).
        """
        if out.exists() and out.stat().st_size == expected_bytes and sha256_of(out) == expected_sha256:
            return
        part = out.with_name(out.name + ".part")
        idle = 0
        while (held := part.stat().st_size if part.exists() else 0) < expected_bytes:
            try:
                self._receive(package_id, part, expected_bytes, progress)
            except Unreachable:
                idle = idle + 1 if _size(part) == held else 0
                if idle >= _ATTEMPTS:
                    raise
                time.sleep(_PAUSE_S * idle)
                continue
            if _size(part) == held:
                break
        if _size(part) != expected_bytes or sha256_of(part) != expected_sha256:
            part.unlink(missing_ok=True)
            raise DigestMismatch("download")
        part.replace(out)
        sync_folder(out.parent)

    def _receive(self, package_id: str, part: Path, total: int, progress: Progress | None) -> None:
        done = _size(part)
        request = vault_pb2.DownloadPackageRequest(package_id=package_id, offset=done)
        timeout = _STALL_S + (total - done) / _SLOWEST_BYTES_PER_S
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            stream = self.stub.DownloadPackage(request, timeout=timeout)
            try:
                for message in stream:
                    done += len(message.chunk)
                    if done > total:
                        stream.cancel()
                        raise DigestMismatch("more bytes than announced")
                    file.write(message.chunk)
                    if progress is not None:
                        progress(done, total)
            except grpc.RpcError as error:
                raise self.failure(error) from None
            finally:
                file.flush()
                os.fsync(file.fileno())


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
