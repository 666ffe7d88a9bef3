"""A second reading of what the rules left: a small network that knows where identifiers stand.

Rule: words and figures that the network finds identifying where they stand, among labels, placeholders and
the words of administration, go, and less sure ones beside them; phrases of medicine, labels, names of exams,
cues of certainty and times stay. Two or three capitals may be an abbreviation and initials alike, which only
their place tells: of those it may take any but what heads a value. It may only add to what goes.

Not here: how a text is shown to it (`shown_words`), words that stay whatever it says (`innocent`), its
training (scripts/train_second_reader), names that their sentence tells (`recogniser`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from site_agent.deidentify.reports.by_line import lines_of
from site_agent.deidentify.reports.edges import DOTTED_CREDENTIAL
from site_agent.deidentify.reports.exam_names import ExamWords, exam_names
from site_agent.deidentify.reports.innocent import NEWBORN, is_innocent, is_label_or_part, is_plain_alone
from site_agent.deidentify.reports.known_words import is_known
from site_agent.deidentify.reports.layouts import kept, labels
from site_agent.deidentify.reports.lexicon import PathologyLexicon, PrivacyLexicon
from site_agent.deidentify.reports.misspelt import tells_names
from site_agent.deidentify.reports.names import protected
from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER
from site_agent.deidentify.reports.segments import segment_codes
from site_agent.deidentify.reports.shown_words import shown
from site_agent.deidentify.reports.spacy_networks import SpacyNetwork
from site_agent.deidentify.reports.stated import stated
from site_agent.deidentify.reports.tables import columns
from site_agent.deidentify.reports.untouched import untouched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from site_agent.deidentify.reports.lexicon import Span
    from site_agent.deidentify.reports.released import Found

    Told = tuple[Span, float, str]
    """Where a word stands, how surely it identifies somebody, and as what."""

MODEL: Final = Path(__file__).parent / "second_reader_model"
SURE: Final = 0.03
"""How sure the reader must be that a word identifies somebody."""
PROSE: Final = 0.5
"""How sure it must be where nothing else went from the sentence."""
BESIDE: Final = 0.015
"""How sure it must be of the words beside such a one."""
CERTAIN: Final = 0.5
"""How sure it must be that an abbreviation stands for a person."""
_INITIALS: Final = re.compile(r"(?<![A-Z]/)[A-Z]{2,3}(?![^\W_]|/[A-Z])")  # "ER/PR" tells what it means itself
_MEASURES: Final = re.compile(r"[ ]?[:=/]?[ ]?(?!(?:[01]\d|2[0-3])[:.]?[0-5]\d)\d")
"""What follows an abbreviation that heads a value; nobody's initials do, but a time may follow them."""
_CLOCK: Final = re.compile(
    r"(?<![\d/.-])(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?(?![\d/-])"
    r"(?:(?:[ ]?[AaPp]M)?[ ](?:[ECMPA][SD]T|GMT|BST|UTC|CES?T|AES?T))?"
)
_SENTENCE: Final = re.compile(r"(?<==\")[^\W\d_]{4,}(?=\.\")")  # no name ends in a full stop: ="Clear."
_ITEM: Final = re.compile(
    r"(?<=[.:;\n\]] )\d{1,2}(?=[.)][ ]+[^\W\d_a-z])|^[ ]*\d{1,2}(?=[.)][ ])", re.MULTILINE
)
"""The number of an item of a list."""
_AGED: Final = re.compile(
    r"(?<=\] / )(?:\d{1,2}(?= / [MF]\b)|[1-8]?\d(?= / ))|(?<=\baged )\d{1,2}\b|\b24/7\b|\b0[0-8]\d[YMWD]\b"
)
"""An age between a day of birth and a sex, behind "aged" or as DICOM writes it: old ones have gone.

And "24/7".
"""
_SERIES: Final = re.compile(
    r"(?<![\w-])\d{2,3}(?:-\d{2,3}){2,}(?![\w-])|\bb[ -]?values?(?:[ ,/]+\d{1,4})+(?!\w)|(?<= )"
    r"[RL](?= {2,}\d)"
)
"""Values of a series, b-values, a side before its figures."""
_VALUE: Final = re.compile(r"[\"')]*[ ]?[:=][ ]?[\"']?(?P<v>[^\W\d_]{4,})(?=[\"'.]*(?:[>\n;|]|\Z))")
_CONCLUDED: Final = re.compile(
    r"^[ \t>*•\-]*(?:impr?|impression|concl?|conclusion|d?dx|opinion|findings?)[ ]?[.:\-]*[ ]+"
    r"(?P<v>[^\W\d_]+(?:[ ][^\W\d_]+)?)",
    re.IGNORECASE | re.MULTILINE,
)
"""What a conclusion begins with, behind its heading in the same line: "Imp Gallstones"."""
_PLACED: Final = re.compile(
    r"(?<![\w'’-])(?P<v>[^\W\d_]+)(?=[ ](?:inserted|removed|placed|sited|exchanged|repositioned|in[ ]situ|"
    r"in[ ]place)\b)"
)
"""What was put in or taken out: "Drain inserted"."""
_PART_SHOWN: Final = re.compile(r"^[ \t]*(?P<v>[A-Z][a-z]+), \[DATE\]", re.MULTILINE)
"""The part that an exam of a day showed, at the head of its line: "Knee, [DATE]"."""
_COUNTED: Final = 2
_OLD: Final = 90
_JOINED: Final = re.compile(r"[ ]|[-/'’,&][ ]?|\.|(?<=(?<![^\W_])[A-Z])\.[ ]")


class _Reader:
    """The network and the words it knows by themselves."""

    def __init__(self, model: Path) -> None:
        self._network = SpacyNetwork(model, "tagger", features=("SHAPE", "SUFFIX"))  # the rest is told
        self._common = frozenset(json.loads((model / "common.json").read_text(encoding="utf-8")))
        self._kinds: tuple[str, ...] = self._network.part.labels
        self._open = self._kinds.index("O")
        self._told: dict[str, list[Told]] = {}

    def read(self, texts: Sequence[str]) -> None:
        """Read texts at once, in half the time; what it makes of each waits until the next batch."""
        with self._network.reading():
            several = [shown(self._network.pipeline.vocab, text, self._common) for text in texts]
            scores = self._network.part.model.predict([document for document, _ in several])
        self._told = {
            text: self._judged([token.span() for token in tokens], told)
            for text, (_, tokens), told in zip(texts, several, scores, strict=True)
        }

    def told(self, text: str) -> list[Told]:
        """Return where each token stands, how surely it identifies somebody, and as what."""
        if text not in self._told:
            self.read([text])
        return self._told[text]

    def _judged(self, spans: Sequence[Span], told: npt.NDArray[np.float32]) -> list[Told]:
        """Return the tokens with the reader's scores, shape (tokens, kinds), as shares."""
        told = np.exp(told - told.max(axis=1, keepdims=True))
        told /= told.sum(axis=1, keepdims=True)
        sure = 1 - told[:, self._open]
        told[:, self._open] = 0
        best = told.argmax(axis=1)
        return [(span, float(sure[at]), self._kinds[best[at]]) for at, span in enumerate(spans)]


@cache
def _reader() -> _Reader:
    return _Reader(MODEL)


def read_ahead(texts: Iterable[str]) -> None:
    """Let the reader read several texts at once; `second_reading` then finds its answers waiting."""
    if several := [text for text in texts if text.strip()]:
        _reader().read(several)


def second_reading(text: str) -> list[Found]:
    """Return what of a filtered text still identifies somebody, with its class.

    Args:
        text: Text with placeholders.
    """
    if not text.strip():
        return []
    words = _weighed(text, _words(text, _reader().told(text)))
    if all(sure < SURE for _, sure, _ in words):
        return []
    cased, told = tells_names(PLACEHOLDER.sub("", text)), _told(text)
    safe = [*told, *protected(text)]
    open_to = [
        word
        for word in words
        if word[1] >= BESIDE
        and (
            (_is_initials(text, word) and not _meets(word[0], told))
            or not (_meets(word[0], safe) or is_innocent(text, word[0], cased=cased))
        )
    ]
    return [(*span, kind) for run in _runs(text, open_to) for span, _, kind in run]


def _weighed(text: str, words: Sequence[Told]) -> list[Told]:
    """Return the words, those of prose in which nothing went as surely as they identify beyond it.

    There words of the language say what they mean, and figures of one or two digits count.
    """
    prose = untouched(text)
    scale = SURE / PROSE
    return [
        (span, sure * scale * _may_identify(text[slice(*span)]), kind)
        if any(low <= span[0] < high for low, high in prose)
        else (span, sure, kind)
        for span, sure, kind in words
        if not (kind == "AGE" and _is_young(text[slice(*span)]))
    ]


def _is_young(word: str) -> bool:
    """Tell whether a figure is an age that many reach."""
    return word.isdecimal() and int(word) < _OLD


def _may_identify(word: str) -> bool:
    return len(word) > _COUNTED if word.isdigit() else not is_known(word)


def _is_initials(text: str, word: Told) -> bool:
    """Tell whether an abbreviation stands where only somebody's initials do, whatever it abbreviates."""
    span, sure, kind = word
    certain = sure >= CERTAIN and kind == "NAME" and _INITIALS.match(text, span[0])
    newborn = text[slice(*span)].lower() in NEWBORN  # "QUAYLE^BABY BOY"
    return bool(certain) and not (newborn or is_label_or_part(text, span) or _MEASURES.match(text, span[1]))


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(low < span[1] and span[0] < high for low, high in others)


def _told(text: str) -> list[Span]:
    """Return where labels, exams, times, codes, items, deeds and plain values stand: never read."""
    safe = [*kept(text), *exam_names(text), *segment_codes(text)]
    safe += [
        said.span() for told in (_CLOCK, _SENTENCE, _ITEM, _AGED, _SERIES) for said in told.finditer(text)
    ]
    safe += [said.span() for said in DOTTED_CREDENTIAL.finditer(text)]
    safe += [said.span("deed") for said in _deeds().finditer(text)]
    safe += [(at + low, at + high) for at, line in lines_of(text) for low, high in stated(line)]
    safe += [said.span("v") for said in _CONCLUDED.finditer(text) if all(map(is_known, said["v"].split()))]
    safe += [said.span("v") for said in _PLACED.finditer(text) if is_known(said["v"])]
    exam = ExamWords.load()
    safe += [
        said.span("v")
        for said in _PART_SHOWN.finditer(text)
        if any(said["v"].lower() in parts for parts in (exam.borne, exam.words))
    ]
    safe += [cell for cell, kind in columns(text) if not kind]
    heading = {(label.start, label.end) for label in labels(text) if label.kind}
    safe += [value.span("v") for head in kept(text) if head not in heading for value in _value(text, head[1])]
    return safe + [(said.start, said.end) for said in PathologyLexicon.load().context.find(text)]


@cache
def _deeds() -> re.Pattern[str]:
    """Return what finds the deed behind somebody who has gone: "[NAME] SIGNING OFF"."""
    deeds = "|".join(PrivacyLexicon.load().lists["deeds"])
    return re.compile(rf"\[NAME\][ ](?P<deed>(?:{deeds})\b(?:[ ](?:{deeds})\b)?)", re.IGNORECASE)


def _value(text: str, at: int) -> Iterator[re.Match[str]]:
    """Yield the known word that is all the value of a label which heads nobody's: "Image quality: good"."""
    value = _VALUE.match(text, at)
    if value and is_known(value["v"]):
        yield value


def _words(text: str, tokens: Sequence[Told]) -> list[Told]:
    """Return the words of a text: what stands together, as sure as its least sure part: ``UL6``."""
    found: list[Told] = []
    for span, sure, kind in tokens:
        if not text[span[0]].isalnum():
            continue
        if found and found[-1][0][1] == span[0]:
            before, least, first = found.pop()
            found.append(((before[0], span[1]), min(least, sure), first if least > sure else kind))
        else:
            found.append((span, sure, kind))
    return found


def _runs(text: str, words: Sequence[Told]) -> Iterator[list[Told]]:
    """Yield words that stand side by side, of which the reader is sure of one at least that is not plain."""
    run: list[Told] = []
    for word in words:
        if run and not _JOINED.fullmatch(text, run[-1][0][1], word[0][0]):
            if _names(text, run):
                yield run
            run = []
        run.append(word)
    if _names(text, run):
        yield run


def _names(text: str, run: Sequence[Told]) -> bool:
    return any(
        _is_initials(text, word) or (word[1] >= SURE and not is_plain_alone(text, word[0])) for word in run
    )
