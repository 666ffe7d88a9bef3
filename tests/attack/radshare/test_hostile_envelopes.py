"""Envelopes and grants made by a hacked coordinator or a dishonest member."""

from __future__ import annotations

import base64
import dataclasses
import json
from typing import TYPE_CHECKING

import pytest

from factories.boundary import PACKAGE_ID, RESEARCHER, SITE, Federation, contents
from radshare.access import AccessDecisionStatement, AccessRequestStatement, key_context
from radshare.attestation import Envelope, Signable, sign, sign_document, verify, verify_document
from radshare.data_use import Aim, Purpose
from radshare.errors import KeyNotForMe, SignatureInvalid
from radshare.fetching import _granted_key
from radshare.identity import SigningKey
from radshare.manifest import ReleaseStatement, release
from radshare.seal import ContentKey, wrap
from radshare.views import AccessState, AccessView

if TYPE_CHECKING:
    from pathlib import Path

KEY = SigningKey.generate()
RELEASE = release(contents(KEY).manifest, "cd" * 32, 9)
GOOD = sign_document(RELEASE, KEY)


def test_another_key_is_refused_even_when_it_names_ours() -> None:
    """Neither a stranger's signature nor a stranger's signature under our key id passes."""
    stranger = sign_document(RELEASE, SigningKey.generate())
    for envelope in (stranger, dataclasses.replace(stranger, key_id=KEY.key_id)):
        with pytest.raises(SignatureInvalid):
            verify(envelope, KEY.public)


def test_the_type_is_signed_too() -> None:
    """A signature over one kind of document does not carry over to another."""
    with pytest.raises(SignatureInvalid):
        verify(dataclasses.replace(GOOD, payload_type="application/json"), KEY.public)
    with pytest.raises(SignatureInvalid):
        verify_document(GOOD, AccessRequestStatement, KEY.public)


@pytest.mark.parametrize("model", [ReleaseStatement, AccessRequestStatement, AccessDecisionStatement])
def test_signed_nonsense_is_not_a_document(model: type[Signable]) -> None:
    """A valid signature over something else, or over another byte form, is not a document."""
    for payload in (b"{}", b"[]", b"\xff", GOOD.payload + b" ", b"9" * 100_000, b"[" * 50_000):
        with pytest.raises(SignatureInvalid):
            verify_document(sign(payload, model.payload_type, KEY), model, KEY.public)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"payload":1,"payloadType":"x","signatures":[{"keyid":"k","sig":"AA=="}]}',
        b'{"payload":"AA==","payloadType":"x","signatures":[]}',
        b'{"payload":"AB==","payloadType":"x","signatures":[{"keyid":"k","sig":"AA=="}]}',
    ],
    ids=range(9),
)
def test_what_is_no_envelope_is_refused(data: bytes) -> None:
    """Malformed JSON, deep nesting, no signature and loose base64 are one error."""
    with pytest.raises(SignatureInvalid):
        Envelope.from_json(data)


def test_numbers_and_characters_that_json_cannot_carry_are_refused() -> None:
    """Integers beyond 2^53 and lone surrogates end in the one error, signed or not."""
    payload = GOOD.payload.replace(b'"ciphertext_bytes":9', b'"ciphertext_bytes":9007199254740993')
    with pytest.raises(SignatureInvalid):
        verify_document(sign(payload, ReleaseStatement.payload_type, KEY), ReleaseStatement, KEY.public)
    with pytest.raises(SignatureInvalid):
        Envelope.from_json(GOOD.to_json().replace(b"application/", b"\\ud800/"))


def test_two_signatures_or_unknown_fields_are_refused() -> None:
    """An envelope has one signature and no field that nobody signed."""
    body = json.loads(GOOD.to_json())
    for change in ({"signatures": body["signatures"] * 2}, {"note": "trust me"}):
        with pytest.raises(SignatureInvalid):
            Envelope.from_json(json.dumps({**body, **change}, separators=(",", ":"), sort_keys=True))
    assert base64.b64decode(body["payload"]) == GOOD.payload


def test_a_grant_answers_only_its_own_request(tmp_path: Path) -> None:
    """A grant for another requester, request or package, or by another signer, opens nothing."""
    federation = Federation()
    owner = federation.member(tmp_path / "o", SITE)
    me = federation.member(tmp_path / "r", RESEARCHER)
    thief = federation.member(tmp_path / "t", SITE)
    key = ContentKey.generate()
    asked = AccessRequestStatement(
        request_id="1" * 32,
        package_id=PACKAGE_ID,
        requester=RESEARCHER,
        owner=SITE,
        purpose=Purpose(aim=Aim.BIOMEDICAL),
        created_at=1,
    )
    good = AccessDecisionStatement(
        request_id="1" * 32,
        package_id=PACKAGE_ID,
        owner=SITE,
        requester=RESEARCHER,
        granted=True,
        wrapped_key=wrap(key, me.hpke.public, asked.key_context()),
        created_at=2,
    )

    def opened(decision: AccessDecisionStatement, signer: SigningKey = owner.signing) -> ContentKey:
        view = AccessView(
            "1" * 32,
            RESEARCHER,
            SITE,
            PACKAGE_ID,
            AccessState.GRANTED,
            sign_document(asked, me.signing),
            sign_document(decision, signer),
        )
        return _granted_key(view, RELEASE, owner.card_view, me)

    assert opened(good) == key
    with pytest.raises(SignatureInvalid):
        opened(good, thief.signing)
    for change in ({"request_id": "2" * 32}, {"package_id": "e" * 32}, {"requester": SITE}):
        with pytest.raises(SignatureInvalid):
            opened(good.model_copy(update=change))
    for_thief = wrap(key, thief.hpke.public, asked.key_context())
    other_context = wrap(key, me.hpke.public, key_context("2" * 32, PACKAGE_ID, SITE, RESEARCHER))
    for wrapped in (for_thief, other_context):
        with pytest.raises(KeyNotForMe):
            opened(good.model_copy(update={"wrapped_key": wrapped}))
