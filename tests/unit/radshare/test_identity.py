"""Names, keys, cards, memberships and invites."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest

from factories.boundary import RESEARCHER, SITE, Federation
from radshare.attestation import sign_document
from radshare.errors import (
    AlreadyEnrolled,
    CardInvalid,
    InviteDamaged,
    InviteExpired,
    NotEnrolled,
    SignatureInvalid,
)
from radshare.identity import (
    EnrollmentRequest,
    Invite,
    Member,
    Membership,
    Role,
    SpiffeId,
    enrollment_request,
    generate_keys,
    invite_key,
    save_membership,
    verify_card,
)
from radshare.identity.spiffe import SpiffeIdInvalid

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text",
    [
        "spiffe://demo/site/",
        "spiffe://demo/admin/x",
        "spiffe://demo/site/A",
        "spiffe://demo/site/a/b",
        "http://demo/site/a",
        "spiffe://demo/site/a\n",
        "spiffe:///site/a",
    ],
)
def test_a_name_has_one_spelling(text: str) -> None:
    """Anything but spiffe://<federation>/<role>/<name> is refused."""
    with pytest.raises(SpiffeIdInvalid):
        SpiffeId.parse(text)


def test_a_name_survives_copies_and_cannot_change() -> None:
    """A SPIFFE id is a value: copies are equal, parts stay, nothing can be set."""
    for twin in (copy.deepcopy(SITE), pickle.loads(pickle.dumps(SITE)), SpiffeId.parse(str(SITE))):  # noqa: S301
        assert (twin, twin.role, twin.name) == (SITE, Role.SITE, "hospital-a")
    with pytest.raises(AttributeError):
        SITE.role = Role.OPERATOR


def test_keys_are_private_made_once_and_never_shown(tmp_path: Path) -> None:
    """Key files have mode 0600, a second call changes nothing, and no repr holds a secret."""
    folder = tmp_path / "identity"
    generate_keys(folder, Role.SITE)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())
    assert folder.stat().st_mode & 0o777 == 0o700
    generate_keys(folder, Role.SITE)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert before["node.pub"].startswith(b"ecdsa-sha2-nistp384 ")
    member = Federation().member(folder, SITE)
    shown = repr(member) + repr(member.signing) + repr(member.hpke) + repr(member.master)
    assert member.master.to_bytes().hex() not in shown
    assert "PRIVATE" not in shown


def test_a_master_secret_gives_each_purpose_its_own_bytes(tmp_path: Path) -> None:
    """The same purpose gives the same bytes in every run; another purpose, others."""
    member = Federation().member(tmp_path, SITE)
    again = Member.load(tmp_path).master
    assert member.master.derive("uids/a") == again.derive("uids/a")
    assert member.master.derive("uids/a") != member.master.derive("uids/b")
    assert len(member.master.derive("dates", 64)) == 64


def test_a_card_of_another_ca_or_time_is_refused(tmp_path: Path) -> None:
    """Only our CA's cards pass, and only while they are valid."""
    federation, other = Federation(), Federation()
    member = federation.member(tmp_path, SITE)
    assert verify_card(member.card, federation.ca_pem).spiffe_id == SITE
    with pytest.raises(CardInvalid):
        verify_card(member.card, other.ca_pem)
    for moment in (member.card_view.expires_at, member.card_view.issued_at - 3600):
        with pytest.raises(CardInvalid):
            verify_card(member.card, federation.ca_pem, now=moment)


def test_a_fingerprint_follows_the_keys_and_not_the_dates(tmp_path: Path) -> None:
    """A renewed card with the same keys has the same fingerprint; other keys have another."""
    federation = Federation()
    one = federation.member(tmp_path / "a", SITE).card_view
    renewed = one.model_copy(update={"expires_at": one.expires_at + 1000})
    other = federation.member(tmp_path / "b", SITE).card_view
    assert one.fingerprint() == renewed.fingerprint() != other.fingerprint()


def test_a_membership_must_belong_to_the_folders_keys(tmp_path: Path) -> None:
    """A certificate or card made for other keys is never kept."""
    federation = Federation()
    theirs = federation.member(tmp_path / "theirs", SITE)
    generate_keys(tmp_path / "mine", Role.SITE)
    with pytest.raises(CardInvalid):
        save_membership(tmp_path / "mine", Membership(theirs.ca_pem, theirs.tls_certificate_pem, theirs.card))
    with pytest.raises(NotEnrolled):
        Member.load(tmp_path / "mine")


def test_an_enrolled_folder_does_not_change_its_name(tmp_path: Path) -> None:
    """A second membership under another name or CA is refused."""
    federation = Federation()
    federation.member(tmp_path, SITE)
    with pytest.raises(AlreadyEnrolled):
        federation.member(tmp_path, RESEARCHER)
    with pytest.raises(AlreadyEnrolled):
        Federation().member(tmp_path, SITE)


def test_proof_of_possession_covers_every_public_key(tmp_path: Path) -> None:
    """Exchanging any key of an enrolment request breaks its proof."""
    generate_keys(tmp_path, Role.SITE)
    request = enrollment_request(tmp_path, "hospital-a")
    request.check_proof()
    swapped = EnrollmentRequest(
        request.csr_pem, request.signing_key, b"\0" * len(request.hpke_key), request.node_key, request.proof
    )
    with pytest.raises(SignatureInvalid):
        swapped.check_proof()


def test_an_invite_survives_its_file_and_damage_is_named(tmp_path: Path) -> None:
    """A whole invite loads; a cut or mixed-up one is INVITE_DAMAGED; a late one is INVITE_EXPIRED."""
    federation = Federation()
    invite = federation.invite("127.0.0.1:1", SITE)
    path = tmp_path / "invite.json"
    path.write_bytes(invite.canonical())
    assert Invite.load(path) == invite
    assert "token" not in repr(invite)
    stolen = invite.model_copy(update={"token": b"u" * 32})
    foreign = invite.model_copy(update={"ca_pem": Federation().ca_pem})
    renamed = invite.model_copy(update={"spiffe_id": SpiffeId("other", Role.SITE, "hospital-a")})
    broken = [invite.canonical()[:-5], b"", b"{}", *(i.canonical() for i in (stolen, foreign, renamed))]
    for data in broken:
        with pytest.raises(InviteDamaged):
            Invite.from_json(data)
    with pytest.raises(InviteDamaged):
        Invite.load(tmp_path / "none.json")
    with pytest.raises(InviteExpired):
        invite.check_time(now=invite.expires_at)


def test_both_ends_derive_the_same_invite_key() -> None:
    """The bootstrap key is a function of the token alone."""
    numbers = invite_key(b"t" * 32).private_numbers().private_value
    assert numbers == invite_key(b"t" * 32).private_numbers().private_value
    assert numbers != invite_key(b"u" * 32).private_numbers().private_value


def test_a_card_signed_by_a_member_is_no_card(tmp_path: Path) -> None:
    """Members cannot make cards: only the CA's signature counts."""
    federation = Federation()
    member = federation.member(tmp_path, SITE)
    with pytest.raises(CardInvalid):
        verify_card(sign_document(member.card_view, member.signing), federation.ca_pem)
