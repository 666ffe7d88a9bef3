"""Assesses a release: gathers its patients, measures their risk, judges it, asks what would help.

Not here: the measures (`measures`, `diversity`), the search (`suggest`), lists by patient (`release`), the
page (`page`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from site_agent.risk import measures, population
from site_agent.risk.document import AttributeRisk, RiskReport, Verdict
from site_agent.risk.errors import RiskSettingsInvalid
from site_agent.risk.headers import read_headers
from site_agent.risk.metadata_table import read_table
from site_agent.risk.records import NOTHING, Gatherer
from site_agent.risk.settings import Attacker, Attribute, RiskSettings
from site_agent.risk.suggest import Plan, hidden, suggest
from site_agent.risk.table import QuasiTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from site_agent.risk.measures import Risk
    from site_agent.risk.population import Matched, Register
    from site_agent.risk.records import PatientRecord

TABLE_NAME: Final = "metadata.csv"
_SAME: Final = 1e-12
"""Risks that differ by less are the same."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The patients of a release.

    Attributes:
        records: One a patient.
        exams: How many exams they have.
        inputs: Files and rows that count.
        set_aside: Reason -> files and rows that do not.
    """

    records: Sequence[PatientRecord] = field(repr=False)
    exams: int
    inputs: int
    set_aside: dict[str, int]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A report, and what the lists by patient are made of (for the site's own eyes).

    Attributes:
        report: Counts.
        records: The patients.
        plan: Levels and patients that may be released; ``None`` when nothing keeps within the thresholds.
    """

    report: RiskReport
    records: Sequence[PatientRecord] = field(repr=False)
    plan: Plan | None = field(repr=False)


def gather(
    folder: Path, metadata: Path | None = None, progress: Callable[[int], None] | None = None
) -> Gathered:
    """Read a release.

    Args:
        folder: De-identified DICOM files in any tree, or a DATA_DIR (images/ and metadata.csv).
        metadata: A metadata.csv that says more of the folder's patients, e.g. their findings.
        progress: Called with the number of files read.

    Raises:
        RiskTableInvalid: A table cannot be read.
    """
    gatherer = Gatherer()
    if (folder / TABLE_NAME).is_file():
        inputs, aside = read_table(folder / TABLE_NAME, gatherer)
    else:
        inputs, aside = read_headers(folder, gatherer, progress)
    if metadata:
        rows, more = read_table(metadata, gatherer, known_only=True)
        inputs, aside = inputs + rows, aside + more
    return Gathered(gatherer.records(), gatherer.exams, inputs, dict(sorted(aside.items())))


def assess(gathered: Gathered, settings: RiskSettings, register: Register | None = None) -> Assessment:
    """Measure and judge the risk of a release.

    Args:
        gathered: Its patients.
        settings: What the adversary knows and what is accepted.
        register: A table of the population; goes before a sampling fraction.

    Raises:
        NobodyToAssess: There is no patient.
        RiskSettingsInvalid: Journalist risk is to be judged without a population.
    """
    if settings.attacker is Attacker.JOURNALIST and not (settings.sampling_fraction or register):
        raise RiskSettingsInvalid("attacker journalist needs sampling_fraction or a population table")
    records = gathered.records
    known = [a for a in settings.knows if any(record.values.get(a) for record in records)]
    table = QuasiTable.of(records, known)
    sizes = table.sizes(table.released)
    found, guessed, marketer = _risks(sizes, _matched(records, sizes, settings, register), settings)
    verdicts = tuple(_verdicts(settings, found, guessed, marketer))
    within = all(verdict.passed for verdict in verdicts if verdict.judged)
    plan = Plan.everything(table) if within else suggest(records, table, settings)
    report = RiskReport(
        settings=settings,
        patients=table.patients,
        exams=gathered.exams,
        inputs=gathered.inputs,
        set_aside=gathered.set_aside,
        k=int(sizes.min()),
        classes=len(sizes),
        sizes=measures.size_bands(sizes, settings.least_class),
        prosecutor=found,
        journalist=guessed,
        marketer=marketer,
        attributes=tuple(_attribute(records, table, attribute, settings) for attribute in known),
        diversity=hidden(records, table, table.released, np.ones(table.patients, bool), settings),
        verdicts=verdicts,
        suggestion=plan.suggestion if plan else None,
    )
    return Assessment(report, records, plan)


def _matched(
    records: Sequence[PatientRecord],
    sizes: NDArray[np.int64],
    settings: RiskSettings,
    register: Register | None,
) -> Matched | None:
    if register:
        return population.registered(records, register)
    fraction = settings.sampling_fraction
    return population.sampled(sizes, fraction) if fraction else None


def _risks(
    sizes: NDArray[np.int64], matched: Matched | None, settings: RiskSettings
) -> tuple[Risk, Risk | None, float]:
    """Return prosecutor, journalist and marketer risk; without a population the second is unknown."""
    found = measures.prosecutor(sizes, settings.max_risk)
    if matched is None:
        return found, None, found.mean
    return found, measures.journalist(matched, settings.max_risk), measures.marketer(matched)


def _verdicts(
    settings: RiskSettings, found: Risk, guessed: Risk | None, marketer: float
) -> Iterator[Verdict]:
    risks = {Attacker.PROSECUTOR: found, Attacker.JOURNALIST: guessed}
    for attacker, risk in risks.items():
        if risk:
            judged = attacker is settings.attacker
            yield _verdict(f"{attacker}_highest", risk.highest, settings.max_risk, judged=judged)
            yield _verdict(f"{attacker}_mean", risk.mean, settings.mean_risk, judged=judged)
    yield _verdict("marketer", marketer, settings.mean_risk, judged=True)


def _verdict(measure: str, value: float, bar: float, *, judged: bool) -> Verdict:
    return Verdict(measure=measure, value=value, bar=bar, passed=value <= bar + _SAME, judged=judged)


def _attribute(
    records: Sequence[PatientRecord], table: QuasiTable, attribute: Attribute, settings: RiskSettings
) -> AttributeRisk:
    """Return what one quasi-identifier adds to the prosecutor risk."""
    without = measures.prosecutor(table.sizes(table.without(attribute)), settings.max_risk)
    values = table.sizes(table.only(attribute))
    rare = values[values < settings.least_class]
    return AttributeRisk(
        attribute=attribute,
        values=len(values),
        unknown=sum(record.values.get(attribute, NOTHING) == NOTHING for record in records),
        rare_values=len(rare),
        rare_patients=int(rare.sum()),
        mean_without=without.mean,
        share_above_without=without.share_above,
        mean_alone=len(values) / table.patients,
    )
