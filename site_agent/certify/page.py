"""The certificate as a self-contained HTML page: verdicts first, then drawings, then every number.

Rules: no script, no font, no picture from anywhere; light or dark as the reader's machine says. It is the
site's own, like the exact numbers in it; even so, subgroups of fewer than k exams and distributions over
fewer than k patients are not drawn.

Not here: the figures (site_agent.certify.figures) and what the bars are (site_agent.certify.bars).
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from radshare.certificate import Verdict
from site_agent.certify import figures
from site_agent.certify.bars import BARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_agent.certify.certificate import Certificate
    from site_agent.certify.measure import Measure

_HEAD: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Certificate of an image filter</title>
<style>
:root { color-scheme: light dark; --page: #f5f7fa; --sheet: #fff; --ink: #1f2933; --faint: #616e7c;
  --grid: #dde2e8; --passed: #3f7d58; --failed: #b3402e; --inconclusive: #b7791f; --plain: #4c6a92;
  --other: #9aa5b1; }
@media (prefers-color-scheme: dark) { :root { --page: #10151b; --sheet: #181f27; --ink: #e4e7eb;
  --faint: #9aa5b1; --grid: #323f4b; --passed: #6fbf8e; --failed: #e8806f; --inconclusive: #e0b060;
  --plain: #86a8d6; --other: #616e7c; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 2rem auto; padding: 2.5rem 3rem; background: var(--sheet); }
h1 { font-size: 1.7rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.4rem 0 .4rem; }
.lead, .hint, footer { color: var(--faint); } .hint { margin: .2rem 0 .8rem; max-width: 46rem; }
footer { margin-top: 2.5rem; font-size: .85rem; } code { font-size: .85em; overflow-wrap: anywhere; }
.banner { border-left: 5px solid; background: var(--page); padding: .8rem 1.1rem; margin: 1.2rem 0; }
.banner strong { font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
th { text-align: left; color: var(--faint); border-bottom: 2px solid var(--grid); padding: .4rem .6rem; }
td { border-bottom: 1px solid var(--grid); padding: .4rem .6rem; vertical-align: top; }
.scroll { overflow-x: auto; }
.chip { white-space: nowrap; font-weight: 600; } .chip::before { content: "\\25cf\\00a0"; }
.passed { --tone: var(--passed); } .failed { --tone: var(--failed); }
.inconclusive { --tone: var(--inconclusive); } .plain { --tone: var(--plain); }
.chip, .banner strong { color: var(--tone); } .banner { border-color: var(--tone); }
svg { max-width: 100%; height: auto; margin: .4rem 0; font: 13px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .tick { fill: var(--faint); font-size: 11px; }
svg .note { fill: var(--faint); font-size: 12px; }
svg .grid { stroke: var(--grid); } svg .mark { stroke: var(--faint); stroke-dasharray: 4 3; }
svg .chance { stroke: var(--ink); stroke-width: 1.5; } svg .frame { fill: none; stroke: var(--grid); }
svg .interval { stroke: var(--tone); stroke-width: 3; stroke-linecap: round; }
svg .fill { fill: var(--tone); }
svg rect.fill { opacity: .75; } svg .area { opacity: .55; } svg .same { fill: var(--failed); }
svg .others { fill: var(--other); } svg .curve { fill: none; stroke-width: 2.4; }
svg .c0 { stroke: var(--other); } svg .c1 { stroke: var(--plain); } svg .c2 { stroke: var(--failed); }
summary { cursor: pointer; margin-top: 2rem; font-weight: 600; }
</style>
</head>
<body>
<main>
"""
_SAYS: Final = {
    Verdict.PASSED: "Every bar is passed.",
    Verdict.FAILED: "At least one bar is missed: nothing may be published on this certificate.",
    Verdict.INCONCLUSIVE: "Nothing is missed, but not everything could be decided: on its own this "
    "certificate does not stand for a release.",
}


def page(certificate: Certificate) -> str:
    """Return the page."""
    sections = "\n".join(
        f'<h2>{html.escape(figure.title)}</h2><p class="hint">{html.escape(figure.hint)}</p>'
        f'<div class="scroll">{figure.drawing}</div>'
        for figure in figures.figures(certificate)
    )
    return "\n".join(
        [
            f"{_HEAD}<h1>Certificate of an image filter</h1>",
            _lead(certificate),
            _banner(certificate),
            "<h2>What was asked, and what was found</h2>",
            _table(("bar", "passes if", "found", "verdict", "goal"), _rulings(certificate)),
            sections,
            f"<h2>What a group gives away</h2><p>{html.escape(certificate.homogeneity)}</p>",
            "<h2>Who took part</h2>",
            _table(("", ""), _counts(certificate)),
            "<details><summary>Every number</summary>",
            _table(
                ("measure", "value", "95 % over patients", "chance", "patients", "note"), _all(certificate)
            ),
            f"</details><footer>{_footer(certificate)}</footer></main></body></html>\n",
        ]
    )


def _lead(certificate: Certificate) -> str:
    filter_, cohort, dp = certificate.filter, certificate.cohort, certificate.filter.dp
    spent = f" Differential privacy: epsilon {dp.epsilon:g}, delta {dp.delta:.1e} a {dp.unit}." if dp else ""
    return (
        f'<p class="lead">Preset {html.escape(filter_.preset)}, {filter_.image_size_px} px, groups of at '
        f"least {filter_.k} patients. Measured on {certificate.measured_on} with {cohort.exams} exams of "
        f"{cohort.patients} patients, {cohort.several_exams} of whom came more than once.{spent}</p>"
    )


def _banner(certificate: Certificate) -> str:
    counted = [
        f"{sum(ruling.verdict is verdict for ruling in certificate.rulings)} {verdict}" for verdict in Verdict
    ]
    verdict = certificate.verdict
    return f'<p class="banner {verdict}"><strong>{_SAYS[verdict]}</strong><br>{", ".join(counted)}.</p>'


def _rulings(certificate: Certificate) -> list[tuple[str, ...]]:
    asked = {bar.name: bar for bar in BARS}
    return [
        (
            f"<b>{html.escape(ruling.bar.replace('_', ' '))}</b><br>{html.escape(asked[ruling.bar].asks)}",
            html.escape(asked[ruling.bar].passes).replace("*inconclusive*", "<i>inconclusive</i>"),
            html.escape(ruling.why),
            f'<span class="chip {ruling.verdict}">{ruling.verdict}</span>',
            f"{html.escape(asked[ruling.bar].goal)}{': reached' if ruling.goal else ''}",
        )
        for ruling in certificate.rulings
        if ruling.bar in asked
    ]


def _counts(certificate: Certificate) -> list[tuple[str, ...]]:
    return [
        (html.escape(name.replace("_", " ")), str(value))
        for name, value in certificate.cohort.model_dump().items()
    ]


def _all(certificate: Certificate) -> list[tuple[str, ...]]:
    return [
        (
            f"<code>{html.escape(measure.name)}</code>",
            figures.number(measure.value),
            _interval(measure),
            figures.number(measure.chance) if measure.chance is not None else "",
            str(measure.n_patients or ""),
            html.escape(measure.note),
        )
        for measure in certificate.measures
    ]


def _interval(measure: Measure) -> str:
    if measure.low is None or measure.high is None:
        return ""
    return f"{figures.number(measure.low)} to {figures.number(measure.high)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are HTML already."""
    top = "".join(f"<th>{html.escape(text)}</th>" for text in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{top}</tr>{body}</table></div>'


def _footer(certificate: Certificate) -> str:
    return (
        f"Filter <code>{certificate.filter.filter_digest}</code>, version <code>{certificate.recipe}</code>. "
        "Intervals: bootstrap over patients. A bar that could not be decided is inconclusive, never passed. "
        "What is not measured here: attacks with the filter's weights, which never leave the site."
    )
