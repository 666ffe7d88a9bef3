"""Packages, seals, policies: what comes back is what went in, and nothing else is accepted."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from factories.boundary import PACKAGE_ID, RESEARCHER, SITE, Federation, contents, gray_png, manifest, pair
from radshare.access import AccessDecisionStatement, key_context
from radshare.attestation import sign_document
from radshare.errors import KeyNotForMe, PackageMalformed, PolicyRefused, SealBroken, SignatureInvalid
from radshare.evidence import attest
from radshare.identity import HpkeKey, SigningKey
from radshare.manifest import release
from radshare.package import PackageContents, PackageLimits, read_package, write_package
from radshare.policy import (
    AllOf,
    AnyOf,
    GatesPassed,
    NotRevoked,
    SignedBy,
    verify_contents,
    verify_release,
)
from radshare.seal import CHUNK_BYTES, ContentKey, open_sealed, seal, unwrap, wrap

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_contents_give_the_same_bytes_and_come_back(tmp_path: Path) -> None:
    """Writing is deterministic, and reading is its inverse."""
    held = contents(SigningKey.generate())
    write_package(held, tmp_path / "a.tar")
    write_package(held, tmp_path / "b.tar")
    assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()
    assert (tmp_path / "a.tar").stat().st_mode & 0o777 == 0o600
    assert read_package(tmp_path / "a.tar") == held


def test_limits_are_enforced_before_contents_are_used(tmp_path: Path) -> None:
    """Members, bytes and image sides beyond the limits are refused."""
    write_package(contents(SigningKey.generate()), tmp_path / "p.tar")
    tight = [
        PackageLimits(max_members=5),
        PackageLimits(max_member_bytes=100),
        PackageLimits(max_total_bytes=1000),
    ]
    for limits in tight:
        with pytest.raises(PackageMalformed):
            read_package(tmp_path / "p.tar", limits)


def test_a_writer_refuses_what_a_reader_would_refuse(tmp_path: Path) -> None:
    """Missing images, unsorted records and false counts never become a package."""
    good = contents(SigningKey.generate())
    bad = [
        dataclasses.replace(good, images={}),
        dataclasses.replace(good, pairs=good.pairs[::-1]),
        dataclasses.replace(good, manifest=manifest(good.pairs * 2)),
        dataclasses.replace(good, images={**good.images, "f" * 32: gray_png()}),
        PackageContents(manifest(()), (), {}),
    ]
    for held in bad:
        with pytest.raises(PackageMalformed):
            write_package(held, tmp_path / "p.tar")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_a_sealed_file_opens_to_its_plaintext(tmp_path: Path, size: int) -> None:
    """Sealing and opening give back any length, at and around chunk borders; sealing twice gives one file."""
    plain, key = tmp_path / "plain", ContentKey.generate()
    plain.write_bytes(bytes(size % 251 for _ in range(size)))
    first = seal(plain, tmp_path / "sealed", key, PACKAGE_ID)
    assert seal(plain, tmp_path / "again", key, PACKAGE_ID) == first
    assert first.size_bytes == (tmp_path / "sealed").stat().st_size
    open_sealed(tmp_path / "sealed", tmp_path / "out", key, PACKAGE_ID)
    assert (tmp_path / "out").read_bytes() == plain.read_bytes()


def test_other_bytes_under_one_key_share_no_key_stream(tmp_path: Path) -> None:
    """The synthetic salt gives other plaintext an unrelated stream, so no nonce is used twice."""
    key = ContentKey.generate()
    for name, text in (("a", b"x" * 64), ("b", b"y" * 64)):
        (tmp_path / name).write_bytes(text)
        seal(tmp_path / name, tmp_path / f"{name}.sealed", key, PACKAGE_ID)
    a, b = ((tmp_path / f"{name}.sealed").read_bytes() for name in "ab")
    assert a[18:50] != b[18:50]


def test_wrong_key_wrong_package_reordered_and_cut_are_one_error(tmp_path: Path) -> None:
    """Whatever is wrong with a sealed file, the error is SealBroken and no plaintext is left."""
    key = ContentKey.generate()
    (tmp_path / "plain").write_bytes(b"a" * (2 * CHUNK_BYTES + 5))
    seal(tmp_path / "plain", tmp_path / "sealed", key, PACKAGE_ID)
    data = (tmp_path / "sealed").read_bytes()
    head, chunk = 50, CHUNK_BYTES + 16
    swapped = (
        data[:head]
        + data[head + chunk : head + 2 * chunk]
        + data[head : head + chunk]
        + data[head + 2 * chunk :]
    )
    broken = [
        swapped,
        data[:-1],
        data[: head + chunk],
        data[: head + 2 * chunk],
        data + b"\0",
        data[:head],
        b"",
        data[:20],
    ]
    for case in broken:
        (tmp_path / "bad").write_bytes(case)
        with pytest.raises(SealBroken):
            open_sealed(tmp_path / "bad", tmp_path / "out", key, PACKAGE_ID)
    for other_key, other_id in ((ContentKey.generate(), PACKAGE_ID), (key, "f" * 32)):
        with pytest.raises(SealBroken):
            open_sealed(tmp_path / "sealed", tmp_path / "out", other_key, other_id)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad", "plain", "sealed"]


def test_a_wrapped_key_opens_for_its_recipient_and_request_only() -> None:
    """Another private key or another context is KeyNotForMe."""
    mine, key = HpkeKey.generate(), ContentKey.generate()
    context = key_context("1" * 32, PACKAGE_ID, SITE, RESEARCHER)
    wrapped = wrap(key, mine.public, context)
    assert unwrap(wrapped, mine, context) == key
    attempts = [
        (wrapped, HpkeKey.generate(), context),
        (wrapped, mine, key_context("2" * 32, PACKAGE_ID, SITE, RESEARCHER)),
        (wrapped[:-1], mine, context),
        (b"", mine, context),
    ]
    for attempt in attempts:
        with pytest.raises(KeyNotForMe):
            unwrap(*attempt)
    with pytest.raises(KeyNotForMe):
        wrap(key, b"short", context)
    assert key.to_bytes().hex() not in repr(key)


def test_a_grant_without_a_key_is_no_grant() -> None:
    """A decision holds a wrapped key exactly when it grants."""
    common = {
        "request_id": "1" * 32,
        "package_id": PACKAGE_ID,
        "owner": SITE,
        "requester": RESEARCHER,
        "created_at": 1,
    }
    with pytest.raises(ValueError, match="exactly when"):
        AccessDecisionStatement.model_validate({**common, "granted": True})
    with pytest.raises(ValueError, match="exactly when"):
        AccessDecisionStatement.model_validate({**common, "granted": False, "wrapped_key": b"k"})


def test_a_release_is_judged_by_signature_name_and_policy(tmp_path: Path) -> None:
    """A release passes in its publisher's own name under a policy that accepts it, and not otherwise."""
    federation = Federation()
    site = federation.member(tmp_path / "a", SITE)
    other = federation.member(tmp_path / "r", RESEARCHER)
    held = contents(site.signing)
    statement = release(held.manifest, "cd" * 32, 100)
    envelope = sign_document(statement, site.signing)
    assert verify_release(envelope, site.card_view, NotRevoked()) == statement
    with pytest.raises(SignatureInvalid):
        verify_release(sign_document(statement, other.signing), site.card_view, NotRevoked())
    with pytest.raises(SignatureInvalid):
        verify_release(sign_document(statement, other.signing), other.card_view, NotRevoked())
    with pytest.raises(PolicyRefused):
        verify_release(envelope, site.card_view, NotRevoked(), revoked=True)
    refusing = [
        SignedBy(frozenset({str(RESEARCHER)})),
        GatesPassed(min_k=6),
        GatesPassed(min_planted_recall=0.99),
        GatesPassed(max_false_match_rate=0.01),
        AllOf((NotRevoked(), GatesPassed(min_k=6))),
        AnyOf((GatesPassed(min_k=6), SignedBy(frozenset()))),
    ]
    for policy in refusing:
        with pytest.raises(PolicyRefused):
            verify_release(envelope, site.card_view, policy)
    verify_release(envelope, site.card_view, AnyOf((GatesPassed(min_k=6), SignedBy(frozenset({str(SITE)})))))


@pytest.mark.parametrize("policy", [AllOf, AnyOf])
def test_an_empty_policy_is_refused(policy: type[AllOf | AnyOf]) -> None:
    """A combination of nothing is a configuration that went wrong."""
    with pytest.raises(ValueError, match="at least one"):
        policy(())


def test_contents_must_be_the_released_ones_with_all_statements(tmp_path: Path) -> None:
    """Another manifest, missing, foreign or misplaced attestations are refused."""
    site = Federation().member(tmp_path, SITE)
    held = contents(site.signing)
    statement = release(held.manifest, "cd" * 32, 100)
    verify_contents(held, statement, site.card_view)
    stranger = SigningKey.generate()
    foreign = attest(held.manifest, held.pairs, held.images, stranger)
    other_images = {**held.images, held.pairs[0].pair_id: gray_png(shade=1)}
    bad = [
        (dataclasses.replace(held, attestations=held.attestations[:2]), PolicyRefused),
        (dataclasses.replace(held, attestations=held.attestations + held.attestations[:1]), PolicyRefused),
        (dataclasses.replace(held, attestations=foreign), SignatureInvalid),
        (dataclasses.replace(held, images=other_images), SignatureInvalid),
        (contents(site.signing, package_id="e" * 32), PolicyRefused),
    ]
    for case, error in bad:
        with pytest.raises(error):
            verify_contents(case, statement, site.card_view)


def test_a_record_names_its_own_image_and_sorted_labels() -> None:
    """A record cannot point at another pair's image or repeat a label."""
    good = pair(1).model_dump()
    for change in ({"image": f"images/{2:032x}.png"}, {"labels": ("b", "a")}, {"labels": ("a", "a")}):
        with pytest.raises(ValueError, match=r"image|labels"):
            type(pair(1)).model_validate({**good, **change})
