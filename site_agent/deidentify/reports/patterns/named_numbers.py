"""Numbers that stand for somebody by what is said of them, and the plates of vehicles.

Rules: two numbers around a slash are an id, and no share of anything, where something is replaced by them,
merged with them or imported under them, behind tissue ("cytology 3812/667"), and behind a record's label
with "there" or "here"; letters and figures in up to four groups behind a vehicle or a permit to park are its
plate.

Not here: ids behind their labels (`numbers`), ids of a telling shape (`registers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_SLASHED: Final = r"(?:\d{2,8}/\d{3,8}|\d{3,8}/\d{2,8})(?:/\d{1,8})?"
_NUMBER: Final = (
    rf"(?P<v>[A-Z]{{0,4}}[-/]?(?:{_SLASHED}|\d{{5,12}}|(?<=[A-Z])\d{{1,4}}[.\-]\d{{3,8}}))(?![\w/]|[.,:]\d)"
)
_IDENTITY: Final = (
    r"(?:(?:is|was|been|be)?[ ]?(?:replac(?:es?|ed[ ]by|ing)|supersed(?:es?|ed[ ]by|ing)|"
    r"duplicat(?:es?|ed[ ](?:by|as)|e[ ]of)|cancel(?:s|led[ ]by)?|amends?|corrects?)|"
    r"merged?[ ](?:with|into|from|to)|(?:re-?)?(?:imported|exported|filed|stored|archived|saved|"
    r"registered|listed|"
    r"booked|label+ed|known|entered|recorded|logged|admitted|sent|scanned|received)"
    r"(?:[ ](?:there|here|elsewhere|first|originally))?[ ](?:as|under)|linked[ ](?:to|with)|"
    r"cross-?referenced?[ ](?:to|with)|matched[ ](?:to|with)|formerly|instead[ ]of)"
)
_TISSUE: Final = (
    r"(?:histo(?:patho)?logy|cytology|pathology|biopsy|specimen|sample|slides?|smear|tissue|autopsy|"
    r"microbiology|culture)(?:[ ](?:no|nr|num(?:ber)?|ref(?:erence)?|report|id))?\.?"
)
_PLACED: Final = r"(?:there|here|elsewhere|locally|then|now|abroad|overseas|at[ ]\[ORG\])"
_VEHICLE: Final = (
    r"(?:vehicle|car|van|lorry|truck|taxi|cab|bakkie|bus|minibus|coach|motor(?:cycle|bike)|scooter|moped|"
    r"bike|"
    r"trailer|ute|tractor|(?:auto-?[ ]?)?rickshaw|tuk-?tuk|jeep|pickup|"
    r"suv|hgv|jet[ ]?ski|snowmobile|quad|atv|tags?|"
    r"caravan|ambulance|plates?|rego|(?:parking|car)[ ](?:permit|pass|space|ticket|"
    r"voucher|"
    r"badge))"
)
_NO_WORD: Final = r"(?!(?:AT|BY|ON|IN|TO|OF|THE|WAS|AND|FOR|WITH|FROM|NO|VS|IS|HIT|ABOUT|AGED|AGE|X)(?!\w))"
_NO_UNIT: Final = (
    r"(?!(?:MPH|KPH|KMH|KM|M|MILES|YEARS?|YRS?|YO|MINS?|HRS?|DAYS?|WEEKS?|AND|WAS|IS|HIT|ON|AT|IN|TO|BY|"
    r"OF)(?!\w))"
)
_SEATED: Final = (
    r"(?:(?:un)?restrained|un?belted|(?:not[ ])?belted|seat-?belted|helmeted|passenger|driver|driving|"
    r"travel+ing|riding|rider|seated|occupant|trapped|pillion|rear-?ended|ejected|extricated)"
    r"(?:[ ](?:in|of|on|from|by|with))(?:[ ](?:a|an|the|his|her|their))?"
)
_PLATE: Final = (
    r"[A-Z]{2}\d\d[ ]?[A-Z]{3}|[A-Z]{2}[ ]\d\d[ ][A-Z]{1,2}[ ]\d{3,4}|[A-Z]{2}[ ]\d{3}-\d{3}|"
    r"[A-Z]\d\d-[A-Z]{3}|[A-Z]{2}[ ]\d\d[ ][A-Z]{2}[ ][A-Z]{2}|[A-Z]{3}[ ]\d{1,3}[A-Z]"
    rf"|\d{{1,4}}-[A-Z]{{1,3}}-\d{{1,6}}|[A-Z]{{1,3}}-[A-Z]{{1,3}}[ \-]\d{{1,4}}"
    rf"|{_NO_WORD}[A-Z]{{1,4}}[ \-]?\d{{1,4}}(?:[ \-]{_NO_UNIT}[A-Z]{{1,3}}(?![A-Z])){{0,2}}"
    rf"|\d{{1,4}}[ \-]{_NO_UNIT}[A-Z]{{1,3}}(?:[ \-]\d{{1,4}})?"
)


def named_numbers() -> list[Rule]:
    """Return the rules of numbers told by what is said of them."""
    return [
        rule(
            "ID",
            r"\bidentifiers?(?:[ ]used)?:[ ]name[ ](?:and|&)[ ](?:mrn[ ])?(?P<v>\d[\d \-]{3,14}\d)(?!\w)",
        ),
        rule("ID", rf"\b{_IDENTITY}[ ]{_NUMBER}", Reading.UNMEASURED),
        rule(
            "ID",
            rf"\b{_TISSUE}[ ]?[:#]?[ ](?P<v>(?:\d{{2}}:[A-Z]{{1,3}}\d{{3,6}}|{_SLASHED}))(?![\w/]|[.,:]\d)",
        ),
        rule(
            "ID",
            rf"(?<![^\W_]){any_of('id_fields')}[ ]{_PLACED}[ ]?(?:is|was|"
            rf":)?[ ]?(?=[\w\-/.]{{0,8}}\d[\w\-/.]*\d)"
            r"(?P<v>[\w\-]+(?:[/.][\w\-]+){0,3})(?![\w/])",
        ),
        rule(
            "ID",
            rf"\b{_VEHICLE}(?:,?[ ](?:reg\w*|plates?|number|no\.?|\#|for|with|and|permit|issued|granted|"
            rf"[:,])){{0,3}}:?"
            rf"[ ][\[(]?(?!(?i:[CTLS]\d{{1,2}}(?:[-/][CTLS]?\d|[ ](?:through|thru|to|and)\b)))"
            rf"(?-i:(?P<v>{_PLATE}))(?![\w]|"
            rf"[.,]\d)",
        ),
        rule("ID", r"\bvehicle[ ]\((?P<v>[a-z]{2}[ ]\d\d[ ][a-z]{1,2}[ ]\d{3,4})(?=\))"),
        rule(
            "ID",
            r"\b(?:parking|car|vehicle)[ ](?:permit|pass)[ ](?:issued[ ])?for[ ]"
            r"(?-i:(?P<v>[A-Z]{1,3}[ \-]?\d{2,5}[ ]?[A-Z]{0,3}))(?!\w)",
        ),
        rule(
            "ID",
            r"\b(?:tag|plate|rego)[ ](?:number|no\.?)[ ]?:?[ ](?-i:(?P<v>[A-Z\d]{1,4}[ \-][A-Z\d]{2,4}))"
            r"(?![\w\-])",
        ),
        rule("ID", rf"\bindex[ ]no\.?[ ](?-i:(?P<v>{_PLATE}))(?![\w]|[.,]\d)"),
        rule("ID", rf"\b{_SEATED}[ ](?-i:(?P<v>{_PLATE}))(?=[ ]*(?:[.,;)]|$))"),
        rule("URL", r"\[URL\](?P<v>[?&][\w.\-]{1,20})(?==)"),
        rule(
            "ADDRESS",
            r"\[ADDRESS\],?[ ](?-i:(?P<v>[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}))(?=[ ](?-i:[A-Z])|[ ]*$|[,.;])",
        ),
        rule("DEVICE", r"\bunit[ ](?P<v>\d{2,4}-\d{2,4}-\d{2,5}[A-Z]?)(?![\w\-])"),
        rule(
            "DEVICE",
            r"\b(?:pump|pacemaker|icd|generator|stimulator|stent|filter|implant|recorder|monitor|valve|"
            r"port)[ ]"
            r"(?P<v>(?-i:[A-Z]{1,3})\d{1,4}[.\-/]\d{3,8}(?-i:[A-Z])?)(?![\w.\-]\d|\w)",
        ),
        rule(
            "ID",
            r"\b(?:examination|study|exam|accession|case)[ ](?P<v>(?-i:[A-Z]{2,4})\.\d{2}\.\d{4,8})"
            r"(?![\w.]\d|\w)",
        ),
    ]
