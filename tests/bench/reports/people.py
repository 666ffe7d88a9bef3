"""Names of people and places, written for this benchmark or drawn from Faker.

Rule: no Faker locale that `scripts/train_report_ner` uses and no list that the filter reads, so that nothing here
was learnt; the lists mix origins on purpose.

Not here: how a report writes a name (`exams`).
"""

# ruff: noqa: E501, RUF001, SIM905 - templates and lists are read in one piece
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from faker import Faker

if TYPE_CHECKING:
    import random

COMMONWEALTH_LOCALES: Final[tuple[str, ...]] = ("en_IE", "en_NZ", "en_KE", "en_PK", "en_TH", "tw_GH")
AMERICAN_LOCALES: Final[tuple[str, ...]] = (
    *("de_AT", "de_CH", "is_IS", "lv_LV", "nl_BE", "pt_PT", "es_AR", "es_CO", "es_CL"),
    *("fr_BE", "fr_CH", "fr_CA"),
)
COMMONWEALTH_FIRST: Final = (
    "Caoimhe Tadhg Eoghan Ruaridh Mhairi Eilidh Hamish Aonghas Sorcha Pádraig Gráinne Siôn Angharad Myfanwy Gethin Priyanka Aarav Lakshmi"
    " Sunita Harpreet Nusrat Anuradha Kavitha Venkatesh Zubaida Rukhsana Chidinma Olufemi Ngozi Thandiwe Sipho Abena Kofi Wambui Tendai Makena"
    " Siu-Fong Ka-Wing Xiaoming Wai-Kit Mei-Ling Yun Jia Hui-Min Nigel Beryl Clive Maureen Hilary Gareth Rosalind Piers Imogen Alasdair Fergus"
    " Doreen Winifred Basil Cyril Edna Leilani Tane Aroha Siosaia"
).split()  # fmt: skip
COMMONWEALTH_LAST: Final = (
    "Ó Súilleabháin|Ní Dhomhnaill|O'Shaughnessy|O’Dowd|MacAllister|McGillicuddy|Urquhart|Dalziel|Menzies|Colquhoun|Farquharson|Featherstonehaugh"
    "|Cholmondeley|Llewellyn|ap Rhys|Prothero|Trevithick|Chatterjee|Mukhopadhyay|Venkataraman|Deshpande|Kulkarni|Qureshi|Wickramasinghe"
    "|Jayawardena|Ahluwalia|Thakkar|Adeyemi|Olatunji|Nwachukwu|Mensah|Boateng|Owusu|Dlamini|Nkosi|Mokoena|Wanjiru|Gebremariam|Tshabalala|Ndlovu"
    "|Chikwanha|Cheung|Leung|Tsang|Szeto|Fung|Ouyang|Xu|Ng|Ho|Oh|van Niekerk|du Plessis|le Roux|de Villiers|bin Osman|binti Yusof|al-Farouqi"
    "|El Sayed|de Souza|Fernandes|Papworth|Ravenscroft|Wolstenholme|Postlethwaite|Entwistle|Higginbottom|Sidebotham|Arkwright|Tregenza"
).split("|")  # fmt: skip
AMERICAN_FIRST: Final = (
    "Tyrell LaQuisha Shaniqua Marisol Xiomara Guadalupe Ximena Beauregard Earline Dwayne Cletus Delphine Ebony Jamal Keisha Trung Thuy Bao"
    " Minh-Anh Hyeon-ju Seung Ji-ho Haruki Sakura Tomasz Zbigniew Bożena Wiesława Dmitriy Oksana Nadezhda Vartan Anoush Hovsep Shlomo Rivka Yitzhak"
    " Tzipora Farshad Shahrzad Mehrdad Nasrin Khalid Rania Samir Yusra Abdirahman Hodan Itzel Cuauhtémoc Nahuel Leilani Kawika Nizhoni Dakota"
    " Savannah Brooklyn Hunter Chase Skyler Destiny Trinity Faith Hope Grace Joy Melody Dawn Autumn Summer Rusty Sonny Rocky Happy"
).split()  # fmt: skip
AMERICAN_LAST: Final = (
    "Broussard|Thibodeaux|Boudreaux|Fontenot|Guidry|Yazzie|Begaye|Kahananui|Kamakawiwoole|Espinoza-Quiroga|Villaseñor|Zapatero|Ybarra|Echeverría"
    "|Núñez del Prado|Quispe|Huynh|Truong|Vuong|Duong-Pham|Baek|Noh|Oh|Ko|Ri|Hashimoto|Fujiwara|Szczepański|Wojciechowski|Brzezinski|Sokolowski"
    "|Grigoryan|Hovhannisyan|Ter-Petrosyan|Rabinowitz|Finkelstein|Shapira|Tehrani|Farrokhzad|Al-Mutairi|El-Baz|Abu Zaid|ben David|Warsame|Farah"
    "|Hailemariam|Okafor-Lee|St. Pierre|DeLaRosa|D'Amico|L'Heureux|LaFleur|MacDougall|McAdoo|von Trapp|van Houten|van de Kamp|de la Vega|di Salvo|Li Volsi"
    "|Schwarzkopf|Zweifel|Guðmundsson|Bērziņš|Vandenbossche|Guimarães"
).split("|")  # fmt: skip
WORD_LAST: Final = (
    "Frost Bishop Cook Hope Shepherd Wood Winter Savage Best Moody Noble Rice Church Bird Fox Lamb Speed Gray Chambers Pope Marsh Wells Mason Price"
    " Case Page Wise Swift Blood Bell Burns Sharpe Law Lane Fields Hurt Head Self Strong Rich Major Little Short Street Gay Pride Weeks Friday"
).split()  # fmt: skip
EPONYM_LAST: Final = (
    "Wilson Graves Barrett Cushing Addison Paget Foley Whipple Cobb Colles Bennett Jones Horner Glenn Simon Gleason Chiari Pott Meckel Cameron Ewing"
    " Hickman Baker Bosniak Caplan Robinson Jefferson Morgan Perthes Garden Weber"
).split()  # fmt: skip
COMMONWEALTH_TOWNS: Final = (
    "Ashby Magna|Kilbrannan|Llanferris|Ballymurtagh|Strathdearn|Wexcombe|Thornaby Cross|Penmarrick|Inverlael|Great Wendling|Umkomani|Rotowhiro|Wollonbar"
    "|Nether Stowe|Upper Marling|Chigwick|Motherby|Barrowdene"
).split("|")
AMERICAN_TOWNS: Final = (
    "Cedar Bluff|Tallahoma|Wichapee|Port Larue|Bayou Cane|Oak Hollow|Minnewasta|San Ysidro|Prairie Du Lac|Kalispar|Tupelo Springs|Mount Hebron|Elk Fork|Sagamore"
).split("|")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a report.

    Attributes:
        first: First name.
        middle: Initial of a second one.
        last: Surname, particles included.
        female: Whether she is a woman, for titles and pronouns.
    """

    first: str
    middle: str
    last: str
    female: bool

    @property
    def initials(self) -> str:
        """Return the first letters of both names, in capitals."""
        letters = [c for c in self.last if c.isupper()]
        return self.first[0].upper() + (letters[0] if letters else self.last[0].upper())


class Registry:
    """Draws people.

    Args:
        first: First names written for a world.
        last: Its surnames.
        locales: Faker locales for the rest.
        rng: Source of chance, shared with the world.
    """

    def __init__(
        self, first: list[str], last: list[str], locales: tuple[str, ...], rng: random.Random
    ) -> None:
        self._first, self._last, self._rng = first, last, rng
        self._fakers = [Faker(locale) for locale in locales]
        for faker in self._fakers:
            faker.seed_instance(rng.randrange(1 << 30))

    def person(self) -> Person:
        """Return a person: a third of the names from Faker, some surnames words or eponyms."""
        middle = self._rng.choice("ABCDEFGHJKLMNPRSTW")
        return Person(self.first(), middle, self._surname(), self._rng.random() < 0.5)

    def first(self) -> str:
        """Return a first name."""
        faker = self._rng.choice(self._fakers)
        return faker.first_name() if self._rng.random() < 0.35 else self._rng.choice(self._first)

    def _surname(self) -> str:
        draw = self._rng.random()
        if draw < 0.10:
            return self._rng.choice(WORD_LAST)
        if draw < 0.17:
            return self._rng.choice(EPONYM_LAST)
        if draw < 0.25:
            return f"{self._simple()}-{self._simple()}"
        return self._rng.choice(self._fakers).last_name() if draw < 0.55 else self._rng.choice(self._last)

    def _simple(self) -> str:
        return self._rng.choice([name for name in self._last if name.isalpha()])
