"""Two worlds of radiology reports with planted identifiers, and what must survive beside them.

Rules: the same seed makes the same reports; half of them come with the values of their DICOM header; no
template, name or sentence stands in the development set or in the training data of the filter.

Not here: the templates of each world (`commonwealth`, `telegraphic`), judging (`scoring`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from bench.reports import commonwealth, people, telegraphic
from bench.reports.exams import Exam
from bench.reports.writing import Draft, Report, in_one_line, murmur, shout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORLDS: Final = ("commonwealth", "telegraphic")
_SENTENCES: Final = Path(__file__).with_name("sentences.txt")
_PLAIN: Final = (3, 7)
_IDENTIFYING: Final = (1, 4)
_WITH_HEADER: Final = 0.5
_SECTIONS: Final = {
    "commonwealth": (
        ("Clinical details: ", "Findings: ", "Conclusion: "),
        ("INDICATION\n", "REPORT\n", "OPINION\n"),
        ("", "", ""),
    ),
    "telegraphic": (
        ("HX: ", "FINDINGS: ", "IMPRESSION: "),
        ("Reason for exam: ", "", "IMP: "),
        ("", "", ""),
    ),
}


@dataclass(frozen=True, slots=True)
class _Templates:
    headers: Sequence[str]
    footers: Sequence[str]
    sentences: Sequence[str]
    hospitals: Sequence[str]
    towns: Sequence[str]


_TEMPLATES: Final = {
    "commonwealth": _Templates(
        *(commonwealth.HEADERS, commonwealth.FOOTERS, commonwealth.SENTENCES, commonwealth.HOSPITALS),
        people.COMMONWEALTH_TOWNS,
    ),
    "telegraphic": _Templates(
        *(telegraphic.HEADERS, telegraphic.FOOTERS, telegraphic.SENTENCES, telegraphic.HOSPITALS),
        people.AMERICAN_TOWNS,
    ),
}


def write_world(name: Literal["commonwealth", "telegraphic"], count: int, seed: int) -> list[Report]:
    """Return the reports of a world."""
    rng = random.Random(f"{name} {seed}")  # noqa: S311 - reports, not secrets
    if name == "commonwealth":
        names = (people.COMMONWEALTH_FIRST, people.COMMONWEALTH_LAST, people.COMMONWEALTH_LOCALES)
    else:
        names = (people.AMERICAN_FIRST, people.AMERICAN_LAST, people.AMERICAN_LOCALES)
    registry = people.Registry(*names, rng)
    return [_report(f"{name}-{number:05d}", name, registry, rng) for number in range(count)]


def _report(identity: str, world: str, registry: people.Registry, rng: random.Random) -> Report:
    exam, templates = _exam(world, registry, rng), _TEMPLATES[world]
    filler = commonwealth.Commonwealth(exam) if world == "commonwealth" else telegraphic.Telegraphic(exam)
    draft, change = Draft(filler.fill), _change(world, rng)
    draft.write(rng.choice(templates.headers), change)
    history, findings, opinion = rng.choice(_SECTIONS[world])
    plain = rng.sample(_plain(world), rng.randint(*_PLAIN))
    body = [*plain[:-1], *rng.sample(templates.sentences, rng.randint(*_IDENTIFYING))]
    rng.shuffle(body)
    cut = rng.randint(0, 1)
    if cut:
        draft.write(f"{history}{body[0]}\n\n", change)
    draft.write(f"{findings}{' '.join(body[cut:])}\n\n{opinion}{plain[-1]}", change)
    draft.write(rng.choice(templates.footers), change)
    return draft.report(identity, exam.header() if rng.random() < _WITH_HEADER else None)


def _exam(world: str, registry: people.Registry, rng: random.Random) -> Exam:
    templates = _TEMPLATES[world]
    day = date(2003, 1, 1) + timedelta(days=rng.randrange(8200))
    exam = Exam(rng, registry, day, "", "", rng.choice(templates.hospitals), templates.towns)
    if world == "commonwealth":
        exam.mrn = rng.choice([f"RWX{exam.digits(6)}", exam.digits(7), f"{exam.capitals(1)}{exam.digits(6)}"])
        exam.accession = rng.choice([f"RWI{exam.digits(9)}", f"{exam.digits(2)}-{exam.digits(7)}"])
    else:
        exam.mrn = rng.choice([f"E{exam.digits(9)}", exam.digits(8), f"00{exam.digits(6)}"])
        exam.accession = rng.choice([f"CT{day:%y}-{exam.digits(6)}", exam.digits(10), f"{exam.digits(8)}XR"])
    return exam


def _change(world: str, rng: random.Random) -> Callable[[str], str]:
    """Return how every piece of a report is changed: capitals, small letters, one line."""
    draw = rng.random()
    if world == "commonwealth":
        return shout if draw < 0.04 else str
    shouted, typed, joined = draw < 0.25, 0.25 <= draw < 0.31, rng.random() < 0.3
    change: Callable[[str], str] = shout if shouted else murmur if typed else str
    return (lambda text: in_one_line(change(text))) if joined else change


@cache
def _plain(world: str) -> list[str]:
    """Return the sentences without identifiers that a world may say."""
    told: dict[str, list[str]] = {}
    group = ""
    for line in _SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") or not line:
            continue
        if line.startswith("== "):
            group = line.removeprefix("== ")
            continue
        told.setdefault(group, []).append(line)
    return told["both"] + told["uk" if world == "commonwealth" else "us"]
