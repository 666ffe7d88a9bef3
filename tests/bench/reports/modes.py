"""How far filtered and normalised reports still point back to the reports they were made from (Open-i).

Rules: an even sample of the reports with text is released in both modes; a quarantined report points nowhere
and has lost its labels. The attacks know every original of the table and take the nearest by the cosine of
TF-IDF, one over words and pairs of words, one over the findings that our own labeler reads, as somebody would
who knows how reports are normalised; where several are equally near they guess one of them.

Not here: the modes (`site_agent.deidentify.reports.normalised`), how well labels are read (`labelling`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from bench.reports import filters, labelling
from bench.reports.writing import Report
from sklearn.feature_extraction.text import TfidfVectorizer

from site_agent.deidentify.reports.findings import findings_of, labels_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MODES = ("filtered", "normalised")


def measure_modes(table: Path, work: Path, sample: int) -> dict[str, dict[str, float]]:
    """Return uniqueness, linkability and label agreement of the originals and of both modes.

    Args:
        table: ``openi_reports.csv``.
        work: Folder for what is given to the filter and what it makes of it.
        sample: Reports to release, at most.
    """
    texts = {row["uid"]: labelling.text_of(row) for row in labelling.rows_of(table)}
    step = max(1, -(-len(texts) // sample))
    chosen = [Report(uid, texts[uid], (), ()) for uid in list(texts)[::step]]
    source = work / "modes.jsonl"
    filters.write_reports(source, chosen, header=False)
    attacks = {
        "by_words": Attack(texts, TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)),
        "by_findings": Attack(texts, TfidfVectorizer(analyzer=_mentions, sublinear_tf=True)),
    }
    said = {one.id: one.text for one in chosen}
    found = {"original": _judged(said, said, attacks)}
    for mode in MODES:
        out = work / f"{mode}.jsonl"
        filters.ours(source, out, mode=mode)
        answers = filters.answers(out).items()
        found[mode] = _judged(said, {name: a.text for name, a in answers if not a.quarantined}, attacks)
    return found


class Attack:
    """Looks for the original of a released text.

    Args:
        originals: Report's id -> text, all that the attacker knows.
        read: How a text is read.
    """

    def __init__(self, originals: Mapping[str, str], read: TfidfVectorizer) -> None:
        self._names = {name: number for number, name in enumerate(originals)}
        self._read = read
        self._known = self._read.fit_transform(originals.values())

    def hits(self, released: Mapping[str, str]) -> float:
        """Return how many originals are found, a guess among several counted as its chance."""
        asked: Any = self._read.transform(released.values())
        near = np.asarray((asked @ self._known.T).todense())
        best = near >= near.max(axis=1, keepdims=True) - 1e-9
        true = best[np.arange(len(released)), [self._names[name] for name in released]]
        return float((true / best.sum(axis=1)).sum())


def _mentions(text: str) -> list[str]:
    return [f"{one.label} {one.certainty} {one.side} {one.severity}" for one in findings_of(text)]


def _judged(
    said: Mapping[str, str], released: Mapping[str, str], attacks: Mapping[str, Attack]
) -> dict[str, float]:
    same = sum(labels_of(text) == labels_of(said[name]) for name, text in released.items())
    return {
        "reports": len(said),
        "quarantined": 1 - len(released) / len(said),
        "unique": unique(list(released.values())),
        **{name: attack.hits(released) / len(released) for name, attack in attacks.items()},
        "labels": same / len(said),
        "characters": float(np.mean([len(text) for text in released.values()])),
    }


def unique(texts: Sequence[str]) -> float:
    """Return the share of texts that stand once, white space aside."""
    counts = Counter(" ".join(text.split()) for text in texts)
    return sum(number == 1 for number in counts.values()) / len(texts)
