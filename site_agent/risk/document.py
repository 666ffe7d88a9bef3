"""What an assessment says: counts, shares and names of attributes.

Rule: never a value of an attribute and never a pseudonym, so that the document may be shown and kept.

Not here: how a number comes about (`measures`, `diversity`, `lattice`).
"""

from __future__ import annotations

from radshare.model import Frozen
from site_agent.risk.diversity import Diversity
from site_agent.risk.measures import Risk, SizeBand
from site_agent.risk.settings import Attribute, RiskSettings


class AttributeRisk(Frozen):
    """What one quasi-identifier adds to the risk.

    Attributes:
        attribute: Its name.
        values: Different values in the data (a set of values counts as one).
        unknown: Patients of whom it is not known.
        rare_values: Values that fewer patients than the least class have.
        rare_patients: Patients who have one of those.
        mean_without: Mean prosecutor risk if it were not known, the others being as released.
        share_above_without: Share of the patients above the accepted maximum then.
        mean_alone: Mean prosecutor risk if nothing else were known.
    """

    attribute: Attribute
    values: int
    unknown: int
    rare_values: int
    rare_patients: int
    mean_without: float
    share_above_without: float
    mean_alone: float


class Verdict(Frozen):
    """A measure against its bar.

    Attributes:
        measure: Name of the measure.
        value: What was measured.
        bar: Highest value accepted.
        passed: Whether it is within.
        judged: Whether it decides about the release, or stands for information.
    """

    measure: str
    value: float
    bar: float
    passed: bool
    judged: bool


class Step(Frozen):
    """One attribute to generalise.

    Attributes:
        attribute: Which.
        level: Number of the level; 0 is as released.
        name: What its values are there.
        advice: What the site admin does.
    """

    attribute: Attribute
    level: int
    name: str
    advice: str


class Suggestion(Frozen):
    """The least generalisation and suppression that keeps within the thresholds.

    Attributes:
        steps: Attributes to generalise; none when suppression alone is enough.
        suppressed: Patients to leave out.
        loss: Share of the information that goes, 0..1.
        optimal: Whether it is known that nothing loses less.
        tried: Generalisations that were tried.
        classes: Classes that stay.
        smallest: Patients in the smallest of them.
        prosecutor: Risk afterwards.
        diversity: Sensitive attributes afterwards.
    """

    steps: tuple[Step, ...]
    suppressed: int
    loss: float
    optimal: bool
    tried: int
    classes: int
    smallest: int
    prosecutor: Risk
    diversity: tuple[Diversity, ...]


class RiskReport(Frozen):
    """Risk of a release.

    Attributes:
        settings: What was assumed and accepted.
        patients, exams, inputs: How much there is.
        set_aside: Reason -> files and rows that were not assessed.
        k: Patients in the smallest class.
        classes: How many classes.
        sizes: Classes by size.
        prosecutor: Risk when it is known who is in the data.
        journalist: Risk when it is not; ``None`` without a population.
        marketer: Share that is found when all are linked at once.
        attributes: What each quasi-identifier adds; those that nobody has are missing.
        diversity: How well the sensitive attributes are hidden.
        verdicts: Measures against their bars.
        suggestion: What would help; ``None`` when nothing need, or nothing does within `suppress_at_most`.
    """

    settings: RiskSettings
    patients: int
    exams: int
    inputs: int
    set_aside: dict[str, int]
    k: int
    classes: int
    sizes: tuple[SizeBand, ...]
    prosecutor: Risk
    journalist: Risk | None
    marketer: float
    attributes: tuple[AttributeRisk, ...]
    diversity: tuple[Diversity, ...]
    verdicts: tuple[Verdict, ...]
    suggestion: Suggestion | None

    @property
    def within(self) -> bool:
        """Return whether every judged measure is within its bar."""
        return all(verdict.passed for verdict in self.verdicts if verdict.judged)
