"""What the vault promises about uploads, quotas and crashes."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import pytest

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
from coordinator.settings import VaultSettings
from coordinator.vault import CHUNK_BYTES, Vault
from radshare.views import UploadHead, UploadView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coordinator.errors import CoordinatorError

ID, OTHER = "0" * 32, "1" * 32
A, B = "spiffe://demo/site/a", "spiffe://demo/site/b"
DATA = bytes(range(256)) * 10


def head(data: bytes = DATA, offset: int = 0, package_id: str = ID) -> UploadHead:
    """Return the announcement of some bytes."""
    return UploadHead(package_id, hashlib.sha256(data).hexdigest(), len(data), offset)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """An empty vault that takes 4 KiB a package and 6 KiB a site."""
    return Vault(tmp_path, VaultSettings(package_bytes=4096, site_bytes=6144, abandoned_after_s=60))


def test_an_upload_is_whole_and_readable_from_any_offset(vault: Vault) -> None:
    """What was uploaded comes back byte for byte."""
    assert vault.receive(A, head(), [DATA[:1000], DATA[1000:]]) == UploadView(len(DATA), complete=True)
    assert b"".join(vault.read(ID, 0)) == DATA
    assert b"".join(vault.read(ID, 2000)) == DATA[2000:]
    assert (vault.finished(ID).owner, vault.finished(ID).digest) == (A, hashlib.sha256(DATA).hexdigest())


def test_a_broken_upload_goes_on_after_a_restart(vault: Vault, tmp_path: Path) -> None:
    """Bytes that arrived before a crash are kept; the next stream begins where they end."""

    def broken() -> Iterator[bytes]:
        yield DATA[:700]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        vault.receive(A, head(), broken())
    again = Vault(tmp_path, VaultSettings())
    assert again.held(ID, A) == UploadView(700, complete=False)
    with pytest.raises(UploadOffset):
        again.receive(A, head(offset=600), [DATA[600:]])
    with pytest.raises(CiphertextMissing):
        again.finished(ID)
    assert again.receive(A, head(offset=700), [DATA[700:]]).complete


def test_a_finished_upload_never_changes(vault: Vault) -> None:
    """The same announcement is complete at once; another one is refused and the bytes stay."""
    vault.receive(A, head(), [DATA])
    assert vault.receive(A, head(), []).complete
    with pytest.raises(UploadConflict):
        vault.receive(A, head(b"other"), [b"other"])
    assert b"".join(vault.read(ID, 0)) == DATA


def test_an_unfinished_upload_may_begin_anew(vault: Vault) -> None:
    """A site that sealed again after a crash starts over under the same id."""
    vault.receive(A, head(), [DATA[:700]])
    assert vault.receive(A, head(b"other"), [b"other"]).complete
    assert b"".join(vault.read(ID, 0)) == b"other"


def test_an_id_belongs_to_the_site_that_announced_it_first(vault: Vault) -> None:
    """Nobody else can look at, continue, or take over an upload."""
    vault.receive(A, head(), [DATA[:700]])
    with pytest.raises(UploadNotOwned):
        vault.held(ID, B)
    with pytest.raises(UploadNotOwned):
        vault.receive(B, head(offset=700), [DATA[700:]])
    with pytest.raises(UploadNotOwned):
        vault.receive(B, head(b"other"), [b"other"])
    assert (vault.owns(ID, A), vault.owns(ID, B)) == (True, False)


def test_wrong_bytes_are_removed(vault: Vault) -> None:
    """A digest that does not match leaves nothing behind, so the site can start over."""
    with pytest.raises(DigestMismatch):
        vault.receive(A, head(), [bytes(len(DATA))])
    assert vault.held(ID, A) == UploadView(0, complete=False)
    assert vault.receive(A, head(), [DATA]).complete


@pytest.mark.parametrize(
    ("announced", "error"),
    [
        (UploadHead(ID, "ab", 1, 0), UploadMalformed),
        (UploadHead(ID, "a" * 64, 0, 0), UploadMalformed),
        (UploadHead(ID, "a" * 64, 5, 6), UploadMalformed),
        (UploadHead(ID, "a" * 64, 5, -1), UploadMalformed),
        (UploadHead(ID, "a" * 64, 4097, 0), PackageTooLarge),
        (UploadHead("../" + "0" * 29, "a" * 64, 5, 0), IdentifierInvalid),
        (UploadHead("0" * 32 + "\n", "a" * 64, 5, 0), IdentifierInvalid),
    ],
)
def test_unsound_announcements_are_refused_before_a_byte_is_taken(
    vault: Vault, tmp_path: Path, announced: UploadHead, error: type[CoordinatorError]
) -> None:
    """Every limit is checked on the header alone."""
    with pytest.raises(error):
        vault.receive(A, announced, [b"never read"])
    assert list(tmp_path.iterdir()) == []


def test_chunks_are_bounded(tmp_path: Path) -> None:
    """Neither one chunk nor all together may exceed what was agreed."""
    vault = Vault(tmp_path, VaultSettings())
    large = bytes(CHUNK_BYTES + 1)
    with pytest.raises(ChunkTooLarge):
        vault.receive(A, head(large), [large])
    with pytest.raises(ChunkTooLarge):
        vault.receive(A, head(package_id=OTHER), [DATA, b"x"])


def test_a_site_cannot_use_more_than_its_share(vault: Vault) -> None:
    """Announced bytes count, removed ones do not, and sites do not share a quota."""
    large = bytes(4000)
    vault.receive(A, head(large), [])
    with pytest.raises(QuotaExceeded):
        vault.receive(A, head(large, package_id=OTHER), [large])
    assert vault.receive(B, head(large, package_id=OTHER), [large]).complete
    vault.remove(ID)
    assert vault.receive(A, head(large), [large]).complete


def test_a_disk_that_is_too_small_is_said_at_once(tmp_path: Path) -> None:
    """An upload that cannot fit is refused before it begins."""
    limits = VaultSettings(package_bytes=2**62, site_bytes=2**62)
    with pytest.raises(VaultFull):
        Vault(tmp_path, limits).receive(A, UploadHead(ID, "a" * 64, 2**60, 0), [])


def test_a_newer_stream_ends_the_older_one(vault: Vault) -> None:
    """A half-open connection cannot hold an upload up, nor write into its successor's bytes."""

    def overtaken() -> Iterator[bytes]:
        yield DATA[:700]
        assert vault.receive(A, head(offset=700), [DATA[700:1000]]) == UploadView(1000, complete=False)
        yield DATA[700:]

    with pytest.raises(UploadSuperseded):
        vault.receive(A, head(), overtaken())
    assert vault.receive(A, head(offset=1000), [DATA[1000:]]).complete


def test_abandoned_uploads_are_swept_and_finished_ones_are_not(vault: Vault) -> None:
    """An upload nobody continues gives its id and its quota back."""
    vault.receive(A, head(), [DATA])
    vault.receive(A, head(package_id=OTHER), [DATA[:10]])
    assert vault.sweep(time.time()) == 0
    assert vault.sweep(time.time() + 61) == 1
    assert vault.held(ID, A).complete
    assert vault.receive(B, head(package_id=OTHER), [DATA]).complete
