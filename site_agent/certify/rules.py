"""How one number is held to a bar: each rule decides a single measure and says why, in numbers.

Rule of rules: bad beyond doubt fails at any size; good counts only where enough patients stand behind it.

Not here: which bars there are (site_agent.certify.bars).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from radshare.certificate import Verdict

if TYPE_CHECKING:
    from site_agent.certify.measure import Measure

FEW_FINDINGS = 4
"""Labels up to which a set counts as one of few findings."""
SPREAD = 0.566
"""Half width of the interval of a linkage AUC, times the root of the patients (measured)."""
TWO_SIDED = 1.96


@dataclass(frozen=True, slots=True)
class Situation:
    """What a bar has to know besides the measures: k, and how many different labels the exams have."""

    k: int
    labels: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule says of one measure.

    Attributes:
        verdict: What it says.
        goal: Whether the goal is reached.
        why: With its numbers.
        distance: How far beyond the bar; decides which of several measures is named.
    """

    verdict: Verdict
    goal: bool
    why: str
    distance: float = 0.0


Rule = Callable[["Measure", Mapping[str, "Measure"], Situation], Decision]


def patients_for_upper(bound: float, mean: float) -> int:
    """Return from how many patients on an AUC of ``mean`` has an upper bound below ``bound``."""
    return math.ceil((SPREAD / (bound - mean)) ** 2)


def strength(least: float, goal: float) -> Rule:
    """The attacker must be able to do it on real images; one who cannot proves nothing."""

    def rule(measure: Measure, _found: Mapping[str, Measure], _at: Situation) -> Decision:
        value = _value(measure)
        verdict = Verdict.PASSED if value >= least else Verdict.INCONCLUSIVE
        return Decision(verdict, value >= goal, f"{_shown(measure)}, {least:.2f} asked for", least - value)

    return rule


def upper_below(bound: float, goal: float, decides_from: int) -> Rule:
    """The interval must end below the bound; it decides from a number of patients on."""

    def rule(measure: Measure, _found: Mapping[str, Measure], _at: Situation) -> Decision:
        value, low, high = _value(measure), measure.low, measure.high
        goal_met, beyond = value <= goal, (value if high is None else high) - bound
        if low is not None and low >= bound:
            return Decision(Verdict.FAILED, goal_met, f"{_shown(measure)}, all above {bound:.2f}", beyond)
        if measure.n_patients < decides_from or high is None:
            why = f"{_shown(measure)}; decides from {decides_from} patients on"
            return Decision(Verdict.INCONCLUSIVE, goal_met, why, beyond)
        verdict = Verdict.PASSED if high < bound else Verdict.FAILED
        return Decision(verdict, goal_met, f"{_shown(measure)}, upper bound {bound:.2f} at most", beyond)

    return rule


def not_above_chance(level: float, decides_from: int) -> Rule:
    """No test may find more successes than guessing gives."""

    def rule(measure: Measure, _found: Mapping[str, Measure], _at: Situation) -> Decision:
        p = _value(measure)
        why = f"p = {p:.4f} over {measure.n_patients} patients"
        if p < level:
            return Decision(Verdict.FAILED, goal=False, why=f"{why}, below {level:.2f}", distance=level - p)
        enough = measure.n_patients >= decides_from
        verdict = Verdict.PASSED if enough else Verdict.INCONCLUSIVE
        more = "" if enough else f"; decides from {decides_from} patients on"
        return Decision(verdict, p >= 0.5, why + more, level - p)  # noqa: PLR2004 - no more than guessing gives

    return rule


def within_group(margin: float, decides_from: int) -> Rule:
    """The source may be named no more often than 1 / k and a margin."""

    def rule(measure: Measure, _found: Mapping[str, Measure], at: Situation) -> Decision:
        value, low, high = _value(measure), measure.low, measure.high
        share = 1 / at.k
        bound, goal_met = share + margin, value <= share
        could_pass = math.ceil((TWO_SIDED / margin) ** 2 * share * (1 - share))
        why = f"{_shown(measure)}; 1/k + {margin:.2f} = {bound:.3f}"
        beyond = (value if high is None else high) - bound
        if low is not None and low > bound:
            return Decision(Verdict.FAILED, goal_met, why, beyond)
        if high is None or measure.n_patients < decides_from:
            return Decision(Verdict.INCONCLUSIVE, goal_met, f"{why}; decides from {decides_from}", beyond)
        if high <= bound:
            return Decision(Verdict.PASSED, goal_met, why, beyond)
        if measure.n_patients < could_pass:
            why += f"; {could_pass} patients could pass at 1/k"
            return Decision(Verdict.INCONCLUSIVE, goal_met, why, beyond)
        return Decision(Verdict.FAILED, goal_met, why, beyond)

    return rule


def around_half(upper: float, widest: float) -> Rule:
    """The interval must contain .5 or end below a bound, and be narrow enough to mean it."""

    def rule(measure: Measure, _found: Mapping[str, Measure], _at: Situation) -> Decision:
        value, low, high = _value(measure), measure.low, measure.high
        goal_met = abs(value - 0.5) <= 0.01  # noqa: PLR2004 - the goal as it is written: .50
        if low is None or high is None:
            return Decision(Verdict.INCONCLUSIVE, goal_met, f"{_shown(measure)}; no interval", value - upper)
        beyond = high - upper
        if low >= upper:
            return Decision(Verdict.FAILED, goal_met, f"{_shown(measure)}, all above {upper:.2f}", beyond)
        if high - low > widest:
            why = f"{_shown(measure)}; wider than {widest:.2f}"
            return Decision(Verdict.INCONCLUSIVE, goal_met, why, beyond)
        passed = low <= 0.5 <= high or high < upper  # noqa: PLR2004 - guessing
        return Decision(Verdict.PASSED if passed else Verdict.FAILED, goal_met, _shown(measure), beyond)

    return rule


def not_above(reference: str, decides_from: int) -> Rule:
    """The share must not exceed the upper bound of the same share of another set."""

    def rule(measure: Measure, found: Mapping[str, Measure], _at: Situation) -> Decision:
        other = found.get(reference)
        if other is None or other.value is None or other.high is None:
            return Decision(Verdict.INCONCLUSIVE, goal=False, why=f"{reference} was not measured")
        value, goal_met = _value(measure), _value(measure) <= other.value
        why, beyond = f"{_shown(measure)} against {_shown(other)}", value - other.high
        few = min(measure.n_patients, other.n_patients) < decides_from
        if measure.low is not None and measure.low > other.high:
            return Decision(Verdict.FAILED, goal_met, why, beyond)
        if few:
            why += f"; decides from {decides_from} patients on"
            return Decision(Verdict.INCONCLUSIVE, goal_met, why, beyond)
        return Decision(Verdict.PASSED if value <= other.high else Verdict.FAILED, goal_met, why, beyond)

    return rule


def caught(rate_name: str, recall: float, rate: float, planted: int) -> Rule:
    """The gate must catch planted copies without refusing strangers."""

    def rule(measure: Measure, found: Mapping[str, Measure], _at: Situation) -> Decision:
        false = found.get(rate_name)
        value = _value(measure)
        if false is None or false.value is None:
            return Decision(Verdict.INCONCLUSIVE, goal=False, why=f"{rate_name} was not measured")
        why = f"{value:.4f} of {measure.n} caught, {false.value:.4f} of strangers refused"
        if value < recall or false.value > rate:
            return Decision(Verdict.FAILED, goal=False, why=why, distance=recall - value)
        verdict = Verdict.PASSED if measure.n >= planted else Verdict.INCONCLUSIVE
        return Decision(verdict, value >= 1, why, recall - value)

    return rule


def at_least_k(measure: Measure, _found: Mapping[str, Measure], at: Situation) -> Decision:
    """No group may be smaller than k."""
    passed = _value(measure) >= at.k
    verdict = Verdict.PASSED if passed else Verdict.FAILED
    return Decision(verdict, passed, f"{_value(measure):.0f} patients, k = {at.k}")


def suppressed(few: float, many: float, findings: int) -> Rule:
    """Not too many exams may be left without a counterpart."""

    def rule(measure: Measure, _found: Mapping[str, Measure], at: Situation) -> Decision:
        bound = few if at.labels <= findings else many
        value = _value(measure)
        why = f"{100 * value:.1f} % of {measure.n} exams, {100 * bound:.0f} % at most with {at.labels} labels"
        verdict = Verdict.PASSED if value <= bound else Verdict.FAILED
        return Decision(verdict, value == 0, why, value - bound)

    return rule


def no_worse_than(margin: float, goal: float, decides_from: int) -> Rule:
    """A difference may be negative by a margin at most."""

    def rule(measure: Measure, _found: Mapping[str, Measure], _at: Situation) -> Decision:
        value, goal_met = _value(measure), _value(measure) >= -goal
        why, beyond = f"{_shown(measure)}; {-margin:.2f} at least", -margin - value
        if measure.high is not None and measure.high < -margin:
            return Decision(Verdict.FAILED, goal_met, why, beyond)
        if measure.n_patients < decides_from:
            why += f"; decides from {decides_from} patients on"
            return Decision(Verdict.INCONCLUSIVE, goal_met, why, beyond)
        return Decision(Verdict.PASSED if value >= -margin else Verdict.FAILED, goal_met, why, beyond)

    return rule


def not_below_zero(decides_from: int) -> Rule:
    """A difference must not be negative; whether it is positive is the goal."""

    def rule(measure: Measure, _found: Mapping[str, Measure], _at: Situation) -> Decision:
        value, low, high = _value(measure), measure.low, measure.high
        goal_met = low is not None and low > 0
        why = _shown(measure)
        if high is not None and high < 0:
            return Decision(Verdict.FAILED, goal_met, f"{why}: labels-only is the better filter", -value)
        if value < 0 or measure.n_patients < decides_from:
            return Decision(Verdict.INCONCLUSIVE, goal_met, f"{why}: not told from 0", -value)
        return Decision(Verdict.PASSED, goal_met, why, -value)

    return rule


def readable(reference: str, least: float, margin: float, decides_from: int) -> Rule:
    """Counterparts must read as well as real exams, to a reader who can read those."""
    below = no_worse_than(margin, 0.0, decides_from)

    def rule(measure: Measure, found: Mapping[str, Measure], at: Situation) -> Decision:
        decided, reader = below(measure, found, at), found.get(reference)
        good = reader is not None and reader.value is not None and reader.value >= least
        if decided.verdict is Verdict.PASSED and not good:
            why = f"{decided.why}; the reader is too weak on real exams"
            return Decision(Verdict.INCONCLUSIVE, goal=False, why=why, distance=decided.distance)
        return decided

    return rule


def _value(measure: Measure) -> float:
    return math.nan if measure.value is None else measure.value


def _shown(measure: Measure) -> str:
    if measure.low is None or measure.high is None:
        return f"{_value(measure):.3f} ({measure.n_patients} patients)"
    return f"{_value(measure):.3f} [{measure.low:.3f}, {measure.high:.3f}] ({measure.n_patients} patients)"
