"""Names in places where nothing but a name can stand, whatever else its words mean.

Rule: the shape of the place decides, not the word: who closes a letter, who is at either end of an arrow, who
read something at a time, whose surname in capitals is burned into an image, what joins two parts of one name
("a/l", "a/p"), the initials before a surname.

Not here: names behind cues of prose (`people`), slots around a name already found
(`site_agent.deidentify.reports.beside`), people of whom only initials are told (`initials`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.initials import NOBODY
from site_agent.deidentify.reports.patterns.writing import UPPER, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_CAP: Final = (
    rf"(?-i:(?:[{UPPER}]\.[ ]?){{0,3}}(?!(?:MD|RN|PA|NP|DO|ED|ER|ICU|OR|CT|MRI?|US|AND|WAS|WERE|IS|BEFORE|"
    rf"AFTER|SINCE|WITH|SENT|ON|BY|AT|IN|OF|TO|FOR|FROM|WHO|HAS|HAD|WILL|NOT|THE|AN?)\b)[{UPPER}][\w'’\-]+)"
)
"""A word with a capital, initials before it or not."""
_CAPS: Final = rf"(?:{_CAP}(?:[ ]{_CAP}){{0,2}})"
_CLOCK: Final = r"(?:\d{1,2}[:.]\d\d\b|\d{4}[ ]?(?:h|hrs?|hours)\b|\d{1,2}(?:[:.]\d\d)?[ ]?[ap]\.?m\b)"
_NOBODY: Final = NOBODY.replace("(?:", "(?i:", 1)
_ABBREVIATED: Final = (
    r"(?!(?:Y\.O|P\.O|M\.D|D\.O|R\.N|N\.P|P\.A|U\.S|U\.K|H\.K|N\.T|I\.V|I\.M|A\.M|P\.M|A\.P|E\.D|E\.R|M\.R|"
    r"C\.T|C\.P|S\.A|G\.P)\.)"
)
_METHOD: Final = (
    r"(?!(?:ultrasound|sonography|radiography|fluoroscopy|endoscopy|biopsy|angiography|mammography|echo\w*|"
    r"doppler|pathology|surgery|radiology|telephone|phone|pager|email|e-mail|fax|secure|text|voice|"
    r"consensus|convention|definition|emergency|nursing|the|an?|both|this|ai|cad|request|protocol)\b)"
)
_NO_DEPARTMENT: Final = (
    r"(?!(?:(?:the|your|our|dept|department|division|section|radiology|imaging|consultant|medical|page|end|"
    r"report|electronically|dictated|signed|tel|phone|fax|cc|enc|findings|impression|attending|board|"
    r"specialist|senior|chief|secretary|registrar|resident|fellow)\b))"
)
_LABEL: Final = (
    r"patient(?:[ ]name)?|pt(?:[ ]name)?|referring(?:[ ](?:physician|provider|md|doctor|dr))?|referrer|"
    r"ref[ ](?:md|dr|phys)|ordering(?:[ ](?:physician|provider|md))?|signer|author|attending|dictated[ ]by|"
    r"read[ ]by|signed[ ]by|requested[ ]by|ordered[ ]by|md|signature|examiner|chair"
)
_NOT_SAID: Final = (
    r"(?!(?:in|out)?patient\b|(?:self|none|unknown|not|no|yes|emergency|er|ed|icu|pending|same|see|the|"
    r"clinic|hospital|external|internal|walk|radiolog\w*|physician|doctor|staff|resident|attending|fellow|"
    r"final|signed|position\w*|prep\w*|consent\w*|history|stable|supine|prone|upright|male|female|n/a|na|id|"
    r"mrn|dob|age|sex|name|exam|study|date|ward|room|bed)\b)"
)
_NO_LINK: Final = (
    r"(?!(?:and|or|to|by|for|from|with|at|in|on|is|was|has|had|the|per|via|cc|re|who|md|rn|do|np|pa|dr|mr|"
    r"mrs|ms|prof|now|then|told|said|saw|but|not|as|if|w|vs|phd|says|read|tech|rad|pt|mri|ct|us|xr|of|an|no|"
    r"nos|her|his|plus|also|seen|done|page|call|fax|tel|ext|dob|mrn|age|sex|id|ref|type|test|side|left|lung|"
    r"bone|node)\b)"
)
_NO_ROLE: Final = (
    r"(?!(?:the|an?|our|my|your|me|us|him|her|them|you|all|any|front|desk|office|reception|home|work|clinic|"
    r"ward|nurse|radiolog\w*|physician|doctor|provider|patient|pt|family|results?|questions?|report|images?|"
    r"mobile|cell|phone|pager|fax|work|direct|extension|scheduling|records|pacs|ris|it|ed|er|icu|or|ir|"
    r"helpdesk|switchboard|operator|surgery|oncology|cardiology|neurology|ortho\w*|medicine|team|service|"
    r"review|reading|follow-?up|contrast|mri|ct|us|consult\w*|call|back|number|line)\b)"
)
_NO_SPECIES: Final = (
    r"(?!\w\.[ ]?(?:coli|diff(?:icile)?|aureus|pylori|pneumoniae|jirovecii|albicans|fumigatus|f(?:ae|e)calis|"
    r"f(?:ae|e)cium|aeruginosa|epidermidis|granulosus|viridans|avium|abscessus|kansasii|israelii|"
    r"tuberculosis|"
    r"histolytica|influenzae|catarrhalis|lugdunensis|pyogenes)\b)"
)
_JOINS: Final = r"(?-i:a/[lp]|A/[LP]|s/o|d/o|anak|ap|AP|ab|ferch|ibn|bint|bin|binti|binte)"


def slots() -> list[Rule]:
    """Return the rules of places that only names fill."""
    return [*_joined(), *_initials_of_names(), *_surname_first(), *_told(), *_closing()]


def _joined() -> list[Rule]:
    """Return the rules of what joins parts of a name, or two people."""
    return [
        rule("NAME", rf"\[NAME\](?P<v>[ ]{_JOINS}[ ])(?=\[NAME\])"),
        rule("NAME", rf"\[NAME\][ ](?P<v>{_NO_LINK}[^\W\d_]{{2,4}})[ ](?=\[NAME\](?!['’]))", Reading.UNSAID),
        rule("NAME", rf"\[NAME\][ ](?P<v>{_NO_LINK}(?-i:[{UPPER}]\w{{1,3}}))[ ](?=\[NAME\](?!['’]))"),
        rule(
            "NAME",
            rf"(?<![\w/])(?:w|w/|d/w|with|to|by|from|for|ask|call|page|contact|reach|notify|told)"
            rf"[ ]{_NO_ROLE}(?P<v>[^\W\d_][\w'’\-]+)(?=[ ](?:at|on|@)[ ]\[(?:PHONE|ID)\])",
            Reading.UNSAID,
        ),
        rule(
            "NAME",
            rf"(?<![\w/])(?:w|w/|d/w|with|by|per|ask|page|told|cc)[ ]{_NO_ROLE}{_NO_SPECIES}"
            rf"(?P<v>[^\W\d_]\.[ ]?[^\W\d_][\w'’\-]+)(?=[ ]*(?:$|[,.;:)]|\[)|[ ](?:at|on|in)\b)",
        ),
        rule(
            "NAME",
            r"^(?P<v>[^\W\d_][\w'’\-]+)(?=[ ]\[DATE\](?:,?[ ]\d{1,2}:?\d\d(?::\d\d)?[ ]?"
            r"(?:[ap]\.?m\.?|h(?:rs)?)?)?[ \t]*$)",
            Reading.BORNE,
        ),
        rule(
            "NAME", rf"(?<!\w)(?P<v>(?:{_CAP}|\[NAME\])[ ](?-i:a/[lp]|s/o|d/o)[ ]{_CAP}(?:[ ]{_CAP}){{0,2}})"
        ),
        rule("NAME", rf"(?<![\w'’.])(?P<v>{_CAPS})(?=[ ]?(?:->|→|>>)[ ]?\[NAME\])"),
        rule("NAME", rf"\[NAME\][ ]?(?:->|→|>>)[ ]?(?P<v>{_CAPS})(?![\w'’])"),
        rule("NAME", rf"(?:\[NAME\],[ ]){{1,9}}\[NAME\][ ](?P<v>{_CAP})(?=[ \t]*$)"),
        rule(
            "NAME",
            rf"(?:\[(?:DATE|ID)\][ ]?\|[ ]?|\[(?:DATE|ID)\]\t)(?P<v>{_CAP})"
            rf"(?=[ ]?(?:\||\t)[ ]?\[(?:ID|DATE)\])",
        ),
        rule(
            "NAME",
            r"(?-i:(?:[:,(;]|^|\b(?:by|with|to|from|and|Dr|Mr|Mrs|Ms|Miss|Sister|Hi|Dear))\.?[ ]"
            r"(?P<v>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)[ ](?=\[NAME\]))",
        ),
        rule(
            "NAME",
            rf"\b(?:verbal|verbally|communicat\w+|notif\w+|called|relayed|told|handoff|hand-off|sign-?out|"
            rf"read-?back|critical)\b[^\n.;\[]{{0,12}}:[ ]?(?P<v>{_CAPS}[ ]?(?:->|→)[ ]?{_CAP})",
        ),
        rule(
            "NAME",
            rf"(?<![\w/])(?:d/w|w/?|to|with|by|told|notified|paged|informed|drs?\.?|cc:?)[ ]"
            rf"\[NAME\]/(?P<v>{_CAP})"
            rf"(?=[ ]|[.,;)]|$)",
        ),
        rule(
            "NAME",
            rf"(?<![\w'’.])(?P<v>{_CAP})/(?=\[NAME\][ ]+(?:in[ ]person|by[ ](?:phone|pager|fax|text)|at[ ]|"
            rf"on[ ]|via[ ]|who|\[DATE))",
        ),
    ]


def _initials_of_names() -> list[Rule]:
    """Return the rules of initials before or behind a name, without their dots too."""
    return [
        rule(
            "NAME",
            rf"(?-i:(?:\b(?:[Pp]t|PT|[Pp]atient)\.?|^[ \t]*\d{{1,2}}[.)])[ ]{_ABBREVIATED}"
            rf"(?P<v>[{UPPER}]\.[ ]?[{UPPER}]\.?(?:[ ]?[{UPPER}]\.)?)"
            rf"(?=[ ]+(?:\[(?:ID|PHONE|DATE)\]|chart|CHART|MRN|DOB|born)))",
        ),
        rule(
            "NAME",
            rf"(?-i:(?:^|[:;,(|/\"\t]|[ ]{{2}}|->|\b(?:by|with|to|from|for|per|and|under|w|W|of|cc|CC|tech|"
            rf"rad))[ ]?{_NOBODY}{_ABBREVIATED}(?P<v>(?![AI]\b(?!\.))[{UPPER}]\.?(?:[ ]?[{UPPER}]\.?)?)[ ]"
            rf"(?=\[NAME\]))",
        ),
        rule(
            "NAME",
            rf"(?-i:\[NAME\][ ]{_NOBODY}(?P<v>(?!MO\b|HO\b|[IVX]+\b)[{UPPER}]{{1,2}})"
            rf"(?=\.?[ ]?[,;()|/\"]|\.?[ ]\[(?:DATE|ID|PHONE|AGE)|[ ]{{2}}|\.?[ \t]*$))",
        ),
        rule("NAME", r"(?-i:\[NAME\][ ](?P<v>[a-z])\.(?=[ ]{2}|[ \t]*$))"),
        rule("NAME", r"(?-i:\[NAME\][ ](?P<v>[bdefghjklmnopqrtuyz])[ ](?=\[NAME\]))"),
        rule("NAME", r"\.{3,}[ ]\[NAME\],[ ](?P<v>[^\W\d_]{2,}(?:[ ][^\W\d_]\.?)?)(?=[ \t]*$)"),
        rule("NAME", r"(?-i:\[NAME\],[ ]\[NAME\][ ](?P<v>[A-Z]\.)(?=[ ]{2}))"),
        rule("NAME", r"(?-i:;\[NAME\][ ](?P<v>[A-Z]{1,2})(?=[ \t]*(?:$|;)))"),
        rule("NAME", rf"(?-i:\((?P<v>(?:[{UPPER}]\.[ ]?){{1,2}}(?![a-z])[{UPPER}][a-zà-ÿ'’\-]+)\)(?=:))"),
        rule("NAME", r"(?-i::[ ](?P<v>A)[ ](?=\[NAME\](?:[ ]{2}|[ \t]*$|[,(])))"),
        rule("NAME", r"\[NAME\]\^(?P<v>[^\W\d_])(?=[\^|~]|$)"),
        rule("NAME", r"=\[NAME\],(?P<v>[^\W\d_])(?=[;|]|[ \t]*$)"),
        rule("NAME", r"\[NAME\],[ ]\[NAME\][ ](?P<v>[^\W\d_]\.)(?=[ ]/[ ])"),
        rule(
            "NAME",
            rf"(?-i:\[NAME\][ ](?:\[NAME\]|[{UPPER}]\.)[ ](?P<v>[{UPPER}][a-zà-ÿ'’\-]+))(?=[ ]{{2,}}\w+:|"
            rf"[ \t]*$)",
        ),
        rule(
            "NAME",
            rf"(?-i:(?<![\w.])(?P<v>[{UPPER}]\.[ ]?(?:[{UPPER}]\.[ ]?)*[{UPPER}][a-zà-ÿ'’\-]+)"
            rf"(?=,[ ](?:\[DATE\]|\d{{1,2}}(?:st|nd|rd|th)?[ ./])))",
        ),
        rule(
            "NAME",
            rf"(?-i:(?<![\w.]){_ABBREVIATED}(?P<v>(?:[{UPPER}]\.[ ]?){{2,3}}"
            rf"(?!(?i:(?:wo)?man|(?:fe)?male|old)\b)[{UPPER}][\w'’\-]+)"
            rf"(?=[ \t]*(?:$|[,;)(|]|[ ]{{2}}|\.[ \n])))",
        ),
        rule(
            "NAME",
            rf"(?-i:(?:^|[:;(|/\"]|[ ]{{2}}|\b(?:by|with|to|from|for|per|and|[Mm]r|[Mm]rs|[Mm]s|[Dd]r|MR|MS|"
            rf"MRS|DR))[ ]?{_NOBODY}(?P<v>[{UPPER}]{{2,6}})[ ]"
            rf"(?=\[NAME\](?:[ ]\[NAME\])?,[ ]?(?:\[(?:DATE|AGE|ID)\]|\d|DOB|(?i:born|aged)\b)))",
        ),
    ]


def _surname_first() -> list[Rule]:
    """Return the rules of capitals around a comma without a blank, as hospital systems print people."""
    caps = rf"[{UPPER}][{UPPER}'’\-]+"
    return [
        rule("NAME", rf"(?-i:(?<![\w,.'’\-])(?P<v>{caps}),(?=\[NAME\]))"),
        rule("NAME", rf"(?-i:(?:::|\|)[ ](?P<v>{caps}),[ ](?=\[NAME\](?:[ ]\[NAME\])?[ ](?:::|\|)))"),
        rule(
            "NAME",
            rf"(?-i:\[NAME\],(?P<v>{caps}(?:[ ][{UPPER}](?![\w.]))?)"
            rf"(?=[ \t]*(?:$|,|\[)|[ ]{{2}}|[ ][A-Z]{{2}}\b))",
        ),
    ]


def _told() -> list[Rule]:
    """Return the rules of who read, heard or is named by something."""
    return [
        rule(
            "NAME",
            rf"\b(?:read[ ]?back|verified|signed|dictated|finali[sz]ed|final|prelim|overread|over-read|"
            rf"received|acknowledged|confirmed|accepted|cosigned|attested|scanned|witnessed|countersigned|"
            rf"released)[ ](?:by|to)[ ]{_METHOD}(?P<v>{_CAPS})"
            rf"(?=,?[ ]+(?:at[ ]+|@[ ]?|on[ ]+)?(?:\[DATE\]|{_CLOCK}|\())",
        ),
        rule(
            "NAME",
            rf"\b(?:prelim(?:inary)?(?:[ ](?:wet[ ])?read)?|wet[ ]?read(?:ing)?|over-?read)[ ]?(?:-|–|:)"
            rf"[ ]?{_METHOD}(?P<v>{_CAPS})(?=[ ]+(?:{_CLOCK}|\[(?:ID|DATE)\]|\d{{2,}}-\d))",
        ),
        rule(
            "NAME",
            rf"\b(?:wet[ ]?read(?:ing)?|prelim(?:inary)?(?:[ ]read)?|over-?read|final[ ]read)[ ]\({_METHOD}"
            rf"(?P<v>{_CAPS})(?=\))",
        ),
        rule(
            "NAME",
            rf"\b(?:labell?ed|annotated|burned[ -]in|stamped|marked|titled|captioned)[ ]+(?:as[ ]+)?[\"'“]?"
            rf"(?P<v>(?-i:[{UPPER}][\w'’\-]+),[ ]?(?:{_CAP}|\[NAME\])(?:[ ](?-i:[{UPPER}])\b)?)",
        ),
        rule(
            "NAME",
            rf"\b(?:with|by|to|from|per|told|notified)[ ](?-i:PA|NP|RN|CNM|APRN|LPN|CRNA|SHO|SpR)[ ]"
            rf"(?P<v>{_CAP})(?=[ ]*(?:$|[,.;)(]|\[)|[ ](?:at|on|in|via|by|who|regarding|re)\b)",
        ),
        rule(
            "NAME",
            rf"(?-i:\b(?:accepting|with|by|to|for|notified|told|paged)[ ](?:CDR|LCDR|LTC|MAJ|CPT|COL|CAPT|"
            rf"LTJG|SSGT|SGT|HM[1-3C])"
            rf"[ ](?P<v>[{UPPER}][\w'’\-]+))(?=[ ]*(?:$|[,.;)(]|\[)|[ ](?:at|on|in)\b)",
        ),
        rule("NAME", rf"\bdouble[ -]read[ ](?:with|by)[ ](?P<v>{_CAPS})(?=[.,;]|[ ]*$)"),
        rule(
            "NAME",
            rf"^(?:verified|reported|checked|authori[sz]ed|typed|dictated)[ ]?:[ ]"
            rf"(?-i:(?P<v>[{UPPER}][\w'’\-]+[ ][A-Z]{{1,3}}))"
            rf"(?=[ ]\(|[ ]*$)",
        ),
        rule("NAME", r"^(?:px|pt|patient|name)[ ]?:[ ]\[NAME\][ ](?-i:(?P<v>[A-Z]{2,3}))(?=[ ]{2}|[ ]*$)"),
        rule("NAME", rf"\b(?:bleep|pager|phone|dect)[ ]\S+[ ]held[ ]by[ ](?P<v>{_CAPS})(?=[.,;]|[ ]*$)"),
        rule("NAME", rf"\bcomment[ ]by[ ](?P<v>{_CAP})(?=:)"),
        rule("NAME", rf"\bchair[ ](?:(?:dr|prof|mr|mrs|ms)\.?[ ])?(?P<v>{_CAPS})(?=[.,;]|[ ]*$)"),
        rule("NAME", r"(?-i:(?P<v>\b(?:Abd|ABD|Abdel|Abdul|Umm))[ ](?=\[NAME\]))"),
        rule("NAME", rf"^[ \t]*(?P<v>{_CAP})[ ]/[ ](?=\[NAME\])", Reading.UNSAID),
        rule(
            "NAME",
            rf"(?:^|[.:;][ ]|\d[.)][ ])(?P<v>{_CAP})(?=[ ]to[ ](?:review|see|follow|chase|discuss|arrange|"
            rf"call|"
            rf"contact|attend|present|update|inform)\b)",
            Reading.BORNE,
        ),
        rule("NAME", r"\bnext[ ]of[ ]kin[ ]?:?[ ]\[NAME\][ ](?P<v>[^\W\d_][\w'’\-]+)(?=,[ ]|[ ]\(|[ ]\[)"),
        rule("NAME", rf"\b{any_of('relatives')}[ ]\((?-i:(?P<v>[{UPPER}][a-zà-ÿ'’\-]+))\)"),
        rule(
            "NAME",
            rf"\b(?:\w+ology|\w+surgery|surgery|medicine|team|\w+[ae]dics)[ ]\((?P<v>{_CAP})\)(?=[ ](?:aware|"
            rf"informed|"
            rf"notified|contacted|happy|agrees?|accept\w+|paged|updated|called)\b)",
        ),
        rule(
            "NAME",
            rf"(?:^|[.][ ])(?P<v>{_CAP})(?=[ ](?:unable[ ]to|(?:was|is)[ ](?:very[ ]|fully[ ]|mostly[ ])?"
            rf"(?:co-?operative|unable|anxious|distressed|tearful|upset|unsettled|brave|keen|accompanied|claustrophobic))\b)",
            Reading.BORNE,
        ),
        rule("NAME", rf"(?-i:\[NAME\]\.[ ](?P<v>[{UPPER}][\w'’\-]+)(?=,[ ]\[(?:ID|PHONE)\]))"),
        rule(
            "NAME",
            rf"\b(?:labell?ed|annotated|burned[ -]in|stamped|captioned)[ ]+(?:as[ ]+)?(?P<v>{_CAPS})[ ]"
            rf"(?=\[(?:NAME|ID)\])",
        ),
        rule("NAME", r"(?-i:\b(?:DR|Dr|MRS?|Mrs?|MS|Ms|PROF|Prof)\.(?P<v>[A-Z][\w'’\-]+))"),
        rule(
            "NAME",
            rf"\b(?:letter|copy|cc|dear|reply|refer(?:red|ral)?|invoice|appointment|consultant|under|spoke|"
            rf"seen|clinic)(?:[ ](?:to|by|with|from|for|of|sent))*[ ](?-i:MR)[ ]"
            rf"(?-i:(?P<v>(?!I\b|BRAIN|SPINE|SCAN|IMAG|ANGIO|ENTERO|CHOLANG|PELVIS|ABDOM|LUMBAR|CERVIC|HEAD|"
            rf"NECK|KNEE|HIP|SHOULDER|FINDINGS|STUDY|EXAM|REPORT)[{UPPER}][\w'’\-]+))"
            rf"(?=[ ](?:sent|dated|on|of|for|who|was|is|has|will|by|at|re)\b|[ ]*[,.;:)\[]|[ \t]*$)",
        ),
        rule("NAME", rf"(?-i:\bM(?:R|r)\.?[ ](?:[{UPPER}]\.[ ]?)+[ ]?(?P<v>[{UPPER}][\w'’\-]+))"),
        rule(
            "NAME",
            rf"(?<![\w\-])(?:{_LABEL})[ ]?[:=][ ]?{_NOT_SAID}(?P<v>{_CAPS}(?:[ ]\[NAME\])?)"
            rf"(?=[ \t]*(?:$|[|;,(]|[ ]{{2}}|[ ]+[^\W\d_]+[ ]?:))",
        ),
        rule(
            "NAME",
            rf"\b(?:reads?|shows?|says|bears)[ ][\"'“]?(?P<v>(?-i:[{UPPER}][{UPPER}'’\-]+)),[ ]?(?=\[NAME\])",
        ),
        rule(
            "NAME",
            r"\b(?:look[ ]at|about|re:?|regarding|for|on|called|named|see)[ ]+"
            r"(?P<v>(?!\w+ed\b|the\b|an?\b|his\b|her\b)[^\W\d_][\w'’\-]+[ ](?:[^\W\d_]\.?[ ])?"
            r"[^\W\d_][\w'’\-]+)(?=,[ ]*(?:dob|mrn|record|chart|date[ ]of[ ]birth|born|ssn|acct)"
            r"\b[ ]*[#:]?[ ]*(?:\d|\[))",
            Reading.STRANGE,
        ),
        rule(
            "NAME",
            rf"\b(?:witness|reviewer|crew|family[ ]name|surname|maiden[ ]name)(?:[ ](?:was|is|of))?[ ]+"
            rf"(?P<v>(?-i:\[NAME\][ ])?(?!of\b|by\b|is\b|was\b|and\b|to\b){_CAPS}"
            rf"(?:[ ](?-i:[{UPPER}])\b\.?)?)(?=[ \t]*(?:$|[,.;)]|\band\b|[ ]\[))",
        ),
        rule(
            "NAME",
            rf"\b(?:crew|drs?\.?|doctors|witness(?:es)?|with|by|nurses?)[ ]\[NAME\](?:,[ ]\[NAME\])*,?[ ]"
            rf"(?:and|&)[ ](?P<v>{_CAPS})(?=[ \t]*(?:$|[,.;)]|[ ]\[))",
        ),
    ]


def _closing() -> list[Rule]:
    """Return the rules of who closes a letter."""
    credentials = any_of("credentials")
    return [
        rule("NAME", rf"^[ \t]*(?P<v>{_CAP})(?=[ ]/[ ]\[DATE\][ \t]*$)"),
        rule(
            "NAME",
            rf"\b(?:by|with|to|for|dr|md)\.?[ ](?-i:(?P<v>[{UPPER}][\w'’\-]+)),[ ]"
            rf"(?=\[NAME\](?:[ ]\[NAME\])?,?[ ](?-i:{credentials})(?!\w))",
        ),
        rule(
            "NAME",
            r"\b(?:entered|signed|read|dictated|sent|reviewed|uploaded|approved|verified|posted|written|"
            r"prepared|released|faxed|forwarded)[ ]by[ ](?P<v>[^\W\d_][\w'’\-]+),?[ ]\(?(?=\[(?-i:EMAIL)\])",
        ),
        rule(
            "NAME",
            r"(?-i:\b(?:[Pp]atient|PATIENT|[Pp]t|PT|[Cc]ase|CASE)[ ]\d{1,3}[.:)][ ]*"
            r"(?P<v>[^\W\d_][\w'’\-]+),[ ](?=\[NAME\]))",
        ),
        rule("NAME", rf"(?-i:(?:[.\])][ ]|\n[ \t]*)(?P<v>(?:{_CAP}[ ])?{_CAP})\s*\Z)", Reading.BORNE),
        rule("NAME", rf"^(?P<v>{_CAP})(?=[ ]\[DATE\][ ]\d{{4}}[ \t]*$)", Reading.STRANGE),
        rule(
            "NAME",
            rf"(?:^|[ ]{{2}}|,[ ])(?-i:(?P<v>[{UPPER}]{{2,3}})[ ](?=\[NAME\],?[ ](?:{credentials})(?!\w)))",
        ),
        rule(
            "NAME",
            rf"\[NAME\][ ](?P<v>[^\W\d_][\w'’\-]{{2,}})(?=,[ ](?:{credentials})(?:,|[ ]*$|[ ]and\b|\.))",
            Reading.BORNE,
        ),
        rule(
            "NAME",
            rf"^(?:(?:yours|with|kind|best|warm|many)[ ])*"
            rf"(?:cheers|regards|thanks|sincerely|faithfully|truly|best|wishes|respectfully)"
            rf"[ ]?,?[ ]*\n+[ \t]*{_NO_DEPARTMENT}(?-i:(?P<v>(?:(?:Dr|Mr|Mrs|Ms|Prof)\.?[ ])?"
            rf"[{UPPER}][\w'’.\-]*(?:[ ][{UPPER}][\w'’.\-]*){{0,3}}))"
            rf"(?=[ \t]*(?:$|,[ ]*(?:{credentials}(?!\w)|$)))",
        ),
    ]
