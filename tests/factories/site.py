"""A hospital's agent for tests: its home, and a pipeline of small real steps over exams that are text files.

An exam file is named ``<case>.exam`` and holds ``patient label [heldout]``, or ``broken`` to be set aside.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from radshare.audit import AuditLog
from radshare.identity import Member, Role, SpiffeId
from radshare.manifest import FilterSummary
from site_agent.case import (
    DeidentificationRecord,
    DeidentifiedCase,
    GateRecord,
    Partition,
    SourceCase,
    Suppressed,
    SyntheticPair,
)
from site_agent.errors import Reason
from site_agent.ingest.folder import ScanResult
from site_agent.pipeline.flow import Pipeline, Stage
from site_agent.pipeline.inbox import Inbox
from site_agent.pipeline.tools import Tools
from site_agent.publish.press import PackagePress
from site_agent.settings import SiteSettings
from site_agent.store.site import Site
from site_agent.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from factories.boundary import Federation
    from site_agent.pipeline.tools import Observe, Progress
    from site_agent.publish.press import Publisher

SIDE = 32
K = 3


def settings(coordinator: str = "127.0.0.1:1", **changes: Any) -> SiteSettings:
    """Return settings of a small and impatient site."""
    document: dict[str, Any] = {
        "coordinator": coordinator,
        "collection": {"name": "chest", "title": "Chest radiographs", "min_patients": K},
        "filter": {"preset": "tiny", "k": K},
        "inbox": {"poll_s": 0.05, "quiet_s": 0.0},
        "federation": {"min_test_patients": 1},
    }
    return SiteSettings.model_validate(document | changes)


def site(home: Path, member: Member, chosen: SiteSettings) -> Site:
    """Return a site over a home folder."""
    home.mkdir(exist_ok=True)
    return Site(home, member, chosen, Store(home, member.master.derive), AuditLog(home / "audit.jsonl"))


def hospital(folder: Path, federation: Federation, name: str, chosen: SiteSettings) -> Site:
    """Return an enrolled site."""
    home = folder / name
    home.mkdir()
    member = federation.member(home / "identity", SpiffeId("demo", Role.SITE, name))
    return site(home, member, chosen)


def exam(case_id: str, patient: str, label: str = "pneumonia", *, held_out: bool = False) -> DeidentifiedCase:
    """Return a de-identified exam whose image follows from its id."""
    draw = np.random.default_rng(int.from_bytes(hashlib.sha256(case_id.encode()).digest()[:4]))
    return DeidentifiedCase(
        case_id=identifier(case_id),
        patient=identifier(patient),
        partition=Partition.HELD_OUT if held_out else Partition.PUBLISH,
        image=draw.random((SIDE, SIDE), dtype=np.float32),
        report="Lungs clear.",
        labels=frozenset({label}),
        view="PA",
        sex="F",
        age_band="40-49",
        modality="DX",
        record=DeidentificationRecord("share/1", ("113100",), {"remove": 3}, verified=True),
    )


def pair(case: DeidentifiedCase, **gate: Any) -> SyntheticPair:
    """Return a pair for an exam; its image holds nothing of the exam's."""
    record: dict[str, Any] = {
        "checks": {"identity": True},
        "scores": {"identity": 0.1},
        "group": 0,
        "group_patients": K,
        "k": K,
        "tries": 1,
        "filter_digest": "ab" * 32,
    }
    image = np.full((16, 16), 7, dtype=np.uint8)
    return SyntheticPair(
        case.case_id, case.patient, image, case.report, case.labels, case.view, GateRecord(**(record | gate))
    )


def identifier(name: str) -> str:
    """Return 32 hex digits for a name."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def summary() -> FilterSummary:
    """Return a filter's summary."""
    return FilterSummary(
        filter_digest="ab" * 32,
        preset="tiny",
        image_size_px=16,
        k=K,
        patients_at_least=0,
        planted_recall=1.0,
        false_match_rate=0.01,
        suppressed_percent_at_most=5,
    )


def deliver(home: Path, exams: dict[str, str]) -> None:
    """Put exam files into a home's inbox: case name -> content."""
    (home / "inbox").mkdir(exist_ok=True)
    for name, content in exams.items():
        (home / "inbox" / f"{name}.exam").write_text(content)


class SmallTools:
    """Steps that do what the real ones do, on text files, at once.

    Attributes:
        trained: Batches trained by this process.
    """

    def __init__(self, at: Site) -> None:
        self._site = at
        self.trained: list[tuple[int, int]] = []
        self.refuse_training: Exception | None = None

    def scan(self) -> ScanResult:
        """Return one case a file."""
        files = sorted((self._site.home / "inbox").glob("*.exam"))
        return ScanResult([SourceCase(identifier(f.stem), (f,), f.read_text()) for f in files], [])

    def deidentify(self, source: SourceCase) -> DeidentifiedCase | Suppressed:
        """Return the exam that a file describes."""
        name = source.instances[0].stem
        words = (source.report or "").split()
        if words[0] == "broken":
            return Suppressed(source.case_id, Reason.BURNED_IN_TEXT.value)
        return exam(name, words[0], words[1], held_out="heldout" in words)

    def train(self, batch: int, cases: Sequence[DeidentifiedCase], progress: Progress) -> FilterSummary:
        """Look at every exam once."""
        if self.refuse_training is not None:
            raise self.refuse_training
        for number, case in enumerate(cases):
            assert case.partition is Partition.PUBLISH
            progress("train", number / len(cases))
        self.trained.append((batch, len(cases)))
        return summary()

    def synthesize(
        self, batch: int, cases: Sequence[DeidentifiedCase], progress: Progress
    ) -> Iterator[SyntheticPair | Suppressed]:
        """Yield a pair for every exam, and none for exams labelled ``mass``."""
        for case in cases:
            rare = "mass" in case.labels
            yield Suppressed(case.case_id, Reason.GATE_IDENTITY.value) if rare else pair(case)

    def tools(self, publisher: Publisher) -> Tools:
        """Return the tools of the site."""
        press = PackagePress(self._site, publisher)
        return Tools(self.scan, self.deidentify, self.train, self.synthesize, press, b"f" * 32)


def pipeline(
    at: Site, publisher: Publisher, observe: Observe = lambda *_: None
) -> tuple[Pipeline, SmallTools]:
    """Return a pipeline of small steps."""
    small = SmallTools(at)
    inbox = Inbox(at.home / "inbox", at.settings.inbox.quiet_s)
    return Pipeline(at.store, at.settings, small.tools(publisher), inbox, observe), small


def settle(flow: Pipeline, looks: int = 10) -> Stage:
    """Advance a pipeline until it has looked at its inbox often enough, and return what it waits for."""
    stage = flow.advance()
    for _ in range(looks):
        stage = flow.advance()
        if stage is not Stage.WAITS_FOR_QUIET:
            break
    return stage


class Mortal:
    """Calls a real client, and kills this process at the n-th committed step, and once after each call.

    Args:
        client: The real client.
        home: Remembers which calls it has died after: they commit nothing, so that they would come again.
        after: Steps to survive.
    """

    def __init__(self, client: Publisher, home: Path, after: int) -> None:
        self._client = client
        self._home = home
        self._left = after

    def step(self, event: str, _: str) -> None:
        """Count a committed step."""
        if event in {"progress", "stage"}:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def upload(self, package_id: str, path: Path) -> object:
        """Upload, and die afterwards if it is time."""
        self._client.upload(package_id, path)
        self._die_once("upload")
        return None

    def publish(self, envelope: Any) -> Any:
        """Publish, and die afterwards if it is time: before the store knows."""
        entry = self._client.publish(envelope)
        self._die_once("publish")
        return entry

    def _die_once(self, call: str) -> None:
        mark = self._home / f"died-after-{call}"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)


def child(home: Path, address: str, after: int) -> None:
    """Run the pipeline of an existing home until it is idle; die on the way after some steps."""
    from radshare.client import CoordinatorClient  # noqa: PLC0415 - in the child only

    at = site(home, Member.load(home / "identity"), settings(address))
    with CoordinatorClient(address, at.member) as client:
        mortal = Mortal(client, home, after)
        flow, _ = pipeline(at, mortal, mortal.step)
        while settle(flow) is not Stage.IDLE:
            time.sleep(0.01)
