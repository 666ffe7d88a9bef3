"""Telegraphic reports of American emergency and night services: HL7 fragments, pasted headers, typed addenda, serials.

Not here: the sentences without identifiers (`sentences.txt`), how a report is put together (`worlds`).
"""

# ruff: noqa: E501, ISC004, SIM905 - templates and lists are read in one piece
from __future__ import annotations

import string
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bench.reports.exams import NAME, Exam, ascii_of, ordinal
from bench.reports.writing import NEUTRAL, Pieces, shout

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

HOSPITALS: Final = (
    "Cedar Bluff Memorial Hospital|Tallahoma Regional Medical Center|Our Lady of the Bayou Hospital|Bayou Cane Community Hospital|Wichapee County Hospital|Elk Fork VAMC"
    "|St. Casimir Health System|Minnewasta Children's Hospital|Mount Hebron Surgical Center|Sagamore Urgent Care|CBMH|Port Larue Orthopedic Institute|Dr. Amos Greeley Hospital"
    "|Prairie Du Lac Clinic"
).split("|")
GROUPS: Final = (
    "Nightwatch Teleradiology LLC|Kestrel Radiology Associates|Blue Heron Imaging|Three Rivers Radiology PLLC|RadLink Partners"
).split("|")
ROOMS: Final = "ED Room 14|RM 2217|4 East|MICU 11|Trauma Bay 2|Bed 12B|3W-07|Room 305-A".split("|")
STREETS: Final = "4417 Pecan Hollow Rd|88 W 14th St Apt 6C|PO Box 1173|12900 State Route 61|605 Martin Luther King Jr Blvd|27 Calle Luna".split(
    "|"
)
HEADERS: Final = (
    "TELERADIOLOGY PRELIMINARY REPORT\nFAC: {hosp}\nPT: {name:pat_LASTfirstm}\nDOB: {dob} MRN: {mrn} ACC#: {acc}\nEXAM: <~CT CHEST WO> {date:full} {time}\n\n",
    "MSH|^~\\&|<~PS360>|{hosp}|<~EMR>|{org}|<~20190302>||ORU^R01|<~MSG00042>|P|2.3\nPID|1||{mrn}<~^^^MRN>||{name:pat_caret}||{dob:hl7}|<~F>|||{street}^^{town}^<~LA>^{zip}||{phone}\n"
    "OBR|1|{acc}||<~71046>\nOBX|1|TX|\n",
    "Patient Name: {name:pat_lastfirst}\tMRN: {mrn}\tCSN: {csn}\nOrdering Provider: {name:ref_fullmd}\nDate of Service: {date:full}\nLocation: {room}\nPCP: {name:any_fullmd}\n\n",
    "pt {name:pat_full} dob {dob} mrn {mrn}\n",
    "{date:full} {time} {name:pat_LASTfirst} {mrn} {hosp}\n",
    "From: {email}\nTo: {email}\nSent: {date:day} {time}\nSubject: RE: {name:pat_last} chest CT\n\n",
    "{hosp}\n{street}, {town}, <~LA> {zip}\nPhone {phone} Fax {phone}\n\nPATIENT: {name:pat_fullm}\nSSN: {ssn}\nACCOUNT: {csn}\nREFERRING: {name:ref_lastfirstmd}\n\n",
    "*** FINAL REPORT *** {name:pat_full} ({mrn}) *** {date:full} ***\n",
    "",
)  # fmt: skip
FOOTERS: Final = (
    "\nELECTRONICALLY SIGNED BY {name:rad_fullmd} {date:full} {time}",
    "\nRead by: {name:rad_full}, {org}. Call back {phone}.",
    "\n{initials:slash}\nDD: {date:full} DT: {date:full} TD#{csn}",
    "\nADDENDUM {date:full} {time} {username}: spoke w {name:any_lastlow} rn, aware. no other change.",
    "\naddendum: prelim by {name:any_lastlow}, agree.\n{name:rad_fullmd}",
    "\nCC: {name:ref_fullmd}; {name:any_fullmd}",
    "\nAttending: {name:rad_fullmd}  Resident: {name:any_fullmd}\nI have reviewed the images and agree.",
    "\nThis report was created with voice recognition software. Transcriptionist {initials:low}.\nAccessed from {ip} by {username}.",
    "\nInterpreted at {hosp:other} by {name:rad_drlast}. NPI {npi}.",
    "\n/s/ {name:rad_initlast}",
    "\nSigned {name:rad_initials} {date:full}",
    "",
)  # fmt: skip
SENTENCES: Final = (
    "Critical result called to {name:any_drlast} by {name:any_last} at {time} on {date}.",
    "D/W {name:any_drlast} via secure text {time}.",
    "Per {name:any_last}, pt was intubated in the field.",
    "{name:pat_last} presented to the ED after MVC, plate {plate}.",
    "{name:pat_titlelast} fell from a ladder on {date}.",
    "{age90}F with SOB.",
    "{age90} yo M s/p fall.",
    "Pt is {age90} years old.",
    "Comparison CT {date}.",
    "Compared to outside study from {hosp:other} dated {date}.",
    "Comparison: chest film of {date} at {hosp:other}.",
    "Spoke with {name:any_last} RN in {room}.",
    "Findings conveyed to {name:any_first} in the OR at {time}.",
    "Patient's daughter {name:any_first} at bedside, cell {phone}.",
    "{name:pat_first}'s mother states that the pain began {date:short}.",
    "Exam limited, pt in {room}.",
    "LVAD controller SN {serial}.",
    "Pacer generator model <~A2DR01> serial {serial}.",
    "Medicare ID {plan}.",
    "Group {plan} authorization on file.",
    "Images viewed at {url}.",
    "Workstation {ip} was slow.",
    "Please page {name:any_last} {pager}.",
    "Call {name:any_fullmd} at {phone} with questions.",
    "E-mail {email} for the disc.",
    "Seen by {name:any_lastcred} on {date:ordinal}.",
    "Admitted {date:range}.",
    "Line placed by {name:any_initlast} on {date}.",
    "Surgery by {name:any_drlast} in {date:month}.",
    "Lives in {town}, works at {hosp:other}.",
    "Transferred from {hosp:other}.",
    "The patient's son, {name:any_full}, consents.",
    "Comma no fracture period next paragraph {name:any_drlast} notified.",
    "Wet read by {name:any_initials} at {time}.",
    "Discussed with Dr. {name:any_split} at {time}.",
    "{name:any_last} and {name:any_last} concur.",
    "Requested by {name:ref_fullmd}.",
    "{name:any_fullmd} was present for the procedure.",
    "Prior accession {acc} reviewed.",
    "Officer {name:any_last} of {town} PD witnessed the crash.",
    "VIN {vin} recorded by EMS.",
    "Born {dob} in {town}.",
    "Follow up with {name:any_drlast} at {hosp:other} {date:short}.",
    "DL# {license}.",
    "Ht 70 in, history per {name:any_full}.",
)
_DEGREES: Final = (", MD", " MD", ", DO", ", M.D.", " M.D.", ", MD, PhD")


@dataclass(slots=True)
class Telegraphic:
    """Fills the slots of this world's templates for one exam."""

    exam: Exam

    def fill(self, slot: str, argument: str) -> Pieces:
        """Return the pieces of a slot."""
        pieces: Callable[[str], Pieces] = getattr(self, f"_{slot}")
        return pieces(argument)

    def _name(self, argument: str) -> Pieces:
        role, _, shape = argument.partition("_")
        person, rng = self.exam.someone(role), self.exam.rng
        first, last = person.first, person.last
        degree = (rng.choice(_DEGREES), NEUTRAL)
        drawn: dict[str, Pieces] = {
            "full": [(f"{first} {last}", NAME)],
            "fullm": [(f"{first} {person.middle} {last}", NAME)],
            "first": [(first, NAME)],
            "last": [(last, NAME)],
            "lastlow": [(last.lower(), NAME)],
            "LASTfirst": [(shout(f"{last}, {first}"), NAME)],
            "LASTfirstm": [(shout(f"{last},{first} {person.middle}"), NAME)],
            "lastfirst": [(f"{last}, {first}", NAME)],
            "lastfirstmd": [(f"{last}, {first} {person.middle}", NAME), degree],
            "caret": [(shout(f"{last}^{first}^{person.middle}"), NAME)],
            "initlast": [(f"{first[0]}. {last}", NAME)],
            "initials": [(f"{first[0]}{person.middle}{person.initials[1]}", NAME)],
            "titlelast": [("Ms. " if person.female else "Mr. ", NEUTRAL), (last, NAME)],
            "drlast": [("Dr. ", NEUTRAL), (last, NAME)],
            "fullmd": [(f"{first} {person.middle}. {last}", NAME), degree],
            "lastcred": [(last, NAME), (rng.choice([", PA-C", ", NP", ", RN"]), NEUTRAL)],
            "split": [(first, NAME), ("\n", ""), (last, NAME)],
        }
        return drawn[shape]

    def _date(self, argument: str) -> Pieces:
        rng, day = self.exam.rng, self.exam.earlier()
        if argument == "range":
            end = day + timedelta(days=rng.randint(1, 20))
            return [(f"{day:%m/%d}", "DATE"), ("-", ""), (f"{end:%m/%d/%y}", "DATE")]
        short = f"{day.month}/{day.day}"
        shapes = {
            "full": [self._written(self.exam.day)],
            "day": [f"{self.exam.day:%A, %B} {self.exam.day.day}, {self.exam.day.year}"],
            "month": [f"{day:%b %Y}", f"{day:%B of %Y}", f"{day:%Y}"],
            "ordinal": [f"{ordinal(day.day)} of {day:%B}", f"{day:%B} {ordinal(day.day)}"],
            "short": [f"on {short}", f"{day:%b} {day.day}"],
            "": [self._written(day)],
        }
        written = rng.choice(shapes[argument])
        joint = "on " if written.startswith("on ") else ""
        return [(joint, ""), (written.removeprefix("on "), "DATE")]

    def _written(self, day: date) -> str:
        shapes = [
            f"{day:%m/%d/%Y}",
            f"{day:%m/%d/%y}",
            f"{day.month}/{day.day}/{day.year}",
            f"{day:%Y-%m-%d}",
        ]
        shapes += [f"{day:%b %d, %Y}", f"{day:%B} {day.day}, {day.year}", f"{day:%d%b%Y}", f"{day:%d.%m.%Y}"]
        return self.exam.rng.choice([*shapes, f"{day:%B} {ordinal(day.day)}, {day.year}", f"{day:%m-%d-%y}"])

    def _dob(self, argument: str) -> Pieces:
        born = self.exam.birthday()
        shapes = [f"{born:%m/%d/%Y}", f"{born.month}-{born.day}-{born:%y}", f"{born:%d%b%Y}"]
        return [(f"{born:%Y%m%d}" if argument else self.exam.rng.choice(shapes), "DATE")]

    def _time(self, _: str) -> Pieces:
        return self.exam.time()

    def _age90(self, _: str) -> Pieces:
        return self.exam.age_over_89()

    def _mrn(self, _: str) -> Pieces:
        return [(self.exam.mrn, "MRN")]

    def _acc(self, _: str) -> Pieces:
        return [(self.exam.accession, "ACCESSION")]

    def _csn(self, _: str) -> Pieces:
        return [
            (
                self.exam.rng.choice([self.exam.digits(9), f"H{self.exam.digits(10)}", self.exam.digits(12)]),
                "ACCOUNT",
            )
        ]

    def _ssn(self, _: str) -> Pieces:
        number = self.exam.digits(9)
        return [(self.exam.rng.choice([f"{number[:3]}-{number[3:5]}-{number[5:]}", number]), "SSN")]

    def _plan(self, _: str) -> Pieces:
        shapes = [
            f"{self.exam.digits(1)}EG{self.exam.digits(1)}-TE{self.exam.digits(1)}-MK{self.exam.digits(2)}",
            f"W{self.exam.digits(9)}",
        ]
        return [(self.exam.rng.choice(shapes), "PLAN")]

    def _npi(self, _: str) -> Pieces:
        return [(self.exam.digits(10), "LICENSE")]

    def _license(self, _: str) -> Pieces:
        return [(f"{self.exam.capitals(1)}{self.exam.digits(7)}", "LICENSE")]

    def _serial(self, _: str) -> Pieces:
        shapes = [
            f"MLP-{self.exam.digits(6)}",
            f"{self.exam.capitals(2)}{self.exam.digits(7)}",
            f"{self.exam.digits(3)}.{self.exam.digits(4)}",
        ]
        return [(self.exam.rng.choice(shapes), "DEVICE")]

    def _vin(self, _: str) -> Pieces:
        return [
            (
                f"1F{self.exam.capitals(3)}{self.exam.digits(2)}{self.exam.capitals(2)}{self.exam.digits(8)}",
                "VEHICLE",
            )
        ]

    def _plate(self, _: str) -> Pieces:
        shapes = [
            f"{self.exam.capitals(3)} {self.exam.digits(4)}",
            f"{self.exam.digits(3)}-{self.exam.capitals(3)}",
            f"{self.exam.capitals(2)}{self.exam.digits(5)}",
        ]
        return [(self.exam.rng.choice(shapes), "VEHICLE")]

    def _phone(self, _: str) -> Pieces:
        area, middle, rest = self.exam.digits(3), self.exam.digits(3), self.exam.digits(4)
        shapes = [
            f"({area}) {middle}-{rest}",
            f"{area}-{middle}-{rest}",
            f"{area}.{middle}.{rest}",
            f"{area}{middle}{rest}",
        ]
        return [(self.exam.rng.choice([*shapes, f"1-{area}-{middle}-{rest}", f"x{rest}"]), "PHONE")]

    def _pager(self, _: str) -> Pieces:
        return [("at ", "") if self.exam.rng.random() < 0.8 else ("", ""), (self.exam.digits(5), "PHONE")]

    def _email(self, _: str) -> Pieces:
        person = self.exam.people.person()
        return [(f"{ascii_of(person.first)}.{ascii_of(person.last)}@cbmh.example.org", "EMAIL")]

    def _url(self, _: str) -> Pieces:
        return [(f"https://view.cbmh.example.org/s?acc={self.exam.accession}", "URL")]

    def _ip(self, _: str) -> Pieces:
        return [(f"10.{'.'.join(str(self.exam.rng.randint(1, 254)) for _ in range(3))}", "IP")]

    def _username(self, _: str) -> Pieces:
        return self.exam.username()

    def _initials(self, argument: str) -> Pieces:
        typist = "".join(self.exam.rng.choice(string.ascii_lowercase) for _ in range(2))
        if argument == "low":
            return [(typist, "INITIALS")]
        return [(self.exam.reader.initials, "INITIALS"), ("/", ""), (typist, "INITIALS")]

    def _hosp(self, argument: str) -> Pieces:
        return [(self.exam.rng.choice(HOSPITALS) if argument else self.exam.hospital, "ORG")]

    def _org(self, _: str) -> Pieces:
        return [(self.exam.rng.choice(GROUPS), "ORG")]

    def _room(self, _: str) -> Pieces:
        return [(self.exam.rng.choice(ROOMS), "ROOM")]

    def _street(self, _: str) -> Pieces:
        return [(self.exam.rng.choice(STREETS), "ADDRESS")]

    def _town(self, _: str) -> Pieces:
        return [(self.exam.rng.choice(self.exam.towns), "ADDRESS")]

    def _zip(self, _: str) -> Pieces:
        return [(self.exam.digits(5), "ADDRESS")]
