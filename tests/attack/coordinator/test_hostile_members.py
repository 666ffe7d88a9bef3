"""Members who upload, publish, request and decide what is not theirs."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

import grpc
import pytest

from factories.coordinator import access_request, decision, statement
from radshare.errors import RadshareError, RemoteRefusal
from radshare.v1 import vault_pb2
from radshare.v1.vault_pb2_grpc import VaultServiceStub
from radshare.views import AccessState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from radshare.identity import Member

    from .conftest import Cast


def refused(call: Callable[[], object]) -> str:
    """Return the code under which the coordinator refuses a call."""
    with pytest.raises(RemoteRefusal) as caught:
        call()
    return caught.value.code


def header(package_id: str, data: bytes, **changes: object) -> vault_pb2.UploadPackageRequest:
    """Return the first message of an upload."""
    fields = {"sha256": hashlib.sha256(data).digest(), "total_bytes": len(data), "offset": 0} | changes
    head = vault_pb2.UploadHeader(package_id=package_id, **fields)  # type: ignore[arg-type]
    return vault_pb2.UploadPackageRequest(header=head)


def upload(cast: Cast, site: Member, *messages: vault_pb2.UploadPackageRequest) -> str:
    """Return the code under which a hand-made upload is refused."""
    with cast.coordinator.channel(site) as channel, pytest.raises(grpc.RpcError) as caught:
        VaultServiceStub(channel).UploadPackage(iter(messages), timeout=10)
    return str(dict(caught.value.trailing_metadata() or ())["radshare-error-code"])


def chunk(data: bytes) -> vault_pb2.UploadPackageRequest:
    """Return one chunk of an upload."""
    return vault_pb2.UploadPackageRequest(chunk=data)


# --------------------------------------------------------------------------------------------------- vault


def test_another_site_cannot_take_over_or_look_at_an_upload(cast: Cast, tmp_path: Path) -> None:
    """A package id belongs to whoever announced it first, finished or not."""
    package_id = cast.coordinator.publish(cast.owner)
    path = tmp_path / "evil"
    path.write_bytes(b"evil")
    with cast.coordinator.client(cast.other) as client:
        assert refused(lambda: client.upload(package_id, path)) == "UPLOAD_NOT_OWNED"
    assert upload(cast, cast.other, header(package_id, b"evil"), chunk(b"evil")) == "UPLOAD_NOT_OWNED"


@pytest.mark.parametrize("package_id", ["../../etc/passwd", "", "A" * 32, "0" * 31 + "/", "0" * 32 + "\0"])
def test_package_ids_are_never_paths(cast: Cast, package_id: str) -> None:
    """What is not 32 hex digits reaches no file."""
    before = sorted(cast.coordinator.home.folder.rglob("*"))
    assert upload(cast, cast.owner, header(package_id, b"x"), chunk(b"x")) == "MESSAGE_INVALID"
    with cast.coordinator.channel(cast.owner) as channel:
        stub = VaultServiceStub(channel)
        for call in (
            lambda: stub.GetUpload(vault_pb2.GetUploadRequest(package_id=package_id), timeout=5),
            lambda: list(
                stub.DownloadPackage(vault_pb2.DownloadPackageRequest(package_id=package_id), timeout=5)
            ),
        ):
            with pytest.raises(grpc.RpcError) as caught:
                call()
            assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert sorted(cast.coordinator.home.folder.rglob("*")) == before


def test_malformed_uploads_are_refused(cast: Cast) -> None:
    """One header first, chunks of at most 1 MiB, no more than announced, with the announced digest."""
    large = bytes(1024 * 1024 + 1)
    new = secrets.token_hex
    assert upload(cast, cast.owner) == "UPLOAD_MALFORMED"
    assert upload(cast, cast.owner, chunk(b"x")) == "UPLOAD_MALFORMED"
    twice = header(new(16), b"xx")
    assert upload(cast, cast.owner, twice, chunk(b"x"), twice) == "UPLOAD_MALFORMED"
    assert upload(cast, cast.owner, header(new(16), large), chunk(large)) == "CHUNK_TOO_LARGE"
    assert upload(cast, cast.owner, header(new(16), b"x"), chunk(b"xy")) == "CHUNK_TOO_LARGE"
    assert upload(cast, cast.owner, header(new(16), b"x"), chunk(b"y")) == "DIGEST_MISMATCH"
    assert upload(cast, cast.owner, header(new(16), b"x", total_bytes=2**50)) == "PACKAGE_TOO_LARGE"
    assert upload(cast, cast.owner, header(new(16), b"x", sha256=b"short")) == "MESSAGE_INVALID"


def test_ciphertext_goes_to_its_owner_and_to_grantees_only(cast: Cast, tmp_path: Path) -> None:
    """Without a grant, and after the package was withdrawn, there is nothing to download."""
    package_id = cast.coordinator.publish(cast.owner)
    with cast.coordinator.client(cast.owner) as owner, cast.coordinator.client(cast.researcher) as ada:
        release = ada.package(package_id).release
        digest = release.ciphertext_sha256
        owner.download(package_id, tmp_path / "own", digest)
        assert refused(lambda: ada.download(package_id, tmp_path / "no", digest)) == "NOT_GRANTED"
        asked = ada.request_access(access_request(cast.researcher, cast.owner.spiffe, package_id))
        assert refused(lambda: ada.download(package_id, tmp_path / "no", digest)) == "NOT_GRANTED"
        owner.decide(decision(cast.owner, asked))
        ada.download(package_id, tmp_path / "yes", digest)
        with cast.coordinator.client(cast.other) as other:
            assert refused(lambda: other.download(package_id, tmp_path / "no", digest)) == "NOT_GRANTED"
        owner.withdraw(package_id)
        assert [each.state for each in ada.access_requests(package_id)] == [AccessState.REVOKED]
        assert refused(lambda: ada.download(package_id, tmp_path / "late", digest)) == "CIPHERTEXT_MISSING"


# ------------------------------------------------------------------------------------------------- catalog


def test_a_site_cannot_publish_in_anothers_name(cast: Cast) -> None:
    """A genuine statement replayed by another site, and one that names another publisher, are refused."""
    package_id = cast.coordinator.publish(cast.owner)
    with cast.coordinator.client(cast.owner) as owner, cast.coordinator.client(cast.other) as other:
        genuine = owner.package(package_id).statement
        assert refused(lambda: other.publish(genuine)) == "STATEMENT_REFUSED"
        forged = statement(replace(cast.other, spiffe=cast.owner.spiffe), package_id, b"x")
        assert refused(lambda: other.publish(forged)) == "STATEMENT_REFUSED"
        assert refused(lambda: other.withdraw(package_id)) == "NOT_ALLOWED"


def test_altered_statements_are_refused(cast: Cast) -> None:
    """A byte changed in the payload, the type or the signature breaks the statement."""
    signed = statement(cast.owner, secrets.token_hex(16), b"x")
    altered = (
        replace(signed, payload=signed.payload.replace(b"DX", b"CT")),
        replace(signed, payload_type="application/json"),
        replace(signed, signature=bytes(64)),
        replace(signed, key_id=cast.other.signing.key_id),
        replace(signed, payload=b"{" * 10_000),
    )
    with cast.coordinator.client(cast.owner) as owner:
        assert [refused(lambda s=s: owner.publish(s)) for s in altered] == [  # type: ignore[misc]
            "STATEMENT_REFUSED"
        ] * len(altered)


def test_a_statement_must_be_about_what_the_vault_holds(cast: Cast) -> None:
    """Nothing is catalogued before its ciphertext is whole, nor for other bytes."""
    package_id = cast.coordinator.publish(cast.owner)
    with cast.coordinator.client(cast.owner) as owner, cast.coordinator.client(cast.other) as other:
        missing = statement(cast.owner, secrets.token_hex(16), b"x")
        assert refused(lambda: owner.publish(missing)) == "CIPHERTEXT_MISSING"
        stolen = statement(cast.other, package_id, b"x")
        assert refused(lambda: other.publish(stolen)) in {"CIPHERTEXT_MISSING", "PACKAGE_EXISTS"}


def test_a_published_statement_never_changes(cast: Cast, tmp_path: Path) -> None:
    """The same statement again is the same entry; a different one for the id is refused."""
    package_id, path = secrets.token_hex(16), tmp_path / "sealed"
    path.write_bytes(b"ciphertext")
    signed = statement(cast.owner, package_id, b"ciphertext")
    with cast.coordinator.client(cast.owner) as owner:
        owner.upload(package_id, path)
        unlike = statement(cast.owner, package_id, b"other bytes")
        assert refused(lambda: owner.publish(unlike)) == "CIPHERTEXT_DIFFERS"
        first = owner.publish(signed)
        assert owner.publish(signed) == first
        changed = statement(cast.owner, package_id, b"ciphertext", title="Another title")
        assert refused(lambda: owner.publish(changed)) == "PACKAGE_EXISTS"


# -------------------------------------------------------------------------------------------------- access


@pytest.fixture(scope="module")
def package_id(cast: Cast) -> str:
    """A package of the owner."""
    return cast.coordinator.publish(cast.owner)


def test_requests_speak_for_their_sender_and_name_the_true_owner(cast: Cast, package_id: str) -> None:
    """A replayed, altered or misdirected request is refused; so is one for an own package."""
    genuine = access_request(cast.researcher, cast.owner.spiffe, package_id)
    misdirected = access_request(cast.researcher, cast.other.spiffe, package_id)
    unknown = access_request(cast.researcher, cast.owner.spiffe, secrets.token_hex(16))
    own = access_request(cast.owner, cast.owner.spiffe, package_id)
    with (
        cast.coordinator.client(cast.researcher) as ada,
        cast.coordinator.client(cast.other) as other,
        cast.coordinator.client(cast.owner) as owner,
    ):
        assert refused(lambda: other.request_access(genuine)) == "STATEMENT_REFUSED"
        assert refused(lambda: ada.request_access(misdirected)) == "STATEMENT_REFUSED"
        assert refused(lambda: ada.request_access(unknown)) == "PACKAGE_UNKNOWN"
        assert refused(lambda: owner.request_access(own)) == "OWN_PACKAGE"
        filed = ada.request_access(genuine)
        assert ada.request_access(genuine) == filed
        elsewhere = cast.coordinator.publish(cast.owner)
        reused = access_request(cast.researcher, cast.owner.spiffe, elsewhere, filed.request_id)
        assert refused(lambda: ada.request_access(reused)) == "REQUEST_EXISTS"


def test_only_the_owner_decides_and_only_this_request(cast: Cast, package_id: str) -> None:
    """A decision by another site, about other parties, or replayed for another request is refused."""
    with (
        cast.coordinator.client(cast.researcher) as ada,
        cast.coordinator.client(cast.other) as other,
        cast.coordinator.client(cast.owner) as owner,
    ):
        asked = ada.request_access(access_request(cast.researcher, cast.owner.spiffe, package_id))
        genuine = decision(cast.owner, asked)
        assert refused(lambda: other.decide(genuine)) == "STATEMENT_REFUSED"
        assert refused(lambda: other.decide(decision(cast.other, asked))) == "REQUEST_UNKNOWN"
        diverted = decision(cast.owner, replace(asked, requester=cast.other.spiffe))
        assert refused(lambda: owner.decide(diverted)) == "STATEMENT_REFUSED"
        altered = replace(genuine, payload=genuine.payload.replace(b"true", b"false"))
        assert refused(lambda: owner.decide(altered)) == "STATEMENT_REFUSED"
        granted = owner.decide(genuine)
        assert (granted.state, owner.decide(genuine)) == (AccessState.GRANTED, granted)
        denial = decision(cast.owner, asked, granted=False)
        assert refused(lambda: owner.decide(denial)) == "REQUEST_CLOSED"
        (seen,) = [each for each in ada.access_requests(package_id) if each.request_id == asked.request_id]
        assert seen.decision == genuine


def test_requests_are_seen_by_their_parties_only(cast: Cast, package_id: str) -> None:
    """A third member learns nothing of who asked whom."""
    with cast.coordinator.client(cast.other) as other:
        assert other.access_requests(package_id) == []


def test_an_unexpected_failure_tells_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An exception that is none of ours leaves as INTERNAL, without its text, in answer and log."""

    def fail(_wanted: object) -> Iterator[object]:
        raise RuntimeError("/data/DOE^JANE")

    store = "coordinator.catalog.sql.SqlCatalogStore.search"
    monkeypatch.setattr(store, lambda _self, wanted: fail(wanted))
    with cast.coordinator.client(cast.owner) as owner, pytest.raises(RadshareError) as caught:
        owner.search()
    assert caught.value.code == "INTERNAL"
    assert "DOE" not in str(caught.value) + caplog.text
