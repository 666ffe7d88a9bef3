"""What the certificate's page draws, and how each drawing is read.

Rule: a figure for which nothing was measured is left out; its numbers, with the reason, stand in the table of
every number.

Not here: how it is drawn (site_agent.certify.plots) and laid out (site_agent.certify.page).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_agent.certify.plots import Axis, Row, distributions_svg, intervals_svg, roc_svg
from site_agent.certify.similarity import FLOOR, NAMES
from site_agent.certify.tasks import MACRO, PAIRWISE

if TYPE_CHECKING:
    from site_agent.certify.certificate import Certificate
    from site_agent.certify.measure import Measure

LINKED = (
    ("real_real_(passive|adaptive)", "real pairs, "),
    ("source_linkage_(passive|adaptive)", "to the very source, "),
    ("linkage_(passive|adaptive)", "to another exam, "),
    ("thumbnail_linkage", ""),
    ("own_group_(passive|adaptive)", "to its group, "),
    ("(membership|membership_calibrated)", ""),
)
NAMED = (
    "source_(most|least)_(passive|adaptive)",
    "rank1_(passive|adaptive)",
    "rank10_(passive|adaptive)",
    "closed_set_(real|passive|adaptive)",
    "memorised|memorised_held_out",
)
ARMS = (
    ("trtr", "real exams (TRTR)"),
    ("tstr", "counterparts (TSTR)"),
    ("control", "labels only"),
    ("local", "local exams"),
    ("mixed", "local + counterparts"),
    ("mixed_control", "local + labels only"),
    ("mixed_real", "local + real exams"),
)
CURVES = {
    "real_real": "real pairs",
    "linkage_passive": "counterparts, passive",
    "linkage_adaptive": "counterparts, adaptive",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing (HTML), its title and how it is read."""

    title: str
    hint: str
    drawing: str


def number(value: float | None) -> str:
    """Return a number with three digits, or a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"


def figures(certificate: Certificate) -> list[Figure]:
    """Return the figures for which something was measured."""
    tones = {ruling.decided_by: ruling.verdict.value for ruling in certificate.rulings if ruling.decided_by}
    found = [
        _linkage(certificate, tones),
        _named(certificate, tones),
        _scores(certificate),
        *(_utility(certificate, task) for task in (*PAIRWISE, MACRO)),
        _differences(certificate, tones),
        _agreement(certificate),
        _similarity(certificate),
        _suppressed(certificate),
    ]
    return [figure for figure in found if figure is not None]


def _linkage(certificate: Certificate, tones: dict[str, str]) -> Figure | None:
    rows = [
        _row(measure, before + measure.name.split("_")[-1] if before else _words(measure.name), tones)
        for pattern, before in LINKED
        for measure in _matching(certificate, pattern)
    ]
    if not rows:
        return None
    axis = Axis(0.4, 1.0, ((0.5, "guessing"), (0.6, "bar of linkage")))
    hint = (
        "AUC: how often an attacker prefers the right patient to a comparable stranger. Real pairs should "
        "lie far to the right (a strong attacker), counterparts at .50. That a counterpart resembles its "
        "group, or its source through the group, is how it is made; what counts is linkage to another exam."
    )
    return Figure("Can a counterpart be linked to its patient?", hint, intervals_svg("Linkage", rows, axis))


def _named(certificate: Certificate, tones: dict[str, str]) -> Figure | None:
    rows = [
        _row(measure, _words(measure.name), tones)
        for pattern in NAMED
        for measure in _matching(certificate, pattern)
    ]
    if not rows:
        return None
    bound = 1 / certificate.filter.k + 0.03
    top = min(1.0, max(0.3, *(row.high or row.value for row in rows)))
    axis = Axis(0.0, top, ((bound, "1/k + .03"),), percent=True)
    hint = (
        "Share of counterparts whose patient is named: as the most or least similar of the group, first or "
        "among the first ten of all comparable patients, by a classifier of identities. The black tick is "
        "guessing."
    )
    return Figure("Is the patient named?", hint, intervals_svg("Named", rows, axis))


def _scores(certificate: Certificate) -> Figure | None:
    drawn = [(CURVES[curve.name], curve) for curve in certificate.curves if curve.name in CURVES]
    if not drawn:
        return None
    hint = (
        "What the attackers see: scores of the same patient (coloured) over scores of comparable strangers "
        "(gray). On counterparts both should lie on each other, the ROC curve on the diagonal. Every cell "
        f"stands for at least {certificate.filter.k} patients."
    )
    return Figure("Scores behind it", hint, distributions_svg(drawn) + roc_svg(drawn))


def _utility(certificate: Certificate, task: str) -> Figure | None:
    rows = []
    for arm, label in ARMS:
        measure = certificate.measure(f"auc_{arm}_{task}")
        if measure is not None and measure.value is not None:
            rows.append(_row(measure, label, {}))
    if not rows:
        return None
    title = "mean over findings" if task == MACRO else task.replace("_", " ")
    low = min(0.5, *(row.low if row.low is not None else row.value for row in rows))
    hint = (
        "AUC on real exams of patients nobody trained on, of networks that differ in their training images "
        "only. Counterparts are worth sharing where they beat labels only."
    )
    return Figure(f"What it is good for: {title}", hint, intervals_svg(title, rows, Axis(low, 1.0)))


def _differences(certificate: Certificate, tones: dict[str, str]) -> Figure | None:
    found = _matching(certificate, "auc_[a-z_]+_minus_[a-z_]+")
    rows = [_row(each, _words(each.name.removeprefix("auc_")), tones) for each in found if _drawn(each)]
    if not rows:
        return None
    reach = max(0.05, *(abs(end) for row in rows for end in (row.low or row.value, row.high or row.value)))
    axis = Axis(-reach, reach, ((0.0, "no difference"), (-0.03, "")))
    hint = "Differences of AUC on the same test patients; an interval to the right of 0 is a gain."
    return Figure("Gains and losses", hint, intervals_svg("Differences", rows, axis))


def _agreement(certificate: Certificate) -> Figure | None:
    rows = []
    for measure in _matching(certificate, "agreement_auc_.*"):
        finding = measure.name.removeprefix("agreement_auc_")
        rows.append(_row(measure, f"{_words(finding)}: counterparts", {}))
        real = certificate.measure(f"agreement_real_auc_{finding}")
        if real is not None and real.value is not None:
            rows.append(_row(real, "real exams", {real.name: "inconclusive"}))
    if not rows:
        return None
    hint = (
        "Networks that the gate never used read counterparts and real exams; AUC against the findings that "
        "are claimed. Counterparts should read as well as real exams."
    )
    axis = Axis(0.4, 1.0, ((0.5, "guessing"),))
    return Figure("Does it show what it claims?", hint, intervals_svg("Agreement", rows, axis))


def _similarity(certificate: Certificate) -> Figure | None:
    rows = []
    for name in NAMES:
        shown, floor = certificate.measure(name), certificate.measure(name + FLOOR)
        if shown and floor and shown.value is not None and floor.value is not None:
            rows.append(f"<tr><td>{_words(name)}</td><td>{_span(shown)}</td><td>{_span(floor)}</td></tr>")
    if not rows:
        return None
    head = "<tr><th></th><th>counterparts</th><th>real against real</th></tr>"
    note = next((each.note for each in certificate.measures if each.name == NAMES[0]), "")
    hint = f"Low KID and FID, and high precision to coverage, mean a set like the real one. {note}."
    return Figure("Does the set look like the real one?", hint, f"<table>{head}{''.join(rows)}</table>")


def _suppressed(certificate: Certificate) -> Figure | None:
    rows = [
        Row(
            f"{cell.kind} {_words(cell.value)}".strip(),
            cell.suppressed / cell.exams,
            note=f"of {cell.exams // 10 * 10}+ exams",
        )
        for cell in certificate.suppressed
        if cell.exams >= max(certificate.filter.k, 10)
    ]
    if not rows:
        return None
    hint = "Exams without a counterpart: too rare, or no candidate passed the gate. Uneven bars are a bias."
    axis = Axis(0.0, max(0.25, *(row.value for row in rows)), percent=True)
    return Figure("Who is left out?", hint, intervals_svg("Suppressed", rows, axis, bars=True))


def _matching(certificate: Certificate, pattern: str) -> list[Measure]:
    return [each for each in certificate.measures if re.fullmatch(pattern, each.name) and _drawn(each)]


def _drawn(measure: Measure) -> bool:
    return measure.value is not None


def _row(measure: Measure, label: str, tones: dict[str, str]) -> Row:
    value = measure.value if measure.value is not None else 0.0
    return Row(
        label,
        value,
        measure.low,
        measure.high,
        _span(measure),
        tones.get(measure.name, "plain"),
        measure.chance,
    )


def _span(measure: Measure) -> str:
    if measure.low is None or measure.high is None:
        return number(measure.value)
    return f"{number(measure.value)} [{number(measure.low)}, {number(measure.high)}]"


def _words(name: str) -> str:
    return name.replace("_", " ")
