"""Turns what sites said into the rows of a result: one for every arm and site, whether it answered or not.

Rule: silence is a row too. A site that was offline, late or refused stands in the table with its status and a
code, so that nobody mistakes two hospitals for three.

Not here: asking (learning.server_app) and drawing (learning.report).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from learning.errors import Code
from radshare.experiment import Arm, RowStatus, SiteRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from learning.exchange import Judgement
    from radshare.experiment import ExperimentSpec

_STATUS = {
    Code.NOT_READY: RowStatus.OFFLINE,
    Code.NOT_CONNECTED: RowStatus.OFFLINE,
    Code.CONNECTION_LOST: RowStatus.OFFLINE,
    Code.CLIENT_FAILED: RowStatus.OFFLINE,
    Code.NO_ANSWER: RowStatus.LATE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one site said to one request.

    Attributes:
        judged: Key of a model -> its judgement.
        codes: Key of a model, or ``site`` -> the code in a judgement's place; any text a site gave itself
            before the run.
    """

    judged: Mapping[str, Judgement] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    def code(self, key: str) -> str:
        """Return why there is no judgement under ``key``."""
        return self.codes.get("site") or self.codes.get(key) or Code.ANSWER_REFUSED


def silent(code: str) -> Answer:
    """Return the answer of a site that gave one code for everything."""
    return Answer(codes={"site": code})


def status_of(code: str) -> RowStatus:
    """Return how a code shows in a row: offline, late, or else refused."""
    return _STATUS.get(Code(code), RowStatus.REFUSED) if code in set(Code) else RowStatus.REFUSED


def home_rows(spec: ExperimentSpec, trained: Mapping[str, Answer]) -> list[SiteRow]:
    """Return one row for each site and arm, judged where it was trained, in the specification's order."""
    return [
        _row(spec, arm, (site, site), trained[site], arm.value)
        for site in spec.sites
        for arm in spec.training.arms
    ]


def visiting_rows(
    spec: ExperimentSpec,
    trained: Mapping[str, Answer],
    models: Mapping[str, str],
    judged: Mapping[str, Answer],
) -> list[SiteRow]:
    """Return one row for each model of arm ``shared`` at each other site.

    Args:
        spec: The experiment.
        trained: Site -> what it said when asked to train.
        models: Site -> key under which its model was sent to the others; absent when it gave none.
        judged: Site -> what it said when asked to judge; absent when it was not asked.
    """
    if Arm.SHARED not in spec.training.arms:
        return []
    pairs: Sequence[tuple[str, str]] = [(a, b) for a in spec.sites for b in spec.sites if a != b]
    return [_visit(spec, pair, trained, models, judged) for pair in pairs]


def _visit(
    spec: ExperimentSpec,
    pair: tuple[str, str],
    trained: Mapping[str, Answer],
    models: Mapping[str, str],
    judged: Mapping[str, Answer],
) -> SiteRow:
    trainer, judge = pair
    if trainer not in models:
        said = trained[trainer]
        kept = said.codes.get("weights") if Arm.SHARED in said.judged else said.code(Arm.SHARED)
        return _empty(Arm.SHARED, pair, kept or Code.NO_MODEL)
    answer = judged.get(judge) or silent(trained[judge].codes.get("site") or Code.NOT_CONNECTED)
    row = _row(spec, Arm.SHARED, pair, answer, models[trainer])
    at_home = trained[trainer].judged.get(Arm.SHARED)  # only its trainer knows what the model saw
    if row.status is not RowStatus.OK or at_home is None:
        return row
    return row.model_copy(update={"n_train": at_home.n_train})


def _row(spec: ExperimentSpec, arm: Arm, pair: tuple[str, str], answer: Answer, key: str) -> SiteRow:
    found = answer.judged.get(key)
    if found is None:
        return _empty(arm, pair, answer.code(key))
    if found.n_patients < spec.min_test_patients:  # the site should have kept it; it is not shown either way
        return _empty(arm, pair, Code.TOO_FEW_TEST_PATIENTS)
    return SiteRow(arm=arm, trained_at=pair[0], judged_at=pair[1], status=RowStatus.OK, **found.model_dump())


def _empty(arm: Arm, pair: tuple[str, str], code: str) -> SiteRow:
    return SiteRow(arm=arm, trained_at=pair[0], judged_at=pair[1], status=status_of(code), code=code)
