"""What a release has to reach: one table for certificate, documentation and bench.

Rules:

* A bar is *passed*, *failed* or *inconclusive*. What was not measured is inconclusive; so is a privacy bar
  that a weak attacker leaves standing. A weak attacker that gets through is a failure all the same.
* Where too few patients stand behind a number for its interval to pass even if all is well, it is reported
  and inconclusive, unless it is bad beyond doubt. From how many patients on a bar decides follows from the
  bar, and is written beside it.
* Several measures of one bar: the worst decides; of two attackers on real pairs, the better.
* No bar is an option.

Not here: how numbers are measured, and what follows from a verdict (site_agent.certify.inherit).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from radshare.certificate import Ruling, Verdict
from site_agent.certify import rules
from site_agent.certify.rules import Decision, Situation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_agent.certify.measure import Measure
    from site_agent.certify.rules import Rule

STRONG_ATTACKER: Final = 0.80
ATTACKER: Final = r"real_real_(passive|adaptive)"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the release thresholds.

    Attributes:
        name: Names the verdict.
        asks: What is measured, in words.
        measures: Patterns of the names of the measures that decide.
        rule: Decides one measure.
        passes: What passes, in words.
        goal: What is aimed at.
        needs_attacker: Whether only an attacker who is strong on real pairs can pass it.
    """

    name: str
    asks: str
    measures: tuple[str, ...]
    rule: Rule
    passes: str
    goal: str
    needs_attacker: bool = False


_PAIRWISE = "(bacterial_vs_viral|normal_vs_pneumonia)"

BARS: Final = (
    Bar(
        "attacker",
        "attackers on real pairs (another exam of the patient against strangers alike in labels): the better",
        (ATTACKER,),
        rules.strength(STRONG_ATTACKER, goal=0.95),
        "AUC >= .80, else *inconclusive*",
        ">= .95",
    ),
    Bar(
        "linkage",
        "counterpart against another exam of its source, worst of passive and adaptive attacker",
        (r"linkage_(passive|adaptive)",),
        rules.upper_below(0.60, goal=0.53, decides_from=rules.patients_for_upper(0.60, 0.55)),
        "upper bound < .60, from 129 patients with several exams; fewer: reported, *inconclusive*",
        "mean <= .53",
        needs_attacker=True,
    ),
    Bar(
        "reidentification",
        "rank 1 and closed-set identity of every attacker (rank 10 is reported)",
        (r"reidentification_p",),
        rules.not_above_chance(level=0.05, decides_from=30),
        "not above label-matched chance (exact one-sided binomial, Holm, level .05), from 30 patients",
        "= chance",
        needs_attacker=True,
    ),
    Bar(
        "source_in_group",
        "source the most, or the least, similar patient of its own group",
        (r"source_(most|least)_(passive|adaptive)",),
        rules.within_group(margin=0.03, decides_from=100),
        "upper bound <= 1/k + .03, both tails, from 100 patients",
        "1/k",
        needs_attacker=True,
    ),
    Bar(
        "membership",
        "membership inference, members of the filter's training against other patients",
        (r"membership(_calibrated)?",),
        rules.around_half(upper=0.55, widest=0.2),
        "interval contains .5, or upper bound < .55; an interval wider than .2 is *inconclusive*",
        ".50",
        needs_attacker=True,
    ),
    Bar(
        "memorised",
        "counterparts much nearer to one training patient than to the second (d1/d2 < .7)",
        (r"memorised",),
        rules.not_above("memorised_held_out", decides_from=100),
        "share <= upper bound of the same share of held-out real exams, from 100 patients",
        "<= their share",
        needs_attacker=True,
    ),
    Bar(
        "planted_copies",
        "planted near-duplicates the gate catches, at a false match rate <= 1 %",
        (r"planted_recall",),
        rules.caught("false_match_rate", recall=0.99, rate=0.01, planted=300),
        "recall >= .99 of at least 300",
        "1",
    ),
    Bar(
        "group_size",
        "patients in the smallest group a counterpart came from",
        (r"smallest_group",),
        rules.at_least_k,
        ">= k",
        ">= k",
    ),
    Bar(
        "suppression",
        "exams without a counterpart",
        (r"suppressed_share",),
        rules.suppressed(few=0.10, many=0.25, findings=rules.FEW_FINDINGS),
        "<= 10 % where exams have at most four labels (Kermany), <= 25 % elsewhere (NIH)",
        "0",
    ),
    Bar(
        "utility",
        "networks trained on counterparts against networks trained on the real exams (TSTR - TRTR)",
        (rf"auc_tstr_minus_trtr_{_PAIRWISE}", r"auc_tstr_minus_trtr_macro"),
        rules.no_worse_than(0.03, goal=0.01, decides_from=100),
        "AUC within .03 (bacterial/viral, normal/pneumonia; else mean over findings), from 100 patients",
        "within .01",
    ),
    Bar(
        "control",
        "networks trained on counterparts against labels-only counterparts, alone and beside local exams",
        (
            rf"auc_(tstr_minus_control|mixed_minus_mixed_control)_{_PAIRWISE}",
            r"auc_(tstr_minus_control|mixed_minus_mixed_control)_macro",
        ),
        rules.not_below_zero(decides_from=100),
        "not worse; clearly worse (interval below 0) fails: then labels-only is the better filter",
        "better, interval above 0",
    ),
    Bar(
        "agreement",
        "claimed findings, read by networks the gate never used: counterparts minus real exams",
        (r"agreement_minus_real_macro",),
        rules.readable("agreement_real_auc_macro", least=0.70, margin=0.05, decides_from=100),
        "AUC at most .05 below that of the real exams, which must be >= .70, from 100 patients",
        "not below",
    ),
)
"""In the order of the documentation. All but `group_size` and `agreement` are the project's release
thresholds; these two say that the groups and the labels are what they claim to be."""


def judge(measures: Iterable[Measure], situation: Situation) -> list[Ruling]:
    """Return what every bar says.

    Args:
        measures: Everything that was measured.
        situation: k and how many labels there are.
    """
    found = {measure.name: measure for measure in measures}
    attackers = [found[name].value or 0.0 for name in _names((ATTACKER,), found)]
    strong = max(attackers, default=0.0) >= STRONG_ATTACKER
    return [_ruling(bar, found, situation, strong=strong) for bar in BARS]


def _ruling(bar: Bar, found: dict[str, Measure], situation: Situation, *, strong: bool) -> Ruling:
    names = _names(bar.measures, found)
    if not names:
        return Ruling(bar=bar.name, verdict=Verdict.INCONCLUSIVE, why="not measured")
    decisions = [(name, _decided(bar, found[name], found, situation)) for name in names]
    best_counts = bar.measures == (ATTACKER,)
    name, decided = (min if best_counts else max)(decisions, key=lambda each: _badness(each[1]))
    if bar.needs_attacker and decided.verdict is Verdict.PASSED and not strong:
        decided = Decision(Verdict.INCONCLUSIVE, goal=False, why=f"the attacker is too weak; {decided.why}")
    goals = [decided.goal] if best_counts else [each.goal for _, each in decisions]
    goal = all(goals) and decided.verdict is Verdict.PASSED
    return Ruling(bar=bar.name, verdict=decided.verdict, goal=goal, decided_by=name, why=decided.why[:400])


def _decided(bar: Bar, measure: Measure, found: dict[str, Measure], situation: Situation) -> Decision:
    if measure.value is None:
        return Decision(Verdict.INCONCLUSIVE, goal=False, why=f"not measured: {measure.note}")
    return bar.rule(measure, found, situation)


def _badness(decided: Decision) -> tuple[int, float]:
    order = (Verdict.PASSED, Verdict.INCONCLUSIVE, Verdict.FAILED)
    return order.index(decided.verdict), decided.distance if math.isfinite(decided.distance) else 0.0


def _names(patterns: Sequence[str], found: Iterable[str]) -> list[str]:
    """Return the names that the first pattern with any match matches: later patterns stand in for it."""
    everything = list(found)
    for pattern in patterns:
        if names := [name for name in everything if re.fullmatch(pattern, name)]:
            return names
    return []


def table() -> list[tuple[str, str, str, str]]:
    """Return the bars as rows: name, what is measured, what passes, goal."""
    return [(bar.name, bar.asks, bar.passes, bar.goal) for bar in BARS]
