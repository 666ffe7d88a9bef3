"""Values that are not what their representation says: text where a number, a code, a date or a UID belongs.

Not here: values of the right representation (`headers`) and attributes of none (`hidden`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factories.canaries.draft import Draft

TEXT_AS = {
    "PatientWeight": "{name}", "TableHeight": "{number}", "RadiationSetting": "{name}",
    "ScanOptions": "FAST_{name}",
    "FilterType": "{name}", "SeriesTime": "{name}", "TimeOfSecondaryCapture": "{number}",
    "DateOfSecondaryCapture": "{name}", "CountsAccumulated": "{number}", "EchoNumbers": "7\\{number}",
    "DetectorManufacturerName": "{name}", "ExposureStatus": "{name} 12", "RotationDirection": "{id}",
    "AcquisitionStartCondition": "{name}", "QualityControlImage": "{name}",
}  # fmt: skip
"""Keyword -> text in an attribute of VR DS, IS, CS, TM or DA."""


def everything(draft: Draft) -> None:
    """Write every violation of this module."""
    data = draft.dataset
    for keyword, template in TEXT_AS.items():
        draft.plant(data, keyword, template, f"violation/{keyword}")
    data.ImageType = ["ORIGINAL", "PRIMARY", draft.text("{name}", "violation/ImageType", "00080008")]
    draft.plant(data, "PatientAge", "{name}", "violation/PatientAge")
    draft.plant(data, "FiducialUID", "{name}.1.2", "violation/UI that is a name")
    draft.plant(data, "TransactionUID", "1.2.276.{number}", "violation/UI with an id")
    draft.plant(data, "PatientSex", "F {name}", "violation/PatientSex")
    bytes_of(draft, "EntranceDoseInmGy", 0x00408302, "DS", "{number}")
    bytes_of(draft, "LO as OB", 0x00081030 + 0x0A, "OB", "{name} {number}")
    numbers(draft)


def bytes_of(draft: Draft, what: str, tag: int, vr: str, template: str) -> None:
    """Write a text as the raw value of an attribute."""
    text = draft.text(template, f"violation/{what}", f"{tag:08X}")
    draft.dataset.add_new(tag, vr, text.encode() if vr in {"OB", "OW", "UN"} else text)


def numbers(draft: Draft) -> None:
    """Write texts spelled by the bytes of numbers and tables, where no dictionary expects them."""
    data = draft.dataset
    spelled = draft.text("{name}!!", "violation/bytes of US", "00189810").encode()
    spelled += b" " * (len(spelled) % 2)
    words = [int.from_bytes(spelled[at : at + 2], "little") for at in range(0, len(spelled), 2)]
    data.add_new(0x00281101, "US", [len(words), 0, 16])
    data.add_new(0x00281201, "OW", spelled)
    profile = (
        b"\0" * 40
        + draft.text("Copyright {name} 2020", "violation/ICC profile", "00282000").encode()
        + b"\0" * 8
    )
    data.add_new(0x00282000, "OB", profile + b"\0" * (len(profile) % 2))
