"""The two lexicons: what must go (privacy) and what must stay (pathology), as files in ``configs/lexicons``.

Rules: phrases are matched as whole words without case; words that carry no finding (`fillers`) are left out
of phrase and text alike, so that "heart is mildly enlarged" is the phrase "heart enlarged".

Not here: what a match means (`labels`, `filter`).
"""

# ruff: noqa: RUF001 - the genitive is written with either apostrophe
from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

import yaml

from radshare.configs import config_path
from site_agent.deidentify.reports.radiology_words import RadiologyWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Span = tuple[int, int]
"""First character and the one behind the last, in the text as given."""

_TOKEN: Final = re.compile(r"[^\W_]+|[^\w\s]|\n")


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a text.

    Attributes:
        name: What the phrase stands for, e.g. a label or a kind of cue.
        start: First character.
        end: The character behind the last.
    """

    name: str
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    """A word of phrases that begin alike: names of those that end here, and the words that may follow."""

    names: list[str] = field(default_factory=list)
    following: dict[str, _Node] = field(default_factory=dict)


def _merged(one: Mapping[str, _Node], other: Mapping[str, _Node]) -> dict[str, _Node]:
    """Return what follows in either, with what ends in either where both go on with the same word."""
    merged = {**other, **one}
    for word in one.keys() & other.keys():
        left, right = one[word], other[word]
        if left is not right:
            names = [*left.names, *(name for name in right.names if name not in left.names)]
            merged[word] = _Node(names, _merged(left.following, right.following))
    return merged


class Phrases:
    """Finds phrases, each under a name, in a text."""

    def __init__(self, phrases: Mapping[str, Iterable[str]], fillers: Iterable[str] = ()) -> None:
        self._fillers = frozenset(fillers)
        self._root = _Node()
        for name, texts in phrases.items():
            for text in texts:
                node = self._node(text)
                if node is not self._root and name not in node.names:
                    node.names.append(name)

    def compound(self, firsts: Iterable[str], lasts: Phrases) -> None:
        """Add every phrase of one of ``firsts``, in the genitive or not, and one of ``lasts``."""
        for first in firsts:
            for form in (first, f"{first}s", f"{first}'s", f"{first}’s", f"{first}'", f"{first}’"):
                node = self._node(form)
                node.following = _merged(node.following, lasts._root.following)

    def _node(self, text: str) -> _Node:
        """Return where the words of a text lead, made when missing."""
        node = self._root
        for word, _ in self._words(text):
            node = node.following.setdefault(word, _Node())
        return node

    def find(self, text: str) -> list[Match]:
        """Return all matches in the order of the text, longer ones first where they begin alike."""
        words = self._words(text)
        found: list[Match] = []
        begins = self._root.following.get
        for first, (word, (start, _)) in enumerate(words):
            node, at = begins(word), first
            while node is not None:
                found += [Match(name, start, words[at][1][1]) for name in node.names]
                at += 1
                node = node.following.get(words[at][0]) if at < len(words) else None
        return sorted(found, key=lambda match: (match.start, -match.end, match.name))

    def _words(self, text: str) -> list[tuple[str, Span]]:
        """Return the words that are matched, in lower case, and where each stands."""
        fillers = self._fillers
        return [found for found in _tokens(text) if found[0] not in fillers]


@lru_cache(maxsize=4)
def _tokens(text: str) -> tuple[tuple[str, Span], ...]:
    """Return words and marks of a text, in lower case, and where each stands."""
    return tuple((m[0].lower(), m.span()) for m in _TOKEN.finditer(text))


@dataclass(frozen=True)
class PathologyLexicon:
    """What a report may say of a chest.

    Attributes:
        parents: Label -> its parent, for labels that have one.
        details: Labels read in reports that never condition an image filter.
        aliases: Folded name in some vocabulary -> label.
        findings: Phrases of findings, named by their label.
        context: Phrases of cues (negation, uncertainty, terminators) and of normality (``normal``).
        modifiers: Words of side and severity, named by what they tell.
        protected: Phrases that look like names and are none.
        words: Every word of the lexicon, lower case.
    """

    parents: Mapping[str, str]
    details: frozenset[str]
    aliases: Mapping[str, str]
    findings: Phrases
    context: Phrases
    modifiers: Phrases
    protected: Phrases
    words: frozenset[str]

    @classmethod
    @cache
    def load(cls) -> Self:
        """Return the lexicon that ships with the product."""
        document = _document("pathology")
        terms, context = document["terms"], document["context"]
        cues = {kind: phrases for kind, phrases in context.items() if kind != "fillers"}
        findings = {term["id"]: term["phrases"] for term in terms}
        every = [*document["normal"], *(p for v in findings.values() for p in v)]
        return cls(
            parents={term["id"]: term["parent"] for term in terms if "parent" in term},
            details=frozenset(term["id"] for term in terms if term.get("detail")),
            aliases={
                a: term["id"] for term in terms for a in (term["id"].replace("_", " "), *term["aliases"])
            },
            findings=Phrases(findings, context["fillers"]),
            context=Phrases({**cues, "normal": document["normal"]}, context["fillers"]),
            modifiers=Phrases(document["modifiers"]),
            protected=_protected(document),
            words=frozenset(
                w for p in (*every, *context["fillers"]) for w in re.findall(r"[^\W\d_]+", p.lower())
            ),
        )


@dataclass(frozen=True)
class PrivacyLexicon:
    """Cues of names and identifiers, and the plain words that are neither.

    Attributes:
        lists: Kind of cue -> phrases, as in the file.
        words: Plain words, lower case.
        endings: Endings of plain words, lower case.
        labels: Words of labelled fields and titles, lower case.
    """

    lists: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    endings: tuple[str, ...]
    labels: frozenset[str]

    @classmethod
    @cache
    def load(cls) -> Self:
        """Return the lexicon that ships with the product."""
        document = _document("privacy")
        lists = {kind: tuple(str(p) for p in v) for kind, v in document.items() if isinstance(v, list)}
        cues = [phrase for kind in lists if kind.endswith("_fields") for phrase in lists[kind]]
        cues += [*lists["titles"], *lists["credentials"]]
        plain = {w.lower() for cue in cues for w in re.findall(r"[^\W\d_]+", cue)}
        labels = frozenset(plain)
        return cls(lists, frozenset(document["words"].split()) | labels, lists["endings"], labels)

    def is_plain(self, word: str) -> bool:
        """Return whether a word is plain language, whatever its case."""
        lowered = word.lower()
        return (
            lowered in self.words
            or lowered in PathologyLexicon.load().words
            or lowered.endswith(self.endings)
        )


def _protected(document: Mapping[str, Any]) -> Phrases:
    """Return the phrases that are no names: those listed, and eponyms, single ones before their nouns."""
    joined = [name for kind in ("eponyms", "scales") for name in document[kind]["names"]]
    joined = [name for name in (*joined, *_diseases()) if "-" in name or " and " in name]
    apart = [name.replace("-", " ") for name in joined]
    listed = (*document["protected"], *RadiologyWords.load().phrases)
    phrases = Phrases({"protected": (*listed, *joined, *apart)})
    for kind in ("eponyms", "scales"):
        nouns = Phrases({"protected": (str(noun) for noun in document[kind]["nouns"])})
        phrases.compound(document[kind]["names"], nouns)
    return phrases


def _diseases() -> list[str]:
    """Return the names of diseases called after more than one."""
    lines = config_path("lexicons/eponyms.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _document(name: str) -> dict[str, Any]:
    text = config_path(f"lexicons/{name}.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)  # ten times as fast as safe_load
    return document
