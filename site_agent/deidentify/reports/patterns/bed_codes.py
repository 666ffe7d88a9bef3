"""Wards, rooms and beds told by figures joined to each other: "Ward 3B/15", "7W-22B", "Wd 12 Bd 4".

Rules: a word for a place to lie in goes with figures that a stroke or a dash joins; a floor, a side and a bed
go together; what may be anything else goes behind where somebody is or was sent.

Not here: places with one number (`rooms`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_PLACE: Final = (
    r"(?:(?:isolation|side|single)[ ]room|bed[ ]?space|ward|wd|bed|bd|bay|rm|room|cubicle|cub|cot|chair|"
    r"pod|trolley|"
    r"suite|theatre|trauma|resus|majors|minors|hall(?:way)?|unit)"
)
_UNIT: Final = r"(?:[A-Z]{0,2}(?:ICU|CCU|HDU|CDU|AMU|MAU|SAU|ITU|PACU|NICU|SCBU|ED|ER))"
_STAYS: Final = r"(?:SSU|SSW|AMU|MAU|SAU|EAU|AAU|ASU|CDU|HDU|CCU|ITU|SCBU|ACU|TAU|MTU)"
"""Units whose figure is a bed or a bay."""
_JOINED: Final = r"\d{1,4}[A-Z]?(?:[ ]?[/.\-][ ]?(?:\d{1,4}[A-Z]?|[A-Z]\d{0,3})){1,2}"
_SIDE: Final = r"(?:north|south|east|west|main|central)"
_ENDS: Final = r"(?![\w%]|[.,\-/]\d)"
_SENT: Final = (
    r"(?:(?:location|loc|source|destination|referral[ ]source|pt[ ]loc|ward|unit|room|bed|unit/bed|room/bed|"
    r"ward/bed|inpatient|portable|mobile)[ ]?[:,=]?|(?:patient|pt|currently|film|cxr|seen|isolation|nurse|"
    r"bed|nursed|"
    r"transferred|moved|returned|admitted|results?|back)[ ](?:in|at|on|to|from)|^[ \t]*from)[ ]"
)
_CODE: Final = (
    r"(?-i:\d{1,2}[A-Z]{1,2}[/\-]\d{1,4}[A-Z]?(?:[/\-]\d{1,3}[A-Z]?)?|[A-Z]{1,2}\d{1,2}-\d{1,3}[A-Z]?|"
    r"[A-Z]\d{1,2}[ ]B\d{1,2}|[A-Z]{2,4}-\d{1,3})"
)


def bed_codes() -> list[Rule]:
    """Return the rules of such places."""
    return [
        rule("LOCATION", rf"\b(?P<v>{_PLACE}[ \-]?{_JOINED}){_ENDS}"),
        rule(
            "LOCATION",
            rf"\b(?P<v>(?:ward|wd|w|unit|floor)[ .]?\d{{1,3}}[A-Z]?,?[ ](?:bed|bd|b)"
            rf"[ .]?\d{{1,3}}[A-Z]?){_ENDS}",
        ),
        rule("LOCATION", rf"\b(?P<v>unit[ ]\d{{1,2}}[ ]{_SIDE}[ ]bed[ ]\d{{1,3}}[A-Z]?){_ENDS}"),
        rule(
            "LOCATION",
            rf"(?<![\w.,/])(?P<v>\d{{1,2}}[ ](?-i:North|South|East|West|NORTH|SOUTH|EAST|WEST)"
            rf"[ ]\d{{1,3}}[A-Z]?)"
            rf"{_ENDS}(?![ ](?:street|avenue|st|ave|road|rd)\b)",
        ),
        rule("LOCATION", rf"(?<![\w.,/\-])(?-i:(?P<v>\d{{1,2}}[NSEW][\-]\d{{1,3}}[A-Z]?)){_ENDS}"),
        rule("LOCATION", rf"(?<![\w.,/\-])(?-i:(?P<v>\d{{1,2}}[A-Z]/\d{{2,4}}/\d{{1,2}})){_ENDS}"),
        rule(
            "LOCATION",
            r"(?:\b(?:in|to|from|at|loc(?:ation)?)[ .:]+|,[ ]|[ ]{2})(?P<v>(?:acute|burns?|sdu|step-?down|"
            r"obs|fast[ ]track|"
            r"flex|hallway|corridor|tele(?:metry)?)[ ](?:\d{1,3}|(?-i:[A-H])))(?=[.,;)]|[ ](?:at|because|"
            r"due|on|for)\b|[ ]{2}|[ \t]*$)",
        ),
        rule(
            "LOCATION",
            r"(?<![\w./-])(?P<v>\d{1,2}-(?-i:North|South|East|West|Center|Tower)(?:[/-]\d{1,4}[A-Z]?)?)(?![\w-])",
        ),
        rule("LOCATION", rf"\b(?P<v>(?-i:[A-Z])[ \-]wing[ ]\d{{1,4}}[A-Z]?){_ENDS}"),
        rule(
            "LOCATION",
            rf"\b(?P<v>(?-i:{_UNIT})[ ](?:bed|bay|room|rm|cub|cubicle|chair|trolley|pod|hall)"
            rf"[ ]?\d{{1,3}}[A-Z]?){_ENDS}",
        ),
        rule(
            "LOCATION",
            rf"(?<!\w)(?P<v>(?:(?:\d{{1,2}}|unité[ ]\d{{1,2}})[ ](?:ouest|est|nord|sud)|aile[ ](?-i:[A-Z])|"
            rf"étage[ ]\d{{1,2}})"
            rf"(?:,?[ ](?:lit|chambre|salle)[ ]\d{{1,4}})?|(?:lit|chambre|salle|civière)[ ]\d{{1,4}}){_ENDS}",
        ),
        rule(
            "LOCATION",
            rf"(?-i:(?<![\w\-])(?P<v>[A-Z]\d{{1,2}}[A-Z]?[ ](?i:room|rm|bed|bay)[ ]\d{{1,4}}[A-Z]?)){_ENDS}",
        ),
        rule("LOCATION", r"(?-i:(?<![\w&])(?P<v>AT&R[ ]Ward|AT&R[ ]WARD|Ward[ ]AT&R|WARD[ ]AT&R))(?!\w)"),
        rule(
            "LOCATION",
            rf"{_SENT}(?P<v>{_CODE}){_ENDS}(?=[ ]*(?:$|[.,;)]|[ ](?:at|by|for|with|informed|aware)\b))",
        ),
        rule("LOCATION", rf"{_SENT}(?P<v>(?:trauma|resus|majors|minors|OR|SR)[ ]\d{{1,2}}){_ENDS}"),
        rule(
            "LOCATION",
            rf"(?-i:(?<![\w\-/])(?P<v>{_STAYS}[ ]\d{{1,2}}[A-Z]?)){_ENDS}(?![ ]?(?:days?|hours?|hrs?|h|"
            rf"nights?|mm|cm)\b)",
        ),
        rule(
            "LOCATION",
            r"(?-i:(?P<v>(?:[A-Z][a-z]+[ ]){1,3}(?:Ward|Unit|Bay|Lounge|Suite)[ ](?i:bed|bay|room|chair)"
            r"[ ]\d{1,3}))",
        ),
    ]
