"""Packages made by somebody who means harm: each is refused as malformed, and nothing is written anywhere."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest

from factories.boundary import contents, gray_png
from radshare.container import PackageLimits, read_container, write_container
from radshare.errors import PackageMalformed
from radshare.identity import SigningKey
from radshare.package import read_package, write_package
from radshare.png import check_gray_png

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Members = dict[str, bytes]


def members(tmp_path: Path) -> Members:
    """Return the members of a good package."""
    write_package(contents(SigningKey.generate()), tmp_path / "good.tar")
    with (tmp_path / "good.tar").open("rb") as file:
        return read_container(file, PackageLimits())


def sealed_again(held: Members) -> Members:
    """Return members with a manifest of digests that fits them: the attacker knows the format."""
    others = {name: data for name, data in held.items() if name != "manifest-sha256.txt"}
    lines = "".join(f"{hashlib.sha256(others[name]).hexdigest()}  {name}\n" for name in sorted(others))
    return {**others, "manifest-sha256.txt": lines.encode()}


def refused(data: bytes, tmp_path: Path) -> None:
    """Assert that a package of these bytes is malformed."""
    (tmp_path / "bad.tar").write_bytes(data)
    with pytest.raises(PackageMalformed):
        read_package(tmp_path / "bad.tar")


def container(held: Members) -> bytes:
    """Return the container of members."""
    file = io.BytesIO()
    write_container(held, file)
    return file.getvalue()


def without(name: str) -> Callable[[Members], Members]:
    """Return a change that removes a member."""
    return lambda held: {key: value for key, value in held.items() if key != name}


CHANGES: dict[str, Callable[[Members], Members]] = {
    "missing manifest": without("manifest.json"),
    "missing records": without("records.jsonl"),
    "missing croissant": without("croissant.json"),
    "missing image": without(f"images/{0:032x}.png"),
    "extra image": lambda held: {**held, f"images/{'f' * 32}.png": gray_png()},
    "extra member": lambda held: {**held, "readme.txt": b"hello"},
    "image is text": lambda held: {**held, f"images/{0:032x}.png": b"DOE^JANE"},
    "record twice": lambda held: {**held, "records.jsonl": held["records.jsonl"] * 2},
    "record spaced": lambda held: {**held, "records.jsonl": held["records.jsonl"].replace(b":", b": ", 1)},
    "no line end": lambda held: {**held, "records.jsonl": held["records.jsonl"][:-1]},
    "false counts": lambda held: {
        **held,
        "manifest.json": held["manifest.json"].replace(b'"pairs_at_least":10', b'"pairs_at_least":90'),
    },
    "attestation is no envelope": lambda held: {**held, "attestations/00.json": b"{}"},
    "attestation gap": lambda held: {**held, "attestations/07.json": held["attestations/00.json"]},
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_inconsistent_package_is_refused(tmp_path: Path, change: str) -> None:
    """Members that do not fit together are refused even when every digest fits."""
    refused(container(sealed_again(CHANGES[change](members(tmp_path)))), tmp_path)


def test_a_digest_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """A member whose digest the manifest does not hold is refused."""
    held = members(tmp_path)
    refused(container({**held, f"images/{0:032x}.png": gray_png(shade=9)}), tmp_path)


@pytest.mark.parametrize(
    "info",
    [
        {"name": "../evil.json"},
        {"name": "/etc/cron.d/evil.txt"},
        {"name": "images/../../evil.png"},
        {"name": "a.json", "type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        {"name": "a.json", "type": tarfile.LNKTYPE, "linkname": "manifest.json"},
        {"name": "a.json", "type": tarfile.CHRTYPE},
        {"name": "a.json", "type": tarfile.FIFOTYPE},
        {"name": "a.json", "type": tarfile.DIRTYPE},
        {"name": "a.json", "mode": 0o4755},
        {"name": "a.json", "uid": 0o777},
        {"name": "a.json", "mtime": 1},
        {"name": "a.json", "size": 2**40},
    ],
    ids=lambda info: "-".join(f"{key}={value}" for key, value in info.items()).replace("/", "|"),
)
def test_a_header_that_says_more_than_name_and_size_is_refused(
    tmp_path: Path, info: dict[str, object]
) -> None:
    """Traversal, links, devices, modes, owners, times and absurd sizes cannot be expressed."""
    header = tarfile.TarInfo(str(info["name"]))
    header.mode = 0o644
    for key, value in info.items():
        setattr(header, key, value)
    refused(header.tobuf(tarfile.GNU_FORMAT) + bytes(1024), tmp_path)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_extended_headers_are_refused(tmp_path: Path, form: int) -> None:
    """Long names smuggled in by PAX or GNU headers are refused."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        archive.addfile(tarfile.TarInfo("a" * 300 + ".json"), io.BytesIO())
    refused(file.getvalue(), tmp_path)


def test_duplicate_and_unsorted_members_are_refused(tmp_path: Path) -> None:
    """A second member of the same name cannot hide behind the first."""
    one, two = (container({name: b"x"})[:-1024] for name in ("a.json", "b.json"))
    refused(one + one + bytes(1024), tmp_path)
    refused(two + one + bytes(1024), tmp_path)


def test_appended_and_missing_ends_are_refused(tmp_path: Path) -> None:
    """Nothing may follow the end, and the end must be there."""
    good = container(members(tmp_path))
    for data in (good + b"x", good + bytes(512), good[:-512], good[:-1024], b"", good + good):
        refused(data, tmp_path)


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    """An image that would inflate to a gigabyte costs its header's promise and no more."""
    small = gray_png(16)
    header, rest = small[:33], small[33:]
    end = rest[-12:]
    body = zlib.compress(bytes(200_000_000), 9)
    chunk = len(body).to_bytes(4) + b"IDAT" + body + zlib.crc32(b"IDAT" + body).to_bytes(4)
    tracemalloc.start()
    with pytest.raises(PackageMalformed):
        check_gray_png(header + chunk + end, 64)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_an_image_has_no_place_for_words() -> None:
    """Text chunks, trailing bytes, other depths, wrong check sums and cut images are refused."""
    good = gray_png(16)
    text = b"tEXt" + b"Name\0DOE^JANE"
    with_text = good[:33] + (len(text) - 4).to_bytes(4) + text + zlib.crc32(text).to_bytes(4) + good[33:]
    colour = bytearray(good)
    colour[25] = 2
    colour[29:33] = zlib.crc32(bytes(colour[12:29])).to_bytes(4)
    bad = [with_text, good + b"DOE", bytes(colour), good[:-1], good[:40], good[:33] + good[-12:], b"GIF89a"]
    for data in bad:
        with pytest.raises(PackageMalformed):
            check_gray_png(data, 64)
    with pytest.raises(PackageMalformed):
        check_gray_png(good, 8)
    assert check_gray_png(good, 16) == (16, 16)
