"""People and places that fill a cell, brackets or the end of a line with what has gone.

Rules: a given name before a name, a surname behind one, a town in brackets behind an institution, kinds of
institutions behind the name of one, and initials in brackets or behind a slash belong to what they touch.

Not here: slots of prose (`slots`), initials behind what people do (`initials`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.initials import NOBODY
from site_agent.deidentify.reports.patterns.writing import UPPER, WORD, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_CAP: Final = rf"(?-i:[{UPPER}][\w'’\-]+)"
_STARTS: Final = r"(?:^[ \t]*|[:;|/(=\t][ ]?|[.!?][ ]|[ ]{2})"
_ENDS: Final = (
    r"(?=[ \t]*(?:$|[,;|)/\t]|\.(?:[ \n]|$))|[ ]{2}|[ ]\(?\[(?:ID|DATE|PHONE|AGE)|"
    r"[ ](?:dob|d\.o\.b|mrn|nhs|born)\b)"
)
_TITLED: Final = (
    r"(?<!\bDr )(?<!\bDr\. )(?<!\bMr )(?<!\bMrs )(?<!\bMs )(?<!\bDR )(?<!\bDR\. )(?<!\bMR )(?<!\bMRS )"
    r"(?<!\bMS )"
)
_NO_VERB: Final = (
    r"(?!(?:to|and|the|a|in|on|at|is|was|has|had|will|said|says|for|of|or|by|from|who|would|did|does|called|"
    r"wants|asked|ordered|notified|informed|aware|office|clinic|no|not|if|re|who|when|about|with|pls|please|"
    r"can|could|may)\b)"
)


_NO_GIVEN: Final = (
    r"(?!(?:re|pt|dear|ms|mrs?|dr|miss|prof|sir|hi|for|from|to|by|cc|attn|and|with|ref|patient|page|may|"
    r"will|of|in|at|on)\b)"
)
_STATE: Final = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|"
    r"UT|V[AT]|W[AIVY])"
)
_KNOWN_BY: Final = r"(?=,?[ ]+\(?(?:mrn|dob|d\.o\.b|nhs|nhi|ssn|born)\b)"


def cells() -> list[Rule]:
    """Return the rules of what fills a cell with what has gone."""
    return [*_people(), *_staff(), *_places()]


def _people() -> list[Rule]:
    credentials = any_of("credentials")
    return [
        rule("NAME", rf"{_STARTS}{_NO_GIVEN}(?P<v>{_CAP})[ ](?=\[NAME\]{_ENDS})", Reading.BORNE),
        rule(
            "NAME",
            rf"(?:^[ \t]*|[ ]{{2}}|\][ ])(?P<v>{_CAP}),[ ](?=\[NAME\],[ ]?\(?\d{{1,3}}[ ]?-?(?:[mf]\b|y))",
            Reading.BORNE,
        ),
        rule(
            "NAME",
            rf"\[NAME\][ ](?-i:(?P<v>[a-zà-ÿ][\w'’\-]+)),?[ ](?=(?-i:{credentials})(?![\w\-]))",
            Reading.UNSAID,
        ),
        rule(
            "NAME",
            rf"\[NAME\][ ](?P<v>{_NO_VERB}[^\W\d_]{{3,}})(?=,?[ ](?:dob|d\.o\.b|mrn|nhs|nhi|born)\b)",
            Reading.UNSAID,
        ),
        rule(
            "NAME",
            rf"\b(?:dr|prof|mrs|doctor)[ ](?-i:(?P<v>{_NO_VERB}[a-zà-ÿ][\w'’\-]+))"
            rf"(?=[ ]*(?:[,.;)\n]|$)|[ ]\[|[ ](?:at|is|was|has|lives|from)\b)",
        ),
        rule("NAME", r"\b(?:dr|mr|mrs|ms|prof)\.[ ](?-i:(?P<v>(?![ai][ ])[a-z][ ][a-zà-ÿ][\w'’\-]+))"),
        rule(
            "NAME",
            rf"(?-i:(?<!\w)(?P<v>[{UPPER}][\w'’\-]+,[ ]?(?:\[NAME\]|[{UPPER}][\w'’\-]+(?:[ ][{UPPER}]\.?)?))"
            rf")(?<!\]){_KNOWN_BY}",
        ),
        rule("NAME", rf"(?-i:(?<!\w)(?P<v>[{UPPER}][\w'’\-]+),[ ]?(?=\[NAME\](?i:{_KNOWN_BY[3:-1]})))"),
        rule(
            "NAME",
            r"(?-i:(?P<v>Tuan|TUAN|Kumari|KUMARI|Sheikh|SHEIKH|Shaikh|SHAIKH|Sayyid|SAYYID|Selvi|SELVI|Haji|"
            r"HAJI))[ ](?=\[NAME\])",
        ),
        rule(
            "NAME",
            r"\[NAME\][ ](?-i:(?P<v>Tuan|TUAN|Kumari|KUMARI|Sheikh|SHEIKH|Shaikh|SHAIKH|Sayyid|SAYYID|Selvi|"
            r"SELVI|Haji|HAJI))(?!\w)",
        ),
        rule("NAME", r"\b(?:dr|mr|mrs|ms|prof|doctor)\.?[ ](?-i:(?P<v>[a-z]))[ ](?=\[NAME\])"),
        rule("NAME", r"\b(?:dr|mr|mrs|ms|prof)\.[ ](?-i:(?P<v>[a-z]\.[ ]?[a-zà-ÿ][\w'’\-]+))"),
        rule("NAME", rf"\[NAME\][ ](?P<v>{_CAP})(?=[ ]*(?:[;,)]|$))", Reading.BORNE),
        rule("NAME", r"(?-i:\[NAME\][ ](?P<v>[A-Z])(?=/(?:[A-Z]{2,5}(?!\w)|\[)))"),
        rule(
            "NAME",
            r"(?-i:\[NAME\][ ](?P<v>Nurse|NURSE|Doctor|DOCTOR|Reader|READER|Sister|SISTER|Senior|SENIOR))"
            r"(?=[ ]*(?:$|[,.;:)(|<]|\[)|[ ]{2}|[ ](?:for|on|at|by|in)\b)",
        ),
        rule(
            "NAME",
            rf"(?-i:(?<=[\w\]]):[ ](?!(?:No|NO|Nr|NR|ID|Id|Lot|LOT|Ref|REF|Acc|ACC|Number|MRN|Job|JOB|Case|"
            rf"CASE|Order|ORDER)\b)(?P<v>[{UPPER}][a-zà-ÿ'’\-]{{2,}})[ ](?=\[ID\]))",
            Reading.CALLED_SO,
        ),
        rule("NAME", rf"^(?P<v>{_CAP})[ ](?=\[NAME\][ ]/[ ]\[DATE\])"),
        rule(
            "NAME",
            rf"(?-i:^[ \t]*(?P<v>[{UPPER}][{UPPER}'’\-]+,[{UPPER}][{UPPER}'’\-]+(?:[ ][{UPPER}]\.?)?))"
            rf"(?=[ ]{{2,}}(?:[^\n]{{0,24}}[ ])?(?:\d[\d\-]{{3}}|\[ID\]|\[DATE\]))",
        ),
        rule("NAME", rf"\b(?:pt|patient|nok)[ ]?:?[ ](?P<v>{_CAP},(?:[ ]{_CAP})?)[ ](?=\[NAME\])"),
        rule(
            "NAME",
            rf"\b(?:pt|patient)[ ](?!(?:stable|alert|well|seen|is|has|was|in|on|with|supine|aged?|female|"
            rf"male|here|info|data)\b)(?P<v>{_CAP})(?=[ ]\d{{1,3}}[ ]?[mf]\b)",
        ),
        rule("NAME", rf"(?-i:^[ \t]*(?P<v>[{UPPER}]\.[ ][{UPPER}][\w'’\-]+)(?=[ ]/[ ]\[NAME\]))"),
        rule(
            "NAME",
            r"(?-i:\[NAME\]-(?!(?:LIKE|TYPE|GUIDED|WEIGHTED|BASED|RELATED|POSITIVE|NEGATIVE|SHAPED|ENHANCED)"
            r"\b)(?P<v>[A-Z][A-Z'’]+))(?!\w)",
        ),
        rule("NAME", rf"^(?:subject|subj)[ ]?:[ ]*(?P<v>{_CAP})[ ](?!\[)", Reading.BORNE),
        rule(
            "NAME",
            rf"\b(?:from|by)[ ]\[NAME\][ ](?!(?:hospital|clinic|imaging|radiology|medical|health|center|"
            rf"centre|office)\b)(?P<v>{_CAP})[ ](?=to[ ]\[)",
        ),
        rule("NAME", rf"(?-i::[ ][A-Z]{{2,4}}[ ](?P<v>[{UPPER}][\w'’\-]+)[ ](?=\[ID\]))", Reading.BORNE),
        rule("NAME", rf"(?-i:\((?P<v>[{UPPER}][\w'’\-]+)\))(?=[ \t]*(?:$|[.,;|]|\[))", Reading.BORNE),
    ]


def _staff() -> list[Rule]:
    job = (
        r"(?:,[ ](?:(?:consultant|specialist|attending|diagnostic|interventional|paediatric|pediatric|senior)"
        r"[ ]){0,2}\w*(?:ologist|grapher|registrar|physician|consultant|surgeon|fellow|resident))?"
    )
    return [
        rule("INITIALS", rf"\[NAME\]{job}\.?[ ]\({NOBODY}(?P<v>[^\W\d_]{{2,3}})\)(?![ ]?\d(?!\d?:\d))"),
        rule(
            "INITIALS",
            rf"\[NAME\]{job}\.?[ ]\((?-i:(?!(?:ED|ER|GP|MD|RN|NP|PA|DO|CT|MR|US|IR|NM|ICU|OR)\))"
            rf"(?P<v>[A-Z]{{2,3}}))\)(?=[ \t]*$|[ ](?:query|tel|ext|ph)\b)",
        ),
        rule("INITIALS", r"(?-i:\[NAME\]/(?P<v>[A-Z]{2,4})(?=/\[NAME\]))"),
        rule("INITIALS", r"\[NAME\][ ]/[ ](?P<v>[^\W\d_]{2,3})(?=[ \t]*$|[ ]{2})"),
        rule("INITIALS", rf"\banything[ ]on[ ]{NOBODY}(?P<v>[^\W\d_]{{2,3}})[ ](?=\[ID\])"),
        rule("INITIALS", r"\bin[ ]charge[ ](?P<v>[^\W\d_])\.(?=[ ])"),
        rule("INITIALS", r"(?:^|[.\])][ ])(?P<v>[^\W\d_]{2,3}/[^\W\d_]{2,3})(?=[ ]+(?:job|doc)\b)"),
        rule("INITIALS", r"(?-i:[ ]{2}(?!AP/|PA/|CT/|MR/|US/)(?P<v>[A-Z]{2,4}/[A-Z]{2,3})[ \t]*$)"),
        rule("INITIALS", rf"(?-i:(?:^|[ ])(?P<v>[{UPPER}][\w'’\-]+/[A-Z]{{2,4}}/[a-z]{{2,3}})[ \t]*$)"),
        rule(
            "INITIALS", r"(?-i:\b(?:[Pp]atient|PATIENT|[Cc]ase|CASE)[ ](?P<v>[A-Z]{2,3}))(?=[ ]/[ ]\[NAME\])"
        ),
        rule(
            "INITIALS",
            r"\breader[ ]+(?-i:(?!(?:ED|GP|MD|CT|MRI?|US|XR|IR|NM|[12])\b)(?P<v>[A-Z]{2,3}))"
            r"(?=[ \t]*$|[.,;]|[ ](?-i:[A-Z][a-z]))",
        ),
        rule(
            "INITIALS",
            r"\bconsent[ ]+(?-i:(?!(?:ED|GP|MD|CT|MRI?|US|XR|IR|NM|IV|OK)\b)(?P<v>[A-Z]{2,3}))"
            r"(?=[ \t]*$|[.,;])",
        ),
    ]


def _places() -> list[Rule]:
    inner = (
        rf"(?:{any_of('institution_words')}|{any_of('specialties')}|treatment|screening|health|nuclear|surgical|"
        rf"general|regional|memorial|university|diagnostic|ortho)"
    )
    kind = (
        r"(?:cent(?:re|er)s?|clinics?|hospitals?|institute|practice|surgery|rooms|infirmary|pavilion|unit|"
        r"imaging|radiology|private|team|studio|associates|partners|group)"
    )
    return [
        rule(
            "ORG",
            rf"\[(?:ORG|ADDRESS|LOCATION)\][ ](?P<v>(?:{inner}[ ]){{1,3}}{kind})(?![\w'’])"
            rf"(?![ ](?:stud(?:y|ies)|report|exam|request|findings)\b)",
        ),
        rule(
            "ORG",
            rf"{_TITLED}\[NAME\][ ](?P<v>(?:{inner}[ ]){{1,3}}"
            rf"(?:cent(?:re|er)|clinic|hospital|institute|unit))(?![\w'’])",
        ),
        rule(
            "ORG",
            r"\[(?:ORG|ADDRESS)\][ ](?P<v>(?:centre|center|hospital|surgery|practice|private|rooms|studio|"
            r"team))(?=[ ]*(?:[,.;)\n]|$)|[ ]+(?:tel|ph|phone|fax)\b)",
        ),
        rule("ORG", rf"(?-i:\[ORG\][ ](?P<v>(?:im|sv|sf|św|sw|sct|skt|szt|hl|Dra?|Prof|Gen)\.[ ]{WORD}))"),
        rule(
            "ORG",
            r"\b(?:called|via|through|phoned|rang|ring|contact)[ ](?-i:(?P<v>[A-Z]{3,6}))[ ]"
            r"(?=switchboard|operator|reception|call[ ]cent)",
            Reading.ABBREVIATED,
        ),
        rule("ORG", r"(?-i:\b(?P<v>(?:Gen|GEN)\.)[ ](?=(?:\[NAME\][ ]){1,3}\[ORG\]))"),
        rule("ORG", rf"(?-i:\[(?:ORG|ADDRESS)\][ ]\[NAME\]\.[ ](?P<v>{WORD}))", Reading.STRANGE),
        rule("ORG", r"(?-i:\[ORG\][ ](?P<v>(?:Dra?|Prof|Gen)\.))[ ](?=\[(?:NAME|ORG|ADDRESS)\])"),
        rule(
            "ORG",
            rf"(?-i:\b[Tt]he[ ](?P<v>{WORD}(?:[ ]{WORD}){{0,2}}[ ](?:Surgery|Practice|Rooms|Infirmary))"
            rf"(?![\w'’]))",
            Reading.CALLED_SO,
        ),
        rule("ORG", rf"\[(?:ORG|NAME|ADDRESS)\][ ](?P<v>{inner})[ ](?=\[(?:ORG|LOCATION)\])"),
        rule(
            "ORG",
            r"\[NAME\][ ](?:at|of|from)[ ](?-i:(?P<v>[A-Z]{3,5}))(?=[ ]*(?:[.,;)|\n]|$))",
            Reading.ABBREVIATED,
        ),
        rule("ORG", rf"(?-i:\((?P<v>{WORD})[ ](?=\[ORG\](?:[ ]\[ORG\])?\)))", Reading.CALLED_SO),
        rule(
            "ORG",
            r"(?-i:^[ \t]*[A-Z][A-Z ]{8,60}\((?P<v>(?!CT|MR|US|XR|PET|DXA|NM|STAT|FINAL)[A-Z]{3,5})"
            r"\)[ \t]*$)",
            Reading.ABBREVIATED,
        ),
        rule(
            "ORG",
            r"(?-i:\[ID\],[ ](?P<v>[A-Z]{3,5}),[ ](?=\[NAME\]|"
            r"(?i:in-?patient|out-?patient|emergency|observation)\b))",
            Reading.ABBREVIATED,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\[(?:ADDRESS|LOCATION)\],[ ](?P<v>{_STATE})(?=[ ]*(?:[,;)\n]|$)|\.(?:[ \n]|$)))",
        ),
        rule("ADDRESS", rf"(?-i:\[ORG\](?:,[ ])?\[NAME\](?:[ ]\[\w+\])?,[ ](?P<v>{_STATE})(?=,[ ]))"),
        rule("ORG", r"(?:^|:[ ])[ \t]*(?P<v>the)[ ](?=\[(?:ORG|LOCATION|ADDRESS)\]|\[NAME\][ ]\[ORG\])"),
        rule(
            "ADDRESS",
            rf"(?-i:\[(?:ORG|ADDRESS)\][ ]\((?P<v>{WORD}(?:[ ]{WORD}){{0,2}})\))",
            Reading.CALLED_SO,
        ),
    ]
