"""Towns behind a cue.

Not here: addresses with streets and numbers (`addresses`), hospitals and practices (`organisations`), rooms
and wards (`rooms`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import RUN, UPPER, WORD, Reading, any_of, phrases, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule


_NO_TOWN: Final = (
    r"(?i:the|an?|his|her|our|your|their|this|that|department|dept|radiology|emergency|imaging|"
    r"interventional|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"clinic|hospital|unit|ward|room|bay|bed|floor|theatre|phase|grade|stage|type|class|zone|segment|level|"
    r"series|image|se|im|mr|ct|us|pet|left|right|upper|lower|bilateral)\b"
)


_NO_DWELLING: Final = (
    r"an?|the|his|her|their|our|my|assisted|independent|nursing|care|group|own|home|term|hospital|supported|"
    r"sheltered|residential|retirement|rural|remote|shared|social|council|temporary|private|rented|rental|"
    r"hostels?|shelters?|custody|prison|jail|foster|birth|weeks|clinic|poverty|squalor|public|student|staff|"
    r"military|emergency|crowded|overcrowded|breech|caesarean|vaginal|water|full|post-?term|pre-?term|"
    r"apartments?|flats?|houses?|bungalows?|caravans?|trailers?|motels?|hotels?|barracks|institutional"
)
"""What somebody may live in or be born at, and no place of a name."""


def places() -> list[Rule]:
    """Return the rules of towns behind a cue."""
    state = (
        r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|"
        r"UT|V[AT]|W[AIVY])"
    )
    body = phrases("body_forms")
    titled = [word.capitalize() for word in phrases("landforms")]
    shouted = [word.upper() for word in phrases("landforms") if word not in body]
    landform = f"(?:{'|'.join(titled + shouted)})"
    form = f"(?:{'|'.join(word.upper() for word in body)})"
    return [
        rule("ADDRESS", rf"\bborn[ ]\[DATE\],[ ](?-i:(?P<v>{RUN}))(?=\))"),
        rule(
            "ADDRESS",
            rf"\b(?:mv[ac]|rt[ac]|collision|accident|crash)[ ]near[ ](?-i:(?P<v>{WORD}(?:[ ]{WORD}){{0,2}}))"
            rf"(?=[ ]*(?:[.,;)]|$))",
            Reading.CALLED_SO,
        ),
        rule(
            "ADDRESS",
            rf"\b{any_of('place_cues')}[ ]+(?:the[ ]+)?(?!"
            rf"(?:{any_of('titles')}|mdt|mdm|mdts|se|im|ima|ser|img|image|series|slice|lt|rt|patient(?:['’]s)?|pt|ed|er|[rlf]|"
            rf"icu|picu|nicu|itu|hdu|pacu)\b)(?-i:(?P<v>{RUN}))",
            Reading.CUED,
        ),
        rule(
            "ADDRESS",
            rf"\b(?:lives?|living|lived|resid(?:es|ing)|born|raised)[ ]+(?:\[(?:DATE|ID)\][ ]+)?(?:in|at)"
            rf"[ ]+(?-i:(?P<v>(?!(?i:{_NO_DWELLING})\b){WORD}"
            rf"(?:[ ](?!AND\b|WITH\b|ON\b|AT\b|IN\b|WORKS\b|FOR\b|SINCE\b){WORD}){{0,2}}))",
        ),
        rule(
            "ADDRESS",
            r"\b(?:lives?|living|lived|resid(?:es|ing)|born|raised)[ ]+(?:\[(?:DATE|ID)\][ ]+)?(?:in|at)[ ]+"
            rf"(?P<v>(?!(?:{_NO_DWELLING})\b)[^\W\d_]+"
            rf"(?:[ ][^\W\d_]+){{0,2}}?)(?=[,.;\n]|$)",
        ),
        rule("ADDRESS", r"(?-i:\[ADDRESS\],?[ ]?(?P<v>ID))(?=[ ]?(?:\d{5}|\[)|[.;,)]|[ \t]*$)"),
        rule(
            "ADDRESS",
            r"\[(?:ADDRESS|ORG)\],[ ](?P<v>(?:port|fort|mount|cape|lake|new|old|great|little|saint|st\.?))[ ]"
            r"(?=\[(?:NAME|ADDRESS)\])",
        ),
        rule(
            "ADDRESS",
            rf"^patient[ ](?:mrs?\.?[ ]|ms\.?[ ]|miss[ ])?\[NAME\](?:[ ]\[NAME\])?[ ]of[ ]"
            rf"(?-i:(?P<v>{RUN}))(?=[ \t]*$)",
        ),
        rule("ADDRESS", rf"\bof[ ]+(?-i:(?P<v>{RUN}))(?=[ ]+(?:PD|police|fire|EMS)\b)"),
        rule(
            "ADDRESS",
            r"(?:^|[:|][ ]|\b(?:of|at|by|with|to|from|per|agency)[ ])"
            r"(?P<v>(?!(?:the|local|state|city|county|military)\b)[^\W\d_\[][\w'’]*"
            r"(?:[ ][^\W\d_][\w'’]*){0,2}?)(?=[ ](?:police|sheriff(?:'s)?|fire)[ ]"
            r"(?:department|dept|office|rescue|district|station|stn)\b)",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\[(?:NAME|ADDRESS|LOCATION|ORG)\][ ](?P<v>{landform}(?:[ ]{landform})?))"
            rf"(?=[ ]*(?:[,.;:)\n]|$)|[ ](?:on|in|for|since|at|dated|police|fire|pd|ems|\[))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?:\b(?:IN|FROM|NEAR|AT)[ ]\[NAME\]|\[(?:ADDRESS|LOCATION)\])[ ](?P<v>{form}))"
            rf"(?=[ ]*(?:[,.;:)\n]|$)|[ ](?:on|in|since|dated|\[))",
        ),
        rule(
            "ADDRESS",
            rf"(?:,|\b(?:in|from|near|of|at|scene))[ ]\[(?:NAME|ADDRESS)\][ ](?P<v>{any_of('landforms')})"
            rf"(?=,[ ](?:{state}\b|\[ADDRESS\]))",
        ),
        rule(
            "ADDRESS",
            rf"(?:,|\b(?:in|from|near|scene))[ ]\[(?:NAME|ADDRESS)\][ ]"
            rf"(?P<v>(?!{any_of('body_forms')}\b){any_of('landforms')})"
            rf"(?=[ ]*[,.;)\n]|$|[ ](?:on|in|since|dated|last)\b)",
        ),
        rule(
            "ADDRESS",
            r"(?:[,;(]|\b(?:in|from|near|at))[ ](?P<v>(?:cape|fort|mount|lake)[ ](?!louise)[^\W\d_]+)"
            r"(?=[.,;)\n])",
            Reading.NAMED,
        ),
        rule(
            "ADDRESS",
            rf"(?P<v>\b{any_of('town_firsts')}(?:[ ](?:de|del|da|do|dos|di|la|el))?)[ ]"
            rf"(?=\[(?:NAME|ADDRESS|LOCATION|ORG)\])",
        ),
        rule(
            "ADDRESS",
            r"(?-i:(?<![Ll][Ee][ ])(?P<v>\b(?:New|NEW|Market|MARKET|Old|Upper|UPPER|Lower|LOWER|Great|Little|"
            r"North|NORTH|"
            r"South|SOUTH|East|EAST|West|WEST|Port|PORT|Fort|FORT|Bad|BAD|Grand|Glen|High|Long))[ ]"
            r"(?=\[(?:ADDRESS|LOCATION|ORG)\]))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:in|near|outside|around)[ ](?P<v>"
            rf"(?!{_NO_TOWN}){WORD}(?:[ ](?!{_NO_TOWN}){WORD}){{1,2}})"
            rf"(?=[ ]*(?:[,.;)\n]|$)|[ ](?:on|since|in|at|by|with|and|where|when|for|\[)))",
            Reading.TOWN,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:in|near|outside|from|at|to)[ ]\[(?:ADDRESS|LOCATION)\][ ]"
            rf"(?P<v>(?!{_NO_TOWN})[{UPPER}][a-zà-ÿ]{{2,}})"
            rf"(?=[ ]*(?:[,.;)\n]|$)|[ ](?:on|since|in|at|by|with|and|where|when|for)\b))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:in|near|at|from)[ ](?P<v>(?:Lower|Upper|Market|Nether)[ ](?!{_NO_TOWN}){WORD}))",
            Reading.TOWN,
        ),
        rule("ADDRESS", rf"(?-i:(?P<v>(?:{WORD}[ ]){{0,2}}{WORD},[ ](?i:via))[ ](?=\[ADDRESS\]))"),
        rule("ADDRESS", r"\b(?:near|in|from)[ ](?P<v>market)[ ](?=\[NAME\])"),
        rule("ADDRESS", r"\[ADDRESS\](?P<v>,[ ]via)[ ](?=\[ADDRESS\])"),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:in|near|outside|from|at|to)[ ](?P<v>(?!{_NO_TOWN}){WORD})[ ]"
            rf"(?=\[ADDRESS\](?:[ ]\[ADDRESS\])?[ ]*(?:[,.;)\n]|$|on\b|since\b)))",
        ),
        rule(
            "ADDRESS",
            r"\b(?:in|from|of|at|near|to)[ ](?P<v>(?:port|fort|new|old|great|little|mount|lake|grand|glen|"
            r"bad|cape|point|prairie)(?:[ ](?:of|du|de|la|el))?)[ ](?=\[NAME\])",
        ),
        rule(
            "ADDRESS",
            r"\bof[ ](?P<v>[^\W\d_\[][\w'’]*(?:[ ][^\W\d_][\w'’]*){0,2}?)(?=[ ](?:pd|police|fire|ems)\b)",
            Reading.NAMED,
        ),
        rule(
            "ADDRESS",
            r"(?<=\[ADDRESS\]),[ ](?P<v>[^\W\d_]+(?:[ ][^\W\d_]+)?)"
            r"(?=[.;][ ]|[ ]in[ ]\[DATE|\.?\n|\.?$|,[ ]?\[)",
            Reading.STRANGE,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?P<v>(?:FOB|COP|Camp|CAMP|(?i:forward[ ](?:operating[ ])?base|patrol[ ]base)|"
            rf"(?i:role)[ ][1-4])[ ]{WORD}))",
        ),
        rule(
            "ADDRESS",
            rf"(?<=\], )(?-i:(?P<v>(?!(?i:{any_of('credentials')}|{any_of('relatives')}|{any_of('titles')}|"
            rf"for|now|no|not|read|with|and|the|please|has|had|was|is|rule)\b){RUN}))(?=,)",
            Reading.CUED,
        ),
    ]
