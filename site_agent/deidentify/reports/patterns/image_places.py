"""Institutions and towns of plain words, told by what is said of them.

Rules: words with capitals before the images of a date, behind "phoned through to" before a switchboard, and
behind "-year-old lady from" are a place; in a text of capitals only when a word of a place ends them; a word
beside a place that has gone belongs to it; so do the article, the particle and the "Drs" of its name.

Not here: institutions told by their kind (`institutions`), towns told by other words (`towns`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.initials import METHODS
from site_agent.deidentify.reports.patterns.writing import UPPER, WORD, Reading, phrases, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_KEPT: Final = (
    r"(?:stud(?:y|ies)|images?|imaging|films?|scans?|reports?|notes|records?|dis[ck]s?|cds?|examinations?|"
    r"radiographs?|x-?rays?|letter)"
)
_GONE: Final = r"\[(?:ORG|ADDRESS|LOCATION|NAME)\]"
_PLACE: Final = r"\[(?:ORG|ADDRESS|LOCATION)\]"
_ENDS: Final = r"(?=[ ]*(?:[,.;:)|]|$)|[ ](?:on|for|by|at|and|was|were|in|is|to|who|has|had|\[))"
_FEW: Final = rf"(?-i:{WORD}(?:[ ]{WORD}){{0,3}})"
_PARTICLE: Final = (
    r"(?:o|of|of[ ]the|of[ ]our|de|del|de[ ]la|de[ ]los|do|da|dos|das|du|des|di|della|la|le|les|el|y|et|und|"
    r"im|am|an[ ]der|auf|nga|ki|kei|te|van|van[ ]de|von|von[ ]der|bei|sur|sous|upon|al|ul|ya|wa|za|los|las)"
)
_HOLY: Final = (
    r"(?:good[ ](?:samaritan|shepherd|hope|counsel)|holy[ ](?:cross|family|name|redeemer|spirit|trinity|"
    r"rosary|angels|child|lamb|ghost)|sacred[ ]heart|precious[ ]blood|bon[ ]secours|blessed[ ]sacrament|"
    r"divine[ ](?:mercy|saviou?r|providence)|all[ ](?:saints|souls))"
)
_MORE_LAND: Final = (
    "end",
    "oak",
    "elm",
    "pine",
    "willow",
    "cross",
    "side",
    "barrow",
    "nook",
    "edge",
    "quay",
    "bridge",
    "pond",
    "pool",
    "crossroads",
    "row",
    "lock",
    "tree",
    "stile",
)
"""Words that end the names of places and of parts of the body, too many to be landforms everywhere."""
_ENDING: Final = rf"(?-i:(?=[{UPPER}]))(?:{'|'.join((*phrases('landforms'), *_MORE_LAND))})(?!\w)"
_NO_HOME: Final = (
    rf"(?!(?:the|an?|our|his|her|their|your|my|this|that|home|abroad|overseas|nursing|care|clinic|{METHODS}|"
    r"outpatients?|inpatients?|ward|theatre|another|outside|out|local|unit|rehab\w*|prison|hospice|birth|"
    r"falls?|fall(?:ing)?|hospital|emergency|general|custody|detention|school|work|recovery|intensive|"
    r"critical|"
    r"day|night|last|first|next|left|right|prone|supine|acute|chronic|clinical|radiology|january|february|"
    r"march|april|may|june|july|august|september|october|november|december|early|late|mid|both|all|two|three|"
    r"four|five|six|one|private|public|primary|secondary|tertiary|\w+ology)(?!\w))"
)
_WORD: Final = rf"(?-i:[{UPPER}][\w'’\-]*|\[(?:ADDRESS|NAME|LOCATION|ORG)\])"
_HOME: Final = rf"(?-i:[{UPPER}][\w'’\-]+)(?:[ ]{_WORD}){{0,2}}?"
_LANDED: Final = rf"(?:(?:{_WORD})[ ]){{0,2}}{_ENDING}"
_MET: Final = r"(?:meeting|mdt|mdm|conference|tumou?r[ ]board|grand[ ]rounds?)\b"
_KIND: Final = (
    r"(?:dental|vascular|base|royal|orthopa?edics?|women['’]s|children['’]s|eye|chest|heart|cancer|"
    r"maternity|general|"
    r"regional|district|memorial|county|community|university|private|public|surgical|medical|imaging|"
    r"diagnostics?|"
    r"radiology|specialist|rehabilitation|psychiatric|birthing|veterans|fertility|dialysis|renal|cardiac|"
    r"neuro\w*)"
)
"""What kind of institution a place has, when the word for it is left out: "the images of Quayle Royal"."""
_SHOUTED: Final = (
    r"(?:HOSPITAL|INFIRMARY|PRACTICE|CENTRE|CENTER|TRUST|GROUP|PARTNERS|ASSOCIATES|HOSPICE|INSTITUTE)"
)
_SOMEBODY: Final = (
    r"(?:man|woman|lady|gentleman|male|female|boy|girl|infant|baby|neonate|child|patient|teenager|farmer|"
    r"student|nurse|teacher|resident|worker|driver|smoker|retiree|pensioner|\w{3,}er|\w{3,}ist)"
)


def image_places() -> list[Rule]:
    """Return the rules of places told by what is said of them."""
    return [*_images(), *_homes(), *_articles()]


def _images() -> list[Rule]:
    dated = r",?[ ](?:of|from|dated|on|taken|performed)?[ ]?\[DATE\]"
    said = rf"[ ]{_KEPT}(?:{dated}|[,.;]|[ ](?:on|show|from|of|and|were|are|was|is)\b|[ ]*$)"
    return [
        rule(
            "ORG",
            rf"\b(?:the|prior|outside|from|with)[ ](?P<v>{_FEW})(?=[ ]{_KEPT}{dated})",
            Reading.CALLED_SO,
        ),
        rule("ORG", rf"{_GONE}[ ](?P<v>{_FEW})(?=[ ]{_KEPT}{dated})", Reading.UNSAID),
        rule("ORG", rf"\b(?:the|of|with|from)[ ](?P<v>{_HOLY}(?:[ ]of[ ](?-i:{WORD}))?)(?={said})"),
        rule("ORG", rf"{_GONE}[ ](?P<v>{_PARTICLE})[ ](?={_GONE}{said})"),
        rule("LOCATION", rf"\[(?:ORG|ADDRESS)\]['’](?P<v>s)(?=[ ]{_KEPT}{dated})"),
        rule(
            "ORG",
            rf"(?:^|[ ]{{2}}|[|\t])[ ]*(?:location|facility|performing[ ]site|site|hospital|campus)[ ]?:[ ]*"
            rf"(?!(?:{METHODS}|[io]pd?|main|amb|emg|home|none|nil|yes|left|right|both)(?!\w))"
            rf"(?-i:(?P<v>[A-Z]{{2,5}}))(?=[ ]{{2}}|[ \t]*(?:$|[|\t]))",
            Reading.ABBREVIATED,
        ),
        rule(
            "ORG",
            rf"\b(?:to|at|from|with|via)[ ](?P<v>{_FEW})(?=[ ]\((?:switchboard|tel|telephone|phone|fax|"
            rf"reception)\b)",
            Reading.CALLED_SO,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:to|at|from|in|the|near|via)[ ](?P<v>{WORD}))[ ](?=\[ADDRESS\])",
            Reading.TOWN,
        ),
        rule(
            "ORG",
            rf"\b(?:of|at|from|to|the|via)[ ]{_GONE}[ ](?P<v>(?-i:(?=[{UPPER}])){_KIND})"
            rf"(?=[ ](?:with|on|for|and|was|where|{_KEPT})\b|[,.;)]|[ ]*$)",
        ),
        rule("ORG", rf"{_GONE}[ ](?P<v>(?-i:{_SHOUTED}))(?=[ ]*(?:$|[,;|)]|\.(?:[ ]|$)))"),
        rule(
            "ORG",
            rf"(?-i:^[ \t]*(?:Dr|DR|Prof|Professor|PROF|Mr|Mrs|Ms|Miss)\.?[ ]\[NAME\](?:[ ]\[NAME\])*[ \t]*\n"
            rf"[ \t]*(?P<v>{WORD}(?:[ ]{WORD}){{0,3}})[ \t]*\n\s*(?=Dear\b|DEAR\b))",
        ),
        rule("ADDRESS", rf"\bthe[ ]{_NO_HOME}(?P<v>{_LANDED})(?=[ ]{_MET})", Reading.UNSAID),
        rule("ADDRESS", rf"\[ADDRESS\][ ](?P<v>{_ENDING})(?=[ ]{_MET})"),
        rule("ORG", r"\b(?:of|at|from)[ ]\[NAME\][ ](?P<v>of)[ ](?=\[(?:NAME|ADDRESS)\])"),
    ]


def _homes() -> list[Rule]:
    follows = (
        r"(?=[ ](?:with|who|was|is|has|had|presents?|presenting|presented|admitted|referred|and|after|"
        r"following|"
        r"complaining|brought|seen|sent|known|aged)\b|[,.;]|[ ]*$)"
    )
    acted = (
        r"(?:performed|imaged|seen|done|scanned|treated|diagnosed|appointments|lives|living|born|raised|"
        r"grew[ ]up|practises|works|him|her|them)"
    )
    return [
        rule(
            "ADDRESS",
            rf"[ \-]old[ ](?:\w+[ ]){{0,3}}?{_SOMEBODY}[ ]from[ ]{_NO_HOME}(?P<v>{_HOME}){follows}",
        ),
        rule(
            "ADDRESS",
            rf"(?:\[NAME\]|\b(?:s?he|they|family|patient|pt))[ ](?:has[ ]|had[ ])?(?:moved|relocated|"
            rf"emigrated)"
            rf"(?:[ ]\w+)?[ ]from[ ]{_NO_HOME}(?P<v>{_HOME})(?=[ ](?:to|in)\b|[,.;])",
        ),
        rule(
            "ADDRESS",
            rf"\bmoved(?:[ ]from[ ]\[\w+\](?:[ ]\w+|[ ]\[\w+\])?)?[ ]to[ ]{_NO_HOME}(?P<v>{_HOME})"
            rf"(?=[ ]in[ ](?:\[DATE\]|(?:19|20)\d\d|(?-i:[{UPPER}])))",
        ),
        rule(
            "ADDRESS",
            rf"(?:\[NAME\]|\b(?:arranged|booked|performed|done|placed|scan|study|examination|treated|"
            rf"admitted|"
            rf"inserted|implanted|removed|delivered|clinic|surgery|"
            rf"appointment))[ ]at[ ]{_NO_HOME}(?P<v>{_LANDED})"
            r"(?=[ ](?:(?:on|in)[ ](?:\[DATE\]|\d)|for[ ]|and[ ]|was[ ])|[.,;]|[ ]*$)",
            Reading.UNSAID,
        ),
        rule(
            "ADDRESS",
            rf"\b(?:near|outside|in|from)[ ]\[NAME\]['’]s[ ](?P<v>{_ENDING})(?=[ ](?:at|on|by|in)[ ]|"
            rf"[,.;]|[ ]*$)",
            Reading.UNSAID,
        ),
        rule(
            "ADDRESS",
            rf"\b(?:performed|imaged|scanned|treated|appointments|lives|"
            rf"living)[ ]in[ ]{_NO_HOME}(?P<v>{_LANDED})"
            r"(?=[ ](?:(?:on|in)[ ](?:\[DATE\]|\d)|as[ ]|because[ ]))",
        ),
        rule(
            "ADDRESS",
            rf"\b{acted}[ ]in[ ]{_NO_HOME}(?P<v>{_LANDED})(?=[ ](?:on|as|because|since|is|was|where|with|"
            rf"for|and|\[DATE\])(?!\w)|[,.;]|[ ]*$)",
            Reading.UNSAID,
        ),
        rule(
            "ADDRESS",
            rf"\[ADDRESS\][ ](?P<v>{_ENDING})(?=[ ](?:as|because|to|in|with|on|was|is|who|where)\b|[,.;]|"
            rf"[ ]*$)",
            Reading.UNSAID,
        ),
        rule(
            "ADDRESS",
            rf"(?:\b(?:at|to|of)[ ]|^[ \t]*|,[ ])(?P<v>\d{{2,5}}[ ](?!(?:left|right|both|"
            rf"the)(?!\w))(?-i:{WORD})[ ]"
            rf"(?-i:(?=[{UPPER}]))(?:side|acres?|row|bank|end|fold|yard|quay|reach|rise|holt|view|edge))"
            rf"(?=,[ ](?-i:[{UPPER}\[]))",
        ),
    ]


def _articles() -> list[Rule]:
    return [
        rule(
            "LOCATION",
            rf"(?:\b(?:at|from|to|by|of|via|in|with)[ ]|"
            rf"[,;(:][ ]?)(?-i:(?P<v>The|THE))[ ](?={_GONE}(?:[ ]?{_GONE})*{_ENDS})"
            r"(?!the[ ]\[NAME\][ ](?:is|was|and|has|had|to|for|in)\b)",
        ),
        rule("ORG", rf"{_PLACE}[ ](?P<v>{_PARTICLE})[ ](?={_GONE}(?![ ]*['’]))"),
        rule("ORG", r"(?P<v>(?<!\w)(?:drs|doctors)\.?)[ ](?=\[NAME\][^\n.:]{0,30}\[ORG\])"),
        rule(
            "ORG",
            r"\b(?:at|via|prior|previous|outside|practice[ ]*:|surgery[ ]*:|gp[ ]*:)[ ]*\(?(?P<v>drs\.?)[ ]"
            r"(?=\[(?:NAME|ORG)\])",
        ),
        rule("ORG", r"\((?P<v>drs\.?)[ ](?=\[(?:NAME|ORG)\])"),
    ]
