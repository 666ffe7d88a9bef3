"""Writes a set of phantom radiographs as a DATA_DIR: patients who do not exist, with one to three exams.

Rule: a set is a function of its size and seed. It is what tests run the bench on and what the repository's
own sheet shows; figures from it say nothing about real patients.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
from bench.images.sets import COLUMNS
from PIL import Image

from site_agent.demo.patient import Style, draw_anatomy, draw_exposure
from site_agent.demo.phantom import WHITE, render

if TYPE_CHECKING:
    from pathlib import Path

_FINDINGS = ("no_finding", "bacterial_pneumonia", "viral_pneumonia")


def write_phantoms(folder: Path, patients: int, *, size_px: int = 128, seed: int = 0) -> Path:
    """Write a set and return its folder; every second patient has two exams, every sixth three."""
    style = Style()
    (folder / "images").mkdir(parents=True, exist_ok=True)
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(patients):
            drawn = np.random.default_rng((seed, number))
            female, age = bool(drawn.random() < 0.5), int(drawn.integers(20, 90))
            anatomy, label = draw_anatomy(drawn, style, female=female), _FINDINGS[number % 3]
            for exam in range(1 + (number % 2) + (number % 6 == 0)):
                present = {} if label == "no_finding" else {label: float(drawn.uniform(0.4, 1))}
                pixels = render(anatomy, draw_exposure(drawn, style), present, style, size_px=size_px)
                name = f"phantom-{number:04d}-{exam}.png"
                Image.fromarray((pixels / WHITE * 255).round().astype(np.uint8)).save(
                    folder / "images" / name
                )
                writer.writerow(
                    [name, f"phantom-{number:04d}", label, "PA", "F" if female else "M", str(age)]
                )
    return folder
