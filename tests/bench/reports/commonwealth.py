"""Letters and structured reports as hospitals of the Commonwealth write them: NHS and CHI numbers, bleeps, wards, trusts.

Not here: the sentences without identifiers (`sentences.txt`), how a report is put together (`worlds`).
"""

# ruff: noqa: E501, ISC004, SIM905 - templates and lists are read in one piece
from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bench.reports.exams import NAME, Exam, ascii_of, ordinal
from bench.reports.people import COMMONWEALTH_TOWNS
from bench.reports.writing import NEUTRAL, Piece, Pieces

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bench.reports.people import Person

HOSPITALS: Final = (
    "Royal Wexcombe Infirmary|St Brannoc's Hospital|Queen Adelaide Hospital|Kilbrannan General Hospital|Strathdearn Royal Infirmary|Ballymurtagh Regional Hospital"
    "|Ysbyty Glan Ferris|Great Wendling District General Hospital|Chigwick Cottage Hospital|Umkomani Provincial Hospital|Rotowhiro Base Hospital"
    "|Mater Misericordiae Private|Thornaby Cross University Hospitals NHS Foundation Trust|Penmarrick Health Board|The Lawns Medical Centre|Dr Gray's Hospital"
).split("|")  # fmt: skip
TRUSTS: Final = (
    "Barrowdene and Motherby NHS Trust|Wexcombe Teaching Hospitals NHS Foundation Trust|NHS Strathdearn|Ferris Valley University Health Board|Western Kilbrannan HSC Trust"
).split("|")
WARDS: Final = (
    "Ward 7B|Ward 21|Elgar Ward|Nightingale Ward|Ward F4|AMU bed 14|Bay 3 Bed 2|ITU bed 6|Level 5 Bay C|Cedar Ward"
).split("|")
STREETS: Final = (
    "14 Orchard Close|Flat 3, 22 Gasworks Lane|The Old Rectory, Church Road|7 Tŷ Gwyn Terrace|118B Harcourt Mews|2 Kirkgate|Rose Cottage, Mill Lane|31 Ulwazi Crescent"
).split("|")
HEADERS: Final = (
    "{trust}\n<~Clinical Imaging Directorate>\n{hosp}\n\nOur ref: {ref}\nYour ref: {ref}\nClinic date: {date:full}\nDate typed: {date:full}\n\n"
    "Dear Dr {name:ref_last},\n\nRe: {name:pat_full} - DoB: {dob} - NHS No: {nhs}\n{street}, {town}, {postcode}\n\n",
    "RADIOLOGY REPORT\nSurname: {name:pat_LAST}\nForename: {name:pat_first}\nHospital No: {mrn}\nNHS Number: {nhs}\nSex: <~F>   D.O.B.: {dob}   Age: <a:64>\n"
    "Ward: {ward}\nConsultant: {name:any_mr}\nRequested by: {name:ref_drfull} (bleep {bleep})\nAttendance date: {date:full} {time}\nExamination: <w:XR Chest>\n\n",
    "{name:pat_LASTfirst} | CHI {chi} | {hosp} | {ward} | {date:full} {time}\n\n",
    "Patient: {name:pat_full} / <a:57Y> / <~F>\nUHID: {mrn}   IP No: {acc}\nRef. By: {name:ref_drfull}\nReported on: {date:full}\n\n",
    "{hosp}\nUR: {mrn}   Medicare No: {medicare}\nName: {name:pat_titlefull}\nGP: {name:any_drfull}, {practice}\nProvider No: {provider}\n\n",
    "Thank you for referring {name:pat_titlefull} of {street}, {town} {postcode}.\n\n",
    "Re {name:pat_lastfirst}, {dob}, hospital number {mrn}\n\n",
    "",
)  # fmt: skip
FOOTERS: Final = (
    "\n\nReported by: {name:rad_full}, <~Consultant Radiologist>, GMC {gmc}\nVerified: {date:full} {time}",
    "\n\nYours sincerely,\n\n\n{name:rad_drfull}\nConsultant Radiologist\nGMC No. {gmc}\nSecretary: {name:any_full}, tel {phone}, {email}",
    "\n\nTyped by {initials:low} on {date:full}",
    "\n\n{name:rad_drfull} <~FRCR>\nElectronically authorised {date:full} at {time} hrs",
    "\ncc {name:any_drfull}, {practice}",
    "\n\nReporting radiographer: {name:rad_full} (HCPC {hcpc})",
    "\n\n{name:rad_initlast} / {date:full}",
    "\nSecond reader {name:any_drlast}.\nDictated: {date:full}   Typed: {date:full} {initials:low}",
    "",
)
SENTENCES: Final = (
    "Comparison made with the radiograph of {date}.",
    "Previous CT from {hosp:other} ({date}) reviewed.",
    "Discussed with {name:any_drlast}, medical registrar, at {time} on {date}.",
    "Result phoned to SHO {name:any_last} (bleep {bleep}) at {time}.",
    "{name:any_drlast} on {ward} informed.",
    "{name:pat_titlelast} attended with {his} sister {name:any_first}.",
    "{name:pat_titlelast} tells me the cough began in {date:month}.",
    "Referred by {name:any_mr} (upper GI).",
    "Sister {name:any_last} on {ward} is aware.",
    "Lives alone at {street}, {town}.",
    "{He} can be contacted on {mobile}.",
    "Next of kin: {name:any_full} (daughter) {mobile}.",
    "This {age90}-year-old lady had a fall.",
    "Aged {age90}.",
    "Retired shipwright from {town}.",
    "At the MDT {name:any_drlast} and {name:any_mr} agreed on conservative management.",
    "Please ask {name:any_first} in the X-ray office to rebook.",
    "Under the care of {name:any_mr} since {date:month}.",
    "Pacemaker (serial number {serial}) checked in clinic on {date}.",
    "Fell at {hosp:other} on {date}.",
    "Transferred from {hosp:other} last night.",
    "Second opinion from {name:any_drfull} at {hosp:other} is awaited.",
    "Status post {name:any_mr}'s repair in {date:month}.",
    "Radiographer {name:any_initlast} noted pain.",
    "Imaging reviewed by {name:any_drfull} and {name:any_drfull}.",
    "Known to Dr {name:any_last} in respiratory medicine.",
    "Many thanks, {name:any_first}.",
    "{His} wife {name:any_first} gave the history.",
    "{name:any_last}'s clinic letter of {date} was available.",
    "Prior film {acc} was not found.",
    "Please reply to {email} or ring {phone}.",
    "Consultant {name:any_last} wishes to see the patient.",
    "X-rayed on the {date:ordinal}.",
    "Seen in fracture clinic on {date} by {name:any_mr}.",
    "NHS {nhs} was used on the old system.",
    "Carer {name:any_full} escorted the patient from {ward}.",
    "Student {name:any_full} observed.",
    "The images can be opened at {url}.",
    "Admitted between {date} and {date}.",
    "GP {name:any_drlast} of {practice} will follow up.",
)


@dataclass(slots=True)
class Commonwealth:
    """Fills the slots of this world's templates for one exam."""

    exam: Exam

    def fill(self, slot: str, argument: str) -> Pieces:
        """Return the pieces of a slot."""
        pieces: Callable[[str], Pieces] = getattr(self, f"_{slot.lower()}")
        made = pieces(argument)
        return [(text.capitalize(), mark) for text, mark in made] if slot.istitle() else made

    def _name(self, argument: str) -> Pieces:
        role, _, shape = argument.partition("_")
        person = self.exam.someone(role)
        title = ("Mrs " if person.female else "Mr ") if role == "pat" else "Dr "
        drawn: dict[str, Pieces] = {
            "full": [(f"{person.first} {person.last}", NAME)],
            "first": [(person.first, NAME)],
            "last": [(person.last, NAME)],
            "LAST": [(person.last.upper(), NAME)],
            "LASTfirst": [(f"{person.last.upper()}, {person.first}", NAME)],
            "lastfirst": [(f"{person.last}, {person.first}", NAME)],
            "initlast": [(f"{person.first[0]} {person.last}", NAME)],
            "titlefull": [(title, NEUTRAL), (f"{person.first} {person.last}", NAME)],
            "titlelast": [(title, NEUTRAL), (person.last, NAME)],
            "drfull": [("Dr ", NEUTRAL), (f"{person.first} {person.last}", NAME)],
            "drlast": [("Dr ", NEUTRAL), (person.last, NAME)],
            "mr": [("Miss " if person.female else "Mr ", NEUTRAL), (self._surgeon(person), NAME)],
        }
        return drawn[shape]

    def _surgeon(self, person: Person) -> str:
        plain = person.last
        return self.exam.rng.choice(
            [plain, f"{person.first} {plain}", f"{person.first[0]}{person.middle} {plain}"]
        )

    def _date(self, argument: str) -> Pieces:
        day = self.exam.day if argument == "full" else self.exam.earlier()
        return [(self._written(day, argument), "DATE")]

    def _written(self, day: date, argument: str) -> str:
        if argument == "month":
            return self.exam.rng.choice([f"{day:%B %Y}", f"{day:%b %Y}", f"{day:%m/%Y}", f"{day:%Y}"])
        if argument == "ordinal":
            return f"{ordinal(day.day)} of {day:%B}"
        shapes = [f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day:%y}", f"{day:%d.%m.%Y}"]
        shapes += [f"{day.day} {day:%B %Y}", f"{ordinal(day.day)} {day:%B %Y}", f"{day:%d-%b-%y}"]
        return self.exam.rng.choice([*shapes, f"{day:%d %b %Y}", f"{day:%a %d %b %Y}"])

    def _dob(self, _: str) -> Pieces:
        born = self.exam.birthday()
        return [(self.exam.rng.choice([f"{born:%d/%m/%Y}", f"{born:%d.%m.%y}", f"{born:%d-%b-%Y}"]), "DATE")]

    def _nhs(self, _: str) -> Pieces:
        number = self.exam.digits(10)
        spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
        return [(self.exam.rng.choice([number, spaced, spaced]), "PLAN")]

    def _chi(self, _: str) -> Pieces:
        return [(f"{self.exam.birthday():%d%m%y}{self.exam.digits(4)}", "PLAN")]

    def _medicare(self, _: str) -> Pieces:
        return [(f"{self.exam.digits(4)} {self.exam.digits(5)} {self.exam.digits(1)}", "PLAN")]

    def _provider(self, _: str) -> Pieces:
        return [(f"{self.exam.digits(7)}{self.exam.capitals(1)}", "LICENSE")]

    def _gmc(self, _: str) -> Pieces:
        return [(self.exam.digits(7), "LICENSE")]

    def _hcpc(self, _: str) -> Pieces:
        return [(f"RA{self.exam.digits(5)}", "LICENSE")]

    def _mrn(self, _: str) -> Pieces:
        return [(self.exam.mrn, "MRN")]

    def _acc(self, _: str) -> Pieces:
        return [(self.exam.accession, "ACCESSION")]

    def _ref(self, _: str) -> Pieces:
        typist = self.exam.people.person().initials
        shape = f"{self.exam.reader.initials}/{typist}/{self.exam.digits(6)}"
        return [(shape, "ACCOUNT")]

    def _serial(self, _: str) -> Pieces:
        return [(f"{self.exam.capitals(3)}{self.exam.digits(6)}{self.exam.capitals(1)}", "DEVICE")]

    def _bleep(self, _: str) -> Pieces:
        return [
            (
                self.exam.rng.choice([self.exam.digits(4), f"#{self.exam.digits(4)}", self.exam.digits(3)]),
                "PHONE",
            )
        ]

    def _phone(self, _: str) -> Pieces:
        area, rest = self.exam.digits(3), self.exam.digits(6)
        shapes = [
            f"0{area} {self.exam.digits(3)} {self.exam.digits(4)}",
            f"(0{area}) {rest}",
            f"0{area}1 {rest}",
        ]
        return [(self.exam.rng.choice([*shapes, f"+44 {area}1 {rest}"]), "PHONE")]

    def _mobile(self, _: str) -> Pieces:
        rest = self.exam.digits(6)
        return [
            (
                self.exam.rng.choice([f"07{self.exam.digits(3)} {rest}", f"07{self.exam.digits(3)}{rest}"]),
                "PHONE",
            )
        ]

    def _email(self, _: str) -> Pieces:
        return [(f"{ascii_of(self.exam.reader.last)}.sec@nhs.wexcombe.example", "EMAIL")]

    def _url(self, _: str) -> Pieces:
        return [(f"https://pacs.wexcombe.example/v/{self.exam.accession}", "URL")]

    def _trust(self, _: str) -> Pieces:
        return [(self.exam.rng.choice(TRUSTS), "ORG")]

    def _hosp(self, argument: str) -> Pieces:
        return [(self.exam.rng.choice(HOSPITALS) if argument else self.exam.hospital, "ORG")]

    def _practice(self, _: str) -> Pieces:
        kind = self.exam.rng.choice(["Surgery", "Medical Practice", "Health Centre"])
        return [(f"{self.exam.rng.choice(COMMONWEALTH_TOWNS)} {kind}", "ORG")]

    def _ward(self, _: str) -> Pieces:
        return [(self.exam.rng.choice(WARDS), "ROOM")]

    def _street(self, _: str) -> Pieces:
        return [(self.exam.rng.choice(STREETS), "ADDRESS")]

    def _town(self, _: str) -> Pieces:
        return [(self.exam.rng.choice(self.exam.towns), "ADDRESS")]

    def _postcode(self, _: str) -> Pieces:
        rng = self.exam.rng
        inward = "".join(rng.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))  # no others end a postcode
        outward = rng.choice(
            [f"{self.exam.capitals(2)}{rng.randint(1, 29)}", f"{self.exam.capitals(1)}{rng.randint(1, 9)}"]
        )
        return [(f"{outward} {rng.randint(1, 9)}{inward}", "ADDRESS")]

    def _initials(self, _: str) -> Pieces:
        return [("".join(self.exam.rng.choice(string.ascii_lowercase) for _ in range(3)), "INITIALS")]

    def _time(self, _: str) -> Pieces:
        return self.exam.time()

    def _age90(self, _: str) -> Pieces:
        return self.exam.age_over_89()

    def _he(self, _: str) -> Pieces:
        return [self._gendered("she", "he")]

    def _his(self, _: str) -> Pieces:
        return [self._gendered("her", "his")]

    def _gendered(self, she: str, he: str) -> Piece:
        return she if self.exam.patient.female else he, ""
