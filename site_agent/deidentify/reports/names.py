"""Names in a report: those the DICOM header tells, and capitalised words that nothing vouches for.

Rules: a header value goes wherever it stands, whatever its case, accents or order, name by name; a
capitalised word that is neither plain language nor part of a protected phrase goes (fail closed), and so does
every other place where it stands.

Not here: names behind cues (`rules`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

from site_agent.deidentify.reports.by_line import REMEMBERED, lines_of
from site_agent.deidentify.reports.eponyms import eponyms
from site_agent.deidentify.reports.exam_names import exam_names
from site_agent.deidentify.reports.folding import fold
from site_agent.deidentify.reports.keys import is_key
from site_agent.deidentify.reports.known_words import is_abbreviation, is_known, may_name
from site_agent.deidentify.reports.letters import letters_of
from site_agent.deidentify.reports.lexicon import PathologyLexicon, PrivacyLexicon, Span
from site_agent.deidentify.reports.misspelt import is_misspelt, tells_names
from site_agent.deidentify.reports.slips import slips
from site_agent.deidentify.reports.vouched_places import vouched_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydicom.dataset import Dataset

_NAMES: Final = (
    *("PatientName", "OtherPatientNames", "PatientBirthName", "PatientMotherBirthName", "ResponsiblePerson"),
    *("ReferringPhysicianName", "NameOfPhysiciansReadingStudy", "PerformingPhysicianName", "OperatorsName"),
    *("RequestingPhysician", "PhysiciansOfRecord"),
)
_VALUES: Final = (
    *("PatientID", "OtherPatientIDs", "IssuerOfPatientID", "AccessionNumber", "StudyInstanceUID", "StudyID"),
    *("AdmissionID", "PatientAddress", "PatientTelephoneNumbers", "InstitutionAddress"),
    *("InstitutionalDepartmentName", "StationName", "DeviceSerialNumber"),
)
_INSTITUTIONS: Final = ("InstitutionName",)
_WORD: Final = re.compile(r"[^\W_]+")
_UNBROKEN: Final = re.compile(r"(?<![^\W_])(?<!\[)[^\W\d_]+(?:[-'’][^\W\d_]+)*(?![^\W_]|\])")
_JOINING: Final = frozenset(
    (
        *(
            "at",
            "from",
            "by",
            "with",
            "to",
            "in",
            "on",
            "the",
            "is",
            "was",
            "were",
            "are",
            "his",
            "her",
            "for",
        ),
        *("has", "dated", "per", "via", "will", "need", "repeat", "further"),
    )
)
_GREETING: Final = {"sincerely", "regards", "thanks", "dear", "respectfully", "truly", "faithfully", "yours"}
_LEADING: Final = (
    _JOINING | _GREETING | {"choosing", "call", "contact", "notify", "page", "ask", "see", "spoke", "w"}
)
_HEADED: Final = re.compile(
    r"(?:\A|[\n.] ?)(?:protocol|technique|examination|opinion|impression|findings|history|priors|comparison"
    r"|evaluation|conclusion|procedure|clinical (?:history|profile|details)|indication|results?|report"
    r"|assessment|summary|method) ?[-–]\Z"
    r"|(?:\A|\n)[ \t]*(?:impr?|impression|concl?|conclusion|d?dx|opinion)\Z",
    re.IGNORECASE,
)
_CONTRACTED: Final = re.compile(r"['’](?:s|ve|ll|re|d|m)\Z", re.IGNORECASE)
_BULLET: Final = re.compile(
    r"(?:(?<=[\n.:;!?])|^)[ \t]*(?:[-*•·▪◦●○‣>–+#]+|//|\(?(?:\d{1,2}|[a-z])[.)])[ \t]*\Z"
)
_HYPHEN: Final = re.compile(r"[-'’]")
_FAR: Final = 40
_LINES: Final = 1024  # most stay as they are from pass to pass
_TEXTS: Final = 64  # what several reports read at once, and their passes, come to
_REMEMBERED: Final = 1 << 15  # words
_GAUGE: Final = re.compile(r"\d[ -]French\Z")
_NUMBER: Final = re.compile(r"[ .:#=]{0,2}\d")
_SHORTEST: Final = 2
_SHORTEST_VALUE: Final = 3
_LIKENED: Final = re.compile(r"(?<![\w-])[^\W\d_]+-(?:shaped|like|type)(?!\w)", re.IGNORECASE)
"""What a thing looks like: "rose-shaped", "Colles-type"."""


@dataclass(frozen=True, slots=True)
class HeaderValues:
    """Identifiers that the paired DICOM header tells.

    Attributes:
        names: Folded words of person names.
        values: Folded ids, addresses and other whole values.
        institutions: Folded names of institutions.
    """

    names: frozenset[str] = field(default=frozenset(), repr=False)
    values: frozenset[str] = field(default=frozenset(), repr=False)
    institutions: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def of(cls, header: Dataset | Mapping[str, Any] | None) -> Self:
        """Return the identifiers of a data set, or of a mapping of keywords to values."""
        source: Any = header or {}
        named = [value for keyword in _NAMES for value in _several(source.get(keyword))]
        names = {word for value in named for word in fold(value.replace("^", " ")).split()}
        values, institutions = (
            {fold(value) for keyword in keywords for value in _several(source.get(keyword))}
            for keywords in (_VALUES, _INSTITUTIONS)
        )
        return cls(
            names=frozenset(w for w in names if len(w) >= _SHORTEST and not w.isdigit()),
            values=frozenset(v for v in values if len(v) >= _SHORTEST_VALUE),
            institutions=frozenset(v for v in institutions if len(v) >= _SHORTEST_VALUE),
        )

    def __or__(self, other: HeaderValues) -> HeaderValues:
        """Return the identifiers of both."""
        return HeaderValues(
            self.names | other.names, self.values | other.values, self.institutions | other.institutions
        )

    def find(self, text: str) -> list[tuple[str, Span]]:
        """Return where header values stand in a text, with their class."""
        if not (self.names or self.values or self.institutions):
            return []
        words = [
            (word, (at + start, at + end))
            for at, line in lines_of(text)
            for word, start, end in _folded(line)
        ]
        found = [("NAME", span) for word, span in words if self._is_name(word, text, span)]
        for kind, values in (("ORG", self.institutions), ("ID", self.values)):
            begun = _by_first_word(values)
            for at, (word, span) in enumerate(words):
                for parts in begun.get(word, ()):
                    there = words[at : at + len(parts)]
                    if [other for other, _ in there] == parts:
                        found.append((kind, (span[0], there[-1][1][1])))
        return found

    def _is_name(self, word: str, text: str, span: Span) -> bool:
        """Return whether a word is a header name; a plain word is one only where it is capitalised."""
        if word not in self.names:
            return False
        plain = PrivacyLexicon.load().is_plain(word) or len(word) == _SHORTEST
        return not plain or (text[span[0]].isupper() and not starts_sentence(text, span[0]))


@lru_cache(maxsize=REMEMBERED)
def _folded(line: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a line, folded, and where each stands."""
    return tuple((fold(m[0]), *m.span()) for m in _WORD.finditer(line))


@lru_cache(maxsize=64)
def _by_first_word(values: frozenset[str]) -> dict[str, list[list[str]]]:
    """Return the words of every value under its first one."""
    begun: dict[str, list[list[str]]] = {}
    for value in values:
        parts = value.split()
        begun.setdefault(parts[0], []).append(parts)
    return begun


def _several(value: Any) -> list[str]:  # noqa: ANN401 - whatever a header or a message holds
    """Return one value or many as texts."""
    many = value if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]
    return [str(one) for one in many if one]


def unknown_names(text: str, vouched: frozenset[str] = frozenset()) -> list[tuple[str, Span]]:
    """Return the words that neither the word lists, the lexicons nor the caller know.

    A known word that is also a name of people goes where a capital stands in the middle of a sentence; in a
    text that is mostly capitals they tell nothing, so there only other rules find it.
    """
    shouted = is_shouted(text)
    cased, safe = tells_names(text), protected(text)
    found = []
    for match in _UNBROKEN.finditer(text):
        word, parts = _doubtful(match[0])
        if parts is None:
            continue
        start, end = match.span()
        if any(low <= start and end <= high + 2 for low, high in safe):
            continue
        strange = any(not is_known(part) and part.lower() not in vouched for part in parts)
        if strange and cased and word.islower() and all(is_known(p) or is_misspelt(p) for p in parts):
            continue
        telling = not shouted and word.istitle() and not starts_sentence(text, start)
        counted = (is_abbreviation(word) and _NUMBER.match(text, end)) or _GAUGE.search(
            text, max(0, start - _FAR), end
        )
        named = telling and may_name(word) and word.lower() not in vouched and not counted
        if strange or named:
            found.append(("NAME", _without_genitive(text, (start, end))))
    return found


@lru_cache(maxsize=_REMEMBERED)
def _doubtful(unbroken: str) -> tuple[str, tuple[str, ...] | None]:
    """Return a word without genitive, and its parts; ``None`` for them when it can be no name."""
    word = _CONTRACTED.sub("", unbroken)
    parts = tuple(part for part in _HYPHEN.split(word) if len(part) > 1)
    strange = any(not is_known(part) for part in parts)
    if strange and is_key(word):
        return word, None
    return word, parts if strange or (word.istitle() and may_name(word)) else None


@lru_cache(maxsize=_TEXTS)
def protected(text: str) -> tuple[Span, ...]:
    """Return where phrases of a text stand that look like names and are none."""
    found: list[Span] = []
    at, shouted = 0, is_shouted(text)
    whispered = not shouted and not tells_names(text)
    for line in text.split("\n"):
        found += [(at + start, at + end) for start, end in _listed(line)]
        found += [(at + start, at + end) for start, end in eponyms(line, shouted=shouted)]
        if whispered and len(raised := line.upper()) == len(line):  # "guglielmi coils"
            found += [(at + start, at + end) for start, end in eponyms(raised, shouted=True)]
        at += len(line) + 1
    found += exam_names(text)
    found += slips(text)
    return (*found, *vouched_places(text, cased=not shouted and tells_names(text)))


@lru_cache(maxsize=_LINES)
def _listed(line: str) -> tuple[Span, ...]:
    phrases = tuple((m.start, m.end) for m in PathologyLexicon.load().protected.find(line))
    return phrases + tuple(said.span() for said in _LIKENED.finditer(line))


def is_shouted(text: str) -> bool:
    """Return whether a text is mostly capitals, where a capital tells nothing."""
    letters = letters_of(text)
    return letters.capitals > letters.every / 2


def before_plain(text: str, span: Span) -> Span:
    """Return a name in capitals without the plain words that follow it; the first word always belongs to it.

    Capitals tell the words of a name from those around it, so only a name in capitals is shortened.
    """
    words = _words(text, span)
    if not words or not text[slice(*span)].isupper():
        return _without_genitive(text, span)
    end = next((n for n, word in enumerate(words) if _joins(text, word)), len(words))
    if end == 0:
        return span[0], span[0]
    first = next((n for n, (low, high) in enumerate(words, 1) if high - low > 1), 1)  # behind its initials
    while end > first and _is_plain(text[slice(*words[end - 1])]):
        end -= 1
    return span[0], words[max(end, 1) - 1][1]


def behind_plain(text: str, span: Span) -> Span:
    """Return a name in capitals without the plain words before it; empty when nothing else is there."""
    words = _words(text, span)
    while len(words) > 1 and text[slice(*words[0])].lower() in _LEADING:
        words = words[1:]
        span = (words[0][0], span[1])
    if not words or not text[slice(*span)].isupper():
        return span
    start = max((n + 1 for n, word in enumerate(words) if _joins(text, word)), default=0)
    return (words[start][0], span[1]) if start < len(words) else (span[1], span[1])


def _words(text: str, span: Span) -> list[Span]:
    return [(m.start() + span[0], m.end() + span[0]) for m in _WORD.finditer(text[slice(*span)])]


def _joins(text: str, word: Span) -> bool:
    return text[slice(*word)].lower() in _JOINING


def _is_plain(word: str) -> bool:
    return is_known(word) and not may_name(word)


def _without_genitive(text: str, span: Span) -> Span:
    start, end = span
    return (start, end - 2) if text[start:end].endswith(("'s", "’s")) else span


def repeated(text: str, names: Iterable[str]) -> list[tuple[str, Span]]:
    """Return where words of names found elsewhere in the text stand again, capitalised."""
    lexicon = PrivacyLexicon.load()
    wanted = {
        word
        for name in names
        for word in fold(name).split()
        if len(word) > _SHORTEST and not lexicon.is_plain(word) and not word.isdigit()
    }
    if not wanted:
        return []
    safe = protected(text)
    return [
        ("NAME", m.span())
        for m in _WORD.finditer(text)
        if m[0][0].isupper()
        and fold(m[0]) in wanted
        and not any(start <= m.start() and m.end() <= end for start, end in safe)
    ]


def starts_sentence(text: str, at: int) -> bool:
    """Return whether a sentence, a line, an item of a list or a heading's text begins at a character."""
    line = text[max(0, at - _FAR) : at]
    before = _BULLET.sub("", line).rstrip(" ")
    return not before.strip() or before[-1] in ".\n:!?]<>~|\t" or _HEADED.search(before) is not None
