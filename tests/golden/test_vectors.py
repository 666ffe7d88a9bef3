"""The committed vectors give what their index says, and the code still makes them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from radshare.attestation import Envelope, verify_document
from radshare.errors import RadshareError
from radshare.identity import HpkeKey
from radshare.manifest import ReleaseStatement
from radshare.package import read_package
from radshare.seal import ContentKey, open_sealed, unwrap

VECTORS = Path(__file__).parent / "vectors"
SCRIPT = Path(__file__).parents[2] / "scripts" / "make_golden"
INDEX = json.loads((VECTORS / "vectors.json").read_bytes())


def judge(name: str, out: Path) -> None:
    """Open one vector with what it is meant for."""
    path = VECTORS / name
    if name.startswith("sealed"):
        open_sealed(path, out, ContentKey(bytes.fromhex(INDEX["content_key"])), INDEX["package_id"])
        assert out.read_text() == INDEX["plaintext"]
    elif name.startswith("release"):
        key = bytes.fromhex(INDEX["signing_public_key"])
        verify_document(Envelope.from_json(path.read_bytes()), ReleaseStatement, key)
    elif name.startswith("package"):
        assert read_package(path).manifest.package_id == INDEX["package_id"]
    else:
        private = HpkeKey(bytes.fromhex(INDEX["hpke_private_key"]))
        key_bytes = unwrap(path.read_bytes(), private, INDEX["wrap_context"].encode()).to_bytes()
        assert key_bytes.hex() == INDEX["content_key"]


@pytest.mark.parametrize("name", INDEX["vectors"])
def test_a_vector_gives_what_the_index_says(name: str, tmp_path: Path) -> None:
    """Each file opens, or is refused with exactly the code its index names."""
    expected = INDEX["vectors"][name]
    if expected == "ok":
        judge(name, tmp_path / "out")
        return
    with pytest.raises(RadshareError) as refusal:
        judge(name, tmp_path / "out")
    assert refusal.value.code == expected


def test_every_file_is_in_the_index() -> None:
    """No vector is forgotten."""
    assert {path.name for path in VECTORS.iterdir()} == {*INDEX["vectors"], "vectors.json"}


def test_the_code_still_makes_the_vectors() -> None:
    """The format has not changed by accident."""
    subprocess.run([sys.executable, str(SCRIPT), "--check"], check=True, timeout=120)
