"""The search for identifiers: finds them in every dress, and nothing else."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from site_agent.demo.canaries import Canary
from site_agent.demo.scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = Canary("Böhrenkotter", "family name")
NUMBER = Canary("QA55512345", "patient id")
SCANNER = Scanner([NAME, NUMBER])


@pytest.mark.parametrize(
    "dressed",
    [
        "x Böhrenkotter y".encode(),
        "BÖHRENKOTTER, Anna".encode("latin-1"),
        "böhrenkotter".encode("utf-16-le"),
        "Böhrenkotter".encode("utf-16-be"),
        b"bohrenkotter",
        json.dumps({"name": "Böhrenkotter"}).encode(),
        base64.b64encode("a Böhrenkotter".encode()),
        base64.b64encode("ab Böhrenkotter".encode()),
        base64.b64encode("abc Böhrenkotter".encode()),
        "Böhrenkotter".encode().hex().upper().encode(),
    ],
)
def test_a_name_is_found_in_every_dress(dressed: bytes) -> None:
    """Spelling, encoding and alignment do not hide an identifier."""
    assert SCANNER.search(b"\0" * 13 + dressed + b"\0" * 5) == {NAME}


def test_what_was_not_planted_is_not_found() -> None:
    """Random bytes and near misses are no finds."""
    assert SCANNER.search(os.urandom(3_000_000) + b"Bohrenkotte QA5551234") == set()


def test_a_find_across_the_border_of_two_chunks_counts() -> None:
    """Cutting large files into chunks loses nothing."""
    data = b"." * ((1 << 22) - 3) + NUMBER.value.encode() + b"." * 100
    assert SCANNER.search(data) == {NUMBER}


def packed_as_zip(secret: bytes) -> bytes:
    """Return a zip whose member holds the secret, compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", b"." * 500 + secret)
    return b"head" + stream.getvalue()


def packed_as_png(secret: bytes) -> bytes:
    """Return a PNG with the secret in a compressed text chunk."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "." * 50 + secret.decode(), zip=True)
    stream = io.BytesIO()
    Image.new("L", (8, 8)).save(stream, "PNG", pnginfo=info)
    return b"some tar header" + stream.getvalue()


def packed_as_pixels(secret: bytes) -> bytes:
    """Return a PNG whose pixel values are the secret's bytes."""
    stream = io.BytesIO()
    Image.fromarray(np.frombuffer(secret, dtype=np.uint8)[None, :]).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, packed_as_zip, packed_as_png, packed_as_pixels])
def test_archives_and_images_are_unpacked(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """An identifier inside gzip, zip or PNG is found in the file."""
    (tmp_path / "file.bin").write_bytes(pack(NUMBER.value.encode()))
    assert [find.kind for find in SCANNER.found([tmp_path])] == ["patient id"]


def test_database_rows_are_read_whole(tmp_path: Path) -> None:
    """A string that SQLite splits over overflow pages is found."""
    with closing(sqlite3.connect(tmp_path / "rows.sqlite")) as base:
        base.execute("PRAGMA page_size=512")
        base.execute("CREATE TABLE t (v TEXT)")
        for shift in range(64):
            base.execute("INSERT INTO t VALUES (?)", ("." * (900 + 8 * shift) + NUMBER.value,))
        base.commit()
    assert SCANNER.missing([tmp_path]) == [NAME]


def test_file_names_are_searched(tmp_path: Path) -> None:
    """A name on the outside of a file is a find."""
    (tmp_path / f"{NUMBER.value}.txt").write_text("nothing inside")
    assert [find.place for find in SCANNER.found([tmp_path])] == [f"{tmp_path.name}/{NUMBER.value}.txt"]


@given(prefix=st.binary(max_size=40), suffix=st.binary(max_size=40))
def test_surroundings_never_hide_a_number(prefix: bytes, suffix: bytes) -> None:
    """Whatever stands before and after, the planted bytes are found."""
    assert NUMBER in SCANNER.search(prefix + NUMBER.value.encode() + suffix)


def test_a_find_does_not_show_the_value(tmp_path: Path) -> None:
    """Reports of finds name kind and place, never the identifier."""
    (tmp_path / "a").write_bytes(NAME.value.encode())
    assert NAME.value not in repr(SCANNER.found([tmp_path]))
