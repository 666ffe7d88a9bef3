"""Hospitals, practices, trusts and whoever else runs them.

Not here: firms (`companies`), addresses (`places`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import UPPER, WORD, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule


NO_FIRST: Final = (
    r"cross|department|dept|division|section|school|of|service|unit|consultant|stamp|records?|protocol|"
    r"examination|procedure|clinical|history|findings|opinion"
    r"|initials|subject|site|note|copy|referred|referrer|attending|resident|fellow|dr|mr|mrs|ms|"
    r"prof|md|location|dest|destination|institute[ ]of|consultants?|choosing|thank|visiting|"
    r"older|repeat|further|interval|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
NO_INNER: Final = r"department|dept|division|section|unit|initials|subject|md|mbbs|phd|study|dr"
_AHEAD: Final = (
    r"(?:Hospital(?:es)?|H[ôo]pital|Cl[ií]ni(?:ca|que)s?|Klini(?:k|ek)|Centr[eo]|Institut[oe]?|Spital|"
    r"Krankenhaus|Ospedale|Ziekenhuis|Sanatori[ou]m?|Policl[ií]nic[oa]|Maternit[éày]|Fundaci[óo]n|Fondation|"
    r"Stiftung|Campus|Complejo|Complexo|Consultorios?)"
)
_AHEAD_KIND: Final = (
    r"(?:[ ](?:General|Regional|Universit(?:ari[oa]|aire)|Universitario|Provincial|Nacional|Central|"
    r"Municipal|Militar|M[ée]dic(?:o|al|a)|Hospitali(?:er|ario)|Interzonal|Cl[ií]nic[oa]|Privad[oa]|"
    r"Infantil|Materno))*(?:[ ](?:de|del|da|das|do|dos|des|du|di|d['’]|de[ ]la|de[ ]los|de[ ]l['’]|of|St\.?|"
    r"San|Santa|Dr\.?|Prof\.?|General))*"
)


_STRENGTH: Final = r"(?:Level|LEVEL)[ ](?:I{1,3}|IV|[1-4])"
_TROOPS: Final = (
    r"(?:bn|battalion|brigade|bde|regiment|regt|squadron|sqn|engineers|infantry|inf|cav|cavalry|artillery|"
    r"airborne|marines|company|surgical[ ]team|field[ ]hospital)"
)


def organisations() -> list[Rule]:
    """Return the rules of organisations."""
    return [*_named(), *_beside(), *_troops(), *_abroad(), *_saints(), *_lines()]


def _named() -> list[Rule]:
    """Return the rules of institutions by the word for what they are."""
    first = rf"(?!(?i:{NO_FIRST})\b){WORD}"
    inner = rf"(?!(?i:{NO_INNER})\b){WORD}"
    organisation = any_of("organisations")
    return [
        rule(
            "ORG",
            rf"(?-i:(?P<v>\b{first}(?:[ ](?:of|the|and|&|{inner})){{0,7}}?))[ ](?={organisation}\b)",
            Reading.BEHIND,
        ),
        rule(
            "ORG",
            rf"(?P<v>(?-i:\b{first}(?:[ ](?:of\b|&|{inner})){{0,7}}?)(?:(?<!['’]s)|(?=[ ](?-i:[{UPPER}])))"
            rf"[ ]{organisation}\b)",
            Reading.BEHIND,
        ),
        rule(
            "ORG",
            r"(?:^|[-–|:][ ])(?-i:(?P<v>[A-Z][\w'’&\-]+(?:[ ][\w'’&\-]+){0,4}?))(?=[ ]on[ ]behalf[ ]of[ ])",
        ),
        rule(
            "ORG",
            r"(?:^|\][ ])(?P<v>(?!refer(?:red|ral)?[ ])(?:[\w'’.]+[ ]){1,5}?"
            r"(?:hospital|clinic|medical center|medical centre|infirmary|urgent care|health system|vamc|"
            r"orthopedic institute|surgical center))[ \t]*$",
        ),
        rule(
            "ORG",
            r"\b(?:at|from|to)[ \t]+(?P<v>(?!\d[ ]T\b)(?!(?:the|our|an?|see|review|return|come|go|report|"
            r"attend|outside|another|"
            r"this|that|time|"
            r"any|your|his|her|local|other|(?:dr|doctor|mrs?|ms|prof)\.?[ ][\w'’]+[ ]clinic)\b)"
            r"(?:(?:st|ste|mt|dr)\.[ ]|[\w'’]+[ ]){1,4}?(?:hospital|clinic|medical center|infirmary|"
            r"urgent care|"
            r"health system|vamc))\b",
        ),
        rule(
            "ORG",
            r"\[(?:NAME|ORG)\][ ](?P<v>NHS[ ](?:\w+[ ]){0,2}(?:cent(?:re|er)|trust|hospital|clinic|hub)\b)",
        ),
        rule("ORG", r"(?-i:(?P<v>\b(?:NHS|HSC|HSE))[ ](?=\[(?:NAME|ORG)\]))"),
        rule(
            "ORG",
            rf"(?-i:\b{first})[ ]+{organisation}[ ](?P<v>of[ ]"
            rf"(?-i:{WORD}(?:[ ](?!FOR\b|AND\b|ON\b|IN\b|DATED\b|BY\b|WITH\b|AT\b|RE\b|TO\b|Re\b)"
            rf"{WORD}){{0,2}}))",
        ),
        rule(
            "ORG",
            rf"(?-i:\b(?:Dest|DEST|[Aa]t|AT|[Ff]rom|FROM|[Tt]o|TO|[Vv]ia|VIA|[:,(])[ ]"
            rf"(?P<v>{WORD}(?:[ ]{WORD}){{0,2}}[ ]VA)(?![\w\-]|[ ](?:\[|20|25|[0-9]/)))",
            Reading.CALLED_SO,
        ),
    ]


def _beside() -> list[Rule]:
    """Return the rules of what is left of a name beside what has gone."""
    return [
        rule(
            "ORG",
            rf"(?-i:\[(?:NAME|ORG|ADDRESS)\][ ](?P<v>(?:[{UPPER}][\w'’]*[ ])?"
            rf"(?:Surgery|Practice|Trust|Unit|Centre|Center|Group|Partners|Associates|LLC|PLLC|PC|Inc|"
            rf"Hospitals?|Private))\b)",
        ),
        rule("ORG", r"(?P<v>\b(?:the|dr\.?|(?-i:Gen|GEN|Prof)\.))[ ](?=\[ORG\])"),
        rule(
            "ORG",
            r"(?P<v>\bgovt\.?)[ ](?=\[(?:ORG|NAME|ADDRESS)\]|(?:district|general|civil|medical|taluk)[ ])",
        ),
        rule("ORG", r"\b(?:at|from|by|to)[ ](?-i:(?P<v>The))[ ](?=\[ADDRESS\])"),
        rule(
            "ORG",
            r"\[ORG\][ ](?-i:(?P<v>(?:de[ ]|d['’]|du[ ])?[a-zà-ÿ]{5,}))[ ]"
            r"(?=\[(?:ORG|NAME)\](?:[ ]|[.,;]|$))",
            Reading.STRANGE,
        ),
        rule("ORG", r"(?-i:\[(?:ORG|ADDRESS)\])[ ](?P<v>of(?:[ ]the)?|at|&)[ ](?=\[(?-i:ORG)\])"),
        rule("ORG", r"(?-i:\[NAME\])[ ](?P<v>&)[ ](?=\[(?-i:ORG)\])"),
        rule(
            "ORG",
            r"(?-i:\[(?:ORG|ADDRESS|LOCATION)\][ ](?P<v>West|East|North|South|Main|Central|Downtown|Uptown|"
            r"Midtown|WEST|EAST|NORTH|SOUTH|MAIN|CENTRAL|DOWNTOWN|UPTOWN|MIDTOWN))"
            r"(?=[ \t]*(?:$|[,.;)|]|[ ]{2}))",
        ),
        rule(
            "ORG",
            r"(?-i:^[ \t]*\[NAME\][ ](?P<v>West|East|North|South|Main|Central|WEST|EAST|NORTH|SOUTH|MAIN|"
            r"CENTRAL))(?=[ \t]*$|[ ]{2})",
        ),
        rule(
            "ORG",
            r"\[(?:NAME|ORG|ADDRESS)\][ ](?P<v>health[ ]service)s?(?=[ ]*(?:[.,;:(|)]|$)|[ ](?:on|in|for|"
            r"and)\b)",
        ),
        rule("ORG", rf"(?-i:\[(?:ORG|ADDRESS)\][ ](?P<v>{_STRENGTH}))(?!\w)"),
        rule(
            "ORG",
            r"(?-i:\[ORG\])[ ](?P<v>of|at|&|and)[ ](?=\[(?-i:NAME|ADDRESS)\][ ]*(?:[.,;|)\n]|for\b|on\b|$))",
        ),
        rule("ORG", rf"(?-i:\b(?:of|at|from|to|by|firm|attorney:)[ ](?P<v>{WORD}[ ]&)[ ](?=\[NAME\]))"),
        rule("ORG", rf"(?-i:\[ORG\][ ](?P<v>[{UPPER}][\w'’\-]+)[ ](?=\[ORG\]))"),
        rule("ORG", r"(?-i:(?:^|[,:][ ]|\b(?:by|from|at|to)[ ])(?P<v>Dr\.?)[ ](?=\[ORG\]))"),
    ]


def _troops() -> list[Rule]:
    """Return the rules of units of an army, ships and squadrons."""
    return [
        rule(
            "ORG",
            rf"(?P<v>(?<![\w./\-])\d{{1,4}}(?:st|nd|rd|th)[ ](?:[^\W\d_]+[ ]){{0,2}}?{_TROOPS}\b"
            rf"(?:[ ]\d{{1,4}}(?:st|nd|rd|th)[ ]{_TROOPS}\b)?)",
        ),
        rule("ORG", rf"(?P<v>\b(?:(?-i:[A-Z])\w+[ ]troop[ ])?\d{{1,3}}-\d{{1,3}}[ ]{_TROOPS}\b)"),
        rule(
            "ORG",
            rf"(?-i:(?P<v>\b(?:(?:CVN|DDG|LHD|LHA|LPD|FFG|HMM|HMH|HMLA|VMFA|VMM|VFA|VAQ|HSC|HSM)-\d{{1,4}}|"
            rf"(?:USS|USNS|USCGC|HMS|HMCS|HMAS)[ ](?!(?i:neck|abdo(?:men)?|pelvis|liver|renal|kidneys?|"
            rf"scrotum|testes|thyroid|breast|shoulder|hip|knee|guided|dvt|doppler|rt|lt|right|left|carotids?|"
            rf"venous|leg|arm|groin|soft|hernia|axilla|urinary|obstetric|early|antenatal|rotator|hand|wrist|"
            rf"foot|ankle|elbow|bladder|gallbladder|aorta|spleen|lump|scan|of|and)\b)"
            rf"{WORD}(?:[ ]{WORD})?))\b)",
        ),
    ]


def _abroad() -> list[Rule]:
    """Return the rules of institutions whose kind stands before their name."""
    return [
        rule("ORG", rf"(?<![\w\-])(?P<v>{_AHEAD}{_AHEAD_KIND})(?=[ ]\[(?:NAME|ORG|ADDRESS)\])"),
        rule(
            "ORG",
            r"(?-i:(?P<v>\b(?:CHU|CHR|CHRU|CHUV|CH|CHUM|GHU|UZ|AZ|ZNA|UMC|LKH|KH|UKM|ASST|AOU|ASL|ULSS|SUS|"
            r"IMSS|ISSSTE|ESE|IPS|HCA|USF|UBS)(?:[ ](?:de|del|du|des|da|do|di))?)[ ]"
            r"(?=\[(?:NAME|ORG|ADDRESS)\]))",
        ),
    ]


def _saints() -> list[Rule]:
    """Return the rules of institutions called after saints."""
    return [
        rule("ORG", r"(?P<v>\b(?:st|ste|saint|sainte|mt)\.?)[ ](?=\[(?:ORG|ADDRESS)\])"),
        rule("ORG", r"(?:\]|,|[-–]|\b(?:at|from|to|of|by|in|near))[ ](?P<v>st\.?)[ ](?=\[NAME\])"),
        rule(
            "ORG",
            r"\[(?:NAME|ORG|ADDRESS)\][ ](?P<v>(?:im|sv|sf|św|sw|sct|skt|szt|hl)\.?)[ ]"
            r"(?=\[(?:NAME|ORG|ADDRESS)\])",
        ),
        rule(
            "ORG",
            r"\b(?:at|from|to|via)[ ](?P<v>st\.?[ ](?!elevat|depress|segment|change)[^\W\d_]{3,}(?:['’]s)?"
            r"(?:[ ](?:and|&)[ ]st\.?[ ][^\W\d_]{3,})?)",
        ),
        rule(
            "ORG",
            r"(?P<v>\b(?:little[ ])?(?:sisters|brothers|daughters|friars|order)[ ]of[ ](?:the[ ]|our[ ])?"
            r"(?:charity|mercy|providence|st\.?|saint|poor|lady|bon|holy|sacred)(?:[ ][^\W\d_]+)?)\b",
        ),
        rule("ORG", r"\b(?:st|saint)\.?[ ]\[NAME\](?P<v>['’]s)\b"),
        rule("ORG", r"\[ORG\][ ]\[NAME\](?P<v>['’]s)\b"),
        rule(
            "ORG",
            r"(?P<v>\bour[ ]lady(?:[ ]of(?:[ ]the)?[ ](?!(?:hospital|clinic|medical|health)\b)[^\W\d_]+|"
            r"[ ]of(?:[ ]the)?)?)\b",
        ),
        rule("ORG", rf"(?-i:(?P<v>\b(?:St|Mt|Ste)\.?[ ]{WORD}))"),
    ]


def _lines() -> list[Rule]:
    """Return the rules of names that are a line."""
    return [
        rule(
            "ORG",
            r"^(?P<v>(?!(?:department|dept|division|section|unit|attn|re|to|from|date|report|radiology)\b)"
            r"[^\W\d_][\w'’.&\-]*(?:[ ][\w'’.&\-]+){1,6})(?=,?\n[ \t]*\[ADDRESS\])",
            Reading.CALLED_SO,
        ),
        rule(
            "ORG",
            rf"(?-i:^(?P<v>(?!(?i:to|dr|mr|mrs|ms|miss|prof|professor|translated|stamp|signed|reported|read|"
            rf"board|by|requested|referred|dear|radiologist|name|study|age|gender|sex|consultant|req|"
            rf"referrer|patient|pt|guarantor|subscriber|insured|page|ref|cell|home|physician|"
            rf"patientname|interpreting|dictating|performing)\b)(?:{WORD}|of|and|the|&|\[(?:NAME|ORG)\])"
            rf"(?:,?[ ](?:{WORD}|of|and|the|&|\[(?:NAME|ORG)\])){{0,12}})$)(?<=\])",
            Reading.WHOLE,
        ),
    ]
