"""The client against a real gRPC server over mutual TLS: resume, errors by name, transcript."""

from __future__ import annotations

import json
import secrets
import socket
import time
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from factories.boundary import PACKAGE_ID, RESEARCHER, SITE, FakeCoordinator, Federation, contents
from radshare.access import AccessDecisionStatement, AccessRequestStatement
from radshare.attestation import read_unverified, sign_document
from radshare.cli.main import app
from radshare.client import CoordinatorClient, enroll, read_transcript
from radshare.errors import (
    AlreadyEnrolled,
    CertificateExpired,
    DigestMismatch,
    InviteExpired,
    InviteForeign,
    RadshareError,
    RemoteRefusal,
    Unreachable,
    UntrustedPeer,
)
from radshare.files import sha256_of
from radshare.manifest import release
from radshare.package import write_package
from radshare.seal import ContentKey, seal, wrap
from radshare.views import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from radshare.identity import Member


@pytest.fixture
def federation() -> Federation:
    """Return a federation."""
    return Federation()


@pytest.fixture
def coordinator(federation: Federation) -> Iterator[FakeCoordinator]:
    """Return a running coordinator."""
    with FakeCoordinator(federation) as running:
        yield running


@pytest.fixture
def site(federation: Federation, coordinator: FakeCoordinator, tmp_path: Path) -> Member:
    """Return an enrolled hospital."""
    member = federation.member(tmp_path / "site", SITE)
    coordinator.add(member)
    return member


def big_file(path: Path, size: int = 5 * 1024 * 1024 + 3) -> Path:
    """Write random bytes."""
    path.write_bytes(secrets.token_bytes(size))
    return path


def test_transfers_go_on_where_they_broke(coordinator: FakeCoordinator, site: Member, tmp_path: Path) -> None:
    """A broken upload and a broken download are resumed from the byte the other side holds."""
    source = big_file(tmp_path / "sealed")
    seen: list[tuple[int, int]] = []
    with CoordinatorClient(coordinator.address, site) as client:
        coordinator.break_after = [2, 1]
        client.upload(PACKAGE_ID, source, lambda done, total: seen.append((done, total)))
        assert bytes(coordinator.vault[PACKAGE_ID]) == source.read_bytes()
        assert seen[-1] == (source.stat().st_size, source.stat().st_size)
        coordinator.break_after = [3]
        client.download(PACKAGE_ID, tmp_path / "out", sha256_of(source), expected_bytes=source.stat().st_size)
    assert (tmp_path / "out").read_bytes() == source.read_bytes()
    assert not (tmp_path / "out.part").exists()


def test_a_download_goes_on_from_an_earlier_attempt(
    coordinator: FakeCoordinator, site: Member, tmp_path: Path
) -> None:
    """What an earlier process left in the part file is not fetched again."""
    data = secrets.token_bytes(2_000_000)
    coordinator.vault[PACKAGE_ID] = bytearray(data)
    (tmp_path / "source").write_bytes(data)
    (tmp_path / "out.part").write_bytes(data[:1_500_000])
    seen: list[int] = []
    with CoordinatorClient(coordinator.address, site) as client:
        client.download(
            PACKAGE_ID,
            tmp_path / "out",
            sha256_of(tmp_path / "source"),
            lambda done, _: seen.append(done),
            expected_bytes=len(data),
        )
    assert seen[0] > 1_500_000
    assert (tmp_path / "out").read_bytes() == data


@pytest.mark.parametrize("served", [b"x" * 1000, b"x" * 999, b"x" * 5000])
def test_other_bytes_than_announced_are_refused_and_not_kept(
    coordinator: FakeCoordinator, site: Member, tmp_path: Path, served: bytes
) -> None:
    """Altered, short and endless downloads end in DigestMismatch, and the file never gets its name."""
    coordinator.vault[PACKAGE_ID] = bytearray(served)
    with CoordinatorClient(coordinator.address, site) as client, pytest.raises(DigestMismatch):
        client.download(PACKAGE_ID, tmp_path / "out", "ab" * 32, expected_bytes=1000)
    assert not (tmp_path / "out").exists()


def test_the_coordinators_code_comes_through(coordinator: FakeCoordinator, site: Member) -> None:
    """A refusal keeps the coordinator's own code and text."""
    with CoordinatorClient(coordinator.address, site) as client, pytest.raises(RemoteRefusal) as refusal:
        client.package("f" * 32)
    assert refusal.value.code == "PACKAGE_UNKNOWN"
    assert "It was refused." in str(refusal.value)


def test_nobody_there_is_unreachable(site: Member) -> None:
    """A closed port is COORDINATOR_UNREACHABLE."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with CoordinatorClient(f"127.0.0.1:{port}", site) as client, pytest.raises(Unreachable):
        client.identities()


def test_a_server_of_another_ca_is_untrusted(site: Member) -> None:
    """A coordinator that our CA did not certify is UNTRUSTED_PEER."""
    with (
        FakeCoordinator(Federation()) as stranger,
        CoordinatorClient(stranger.address, site) as client,
        pytest.raises(UntrustedPeer),
    ):
        client.identities()


def test_a_server_whose_certificate_is_over_is_untrusted(federation: Federation, site: Member) -> None:
    """A coordinator with an expired certificate is UNTRUSTED_PEER."""
    with (
        FakeCoordinator(federation, days=(-9, -1)) as stale,
        CoordinatorClient(stale.address, site) as client,
        pytest.raises(UntrustedPeer),
    ):
        client.identities()


def test_a_member_the_server_does_not_accept_is_told_so(
    federation: Federation, coordinator: FakeCoordinator, tmp_path: Path
) -> None:
    """We trust the server but it does not know our CA: UNTRUSTED_PEER, not unreachable."""
    stranger = Federation().member(tmp_path / "s", SITE)
    object.__setattr__(stranger, "ca_pem", federation.ca_pem)
    with CoordinatorClient(coordinator.address, stranger) as client, pytest.raises(UntrustedPeer):
        client.identities()


def test_our_own_expired_certificate_is_named_before_dialling(federation: Federation, tmp_path: Path) -> None:
    """An expired member is told so without a call."""
    member = federation.member(tmp_path / "old", SITE, days=(-9, -1))
    with pytest.raises(CertificateExpired):
        CoordinatorClient("127.0.0.1:1", member)


def test_everything_that_leaves_is_in_the_transcript(
    coordinator: FakeCoordinator, site: Member, tmp_path: Path
) -> None:
    """Every outbound message is recorded before it is sent: calls and the chunks of an upload."""
    source = big_file(tmp_path / "sealed", 2_500_000)
    with CoordinatorClient(coordinator.address, site, transcript=tmp_path / "egress") as client:
        client.identity(str(SITE))
        client.upload(PACKAGE_ID, source)
    sent = list(read_transcript(tmp_path / "egress"))
    assert sent[0][0].endswith("/GetIdentity")
    assert str(SITE).encode() in sent[0][1]
    uploaded = b"".join(body for method, body in sent if method.endswith("/UploadPackage"))
    assert source.read_bytes()[:1000] in uploaded
    assert source.read_bytes()[-1000:] in uploaded


def test_listening_ends_quietly_when_the_client_closes(coordinator: FakeCoordinator, site: Member) -> None:
    """Notices come down the line until whoever holds it closes."""
    client = CoordinatorClient(coordinator.address, site)
    notices = client.listen("1.0")
    assert [next(notices), next(notices)] == [Notice.HEARTBEAT, Notice.CATALOG]
    client.close()
    assert list(notices) == []


def test_a_card_the_coordinator_made_up_is_not_a_member(
    coordinator: FakeCoordinator, site: Member, tmp_path: Path
) -> None:
    """A hacked coordinator cannot introduce somebody whom our CA never certified."""
    coordinator.add(Federation().member(tmp_path / "evil", RESEARCHER))
    with CoordinatorClient(coordinator.address, site) as client:
        assert [member.card.spiffe_id for member in client.identities()] == [SITE]
        with pytest.raises(RadshareError) as refusal:
            client.identity(str(RESEARCHER))
    assert refusal.value.code == "CARD_INVALID"


def test_enrolment_makes_a_member_once(
    federation: Federation, coordinator: FakeCoordinator, tmp_path: Path
) -> None:
    """An invite gives a membership; used again it is INVITE_USED; nobody enrolls over a membership."""
    invite = federation.invite(coordinator.address, RESEARCHER)
    assert enroll(invite, tmp_path / "id").spiffe_id == RESEARCHER
    with pytest.raises(AlreadyEnrolled):
        enroll(invite, tmp_path / "id")
    with pytest.raises(RemoteRefusal) as refusal:
        enroll(invite, tmp_path / "second")
    assert (refusal.value.code, refusal.value.exit_code) == ("INVITE_USED", 5)


def test_a_late_or_foreign_invite_is_named(federation: Federation, tmp_path: Path) -> None:
    """An expired invite is told without a call, a foreign one by the handshake."""
    with pytest.raises(InviteExpired):
        enroll(federation.invite("127.0.0.1:1", SITE, expires_in=-5), tmp_path / "a")
    with FakeCoordinator(Federation()) as other, pytest.raises(InviteForeign):
        enroll(federation.invite(other.address, SITE), tmp_path / "b")


def grant(coordinator: FakeCoordinator, site: Member, key: ContentKey, client: CoordinatorClient) -> None:
    """Decide the newest request as its owner."""
    view = client.access_requests()[-1]
    asked = read_unverified(view.request, AccessRequestStatement)
    requester, _ = client.identity(view.requester)
    decision = AccessDecisionStatement(
        request_id=asked.request_id,
        package_id=asked.package_id,
        owner=asked.owner,
        requester=asked.requester,
        granted=True,
        wrapped_key=wrap(key, requester.hpke_key, asked.key_context()),
        created_at=int(time.time()),
    )
    client.decide(sign_document(decision, site.signing))


def test_a_researcher_finds_requests_fetches_and_verifies(
    federation: Federation, coordinator: FakeCoordinator, site: Member, tmp_path: Path
) -> None:
    """The researcher's commands, from invite to verified package; a changed one then fails with exit 4."""
    key = ContentKey.generate()
    held = contents(site.signing)
    write_package(held, tmp_path / "p.tar")
    sealed = seal(tmp_path / "p.tar", tmp_path / "p.sealed", key, PACKAGE_ID)
    (tmp_path / "invite").write_bytes(federation.invite(coordinator.address, RESEARCHER).canonical())
    home = ["--home", str(tmp_path / "home"), "--json"]

    def command(*words: str) -> dict[str, object]:
        result = CliRunner().invoke(app, [*words, *home], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)  # type: ignore[no-any-return]

    with CoordinatorClient(coordinator.address, site) as owner:
        owner.upload(PACKAGE_ID, tmp_path / "p.sealed")
        statement = release(held.manifest, sealed.sha256, sealed.size_bytes)
        owner.publish(sign_document(statement, site.signing))
        assert command("enroll", "--invite", str(tmp_path / "invite"))["spiffe_id"] == str(RESEARCHER)
        (found,) = command("search", "--label", "pneumonia")
        assert found["package_id"] == PACKAGE_ID  # type: ignore[index]
        assert command("request", PACKAGE_ID, "--aim", "biomedical")["state"] == "pending"
        grant(coordinator, site, key, owner)
    fetched = command("fetch", PACKAGE_ID, "--wait-s", "5")
    folder = tmp_path / "home" / "packages" / PACKAGE_ID
    assert (fetched["pairs"], fetched["folder"]) == (12, str(folder))
    assert len(list((folder / "images").iterdir())) == 12
    assert command("verify", str(folder))["publisher"] == str(SITE)
    with (folder / "package.tar").open("r+b") as file:
        file.seek(600)
        file.write(b"\x00\xff\x00")
    result = CliRunner().invoke(app, ["verify", str(folder), *home])
    assert isinstance(result.exception, RadshareError)
    assert result.exception.exit_code == 4
