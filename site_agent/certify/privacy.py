"""All attacks on a release, one list of measures.

The names, and what a certificate does with them (site_agent.certify.bars):

==============================  ============================================================================
name                            what it is
==============================  ============================================================================
real_real_*                     AUC of a real exam against another exam of its patient: how strong it is
eer_real_real_*                 equal error rate of the same
tar_real_real_*                 true accepts at 1 % false accepts of the same
linkage                         the larger of the next two, by the upper bound
linkage_*                       AUC of a counterpart against another exam of its source's patient
eer_linkage_*, tar_linkage_*    the same attackers' error rate and true accepts
thumbnail_linkage               the same of an attacker who trains nothing: thumbnails beside thumbnails
source_linkage_*                AUC of a counterpart against its very source: the upper bound
rank1_*, rank10_*               share of counterparts whose patient is first (among the first ten) of all
                                comparable patients; `chance` is that of scores that say nothing, where
                                the findings are known
closed_set_real                 accuracy of the classifier of identities on reserved real exams
closed_set_*                    the same on their counterparts
closed_set_residual             (accuracy - chance) on counterparts over that on real exams
rank1_*_p, rank10_*_p           exact one-sided p of being above chance, Holm-adjusted
closed_set_*_p                  the same
reidentification_p              the smallest of these p, rank 10 left out
source_most, source_least       the larger of the attackers, by the upper bound
source_most_*, source_least_*   share of counterparts whose source is the most (least) similar of its group
own_group_*                     AUC of the own group against other groups with the same findings
membership                      AUC of members against outsiders
membership_calibrated           the same, less how much an exam resembles everything
membership_tpr                  members found at 1 % false positives
membership_calibrated_tpr       the same, calibrated
membership_unseen               the same AUC, of counterparts whose generator never saw the member
membership_learnt               what the AUC gains where the generator did see the member
memorised                       share of counterparts with d1 / d2 < .7
memorised_held_out              the same of held-out real exams
memorised_excess                the difference
attribute_sex_*                 AUC of sex: `baseline` knows what is published, `passive` and `adaptive`
                                add the image, `real` is the passive attack on real exams
attribute_age_*                 the same for age: Spearman's rank correlation
attribute_*_gain_*              attack less baseline
==============================  ============================================================================

``*`` stands for ``passive`` (knows other radiographs) and ``adaptive`` (also knows the filter and the truth
about the other folds). What cannot be measured is there with value ``None`` and a note.

Not here: verdicts, utility, plots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_agent.certify.attributes import attribute
from site_agent.certify.bootstrap import NOBODY
from site_agent.certify.closed_set import closed_set, residual_identity
from site_agent.certify.group_attack import own_group, source_in_group
from site_agent.certify.linkage import auc, counterpart_trials, real_real, verification
from site_agent.certify.measure import Measure, unmeasured
from site_agent.certify.membership import membership
from site_agent.certify.memorisation import memorised
from site_agent.certify.reidentification import corrected, ranks, rate
from site_agent.certify.sight import seen
from site_agent.certify.thumbnails import GRID, thumbnail_sights
from site_agent.synthesize.images import thumbnails

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.reidentification import Attempt
    from site_agent.certify.sight import Attacker, Attackers, FoldSight


@dataclass(frozen=True, slots=True)
class _Scene:
    """A release as one kind of attacker sees it."""

    kind: str
    hospital: Cohort
    release: Release
    sights: Sequence[FoldSight]
    attackers: Sequence[Attacker]


def privacy(
    hospital: Cohort, release: Release, outside: Cohort, folds: Sequence[int], attackers: Attackers
) -> list[Measure]:
    """Attack a release with everything there is.

    Args:
        hospital: The exams the filter was trained on.
        release: Their counterparts.
        outside: Exams of patients of the same distribution whom the filter never saw.
        folds: Cross-fit fold of each hospital exam.
        attackers: Trained on this hospital.
    """
    passive = _scene("passive", hospital, release, folds, attackers.passive())
    adaptive = _scene("adaptive", hospital, release, folds, attackers.adaptive(release))
    found: list[Measure] = []
    attempts: dict[str, Sequence[Attempt]] = {}
    for scene in (passive, adaptive):
        found += _linkage(scene) + _in_group(scene) + _named(scene, attempts)
    found += corrected(attempts)
    found += [_worst(found, name) for name in ("linkage", "source_most", "source_least")]
    found.append(_by_thumbnails(hospital, release, folds))
    found += membership(hospital, outside, passive.sights, passive.attackers)
    found += memorised(hospital, release, outside, passive.sights, passive.attackers)
    for name in ("sex", "age"):
        found += attribute(name, hospital, release, passive.sights, passive.attackers)
    return found


def _scene(
    kind: str, hospital: Cohort, release: Release, folds: Sequence[int], attackers: Sequence[Attacker]
) -> _Scene:
    return _Scene(kind, hospital, release, seen(hospital, release, folds, attackers), attackers)


def _linkage(scene: _Scene) -> list[Measure]:
    strength = verification(real_real(scene.hospital, scene.sights), f"real_real_{scene.kind}")
    other = counterpart_trials(scene.hospital, scene.release, scene.sights, to_source=False)
    source = counterpart_trials(scene.hospital, scene.release, scene.sights, to_source=True)
    linked = verification(other, f"linkage_{scene.kind}")
    return [
        strength["auc"].model_copy(update={"name": f"real_real_{scene.kind}"}),
        strength["eer"],
        strength["tar"],
        linked["auc"].model_copy(update={"name": f"linkage_{scene.kind}"}),
        linked["eer"],
        linked["tar"],
        auc(source, f"source_linkage_{scene.kind}"),
    ]


def _by_thumbnails(hospital: Cohort, release: Release, folds: Sequence[int]) -> Measure:
    sights = thumbnail_sights(hospital, release.sources, thumbnails(release.images, GRID), folds)
    return auc(counterpart_trials(hospital, release, sights, to_source=False), "thumbnail_linkage")


def _in_group(scene: _Scene) -> list[Measure]:
    args = (scene.hospital, scene.release, scene.sights)
    return [
        source_in_group(*args, "most", f"source_most_{scene.kind}"),
        source_in_group(*args, "least", f"source_least_{scene.kind}"),
        own_group(*args, f"own_group_{scene.kind}"),
    ]


def _named(scene: _Scene, attempts: dict[str, Sequence[Attempt]]) -> list[Measure]:
    ranked = ranks(scene.hospital, scene.release, scene.sights)
    closed = closed_set(scene.hospital, scene.release, scene.sights, scene.attackers)
    mine: dict[str, Sequence[Attempt]] = {
        **{f"rank{rank}_{scene.kind}": found for rank, found in ranked.items()},
        f"closed_set_{scene.kind}": closed.counterparts,
    }
    attempts |= mine
    measures = [rate(found, name) for name, found in mine.items()]
    if scene.kind == "passive":
        strength = rate(closed.real, "closed_set_real")
        note = f"{strength.note}; majority share {closed.majority:.4f}"
        residual = residual_identity(closed.real, closed.counterparts)
        measures += [
            strength.model_copy(update={"note": note}),
            Measure(name="closed_set_residual", value=residual, n=len(closed.counterparts), chance=0.0),
        ]
    return measures


def _worst(found: Iterable[Measure], name: str) -> Measure:
    both = [measure for measure in found if measure.name in {f"{name}_passive", f"{name}_adaptive"}]
    measured = [measure for measure in both if measure.value is not None]
    if not measured:
        return unmeasured(name, both[0].note if both else NOBODY)
    worst = max(measured, key=lambda m: (m.high if m.high is not None else m.value, m.value))
    return worst.model_copy(update={"name": name, "note": f"the larger of two attackers: {worst.name}"})
