"""The answer key of a corpus: what was planted where, and what must come through.

Rule: everything a judge needs stands here and in the files themselves, so that a tool in any language can be
judged; a place is a kind of hiding place (`top/StudyDescription`), a canary is one token in one file.

Not here: the judging (bench).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from radshare.model import Frozen

if TYPE_CHECKING:
    from pathlib import Path

KEY_NAME = "answers.json"


class Canary(Frozen):
    """One planted token.

    Attributes:
        file: Path below the corpus, POSIX.
        place: Kind of hiding place.
        kind: ``name``, ``id``, ``number``, ``phone``, ``uid`` (searched by their marks), ``date`` (ISO),
            ``text`` (a string in any alphabet) or ``bytes`` (hexadecimal).
        value: The token.
        tag: Eight hex digits of the attribute it stands in, empty outside attributes.
        fate: ``gone``, or ``mapped``/``shifted`` when a stand-in must take its place.
    """

    file: str
    place: str
    kind: str
    value: str
    tag: str = ""
    fate: Literal["gone", "mapped", "shifted"] = "gone"


class Survivor(Frozen):
    """One value that must come through.

    Attributes:
        file: Path below the corpus.
        place: Kind of place.
        tag: Eight hex digits of the attribute, at whatever depth.
        kind: ``equal`` (the values as they were), ``words`` (each of the words), ``uid`` (its stand-in),
            ``date`` (moved by the patient's shift).
        values: What is expected, from the input's point of view.
    """

    file: str
    place: str
    tag: str
    kind: Literal["equal", "words", "uid", "date"]
    values: tuple[str, ...]


class Box(Frozen):
    """Text drawn into a frame: row and column of the first corner, and of the one behind the last."""

    file: str
    place: str
    frame: int
    top: int
    left: int
    bottom: int
    right: int
    text: str


class FileRecord(Frozen):
    """One file of the corpus.

    Attributes:
        file: Path below the corpus.
        patient: Number of the patient, from 1.
        patient_id: Patient ID as written.
        sop_uid: SOP Instance UID.
        study_uid: Study Instance UID.
        sop_class: Name of the SOP class.
        cleanable: Whether a de-identifier can be expected to give it out; setting it aside is allowed else.
        released: Whether it may come out at all (a slide's label may not).
        pixels: ``exact`` (every stored value), ``boxes`` (all but those near the text), ``low`` (all but the
            unused high bits), ``none``.
    """

    file: str
    patient: int
    patient_id: str
    sop_uid: str
    study_uid: str
    sop_class: str
    cleanable: bool = True
    released: bool = True
    pixels: Literal["exact", "boxes", "low", "none"] = "none"


class AnswerKey(Frozen):
    """All answers of one corpus.

    Attributes:
        seed: Seed of its tokens.
        scale: ``small`` or ``full``.
        files: Every file that was written.
        canaries: Every planted token.
        survivors: Every value that must come through.
        boxes: Text drawn into pixels.
        dates: File -> every date in it (ISO).
    """

    seed: int
    scale: str
    files: tuple[FileRecord, ...]
    canaries: tuple[Canary, ...]
    survivors: tuple[Survivor, ...]
    boxes: tuple[Box, ...]
    dates: dict[str, tuple[str, ...]]

    @property
    def places(self) -> tuple[str, ...]:
        """Return every kind of hiding place, sorted."""
        return tuple(sorted({c.place for c in self.canaries} | {b.place for b in self.boxes}))

    def save(self, folder: Path) -> Path:
        """Write the key as JSON into a folder, which must not be the corpus itself."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / KEY_NAME
        path.write_text(self.model_dump_json() + "\n", encoding="utf-8")
        return path


def load_answers(path: Path) -> AnswerKey:
    """Return an answer key from its file, or from the folder that holds it."""
    file = path / KEY_NAME if path.is_dir() else path
    return AnswerKey.model_validate_json(file.read_text(encoding="utf-8"))
