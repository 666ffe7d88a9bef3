"""Names that only their sentence tells: a small network, trained on sentences written for it.

Rule: the recogniser may only add to what goes, and only words that something else leaves open: words that are
also names of people, and capitalised words in the middle of a sentence. What it calls a name inside a
protected phrase ("Baker cyst"), or of plain words alone, is none.

Not here: its training (scripts/train_report_ner), words that no list knows (`names`).
"""

# ruff: noqa: RUF001 - headings end in dashes of every length
from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from site_agent.deidentify.reports.complaints import is_finding
from site_agent.deidentify.reports.keys import is_key
from site_agent.deidentify.reports.known_words import (
    is_abbreviation,
    is_known,
    is_numeral,
    is_term,
    may_name,
    says_nothing,
)
from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.misspelt import tells_names
from site_agent.deidentify.reports.names import is_shouted, protected, starts_sentence
from site_agent.deidentify.reports.spacy_networks import SpacyNetwork

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_agent.deidentify.reports.lexicon import Span

MODEL: Final = Path(__file__).parent / "ner_model"
KINDS: Final = {"PERSON": "NAME", "ORG": "ORG", "PLACE": "ADDRESS"}
_PLACED: Final = re.compile(r"[ ](?:in|on|of|within|along)\b", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"(?:[ ]|(?<=[a-z])-)(?P<next>[a-z]{2,})(?![\w'’])")
_DOES: Final = re.compile(
    r"(?:is|was|are|were|has|had|will|and|or|to|aware|who|\w+(?:s|ed)|told|said|came|went|spoke|gave|took|"
    r"read|"
    r"wrote|got|saw|knew|felt|sent|at|for|with|from|via)\Z"
)
"""What people do and what is told of them, behind a name that begins a sentence."""
_HEADING: Final = re.compile(r"(?:[ ](?:/[ ])?\w+){0,2}[ ]?[):#=|]")
_BEGUN: Final = re.compile(r"(?:[:–—|~]|[=:][ ]\"|[ ]-|[.:;][ ]?-|\t|[ ]{2})[ ]*\Z")
_SHORT: Final = 3
_END: Final = re.compile(r"(?:[.!?](?=\s)|\n)\s*")
_MARKS: Final = ".,;:()"
_TAUGHT: Final = 10_000  # words with their marks
_LONGEST: Final = 4
_TEXTS: Final = 32  # whose doubtful words are remembered: more than are read at once
_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")

Entity = tuple[str, int, int]
"""Label, first character, the one behind the last."""


class _Network:
    """The trained pipeline, on one thread.

    What it makes of a batch of texts waits until each is asked for, or until the next batch.
    """

    def __init__(self) -> None:
        self._network = SpacyNetwork(
            MODEL, "ner", features=("NORM", "PREFIX", "SUFFIX", "SHAPE", "LOWER", "IS_SPACE")
        )
        self._taught: set[str] = set()
        self._told: dict[str, list[Entity]] = {}

    def read(self, texts: Sequence[str]) -> None:
        """Read texts at once, which takes half the time; all words but plain ones are forgotten."""
        for text in texts:
            self._teach(text)
        recogniser = self._network.part
        with self._network.reading():
            read = [self._network.pipeline.make_doc(text) for text in texts]
            recogniser.set_annotations(read, recogniser.predict(read))
            named = [[(one.label_, one.start_char, one.end_char) for one in doc.ents] for doc in read]
        self._told = dict(zip(texts, named, strict=True))

    def entities(self, text: str) -> list[Entity]:
        """Return label and place of everything the network names."""
        told = self._told
        if text not in told:
            self.read([text])
            told = self._told
        return told[text]

    def _teach(self, text: str) -> None:
        """Let the tokenizer keep the plain words of a text, which it would take apart anew every time."""
        for word in {*text.split()} - self._taught:
            if len(self._taught) < _TAUGHT and _is_plain(word):
                self._network.pipeline.tokenizer(word)
                self._taught.add(word)


@cache
def _network() -> _Network:
    return _Network()


def _is_plain(written: str) -> bool:
    """Return whether a word with the marks around it could name nobody."""
    word = written.strip(_MARKS)
    return word.isascii() and word.isalpha() and is_known(word) and not may_name(word)


class _Doubt(NamedTuple):
    """What of a report is shown to the network: the sentences with a word that could be a name.

    Attributes:
        words: Where those words stand.
        shown: The sentences.
        places: Where each of their characters stands in the report.
    """

    words: tuple[Span, ...]
    shown: str
    places: Sequence[int]


@lru_cache(maxsize=_TEXTS)
def _doubt(text: str, vouched: frozenset[str]) -> _Doubt:
    shouted, cased = is_shouted(text), tells_names(text)
    safe = protected(text)
    words = tuple(
        word.span()
        for word in _WORD.finditer(text)
        if word[0].lower() not in vouched
        and _is_open(text, word, shouted=shouted, cased=cased)
        and not any(low <= word.start() and word.end() <= high for low, high in safe)
    )
    return _Doubt(words, *_sentences(text, [start for start, _ in words]))


def read_ahead(texts: Iterable[str], vouched: frozenset[str] = frozenset()) -> None:
    """Let the network read several reports at once; `recognised` then finds its answers waiting."""
    shown = {doubt.shown for doubt in (_doubt(text, vouched) for text in texts) if doubt.words}
    if shown:
        _network().read(sorted(shown))


def recognised(text: str, vouched: frozenset[str] = frozenset()) -> list[tuple[str, Span]]:
    """Return class and place of the words that the network calls a name and nothing vouches for."""
    doubtful, shown, places = _doubt(text, vouched)
    if not doubtful:
        return []
    cased = tells_names(text)
    found = [(label, places[start], places[end - 1] + 1) for label, start, end in _network().entities(shown)]
    told = [
        (KINDS[label], (start, end))
        for label, low, high in found
        for start, end in doubtful
        if start < high and low < end and (label == "PERSON" or _may_place(text[start:end], cased=cased))
    ]
    return told + [
        ("NAME", span)
        for label, low, high in found
        if label == "PERSON"
        for span in _rest(text, (low, high), [span for span in doubtful if span[0] < high and low < span[1]])
    ]


def _rest(text: str, entity: Span, doubtful: Sequence[Span]) -> list[Span]:
    """Return the other words of a person of whom a word is surely a name: "Ada Bone".

    Where capitals tell nothing, only the word behind that one: a surname behind a first name.
    """
    sure = [(a, b) for a, b in doubtful if not is_known(text[a:b]) or may_name(text[a:b])]
    words = [m.span() for m in _WORD.finditer(text, *entity)]
    if not sure or len(words) > _LONGEST or "\n" in text[slice(*entity)]:
        return []
    cased, safe = tells_names(text), protected(text)
    behind = [(a, b) for (low, end), (a, b) in pairwise(words) if text[end:a] == " " and (low, end) in sure]
    return [
        (a, b)
        for a, b in words
        if (a, b) not in doubtful
        and not _names_nobody(text[a:b])
        and not any(low <= a and b <= high for low, high in safe)
        and (text[a].isupper() and not starts_sentence(text, a) if cased else (a, b) in behind)
    ]


def _names_nobody(word: str) -> bool:
    """Return whether a word beside a name is no part of it: a label, a title, a verb, a number."""
    lowered = word.lower()
    lists = PrivacyLexicon.load().lists
    told = (
        lowered in lists["deeds"]
        or lowered in PrivacyLexicon.load().labels
        or lowered in lists["relatives"]
        or lowered in lists["person_verbs"]
    )
    return told or is_abbreviation(word) or is_numeral(word) or lowered.endswith(("ed", "ing"))


def _may_place(word: str, *, cased: bool) -> bool:
    """Return whether a word may belong to the name of a place, as plain words and small letters may not."""
    kinds = PrivacyLexicon.load().lists["vague_organisations"]
    known = is_known(word) and (not says_nothing(word) or word.lower() in kinds)
    return not known and not (cased and word.islower())


def _sentences(text: str, doubtful: Sequence[int]) -> tuple[str, list[int]]:
    """Return the sentences that hold any of these characters, and where each of their characters stood."""
    ends = [match.end() for match in _END.finditer(text)]
    places: list[int] = []
    start = 0
    for end in [*ends, len(text)]:
        if any(start <= at < end for at in doubtful):
            places += range(start, end)
        start = end
    return "".join(text[at] for at in places), places


def _abbreviates(word: str) -> bool:
    """Return whether a word is in capitals as an abbreviation is, or nothing else: ``ED``, ``Hb``."""
    named, short = may_name(word), len(word) <= _SHORT
    return is_abbreviation(word) and ((short and not named) or (word.isupper() and (short or not named)))


def _is_small(word: str) -> bool:
    return word.islower() or _abbreviates(word)


def _is_of_prose(text: str, end: int) -> bool:
    """Return whether a sentence goes on behind its first word as it does behind no name: "Frank pus"."""
    following = _GOES_ON.match(text, end)
    plain = following is not None and is_known(following["next"]) and not _DOES.match(following["next"])
    return plain or _PLACED.match(text, end) is not None


def _is_open(text: str, word: re.Match[str], *, shouted: bool, cased: bool) -> bool:
    """Return whether a word could be a name as far as everything but the network goes."""
    if not is_known(word[0]):
        return not is_key(word[0])
    if word[0].lower() in PrivacyLexicon.load().lists["relatives"]:
        return False
    initials = text[max(0, word.start() - 1)] in "/:"
    if cased and (is_finding(text, word.span()) or (not initials and _is_small(word[0]))):
        return False
    if may_name(word[0]):
        return not (starts_sentence(text, word.start()) and _is_of_prose(text, word.end()))
    if word[0].lower() in PrivacyLexicon.load().labels or is_term(word[0]):
        return False
    heading = _HEADING.match(text, word.end())
    begun = starts_sentence(text, word.start()) or _BEGUN.search(text, max(0, word.start() - 4), word.start())
    return not shouted and not heading and word[0].istitle() and not begun
