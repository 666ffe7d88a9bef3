"""The two lexicons: what must go (privacy) and what must stay (pathology), as files in ``configs/lexicons``.

Rules: phrases are matched as whole words without case; words that carry no finding (`fillers`) are left out
of phrase and text alike, so that "heart is mildly enlarged" is the phrase "heart enlarged".

Not here: what a match means (`labels`, `report`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Self

import spacy
import yaml
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from radshare.configs import config_path

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


class Phrases:
    """Finds phrases, each under a name, in a text."""

    def __init__(self, phrases: Mapping[str, Iterable[str]], fillers: Iterable[str] = ()) -> None:
        self._vocabulary = spacy.blank("en").vocab
        self._fillers = frozenset(fillers)
        self._matcher = PhraseMatcher(self._vocabulary, attr="LOWER")
        for name, texts in phrases.items():
            documents = [self._document(text)[0] for text in texts]
            if documents:
                self._matcher.add(name, [d for d in documents if len(d)])

    def find(self, text: str) -> list[Match]:
        """Return all matches in the order of the text, longer ones first where they begin alike."""
        document, spans = self._document(text)
        found = [
            Match(self._vocabulary.strings[name], spans[start][0], spans[end - 1][1])
            for name, start, end in self._matcher(document)
        ]
        return sorted(found, key=lambda match: (match.start, -match.end, match.name))

    def _document(self, text: str) -> tuple[Doc, list[Span]]:
        """Return the words that are matched, and where each stands."""
        found = [m for m in _TOKEN.finditer(text) if m[0].lower() not in self._fillers]
        return Doc(self._vocabulary, words=[m[0] for m in found]), [m.span() for m in found]


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
            protected=Phrases({"protected": document["protected"]}),
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
    """

    lists: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    endings: tuple[str, ...]

    @classmethod
    @cache
    def load(cls) -> Self:
        """Return the lexicon that ships with the product."""
        document = _document("privacy")
        lists = {kind: tuple(str(p) for p in v) for kind, v in document.items() if isinstance(v, list)}
        cues = [phrase for kind in lists if kind.endswith("_fields") for phrase in lists[kind]]
        cues += [*lists["titles"], *lists["credentials"]]
        plain = {w.lower() for cue in cues for w in re.findall(r"[^\W\d_]+", cue)}
        return cls(lists, frozenset(document["words"].split()) | plain, lists["endings"])

    def is_plain(self, word: str) -> bool:
        """Return whether a word is plain language, whatever its case."""
        lowered = word.lower()
        return (
            lowered in self.words
            or lowered in PathologyLexicon.load().words
            or lowered.endswith(self.endings)
        )


def _document(name: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(
        config_path(f"lexicons/{name}.yaml").read_text(encoding="utf-8")
    )
    return document
