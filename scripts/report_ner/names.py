"""Names of people, organisations and places as the recogniser learns them: many countries, and plain words.

Rule: a name is made of a grammar and of lists that are no report's: names of Faker, names we wrote down, made-up
syllables, and ordinary English words, which name towns, practices and people too.

Not here: the sentences around them (`writing`).
"""

# ruff: noqa: E501, PLR2004 - forms of names and shares of draws read best in one piece
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from faker import Faker

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_LEXICONS: Final = Path(__file__).resolve().parent.parent.parent / "configs" / "lexicons"
_ONSETS: Final = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dh",
    "f",
    "g",
    "gh",
    "h",
    "j",
    "k",
    "kh",
    "kw",
    "l",
    "m",
    "mb",
    "n",
    "nd",
    "ng",
    "ny",
    "p",
    "ph",
    "r",
    "s",
    "sh",
    "sr",
    "st",
    "t",
    "th",
    "tr",
    "ts",
    "v",
    "w",
    "y",
    "z",
]
_VOWELS: Final = [
    "a",
    "a",
    "a",
    "e",
    "e",
    "i",
    "i",
    "o",
    "o",
    "u",
    "aa",
    "ai",
    "au",
    "ee",
    "ei",
    "ia",
    "oo",
    "ou",
    "ue",
]
_CODAS: Final = [
    "",
    "",
    "",
    "",
    *[
        "n",
        "n",
        "r",
        "l",
        "s",
        "m",
        "k",
        "t",
        "nd",
        "ng",
        "sh",
        "th",
        "v",
        "wicz",
        "sen",
        "ski",
        "kov",
        "dze",
        "yan",
        "ez",
    ],
]
_LONGEST_WORD: Final = 8
_SHORTEST_WORD: Final = 3
_PERSONS: Final = (
    *(["{f} {l}"] * 6), *(["{l}"] * 5), *(["{f}"] * 3), *(["{l}, {f}"] * 3), *(["{F}. {l}"] * 3), *(["{f} {m}. {l}"] * 2),
    "{l}, {f} {m}.", "{l}, {f} {m}", "{f} {L}.", "{F}.{m}. {l}", "{F} {l}", "{l} {F}", "{l} {f}", "{l} {f} {s}", "{f} {s} {l}", "{F}. {m}. {l}",
    "{l}^{f}", "{l}^{f}^{m}", "{l},{f}", "{F}.{L}.", "{F}. {L}.", "{F}{m}{L}", "{L}.{f}", "{L}. {f}", "{m}.{L}. {f}", "{f} {p} {l}", "{l}, {f} {s}", "{f}.{l}", "{p} {l}",
)  # fmt: skip
_PARTICLES: Final = [
    "van",
    "van der",
    "von",
    "de",
    "de la",
    "del",
    "bin",
    "binti",
    "al",
    "El",
    "ibn",
    "da",
    "dos",
    "Le",
    "a/l",
    "op de",
    "Di",
    "Dos",
    "De",
    "De la",
    "Van",
    "Van de",
    "Mac an",
    "bint",
    "Bu",
    "e",
    "a/p",
    "s/o",
    "d/o",
    "Mac",
    "St.",
    "ben",
    "ter",
    "zu",
]


class Names:
    """Draws names.

    Args:
        rng: Decides everything.
        document: Contents of ``sentences.yaml``.
        seed: Of the names of Faker.
    """

    def __init__(self, rng: random.Random, document: dict[str, Any], seed: int) -> None:
        self._rng = rng
        self._fakers = [Faker(locale) for locale in document["locales"].split()]
        for number, faker in enumerate(self._fakers):
            faker.seed_instance(seed + number)
        self._listed: list[str] = document["names"].split()
        parts = document["organisations"]
        self._tails: list[str] = parts["tails"]
        self._between: list[str] = parts["between"]
        self._before: list[str] = parts["before"]
        self._behind: list[str] = parts["behind"]
        self._landscape: list[str] = document["landscape"].split()
        self._foreign: list[str] = parts["foreign"]
        self._word_names = listed("word_names")
        self._plain_words = [
            w
            for w in (*listed("medicine"), *document["words"].split())
            if w.isalpha() and len(w) in range(_SHORTEST_WORD, 7)
        ]
        self._english = [w for w in listed("english") if _SHORTEST_WORD <= len(w) <= _LONGEST_WORD]

    def person(self) -> str:
        """Return a person as somebody writes one."""
        return self._written(self._rng.choice(_PERSONS))

    def last_first(self) -> str:
        """Return a person as headers and tables write one."""
        return self._written(
            self._rng.choice(
                [
                    "{l}, {f}",
                    "{l}, {f}",
                    "{l}, {f} {m}",
                    "{l}, {f} {s}",
                    "{l} {f}",
                    "{l}^{f}",
                    "{f} {l}",
                    "{f} {m} {l}",
                    "{p} {l}, {f}",
                    "{l} {n} {l2}, {f}",
                ]
            )
        )

    def full(self) -> str:
        """Return a first and a last name."""
        return self._written(
            self._rng.choice(
                [
                    "{f} {l}",
                    "{f} {l}",
                    "{f} {l}",
                    "{f} {m}. {l}",
                    "{f} {s} {l}",
                    "{f} {p} {l}",
                    "{f} {l} {l2}",
                    "{f} {l} {n} {l2}",
                ]
            )
        )

    def short(self) -> str:
        """Return a person as lists, stamps and signatures write one."""
        return self._written(
            self._rng.choice(
                [
                    "{F}. {l}",
                    "{F}. {l}",
                    "{F}. {l}",
                    "{l}",
                    "{F}. {m}. {l}",
                    "{F}.{l}",
                    "{f} {l}",
                    "{F}. {p} {l}",
                    "{l} {F}.",
                ]
            )
        )

    def eponym(self) -> str:
        """Return a name as eponyms hold one."""
        return self.last().split()[0]

    def initials(self) -> str:
        """Return the initials of a person."""
        return self._written(
            self._rng.choice(
                ["{F}{L}", "{F}{m}{L}", "{F}{L}", "{F}.{L}.", "{F}.{m}.{L}.", "{F}. {L}.", "{F}-{L}"]
            )
        )

    def user(self) -> str:
        """Return the name under which a person writes to others."""
        form = self._rng.choice(
            ["{F}{l}", "{l}_{F}", "{f}.{l}", "{l}", "{f}", "{f}{L}", "{l}{F}", "{f}_{l}", "dr{l}", "{F}.{l}"]
        )
        return self._written(form).lower().replace(" ", "").replace("'", "")

    def first(self) -> str:
        """Return a first name."""
        draw = self._rng.random()
        if draw < 0.2:
            return self._rng.choice(self._listed)
        if draw < 0.28:
            return self._rng.choice(self._word_names).capitalize()
        return self._made_up() if draw < 0.33 else self._one(lambda faker: faker.first_name())

    def last(self) -> str:
        """Return a last name."""
        draw = self._rng.random()
        if draw < 0.21:
            last = self._rng.choice(self._word_names).capitalize()
        elif draw < 0.27:
            last = self._rng.choice(self._plain_words).capitalize()
        elif draw < 0.4:
            last = self._rng.choice(self._listed)
        elif draw < 0.5:
            last = self._made_up()
        else:
            last = self._one(lambda faker: faker.last_name())
        return f"{last}-{self.last()}" if self._rng.random() < 0.04 else last

    def place(self) -> str:
        """Return a town, a village or a part of one."""
        draw = self._rng.random()
        if draw < 0.25:
            return self._one(lambda faker: faker.city())
        if draw < 0.35:
            return self._made_up()
        tail = self._rng.choice(self._landscape)
        if draw < 0.65:
            return f"{self._word()} {tail.capitalize()}"
        if draw < 0.8:
            return self._rng.choice([self._word(), self.last().split()[0]]) + tail
        head = self._rng.choice(["St. " + self.first(), "Mount " + self._word(), "Port " + self._word(), "New " + self._word(), "Upper " + self._word(),
            f"{self._word()}-on-{self._word()}", f"{self._word()}'s {tail.capitalize()}", self._word(), self.last(), "Fort " + self.last(),
            f"{self._rng.choice(['Al', 'El', 'San', 'Santa', 'Wadi', 'Kampung', 'Bukit', 'Jalan', 'Sri', 'Bad', 'Ras', 'Tell', 'Las', 'La', 'Le'])} {self._made_up()}"])  # fmt: skip
        return (
            f"{head} {self._rng.choice(['East', 'North', 'South', 'West', 'City', 'Town'])}"
            if draw > 0.97
            else head
        )

    def organisation(self) -> str:
        """Return a hospital, a practice or whoever else runs one."""
        draw = self._rng.random()
        if draw < 0.06:
            return "".join(
                self._rng.choices("ABCDEGHIJKLMNPRSTUVW", k=self._rng.choice([2, 3, 3, 4]))
            ) + self._rng.choice(["", "", "H", "MC"])
        if draw < 0.12:
            return (
                self._rng.choice(self._foreign)
                + " "
                + self._rng.choice([self.last(), self.place(), self._made_up()])
            )
        if draw < 0.2:
            return f"{self._rng.choice(['University', 'College', 'Institute', 'Hospital', 'Clinic', 'Church', 'Bank'])} of {self.place()}"
        between = [self._rng.choice(self._between) for _ in range(self._rng.choice([0, 0, 1, 1, 2]))]
        tail = self._rng.choice(self._tails) if self._rng.random() < 0.88 else ""
        if not between and not tail:
            between = [self._rng.choice(self._between)]
        behind = self._rng.choice(self._behind) if self._rng.random() < 0.1 else ""
        return " ".join(part for part in (self._head(), *dict.fromkeys(between), tail, behind) if part)

    def _head(self) -> str:
        head = self._rng.choice(self._before)
        fill = {
            "LAST": self.last,
            "PLACE": self.place,
            "SAINT": self.first,
            "WORD": self._word,
            "MADE": self._made_up,
        }
        for slot, draw in fill.items():
            while "{" + slot + "}" in head:
                head = head.replace("{" + slot + "}", draw(), 1)
        return head

    def _word(self) -> str:
        return self._rng.choice(self._word_names if self._rng.random() < 0.35 else self._english).capitalize()

    def _written(self, form: str) -> str:
        first, last = self.first(), self.last()
        return form.format(
            f=first, l=last, s=self.first(), F=first[0], L=last[0],
            m=self._rng.choice("ABCDEFGHJKLMNPRSTVW"), p=self._rng.choice(_PARTICLES), l2=self.last(), n=self._rng.choice(["y", "e", "i", "de", "und"]),
        )  # fmt: skip

    def _made_up(self) -> str:
        count = self._rng.choice([1, 2, 2, 3])
        parts = [self._rng.choice(_ONSETS) + self._rng.choice(_VOWELS) for _ in range(count)]
        return ("".join(parts) + self._rng.choice(_CODAS)).capitalize()

    def _one(self, draw: Callable[[Faker], str]) -> str:
        return draw(self._rng.choice(self._fakers)).split(" (")[0]


def listed(name: str) -> list[str]:
    """Return the words of a list of configs/lexicons."""
    lines = (_LEXICONS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
