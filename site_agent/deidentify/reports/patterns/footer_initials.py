"""Initials alone in a slot of a footer, or beside what they corrected.

Rules: letters in brackets with a day behind the word for a correction, behind a name and a slash before its
telephone, behind a degree that closes a line, behind a typist's label, before the days of dictation and
typing, at the end of a line of ids, behind who called or read, and those that are all of a report's last
line are somebody's.

Not here: pairs of author and typist (`paired_initials`), labels (`staff_codes`), checklists
(`checked_initials`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_FEW: Final = r"(?:[A-Z]{2,4}|[a-z]{2,4}|[A-Z][a-z]{1,2})"
_CORRECTED: Final = (
    r"(?:correct(?:ion|ed)|amend(?:ment|ed)|addend(?:um|ed)|edit(?:ed)?|revis(?:ion|ed)|erratum|update[d]?|"
    r"clarif(?:ication|ied)|late[ ]entry|supplement(?:ed|ary)?)"
)
_REACHED: Final = r"(?:ext(?:ension|n)?\.?|tel\.?|ph(?:one)?\.?|bleep|pager|dect|x|#|mob(?:ile)?\.?)"
_NO_UNIT: Final = (
    r"(?!(?:ED|ER|EM|EP|ICU|GP|PCP|CT|MR|MRI|US|XR|NM|IR|RN|NP|PA|MD|DO|SHO|RT|OR|PT|OT|EMS|HCA|AI|CAD|NHS|VA|"
    r"MDT|MDM|ENT|AMU|MAU|ITU|HDU|CCU|SLT|ANP|CNS|REG|SPR|QA|IT|HMO|BMS|FY|WHO|UK|USA|FDA|GPS|CTA|PET|DR|MS|"
    r"CR|DX|CXR|AXR|PM|AM)\b)"
)
"""No unit, job, image or machine, which call and read as well."""
_DAY: Final = r"(?:\[DATE\]|\d)"


def footer_initials() -> list[Rule]:
    """Return the rules of such initials."""
    return [
        rule(
            "INITIALS",
            rf"\b(?:dictated|transcribed|typed|verified|signed|edited)[ ]\[DATE\][ ]\((?-i:(?P<v>{_FEW}))"
            rf"(?=\))",
        ),
        rule("ID", r"\b(?:preliminary|prelim)[ ]read[ ](?-i:(?P<v>[A-Z]{2,3}))(?=,[ ]\d{1,2}[:.hH]\d\d)"),
        rule(
            "ID",
            r"\b(?:dictator|typist|transcriber|scribe)[ ]?:[ ]?(?-i:(?P<v>[A-Z]{2,3}))(?=[ ]{2}|[ \t]*$)",
        ),
        rule("INITIALS", r"\bsubject[ ]initials:?[ ](?-i:(?P<v>[A-Z]{2,3}))(?!\w)"),
        rule("INITIALS", rf"\b{_CORRECTED}[ ]\((?-i:(?P<v>{_FEW}))(?=[,;]?[ ]{_DAY}|\))"),
        rule("INITIALS", rf"\[NAME\][ ]?/[ ]?(?-i:(?P<v>{_FEW}))(?=,[ ]{_REACHED})"),
        rule(
            "INITIALS",
            r"(?-i:(?:[.\])]\n+|\n[ \t]*\n)[ \t]*[(/]?"
            r"(?P<v>(?!(?:END|EOR|FIN|NAD|NIL|OK|end|nil|ok|fin|nad)\b)"
            r"(?:[A-Z]{2,3}|[a-z]{2,3}|[a-z]\.[a-z]\.?))[)/]?[ \t]*\Z)",
        ),
        rule("INITIALS", r"(?-i:^[ \t]*/(?P<v>(?:[A-Z]\.?){2,4}(?:-[A-Z])?)/[ \t]*$)"),
        rule(
            "INITIALS",
            r"(?-i:^[ \t]*/(?:\[\w+\]\.?|[A-Z.]{2,6})/[ \t]*\n[ \t]*(?P<v>(?:[a-zA-Z]\.?-?){2,4})[ \t]*\Z)",
        ),
        rule("INITIALS", r"(?-i:^[ \t]*(?P<v>[A-Z]{2,4}))(?=[ ]D:?[ ]\[DATE\][ ;,]+T:?[ ]\[DATE\])"),
        rule("INITIALS", r"(?-i:[\[(|](?P<v>[A-Z]{2,4}))(?=\|\[(?:INITIALS|NAME|ID)\]\|\[DATE\])"),
        rule(
            "INITIALS", r"(?-i:\[ID\][ ](?P<v>(?!(?:CT|MR|MRI|US|XR|NM|CR|DX|END|PA|AP)\b)[A-Z]{2,3})\s*\Z)"
        ),
        rule(
            "INITIALS", r"^[^\n:]{3,24}:[ ]\[NAME\](?:[ ]\[NAME\])*[ ]\((?-i:(?P<v>[A-Z]{2,3}))(?=\)[ \t]*$)"
        ),
        rule("INITIALS", r"(?-i:[.)\]][ ]/(?P<v>[A-Z]{2,4}))(?=[ \t]*$)"),
        rule(
            "INITIALS", r"(?-i:^[ \t]*--[ ](?P<v>[A-Z]{2,3}))(?=[ ]/[ ]\[(?:INITIALS|NAME|ID)\][ ]/[ ]\[DATE)"
        ),
        rule(
            "INITIALS",
            r"^[ ]*(?:sono|tech|rad|rdms|typist|scribe)[ ]{2,}(?-i:(?P<v>[a-z]{2,3}|[A-Z]{2,3}))(?=[ ]*$)",
        ),
        rule(
            "INITIALS",
            r"(?-i:^[^\n]{2,60},[ ](?:MD|DO|FACR|MBBS|FRCR|PhD|FRANZCR|"
            r"FRCPC)[ ]\((?P<v>[A-Z]{2,3})\))(?=[ \t]*$)",
        ),
        rule("INITIALS", r"\breader[ ]initials[ ](?P<v>[a-z]{2,3})(?=[ ]*(?:$|[.;,]))"),
        rule(
            "INITIALS",
            r"(?-i:\((?P<v>(?!(?:E\.G|I\.E|I\.V|I\.M|P\.O|A\.P|P\.A|U\.S|A\.M|P\.M|"
            r"N\.B)\.)(?:[A-Z]\.){2,3})(?=\)))",
        ),
        rule("INITIALS", r"(?-i:\[ID\][ ]/[ ](?P<v>[a-z]{2,4}))(?=[ \t]*$)"),
        rule("ID", r"(?-i:^[ \t]*\((?P<v>[A-Z]{2,3}))(?=\)[ ]\[DATE\]\s*\Z)"),
        rule(
            "ID",
            r"\b(?:transcription|transcribed|typed|typist)[ ]?:[ ](?-i:(?P<v>[a-z]{2,3}|[A-Z]{2,3}))(?=@\d)",
        ),
        rule("ID", r"^[ \t]*MT:[ ](?-i:(?P<v>[a-z]{2,3}|[A-Z]{2,3}))(?=[ ]{2}|[ \t]*$)"),
        rule(
            "INITIALS",
            r"(?-i:,[ ](?:D\.O\.|M\.D\.|MD|DO|MBBS|FRCR)[ ]\((?P<v>[a-z]{2,3}))(?=\)\.?[ \t]*$)",
        ),
        rule("ID", r"(?-i:[ ](?P<v>[A-Z]{2,3}))(?=:\[(?:NAME|INITIALS)\][ ]{2,}DOC\b)"),
        rule("ID", r"^[ \t]*(?:checked|read|verified|typed|reviewed)[ ]by:[ ](?-i:(?P<v>[A-Z]{2}))[ \t]*$"),
        rule("INITIALS", r"(?-i:(?<=[.:][ ])(?P<v>[A-Z]{2,3}))(?=[ ]discussed[ ]with\b)"),
        rule("ID", r"\b(?:passed|cleared|graded)[ ]by[ ](?-i:(?P<v>[A-Z]{2,3}))(?=[.;,]|[ \t]*$)"),
        rule("INITIALS", r"(?-i:(?<=\.[ ])(?P<v>[A-Z]{2,3}))(?=[ ]to[ ](?:follow[ ]up|chase|phone)[ ]the\b)"),
        rule("INITIALS", r"(?-i:\[ID\]\.[ ](?P<v>[a-z]{2,3}))\s*\Z"),
        rule("INITIALS", r"(?-i:\b\d\d:\d\d[ ][A-Z]{2,4}[ ]by[ ](?P<v>[a-z]{2,3}))(?=\.?[ \t]*$)"),
        rule(
            "INITIALS",
            r"\b(?:communicated|relayed|conveyed)[ ]by[ ](?-i:(?P<v>[A-Z]{2,4}))(?=[ ]to[ ])",
        ),
        rule(
            "INITIALS",
            r"\b(?:flagged|sent|e-?mailed|passed|handed)[ ]to[ ](?:the[ ])?(?:referrer|requester|registrar|"
            r"consultant|gp|team)[ ](?-i:(?P<v>[A-Z]{2,3}))(?=[.,;])",
        ),
        rule(
            "INITIALS",
            r"\b(?:called|cannula(?:ted)?|reviewed|film|portable|faxed|message[ ]left|paged|led|scanned|read|"
            rf"dictated|typed|communicated)[ ]by[ ](?-i:(?P<v>{_NO_UNIT}[A-Z]{{2,3}}))"
            r"(?=[.,;)](?:\s|$)|[ ]at[ ]\d|[ ]and[ ](?-i:[A-Z]{2,3})\b|[ ]*$)",
        ),
        rule(
            "INITIALS",
            rf"\b(?:verified|reported|vetted|protocolled|edited|logged|faxed|phoned|wet[ ]read)[ ]"
            rf"(?-i:(?P<v>{_NO_UNIT}[A-Z]{{2,3}}))(?=[ ](?:at[ ])?\d\d:?\d\d(?!\d))",
        ),
    ]
