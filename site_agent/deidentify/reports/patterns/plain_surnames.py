"""People whose surname is a word of every report: Wall, Hand, Short, Blood, Long, Read.

Rules: where only somebody can stand, a word with a capital is a name whatever it means: behind an initial
that follows a member of staff or a request to ring, before "'s registrar" and "'s images", before "QA'd", in
brackets behind "on call", behind a relative or a member of staff and a given name when what people do
follows, at the end of a header's name. Roles, days and whom everybody has ("the patient's images") are
nobody's.

Not here: meetings, pages and calls (`jottings`), surnames that no report uses otherwise (`names`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.jottings import CAP, NO_ONE
from site_agent.deidentify.reports.patterns.writing import UPPER, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_STAFF: Final = (
    r"(?:attending|registrar|resident|consultant|fellow|sho|spr|nurse|physician|surgeon|intern|matron|sister|"
    r"house[ ]officer|midwife|practitioner|scientist|physiologist|physicist|dosimetrist|co-?ordinator|"
    r"investigator|manager|secretary|typist|clerk|porter|paramedic|student|assistant|therapist|dietitian|"
    r"orthotist|podiatrist|audiologist|dentist|optometrist|pharmacist|counsell?or|chaplain|interpreter|"
    r"chaperone|operator|technician|technologist|radiographer|sonographer|mammographer|echocardiographer|"
    r"radiologist|cardiologist|oncologist|urologist|neurologist|pathologist|haematologist|hematologist|"
    r"gastroenterologist|nephrologist|paediatrician|pediatrician|neonatologist|obstetrician|anaesthetist|"
    r"anesthetist|anesthesiologist|psychologist|psychiatrist|vascular[ ]technologist)"
)
_KIN: Final = (
    r"(?:(?:foster[ ])?carer|guardian|next[ ]of[ ]kin|nok|keyworker|key[ ]worker|neighbou?r|teacher|coach)"
)
_ASKED: Final = (
    r"(?:ring|phone|call|contact|telephone|bleep|page|e-?mail|text|ask[ ]for|speak[ ]to|write[ ]to)"
)
_INITIALLED: Final = rf"(?-i:(?:[{UPPER}]\.[ ]?){{1,2}}[{UPPER}][\w'’\-]+)"
_ONE: Final = rf"{NO_ONE}(?P<v>(?:(?-i:St|ST|Mc|Mac)\.?[ ])?{CAP})"
_NOT_HIS: Final = (
    r"(?!(?:today|yesterday|tomorrow|tonight|last|this|week|month|year|morning|(?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day|child(?:ren)?|infant|baby|bab(?:y|ie)s|women|men|man|woman|boy|girl|people|other|"
    r"hospital|"
    r"department|world|reader|user|client|company|practice|everyone|nobody|somebody|someone|twin|foetus|"
    r"fetus|"
    r"tech|st|king|queen|veteran|god|master|bachelor|winter|summer|spring|autumn|january|february|march|"
    r"april|"
    r"june|july|august|september|october|november|december)['’]?s?(?!\w))"
)
_NO_SUBJECT: Final = (
    r"(?!(?:Patient|Pt|Client|This|That|There|It|He|She|Who|Baby|Child|Infant|Neonate|Mother|Father|Donor|"
    r"Recipient|Twin|Subject|Proband|Index|Woman|Man|Boy|Girl|Lady|Gentleman|Resident|Veteran)\b)"
)
_OWNED: Final = (
    r"(?:images?|scans?|films?|imaging|pictures|x-?rays?|registrar|resident|fellow|houseman|"
    r"house[ ]officer|sho|"
    r"intern|secretary|list|clinic|referral|letter|request|team|patients?|office|note|opinion|report)\b"
)
_DEED: Final = (
    r"(?:present|absent|by[ ](?:phone|telephone|video)|stayed|attended|attends|in[ ]attendance|held|holds|"
    r"holding|on[ ]the[ ](?:phone|line)|consented|consents|gave|gives|interpreted|interprets|translated|"
    r"translates|assisted|assisting|performed|performs|scanned|told|tells|said|says|agreed|agrees|requested|"
    r"called|rang|came|brought|declined|refused|signed|explained|reported|witnessed|chaperoned|accompanied|noted)\b"
)
_NO_SURNAME: Final = (
    rf"(?!(?:{_DEED}|is|was|were|are|also|not|and|or|will|has|had|who|did|does|do|by|on|in|at|of|to|the|then|"
    r"now|with|from|for|as|but|both|all|here|there|aware|himself|herself|male|female|adult|again|kindly|"
    r"today|"
    rf"verbally|\w+ly|{any_of('credentials')})(?!\w))"
)
_SURNAME: Final = rf"{_NO_SURNAME}(?P<v>(?-i:(?:St\.?[ ]|ST\.?[ ])?[{UPPER}][\w'’\-]+))"
_TITLE: Final = r"(?:mrs?|ms|miss|mx|dr|doctor|prof(?:essor)?|sister|nurse|sir|dame|rev)\.?"
_HUMAN: Final = (
    r"(?:tells|told|describes|says|said|agrees|agreed|lives|prefers|wishes|denies|denied|complains|"
    r"complained|"
    r"attends|attended|smokes|recalls|remembers|thanks|asks|asked|wants|moved|works|worked|takes|drives|"
    r"fell)\b"
)
_FINITE: Final = (
    r"(?:is|was|has|had|will|would|can|could|saw|came|went|agrees|agreed|says|said|tells|told|asks|asked|"
    r"feels|felt|"
    r"thinks|thought|suspects|suspected|wishes|wants|knows|knew|reports|reported|notes|noted|and[ ]I)\b"
)
_DONE_TO: Final = (
    r"(?:seen|told|examined|referred|admitted|asked|informed|warned|accompanied|consented|born)\b"
)
_NO_DAY: Final = (
    r"(?!(?:today|yesterday|tonight|tomorrow|again|directly|overnight|earlier|later|first|last|next|this|"
    r"that|"
    r"verbally|face|over|via|before|after|since|when|while|because|if|so|she|he|they|it|we|i|you|whom|"
    r"whose|which|"
    r"who|where|might|must|should|shall|can|could|would|never|always|often|ct|mri?|us|xr|radiology|"
    r"surgery|"
    r"clinic|office|hospital|service|team|ward|unit|practice|consultant|registrar|\w+olog(?:y|ist)|\w+ed|"
    r"\w+ing)"
    r"(?!\w))"
)
_GIVEN_WORD: Final = (
    r"(?:Will|May|Rich|Drew|Grant|Chase|Chip|Art|Rod|Pat|Sandy|Miles|Skip|Guy|Dale|Glen|Heath|Cliff|Frank|"
    r"Hope|Joy|Faith|Grace|Ray|Gene|Jewel|Rusty|Buddy|Major|Star|Dean|Bill|Mark|Rose|Lily|Iris|Ivy|Olive|"
    r"Violet|Daisy|Ruby|Pearl|Amber|Crystal|Dawn|Eve|Summer|Autumn|June|April|August|Angel|Earnest|Ernest|"
    r"Chance|Lane|Reed|Wade|Forrest|Royal|Rocky|Sunny|Stone|Sky|River|Sage|Basil|Ginger|Clay|Norm|Bob|Jack)"
)
"""Given names that are words of reports too."""
_PARTICLE: Final = r"(?:te|ap|ab|ferch|mac|nic|n[ií]|ter|ten|op|t[’']|o|st\.?)"


def plain_surnames() -> list[Rule]:
    """Return the rules of people whose surname is a word of reports."""
    return [
        *_initialled(),
        *_owners(),
        *_doing(),
        *_by_job(),
        *_told(),
        *_in_fields(),
        *_titled(),
        *_behind_given(),
        *_parts(),
    ]


def _initialled() -> list[Rule]:
    """Return the rules of a surname behind its initial, and of who is rung or told without a title."""
    number = (
        r"(?:on|at|via)[ ](?:(?:ext|extn|x|bleep|pager|dect|tel|mobile|mob)\.?[ ]?)?#?(?:\[PHONE\]|\d{3,})"
    )
    directly = r"(?:in[ ]person|face[ ]to[ ]face|by[ ](?:tele)?phone|over[ ]the[ ]phone|verbally|directly)\b"
    nobody = (
        r"(?!(?:patients?|pt|family|team|nurse|staff|doctor|registrar|clinicians?|referrer|mother|father|wife|"
        r"husband|son|daughter|parents?|ward|ed|er|icu|him|her|them|me|us|both|surgeons?|physicians?)(?!\w))"
    )
    told = r"(?:told|informed|notified|advised|alerted|updated|briefed|telephoned|phoned|rang|called|bleeped)"
    return [
        rule("NAME", rf"\b{_ASKED}[ ](?:(?i:on-?call)[ ])?{_ONE}(?=[ ]{number})", Reading.CALLED_SO),
        rule("NAME", rf"\b{told}[ ]{nobody}{_ONE}(?=[ ]{directly})"),
        rule("NAME", rf"(?-i:(?P<v>\b[A-Z]\.[ ]{CAP}))(?=[ ]\((?:pgy-?\d|r\d|att\w*|fellow|resident)\b)"),
        rule("NAME", rf"(?-i:\[NAME\][ ](?P<v>{_GIVEN_WORD}))(?=[ ]{{2}}|[ \t]*$)"),
        rule("NAME", r"(?-i:\((?P<v>[A-Z]\.)(?=\s\[NAME\]\)))"),
        rule("NAME", rf"(?-i:^[ \t]*(?P<v>[A-Z]{{1,3}})(?=[ ]\[NAME\],?[ ]{any_of('credentials')}))"),
        rule("NAME", rf"(?-i:\[NAME\]\^(?P<v>[A-Z](?![\w])|{CAP}(?:\^[A-Z])?))(?=[|^]|[ \t]*$)"),
        rule("NAME", r"(?-i:\b(?:Dr|DR)\.?[ ](?P<v>MR)(?=[ ]\[NAME\]))"),
        rule("NAME", r"(?-i:\d\d:\d\d(?::\d\d)?[ ](?P<v>[A-Z]{3,12})(?=,[ ]\[NAME\][ \t]*$))"),
        rule("NAME", r"(?-i:^(?P<v>[A-Z]{3,12})(?=[ ]\[NAME\][ ]\|))"),
        rule("NAME", rf"\bteam[ ]lead(?:er)?[ ]{_ONE}(?=[ ](?:at|present|on|in)\b|[,.;])", Reading.CALLED_SO),
        rule(
            "NAME",
            rf"{_ONE}(?=['’]s[ ](?:preliminary|prelim|final|overnight|wet|initial|provisional)[ ]"
            rf"(?:and|reads?|reports?|interpretation|impression|opinion|result)\b)",
            Reading.CALLED_SO,
        ),
        rule(
            "NAME",
            rf"\b(?:son|daughter|wife|husband|mother|father|sister|brother|partner|niece|nephew|aunt|uncle|"
            rf"spouse|guardian|carer|caregiver|friend|grandson|granddaughter)[ ]{_ONE}"
            rf"(?=[ ](?:signed|states?|consented|attended|present|interpreted|translated|"
            rf"reports|accompanied)\b)",
            Reading.CALLED_SO,
        ),
        rule(
            "NAME",
            rf"\b(?:radiographer|sonographer|technologist|tech|mammographer)(?:['’]s)?[ ](?:comment|note)s?"
            rf"[ ]\((?-i:(?P<v>(?:[A-Z]\.?[ ]){{1,2}}{CAP}))(?=\))",
        ),
        rule("NAME", rf"(?-i:(?:^|[|;:][ ])(?P<v>{_GIVEN_WORD})(?=[ ]\[NAME\]))"),
        rule("NAME", rf"(?-i:\[NAME\],[ ](?P<v>{_GIVEN_WORD.upper()}|{_GIVEN_WORD}))(?!\w)"),
        rule("NAME", rf"\[NAME\],[ ](?-i:(?P<v>{CAP}))(?=[ ]-|[ \t]*$)", Reading.BORNE),
        rule("NAME", r"\[NAME\],[ ](?-i:(?P<v>[a-z]\.))(?=[ \t]*$)"),
        rule("NAME", r"(?-i:(?<![\w.'’/\-])(?P<v>[b-hj-z])(?=[ ]\[NAME\][ ]\())"),
        rule("NAME", rf"\b(?:{_STAFF}|{_KIN})(?:[ ](?:is|was)|[ ]?[:,])?\s(?P<v>{_INITIALLED})"),
        rule(
            "NAME", rf"\b{_ASKED}\s(?P<v>{_INITIALLED})(?=[ ](?:on|at|from|in|for|about|with|if|\[)|[,.;(])"
        ),
        rule(
            "NAME",
            rf"(?<![\w.])(?P<v>{_INITIALLED})(?=,[ ](?:the[ ]|our[ ]|his[ ]|"
            rf"her[ ])?(?:\w+[ ]){{0,3}}{_STAFF}\b)",
        ),
        rule(
            "NAME",
            rf"\bsigned(?:[ ]by)?[ ](?P<v>(?-i:[{UPPER}]\.?[ ](?:[{UPPER}]\.?[ ])?[{UPPER}][\w'’\-]+))"
            rf"(?=[ ](?:and[ ])?(?:dated|on)\b)",
        ),
        rule(
            "NAME",
            rf"\d[:.]?\d\d[ ]?(?:h|hrs?|[ap]\.?m\.?)?,?[ ](?P<v>{_INITIALLED})"
            rf"(?=[ ](?:from|of)[ ](?:the[ ])?\w+|[ ](?:rang|phoned|called|telephoned|bleeped|paged)\b)",
        ),
    ]


def _owners() -> list[Rule]:
    """Return the rules of whose images, list or registrar something is."""
    return [
        rule(
            "NAME",
            rf"(?<![\w'’\-.]){_NOT_HIS}{NO_ONE}(?P<v>(?:(?-i:St|"
            rf"ST)\.?[ ])?(?-i:[{UPPER}][\w\-]+?))(?=['’]s[ ]{_OWNED})",
        ),
    ]


def _doing() -> list[Rule]:
    """Return the rules of what staff do with images and who is on call."""
    return [
        rule("NAME", rf"(?<![\w'’\-]){_ONE}(?=[ ]Q[AC]['’]?e?d\b)"),
        rule("NAME", rf"\[NAME\][ ]scanned,[ ]{_ONE}(?=[ ]\w+(?:ed|['’]d)\b)"),
        rule("NAME", rf"(?:\[NAME\]|[{UPPER}]\w+)[ ]Q[AC]['’]?e?d,[ ]{_ONE}(?=[ ]\w+(?:ed|['’]d)\b)"),
        rule("NAME", rf"(?<![\w'’\-]){_ONE}(?=[ ]scanned,[ ](?:\[NAME\]|{CAP})[ ]Q[AC]['’]?e?d\b)"),
        rule("NAME", rf"\bon[ \-]?call[ ]\({_ONE}(?=\))"),
        rule(
            "NAME",
            rf"\b(?:called|asked|paged|fetched)[ ]{_ONE}(?=[ ](?:in|from|at)[ ][^\n.,;]{{2,20}}?[ ]to[ ]"
            rf"(?:help|assist|hold|lift|move)\b|[ ]to[ ](?:help|assist)\b)",
        ),
    ]


def _by_job() -> list[Rule]:
    """Return the rules of who stands behind a job or as whose relative, by what they do there."""
    somebody = rf"(?:{any_of('relatives')}|{_STAFF}|chair)"
    return [
        rule(
            "NAME",
            rf"\b{somebody}[ ]\[NAME\][ ]{_SURNAME}(?=[ ](?:\w+ly[ ])?{_DEED}|,[ ](?:assisted|supervised|"
            rf"present)\b)",
        ),
        rule(
            "NAME",
            rf"\b(?:his|her|their|the)[ ]{any_of('relatives')}[ ]{_SURNAME}(?=[ ](?:gave|gives|interpreted|"
            rf"translated|reports|reported|states|stated)[ ](?:the[ ]|an?[ ])?(?:history|that|for)\b)",
        ),
        rule("NAME", rf"\btwins?,[ ](?-i:(?P<v>[{UPPER}][\w'’\-]+))(?=,[ ](?:day|aged|age|now|born|\d))"),
        rule(
            "NAME",
            rf"\b(?:charge[ ]nurse|respiratory[ ]therapist|{_STAFF})[,:]?[ ]{_SURNAME}"
            r"(?=,?[ ](?:is|was)[ ](?:aware|informed|notified|told|called|paged)\b|"
            r",[ ](?:received|acknowledged|took|was)\b|,[ ]\[(?:PHONE|ID)\]|[ ]at[ ]\d{1,2}[:.]\d\d|"
            r"[ ](?:received|acknowledged|notified|took)\b)",
        ),
        rule(
            "NAME",
            rf"\b(?:hospitalist|intensivist|nocturnist|(?:trial|research|study)[ ]nurse|{_STAFF})"
            rf"[ ]{_SURNAME}"
            r"(?=[ ](?:to[ ](?:arrange|review|follow|see|discuss|contact|re-?scan|repeat|chase)|"
            r"is[ ]available|"
            r"has[ ]been[ ](?:messaged|informed|notified|told|called|paged|contacted)|noted|noting)\b)",
        ),
        rule(
            "NAME",
            rf"\b(?:his|her|their)[ ]{any_of('relatives')},[ ]{NO_ONE}(?P<v>(?-i:[{UPPER}][a-zà-ÿ'’\-]+))"
            rf"(?=,[ ])",
        ),
        rule(
            "NAME",
            rf"(?-i:\b(?i:resident|registrar|fellow|intern|SHO)[ ](?P<v>[{UPPER}][\w'’\-]{{2,}}))"
            r"(?=[ ](?:called|phoned|rang|paged|asked|requested|notified)[ ](?:for|to|at|about|by)\b)",
        ),
        rule(
            "NAME",
            rf"(?-i:\b(?:Resident|Registrar|Fellow|Technologist|Sonographer|Radiographer)[ ]"
            rf"(?P<v>[{UPPER}][\w'’\-]{{2,}}))(?=[ ](?:was|is)[ ](?:present|informed|told|notified|aware)\b)",
        ),
    ]


def _told() -> list[Rule]:
    """Return the rules of who is paged, told, covered for, or how old."""
    return [
        rule(
            "NAME", rf"\bd/w[ ](?:dr\.?[ ])?{_ONE}(?=[ ](?:at[ ])?\d{{1,2}}(?:[:.]\d\d|[ap]m)|[ ]\d{{4}}\b)"
        ),
        rule(
            "NAME",
            rf"(?-i:(?<=[.:]\s){_NO_SUBJECT}(?P<v>[{UPPER}][a-zà-ÿ'’\-]+))"
            r"(?=[ ]is[ ]an?[ ]\d{1,2}[- ](?:years?|months?|weeks?|days?)[- ]old\b)",
        ),
        rule(
            "NAME",
            rf"\b(?:relayed|communicated|given|conveyed|reported|phoned|spoke|passed)[ ]to[ ]{_ONE}"
            r"(?=[ ](?:in|on)[ ]the[ ](?:icu|ed|er|ward|unit|clinic|floor)\b|[ ]at[ ]dr\b)",
        ),
        rule("NAME", rf"\bpaged[ ]{_ONE}(?=[ ]x[ ]?\d\b)"),
        rule(
            "NAME",
            rf"\b(?:reported|reporting|covering|cover|read|reading)[ ]for[ ]{_ONE}"
            r"(?=[ ](?:during|while|on[ ](?:annual[ ])?leave|(?:was|is|has[ ]been)[ ]\w+ed)\b)",
        ),
        rule(
            "NAME",
            rf"\bby[ ]{_ONE}[ ](?=\[NAME\],[ ]{any_of('credentials')}(?!\w))",
        ),
        rule(
            "NAME", rf"\bbaby[ ](?!(?:boy|girl|of|one|two|twin|[ab])(?!\w)){_SURNAME}(?=[ ](?:was|is|has)\b)"
        ),
    ]


def _in_fields() -> list[Rule]:
    """Return the rules of what fills a line or a field of its own."""
    return [
        rule(
            "NAME",
            rf"^[^\n:]{{0,24}}\b(?:phys(?:ician)?|md|doctor|provider)"
            rf"[ ]?:[ ]+(?-i:(?P<v>[{UPPER}][\w'’\-]+,[ ][A-Z]\.?))"
            r"(?=[ \t]*$)",
        ),
        rule(
            "NAME",
            rf"(?-i:^[ \t]*(?P<v>[{UPPER}]{{3,}})[ ](?=\[NAME\][ \t]*\n[ \t]*\[(?:ID|DATE)\]))",
            Reading.BORNE,
        ),
        rule(
            "NAME",
            rf"^[ \t]*(?:infant|baby|patient(?:['’]s)?(?:[ ]name)?|name|pt|client|child|"
            rf"mother)[ ]?:[ ]*\[NAME\][ ]"
            rf"{_SURNAME}(?=[ ]{{3,}}|[ \t]*$)",
        ),
        rule(
            "NAME",
            rf"^[ \t]*(?:patient|pt|client|name)[ ]?[=:][ ]*(?-i:(?P<v>[{UPPER}][\w'’\-]+)),[ ]?(?=\[NAME\])",
        ),
    ]


def _titled() -> list[Rule]:
    """Return the rules of what stands behind a title and means something else as well."""
    return [
        rule(
            "NAME",
            rf"(?-i:\b(?:MR|MRS|MS|MISS|DR|Mr|Mrs|Ms|Miss|Dr)\.?[ ](?P<v>[{UPPER}][\w'’\-]{{2,}}))"
            rf"(?=[ ]\((?:born|dob|d\.o\.b|aged)\b|[ ]{_HUMAN})",
        ),
        rule(
            "NAME",
            rf"(?-i:\bdr\.?)[ ]{_NO_SURNAME}(?P<v>(?-i:[a-zà-ÿ][\w'’\-]{{2,}}))"
            rf"(?=[ ](?:re|about|regarding|@|aware|informed|who|phoned|called|rang|asked)(?!\w)|"
            rf"[ ]\d{{1,2}}[:.]\d\d)",
        ),
        rule(
            "NAME",
            rf"\b{_TITLE}[ ]\[NAME\](?:[ ]\[NAME\]|[ ][{UPPER}]\.)?[ ]{_NO_DAY}{_SURNAME}(?=[ ]{_FINITE})",
        ),
        rule(
            "NAME",
            rf"\b(?:from|with|by|to|for|of)[ ]{_TITLE}[ ]\[NAME\][ ]{_NO_DAY}{_SURNAME}"
            r"(?=[ ](?:in|on|at|from|who|about|as)[ ]|[,;]|\.(?:[ ]|$))",
        ),
        rule(
            "NAME",
            rf"(?-i:\b(?:MRS|MISS|DR|Mrs|Miss|"
            rf"Dr)\.?[ ](?P<v>[{UPPER}][\w'’\-]{{2,}}))(?=[ ]was[ ]{_DONE_TO})",
        ),
    ]


def _behind_given() -> list[Rule]:
    """Return the rules of what stands behind a given name and means something else as well."""
    return [
        rule(
            "NAME",
            rf"\[NAME\][ ]{_SURNAME}(?=[ ]from[ ](?:the[ ])?(?:ward|theatres?|lab\w*|clinic|ed|icu|itu|"
            rf"nicu|hdu|"
            rf"reception|pharmacy|\w+ology)\b[^\n.]{{0,24}}\b(?:rang|called|phoned|telephoned|bleeped|"
            rf"paged)\b)",
        ),
        rule(
            "NAME",
            rf"\[NAME\][ ]{_SURNAME}(?=[ ](?:came|attended|lives|arrived|returned)[ ](?:with|"
            rf"from|in|at|for)\b)",
        ),
    ]


def _parts() -> list[Rule]:
    """Return the rules of what joins a surname, or is left of one."""
    return [
        rule("INITIALS", rf"\[NAME\][ ](?P<v>{_PARTICLE})[ ](?=\[NAME\])"),
        rule("INITIALS", rf"\b{_TITLE}[ ](?P<v>{_PARTICLE}[ ]?)(?=\[NAME\])"),
        rule("INITIALS", r"(?-i:(?<![\w\]'’.])(?P<v>[LDO]['’]?|Ma?c)(?=\[NAME\]))"),
        rule("NAME", rf"(?:\b{_TITLE}|\[NAME\])[ ](?P<v>(?-i:(?:St|ST)\.?[ ][{UPPER}][\w'’\-]+))"),
    ]
