from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest
from pydicom.encaps import encapsulate
from pydicom.filewriter import dcmwrite
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian, JPEGBaseline8Bit

from factories.exams import FAMILY, dx
from factories.hostile_dicom import explicit, with_meta
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import ReadLimits, Source, open_source, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pydicom.dataset import Dataset

LIMITS = ReadLimits()
NAMED = explicit(0x00080016, b"UI", b"1.2.840.10008.5.1.4.1.1.1.1\0") + explicit(0x00080018, b"UI", b"1.2\0")


def saved(data: Dataset, path: Path) -> Path:
    """Write a file in the encoding that its file meta names."""
    syntax = data.file_meta.TransferSyntaxUID
    data.set_original_encoding(syntax.is_implicit_VR, syntax.is_little_endian)
    dcmwrite(path, data, enforce_file_format=True)
    return path


def test_a_source_is_the_data_set_without_its_pixels(tmp_path: Path) -> None:
    """Attributes are read, the pixel value is only located; reading it gives its exact bytes every time."""
    data = dx()
    source = open_source(saved(data, tmp_path / "a"), LIMITS)
    assert source.dataset.PatientName == data.PatientName
    assert "PixelData" not in source.dataset
    assert source.pixels is not None
    assert (source.pixels.keyword, source.pixels.encapsulated) == ("PixelData", False)
    assert source.pixels.read() == source.pixels.read() == data.PixelData
    assert FAMILY not in repr(source)
    with source.pixels.open() as file:
        file.seek(100)
        assert file.read(10) == data.PixelData[100:110]
    out = io.BytesIO()
    source.pixels.copy(out, 1000)
    assert out.getvalue() == data.PixelData[:1000]


@pytest.mark.parametrize("spooled", [False, True])
def test_a_deflated_file_reads_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, spooled: bool
) -> None:
    """Its pixels are located in what was inflated, in memory or in an unnamed file."""
    if spooled:
        monkeypatch.setattr("site_agent.ingest.inflate.IN_MEMORY", 100)
    data = dx()
    data.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    source = open_source(saved(data, tmp_path / "a"), LIMITS)
    assert source.pixels is not None
    assert source.pixels.read() == data.PixelData
    assert not source.dataset.file_meta.TransferSyntaxUID.is_deflated


def test_encapsulated_items_are_walked_to_their_end(tmp_path: Path) -> None:
    """The span ends with the last item; a file cut inside the items is refused."""
    data = dx()
    data.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    data.PixelData = encapsulate([b"\xff\xd8one!\xff\xd9", b"\xff\xd8two!\xff\xd9"])
    path = saved(data, tmp_path / "a")
    source = open_source(path, LIMITS)
    assert source.pixels is not None
    assert source.pixels.encapsulated
    assert data.PixelData.startswith(source.pixels.read())
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(InputRefusedError):
        open_source(path, LIMITS)


def test_nothing_behind_the_pixel_data_is_taken_over(tmp_path: Path) -> None:
    """Padding, digital signatures and appended bytes are not even read."""
    path = saved(dx(), tmp_path / "a")
    behind = explicit(0xFFFAFFFA, b"SQ", b"") + explicit(0xFFFCFFFC, b"OB", FAMILY.encode()) + b"ZQUARREL!"
    path.write_bytes(path.read_bytes() + behind)
    source = open_source(path, LIMITS)
    assert source.pixels is not None
    assert FAMILY.encode() not in source.pixels.read()
    assert max(source.dataset.keys()) < 0x7FE00008


def test_appended_bytes_are_told_from_a_truncated_value(tmp_path: Path) -> None:
    """Nine bytes that cannot be an element are left out; an element that is cut short refuses the file."""
    whole = with_meta(NAMED + explicit(0x00100010, b"PN", b"A^B "))
    (tmp_path / "a").write_bytes(whole + b"ZQUARREL!")
    assert list(open_source(tmp_path / "a", LIMITS).dataset.keys())[-1] == 0x00100010
    (tmp_path / "a").write_bytes(whole[:-1])
    with pytest.raises(InputRefusedError):
        open_source(tmp_path / "a", LIMITS)


def test_an_unknown_representation_is_read_as_unknown(tmp_path: Path) -> None:
    """A wrong VR costs its element, not the file."""
    (tmp_path / "a").write_bytes(with_meta(NAMED + explicit(0x00080070, b"ZZ", b"Acme")))
    assert open_source(tmp_path / "a", LIMITS).dataset[0x00080070].VR in {"UN", "LO"}


def test_the_encoding_is_what_it_is_and_not_what_is_claimed(tmp_path: Path) -> None:
    """A file meta that names no transfer syntax, or a wrong one, does not change how the data set is read."""
    data = dx()
    path = saved(data, tmp_path / "a")
    path.write_bytes(path.read_bytes().replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.2\0"))
    source = open_source(path, LIMITS)
    assert source.dataset.Rows == data.Rows
    assert source.dataset.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.UNREADABLE),
        (b"nonsense" * 100, Reason.UNREADABLE),
        (with_meta(NAMED + explicit(0x7FE00010, b"OW", b"\0" * 8, 0xFFFFFFF0)), Reason.UNREADABLE),
        (with_meta(NAMED + explicit(0x00281201, b"OW", b"\0" * 3000)), Reason.TOO_LARGE),
        (with_meta(explicit(0x00100010, b"PN", b"A^B ")), Reason.UNREADABLE),
    ],
)
def test_bad_files_have_one_reason(tmp_path: Path, content: bytes, reason: Reason) -> None:
    """Empty, no DICOM, gigabytes declared, a header beyond its limit, no instance named."""
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(InputRefusedError) as refused:
        open_source(tmp_path / "a", ReadLimits(header_bytes=2000))
    assert refused.value.reason is reason


@pytest.mark.parametrize("reading", [open_source, read])
def test_a_pipe_is_not_waited_for(tmp_path: Path, reading: Callable[[Path, ReadLimits], object]) -> None:
    """What is no regular file is refused at once."""
    os.mkfifo(tmp_path / "a")
    with pytest.raises(InputRefusedError):
        reading(tmp_path / "a", LIMITS)


def test_a_file_that_changed_is_not_read(tmp_path: Path) -> None:
    """Pixels of a file that was replaced after its header was read are refused."""
    path = saved(dx(), tmp_path / "a")
    source = open_source(path, LIMITS)
    path.write_bytes(path.read_bytes() + b"\0\0")
    assert source.pixels is not None
    with pytest.raises(InputRefusedError):
        source.pixels.read()


def test_a_data_set_in_memory_is_a_source_too() -> None:
    """Its pixels are shared, and it is not changed."""
    data = dx()
    source = Source.from_dataset(data)
    assert source.pixels is not None
    assert source.pixels.read() == data.PixelData
    assert "PixelData" not in source.dataset
    assert source.dataset.PatientID == data.PatientID
