"""Puts a site's real tools together: each room's own entry point, with the site's settings and secrets.

Not here: the order of the steps (site_agent.pipeline.flow).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from site_agent.deidentify.engine.exam import Deidentifier
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.profile import load_profile
from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.site_lexicon import SiteLexicon
from site_agent.ingest.folder import scan
from site_agent.ingest.reader import ReadLimits
from site_agent.pipeline.tools import Tools
from site_agent.publish.press import PackagePress
from site_agent.synthesize.counterpart import CounterpartFilter
from site_agent.synthesize.image_filter import FilterCase
from site_agent.synthesize.pairs import synthetic_pairs
from site_agent.synthesize.presets import load_preset
from site_agent.synthesize.train import train_filter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from radshare.manifest import FilterSummary
    from site_agent.case import DeidentifiedCase, Suppressed, SyntheticPair
    from site_agent.ingest.folder import ScanResult
    from site_agent.pipeline.tools import Progress
    from site_agent.publish.press import Publisher
    from site_agent.store.site import Site

FINGERPRINT_PURPOSE = "inbox-fingerprint"


def make_tools(site: Site, publisher: Publisher) -> Tools:
    """Return the site's tools; what is published goes to ``publisher``."""
    settings, derive = site.settings, site.member.master.derive
    pseudonyms = Pseudonyms(derive, settings.deidentify.project)
    deidentifier = Deidentifier(
        load_profile(settings.deidentify.profile),
        pseudonyms,
        heldout_percent=settings.deidentify.heldout_percent,
        reports=_report_filter(site),
    )

    def scan_inbox() -> ScanResult:
        limits = ReadLimits(file_bytes=settings.inbox.max_file_bytes)
        return scan(site.home / "inbox", derive, limits)

    return Tools(
        scan=scan_inbox,
        deidentify=deidentifier.case,
        train=_FilterWorkshop(site).train,
        synthesize=_FilterWorkshop(site).synthesize,
        press=PackagePress(site, publisher),
        fingerprint_key=derive(FINGERPRINT_PURPOSE),
    )


def _report_filter(site: Site) -> ReportFilter:
    """Return the report filter with the site's own lexicon, if it has one."""
    named = site.settings.deidentify.site_lexicon
    lexicon = SiteLexicon.load(site.home / named) if named else SiteLexicon()
    return ReportFilter(lexicon.keep, lexicon.always)


class _FilterWorkshop:
    """Trains and uses the filters: one folder a batch, ``<home>/private/filter/<batch>``."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._preset = load_preset(site.settings.filter.preset).with_k(site.settings.filter.k)

    def train(self, batch: int, cases: Sequence[DeidentifiedCase], progress: Progress) -> FilterSummary:
        self._bound_threads()
        folder = self._folder(batch)
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        seen = [FilterCase.of(case) for case in cases]
        return train_filter(
            seen, folder, self._preset, seed=self._site.settings.filter.seed, progress=progress
        )

    def synthesize(
        self, batch: int, cases: Sequence[DeidentifiedCase], progress: Progress
    ) -> Iterator[SyntheticPair | Suppressed]:
        self._bound_threads()
        image_filter = CounterpartFilter.load(self._folder(batch))
        yield from synthetic_pairs(
            cases, image_filter, seed=self._site.settings.filter.seed, progress=progress
        )

    def _bound_threads(self) -> None:
        """Keep this thread's share of the machine to what the settings say."""
        if self._site.settings.filter.threads:
            torch.set_num_threads(self._site.settings.filter.threads)

    def _folder(self, batch: int) -> Path:
        return self._site.store.private / "filter" / str(batch)
