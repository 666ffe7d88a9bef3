"""The tools the pipeline works with, as signatures: the pipeline knows what each step gives, not how.

Rule: each tool is one room's own entry point; nothing else of that room is called. Tests run the same
pipeline with small real tools.

Not here: the rooms themselves, and wiring them up (site_agent.service.workshop).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from radshare.manifest import FilterSummary
    from site_agent.case import ApprovedPair, DeidentifiedCase, SourceCase, Suppressed, SyntheticPair
    from site_agent.ingest.folder import ScanResult
    from site_agent.store.releases import ReleaseRow

Progress = Callable[[str, float], None]
"""Called with what is being done and how far it is, 0..1."""

Observe = Callable[[str, str], None]
"""Called after each committed step with its name and an id or count, and in between with ``progress``.

It may raise to stop the pipeline: whatever was committed stays, and the next run goes on from there.
"""


class Press(Protocol):
    """Turns approved pairs into a published package (site_agent.publish)."""

    def plan(self, batch: int, case_ids: Sequence[str]) -> str:
        """Commit a release of these exams' pairs and return its package id."""
        ...

    def seal(self, release: ReleaseRow, pairs: Sequence[ApprovedPair], summary: FilterSummary) -> None:
        """Build and seal the package, and commit the signed statement about it."""
        ...

    def submit(self, release: ReleaseRow) -> None:
        """Bring the sealed package and its statement to the coordinator, and commit that it is there.

        Raises:
            ConnectionRefusal: The coordinator is away; call again later.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """One site's steps.

    Attributes:
        scan: Reads the inbox.
        deidentify: Removes who it is.
        train: Trains a batch's image filter, or goes on with a training that was cut off.
        synthesize: Draws counterparts with a batch's trained filter.
        press: Builds, seals and submits.
        fingerprint_key: Key of the inbox fingerprints.
    """

    scan: Callable[[], ScanResult]
    deidentify: Callable[[SourceCase], DeidentifiedCase | Suppressed]
    train: Callable[[int, Sequence[DeidentifiedCase], Progress], FilterSummary]
    synthesize: Callable[[int, Sequence[DeidentifiedCase], Progress], Iterator[SyntheticPair | Suppressed]]
    press: Press
    fingerprint_key: bytes
