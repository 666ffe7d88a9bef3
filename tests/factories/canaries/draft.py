"""One file of the corpus while it is made: whatever is planted in it is recorded in the same breath.

Rules: `plant` writes tokens that must go, `uid` and `date` what must be replaced, `keep` what must come
through; `set` writes what nobody asks about. A template holds its tokens in braces, ``"LIVER {name}
{day:%d.%m.%Y}"``.

Not here: which places there are (the other modules of this folder) and the corpus as a whole (`corpus`).
"""

from __future__ import annotations

import datetime as dt
import string
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydicom import config
from pydicom.datadict import dictionary_VR, keyword_for_tag, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.multival import MultiValue
from pydicom.tag import Tag
from pydicom.uid import UID, ExplicitVRLittleEndian, UID_dictionary

from factories.canaries.answers import Box, Canary, FileRecord, Survivor
from factories.canaries.tokens import Mint, draw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from factories.canaries.people import Patient, Study

config.settings.reading_validation_mode = config.settings.writing_validation_mode = (
    config.IGNORE
)  # what is wrong here is wrong on purpose
_NUMBER_STRINGS = frozenset({"DS", "IS"})

Where = str | int
"""A keyword of PS3.6, or a tag."""


@dataclass(slots=True)
class Ledger:
    """What was planted in the files made so far."""

    mint: Mint
    files: list[FileRecord] = field(default_factory=list)
    canaries: list[Canary] = field(default_factory=list)
    survivors: list[Survivor] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    dates: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Draft:
    """A file under construction.

    Args:
        ledger: Takes what is planted.
        file: Path below the corpus.
        patient: Whose file it is.
        study: Which study it belongs to.
        sop_class: SOP Class UID.
    """

    def __init__(self, ledger: Ledger, file: str, patient: Patient, study: Study, sop_class: str) -> None:
        self.ledger, self.file, self.patient, self.study = ledger, file, patient, study
        self.sop_uid = ledger.mint.make("uid", file, "sop")
        self.dataset, self.meta = Dataset(), FileMetaDataset()
        self.meta.MediaStorageSOPClassUID = UID(sop_class)
        self.meta.MediaStorageSOPInstanceUID = UID(self.sop_uid)
        self.meta.TransferSyntaxUID = ExplicitVRLittleEndian
        self.preamble = b"\0" * 128
        self.after: list[Callable[[bytes], bytes]] = []
        self.cleanable = self.released = True
        self.pixels: Literal["exact", "boxes", "low", "none"] = "none"
        self._days: set[dt.date] = set()
        self._count = 0
        self.dataset.SOPClassUID = UID(sop_class)
        self.uid(self.dataset, "SOPInstanceUID", self.sop_uid, "top/SOPInstanceUID")

    def token(self, kind: str, place: str, tag: str = "") -> str:
        """Return a new token that must go from a place."""
        self._count += 1
        value = self.ledger.mint.make(kind, self.file, place, self._count)
        self.record(kind, value, place, tag)
        return value

    def drawn(self, place: str) -> str:
        """Return a name and an id to be drawn, which no search for strings can find."""
        mint = self.ledger.mint
        return f"{mint.make('name', self.file, place)} {mint.make('id', self.file, place)}".upper()

    def record(
        self, kind: str, value: str, place: str, tag: str = "",
        fate: Literal["gone", "mapped", "shifted"] = "gone",
    ) -> None:  # fmt: skip
        """Note a token that stands in a place."""
        canary = Canary(file=self.file, place=place, kind=kind, value=value, tag=tag, fate=fate)
        self.ledger.canaries.append(canary)

    def text(self, template: str, place: str, tag: str = "") -> str:
        """Return a template filled with new tokens.

        Fields: ``{name} {id} {number} {phone} {uid}`` (with ``:lower`` or ``:upper``), ``{family}`` and
        ``{day:strftime}`` (a date near the study).
        """
        parts = []
        for literal, name, spec, _ in string.Formatter().parse(template):
            parts.append(literal)
            if name == "day":
                parts.append(self._day(place, tag).strftime(spec or "%Y%m%d"))
            elif name == "family":
                self.record("name", self.patient.family, place, tag)
                parts.append(self.patient.family)
            elif name:
                token = self.token(name, place, tag)
                parts.append({"lower": token.lower, "upper": token.upper}.get(spec or "", token.strip)())
        return "".join(parts)

    def plant(
        self,
        holder: Dataset,
        where: Where,
        template: str,
        place: str,
        *,
        vr: str = "",
        words: tuple[str, ...] = (),
    ) -> None:
        """Write a text with tokens that must go and, when given, words that must stay."""
        tag = _hex(where)
        values = [self.text(part, place, tag) for part in template.split("\\")]
        vr = vr or dictionary_VR(int(tag, 16))
        element = DataElement(
            Tag(int(tag, 16)),
            "LO" if vr in _NUMBER_STRINGS else vr,
            values[0] if len(values) == 1 else values,
        )
        element.VR = vr  # a number's representation takes no text otherwise
        holder.add(element)
        if words:
            self.survives(place, where, "words", words)

    def keep(self, holder: Dataset, where: Where, value: Any, *, vr: str = "", place: str = "") -> None:
        """Write a value that must come through as it is."""
        tag = _hex(where)
        holder.add_new(Tag(int(tag, 16)), vr or dictionary_VR(int(tag, 16)), value)
        self.survives(
            place or f"keep/{keyword_for_tag(int(tag, 16)) or tag}", where, "equal", texts_of(value)
        )

    def survives(
        self,
        place: str,
        where: Where,
        kind: Literal["equal", "words", "uid", "date"],
        values: tuple[str, ...],
    ) -> None:
        """Note a value that must come through."""
        expected = Survivor(file=self.file, place=place, tag=_hex(where), kind=kind, values=values)
        self.ledger.survivors.append(expected)

    def uid(self, holder: Dataset, where: Where, value: str, place: str) -> None:
        """Write a UID for which a consistent stand-in must come out."""
        tag = _hex(where)
        holder.add_new(Tag(int(tag, 16)), "UI", value)
        self.record("uid", value, place, tag, "mapped")
        self.survives(place, where, "uid", (value,))

    def date(
        self, holder: Dataset, where: Where, place: str, *, day: dt.date | None = None, time: str = ""
    ) -> None:
        """Write a date (or, with a time, a date and time) that must come out moved."""
        tag = _hex(where)
        day = day or self._near(place)
        self._days.add(day)
        holder.add_new(Tag(int(tag, 16)), dictionary_VR(int(tag, 16)), f"{day:%Y%m%d}{time}")
        self.record("date", day.isoformat(), place, tag, "shifted")
        self.survives(place, where, "date", (f"{day:%Y%m%d}{time}",))

    def lose_date(self, holder: Dataset, where: Where, place: str, day: dt.date) -> None:
        """Write a date that must go: no option lets it stay."""
        tag = _hex(where)
        self._days.add(day)
        holder.add_new(Tag(int(tag, 16)), dictionary_VR(int(tag, 16)), f"{day:%Y%m%d}")
        self.record("date", day.isoformat(), place, tag)

    def set(self, holder: Dataset, **values: Any) -> None:
        """Write values nobody asks about."""
        for keyword, value in values.items():
            setattr(holder, keyword, value)

    def item(self, holder: Dataset, where: Where) -> Dataset:
        """Append an empty item to a sequence and return it."""
        tag = Tag(int(_hex(where), 16))
        if tag not in holder:
            holder.add_new(tag, "SQ", [])
        holder[tag].value.append(Dataset())
        item: Dataset = holder[tag].value[-1]
        return item

    def box(self, place: str, frame: int, corners: tuple[int, int, int, int], text: str) -> None:
        """Note text that is drawn into a frame."""
        top, left, bottom, right = corners
        self.pixels = "boxes"
        self.ledger.boxes.append(
            Box(
                file=self.file, place=place, frame=frame, top=top, left=left, bottom=bottom, right=right,
                text=text,
            )
        )  # fmt: skip

    def write(self, folder: Path) -> None:
        """Write the file and close its record."""
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        dcmwrite(path, self._complete(), enforce_file_format=True)
        if self.after:
            content = path.read_bytes()
            for change in self.after:
                content = change(content)
            path.write_bytes(content)
        self.ledger.dates[self.file] = tuple(sorted(day.isoformat() for day in self._days))
        self.ledger.files.append(
            FileRecord(
                file=self.file, patient=self.patient.number, patient_id=self.patient.patient_id,
                sop_uid=self.sop_uid, study_uid=self.study.uid,
                sop_class=UID_dictionary.get(self.dataset.SOPClassUID, ("private",))[0],
                cleanable=self.cleanable, released=self.released, pixels=self.pixels,
            )
        )  # fmt: skip

    def _complete(self) -> FileDataset:
        full = FileDataset("", self.dataset, file_meta=self.meta, preamble=self.preamble)
        for element in full:
            if "PixelData" in element.keyword:
                element.is_undefined_length = self.meta.TransferSyntaxUID.is_encapsulated
        return full

    def _day(self, place: str, tag: str) -> dt.date:
        day = self._near(place)
        self._days.add(day)
        self.record("date", day.isoformat(), place, tag)
        return day

    def _near(self, place: str) -> dt.date:
        self._count += 1
        return self.study.day - dt.timedelta(
            days=draw(self.ledger.mint.seed, self.file, place, self._count) % 40 + 1
        )


def texts_of(value: Any) -> tuple[str, ...]:
    """Return the values of an element as texts; bytes as hexadecimal."""
    if value is None:
        return ()
    many = value if isinstance(value, list | tuple | MultiValue) else [value]
    return tuple(one.hex() if isinstance(one, bytes) else str(one) for one in many)


def _hex(where: Where) -> str:
    tag = tag_for_keyword(where) if isinstance(where, str) else where
    if tag is None:
        msg = f"{where} is no keyword of PS3.6"
        raise ValueError(msg)
    return f"{int(tag):08X}"
