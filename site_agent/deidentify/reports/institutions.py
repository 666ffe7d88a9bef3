"""Hospitals, practices and laboratories by the grammar of their names, in any case.

Rule: a word that stands for an institution ("clinic", "cancer institute") takes with it the words of its kind
on both sides ("regional", "& research centre", "Pvt. Ltd.") and the words before them that name it. What no
capital tells is a name only where a word of it could name somebody or a cue of place stands before it; "the
outside hospital" and "fracture clinic" name nothing.

Not here: organisations that stand in a field (`patterns.fields`) or beside a name (`patterns.organisations`).
"""

# ruff: noqa: RUF001 - lists of words; names are written with typographic apostrophes
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.expressions import Expression
from site_agent.deidentify.reports.known_words import (
    is_common,
    is_known,
    may_be_place,
    may_name,
    says_nothing,
)
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|&|[^\w\s]|\n|\d+|_")
_SAINTS: Final = frozenset(
    [
        "st",
        "saint",
        "sainte",
        "ste",
        "mt",
        "mount",
        "sri",
        "al",
        "el",
        "san",
        "santa",
        "sankt",
        "holy",
        "sacred",
        "blessed",
    ]
)
_HOLY: Final = frozenset(
    {"holy", "sacred", "blessed", "good", "all", "divine", "immaculate", "precious", "bon"}
)
_HOLY_NOUNS: Final = frozenset(
    {
        "samaritan",
        "shepherd",
        "saints",
        "cross",
        "family",
        "heart",
        "mercy",
        "rosary",
        "redeemer",
        "spirit",
        "trinity",
    }
    | {"sacrament", "blood", "secours", "souls", "angels", "name", "conception"}
)
"""What devout names of institutions are made of: "Holy Cross", "Good Samaritan"."""
_JOINERS: Final = frozenset({"of", "the", "and", "&", "for", "de", "la"})
_BEFORE_OF: Final = frozenset(
    {"lady", "university", "sisters", "heart", "church", "isle", "school", "sons", "city"}
)
_CUES: Final = frozenset(
    [
        "at",
        "from",
        "to",
        "in",
        "near",
        "by",
        "since",
        "with",
        "via",
        "outside",
        "until",
        "through",
        "of",
        "for",
        "choosing",
        "location",
        "facility",
        "site",
        "per",
    ]
)
_ARTICLES: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "our",
        "your",
        "his",
        "her",
        "their",
        "this",
        "that",
        "another",
        "any",
        "other",
        "no",
        "each",
        "local",
        "outside",
    ]
)
_STRENGTHS: Final = ("institutions", "weak_institutions", "vague_institutions")
_LONGEST: Final = 9
_MOST_NAMING: Final = 4
_MOST_UNTOLD: Final = 3
_SHORTEST: Final = 2
_INFLECTED: Final = ("ing", "ed", "ly")
_TELLING: Final = 2
_COMPOUND: Final = re.compile(
    r"(?:lake|river|hill|oak|wood|brook|stone|spring|glen|clear|fair|green|cedar|pine|maple|elm|ash|bridge|mill|sea|bay|north|south|east|west)"
    r"(?:side|view|crest|wood|dale|brook|field|ridge|shore|way|park|land|lands|vale|bend|stone|haven|ton|ville|bury|ford|mont|gate|hurst|lawn|point|water)s?",
    re.IGNORECASE,
)
"""Words that places alone are called."""
_OF_TWO: Final = re.compile(r"[ ](?:&|and)[ ]", re.IGNORECASE)
_COUNTS: Final = frozenset({"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twin"})
_ACTS: Final = frozenset(
    {"surgery", "dialysis", "endoscopy", "imaging", "rehab", "general", "mri", "trust", "health"}
)
"""What is also done to somebody."""
_ROOMS: Final = frozenset({"clinic", "clinics", "surgery"})
_BARE: Final = frozenset({"mri", "x-ray", "ultrasound", "imaging", "dental"})
_OF_STUDIES: Final = frozenset(
    [
        "request",
        "report",
        "study",
        "studies",
        "exam",
        "examination",
        "protocol",
        "findings",
        "results",
        "history",
        "note",
        "form",
        "order",
        "safety",
    ]
)
_TITLES: Final = frozenset({"dr", "doctor", "mr", "mrs", "ms", "prof"})
_LEVELS: Final = frozenset({"level", "i", "ii", "iii", "iv"})
_STUDIES: Final = frozenset({"ct", "scan", "scans", "imaging", "mri", "radiology"})
_REPORTS: Final = frozenset({"radiology", "radiologic", "imaging", "department", "diagnostic"})
_SURE_CUES: Final = frozenset({"at", "from", "near"})
_PLACE_LABELS: Final = frozenset(
    {"site", "facility", "hospital", "clinic", "location", "from", "institution"}
)
_CLOSING: Final = frozenset(
    {
        "district",
        "system",
        "group",
        "center",
        "centre",
        "campus",
        "network",
        "trust",
        "associates",
        "partners",
        "care",
        "institute",
        "services",
        "plaza",
        "pavilion",
        "tower",
        "park",
    }
)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A word that stands for an institution.

    Attributes:
        word: It, in small letters.
        strength: ``strong`` by itself, ``weak`` beside a name, ``vague`` only behind a cue of place.
        cased: Whether its own capital tells something.
        shouted: Whether the text is mostly capitals.
        closes: Whether its line ends behind it.
        practice: Whether it says a specialty or several machines, so that one word suffices to name it.
        room: Whether it may be no more than where somebody sees patients.
    """

    word: str
    strength: str
    cased: bool
    shouted: bool
    closes: bool
    practice: bool
    room: bool


@dataclass(slots=True)
class _Name:
    """What stands before an anchor: its first word, how many words name, how many say nothing else."""

    begin: int | None = None
    naming: int = 0
    foreign: int = 0
    telling: bool = False
    landform: bool = False

    def add(self, at: int, word: str) -> None:
        """Count a word that names."""
        self.begin, self.naming = at, self.naming + 1
        counted = word.lower() in _COUNTS and self.naming > 1
        self.telling = self.telling or counted or not is_known(word) or may_name(word)
        landforms = PrivacyLexicon.load().lists["landforms"]
        self.landform = self.landform or word.lower() in landforms or bool(_COMPOUND.fullmatch(word))
        self.foreign += may_be_place(word) and not _is_inflected(word)


def institutions(text: str, *, shouted: bool) -> list[Span]:
    """Return where institutions with a name of their own stand in a text.

    Args:
        text: The report; placeholders may stand in it.
        shouted: Whether it is mostly capitals, where a capital tells nothing.
    """
    anchors = list(_anchors().finditer(text))
    if not anchors:
        return []
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
    starts = {start: number for number, (_, start, _) in enumerate(tokens)}
    ends = {end: number for number, (_, _, end) in enumerate(tokens)}
    found: list[Span] = []
    for match in anchors:
        if match.start() not in starts or match.end() not in ends:
            continue
        if found and match.end() <= found[-1][1]:
            continue
        first, last = starts[match.start()], ends[match.end()]
        behind = tokens[last + 1][0].lower() if last + 1 < len(tokens) else "\n"
        if match.lastgroup != "strong" and behind in _OF_STUDIES:
            continue
        if match[0].lower() in _BARE and behind.isalpha() and not says_nothing(behind):
            continue
        closes = behind in {"\n", '"', "|"} or behind in _REPORTS
        cased = not shouted and match[0][0].isupper()
        practice = (
            bool(_OF_TWO.search(match[0])) or match[0].lower() in PrivacyLexicon.load().lists["practices"]
        )
        anchor = _Anchor(
            match[0].lower(),
            match.lastgroup or "",
            cased,
            shouted,
            closes,
            practice,
            match[0].lower() in _ROOMS,
        )
        name = _before(tokens, first, anchor)
        if name.begin is not None and _is_named(tokens, name, anchor):
            end = _end(tokens, last, cased=cased)
            found.append((tokens[name.begin][1], tokens[end][2]))
    return found


def _before(tokens: list[tuple[str, int, int]], first: int, anchor: _Anchor) -> _Name:
    """Return what may name the institution of an anchor that begins at a token."""
    kinds, name, at = _kinds(), _Name(), first - 1
    while at >= 0 and first - at <= _LONGEST:
        word = tokens[at][0]
        lowered = word.lower()
        gap = tokens[at + 1][1] - tokens[at][2]
        if (
            gap > 1
            or (gap == 1 and word == "-")
            or (gap == 0 and tokens[at + 1][0] not in "-.'’" and word not in "-.'’")
        ):
            break
        if lowered in _SAINTS or _is_devout(tokens, at):
            at -= lowered not in _SAINTS
            name.begin, name.telling, name.naming = at, True, name.naming + 1
        elif lowered in kinds:
            name.begin = name.begin if name.begin is None else at
        elif lowered in _JOINERS or _is_level(tokens, at) or word in {"-", ".", "'", "’"}:
            earlier = tokens[at - 1][0].lower() if at else ""
            if word == "." and earlier not in _SAINTS:
                break
            whole = earlier in kinds and (lowered == "of" or anchor.strength == "strong")
            if lowered in {"of", "for"} and not whole and earlier not in _BEFORE_OF:
                break
        elif name.naming < (_MOST_NAMING if anchor.cased else _MOST_UNTOLD) and _names(
            word, cased=anchor.cased, shouted=anchor.shouted
        ):
            name.add(at, word)
        else:
            edge = tokens[at - 1][0].lower() if at else "\n"
            adjective = name.landform and name.naming == 1 and (edge in _CUES or edge in {"\n", ","})
            if anchor.strength == "strong" and (edge == "]" or adjective) and _goes_on(word):
                name.begin, name.naming, name.telling = at, name.naming + 1, True
            break
        at -= 1
    return name if name.naming else _Name()


def _is_inflected(word: str) -> bool:
    """Return whether a word is a form of a common one: "newly", not "Quornly"."""
    return word.lower().endswith(_INFLECTED) and is_common(word.lower())


def _is_devout(tokens: list[tuple[str, int, int]], at: int) -> bool:
    """Return whether a word ends a devout name: "Holy Cross"."""
    return at > 0 and tokens[at][0].lower() in _HOLY_NOUNS and tokens[at - 1][0].lower() in _HOLY


def _is_level(tokens: list[tuple[str, int, int]], at: int) -> bool:
    """Return whether a word tells the level of an institution: "Level 5 Hospital"."""
    word = tokens[at][0]
    return word.lower() in _LEVELS or (word.isdecimal() and at > 0 and tokens[at - 1][0].lower() in _LEVELS)


def _goes_on(word: str) -> bool:
    """Return whether a plain word behind what is found already may belong to it: "[NAME] Palm Clinic"."""
    return (
        word[0].isalpha()
        and len(word) > _SHORTEST
        and word.lower() not in _untold() | _CUES | _ARTICLES | _JOINERS
    )


def _is_named(tokens: list[tuple[str, int, int]], name: _Name, anchor: _Anchor) -> bool:
    """Return whether what stands before an anchor names one institution among others."""
    begin = name.begin or 0
    before = tokens[begin - 1][0].lower() if begin else "\n"
    before_that = tokens[begin - 2][0].lower() if begin > 1 else "\n"
    generic = tokens[begin][0].lower() in _untold()
    titled = before in _TITLES or (before == "." and before_that in _TITLES)
    somebodys = titled and anchor.room  # "Dr. Quayle's clinic"
    if name.naming == 1 and (
        generic
        or somebodys
        or (before in _ARTICLES and not (name.telling or (anchor.cased and name.foreign)))
    ):
        return False
    apart = begin > 0 and tokens[begin][1] - tokens[begin - 1][2] > 1
    if before == ":" and before_that in _PLACE_LABELS and (name.landform or name.foreign > 0):
        return True
    listed = apart or before in {"\n", ",", ":", "(", ";", "|", "-", "]", '"'} or before.isdigit()
    placed = before in _CUES or (before == "the" and before_that in _CUES and name.naming > 1)
    cased = anchor.cased and name.foreign > 0
    if anchor.strength == "vague":
        alone = before == "\n" and anchor.closes and name.naming >= _TELLING and name.foreign > 0
        told = placed or before in {"(", "]"} or (name.landform and (anchor.closes or listed)) or alone
        return (name.telling or name.foreign >= _TELLING or (name.landform and name.foreign > 0)) and told
    if anchor.strength == "weak":
        alone = before in {"\n", '"', "|"} and anchor.closes and name.foreign > 0
        enough = name.foreign >= (1 if name.landform or anchor.practice else _TELLING)
        cue = before_that if before == "the" else before
        sure = cue in _SURE_CUES and name.foreign > 0 and anchor.word not in _ACTS
        several = (enough and (placed or listed)) or sure
        return alone or several or cased or (name.telling and (anchor.cased or placed or listed))
    upper = tokens[begin][0][0].isupper() and not anchor.shouted
    sentence = before == "." and name.foreign > 0
    return name.telling or upper or name.foreign >= _TELLING or placed or listed or sentence


def _names(word: str, *, cased: bool, shouted: bool) -> bool:
    """Return whether a word may be one of those that tell one institution from others."""
    lowered, lexicon = word.lower(), PrivacyLexicon.load()
    if not word[0].isalpha() or lowered in _CUES or lowered in _ARTICLES or lowered in _untold():
        return False
    if word[0].isupper() and not shouted:
        return lowered not in lexicon.labels
    if cased:
        return False
    formed = lowered.endswith(_INFLECTED) and not is_common(lowered)  # "Quornly"
    if may_name(word) or not is_known(word) or formed:
        return len(word) > _SHORTEST
    if lowered in lexicon.lists["place_words"]:
        return True
    unusual = not lexicon.is_plain(word) and not _is_inflected(word)
    return (unusual or lowered in _COUNTS or lowered in lexicon.lists["landforms"]) and len(word) > _SHORTEST


def _end(tokens: list[tuple[str, int, int]], last: int, *, cased: bool) -> int:
    """Return the last word of a name that goes on behind its anchor."""
    kinds, forms, end = _kinds(), _forms(), last
    at = last + 1
    while at < len(tokens) and tokens[at][0] != "\n" and tokens[at][1] - tokens[at - 1][2] <= 1:
        word = tokens[at][0]
        lowered = word.lower()
        joined = tokens[at - 1][0] == "&" or tokens[at - 1][0].lower() == "of"
        upper = cased and word[0].isupper() and lowered not in _STUDIES
        if lowered in forms or lowered in _CLOSING or (lowered in kinds and (joined or upper)):
            end = at
            if (
                lowered in forms
                and at + 1 < len(tokens)
                and tokens[at + 1][0] == "."
                and tokens[at + 1][1] == tokens[at][2]
            ):
                at += 1
        elif lowered not in {"&", "of", ",", "and"}:
            break
        at += 1
    return end


@cache
def _anchors() -> Expression:
    lists = PrivacyLexicon.load().lists
    strong, weak, vague = (_alternatives(lists[kind]) for kind in _STRENGTHS)
    goes_on = r"[ ](?:hospitals?|cent(?:er|re)s?)(?!\w)"
    groups = rf"(?:{_alternatives(lists['specialties'])})[ ](?:{_alternatives(lists['specialist_groups'])})"
    pairs = (
        rf"(?:{_alternatives(lists['specialties'])})[ ](?:&|and)[ ](?:{_alternatives(lists['specialties'])})"
    )
    either = rf"(?P<strong>{groups}|{strong})|(?P<weak>{pairs}|{weak})(?!{goes_on})|(?P<vague>{vague})"
    return Expression(rf"(?<![\w\[])(?:{either})(?![\w\]])", re.IGNORECASE)


def _alternatives(phrases: tuple[str, ...]) -> str:
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(p).replace(r"\ ", "[ ]").replace("'", "['’]") for p in ordered)


@cache
def _kinds() -> frozenset[str]:
    """Return the words of kinds of institutions."""
    lists = PrivacyLexicon.load().lists
    words = {w for kind in ("institutions", "weak_institutions") for p in lists[kind] for w in p.split()}
    return frozenset(words | set(lists["institution_words"])) - _JOINERS


@cache
def _forms() -> frozenset[str]:
    return frozenset(PrivacyLexicon.load().lists["company_forms"])


@cache
def _untold() -> frozenset[str]:
    lists = PrivacyLexicon.load().lists
    return frozenset(lists["generic_places"]) | frozenset(lists["departments"]) - _JOINERS
