"""People of whom only initials are told: who typed, vetted, read, verified or wrote a line of a log.

Rule: two or three letters are somebody's where only somebody can stand: behind what people do to reports
("vetted by"), before what was said at a time, behind "user" or "reader", beside a slash at the edge of a line
("TJS/am"); the abbreviations of methods, places and roles that stand there as well are nobody's.

Not here: initials before or behind a name (`slots`, `people`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

METHODS: Final = (
    r"ai|ct|cta|mri|mra|uss|xr|cr|cxr|pet|nm|nuc|ir|iv|ed|er|ae|ems|gp|md|rn|pa|np|rt|lt|hr|rr|gcs|"
    r"or|ot|pt|ent|pcp|icu|itu|nicu|micu|"
    r"sicu|hdu|mdt|mdm|cad|tte|tee|eus|who|qa|ris|fax|sms|crp|esr|hb|cc|fyi|nb|dos|doa|dob|rep|doc|"
    r"mom|dad|son|"
    r"sex|age|job|ref|acc|mrn|tel|hx|dx|rx|tx|loc|pos|sig|imp|ind|fx|no|id|tsh|psa"
)
"""Abbreviations of methods, places, roles and labels."""
_NO_TITLE: Final = r"(?!(?:dra?|drs|mrs?|ms|prof)\b\.?[ ]+(?-i:[A-Z\[]))"
WORDS: Final = (
    r"a|i|mr|mrs|ms|us|dr|dra|drs|im|po|sc|do|bp|it|the|his|her|him|me|my|we|you|all|any|one|two|"
    r"now|new|old|our|not|yes|ok|on|at|in|of|to|"
    r"by|as|an|is|mid|end|far|td|dd|tt|dw|ap|lat|obl|re|ps|mm|cm|kg|mg|ml|am|pm|hi|hey"
)
NOBODY: Final = rf"(?!(?:{METHODS}|{WORDS})(?!\w))"
"""What two or three letters mean that are nobody's initials."""
_SAYING: Final = rf"(?!(?:{METHODS}|bp|am|pm)(?!\w))(?P<v>[^\W\d_]{{2,3}})(?![\w'’])"
_LETTERS: Final = rf"{NOBODY}(?P<v>[^\W\d_]{{2,3}})(?![\w'’])"
_CAPITALS: Final = rf"{NOBODY}(?P<v>(?-i:[A-Z]{{2,4}}))(?![\w'’]|[ ](?:dr|prof|mrs?|ms)\b)"
_CLOCK: Final = r"\d{1,2}:?\d{2}(?::\d\d)?[ ]?(?:[ap]\.?m?\.?|h(?:rs)?)?"
_DONE: Final = (
    r"\b(?:vetted|verified|authori[sz]ed|reported|typed|dictated|transcribed|re+a+d(?:[ ]back)?|"
    r"scanned|checked|approved|signed|final(?:i[sz]ed)?|prelim|entered|"
    r"edited|reviewed|redacted|protocol+ed|consented|closed|logged|countersigned|cosigned|printed|"
    r"cannulated|injected|booked|triaged|acknowledged|addended|attested|witnessed|"
    r"audited|coded|uploaded|amended|corrected|released|accepted|assigned|interpreted|locked|"
    r"queried|scribed|chaperoned|minuted|set|taken)"
)
_STAFF: Final = (
    r"\b(?:operator|tech(?:nologist|nician)?|radiographer|sonographer|typist|transcriptionist|"
    r"transcriber|scribe|reader|sonog|rad|author|user|initials|login|"
    r"(?:dictated|typed|transcribed|reported|verified|signed|scanned|checked|performed|entered|"
    r"approved)(?:[ ]by)?)"
)
_ENDS: Final = (
    r"(?=[ \t]*(?:$|[,;|)\"\n]|\.(?![ ]?[^\W\d_])|[ ]{2}|\[(?:DATE|ID)|[ ](?:on|at)\b|[ ]\w+[ ]\.{3}))"
)
_PAIR: Final = (
    r"(?!(?:ap|pa|ct|mr|mri|us|xr|lv|rv|ra|la|tv|ta)/)"
    r"(?!\w+/(?:lat|obl|ct|mr|mri|us|ap|pa|wo|ed|or|mm|cm|ml|kg|min|hr|day|wk|mo|yr)(?!\w))"
)


def initials() -> list[Rule]:
    """Return the rules of people who are initials only."""
    time = r"(?:[ ]+\d{1,2}:?\d\d(?::\d\d)?[ ]*(?:[ap]\.?m\b\.?|h(?:ou)?rs?\b)?)?"
    return [
        rule(
            "INITIALS",
            rf"\b(?:t|dt|typed|transcribed)[ ]*:?[ ]*\[DATE\]{time}[ ]+(?:(?:\[NAME\]|[A-Z]{{2,3}})[/:])?"
            rf"(?P<v>(?!(?:[ap]m|hrs?|to|cc|re)\b)[^\W\d_]{{2,3}})(?=[ \t]*$|\"|[ ]{{2}})",
        ),
        rule("INITIALS", r"\btyped[ ]*:?[ ]*\d{1,2}[./-]\d{1,2}[ ]+(?P<v>[^\W\d_]{2,3})(?=[ \t]*$|[ ]{2})"),
        rule("INITIALS", r"(?<=\[NAME\])[/:](?P<v>[^\W\d_]{2,3})(?=[ \t]*$)"),
        rule(
            "INITIALS", r"\binitials?[ ]*[:=|]?[ ]*(?-i:(?P<v>[A-Z][.\-]?[ ]?[A-Z](?:[.\-]?[A-Z])?))(?![\w])"
        ),
        rule(
            "INITIALS",
            r"\b(?:by|per)[ ]+(?-i:(?P<v>[A-Z]{2,3}|[a-z]{2}))"
            r"(?=[.;,]?[ \t]*$|[.;,][ \t]|[ ]+(?:\[DATE\]|on\b|at\b))",
            Reading.STRANGE,
        ),
        rule(
            "INITIALS",
            r"(?<!\w)(?:by|per|user|w/|d/w|initials?|typist|transcribed|typed)[ ]*:?[ ]+"
            r"(?!(?:p\.o|i\.v|i\.m|a\.m|p\.m|p\.r|e\.g|i\.e|m\.d|r\.n|u\.s)\.)"
            r"(?P<v>[^\W\d_]\.[ ]?[^\W\d_]\.(?:[ ]?[^\W\d_]\.)?)(?!\w)",
        ),
        rule(
            "INITIALS", r"(?-i:^[ \t]*\d{1,2}[.)][ ]+(?P<v>[A-Z]\.[ ]?[A-Z]\.?)(?=[ ]+(?:\[(?:ID|DATE)|\d)))"
        ),
        rule("INITIALS", rf"{_DONE}[ ]+by[ ]+(?:(?:reader|user|tech)[ ]+)?{_NO_TITLE}{_CAPITALS}"),
        rule(
            "INITIALS",
            rf"{_DONE}[ ]+by[ ]+(?-i:(?!(?:AI|CT|MRI?|US|ED|ER|GP|IR|NM|MD|RN|PA|NP|ENT|ICU|PCP|OR|CAD|FAX|"
            rf"SMS)\b)(?P<v>[A-Z]{{2,3}}))(?=[.,;)]|[ \t]*$|[ ]\[)",
        ),
        rule("INITIALS", rf"{_DONE}[ ]+by[ ]+{_LETTERS}(?=[ \t]*(?:$|[,;)\"]|\.(?![ ]?[^\W\d_])|\[DATE\]))"),
        rule("INITIALS", rf"\[DATE\](?:[ ]+(?:at[ ]+)?{_CLOCK})?[ ]+by[ ]+{_LETTERS}{_ENDS}"),
        rule(
            "INITIALS",
            rf"(?<![\w:/.\-])(?:\d{{1,2}}:\d{{2}}(?::\d\d)?[ ]?(?:[ap]\.?m?\.?)?|\d{{4}}[ ]?(?:h|hrs)|"
            rf"\d{{1,2}}[ap]m?)[\])]?[ ]{_SAYING}(?=:[ ]+[^\W\d])",
        ),
        rule("INITIALS", rf"\buser(?:[ ]?(?:id|name))?[ ]+{_SAYING}(?=[ ]*(?:[:,;]|$))"),
        rule(
            "INITIALS",
            rf"\[DATE\](?:[ ]+(?:at[ ]+)?{_CLOCK})?[ ]+by[ ]+{_NO_TITLE}{_SAYING}(?=\.(?:[ ]|$)|[ \t]*$)",
        ),
        rule("INITIALS", rf"\breader[ ]+{_NO_TITLE}{_CAPITALS}"),
        rule(
            "INITIALS",
            rf"{_STAFF}[ ]?(?:[:|=]|\.{{3,}}|\t)[ \t]*(?P<v>(?-i:[A-Z]{{2,4}})/[^\W\d_]{{2,3}}|"
            rf"{NOBODY}[^\W\d_]{{2,3}})(?![\w'’]){_ENDS}",
        ),
        rule("INITIALS", rf"\({_CAPITALS}(?=,[ ](?:\[ID\]|[A-Z]{{0,3}}[ \-]?\d{{5}}))"),
        rule(
            "INITIALS",
            rf"\b(?:opinion|review|report|comment|addendum|reading|note|second[ ]look|over-?read)[ ]\("
            rf"(?-i:(?=[A-Z])){_SAYING}(?=\))",
        ),
        rule(
            "INITIALS",
            r"\b(?:team|crew|staff)[ ]+\((?P<v>[^\W\d_][\w'’\-]*(?:[ ][^\W\d_][\w'’\-]*){0,2},[ ]"
            r"(?!ed\b|icu\b|or\b)[^\W\d_]{2,3})(?=\))",
        ),
        rule("INITIALS", rf"(?<=\[NAME\],[ ]){_CAPITALS}(?=\)[ ](?:at|on|for|aware|\[DATE))"),
        rule(
            "INITIALS",
            rf"(?-i:(?:^|(?<=[ ]{{2}})|(?<=\][ ])|(?<=[.:][ ])|(?<=\d[ ]))/?{_PAIR}"
            rf"(?P<v>[A-Z]{{2,4}}/[a-z]{{2,3}})(?=[ \t]*$|[ ]{{2}}|"
            rf"[ ]+(?:D|DD|T|DT|TD|DOC|ID|Job|JOB|Read|Signed|cc|CC)\b|[ ]*\[))",
        ),
        rule("INITIALS", r"(?-i:(?<=\[NAME\]/)(?P<v>[A-Z]{2,4}/[a-z]{2,3})(?!\w))"),
        rule("INITIALS", r"(?-i:(?:^|[ ]{2})/(?P<v>[A-Z]{2,4})(?=[ \t]*$))"),
    ]
