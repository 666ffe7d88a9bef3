"""Notes in shorthand: what was done, by whose letters, on which day, without a verb or a year.

Rules: two or three letters between a deed or a kind of note and a day, between the time of an entry and its
colon, behind a numbered operator, checker or arbiter, behind a dash that begins a line, and in the brackets
of an interpretation or behind a name are somebody's, whatever else they are short for, unless a machine, a
unit or a small word stands there. So is who was logged in.

Not here: the days of such notes (`shorthand_days`), their footers (`dictation_footers`), the same slots in
whole sentences (`doers`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.doers import IMAGES, NOBODY, SLASHED, SMALL, UNITS, any_word
from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

NOTE: Final = any_word("""
    verified reviewed checked qc'?d vetted re_vetted rejected typed minutes minuted seen job_done late_entry
    equip_qa protocol_note tech_sheet dictation attending_addendum addendum allocated accepted approved
    countersigned read proofed scanned printed closed filed recalled protocolled cancelled uploaded
    initialled initialed swabs_counted e_sig sgd exposed received_stamp received stamped
    hung_up film_badge break_glass_access auto_locked
""")
"""Deeds and kinds of notes, as they are jotted."""
_VALUES: Final = "INR CRP HB NA WBC WCC PLT PSA TSH LMP EF GCS SUV ADC BMI HU AVA TR TE BP HR RR"
"""What is measured and written in capitals before its figure."""
NO_ONE: Final = rf"(?!{any_word(UNITS + IMAGES + _VALUES)}(?!\w)|{any_word(SMALL)}(?!\w))"
LETTERS: Final = rf"(?-i:{NO_ONE}(?:{SLASHED}|[A-Z]{{2,3}}(?:/[A-Z]{{2,3}})?|[a-z]{{2,3}}))"
MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
SHORT: Final = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[/-](?:0[1-9]|[12]\d|3[01]))"
)
"""A day and a month, or a month and a day, without a year."""
DAY: Final = (
    rf"(?:\[DATE\]|{SHORT}(?![\w/]|[-.]\d)|\d{{1,2}}(?:st|nd|rd|th)?[ ](?:of[ ])?{MONTH}|{MONTH}[ ]\d)"
)
CLOCK: Final = r"\d{1,2}[:.]?\d\d(?:[ ]?(?:h(?:ou)?rs?|[ap]m))?"
_COLON: Final = r"(?=:[ ]|[ ]-[ ]|\)[ ]?:)"


def shorthand() -> list[Rule]:
    """Return the rules of letters and days in notes."""
    return [*_letters(), *_logins()]


def _letters() -> list[Rule]:
    return [
        rule("ID", rf"\b{NOTE}:?[ ]\(?(?P<v>{LETTERS})(?=,?[ ]{DAY})"),
        rule("ID", rf"\b(?:attending[ ])?addendum[ ]{DAY}[ ](?P<v>{LETTERS})(?=:[ ])"),
        rule(
            "ID",
            rf"\[DATE\],?[ ]{CLOCK}[ ](?!(?-i:CC|HX|PMH|PC|GP)\b)(?P<v>{LETTERS}){_COLON}",
        ),
        rule(
            "ID",
            rf"\b(?:op(?:erator)?|reader|check(?:er)?|tech|rad|vetter|assessor)[ ]?[1-4][ ]?[:=]?[ ]"
            rf"(?P<v>{LETTERS})(?=[ ](?:rtr|op|reader|arb|rm|room|check|\[)|[,;|)]|[ ]{{2}}|[ \t]*$)",
        ),
        rule("ID", rf"(?-i:\b(?:[Aa]rb|ARB)[ ](?P<v>{LETTERS}))(?=[ ](?-i:[A-Z])|[,;|.]|[ ]{{2}}|[ \t]*$)"),
        rule("ID", rf"\bqa:?[ ](?P<v>{LETTERS})(?=[ ]sc?orr?e\b)"),
        rule("ID", rf"\]?[ ]?sc?orr?e[ ]\d/\d,[ ](?P<v>{LETTERS})(?=[ ]sc?orr?e\b)"),
        rule("ID", rf"\back(?:nowledged)?:[ ](?P<v>{LETTERS})(?=[ ]{{2}}|[ \t]*$)"),
        rule("ID", rf"\bcomments?[ ]\((?P<v>{LETTERS})(?=\):)"),
        rule(
            "ID",
            rf"\b(?:interpretation|impression|read|review|report)[ ]\((?P<v>{LETTERS})(?=\)[ ](?:reviewed|"
            rf"amended|edited|agreed|verified)\b)",
        ),
        rule(
            "ID",
            rf"\band[ ](?:edited|amended|agreed|verified|signed),[ ](?P<v>{LETTERS})(?=\.?[ ]*(?:$|"
            rf"[(\[A-Z]))",
        ),
        rule(
            "ID",
            rf"\b(?:views?|images?|films?|sequences?|delays?|repeats?)[ ]per[ ](?P<v>{LETTERS})"
            rf"(?=\.(?:[ ]|$)|[ \t]*$)",
        ),
        rule("ID", rf"^[ \t]*-{{1,2}}(?P<v>{LETTERS})(?=[ \t]*$|[ ]{DAY}[ \t]*(?:$|\.))"),
        rule("ID", rf"[a-z\]\d][ ]-(?P<v>{LETTERS})(?=[ ]{DAY}[ \t]*(?:$|\.))"),
        rule(
            "ID",
            rf"\[NAME\][ ]\((?-i:(?P<v>{SLASHED}|{NOBODY}(?!AM|PM)[A-Z]{{2}}))(?=\)(?:[ ]{{1,3}}(?:\[|\d|"
            rf"views)|[ \t]*$))",
        ),
        rule("ID", rf"[/ ][ ](?-i:(?P<v>{SLASHED}))(?=[ ]/[ ]{DAY})"),
        rule("ID", rf"\brota:?[ ](?P<v>{LETTERS})(?=[ ][ap]m\b)"),
        rule("ID", rf"\][ ][ap]m,[ ](?P<v>{LETTERS})(?=[ ][ap]m\b)"),
        rule(
            "INITIALS",
            rf"\b(?:faxed|received|given|stamped|initialled|initialed|kept|sent|drawn|collected|"
            rf"handed[ ]over)"
            rf"(?:[ ]\[DATE\])?(?:[ ](?:by|to|from)"
            rf")?[ ](?-i:(?P<v>(?:{SLASHED}|{NOBODY}[A-Z]{{2,3}}(?:/[A-Z]{{2,3}})?)))"
            r"(?=[ ](?:to|on)[ ]|[.,;]?[ \t]*$)",
        ),
        rule("ID", r"(?-i:\bside,[ ](?P<v>[A-Z]{2,3}(?:[ ][A-Z]{2,3}){1,3}))(?=[ ]present\b)"),
        rule("NAME", r"^[ \t]*\d{1,2}\.[ ](?-i:(?P<v>[A-Z])\.?)(?=[ ]\[NAME\])"),
        rule("NAME", r"\breferrer:?[ ](?-i:(?P<v>[A-Z][A-Za-z'’-]{2,}[ ][A-Z]{1,2}))(?=,|[ ]{2}|[ \t]*$)"),
        rule("NAME", r"\bref\|(?-i:(?P<v>[A-Za-z'’-]{3,}[ ][A-Za-z]))(?=\|)"),
        rule("NAME", r"\bana?esthesia:[ ](?-i:(?P<v>[A-Z]\.?[ ][A-Z][A-Za-z'’-]+))(?=,?[ ](?:crna|md)\b)"),
        rule(
            "NAME",
            rf"\[NAME\][ ](?-i:(?P<v>[A-Z][A-Za-z'’-]+))(?=,?[ ]{any_of('credentials')}(?:\(|[.,;]|[ \t]*$))",
            Reading.BORNE,
        ),
        rule("ID", r"\b(?:miss|mrs?|ms|dr)\.?[ ](?-i:(?P<v>[A-Z]{1,3}))(?=[ ]\[NAME\])"),
        rule("NAME", r"[ ]-[ ](?-i:(?P<v>[A-Z]\.))(?=[ ]\[NAME\][ ]-)"),
        rule("NAME", r"\battn:?[ ](?-i:(?P<v>[A-Z][a-z'’-]{2,}))(?=:[ ])"),
        rule(
            "NAME",
            r"(?-i:(?:^|(?<=[.;\]][ ]))(?P<v>[A-Z][A-Za-z'’-]{2,}))(?=[ ]to[ ](?:follow|chase|review|"
            r"discuss|call|"
            r"phone|arrange|vet|amend)[ ](?:up[ ]|the[ ])?\w+)",
            Reading.STRANGE,
        ),
    ]


def _logins() -> list[Rule]:
    """Return the rules of who was logged in, told by a domain, a placeholder or the deed."""
    deed = r"(?:filed|released|signed|amended|verified|entered|printed|locked|unlocked|opened|access(?:ed)?)"
    return [
        rule("ID", r"(?<![\w\\])(?P<v>(?:ris|pacs|nhs|hosp|corp|ad|citrix)\\[\w.-]{3,20})"),
        rule("ID", rf"\b(?:{deed}|node[ ]\S+)(?:[ ]by)?:?[ ](?P<v>nhs-[a-z]{{3,12}}\d{{0,3}})(?!\w)"),
        rule(
            "ID",
            rf"\b{deed}[ ]by:?[ ](?-i:(?P<v>[a-z]{{5,12}}\d{{0,3}}))(?=[ ](?:\[DATE\]|\d))",
            Reading.NAMED,
        ),
        rule("ID", r"\bpacs[ ]note\]?[ ]\[?(?P<v>[\w]{4,16})(?=[ ](?:\[DATE\]|\d))"),
        rule("ID", r"\[NAME\](?P<v>\.[a-z])(?=[:;,]|[ ]at[ ]|[ \t]*$)"),
        rule("ID", r"(?<![\w.])(?-i:(?P<v>[a-z]{3,12}\.[a-z]))(?=:[ ])"),
        rule("ID", r"\[NAME\](?-i:(?P<v>\.[a-z]{3,14}\d{0,3}))(?=[ ](?:\[DATE\]|\d|\*)|[ \t]*$)"),
    ]
