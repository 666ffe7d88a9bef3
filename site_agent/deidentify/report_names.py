"""Names in a report: those the DICOM header tells, and capitalised words that nothing vouches for.

Rules: a header value goes wherever it stands, whatever its case, accents or order, name by name; a
capitalised word that is neither plain language nor part of a protected phrase goes (fail closed), and so does
every other place where it stands.

Not here: names behind cues (`report_rules`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from site_agent.deidentify.identifiers import fold
from site_agent.deidentify.lexicon import PathologyLexicon, PrivacyLexicon, Span
from site_agent.deidentify.report_rules import UPPER

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
    *("AdmissionID", "PatientAddress", "PatientTelephoneNumbers", "InstitutionName", "InstitutionAddress"),
    *("InstitutionalDepartmentName", "StationName", "DeviceSerialNumber"),
)
_WORD: Final = re.compile(r"[^\W_]+")
_CAPITALISED: Final = re.compile(rf"(?<![\w\[])[{UPPER}][\w'’]*(?:-[\w'’]+)*")
_SHORTEST: Final = 2
_SHORTEST_VALUE: Final = 3
_ABBREVIATION: Final = 5


@dataclass(frozen=True, slots=True)
class HeaderValues:
    """Identifiers that the paired DICOM header tells.

    Attributes:
        names: Folded words of person names.
        values: Folded ids, institutions and other whole values.
    """

    names: frozenset[str] = field(default=frozenset(), repr=False)
    values: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def of(cls, header: Dataset | Mapping[str, Any] | None) -> Self:
        """Return the identifiers of a data set, or of a mapping of keywords to values."""
        source: Any = header or {}
        names = {w for k in _NAMES for w in fold(str(source.get(k) or "").replace("^", " ")).split()}
        values = {fold(str(source.get(k) or "")) for k in _VALUES}
        return cls(
            names=frozenset(w for w in names if len(w) >= _SHORTEST and not w.isdigit()),
            values=frozenset(v for v in values if len(v) >= _SHORTEST_VALUE),
        )

    def find(self, text: str) -> list[tuple[str, Span]]:
        """Return where header values stand in a text, with their class."""
        words = [(fold(m[0]), m.span()) for m in _WORD.finditer(text)]
        found = [("NAME", span) for word, span in words if self._is_name(word, text, span)]
        for value in self.values:
            parts = value.split()
            found += [
                ("ID", (words[at][1][0], words[at + len(parts) - 1][1][1]))
                for at in range(len(words) - len(parts) + 1)
                if all(words[at + i][0] == part for i, part in enumerate(parts))
            ]
        return found

    def _is_name(self, word: str, text: str, span: Span) -> bool:
        """Return whether a word is a header name; a plain word is one only where it is capitalised."""
        if word not in self.names:
            return False
        plain = PrivacyLexicon.load().is_plain(word) or len(word) == _SHORTEST
        return not plain or (text[span[0]].isupper() and not _starts_sentence(text, span[0]))


def unknown_names(text: str, vouched: frozenset[str] = frozenset()) -> list[tuple[str, Span]]:
    """Return the capitalised words that neither the lexicons nor the caller vouch for.

    In a text that is mostly capitals a word in capitals says nothing, so there only other rules apply to it.
    """
    letters = [c for c in text if c.isalpha()]
    shouted = sum(c.isupper() for c in letters) > len(letters) / 2
    safe = [(m.start, m.end) for m in PathologyLexicon.load().protected.find(text)]
    lexicon = PrivacyLexicon.load()
    found = []
    for match in _CAPITALISED.finditer(text):
        word = match[0].removesuffix("'s").removesuffix("’s")
        parts = [part for part in word.split("-") if part]
        abbreviation = word.isupper() and (shouted or len(word) <= _ABBREVIATION)
        compound = any(part.islower() and lexicon.is_plain(part) for part in parts[1:])  # "Rose-shaped"
        plain = (
            abbreviation
            or compound
            or len(word) == 1
            or all(lexicon.is_plain(part) or part.lower() in vouched for part in parts)
        )
        inside = any(start <= match.start() and match.end() <= end + 2 for start, end in safe)
        if not plain and not inside and not any(c.isdigit() for c in word):
            found.append(("NAME", match.span()))
    return found


def repeated(text: str, names: Iterable[str]) -> list[tuple[str, Span]]:
    """Return where words of names found elsewhere in the text stand again, capitalised."""
    lexicon = PrivacyLexicon.load()
    wanted = {
        word
        for name in names
        for word in fold(name).split()
        if len(word) > _SHORTEST and not lexicon.is_plain(word) and not word.isdigit()
    }
    safe = [(m.start, m.end) for m in PathologyLexicon.load().protected.find(text)]
    return [
        ("NAME", m.span())
        for m in _WORD.finditer(text)
        if m[0][0].isupper()
        and fold(m[0]) in wanted
        and not any(start <= m.start() and m.end() <= end for start, end in safe)
    ]


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \t")
    return not before or before[-1] in ".\n:!?"
