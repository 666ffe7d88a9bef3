"""The assessment as a self-contained HTML page, in words for a site admin.

Rule: the page shows what the document holds: counts and names of attributes; no value, no pseudonym.

Not here: the drawing (`plots`).
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from site_agent.risk.plots import Bar, bars_svg
from site_agent.risk.settings import Attacker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_agent.risk.document import RiskReport, Suggestion
    from site_agent.risk.measures import SizeBand

_HEAD: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Re-identification risk</title>
<style>
body { margin: 0; background: #f5f7fa; color: #1f2933; font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 56rem; margin: 2rem auto; padding: 2.5rem 3rem; background: #fff; }
h1 { font-size: 1.7rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
.lead, footer { color: #52606d; } footer { margin-top: 2.5rem; font-size: .85rem; }
.verdict { border-left: 4px solid #4c6a92; background: #f5f7fa; padding: .7rem 1rem; }
.above { border-color: #c06c2b; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
th { text-align: left; color: #52606d; border-bottom: 2px solid #e4e7eb; padding: .4rem .6rem; }
td { border-bottom: 1px solid #e4e7eb; padding: .4rem .6rem; vertical-align: top; }
svg { max-width: 100%; height: auto; margin: 1rem 0; }
</style>
</head>
<body>
<main>
"""
_NOT_COUNTED: Final = (
    "Counted are attributes, not pictures: a face, an implant or a rare anatomy may be recognised whatever "
    "the class sizes are. Counted is this release alone: two releases of the same patients can be compared. "
    "For the site's own eyes."
)


def page(report: RiskReport) -> str:
    """Return the page."""
    least = report.settings.least_class
    parts = [
        f"{_HEAD}<h1>Re-identification risk</h1>",
        _lead(report),
        _verdict(report),
        _section("Measures", "", _table(("measure", "value", "at most", ""), _measures(report))),
        _section(
            "How many patients are alike",
            f"Patients by the size of the class they are in. Classes below {least} are too small: in a class "
            "of f, somebody who knows these attributes guesses right once in f times.",
            _sizes_svg(report),
        ),
        _section(
            "What makes patients rare",
            "Mean risk if one attribute were not released, the others as they are. The shorter the bar, the "
            "more that attribute gives away; the dashed line is the accepted mean.",
            _contributions_svg(report) + _rarities(report),
        ),
        _diversity(report),
        _section("What to do", "", _to_do(report)),
        _section("What was assumed", "", _list(_assumptions(report))),
        f"<footer>{_NOT_COUNTED}</footer></main></body></html>\n",
    ]
    return "\n".join(parts)


def _lead(report: RiskReport) -> str:
    return (
        f'<p class="lead">{report.patients} patients, {report.exams} exams, {report.inputs} files and rows. '
        f"An adversary is taken to know: {_names(report)}.</p>"
    )


def _names(report: RiskReport) -> str:
    found = ", ".join(item.attribute.replace("_", " ") for item in report.attributes)
    return html.escape(found) or "nothing that is in the data"


def _verdict(report: RiskReport) -> str:
    if report.within:
        return '<p class="verdict">Within the thresholds.</p>'
    above = 100 * report.prosecutor.share_above
    return (
        f'<p class="verdict above">Above the thresholds: do not release this as it is. {above:.0f} % of the '
        f"patients share their attributes with fewer than {report.settings.least_class - 1} others.</p>"
    )


def _measures(report: RiskReport) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("smallest class (k)", str(report.k), "", "")]
    for verdict in report.verdicts:
        said = "within" if verdict.passed else "above" if verdict.judged else "above, not judged"
        name = verdict.measure.replace("_", ", ")
        rows.append((name, f"{verdict.value:.4f}", f"{verdict.bar:g}", said))
    return rows


def _band_name(band: SizeBand) -> str:
    if band.high is None:
        return f"{band.low} or more"
    return str(band.low) if band.low == band.high else f"{band.low} to {band.high}"


def _sizes_svg(report: RiskReport) -> str:
    bars = [
        Bar(
            f"classes of {_band_name(band)}",
            band.patients,
            f"{band.patients} patients, {band.classes} classes",
            bad=band.low < report.settings.least_class,
        )
        for band in report.sizes
    ]
    return bars_svg("Patients by class size", bars)


def _contributions_svg(report: RiskReport) -> str:
    accepted = report.settings.mean_risk
    whole = report.prosecutor.mean
    rest = sorted(report.attributes, key=lambda item: item.mean_without)
    named = [("all as released", whole), *((f"without {i.attribute}", i.mean_without) for i in rest)]
    bars = [Bar(name.replace("_", " "), mean, f"{mean:.3f}", bad=mean > accepted) for name, mean in named]
    return bars_svg("Mean risk without each attribute", bars, accepted)


def _rarities(report: RiskReport) -> str:
    rows = [
        (item.attribute.replace("_", " "), item.values, item.rare_values, item.rare_patients, item.unknown)
        for item in report.attributes
    ]
    return _table(("attribute", "values", "rare values", "patients with them", "unknown"), rows)


def _diversity(report: RiskReport) -> str:
    rows = [
        (
            item.attribute,
            item.values,
            item.distinct,
            f"{item.entropy:.2f}",
            f"{item.closeness:.2f}",
            f"{100 * item.disclosed_share:.0f} %",
        )
        for item in report.diversity
    ]
    if not rows:
        return ""
    return _section(
        "What is learnt without finding anybody",
        "In a class whose members all have one finding, who is known to be in it is known to have it.",
        _table(("attribute", "values", "l (distinct)", "l (entropy)", "t", "patients it is learnt of"), rows),
    )


def _to_do(report: RiskReport) -> str:
    if report.within:
        return "<p>Nothing. Assess again when patients or attributes are added.</p>"
    if report.suggestion is None:
        return (
            "<p>No generalisation keeps within the thresholds while leaving out at most "
            f"{100 * report.settings.suppress_at_most:.0f} % of the patients. Wait for more patients, pool "
            "them with those of other sites, or release less of each.</p>"
        )
    return _suggested(report.suggestion, report.patients)


def _suggested(suggestion: Suggestion, patients: int) -> str:
    steps = [(step.attribute.replace("_", " "), step.name, step.advice) for step in suggestion.steps]
    after = suggestion.prosecutor
    best = "Nothing loses less." if suggestion.optimal else "The search was cut short: there may be better."
    return (
        (_table(("attribute", "release as", "how"), steps) if steps else "<p>Generalise nothing.</p>")
        + f"<p>Leave out {suggestion.suppressed} of {patients} patients; "
        "<code>site-agent risk … --apply FOLDER</code> lists their pseudonyms. "
        f"Then {suggestion.classes} classes are left, the smallest of {suggestion.smallest}: highest risk "
        f"{after.highest:.3f}, mean {after.mean:.3f}. {100 * suggestion.loss:.0f} % of the information in "
        f"these attributes goes. {best} De-identify again with the changed profile, without those patients, "
        "and assess the result: only what was assessed is released.</p>"
    )


def _assumptions(report: RiskReport) -> Iterable[str]:
    judged = report.settings.attacker
    knows_who = judged is Attacker.PROSECUTOR
    yield f"Judged is the {judged}, who {'knows' if knows_who else 'does not know'} who is in the data."
    if report.settings.sampling_fraction and report.journalist:
        fraction = report.settings.sampling_fraction
        yield f"Each person of the population is in the data with probability {fraction:g}, whoever they are."
    elif report.journalist:
        yield "A register knows the columns of the population table and no more; what it lacks is rare."
    else:
        yield "Nothing is known of the population, so the journalist's risk is not stated."
    yield "The adversary knows every listed attribute exactly and knows of each whether it is missing."
    yield "Days between exams count." if _intervals(report) else "Nobody knows the days between exams."
    if report.set_aside:
        yield f"{sum(report.set_aside.values())} files or rows were set aside and not assessed."


def _intervals(report: RiskReport) -> bool:
    return any(item.attribute == "intervals" for item in report.attributes)


def _section(title: str, text: str, body: str) -> str:
    return f"<h2>{title}</h2>{f'<p>{text}</p>' if text else ''}{body}"


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</ul>"


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"
