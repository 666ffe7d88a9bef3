from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING

import numpy as np
import pydicom
import pytest
from pydicom.uid import CTImageStorage

from factories import mortal
from factories.exams import FAMILY, dx
from site_agent.deidentify.engine.crew import Crew
from site_agent.deidentify.engine.parts import OutputUnwritableError
from site_agent.deidentify.engine.walk import deidentify_tree, write_mapping
from site_agent.deidentify.engine.worker import Batch, Job, Worker
from site_agent.deidentify.faces import clean as faces
from site_agent.deidentify.pixels.clean import Blank
from site_agent.deidentify.profile.options import Option
from site_agent.deidentify.profile.profile import load_profile
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydicom.dataset import FileDataset

    from site_agent.ingest.reader import Source

_SHARE = load_profile("share")
PROFILE = _SHARE.model_copy(update={"options": _SHARE.options - {"clean_pixel_data"}})
JOB = Job(PROFILE, b"k" * 32)


def put(data: FileDataset, path: Path) -> None:
    """Write a file, its folders with it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data.save_as(path, enforce_file_format=True)


def test_every_entry_of_a_tree_ends_as_a_file_or_a_reason(tmp_path: Path) -> None:
    """Links, pipes, broken and repeated files each have their code; the rest of the tree goes on."""
    root = tmp_path / "in"
    put(dx(), root / FAMILY / "a.dcm")
    put(dx(), root / "deep" / "er" / "same.dcm")
    (root / "empty").write_bytes(b"")
    (root / "link").symlink_to(root / FAMILY)
    os.mkfifo(root / "pipe")
    (root / os.fsdecode(b"no\xfftext")).write_bytes(b"nonsense")
    report, _ = deidentify_tree(root, tmp_path / "out", JOB)
    assert dict(report.counts) == {"refused": 2, "skipped": 3, "written": 1}
    assert dict(report.reasons) == {"duplicate": 1, "not_a_file": 2, "unreadable": 2}
    assert len({entry.input_id for entry in report.inputs}) == 6
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_a_report_counts_by_rule_attribute_and_class_and_names_nobody(tmp_path: Path) -> None:
    """The JSON document holds everything that the report holds, an entry an input."""
    put(dx(), tmp_path / "in" / f"{FAMILY}.dcm")
    report, _ = deidentify_tree(tmp_path / "in", tmp_path / "out", JOB)
    told = io.StringIO()
    report.write_json(told)
    said = json.loads(told.getvalue())
    assert FAMILY not in told.getvalue()
    assert said["counts"] == {"written": 1}
    assert said["classes"] == {"Digital X-Ray Image Storage - For Presentation": {"written": 1}}
    name = {"tag": "(0010,0010)", "name": "Patient's Name", "rule": "pseudonym", "count": 1}
    assert name in said["attributes"]
    assert (tmp_path / "out" / f"{said['inputs'][0]['output']}.dcm").is_file()


def test_what_if_writes_nothing(tmp_path: Path) -> None:
    """The same report, and not even an output folder."""
    put(dx(), tmp_path / "in" / "a.dcm")
    seen: list[tuple[int, int]] = []
    planned, _ = deidentify_tree(
        tmp_path / "in", tmp_path / "out", JOB, what_if=True, progress=lambda *at: seen.append(at)
    )
    assert not (tmp_path / "out").exists()
    done, _ = deidentify_tree(tmp_path / "in", tmp_path / "out", JOB)
    assert (planned.counts, planned.attributes) == (done.counts, done.attributes)
    assert seen[-1] == (1, 1)


def test_a_mapping_is_kept_only_when_asked(tmp_path: Path) -> None:
    """Old and new identifiers, patients and places; nothing without being asked."""
    source = dx()
    put(source, tmp_path / "in" / "a.dcm")
    _, nothing = deidentify_tree(tmp_path / "in", tmp_path / "out", JOB)
    write_mapping(nothing, tmp_path / "none")
    assert (tmp_path / "none" / "uid_mapping.csv").read_text() == "id_old,id_new\n"
    _, mapping = deidentify_tree(tmp_path / "in", tmp_path / "out", Job(PROFILE, b"k" * 32, mapping=True))
    write_mapping(mapping, tmp_path / "map")
    (written,) = (tmp_path / "out").iterdir()
    cleaned = pydicom.dcmread(written)
    uids = (tmp_path / "map" / "uid_mapping.csv").read_text()
    assert f"{source.SOPInstanceUID},{cleaned.SOPInstanceUID}" in uids
    assert f"{source.PatientID},{cleaned.PatientID}" in (tmp_path / "map" / "patid_mapping.csv").read_text()
    assert (tmp_path / "map" / "input_mapping.csv").read_text().splitlines()[1].startswith("a.dcm,")


def test_an_interrupted_run_leaves_nothing_in_the_making(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends the run; what a killed run left behind is removed by the next one."""
    put(dx(), tmp_path / "in" / "a.dcm")

    def interrupted(*_: object) -> Batch:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Worker, "files", interrupted)
        with pytest.raises(KeyboardInterrupt):
            deidentify_tree(tmp_path / "in", tmp_path / "out", JOB)
    assert not list((tmp_path / "out").iterdir())
    left = tmp_path / "out" / ".radshare-0badcafe"
    left.mkdir()
    for name in ("lock", "x.part"):
        (left / name).write_bytes(b"half")
    deidentify_tree(tmp_path / "in", tmp_path / "out", JOB)
    assert not left.exists()


def test_an_output_that_cannot_be_written_ends_the_run(tmp_path: Path) -> None:
    """It is not taken for a broken input."""
    put(dx(), tmp_path / "in" / "a.dcm")
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(OutputUnwritableError):
        deidentify_tree(tmp_path / "in", tmp_path / "out", JOB)


def test_a_retained_uid_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    """Under Retain UIDs a UID that is none is not used as a path."""
    data = dx()
    data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = "../../elsewhere"
    put(data, tmp_path / "in" / "a.dcm")
    options = (PROFILE.options - {Option.LONGITUDINAL_MODIFIED_DATES}) | {Option.RETAIN_UIDS}
    job = Job(PROFILE.model_copy(update={"options": options}), b"k" * 32)
    deidentify_tree(tmp_path / "in", tmp_path / "out", job)
    assert {path.parent.name for path in tmp_path.rglob("*.dcm")} <= {"in", "out"}


@pytest.fixture
def head(tmp_path: Path) -> Path:
    """Return a folder with two series of a head, and one file twice."""
    for number in (1, 2, 3):
        data = dx(number=number)
        data.Modality, data.SOPClassUID = "CT", CTImageStorage
        data.BodyPartExamined, data.SeriesInstanceUID = "HEAD", f"1.2.3.{number // 3}"
        put(data, tmp_path / "in" / f"{number}.dcm")
    put(data, tmp_path / "in" / "again.dcm")
    return tmp_path / "in"


def test_faces_are_judged_a_series_at_a_time(
    head: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instances wait for their series; one that is repeated counts once; a verdict holds for all of them."""
    asked: list[int] = []

    def blanks(sources: Sequence[Source]) -> list[Blank]:
        asked.append(len(sources))
        if len(sources) == 1:
            raise InputRefusedError(Reason.RECOGNIZABLE_FACE)
        mask = np.zeros((1, 128, 128), dtype=bool)
        mask[0, :8, :8] = True
        return [Blank(mask, 0)] * len(sources)

    monkeypatch.setattr(faces, "may_show_face", lambda _: True)
    monkeypatch.setattr(faces, "blanks", blanks)
    report, _ = deidentify_tree(head, tmp_path / "out", JOB)
    assert sorted(asked) == [1, 2]
    assert dict(report.reasons) == {"duplicate": 1, "recognizable_face": 1}
    for path in (tmp_path / "out").iterdir():
        assert not pydicom.dcmread(path).pixel_array[:8, :8].any()


def test_workers_change_nothing(tmp_path: Path) -> None:
    """Two processes write the same files and report the same counts as one."""
    for number in range(3):
        put(dx(number=number), tmp_path / "in" / f"{number}.dcm")
    (tmp_path / "in" / "bad").write_bytes(b"nonsense")
    one, _ = deidentify_tree(tmp_path / "in", tmp_path / "one", JOB)
    two, _ = deidentify_tree(tmp_path / "in", tmp_path / "two", JOB, workers=2)
    assert (one.counts, one.reasons, one.attributes) == (two.counts, two.reasons, two.attributes)
    files = [{p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two")]
    assert files[0] == files[1]


def test_an_input_that_kills_its_process_costs_only_itself(tmp_path: Path) -> None:
    """The inputs in flight with it are taken up again; the killer has a reason."""
    names = ("a.dcm", mortal.DEADLY, "z.dcm")
    for number, name in enumerate(names):
        put(dx(number=number), tmp_path / name)
    tasks = [(str(tmp_path / name), name) for name in names]
    crew = Crew(JOB, None, 2, start=mortal.start)
    try:
        batches = list(crew.run("files", [tasks[:2], tasks[2:]]))
    finally:
        crew.close()
    reasons = {done.task[1]: done.reason for batch in batches for done in batch.done}
    assert reasons == {"a.dcm": None, mortal.DEADLY: Reason.PROCESS_DIED, "z.dcm": None}
