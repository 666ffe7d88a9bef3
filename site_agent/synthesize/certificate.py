"""Privacy and utility certificates of a folder of counterparts.

Rule: a number that could not be measured is missing and named inconclusive; it never counts as passed. The
bars are those of docs/reference/synthesize.md; they are not options.

Not here: the measures themselves (linkage, utility). Certificates are read by the site; what a package says
about its filter is `radshare.manifest.FilterSummary`.
"""

from __future__ import annotations

import html
from enum import StrEnum
from typing import TYPE_CHECKING

import torch

from radshare.model import Frozen
from site_agent.synthesize import bundle, linkage, utility
from site_agent.synthesize.data_folder import read_pairs
from site_agent.synthesize.errors import DataFolderInvalid
from site_agent.synthesize.images import squared
from site_agent.synthesize.recognition import Lesson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from site_agent.synthesize.image_filter import FilterCase

WEAKEST_ATTACKER = 0.80
LARGEST_LINKAGE = 0.60
GROUP_MARGIN = 0.03


class Verdict(StrEnum):
    """What a bar says."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"


class Certificate(Frozen):
    """Measured on one folder of counterparts.

    Attributes:
        filter_digest, preset, k, planted_recall, false_match_rate: The filter's own.
        exams, counterparts, suppressed_share: How many exams got a counterpart.
        smallest_group: Patients in the smallest group a counterpart came from.
        linkage: What the audit networks found.
        utility: TRTR and TSTR, or ``None`` without enough held-out exams.
        verdicts: Bar -> verdict.
    """

    filter_digest: str
    preset: str
    k: int
    planted_recall: float
    false_match_rate: float
    exams: int
    counterparts: int
    suppressed_share: float
    smallest_group: int
    linkage: linkage.Linkage
    utility: utility.Utility | None
    verdicts: dict[str, Verdict]


def certify(
    cases: Sequence[FilterCase], pairs: Path, filter_folder: Path, held_out: Sequence[FilterCase] = ()
) -> Certificate:
    """Measure a folder of counterparts.

    Args:
        cases: The exams the counterparts were made of.
        pairs: PAIRS_DIR.
        filter_folder: The filter that made them.
        held_out: Exams of patients the filter was not trained on, for utility.

    Raises:
        DataFolderInvalid: If the pairs do not belong to the exams.
    """
    parts, digest = bundle.read(filter_folder)
    exams = linkage.Exams.of(cases, parts)
    row_of = {case.case_id: row for row, case in enumerate(exams.cases)}
    images: dict[int, torch.Tensor] = {}
    for row, image in read_pairs(pairs):
        if row["source_image"] not in row_of:
            raise DataFolderInvalid("pairs.csv names an exam that is not in the data folder")
        images[row_of[row["source_image"]]] = torch.from_numpy(image)[None]
    found = linkage.measured(exams, images, parts)
    useful = _utility(exams, images, held_out, parts)
    groups = parts.partition.group_of()
    sizes = [len(groups[exams.cases[row].case_id].patients) for row in images]
    return Certificate(
        filter_digest=digest,
        preset=parts.preset.name,
        k=parts.preset.groups.k,
        planted_recall=parts.calibration.planted_recall,
        false_match_rate=parts.calibration.false_match_rate,
        exams=len(cases),
        counterparts=len(images),
        suppressed_share=round(1 - len(images) / len(cases), 4),
        smallest_group=min(sizes, default=0),
        linkage=found,
        utility=useful,
        verdicts=_verdicts(found, parts, min(sizes, default=0)),
    )


def _verdicts(found: linkage.Linkage, parts: bundle.FilterParts, smallest: int) -> dict[str, Verdict]:
    def bar(passed: bool) -> Verdict:  # noqa: FBT001 - a local turn of phrase
        return Verdict.PASSED if passed else Verdict.FAILED

    strong = found.real_real.value is not None and found.real_real.value >= WEAKEST_ATTACKER
    linked, inside = found.counterpart_other_exam.high, found.source_in_group.high
    chance = found.chance_in_group
    return {
        "group_size": bar(smallest >= parts.preset.groups.k),
        "planted_recall": bar(parts.calibration.planted_recall >= parts.preset.gate.min_planted_recall),
        "linkage": bar(linked < LARGEST_LINKAGE) if strong and linked is not None else Verdict.INCONCLUSIVE,
        "source_in_group": bar(inside <= chance + GROUP_MARGIN)
        if strong and inside is not None and chance is not None
        else Verdict.INCONCLUSIVE,
    }


def _utility(
    exams: linkage.Exams,
    images: Mapping[int, torch.Tensor],
    held_out: Sequence[FilterCase],
    parts: bundle.FilterParts,
) -> utility.Utility | None:
    known = parts.partition.folds
    test = [case for case in held_out if case.patient not in known]
    rows = sorted(images)
    finding = utility.commonest_finding([exams.cases[row].labels for row in rows])
    if finding is None or utility.commonest_finding([case.labels for case in test]) is None:
        return None
    sources = [exams.cases[row] for row in rows]
    size = parts.preset.image_size_px
    real = _lesson(sources, torch.stack([squared(case.image, size) for case in sources]), finding)
    synthetic = _lesson(sources, torch.stack([images[row] for row in rows]), finding)
    judged = _lesson(test, torch.stack([squared(case.image, size) for case in test]), finding)
    if not 0 < float(judged.targets.sum()) < len(test):
        return None
    judges = parts.preset.judges
    return utility.Utility(
        finding=finding,
        trained_on_real=utility.auc_on(real, judged, judges, "real"),
        trained_on_counterparts=utility.auc_on(synthetic, judged, judges, "counterparts"),
    )


def _lesson(cases: Sequence[FilterCase], images: torch.Tensor, finding: str) -> Lesson:
    targets = torch.tensor([[float(finding in case.labels)] for case in cases])
    return Lesson(images, [case.patient for case in cases], targets)


def page(certificate: Certificate) -> str:
    """Return the certificate as a self-contained HTML page."""
    flat: dict[str, str] = {}
    for name, value in certificate.model_dump(mode="json").items():
        if isinstance(value, dict):
            flat |= {f"{name}: {key}": _shown(inner) for key, inner in value.items()}
        else:
            flat[name] = _shown(value)
    rows = "".join(f"<tr><th>{html.escape(k)}</th><td>{html.escape(v)}</td></tr>" for k, v in flat.items())
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Certificate</title>"
        "<style>body{font:15px system-ui;margin:2em}th{text-align:left;padding-right:2em}</style>"
        f"<h1>Certificate of a set of synthetic counterparts</h1><table>{rows}</table></html>\n"
    )


def _shown(value: object) -> str:
    if isinstance(value, dict) and "n_queries" in value:
        if value["value"] is None:
            return "not measured: no patient with two exams"
        return (
            f"{value['value']:.3f} [{value['low']:.3f}, {value['high']:.3f}], "
            f"{value['n_queries']} queries of {value['n_patients']} patients"
        )
    return "not measured" if value is None else str(value)
