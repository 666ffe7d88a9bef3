"""Files made to harm the reader end as one reason each."""

from __future__ import annotations

import io
import json
import zlib
from typing import TYPE_CHECKING

import pytest
from pydicom.dataset import Dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian

from factories.exams import FAMILY, dx
from site_agent.deidentify.engine.walk import deidentify_tree
from site_agent.deidentify.engine.worker import Job
from site_agent.deidentify.profile.profile import load_profile
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import ReadLimits, read

if TYPE_CHECKING:
    from pathlib import Path


def saved(data: Dataset) -> bytes:
    """Return the bytes of a file."""
    out = io.BytesIO()
    data.save_as(out, enforce_file_format=True)
    return out.getvalue()


def test_a_deflated_bomb_is_not_inflated(tmp_path: Path) -> None:
    """A small file that would inflate beyond the limit is too large."""
    data = dx()
    data.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    content = saved(data)
    length = int.from_bytes(content[140:144], "little")
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    bomb = packer.compress(b"\0" * 40_000_000) + packer.flush()
    (tmp_path / "bomb.dcm").write_bytes(content[: 144 + length] + bomb)
    with pytest.raises(InputRefusedError) as refused:
        read(tmp_path / "bomb.dcm", ReadLimits(file_bytes=1_000_000))
    assert refused.value.reason is Reason.TOO_LARGE


def test_a_thousand_nested_sequences_do_not_crash(tmp_path: Path) -> None:
    """Depth beyond the stack is a reason code."""
    item = b""
    for _ in range(1500):
        item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff" + b"\x08\x00\x15\x11SQ\0\0\xff\xff\xff\xff" + item
    (tmp_path / "in").mkdir()
    content = saved(dx())
    at = content.index(b"\x10\x00\x10\x00PN")
    (tmp_path / "in" / "deep.dcm").write_bytes(
        content[:at] + b"\x08\x00\x15\x11SQ\0\0\xff\xff\xff\xff" + item
    )
    report, _ = deidentify_tree(tmp_path / "in", tmp_path / "out", Job(load_profile("share"), b"k" * 32))
    assert report.counts == {"refused": 1}
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("cut", [10, 131, 140, 300, 900, 2000])
def test_a_truncated_file_is_a_reason_and_leaves_nothing_behind(tmp_path: Path, cut: int) -> None:
    """Whatever is missing, nothing partial appears in the output."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"{FAMILY}.dcm").write_bytes(saved(dx())[:cut])
    report, _ = deidentify_tree(tmp_path / "in", tmp_path / "out", Job(load_profile("share"), b"k" * 32))
    assert report.counts.get("written", 0) == 0
    assert sum(report.counts.values()) == 1
    assert not list((tmp_path / "out").iterdir())
    told = io.StringIO()
    report.write_json(told)
    assert FAMILY not in told.getvalue()
    assert len(json.loads(told.getvalue())["inputs"]) == 1


def test_bytes_behind_the_data_set_do_not_come_through(tmp_path: Path) -> None:
    """Trailing bytes, which readers take for an element, are not written."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.dcm").write_bytes(saved(dx()) + b"ZQUARREL!")
    report, _ = deidentify_tree(tmp_path / "in", tmp_path / "out", Job(load_profile("share"), b"k" * 32))
    assert report.counts == {"written": 1}
    (written,) = (tmp_path / "out").iterdir()
    assert b"ZQUARREL" not in written.read_bytes()


@pytest.mark.parametrize(
    ("charset", "name"),
    [("ISO_IR 100", "Müßiggang^Jörg"), ("ISO_IR 144", "Люксембург^Петр"), ("ISO_IR 192", "王^小東=王^小東")],
)
def test_names_in_any_character_set_go(tmp_path: Path, charset: str, name: str) -> None:
    """Whatever the character set, the family name is not in the bytes."""
    data = dx()
    data.SpecificCharacterSet, data.PatientName = charset, name
    inner = Dataset()
    inner.PatientName = name
    data.ReferencedPatientSequence = [inner]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.dcm").write_bytes(saved(data))
    report, _ = deidentify_tree(tmp_path / "in", tmp_path / "out", Job(load_profile("share"), b"k" * 32))
    assert report.counts == {"written": 1}
    (written,) = (tmp_path / "out").iterdir()
    family = name.split("^", maxsplit=1)[0]
    encodings = {"ISO_IR 100": "latin-1", "ISO_IR 144": "iso8859_5", "ISO_IR 192": "utf-8"}
    for encoding in ("utf-8", encodings[charset]):
        assert family.encode(encoding, errors="replace") not in written.read_bytes()
