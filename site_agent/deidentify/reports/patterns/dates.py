"""Dates in every form.

Rules: a day, a month with a year, a season or quarter with a year is a date in any order and language of its
months; a bare ``4/22`` and a bare year are dates only behind a cue, before a time or beside another
identifier, for they could be a strength, a ratio or an edition.

Not here: dates behind a label (`fields`), moving dates (`site_agent.deidentify.reports.dates`).
"""

# ruff: noqa: RUF001 - years are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.measurements import UNIT
from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_ENGLISH: Final = (
    r"jan[uary]{0,6}|feb[ruay]{0,7}|mar(?:c?h)?|apr[il]{0,3}|may"
    r"(?![ \t]+(?:be|represent|reflect|indicate|have|not|also|suggest|relate|correspond|need|"
    r"require|warrant|account|well|still|mimic|obscure|consider|follow|cause|simply)\b)"
    r"|jun(?:e)?|jul(?:y)?|aug[ust]{0,5}|sep[tembr]{0,8}|oct[ober]{0,6}|nov[embr]{0,7}|dec[embr]{0,7}"
    r"|j[anury]{5,7}|f[ebruay]{5,8}|m[arch]{3,5}|a[pril]{3,5}|a[ugst]{4,6}|s[eptmbr]{6,9}|"
    r"o[ctober]{5,7}|n[ovembr]{6,8}|d[ecmbr]{6,8}"
)  # with letters doubled, missing and swapped, as they are typed
_OTHERS: Final = (
    r"januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|fevrier|mars|avril|juin|"
    r"juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    r"|enero|febrero|marzo|abril|"
    r"mayo(?![ ](?:\d{1,2}(?![\d,]|[ ]de)|\d/|clinic|score|subscore|class))|junio|julio|agosto|"
    r"septiembre|octubre|noviembre|diciembre|"
    r"gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|"
    r"maart|mei|augustus|julai|ogos|disember|desember"
)
_LUNAR: Final = (
    r"(?:muharram|safar|rab[iī][\s'’\-]*(?:al[ \-]?|ul[ \-]?|us[ \-]?|th[ \-]?)?"
    r"(?:aww?al|akh?ir|than[iī]|1|2|ii?)?|jumad[aā]?[\s'’\-]*(?:al[ \-]?|ul[ \-]?)?"
    r"(?:[uū]l[aā]|aww?al|akh?ira?h?|than[iī]|1|2|ii?)?"
    r"|rajab|sha['’ʿ]?b[aā]n|ramad[aāh]+n|shaww?[aā]l|"
    r"(?:dh?u|zul|zil)[ 'l\-]{0,2}(?:al[ \-])?(?:qi['’ʿ]?d?dah?|qa['’ʿ]?dah?|h[ijj]{2,3}ah?))"
)
"""The months of the lunar calendar of Islam, as they are spelt in Latin letters."""
MONTH: Final = (
    rf"(?:(?:{_ENGLISH}|{_OTHERS})(?![^\W\d_]|(?<=may)-(?!ju[nl]|aug|sep|oct)[^\W\d_])"
    r"(?:(?<=\b[^\W\d_]{3})\.|(?<=\b[^\W\d_]{4})\.)?)"  # a longer one is not cut short
)
"""The name of a month, short or long."""
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_DAYTH: Final = rf"(?:{_DAY}[ ]?(?:st|nd|rd|th)|{_DAY})"
_YEAR: Final = r"(?:19|20)\d{2}"
_SHORT_YEAR: Final = r"['’‘`´][ ]?\d{2}"
_ANY_YEAR: Final = rf"(?:{_YEAR}|{_SHORT_YEAR})"
_GAP: Final = r"[ \t]*[-/.,]?[ \t]*"
_WEEKDAY: Final = (
    r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?[.,]?[ ]*,?[ ]+(?:the[ ]+)?)"
)
_TIME: Final = r"(?:[ ]?T\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)"
_NOT_COUNTED: Final = rf"(?![ ]?{UNIT})"
_MONTH_DAY: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2]))"
_NO_SCORE: Final = (
    r"(?<!/10 to )(?<!/5 to )(?<!/10 from )(?<!/10 -> )(?<!/10 and )(?<!pain )(?<!score )(?<!scale )"
    r"(?<!vas )(?<!nrs )"
)
_NO_SHARE: Final = (
    rf"(?![\w/]|[-.]\d|[ ]*(?:strength|systolic|diastolic|murmur|power|views?|cores?|nodes?|points?|"
    rf"reflex\w*|pulses?|holosystolic|pansystolic|positive|margins?|biops\w*|levels?|segments?|teeth|ribs?|"
    rf"lobes?|quadrants?|pain|scale|bilateral\w*|hypertroph\w*|degenerat\w*|narrow\w*|discs?|facets?|fusion|"
    rf"in[ ](?:intensity|severity|all)|throughout|ago|later|history|hx)\b|[ ]?{UNIT})"
)
_CUE: Final = (
    r"\b(?:(?!(?:sav|label|fus|grad|rat|scor|measur|estimat|calculat|involv|resect|remov|sampl|"
    r"reduc|increas|decreas)ed)\w{3,}ed|on|since|from|prior|comparison|with|study|exam|examination|"
    r"seen|msg|message|notes?|clinic|mammo(?:gram)?|priors?|first|second|third|imaging|list|rounds|"
    r"until|till?|by|and|to|mtg|began|consent|board|conference|lmp|edd|edc|onset|injury|fall|fell|"
    r"mv[ac]|rta|accident|crash|work|road|highway|admission|discharge|arrival|transfer|obituary|"
    r"died|death|expired|birth|letter|call|email|portal|referral|request|reminder|recheck|repeat|"
    r"mtg|meeting|appt|appointment"
    r"|visit|scan|ct|mri?|cxr|xr|us|film|date|dx|before|after|around|next|last|due|done|came|thru|"
    r"through|back|surgery|sent|rec'?d|redo|f/?u|follow[ -]?up|biopsy|bx|for|in|at|of)"
)
_DAY_DOT_MONTH: Final = r"(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])"
_NO_DECIMAL: Final = rf"(?![\w/%]|[.,\-]\d|[ ]?[-–x×/][ ]?\d|[ ]?{UNIT})"
_ACT: Final = (
    r"\b(?:operated|sent|posted|faxed|mailed|typed|dictated|transcribed|vetted|approved|acknowledged|"
    r"authori[sz]ed|verified|validated|signed|countersigned|admitted|discharged|transferred|booked|"
    r"scheduled|attended|scanned|rung|rang|phoned|called|paged|e?mailed)"
)
"""What people do on a day, unlike what a measurement does."""
_NOTE: Final = (
    r"\b(?:comments?|notes?|stick(?:y|ies)|messages?|msgs?|chat|updates?|entry|log|reply|replies|reminder|"
    r"calls?|callback|clinic|appt|appointment|round|ward[ ]round|mdt|mdm|meeting|theatre|visit)"
)
_YEAR_CUE: Final = (
    r"\b(?:in|since|from|during|circa|ca|year|of|until|till?|before|after|by|around|early|late|mid|dated|"
    r"prior|for|and|to|last|back|study|exam|scan|ct|mri|surgery|diagnosed|placed|done|performed)"
)
_NO_EDITION: Final = (
    r"(?![\w/]|[-.]\d|[ ]+(?:[\w/\-]+[ ]+){0,3}(?:guid\w+|criteria|consensus|classification|"
    r"recommendation\w*|update|edition|revision|version|statement|standards?|hu|units?)\b)"
)

DATED: Final = (
    r"(?:\d{4}[ ]?[-/. ][ ]?\d{1,2}[ ]?[-/. ][ ]?\d{1,2}|"
    r"\d{1,2}[ ]?[-/. ][ ]?\d{1,2}[ ]?[-/. ][ ]?(?:\d{4}|['’]?\d{2}(?!:\d))|(?:19|20)\d{6}|"
    r"[0-3]\d[01]\d(?:19|20)\d{2}"
    rf"|{_WEEKDAY}?{MONTH}{_GAP}{_DAYTH}(?:{_GAP}(?:{_ANY_YEAR}|\d{{2}}))?|"
    rf"{_WEEKDAY}?{_DAYTH}(?:[ ]+(?:of|de))?{_GAP}{MONTH}(?:{_GAP}(?:{_ANY_YEAR}|\d{{2}}))?"
    rf"|{MONTH}{_GAP}{_ANY_YEAR}|{_ANY_YEAR}{_GAP}{MONTH}(?:{_GAP}{_DAYTH})?|\d{{1,2}}[-/.]{_YEAR}|"
    rf"{_YEAR}[-/]\d{{1,2}}|{_YEAR}|\d{{1,2}}/\d{{1,2}})"
)
"""A date as it stands behind a label, where no doubt is needed."""


def dates() -> list[Rule]:
    """Return the rules of dates."""
    whole = [
        rf"{_DAY}[ ]?[-/.][ ]?(?:0?[1-9]|1[0-2])[ ]?[-/.][ ]?1[34]\d\d[ ]?(?:A\.?H\.?|H\.?S?\.?)?",
        r"(?:1[34]\d\d|25\d\d)[-/](?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01])(?:[ ]?(?:A\.?H\.?|H))?",
        (
            rf"{_DAY}[ ]{_LUNAR}(?:,?[ ]1[34]\d\d(?:[ ]?(?:A\.?H\.?|H))?)?|"
            rf"{_LUNAR}[ ]1[34]\d\d(?:[ ]?(?:A\.?H\.?|H))?"
        ),
        r"\d{1,2}/\d{1,2}[ ]*(?:-|–|to|through)[ ]*\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})",
        rf"{_YEAR}[ ]?[-/.][ ]?\d{{1,2}}[ ]?[-/.][ ]?\d{{1,2}}{_TIME}?",
        rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[T_ ]?\d{{4,6}}(?:\.\d+)?(?:Z|[+-]\d{{4}})?)?",
        rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}{_TIME}?",
        (
            rf"(?=\d{{0,2}}[-/.]?(?:0?[1-9]|1[0-2])[-/.])"
            rf"(?=(?:\d{{1,2}}[-/.]){{0,2}}{_DAY}(?!\d))\d{{1,2}}[-/.]\d{{1,2}}[-/.]['’]?\d{{2}}{_TIME}?"
        ),
        r"\d{1,2}[ ]?[-/.][ ]?\d{1,2}[ ]?[-/.][ ]?(?:19|20)\d{2}",
        (
            rf"{MONTH}{_GAP}{_DAYTH}(?:{_GAP}(?:of[ ]+)?{_ANY_YEAR}|(?=[\W_])[ \t]*[-/,][ \t]*\d{{2}}"
            rf"(?![\d:])|{_NOT_COUNTED})"
        ),
        (
            rf"(?:the[ ](?=\d+(?:st|nd|rd|th)[ ]+of))?(?!\d{{1,2}}[ ]{{2,}}[^\W\d_]+[ ]\d{{1,2}}(?:st|nd|rd|"
            rf"th)?,?[ ]\d{{4}})"
            rf"{_DAYTH}(?:[ ]+(?:of|de)(?:[ ]+the)?)?{_GAP}{MONTH}"
            rf"(?:{_GAP}(?:(?:of|de)[ ]+)?{_ANY_YEAR}|[ \t]*[-/., ][ \t]*\d{{2}}(?!\d|:\d|-[^\W\d_]|"
            rf"[ ]?{UNIT}))?"
        ),
        rf"{_DAY}-{MONTH}-\d{{2}}(?!\d)",
        rf"{MONTH}[ ]{_DAYTH}[ ]\d{{2}}(?=[ ]*(?:$|[.,;|)\"]))",
        rf"\d{{1,2}}[/.]\d{{1,2}},?[ ]{_YEAR}(?![ ]?[\d,;]|[ ]?{UNIT})",
        rf"(?<!\d[ ]){_DAY}[ ](?:0[1-9]|1[0-2])[ ]{_YEAR}(?![ ]?[\d,;]|[ ]?{UNIT})",
        rf"{MONTH}{_GAP}(?:(?:of|de)[ ]+)?{_ANY_YEAR}",
        rf"{_YEAR}{_GAP}{MONTH}(?:{_GAP}{_DAYTH})?",
        rf"(?:0?[1-9]|1[0-2])[ ]?[-/.][ ]?{_YEAR}",
        rf"{_YEAR}[-/](?:0[1-9]|1[0-2])",
        (
            rf"(?:spring|summer|autumn|fall|winter|christmas|easter|thanksgiving|halloween|ramadan|diwali|"
            rf"eid|new year(?:['’]s)?|[1-4](?:st|nd|rd|th)? quarter|q[1-4]|h[12])(?:[ ]+(?:day|eve))?"
            rf"(?:[ ]+of|,)?[ \-/]*{_ANY_YEAR}"
        ),
    ]
    return [
        rule(
            "DATE",
            rf"(?<![\w#])(?<!(?<!\.\.)\.)(?<!\d[-/:])(?P<v>{_WEEKDAY}?(?:{'|'.join(whole)}))(?![^\W_]|[/.]\d)"
            rf"(?!-\d{{1,2}}(?![\d/.\-])|-\d{{1,2}}-\d{{1,2}}(?!\d)|"
            rf"[ ]?(?:[cm]m|ml|(?-i:HU)|mmhg|[cm]m/s|degrees)\b)",
        ),
        rule("DATE", rf"(?<![\w'’‘.])(?P<v>{_SHORT_YEAR})(?![\w'’]){_NOT_COUNTED}"),
        rule(
            "DATE",
            rf"(?<!grade of)(?<!power of)(?<!strength of)(?<!score of){_CUE}[ \t:]+{_NO_SCORE}"
            rf"(?P<v>{_WEEKDAY}?{_MONTH_DAY}){_NO_SHARE}",
            Reading.UNMEASURED,
        ),
        rule(
            "DATE",
            rf"(?<![\w/.\-])(?P<v>{_MONTH_DAY})(?=[ ]+(?:at[ ]+|@[ ]?|[\[(])?"
            rf"(?:\d{{1,2}}:\d\d|\d{{4}}[ ]?h|\d{{1,2}}[ ]?[ap]\.?m))",
        ),
        rule("DATE", rf"(?<![\w/.\-])(?P<v>{_MONTH_DAY})(?=:[ \n])", Reading.UNMEASURED),
        rule(
            "DATE",
            rf"(?:\b\d{{1,2}}:\d\d(?:[ ]?[ap]\.?m\b\.?)?|\b\d{{4}}[ ]?(?:h|hrs?|hours))[ ]+"
            rf"(?P<v>{_MONTH_DAY})(?=[ \t]*(?:$|\|)|[.,;)](?:\s|\||$))",
        ),
        rule("DATE", rf"(?<![\w/.\-])(?P<v>{_WEEKDAY}{_MONTH_DAY})(?![\w/]|[-.]\d)"),
        rule(
            "DATE",
            rf"\[(?:NAME|DATE|ID|ORG|PHONE|ADDRESS|LOCATION)\](?:,?[ ]{any_of('credentials')})*"
            rf"[ ]*[,;(|@/\-]*[ ]*(?P<v>{_MONTH_DAY})(?=[ ]*(?:[):;,|\n-]|\.(?:\s|\Z)|\Z))",
        ),
        rule("DATE", rf"[ ]-[ ](?P<v>{_MONTH_DAY})[ ]*$"),
        rule("DATE", rf"\|[ ]*(?P<v>{_MONTH_DAY})[ ]*(?=\||$)"),
        rule(
            "DATE",
            rf"\b(?:in|since|from|until|till?|before|after|around|placed|dated|done|by|of|performed|"
            rf"diagnosed|dx|as|first|second|third)[ \t]+(?P<v>(?:0[1-9]|1[0-2])[-/]\d{{2}}){_NO_SHARE}",
        ),
        rule(
            "DATE",
            rf"{_YEAR_CUE}[ \t]+(?P<v>{_YEAR}(?:[ ]?[-–/][ ]?(?:{_YEAR}|\d{{2}})\b)?){_NO_EDITION}"
            rf"(?![ ]?{UNIT})",
        ),
        rule(
            "DATE",
            r"(?<![\w.-])(?P<v>(?:0?[1-9]|[12]\d|3[01])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
            r"(?:(?:19|20)?\d\d))(?![\w-])",
        ),
        rule("DATE", rf"\blast[ ]+(?P<v>{MONTH})"),
        rule("DATE", rf"(?<![^\W_])(?-i:DOB|DOS|DOD|DOE|DOA|D\.O\.B\.?)(?P<v>{DATED})(?!\w)"),
        rule(
            "DATE",
            rf"^[ \t>*•\-]*(?P<v>{_MONTH_DAY})(?<!/5)(?<!/10)(?=[ ]+(?-i:[A-Z])[A-Z'’/]+[ ]){_NO_SHARE}",
            Reading.UNMEASURED,
        ),
        rule(
            "DATE",
            rf"(?:[a-z)\]]\.|\blog:|\bnotes?:)[ ]+(?P<v>{_MONTH_DAY})(?<!/5)(?<!/10)"
            rf"(?=[ ]+(?-i:[A-Z])[a-z'’/]+[ ]){_NO_SHARE}",
        ),
        rule("DATE", rf"(?:\A|\n)[ \t]*(?:\[DATE\][^\n]*\n[ \t]*(?P<v>{_MONTH_DAY})(?=[ ]+(?-i:[A-Z])))"),
        rule("DATE", rf"(?<![\w/.\-])(?P<v>{_DAY_DOT_MONTH})(?=[ ]*\([ ]*(?:acc(?:ession)?\b|\[ID\]))"),
        rule(
            "DATE",
            rf"{_ACT}(?:[ ]by[ ]\[NAME\]|[ ]\[(?:NAME|INITIALS)\]|"
            rf"(?:[ ]by)?[ ](?-i:[a-z]{{2,3}}|[A-Z]{{2,4}}))?[ ,:]+(?P<v>{_DAY_DOT_MONTH}){_NO_DECIMAL}",
            Reading.UNMEASURED,
        ),
        rule(
            "DATE",
            rf"\b(?:typed|dictated|transcribed)[ :]+(?P<v>{_DAY_DOT_MONTH})"
            rf"(?=[ ]+(?:[^\W\d_]{{2,4}}|\[\w+\])[ ]*$|[ ]*$)",
        ),
        rule(
            "DATE",
            rf"\b(?:\w{{3,}}(?:ed|en)|out|done|made)[ ]on[ ](?P<v>{_DAY_DOT_MONTH}){_NO_DECIMAL}",
            Reading.UNMEASURED,
        ),
        rule(
            "DATE",
            rf"(?:{_NOTE}(?:[ ][^\W\d_]+){{0,2}}[ :]+|^[ \t]*|[\])][ ,]*)(?P<v>{_DAY_DOT_MONTH})"
            rf"(?=[ ]+(?:at[ ]+|@[ ]?)?\d{{1,2}}:\d\d)",
        ),
        rule("DATE", rf"{_NOTE}[ ]+(?P<v>{_DAY_DOT_MONTH})(?=[:;,)]|\.(?:\s|\Z)|[ ]*$)", Reading.UNMEASURED),
        rule(
            "DATE",
            rf"(?:\[(?:NAME|INITIALS|ORG)\](?:,?[ ]{any_of('credentials')})*|\d:\d\d),?[ ]"
            rf"(?P<v>{_DAY_DOT_MONTH})(?=[ ]*(?:$|\||\.(?:\s|\||\Z)))",
        ),
        rule(
            "DATE",
            rf"\[DATE\][^\n\d]{{2,40}}[,;][ ](?P<v>{_MONTH_DAY})(?=[ ]+(?-i:[A-Za-z]){{3}}){_NO_SHARE}",
            Reading.UNMEASURED,
        ),
        rule("DATE", rf"\d[:.h]\d\d(?:[ ]?h(?:rs?|ours)?)?[ ]on[ ](?P<v>{_DAY_DOT_MONTH}){_NO_DECIMAL}"),
        rule("DATE", rf"\[(?:ID|NAME|ORG)\][ ]of[ ](?P<v>{_DAY_DOT_MONTH}){_NO_DECIMAL}"),
        rule(
            "DATE",
            r"\b(?:on|dated|(?:scan|study|films?|images|imaging|exam(?:ination)?|report|ct|mri?|us|uss|"
            r"cxr|xr|as|"
            r"that|those)[ ]of)[ ](?P<v>(?:[12]\d|3[01])\.(?:0?[1-9]|1[0-2]))(?=[.:;)]?[ ]*$|\.[ ]+[A-Z])",
            Reading.UNMEASURED,
        ),
    ]
