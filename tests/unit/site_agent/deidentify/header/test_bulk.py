"""Arrays of numbers stay exactly; what may be anything else goes."""

from __future__ import annotations

import io

import pytest
from PIL import ImageCms
from pydicom.dataset import Dataset

from site_agent.deidentify.header import bulk

SAMPLES = bytes(range(24))


def group(samples: int) -> Dataset:
    """Return a multiplex group of two channels of 16-bit samples."""
    data = Dataset()
    data.WaveformBitsAllocated, data.NumberOfWaveformChannels, data.NumberOfWaveformSamples = 16, 2, samples
    return data


def test_a_waveform_stays_only_as_long_as_it_says() -> None:
    """Bytes beyond the samples, or without a description, may hold anything."""
    assert bulk.clean("WaveformData", "OW", SAMPLES, group(6)) == SAMPLES
    assert bulk.clean("WaveformData", "OW", SAMPLES, group(5)) is None
    assert bulk.clean("WaveformData", "OW", SAMPLES, Dataset()) is None
    assert bulk.clean("WaveformPaddingValue", "OW", b"\0\x80", group(6)) == b"\0\x80"
    assert bulk.clean("WaveformPaddingValue", "OW", SAMPLES, group(6)) is None


@pytest.mark.parametrize(
    ("keyword", "vr", "kept"),
    [
        ("PointCoordinatesData", "OF", True),
        ("SpectroscopyData", "OF", True),
        ("RedPaletteColorLookupTableData", "OW", True),
        ("EncapsulatedDocument", "OB", False),
        ("MAC", "OB", False),
        ("HPGLDocument", "OB", False),
    ],
)
def test_numbers_stay_and_documents_go(keyword: str, vr: str, kept: bool) -> None:  # noqa: FBT001 - a column
    """What PS3.3 defines as numbers is kept byte for byte, everything else is not."""
    owner = Dataset()
    owner.RedPaletteColorLookupTableDescriptor = [len(SAMPLES) // 2, 0, 16]
    assert bulk.clean(keyword, vr, SAMPLES, owner) == (SAMPLES if kept else None)
    assert bulk.clean("PointCoordinatesData", "OF", SAMPLES[:-1], Dataset()) is None


def test_a_colour_profile_keeps_its_curves_and_loses_its_texts() -> None:
    """Colours come out alike; description, copyright and date are blank."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    cleaned = bulk.clean("ICCProfile", "OB", profile, Dataset())
    assert cleaned is not None
    assert len(cleaned) == len(profile)
    assert b"sRGB" in profile.replace(b"\0", b"")
    assert b"sRGB" not in cleaned.replace(b"\0", b"")
    assert cleaned[24:36] == bytes(12)
    before, after = (ImageCms.ImageCmsProfile(io.BytesIO(data)).profile for data in (profile, cleaned))
    assert before.red_colorant == after.red_colorant
    assert before.media_white_point == after.media_white_point


@pytest.mark.parametrize("profile", [b"", b"Quarrymoor" * 30, b"\0" * 36 + b"acsp" + b"\xff" * 200])
def test_what_is_no_colour_profile_goes(profile: bytes) -> None:
    """Text under the name of a colour profile is not kept."""
    assert bulk.clean("ICCProfile", "OB", profile, Dataset()) is None


def test_a_palette_that_colours_nothing_goes() -> None:
    """A table that is not as long as it says, or of a picture without palette, may spell anything."""
    owner = Dataset()
    owner.RedPaletteColorLookupTableDescriptor = [len(SAMPLES) // 2, 0, 16]
    owner.PhotometricInterpretation = "MONOCHROME2"
    assert bulk.clean("RedPaletteColorLookupTableData", "OW", SAMPLES, owner) is None
    owner.PhotometricInterpretation = "PALETTE COLOR"
    assert bulk.clean("RedPaletteColorLookupTableData", "OW", SAMPLES, owner) == SAMPLES
    assert bulk.clean("RedPaletteColorLookupTableData", "OW", SAMPLES + b"ab", owner) is None
