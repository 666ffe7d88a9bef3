"""Ablations: what a filter would make without its gate, or from the exam's own pixels.

Rule: an `AblationImage` has no gate record, so no `site_agent.case.SyntheticPair` can be made of it and
nothing of it can be published: `site_agent.synthesize.pairs` takes an `ImageFilter`, and an `AblationFilter`
is none. The gate still applies unless the caller says otherwise.

Not here: how candidates are drawn (site_agent.synthesize.modes).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import torch

from site_agent.case import Suppressed
from site_agent.synthesize import bundle
from site_agent.synthesize.candidates import Asked, unfit
from site_agent.synthesize.counterpart import BATCH, CounterpartFilter
from site_agent.synthesize.hardware import choose
from site_agent.synthesize.image_filter import Counterpart, FilterCase, Progress, silent
from site_agent.synthesize.modes import Mode, candidates, mode_digest
from site_agent.synthesize.profiles import special_labels, view_of
from site_agent.synthesize.terms import parent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from site_agent.synthesize.candidates import Candidates
    from site_agent.synthesize.groups import Group


@dataclass(frozen=True, slots=True)
class AblationImage:
    """What an ablation made of an exam. Never leaves the site.

    Attributes:
        case_id: The exam.
        image: uint8, shape [S, S].
        labels, view: The group's profile, as in `Counterpart`.
        group: Index of the group it was drawn from; ``None`` where the mode uses none.
        tries: Candidates drawn, this one included; 1 where nothing judged them.
    """

    case_id: str
    image: NDArray[np.uint8] = field(repr=False)
    labels: frozenset[str]
    view: str
    group: int | None
    tries: int


class AblationFilter:
    """Makes ablation images; shaped like an `ImageFilter`, and none by its type.

    Args:
        source: Who draws.
        groups: Case -> group.
        digest: Names filter, mode and strength.
        judge: Judges with the gate; ``None`` keeps the first candidate, whatever it is.
        uses_groups: Whether the mode draws from groups.
    """

    def __init__(
        self,
        source: Candidates,
        groups: Mapping[str, Group],
        digest: str,
        *,
        judge: CounterpartFilter | None,
        uses_groups: bool,
    ) -> None:
        self._source = source
        self._groups = groups
        self._judge = judge
        self._uses_groups = uses_groups
        self.digest = digest

    @classmethod
    def load(
        cls,
        folder: Path,
        mode: Mode,
        *,
        strength: float | None = None,
        gated: bool = True,
        device: str = "auto",
    ) -> Self:
        """Load a trained filter for an ablation.

        Args:
            folder: What train-filter made.
            mode: What a candidate starts from.
            strength: For ``sdedit``.
            gated: Whether the gate judges.
            device: ``auto``, ``cpu`` or a torch device.

        Raises:
            FilterMissing, FilterUnsafe, FilterCorrupt: See `site_agent.synthesize.bundle.read`.
            FilterWeak: If the gate is asked for and recognises too few planted copies.
            ModeInvalid: See `site_agent.synthesize.modes.candidates`.
        """
        if gated:
            whole = CounterpartFilter.load(folder, device=device)
            parts, plain, hardware = whole.parts, whole.digest, whole.hardware
        else:
            (parts, plain), hardware = bundle.read(folder), choose(device)
            for pipeline in parts.pipelines:
                pipeline.to(hardware.device)
        source, digest = candidates(parts, hardware, mode, strength), mode_digest(plain, mode, strength)
        judge = CounterpartFilter(parts, digest, hardware, source) if gated else None
        groups = parts.partition.group_of()
        return cls(source, groups, digest, judge=judge, uses_groups=mode is Mode.KASP)

    def counterparts(
        self, cases: Sequence[FilterCase], *, seed: int = 0, progress: Progress = silent
    ) -> Iterator[AblationImage | Suppressed]:
        """Yield one outcome a case, in order, as `ImageFilter.counterparts` does."""
        if self._judge is not None:
            for outcome in self._judge.counterparts(cases, seed=seed, progress=progress):
                yield outcome if isinstance(outcome, Suppressed) else self._of(outcome)
            return
        for start in range(0, len(cases), BATCH):
            yield from self._unjudged(cases[start : start + BATCH], seed)
            progress("ablation", min(1.0, (start + BATCH) / len(cases)))

    def _of(self, made: Counterpart) -> AblationImage:
        group = made.gate.group if self._uses_groups else None
        return AblationImage(made.case_id, made.image, made.labels, made.view, group, made.gate.tries)

    def _unjudged(self, cases: Sequence[FilterCase], seed: int) -> Iterator[AblationImage | Suppressed]:
        reasons = {case.case_id: unfit(case, self._groups) for case in cases}
        fit = [case for case in cases if reasons[case.case_id] is None]
        asked = [Asked(case, self._groups[case.case_id], 0, seed) for case in fit]
        drawn = iter(self._source.drawn(asked) if asked else ())
        for case in cases:
            reason = reasons[case.case_id]
            if reason is not None:
                yield Suppressed(case.case_id, reason)
                continue
            group, pixels = self._groups[case.case_id], (next(drawn)[0] * 255).round().to(torch.uint8)
            profile = frozenset(group.profile)
            yield AblationImage(
                case_id=case.case_id,
                image=pixels.numpy(),
                labels=special_labels(profile, parent),
                view=view_of(profile),
                group=group.index if self._uses_groups else None,
                tries=1,
            )
