"""Parts of names of institutions, towns and employers told by where they stand; abbreviations in sure slots.

Rules: an article, a possessive or a side of a town beside an institution goes with it, and so does a town
behind its dash or in its brackets; an abbreviation is an institution where only one can stand ("transferred
from ABC").

Not here: whole names (`organisations`, `institutions`), towns behind a cue (`places`, `towns`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import RUN, WORD, Reading, any_of, phrases, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_PLACE: Final = r"\[(?:ORG|ADDRESS|LOCATION)\]"
_GONE: Final = r"\[(?:NAME|ADDRESS|LOCATION|ORG)\]"
_PART: Final = rf"(?:{_GONE}(?:['’]s)?|(?:St|ST|Mt|MT)\.|{WORD})"
_TOWN: Final = rf"{_PART}(?:[ ](?:of[ ]|the[ ]|on[ ])?{_PART}){{0,3}}"
_ENDS: Final = r"(?=[ ]*(?:[,.;:)\n]|$))"
_SIDES: Final = r"(?:main|north|south|east|west|central|downtown|uptown|midtown|campus|annexe?)"
_FIRSTS: Final = "|".join(
    form(word)
    for word in (
        "port",
        "fort",
        "old",
        "new",
        "great",
        "little",
        "upper",
        "lower",
        "mount",
        "lake",
        "cape",
        "north",
        "south",
        "east",
        "west",
        "grand",
        "glen",
        "san",
        "santa",
        "saint",
    )
    for form in (str.title, str.upper)
)
_SHORT: Final = r"[A-Z]{2,5}"


_PRACTICES: Final = (
    r"internal[ ]medicine|family[ ](?:doctors|medicine|practice|health|physicians)|oncology|pa?ediatrics|"
    r"ortho(?:pa?edics)?|cardiology|gyna?ecology|dermatology|neurology|urology|maternity(?:[ ]home)?|doctors|"
    r"physicians|medical[ ]associates|primary[ ]care"
)
"""What practices call themselves behind a name of their own."""


def facility_parts() -> list[Rule]:
    """Return the rules of parts of institutions, towns and employers."""
    return [*_edges(), *_companies(), *_kinds(), *_towns(), *_employers(), *_abbreviations()]


def _edges() -> list[Rule]:
    return [
        rule("ORG", r"\[(?:ORG|NAME|ADDRESS)\][ ](?P<v>(?-i:Aged Care|AGED CARE))(?!\w)"),
        rule("ORG", rf"(?-i:\b(?P<v>(?:Univ|UNIV)\.?[ ](?i:of)[ ]{RUN}))"),
        rule(
            "ORG",
            r"(?-i:\b(?P<v>[A-Z][\w'’]+(?:[ ][A-Z]\w+){0,2}[ ]Out-of-Hours[ ](?:Reporting|Radiology|"
            r"Imaging|Service|Care)))",
        ),
        rule(
            "ORG",
            r"\[(?:ORG|NAME|ADDRESS)\](?P<v>(?:[ ](?-i:[A-Z])\w+)?[ ](?:&|and)[ ](?-i:Joint|Spine|Sports|"
            r"Vascular|Heart|Lung|Bone|"
            r"Breast|Diagnostics?|Imaging|Wellness|JOINT|SPINE|SPORTS|VASCULAR|HEART|IMAGING))(?!\w)",
        ),
        rule(
            "ORG",
            rf"\b(?:copies|copy(?:[ ]to)?|cc|practice|surgery|referr(?:al|ed)[ ]to|sent[ ]to|f/u[ ]with)"
            rf"[ ]?:?[ ]"
            rf"(?-i:(?P<v>(?:[A-Z][\w'’\-]+[ ]){{1,3}}(?i:{_PRACTICES})))(?!\w)",
            Reading.CALLED_SO,
        ),
        rule(
            "ORG",
            r"(?-i:^[ ]*(?P<v>(?:[A-Z][\w'’\-]+[ ]){1,3}(?i:maternity|nursing|care)[ ](?i:home)))(?=[ ]*$)",
        ),
        rule(
            "ORG",
            rf"(?-i:(?P<v>(?:{WORD}[ ]){{1,3}}(?i:hospital|hospice|home|institute|cent(?:er|re))[ ]"
            rf"(?i:for[ ](?:sick[ ]|the[ ])?(?:children|women(?:[ ](?:and|&)[ ]children)?|special[ ]surgery|"
            rf"rehabilitation|blind|aged|joint[ ]diseases)))(?![\w]))",
        ),
        rule("ORG", r"(?-i:(?:^|[,;:(\]]|[–-])[ ]?(?P<v>The|THE)[ ](?=(?:\[NAME\][ ]?){0,2}\[ORG\]))"),
        rule(
            "ORG",
            r"(?-i:\b(?:of|at|from|to|by|in|OF|AT|FROM|TO|BY)[ ](?P<v>The|THE)[ ]"
            r"(?=(?:\[NAME\][ ]?){0,2}\[ORG\]))",
        ),
        rule(
            "ORG",
            rf"(?-i:(?P<v>\bD[Rr]\.?[ ]{WORD}[ ](?:&|and|und|AND)[ ]"
            rf"(?i:partners?|associates|colleagues|rakan|kollegen)\b))",
        ),
        rule("ORG", rf"(?:{_GONE}|klinik|clinic)[ ](?P<v>dr\.?)[ ](?=\[NAME\][ ](?:&|and)[ ]{_GONE})"),
        rule(
            "ORG",
            r"(?-i:(?P<v>(?<![\w.])(?:(?i:colonel|col|captain|capt|general|gen|major|maj|sgt|sergeant|"
            r"admiral|senator|president|dr|king|queen|lady|sir)\.?[ ])?(?:[A-Z]\.[ ]?){1,3})"
            r"(?=(?:\[NAME\][ ]?){0,2}\[ORG\]))",
        ),
        rule("ORG", r"\[(?:ORG|ADDRESS|NAME)\][ ](?P<v>level[ ](?:i{1,3}|iv|[1-5]))(?![\w:])"),
        rule(
            "ORG", r"(?-i:\[(?:ORG|ADDRESS)\][ ](?P<v>I{1,3}|IV)(?=[ ](?:by|on|at|in|for|and)\b|[.,;)\n]|$))"
        ),
        rule(
            "ORG",
            r"(?-i:(?P<v>\b(?:New|NEW|Old|OLD|Upper|UPPER|Lower|LOWER|Great|GREAT|Little|LITTLE|Port|PORT|"
            r"Fort|FORT))[ ](?=\[NAME\][ ]?\[(?:ORG|ADDRESS)\]))",
        ),
        rule("ORG", rf"\[NAME\](?P<v>['’]s)[ ](?={_PLACE})"),
        rule("ORG", rf"{_PLACE}(?P<v>['’]s)(?!\w)"),
        rule(
            "ORG",
            r"(?P<v>\b(?:all|good|holy|sacred|blessed|immaculate|divine|bon|twin|mount|port))[ ](?=\[ORG\])",
        ),
        rule(
            "ORG",
            rf"\b(?:at|from)[ ](?:{_GONE}[ ]){{1,3}}(?P<v>er|ed|regional|rehab|general|memorial)(?!\w)"
            rf"(?![ ](?:surg|med|anes))",
        ),
        rule("ORG", rf"\b(?:at|from|to|@|in)[ ]{_GONE}[ ](?P<v>{_SIDES}){_ENDS}"),
    ]


def _companies() -> list[Rule]:
    """Return the rules of companies by their form of law, of payers' plans and of what joins two names."""
    return [
        rule(
            "ORG",
            rf"(?-i:(?P<v>\b(?:{WORD}[ ](?:&[ ])?){{1,4}}"
            r"(?:LLC|L\.L\.C\.|LLP|PLLC|GmbH|PLC|Pty[ ]Ltd|Pvt[ ]Ltd)))"
            r"(?![\w'’])",
        ),
        rule("ORG", r"(?-i:(?<![\w.])(?P<v>S[Tt]\.)[ ](?=\[(?:NAME|ADDRESS)\][ ]?\[ORG\]|\[ORG\]))"),
        rule("ORG", r"(?-i:(?<![\w.])(?P<v>(?:Shri|Sri|Shree|\d+[A-Z][a-z]+))[ ](?=\[ORG\]))"),
        rule(
            "ORG",
            rf"{_GONE}(?P<v>[ ]&[ ](?-i:[A-Z][a-z]+))(?=[ ](?:exam|study|scan|films?|imaging|report|on|of"
            r"|dated|\[DATE)\b)",
        ),
        rule("LOCATION", r"\[ADDRESS\][ ](?P<v>(?-i:D[Rr]))(?=\.?,[ ](?:\[ADDRESS\]|(?-i:[A-Z])))"),
        rule("ORG", r"\[ORG\](?P<v>[ ]plan)(?=[ ](?:prior|auth|pre-?auth|member|appeal|review)\w*)"),
        rule(
            "ORG",
            rf"(?-i:{_GONE}(?P<v>[ ](?:&|AND|and)[ ](?:{WORD}|\[\w+\])(?:[ ](?i:pa?ediatrics|clinic|surgery|"
            rf"practice|medical|dental|imaging|partners))))(?![\w'’])",
        ),
        rule("ORG", r"(?-i:\btrial[ ]at[ ](?P<v>[A-Z]{2,5})(?=[ ]\())"),
        rule("ORG", rf"(?-i:(?P<v>\b{WORD}(?:[ ]{WORD})?[ ](?:HMO|PPO|EPO))(?![\w'’]))", Reading.NAMED),
        rule("ORG", r"(?-i:\[(?:NAME|ORG)\][ ](?P<v>HMO|PPO|EPO))(?![\w'’])"),
        rule(
            "ORG", rf"(?-i:(?P<v>\b{WORD}(?:[ ]{WORD})?[ ](?:HMO|PPO|EPO))(?=[ ](?:PRIOR|Prior|AUTH|Auth)))"
        ),
        rule("ORG", r"\[NAME\][ ]{2,}(?-i:(?P<v>[A-Z]{3,5}))(?=[ ]{2,}\[PHONE\])"),
    ]


def _kinds() -> list[Rule]:
    """Return the rules of kinds of institutions behind what their name was."""
    words = {word for kind in ("institutions", "weak_institutions") for word in phrases(kind)}
    words -= {
        *phrases("specialties"),
        *phrases("vague_organisations"),
        "er",
        "trust",
        "general",
        "regional",
        "surgery",
        "rehab",
        "neuro",
    }
    kinds = "|".join(
        re.escape(word).replace(r"\ ", "[ ]") for word in sorted(sorted(words), key=len, reverse=True)
    )
    parts = "|".join(re.escape(word.title()).replace(r"\ ", "[ ]") for word in phrases("specialties"))
    return [
        rule(
            "ORG",
            rf"(?-i:\[(?:ADDRESS|ORG)\][ ](?P<v>{parts})(?=[ ]*(?:[\n,.;)]|$)|"
            rf"[ ](?:accepted|called|on|for|in|was|report|study)\b))",
        ),
        rule(
            "ORG",
            r"\[ORG\](?P<v>[ ]of[ ](?:the[ ])?(?-i:[A-Z][a-z]+(?:[ ][A-Z][a-z]+)?|[A-Z]+))"
            r"(?=[ \t]*(?:$|[,;)]|\.(?:[ \n]|$)))",
        ),
        rule("ORG", r"\[ORG\](?P<v>[ ](?:of|in)(?:[ ]the)?)[ ](?=\[ORG\])"),
        rule(
            "ORG",
            rf"(?-i:(?P<v>\b(?:Sister|Lady|Lord|Sir|Dame|Mother|Queen|King|Prince|Princess)"
            rf"(?:[ ]{WORD}){{1,4}}[ ]"
            rf"(?:Place|Unit|Pavilion|House|Wing|Cent(?:re|er)|Clinic|Hospital|Hospice|Infirmary|Institute)))(?!\w)",
        ),
        rule(
            "ORG",
            rf"(?-i:(?P<v>\b(?:University|Regional|Teaching|County|National)[ ](?:Clinical|Medical|"
            rf"Hospital)[ ]"
            rf"Cent(?:re|er)(?:[ ]of)?[ ]{WORD}))(?!\w)",
        ),
        rule(
            "ORG",
            r"\[(?:ORG|NAME)\](?P<v>[ ](?:Interventional|Diagnostic|Vascular|Cardiac))[ ](?=\[(?:ORG|NAME)"
            r"\])",
        ),
        rule(
            "ORG",
            r"\[(?:ORG|NAME|ADDRESS)\](?P<v>[ ]orthop(?:a?)edics?[ ](?:&|and)[ ](?:spine|trauma|hand|"
            r"sports))(?!\w)",
        ),
        rule("ORG", r"(?:,|\bat)[ ]\[ORG\][ ](?P<v>dra?\.)[ ](?=\[NAME\])"),
        rule(
            "ORG",
            rf"(?:^|\b(?:at|from|to|per|via|near|the)[ ]|[(,:-][ ]?)(?:{_GONE}['’]?s?[ ]){{1,3}}"
            rf"(?P<v>{kinds})(?!\w)",
        ),
    ]


def _towns() -> list[Rule]:
    county = r"(?:County|Parish|Township|COUNTY|PARISH|TOWNSHIP)"
    return [
        rule("ADDRESS", rf"(?-i:\[ORG\][ ][-–][ ](?P<v>{_TOWN})(?=[ \t]*(?:\n|$|,|\()))", Reading.NAMED),
        rule(
            "ADDRESS",
            r"\[ORG\](?:,|[ ][-–]|[ ]in)[ ](?:\[(?:NAME|ADDRESS)\][ ])?"
            r"(?P<v>[^\W\d_]{3,})(?:[ ]\[(?:NAME|ADDRESS)\])?"
            r"(?=[ ]*(?:\n|$)|,[ ](?:\[|[A-Z]{2}\b)|[ ]last[ ])",
            Reading.NAMED,
        ),
        rule("ADDRESS", r"\[ORG\](?:,|[ ][-–]|[ ]in)[ ]\[NAME\](?P<v>['’]s[ ][^\W\d_]+)"),
        rule("ADDRESS", rf"(?-i:\[ORG\][ ]\((?P<v>{_TOWN})\))", Reading.NAMED),
        rule(
            "ADDRESS",
            rf"(?-i:(?:[(,]|{_GONE}[ ][-–])[ ]?(?P<v>{_FIRSTS})[ ]"
            rf"(?=\[(?:NAME|ADDRESS|ORG)\](?:[ ]\[\w+\])?[ ]*(?:[),;.\n]|$)))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:[Oo]n|ON|[Oo]ff|OFF|[Nn]ear|NEAR|[Aa]long|ALONG)[ ]"
            rf"(?P<v>{WORD}(?:[ ]{WORD})?[ ]{county}[ ](?i:road|highway|line|route)))",
        ),
        rule("ADDRESS", r"(?:\]|[-–,])[ ](?P<v>st\.?)[ ](?=\[NAME\][ ]?\[ADDRESS\])"),
        rule(
            "ADDRESS",
            rf"\[NAME\](?P<v>['’]s[ ](?-i:(?:{'|'.join(word.title() for word in phrases('landforms'))}|"
            rf"{'|'.join(word.upper() for word in phrases('landforms'))})))(?!\w)",
        ),
    ]


def _employers() -> list[Rule]:
    business = any_of("businesses")
    tail = rf"(?P<v>{business}(?:[ ](?:&|and)[ ]{business}|[ ]{business}){{0,3}})"
    return [
        rule(
            "ORG",
            rf"(?:\b(?:at|for|by|with|from|employer:?)|[(,:])[ ](?:the[ ])?(?:{_GONE}[ ]){{1,2}}{tail}"
            rf"(?![\w\-])",
        ),
        rule("ORG", rf"\((?:{_GONE}[ ]){{1,2}}{tail}(?![\w\-])"),
    ]


def _abbreviations() -> list[Rule]:
    moved = (
        r"(?:transfer(?:red)?|referred|repatriated|moved|sent|returned|discharged|admitted|conveyed|diverted)"
    )
    imaged = (
        r"(?:study|studies|scan|scans|films?|images?|imaging|priors?|exam|ct|mri|x-ray|xr|us|ultrasound|"
        r"reports?(?:[ ]only)?|arrival|scheduled|seen|done|performed|imaged|obtained|reported|read|biopsied|"
        r"operated|implanted|treated|admitted|reviewed)"
    )
    person = r"\[NAME\](?:[ ]\[NAME\]){0,3}"
    return [
        rule(
            "ORG",
            rf"\b{moved}[ ](?:in[ ])?(?:from|to|by)[ ](?-i:(?P<v>{_SHORT}))"
            rf"(?=[ ]*(?:[.,;)\n]|$)|[ ](?:at|on|with|for|via|by|ed|er|a&e|\[)\b)",
            Reading.ABBREVIATED,
        ),
        rule(
            "ORG",
            rf"\b{imaged}(?:[ ](?:of|was|on))?(?:[ ]\[DATE\])?[ ](?:was[ ])?(?:at|from|@)[ ]"
            rf"(?-i:(?P<v>{_SHORT}))(?![\w'’/\-])(?=[ ]*(?:[.,;)\n\[]|$)|[ ][a-z])",
            Reading.ABBREVIATED,
        ),
        rule(
            "ORG",
            rf"\b(?:scan|study|films?|exam(?:ination)?|imaging|report|ct|mri|ultrasound|x-ray)[ ](?:was[ ])?"
            rf"(?:done[ ]|performed[ ]|reported[ ]|read[ ])?by[ ](?:dr\.?[ ])?{person}[ ]\("
            rf"(?-i:(?!MD|DO|RN|NP|PA|SHO|GP|MBBS|DNB|F[A-Z]{{3}})(?P<v>{_SHORT}))\)",
            Reading.ABBREVIATED,
        ),
        rule(
            "ORG",
            rf"\b(?:reported|communicated|relayed|told|phoned|called)[ ]to[ ](?:dr\.?[ ])?{person}[ ]"
            rf"(?:in|at)[ ](?-i:(?P<v>{_SHORT}))(?=[ ]*(?:[.,;)\n]|$)|[ ][a-z])",
            Reading.ABBREVIATED,
        ),
        rule(
            "ORG",
            r"(?-i:(?P<v>(?<![\w\-])[A-Z]{2,5}-(?:North|South|East|West|Main|Central|Downtown|Uptown|Campus|"
            r"NORTH|SOUTH|EAST|WEST|MAIN|CENTRAL|DOWNTOWN|UPTOWN|CAMPUS)))(?![\w\-])",
        ),
    ]
