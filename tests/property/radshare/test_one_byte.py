"""Flip any byte of anything signed or sealed, and it is refused; leave it alone, and it comes back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.boundary import PACKAGE_ID, contents
from radshare.attestation import Envelope, PredicateType, Statement, sign_document, statement, verify_document
from radshare.errors import VerificationError
from radshare.identity import HpkeKey, SigningKey
from radshare.manifest import ReleaseStatement, release
from radshare.package import read_package, write_package
from radshare.policy import verify_contents
from radshare.seal import ContentKey, open_sealed, seal, unwrap, wrap

KEY = SigningKey.generate()
HPKE = HpkeKey.generate()
CONTENT_KEY = ContentKey(bytes(range(32)))
HELD = contents(KEY)
ENVELOPE = sign_document(release(HELD.manifest, "cd" * 32, 9), KEY).to_json()


def _bytes_of_package() -> bytes:
    with TemporaryDirectory() as folder:
        write_package(HELD, Path(folder, "p"))
        return Path(folder, "p").read_bytes()


def _bytes_of_sealed() -> bytes:
    with TemporaryDirectory() as folder:
        Path(folder, "p").write_bytes(b"plain" * 50)
        seal(Path(folder, "p"), Path(folder, "s"), CONTENT_KEY, PACKAGE_ID)
        return Path(folder, "s").read_bytes()


PACKAGE, SEALED = _bytes_of_package(), _bytes_of_sealed()
WRAPPED = wrap(CONTENT_KEY, HPKE.public, b"context")


def flipped(data: bytes, position: int, mask: int) -> bytes:
    """Return ``data`` with one byte changed."""
    at = position % len(data)
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


flips = st.tuples(st.integers(0, 10**7), st.integers(1, 255))


@settings(max_examples=300, deadline=None)
@given(flips)
def test_an_envelope_with_any_byte_flipped_is_refused(flip: tuple[int, int]) -> None:
    """No byte of an envelope's JSON can change, not even in base64 padding or key order."""
    with pytest.raises(VerificationError):
        verify_document(Envelope.from_json(flipped(ENVELOPE, *flip)), ReleaseStatement, KEY.public)


@settings(max_examples=150, deadline=None)
@given(flips)
def test_a_sealed_file_with_any_byte_flipped_is_refused(flip: tuple[int, int]) -> None:
    """No byte of a sealed file can change, its header included."""
    with TemporaryDirectory() as folder:
        Path(folder, "s").write_bytes(flipped(SEALED, *flip))
        with pytest.raises(VerificationError):
            open_sealed(Path(folder, "s"), Path(folder, "out"), CONTENT_KEY, PACKAGE_ID)


@settings(max_examples=200, deadline=None)
@given(flips)
def test_a_package_with_any_byte_flipped_is_refused(flip: tuple[int, int]) -> None:
    """No byte of a package can change, headers and padding included."""
    with TemporaryDirectory() as folder:
        Path(folder, "p").write_bytes(flipped(PACKAGE, *flip))
        with pytest.raises(VerificationError):
            read_package(Path(folder, "p"))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**7))
def test_a_package_cut_anywhere_is_refused(length: int) -> None:
    """A truncated package is never read, wherever it ends."""
    with TemporaryDirectory() as folder:
        Path(folder, "p").write_bytes(PACKAGE[: length % len(PACKAGE)])
        with pytest.raises(VerificationError):
            read_package(Path(folder, "p"))


@settings(max_examples=100, deadline=None)
@given(flips)
def test_a_wrapped_key_with_any_byte_flipped_is_refused(flip: tuple[int, int]) -> None:
    """No byte of a wrapped key can change."""
    with pytest.raises(VerificationError):
        unwrap(flipped(WRAPPED, *flip), HPKE, b"context")


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=5000), st.binary(min_size=32, max_size=32))
def test_what_is_sealed_comes_back(plain: bytes, raw: bytes) -> None:
    """Any bytes under any key come back."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "p").write_bytes(plain)
        seal(folder / "p", folder / "s", ContentKey(raw), PACKAGE_ID)
        open_sealed(folder / "s", folder / "o", ContentKey(raw), PACKAGE_ID)
        assert (folder / "o").read_bytes() == plain


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(st.characters(codec="utf-8")), json_values, max_size=4))
def test_any_predicate_survives_signing_and_travelling(predicate: dict[str, object]) -> None:
    """A statement with any JSON predicate is signed, written, read and verified unchanged."""
    said = statement("subject", "ab" * 32, PredicateType.UTILITY, predicate)
    back = Envelope.from_json(sign_document(said, KEY).to_json())
    assert verify_document(back, Statement, KEY.public) == said


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 30))
def test_any_package_round_trips_with_its_evidence(n_pairs: int) -> None:
    """A package of any size comes back and its attestations cover what came back."""
    held = contents(KEY, n_pairs)
    with TemporaryDirectory() as name:
        write_package(held, Path(name, "p"))
        assert read_package(Path(name, "p")) == held
    verify_contents(held, release(held.manifest, "cd" * 32, 9), _Card())  # type: ignore[arg-type]


class _Card:
    """The one field of a card that attestations are checked with."""

    signing_key = KEY.public
