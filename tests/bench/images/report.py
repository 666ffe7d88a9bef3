"""Gathers what all stages found into results.json, results.md, results.html and sheet.png.

Rule: stages that have not ended are missing from the results and named there; nothing is filled in.

Not here: how tables look in detail (`sections`), plots (`page`), the picture (`sheet`).
"""

from __future__ import annotations

import json
import platform
from typing import TYPE_CHECKING, Any, Final

import torch
from bench.images import measures, sections
from bench.images import page as pages
from bench.images.releases import RECIPES
from bench.images.sheet import choose_exams, draw_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.images.benchmark import Bench
    from bench.images.sections import Table

SHEET_EXAMS: Final = 12
_PRIVACY: Final = (".*",)
_UTILITY: Final = (
    r"auc_.*_bacterial_vs_viral",
    r"auc_.*_normal_vs_pneumonia",
    r"auc_.*_macro",
    r"auprc_.*",
    r"ece_.*",
)
_AGREEMENT: Final = (r"agreement_.*", r"sensitivity_drop_.*", r"severity_rho_.*")
_SIMILARITY: Final = (r"kid_.*", r"fid.*", r"precision.*", r"recall.*", r"density.*", r"coverage.*")


def gathered(bench: Bench, command: str) -> dict[str, Any]:
    """Return everything that was found, one document."""
    stages, plan = bench.stages, bench.plan
    singles = {
        name: stages.found(name) for name in ("split", "train", "speed", "attackers", "growth", "layouts")
    }
    releases = {
        f"{name}.{seed}": found
        for name in plan.recipes
        for seed in plan.samplings(name)
        if (found := stages.found(f"release.{name}.{seed}")) is not None
    }
    stage_of = {
        "privacy": {name: f"privacy.{name}" for name in plan.recipes},
        "utility": {name: bench.utility_stage(name) for name in plan.recipes},
    }
    judged = {
        kind: {name: found for name, stage in names.items() if (found := stages.found(stage)) is not None}
        for kind, names in stage_of.items()
    }
    counted = {
        name: measures.of_release(
            bench.hospital,
            bench.left_out,
            bench.release(name, seed),
            releases[f"{name}.{seed}"],
            singles["train"] if RECIPES[name].gated else None,
        )
        for name in plan.recipes
        for seed in plan.seeds[:1]
        if f"{name}.{seed}" in releases
    }
    thresholds = {
        name: measures.rulings(
            [*counted[name], *judged["privacy"].get(name, []), *judged["utility"].get(name, [])],
            bench.preset.groups.k,
            bench.hospital,
        )
        for name in counted
    }
    thumbnails = {name: found for name in releases if (found := stages.found(f"layouts.{name}")) is not None}
    made = [f"release.{name}.{seed}" for name in plan.recipes for seed in plan.samplings(name)]
    wanted = [*singles, *made, *(stage for names in stage_of.values() for stage in names.values())]
    return {
        "command": command,
        "settings": plan.settings(),
        "seeds": {name: list(plan.samplings(name)) for name in plan.recipes},
        "machine": {"torch": torch.__version__, "python": platform.python_version()},
        "missing": [name for name in wanted if stages.found(name) is None],
        "stage_seconds": {name: stages.seconds(name) for name in wanted if stages.seconds(name) is not None},
        "releases": releases,
        "counted": counted,
        "thumbnails": thumbnails,
        "thresholds": thresholds,
        **{name: found for name, found in singles.items() if found is not None},
        **judged,
    }


def all_sections(found: Mapping[str, Any]) -> list[tuple[str, Table]]:
    """Return every table with its heading."""
    tables: list[tuple[str, Table]] = []
    if found["thresholds"]:
        every = {
            name: [*found["counted"][name], *found["privacy"].get(name, []), *found["utility"].get(name, [])]
            for name in found["thresholds"]
        }
        tables.append(("In few words", sections.brief_table(found["thresholds"], every)))
        tables.append(("Release thresholds", sections.thresholds_table(found["thresholds"])))
    if split := found.get("split"):
        head = ["part", *next(iter(split.values()))]
        rows = [[name, *(str(value) for value in part.values())] for name, part in split.items()]
        tables.append(("Split by patient", [head, *rows]))
    tables += sections.speed_tables(found)
    first = {name.removesuffix(".0"): one for name, one in found["releases"].items() if name.endswith(".0")}
    if first:
        tables.append(("Suppression", sections.suppression_table(first)))
    if layouts := found.get("layouts"):
        tables.append(("Layouts of groups, by pool", sections.layouts_table(layouts)))
    if found["thumbnails"]:
        head = ["release", "linkage by thumbnails"]
        rows = [[name, sections.cell(one)] for name, one in found["thumbnails"].items()]
        tables.append(("What thumbnails alone link", [head, *rows]))
    if found["privacy"]:
        tables.append(("Privacy", sections.measures_table(found["privacy"], _PRIVACY)))
    for heading, wanted in (("Utility", _UTILITY), ("Agreement", _AGREEMENT), ("Similarity", _SIMILARITY)):
        if found["utility"]:
            tables.append((heading, sections.measures_table(found["utility"], wanted)))
    return tables


def markdown(found: Mapping[str, Any]) -> str:
    """Return the results as Markdown."""
    preset = found["settings"]["preset"]
    lines = [
        f"# Image filter on {found['settings']['set']}, preset {preset['name']}",
        "",
        f"`{found['command']}`",
    ]
    if found["missing"]:
        lines += ["", "Not measured yet: " + ", ".join(found["missing"]) + "."]
    for heading, table in all_sections(found):
        lines += ["", f"## {heading}", "", sections.markdown(table)]
    return "\n".join(lines) + "\n"


def write_report(bench: Bench, command: str) -> dict[str, Any]:
    """Write the results and return them."""
    found = gathered(bench, command)
    sheet = bench.out / "sheet.png"
    seed = bench.plan.seeds[0]
    ready = [name for name in bench.plan.recipes if f"{name}.{seed}" in found["releases"]]
    if ready:
        releases = {name: bench.release(name, seed) for name in ready}
        rows = choose_exams(bench.hospital, releases, SHEET_EXAMS)
        draw_sheet(bench.hospital, releases, rows, sheet)
    title = f"Image filter on {found['settings']['set']}"
    (bench.out / "results.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    (bench.out / "results.md").write_text(markdown(found), encoding="utf-8")
    shown = pages.page(title, all_sections(found), found, sheet)
    (bench.out / "results.html").write_text(shown, encoding="utf-8")
    return found
