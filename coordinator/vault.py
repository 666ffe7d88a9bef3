"""Holds ciphertext: resumable uploads, whole files by atomic rename, nothing replaced once finished.

Rules, in the order they are checked: an id is 32 hex digits and so never a path; the first site to
announce an id owns it; sizes and quotas are checked against what is *announced*, before a byte is taken;
an upload goes on only where the part ends; a finished file has the announced SHA-256 and never changes.

Files of one package in the folder: ``<id>.json`` (owner, digest, length), ``<id>.part`` while it arrives,
``<id>.sealed`` once whole. All state is in these files, so a process killed at any instant leaves nothing
to repair.

Not here: who may download (coordinator.rpc.vault), and what the bytes mean: nobody here can know.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import threading
from typing import TYPE_CHECKING, BinaryIO

from coordinator.errors import (
    ChunkTooLarge,
    CiphertextMissing,
    DigestMismatch,
    IdentifierInvalid,
    PackageTooLarge,
    QuotaExceeded,
    UploadConflict,
    UploadMalformed,
    UploadNotOwned,
    UploadOffset,
    UploadSuperseded,
    VaultFull,
)
from radshare.experiment import Digest
from radshare.files import sync_folder, write_private
from radshare.model import Frozen
from radshare.views import UploadView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from coordinator.settings import VaultSettings
    from radshare.views import UploadHead

CHUNK_BYTES = 1024 * 1024
"""Largest chunk of a transfer."""

_IDENTIFIER = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Label(Frozen):
    """What the vault keeps beside the bytes of one package: ``<id>.json``."""

    owner: str
    digest: Digest
    total_bytes: int


class Vault:
    """The folder of ciphertext.

    Args:
        folder: Existing folder on one file system.
        limits: Largest package and largest share of one site.
    """

    def __init__(self, folder: Path, limits: VaultSettings) -> None:
        self._folder = folder
        self._limits = limits
        self._lock = threading.Lock()
        self._writers: dict[str, object] = {}

    # ---------------------------------------------------------------------------------------------- reading

    def held(self, package_id: str, owner: str) -> UploadView:
        """Return how many bytes of ``owner``'s package have arrived; none when it was never announced.

        Raises:
            IdentifierInvalid: The id is not 32 hex digits.
            UploadNotOwned: Another site announced this id.
        """
        label = self._label(package_id)
        if label is None:
            return UploadView(0, complete=False)
        if label.owner != owner:
            raise UploadNotOwned
        return self._held(package_id, label)

    def owns(self, package_id: str, member: str) -> bool:
        """Return whether a package is a member's own upload."""
        label = self._label(package_id)
        return label is not None and label.owner == member

    def finished(self, package_id: str) -> Label:
        """Return owner, digest and length of a whole ciphertext.

        Raises:
            IdentifierInvalid: The id is not 32 hex digits.
            CiphertextMissing: It is not here, or not whole.
        """
        label = self._label(package_id)
        if label is None or not self._path(package_id, "sealed").is_file():
            raise CiphertextMissing
        return label

    def read(self, package_id: str, offset: int) -> Iterator[bytes]:
        """Yield a whole ciphertext from ``offset`` on, in chunks of at most 1 MiB.

        Raises:
            CiphertextMissing: It is not here, or not whole.
            UploadOffset: The offset is not within it.
        """
        label = self.finished(package_id)
        if not 0 <= offset <= label.total_bytes:
            raise UploadOffset
        try:
            file = self._path(package_id, "sealed").open("rb")
        except FileNotFoundError:  # withdrawn this very moment
            raise CiphertextMissing from None
        with file:
            file.seek(offset)
            while chunk := file.read(CHUNK_BYTES):
                yield chunk

    # ---------------------------------------------------------------------------------------------- writing

    def receive(self, owner: str, head: UploadHead, chunks: Iterable[bytes]) -> UploadView:
        """Append chunks to an upload and finish it when it is whole.

        A stream that breaks off leaves its bytes for the next one. The same finished ciphertext announced
        again is complete at once. A newer stream of the same package ends an older one.

        Raises:
            IdentifierInvalid, UploadMalformed, PackageTooLarge: The announcement is unsound.
            UploadNotOwned, UploadConflict, QuotaExceeded: The announcement is not this site's to make.
            UploadOffset, UploadSuperseded, ChunkTooLarge, DigestMismatch, VaultFull: The stream ended
                early.
        """
        me = object()
        label = self._check(owner, head)
        with self._lock, _disk_errors():
            if self._claim(head, label).complete:
                return UploadView(label.total_bytes, complete=True)
            self._writers[head.package_id] = me
        try:
            with _disk_errors():
                self._append(head.package_id, label, chunks, me)
                return self._finish(head.package_id, label, me)
        finally:
            with self._lock:
                if self._writers.get(head.package_id) is me:
                    del self._writers[head.package_id]

    def remove(self, package_id: str) -> None:
        """Remove a package's ciphertext for good. Harmless when there is none."""
        with self._lock:
            self._writers.pop(package_id, None)
            self._discard(package_id)

    def sweep(self, now: float) -> int:
        """Remove unfinished uploads untouched for longer than the limit, and return how many there were."""
        swept = 0
        with self._lock:
            for package_id in {
                path.stem for kind in ("json", "part") for path in self._folder.glob(f"*.{kind}")
            }:
                if not _IDENTIFIER.fullmatch(package_id) or self._path(package_id, "sealed").exists():
                    continue
                files = (self._path(package_id, kind) for kind in ("json", "part"))
                touched = max(path.stat().st_mtime for path in files if path.exists())
                if now - touched > self._limits.abandoned_after_s:
                    self._discard(package_id)
                    swept += 1
        return swept

    # ---------------------------------------------------------------------------------------------- the rules

    def _check(self, owner: str, head: UploadHead) -> Label:
        if (
            not _DIGEST.fullmatch(head.sha256)
            or not 0 <= head.offset <= head.total_bytes
            or head.total_bytes < 1
        ):
            raise UploadMalformed
        if head.total_bytes > self._limits.package_bytes:
            raise PackageTooLarge
        return Label(owner=owner, digest=head.sha256, total_bytes=head.total_bytes)

    def _claim(self, head: UploadHead, label: Label) -> UploadView:
        """Take or keep the id for this announcement and return what is held of it. Needs the lock."""
        package_id = head.package_id
        earlier = self._label(package_id)
        if earlier is not None and earlier.owner != label.owner:
            raise UploadNotOwned
        if earlier == label:
            held = self._held(package_id, label)
        elif earlier is not None and self._held(package_id, earlier).complete:
            raise UploadConflict
        else:
            self._check_quota(label, replacing=package_id)
            self._discard(package_id)
            write_private(self._path(package_id, "json"), label.canonical())
            held = UploadView(0, complete=False)
        if not held.complete and held.received_bytes != head.offset:
            raise UploadOffset
        return held

    def _check_quota(self, label: Label, *, replacing: str) -> None:
        labels = (
            Label.model_validate_json(path.read_bytes())
            for path in self._folder.glob("*.json")
            if path.stem != replacing
        )
        used = sum(other.total_bytes for other in labels if other.owner == label.owner)
        if used + label.total_bytes > self._limits.site_bytes:
            raise QuotaExceeded
        if shutil.disk_usage(self._folder).free < label.total_bytes:
            raise VaultFull

    def _append(self, package_id: str, label: Label, chunks: Iterable[bytes], me: object) -> None:
        with self._path(package_id, "part").open("ab") as part:
            for chunk in chunks:
                with self._lock:
                    self._check_current(package_id, me)
                    self._write(part, chunk, label)

    @staticmethod
    def _write(part: BinaryIO, chunk: bytes, label: Label) -> None:
        if len(chunk) > CHUNK_BYTES or part.tell() + len(chunk) > label.total_bytes:
            raise ChunkTooLarge
        part.write(chunk)
        part.flush()

    def _finish(self, package_id: str, label: Label, me: object) -> UploadView:
        """Return what is held; when that is everything, check the digest and give the file its name."""
        part = self._path(package_id, "part")
        held = self._held(package_id, label)
        if held.received_bytes < label.total_bytes:
            return held
        with part.open("rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        with self._lock:
            self._check_current(package_id, me)
            if digest != label.digest:
                self._discard(package_id)
                raise DigestMismatch
            part.replace(self._path(package_id, "sealed"))
            sync_folder(self._folder)
        return UploadView(label.total_bytes, complete=True)

    def _check_current(self, package_id: str, me: object) -> None:
        if self._writers.get(package_id) is not me:
            raise UploadSuperseded

    # ---------------------------------------------------------------------------------------------- the files

    def _path(self, package_id: str, kind: str) -> Path:
        if not _IDENTIFIER.fullmatch(package_id):
            raise IdentifierInvalid
        return self._folder / f"{package_id}.{kind}"

    def _label(self, package_id: str) -> Label | None:
        try:
            return Label.model_validate_json(self._path(package_id, "json").read_bytes())
        except FileNotFoundError:
            return None

    def _held(self, package_id: str, label: Label) -> UploadView:
        if self._path(package_id, "sealed").is_file():
            return UploadView(label.total_bytes, complete=True)
        try:
            return UploadView(self._path(package_id, "part").stat().st_size, complete=False)
        except FileNotFoundError:
            return UploadView(0, complete=False)

    def _discard(self, package_id: str) -> None:
        # The label goes last: as long as it is there, the id belongs to its site.
        for kind in ("sealed", "part", "json"):
            self._path(package_id, kind).unlink(missing_ok=True)


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    """Tell a full disk from every other failure."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise VaultFull from None
        raise
