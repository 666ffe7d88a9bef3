"""Following the hospitals while they work: what `site-agent status` says, and how long each stage took.

Rule: stage times are read from the agents' own status, the slowest hospital counts, and nothing is estimated.
Not here: waiting for anything in particular (conductor).
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from site_agent.demo.errors import DemoError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_agent.demo.plan import Site

WORDS = {
    "ingest": "reads its inbox",
    "deidentify": "de-identifies",
    "train_filter": "trains its image filter",
    "synthesize": "draws and gates counterparts",
    "review": "reviews",
    "publish": "seals and publishes",
    "waits_for_quiet_inbox": "waits for the delivery's end",
    "waits_for_patients": "waits for more patients",
    "waits_for_review": "waits for a person's review",
    "idle": "is done with its inbox",
}
"""Stages of a site's pipeline, as the display says them."""

LASTING_S = 60.0
"""A trouble that lasts longer will not pass by itself."""

TIMED = ("ingest", "deidentify", "train_filter", "synthesize", "review", "publish")
"""Stages whose seconds are reported."""


@dataclass(frozen=True, slots=True)
class SiteState:
    """What one hospital's agent says about itself.

    Attributes:
        stage: Stage of the pipeline; ``done``: how far it is, if it says so.
        published: Ids of its packages in the catalog.
        received: Ids of packages it received and opened.
        set_aside: Reason -> number of inputs.
        counts: Exams publishable, held out, set aside, published.
        trouble: Part of the agent -> error code, while something fails.
    """

    stage: str
    done: float | None
    published: tuple[str, ...]
    received: tuple[str, ...]
    set_aside: Mapping[str, int]
    counts: Mapping[str, int]
    trouble: Mapping[str, str]


def read_status(text: str) -> SiteState:
    """Read the document of ``site-agent status --json``."""
    document: dict[str, Any] = json.loads(text)
    progress = document.get("progress") or {}
    return SiteState(
        stage=str(document.get("stage") or "starting"),
        done=progress.get("done"),
        published=tuple(
            item["package_id"] for item in document.get("releases", ()) if item.get("state") == "published"
        ),
        received=tuple(item["package_id"] for item in document.get("received", ())),
        set_aside=document.get("set_aside", {}),
        counts=document.get("cases", {}),
        trouble=document.get("trouble", {}),
    )


def said(state: SiteState) -> str:
    """Return what a hospital does, in words, with the codes of what fails."""
    codes = ", ".join(f"{part}: {code}" for part, code in sorted(state.trouble.items()))
    return WORDS.get(state.stage, state.stage) + (f" ({codes})" if codes else "")


@dataclass(slots=True)
class Impasse:
    """Tells a passing trouble from one that stays: the agents try again, but the demo need not wait for ever.

    Attributes:
        patience: Factor on the time a trouble may last.
    """

    patience: float = 1.0
    clock: Callable[[], float] = time.monotonic
    _since: dict[tuple[str, str, str], float] = field(default_factory=dict, init=False)

    def saw(self, site: Site, state: SiteState) -> None:
        """Note a hospital's troubles.

        Raises:
            DemoError: One has lasted too long; the detail names hospital, part and code.
        """
        now = self.clock()
        present = {(site.name, part, code) for part, code in state.trouble.items()}
        if state.stage == "waits_for_patients":  # all exams are delivered: none will come
            present.add(
                (site.name, "pipeline", "no filter could be trained on these exams, see its agent.jsonl")
            )
        others = {key: since for key, since in self._since.items() if key[0] != site.name}
        self._since = others | {key: self._since.get(key, now) for key in present}
        for name, part, code in present:
            if now - self._since[name, part, code] > LASTING_S * self.patience:
                raise DemoError(f"{name}, {part}: {code}")


@dataclass(slots=True)
class StageClock:
    """Adds up, for every hospital, the seconds between two looks to the stage it was in at the first."""

    clock: Callable[[], float] = time.monotonic
    _at: dict[str, tuple[str, float]] = field(default_factory=dict, init=False)
    _spent: dict[str, dict[str, float]] = field(default_factory=dict, init=False)

    def saw(self, site: Site, stage: str) -> None:
        """Note that a hospital is in ``stage`` now."""
        now = self.clock()
        before, since = self._at.get(site.name, (stage, now))
        spent = self._spent.setdefault(site.name, {})
        spent[before] = spent.get(before, 0.0) + now - since
        self._at[site.name] = (stage, now)

    def slowest(self) -> dict[str, float]:
        """Return stage -> seconds of the hospital that took longest, in the pipeline's order."""
        return {
            stage: round(max(spent.get(stage, 0.0) for spent in self._spent.values()), 1)
            for stage in TIMED
            if any(stage in spent for spent in self._spent.values())
        }
