"""Telephones, faxes, pagers.

Rules: a number behind a word for a telephone goes however long it is; behind a mere verb of calling, or alone
in a form that only telephones have, it goes unless it measures something.

Not here: how a number is written (`values`), mail and addresses of the net (`net`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes, numbers with dashes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.values import digits
from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_FILLER: Final = (
    r"(?:[ \t]*(?:numbers?|nos?\b|#|at\b|is\b|on\b|me\b|us\b|him\b|her\b|them\b|via\b|extn?\b|line\b|"
    r"direct\b|home\b|work\b|office\b|[:=|.,(/\-\"'–*]|\[NAME\]|(?:dr|mr|mrs|ms|prof)\b\.?))"
)
_VERB: Final = (
    r"\b(?:call(?:s|ed|ing)?|cb|phon(?:e|ed|ing)|telephon(?:e|ed)|text(?:s|ed|ing)?|whatsapp|viber|"
    r"telegram|signal|sms|messag(?:e|ed)|contact(?:s|ed|able)?|dial(?:led|ed)?|reach(?:ed|able)?|"
    r"ring|rang|rung"
    r"|emergency|helpdesk|help[ ]desk|hot ?line|help ?line|line|desk|reception|secretary|"
    r"enquir(?:y|ies)|inquiries|queries|query|appointments?|booking|from|voice ?mail|vm|worker|"
    r"sat(?:ellite)?[ ]phone|number|at|to|on|whats[ ]app|pharmacy|resend|fax(?:ed)?|page[dr]?)"
)
_EXTENSION: Final = r"(?:[ ]*(?:[x×]|ext\.?|extn\.?|extension)[ ]*\d{1,6})?"


_REACHED: Final = (
    r"(?:bleep|pager|pgr|ext|extn|extension|dect|tel|phoned?|telephoned|ring|call|contact|via|on|queries|office|hotline|"
    r"switchboard|radiology|room|registrar|holder|back|secretary|available)"
)
"""What stands before the short code of a telephone."""


def contacts() -> list[Rule]:
    """Return the rules of telephones."""
    cue = any_of("contact_fields")
    return [
        rule(
            "PHONE",
            rf"(?<![^\W_]){cue}(?![^\W_]){_FILLER}{{0,4}}[ \t]*(?P<v>{digits(3)}{_EXTENSION})",
            Reading.UNMEASURED,
        ),
        rule("PHONE", r"(?<![^\W_])(?P<v>extn?\.?)[ \n]?(?=\[PHONE\])"),
        rule(
            "PHONE",
            rf"(?<![^\W_])(?:tel|ph|fax|mob|cell|ext|extn)[.:]?(?P<v>{digits(4)}{_EXTENSION})",
            Reading.UNMEASURED,
        ),
        rule(
            "PHONE", rf"{_VERB}\b[^\n\d+]{{0,36}}?[ \t:(](?P<v>{digits(7)}{_EXTENSION})", Reading.UNMEASURED
        ),
        rule(
            "PHONE",
            r"\b(?:page+[dr]?|pageer|b[lep]{3,4}(?:ed)?)\b(?:(?!\[PHONE)[^\n.\d]){0,40}?[ \t](?:at[ \t]+)?"
            r"(?P<v>\d[\d\-]{2,11})\b(?![:/.]\d)",
            Reading.UNMEASURED,
        ),
        rule(
            "PHONE",
            r"\b(?:call(?:ed|ing|s)?|r[aiu]ng|phon(?:ed|ing)|dial(?:led|ed)?)(?:[ ]back)?[ ](?:from|via|on)"
            r"[ ](?P<v>\d{3,6})\b(?![:/.\-]\d|[ ]?h)",
            Reading.UNMEASURED,
        ),
        rule(
            "PHONE",
            rf"\[PHONE\][ ]*(?:,|/|;|\||\bor\b|\band\b|&)[ ]*(?:\w{{1,8}}[.:]?[ ])?"
            rf"(?P<v>{digits(6)}{_EXTENSION})",
            Reading.UNMEASURED,
        ),
        rule("PHONE", r"\[PHONE\][ ]*(?:,[ ]*)?(?:x|ext\.?|extn\.?|extension|#)[ ]*(?P<v>\d{1,6})\b"),
        rule("PHONE", r"\b(?:reachable|contactable)[ ](?:at|on)[ ](?P<v>\*?\d{2,6})(?=[.,;)](?:\s|$)|[ ]*$)"),
        rule(
            "PHONE",
            r"\b(?:queries|questions|enquiries|office)[ ]?:?[ ](?P<v>\*?\d{4,6})(?=[.,;)](?:\s|$)|[ ]*$)",
        ),
        rule(
            "PHONE",
            r"\b(?:registrar|resident|sho|consultant|fellow|holder|team|radiology)[ ](?P<v>\d{4,5})"
            r"(?=[ ](?:informed|aware|paged|bleeped|called|notified|option)\b)",
        ),
        rule(
            "PHONE",
            r"\b(?:registrar|resident|sho|consultant|fellow|radiologist|nurse|sister|houseman|doctor|team|"
            r"coordinator)[ ]"
            r"\((?P<v>\*?\d{3,5})(?=\))",
        ),
        rule("PHONE", rf"\b{_REACHED}[ :(]+(?P<v>\*\d{{2,5}})(?![\w*])"),
        rule(
            "PHONE",
            r"\b(?:secretary|sec|dr[ ]on|available[ ]on|reached[ ]on)[ ]?:?[ ](?P<v>\d{4,5})(?=[.,;)](?:\s|"
            r"$)|[ ]*$)",
        ),
        rule(
            "PHONE",
            r"\b(?:call|ring|phone)[ ](?P<v>(?!(?:[01]\d|2[0-3])[0-5]\d(?!\d))\d{4,5})(?=[.,;)](?:\s|$)|"
            r"[ ]*$)",
        ),
        rule("PHONE", r"\bdial[ ](?P<v>\d{3,6})(?=[ ](?:for|to|and|from|then)\b|[.,;])"),
        rule("PHONE", r"(?<!\w)x[ ]?(?P<v>\#[ ]?\d{3,6})(?!\w)"),
        rule("PHONE", r"(?:[,(:]|\bat|\bon)[ ]?(?P<v>\(?\d{2,5}\)?)[ ](?=\[PHONE\])"),
        rule("PHONE", r"(?<![\w.,/\-])(?P<v>0\d{2,4})[ ](?=\[(?:PHONE|ID)\])"),
        rule("PHONE", r"(?<![\w.,/\-])(?P<v>\+?1)[ .\-]?(?=\(?\[PHONE\])"),
        rule(
            "PHONE",
            r"\b(?:message|voicemail)[ ]left[ ](?:with|for)[ ]\[NAME\](?:[ ]\[NAME\])?,?[ ](?:at|on)[ ]"
            r"(?P<v>\d{3,6})(?!\w|[.,/:]\d|[ ]?h)",
        ),
        rule("PHONE", r"\bon[- ]call[ ][^:\n.\d]{1,30}:[ ]?(?P<v>\d{3,6})(?!\w|[.,/:]\d|[ ]?[cm]m\b)"),
        rule("PHONE", rf"\(\[NAME\][^()\n\d]{{0,40}}[,:; ][ ]?(?P<v>{digits(8)})(?=\))", Reading.UNMEASURED),
        rule("PHONE", rf"(?<![\w.])(?P<v>(?=\+|00[1-9]){digits(7)}{_EXTENSION})", Reading.UNMEASURED),
        rule(
            "PHONE",
            rf"(?<![\w.])(?P<v>\(\+?\d{{1,5}}\)[ ]?[-.]?[ ]?{digits(5)}{_EXTENSION})",
            Reading.UNMEASURED,
        ),
        rule(
            "PHONE",
            r"(?<![\w.,/\-])(?P<v>0\d{1,5}[ ]?[-/][ ]?\d{3,8}(?:[ \-]\d{2,5}){0,3}|"
            r"0\d{1,4}(?:[ ]\d{2,4}){2,4}|0\d{1,4}[ ]\d{3,6}(?:[ \-]\d{3,4})?|"
            r"0\d{1,3}-\d{1,3}/\d{3}[- ]?\d{3,4}|0[ ]?\d{1,3}[ ]?/[ ]?\d{2}(?:[ ]?[-]?[ ]?\d{2,4}){1,3}|"
            r"0\d{1,4}(?:[ .]\d{2}){4})(?![\w]|[.,/]\d|-\d)",
            Reading.UNMEASURED,
        ),
        rule(
            "PHONE",
            r"(?<![\w.,/\-])(?P<v>1[3-9]00[ \-]\d{3}[ \-]?\d{3,4}|\d{5}[ \-]\d{5}|\d{3}[-.]\d{4}|"
            r"(?!(?:19|20)\d\d[ ](?:[01]\d|2[0-3])[0-5]\d(?!\d))\d{4}[ ]\d{4})(?![\w]|[.,/]\d|-\d|[ ]\d{3,})"
            + _EXTENSION,
            Reading.UNMEASURED,
        ),
        rule(
            "PHONE",
            rf"(?<![\w.])(?P<v>(?:\+?\d{{1,3}}[-. ]?)?(?:\(\d{{3}}\)[ ]?|\b\d{{3}}[-. /])"
            rf"\d{{3}}[-. ]\d{{4}}\b{_EXTENSION})",
            Reading.UNMEASURED,
        ),
    ]
