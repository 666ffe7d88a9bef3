"""Institutions over two lines, devout ones, licences by state, abbreviations before their images.

Rules: a word for a kind of institution that begins a line belongs to the name that ends the one above; a
devout name goes with its town; capitals that head the images of a comparison are a hospital unless medicine
knows them; a name before a specialty below a signature is a practice; the state behind "licensed" goes, and
what is left of a town beside what has gone.

Not here: names on one line (`organisations`, `institutions`), abbreviations in prose (`facility_parts`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import UPPER, WORD, Reading, any_of, phrases, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_GONE: Final = r"\[(?:ORG|ADDRESS|LOCATION|NAME)\]"
_MIDDLE: Final = (
    r"(?:(?:district|general|regional|memorial|community|county|university|teaching|medical|cancer|chest|"
    r"heart|eye|breast|health|foundation|nhs|women['’]s|children['’]s|orthopa?edic|surgical|diagnostic|"
    r"imaging|specialist|residential|nursing|care|grammar|high|primary)[ ])"
)
_CLOSING: Final = (
    r"(?:hospitals?|infirmary|institute|cent(?:er|re)|clinics?|trust|hospice|home|surgery|practice|"
    r"college|health[ ](?:system|board)|network|associates|partners)"
)
_KIND: Final = (
    r"(?:walk-?in|site|campus|station|post|district|consultants|associates|partners|group|network|alliance|"
    r"collaborative|pavilion|plaza|tower|building|annexe?|wing|spine|joint|bone|heart|vascular|sports|"
    r"orthopa?edics?|oncology|women['’]?s|children['’]?s|nursing|urgent|care|cancer|medical|community|imaging|"
    r"reporting|outsourcing|teleradiology|multipurpose|aboriginal|family|social|hub|team|practice|surgery|"
    r"radiology|radiologie|diagnostics?|hospitals?|institute|cent(?:er|re)|clinics?|clinique|trust|services?)"
)
"""Words of the names of institutions, the last of them too."""
_SPECIALTY: Final = (
    r"(?:Nephrology|Cardiology|Urology|Neurology|Dermatology|Gastroenterology|Rheumatology|Endocrinology|"
    r"Pulmonology|Hematology|Haematology|Oncology|Orthop(?:a?edic)s|Podiatry|Pediatrics|Paediatrics|"
    r"Dentistry|Orthodontics|Endodontics|Periodontics|Obstetrics|Gyna?ecology|Ophthalmology|Otolaryngology|"
    r"Radiology|Imaging|Surgery|Dental|Oral[ ]Surgery|ENT|OB/GYN)"
)
_BRANCH: Final = (
    r"(?:Pa?ediatric|Adult|Interventional|Diagnostic|General|Clinical|Consulting|Nuclear|Medical|Surgical|"
    r"Radiation|Vascular|Thoracic|Plastic|Oral|Maxillofacial|Cardiothoracic|Cardiac|Neuro|Fetal|Maternal|"
    r"Breast|Transplant|Department|Dept|Division|Section|The|Attending|Resident|Fellow|Consultant|Staff)"
)
"""What stands before a specialty without being a practice's name."""
_ENDS: Final = r"(?=[ ]*(?:[.,;)|\n]|$)|[ ](?:on|at|in|for|was|were|is|dated|by|to|with|and|showed|[(\[]))"
_HOLY: Final = (
    r"(?:good[ ](?:samaritan|shepherd|hope|counsel)|holy[ ](?:cross|family|name|redeemer|spirit|trinity|"
    r"rosary|angels|child)|sacred[ ]heart|precious[ ]blood|bon[ ]secours|blessed[ ]sacrament|"
    r"divine[ ](?:mercy|saviou?r|providence)|all[ ](?:saints|souls))"
)
_STATE: Final = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|"
    r"UT|V[AT]|W[AIVY]|NSW|VIC|QLD|TAS|ACT|SA|ON|QC|BC|AB|MB|SK|NS|NB|NL|PE)"
)
_LANES: Final = (
    r"(?:Track|TRACK|Trail|TRAIL|Close|CLOSE|Grove|GROVE|Mews|MEWS|Causeway|CAUSEWAY|Bypass|BYPASS|Wynd|"
    r"WYND|Brae|BRAE|Esplanade|ESPLANADE|Parade|PARADE|Promenade|PROMENADE|Quay|QUAY)"
)
_PLACED: Final = "|".join(
    form(word)
    for word in ("upper", "lower", "nether", "over", "higher", "great", "little", "much", "long", "high")
    for form in (str.title, str.upper)
)


def facility_lines() -> list[Rule]:
    """Return the rules of institutions and places over lines and beside what has gone."""
    return [*_lines(), *_devout(), *_abbreviations(), *_states(), *_towns()]


def _lines() -> list[Rule]:
    first = r"(?!(?:Breast|National|Regional|Overnight|Preliminary|Emergency|Chest|Night|The|This|No)\b)"
    units = (
        r"(?:(?:Mobile[ ])?Screening[ ]Unit|Fleet[ ]Medical[ ]Service|Medical[ ]Services?|Overnight[ ]Reads|"
        r"Night[ ]?Reads|Rapid[ ]Reads|Reading[ ]Service|Tele-?[Rr]ads?|Reporting[ ]Service|"
        r"Mobile[ ]Mammography|Heart[ ](?:&|and)[ ]Vascular)"
    )
    town = rf"(?-i:{WORD}(?:[ ]{WORD})?)"
    reached = r"(?:Tel|TEL|Ph|PH|Phone|PHONE|Fax|FAX|\[PHONE\])"
    cue = r"(?:[Aa]t|AT|[Ff]rom|FROM|[Oo]f|OF|[Bb]y|BY|[Tt]o|TO)"
    closing = rf"{_MIDDLE}{{0,2}}{_CLOSING}"
    tail = rf"(?:(?:of|at|de|du|des|the|and|&)[ ]|{_KIND}[ ])"
    return [
        rule(
            "ORG", rf"{_GONE}(?P<v>[ ]{tail}{{0,4}}{_KIND})(?=[ ]*(?:$|[,(|\[]|[ ][-–—][ ]|(?:tel|ph|ltd)\b))"
        ),
        rule(
            "ORG",
            rf"(?-i:\[NAME\],?[ ]{any_of('credentials')}[^\n]{{0,16}}\n[ \t]*"
            rf"(?P<v>(?!{_BRANCH}\b){WORD}(?:[ ](?!{_BRANCH}\b){WORD})?[ ]{_SPECIALTY}))[ \t]*$",
        ),
        rule(
            "ORG",
            rf"(?-i:(?:\A|\]\n|D\.\n|O\.\n)[ \t]*(?P<v>{first}(?:(?:{WORD}|{_GONE})[ ]){{1,3}}{units}"
            rf"(?:[ ]\d{{1,2}})?))(?=[ \t]*(?:$|[-–|,]))",
        ),
        rule(
            "ORG", rf"(?-i:(?P<v>\b{WORD}(?:[ ]{WORD}){{0,2}}[ ](?:Walk-In|WALK-IN)))(?=[ ]*(?:$|[.,;:|)]))"
        ),
        rule("ORG", rf"{_GONE}[ ](?P<v>(?:heart[ ])?(?:&|and)[ ]vascular)(?!\w)"),
        rule("ORG", rf"(?-i:^[ \t]*{_GONE}[ ](?P<v>{units}(?:[ ]\d{{1,2}})?))(?=[ \t]*(?:$|[-–|,]))"),
        rule(
            "ADDRESS",
            rf"(?-i:^[ \t]*\[ORG\](?:[ ]\[ORG\])?[ \t]*\n[ \t]*(?P<v>{town})(?=[ \t]*\n[ \t]*{reached}))",
        ),
        rule(
            "ORG",
            r"(?-i:\b[Aa]t[ ]\[(?:ADDRESS|ORG|NAME)\]\n"
            r"(?P<v>Hospital|Clinic|Infirmary|Medical[ ]Cent(?:er|re)))(?=[ ][a-z(]|[.,;])",
        ),
        rule("ORG", rf"{_GONE}[ ]?\n[ ]{{4,}}(?P<v>{_KIND}(?:[ ]{_KIND})?)[ \t]*$"),
        rule("ORG", r"\[(?:ORG|ADDRESS)\](?P<v>[ ]at)[ ](?=\[(?:ADDRESS|NAME|ORG)\])"),
        rule("ORG", rf"{_GONE}(?P<v>(?:[ ]{_MIDDLE}{{0,2}})?[ ]?\n[ ]{{0,8}}{closing}){_ENDS}"),
        rule(
            "ORG",
            rf"{_GONE}(?P<v>[ ](?i:district|general|regional|cancer|chest|heart)[ ]?\n[ ]{{0,8}}"
            rf"{closing}){_ENDS}",
        ),
        rule(
            "ORG",
            rf"(?-i:\b{cue}[ ](?P<v>(?:(?:{WORD}|\[\w+\])[ ]){{1,4}}(?i:cancer|heart|eye|chest|general|"
            rf"health|medical|district|regional|foundation|imaging|women['’]s|children['’]s|"
            rf"orthopa?edic)[ ]?\n[ ]{{0,8}}(?i:{closing}))){_ENDS}",
            Reading.CALLED_SO,
        ),
        rule(
            "ORG",
            rf"\b(?:employer|employed[ ](?:by|at)|works[ ](?:at|for))[ ]?:?[ ]{_GONE}[ ]?\n[ ]*"
            rf"(?P<v>{any_of('businesses')}|{any_of('workplaces')}){_ENDS}",
        ),
    ]


def _devout() -> list[Rule]:
    return [
        rule(
            "ORG",
            rf"(?:\b(?:at|from|to|by|via|of|in)|[(,:–-])[ ]?(?P<v>{_HOLY}(?:[ ]of[ ](?-i:{WORD}|\[\w+\]))?)"
            rf"(?=[ ]*(?:[.,;:)\n]|$)|[ ](?:on|at|for|was|where|by|dated|\[)|[ ]of[ ])",
        ),
        rule("ORG", rf"(?P<v>\b{_HOLY}[ ]of)[ ](?=(?-i:\[(?:NAME|ADDRESS)\]|[{UPPER}]))"),
        rule(
            "ORG",
            r"(?:\b(?:at|from|to|by|via)|\()[ ]?\[(?:NAME|ORG)\](?:[ ]\[NAME\])?[ ](?P<v>of)[ ]"
            r"(?=\[(?:NAME|ADDRESS)\][ ]*(?:[),;.\n]|at\b|on\b))",
        ),
    ]


def _abbreviations() -> list[Rule]:
    headed = r"(?:comparisons?|compared?(?:[ ]with)?|comp|priors?|previous(?:[ ]imaging)?|prior[ ]imaging)"
    return [
        rule(
            "ORG",
            rf"\b{headed}[ \t]*[:\-]?[ \t]*\n?[ \t]*(?-i:(?P<v>[A-Z]{{2,5}}))"
            rf"(?=[ ](?:images?|films?|imaging|reports?|notes?|discs?|outside)[ ](?:of[ ]|from[ ]|dated[ ])?"
            rf"\[DATE\])",
            Reading.STRANGE,
        ),
    ]


def _states() -> list[Rule]:
    return [
        rule(
            "ADDRESS",
            rf"\b(?:licen[cs]ed|licensure|certified|registered)(?:[ ]in)?[ :](?-i:(?P<v>{_STATE}))"
            rf"(?=[ ]*(?:[),;.\n]|$|\[)|[ ](?:and|no)\b)",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\[(?:ADDRESS|NAME)\],[ ](?P<v>{_STATE})(?=[ ]{{1,3}}\[(?:ADDRESS|ID|DATE)\]|[ ](?:ON|"
            rf"AT)[ ]))",
        ),
        rule("ADDRESS", rf"\[ID\][ ]{{1,3}}\([^\W\d_]{{4,12}}[ ](?-i:(?P<v>{_STATE}))\)"),
        rule(
            "ADDRESS",
            rf"(?-i:(?:[\],(][ ]?|\blicen[cs]ed[ ]|\b(?:in|of|from|IN|OF|FROM)[ ])"
            rf"(?P<v>(?:Co|CO)\.[ ](?:{WORD}|\[\w+\])(?:[ ][A-Z]\d[\dW][ ]?[A-Z\d]{{4}})?)"
            rf"(?=[ ]*(?:[,.;)\n]|$|\[)))",
        ),
    ]


def _towns() -> list[Rule]:
    landform = (
        rf"(?:{'|'.join(form(word) for word in phrases('landforms') for form in (str.title, str.upper))})"
    )
    return [
        rule(
            "ADDRESS",
            rf"(?-i:(?<![\w/.\-])(?P<v>\d{{1,5}}[A-Z]?[ ](?:{WORD}[ ]){{1,3}}{_LANES}))(?![\w])",
            Reading.STREET,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:[Oo]n|ON|[Aa]t|AT|[Oo]ff|OFF|[Aa]long|ALONG|[Nn]ear|NEAR)[ ]"
            rf"(?P<v>(?:(?:{WORD}|\[NAME\])[ ]){{1,2}}{_LANES}))(?=[ ]*(?:[.,;:)\n]|$)|[ ][a-z])",
            Reading.NAMED,
        ),
        rule("ADDRESS", rf"(?-i:\[ADDRESS\](?:,[ ]|[ ]?\n[ ]*)(?P<v>{WORD})[ ](?=\[ADDRESS\]))"),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:[Ii]n|IN|[Aa]t|AT|[Ff]rom|FROM|[Nn]ear|NEAR|[Oo]f|OF)[ ](?P<v>{_PLACED})[ ]"
            rf"(?=\[(?:NAME|ADDRESS)\][ ]*(?:[.,;:)\n]|$|on\b|ON\b|where\b|since\b)))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:,[ ](?P<v>Port|PORT|Fort|FORT|{_PLACED})[ ]?\n[ ]*(?=\[(?:NAME|ADDRESS)\][ ]*[,.;\n]))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\[ORG\][ ](?P<s>[*~·•])[ ](?P<v>(?:{WORD}|\[\w+\])(?:[ ](?:{WORD}|\[\w+\])){{0,2}})"
            rf"[ ](?=(?P=s)[ ]\[(?:DATE|NAME|ID)\]))",
            Reading.UNSAID,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\[ORG\],[ ](?P<v>{WORD}(?:[ ]{WORD})?)(?=[ \t]*$))",
            Reading.UNSAID,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\[(?:ORG|NAME)\][ ]\((?P<v>{WORD}(?:[ ]{WORD})?)(?=\)(?:,|[ ](?i:obtained|dated|on|of|"
            rf"from)\b)))",
            Reading.UNSAID,
        ),
        rule(
            "ADDRESS",
            rf"\btravel+ed[ ]from[ ](?-i:(?P<v>{WORD}(?:[ ]{WORD})?))(?=[ ]on\b|[;,.])",
            Reading.UNSAID,
        ),
        rule(
            "ADDRESS",
            rf"\b(?:works?|worked|working|employed)[ ]at[ ](?:the|an?)[ ][^\W\d_]+[ ]in[ ]"
            rf"(?-i:(?P<v>{WORD}(?:[ ]{WORD}){{0,2}}))(?=[ ]*[.,;])",
            Reading.UNSAID,
        ),
        rule("ADDRESS", rf"(?-i:\[(?:NAME|ADDRESS)\][ ]?\n[ ]{{1,8}}(?P<v>{landform})(?=[ ]*(?:\n|,|$)))"),
        rule("ORG", r"(?-i:\bSite:[ ](?P<v>[A-Z]{2,5})(?=[ ]{1,2}(?:Hx|[A-Z][a-z])))"),
    ]
