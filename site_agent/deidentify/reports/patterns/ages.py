"""Ages of ninety and above, in figures and words.

Not here: younger ages, which identify nobody.
"""

# ruff: noqa: RUF001 - years are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.measurements import UNIT
from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_OLD: Final = r"(?:9\d|1[0-2]\d)"
_ALONE: Final = rf"(?![\w/%]|[.,:\-]\d|[ ]?(?!y){UNIT}|[ ]?(?:on|in|at)[ ](?:room|ra)\b)"
_WORDS: Final = (
    r"(?:ninety(?:[ \-](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:a|one)[ \-]hundred(?:[ \-](?:and[ \-])?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?)"
)
_SEX: Final = r"(?:[FM](?![\w²³/])|females?|males?|woman|man|lady|gentleman|women|men|gent)\b"
_PERSON: Final = (
    r"(?:i|she|he|they|who|patient|pt|mother|father|mom|mum|dad|aunt|uncle|grandma|grandpa|grandmother|"
    r"grandfather|granny|nan|sister|brother|wife|husband|lady|gentleman|woman|man|resident)"
)

_LIVES: Final = (
    r"(?:lives?|living|frail|well|independent|resides|resident|in[ ](?:a[ ])?(?:care|nursing|rest)|"
    r"from[ ](?:a[ ])?"
    r"(?:care|nursing|rest|home)|mobile|bed-?bound|housebound|declining|care[ ]home|nursing[ ]home|"
    r"demented)\b"
)
_BEARER: Final = (
    r"(?:elderly(?:[ ](?:man|woman|lady|gentleman|patient))?|frail|widow(?:er)?|pensioner|resident|veteran|"
    r"(?:great-?)?grand(?:mother|father)|retired[ ]\w+|nonagenarian)"
)


def ages() -> list[Rule]:
    """Return the rules of ages that few reach."""
    return [
        rule(
            "AGE",
            r"(?-i:(?:^|[.!?][ ])At[ ](?P<v>9\d|10\d))(?=[ ](?:this|the|such|she|he|it|any|some|an?)\b)",
        ),
        rule(
            "AGE",
            rf"(?<![\w.,/])(?P<v>0?{_OLD})(?=[ \t]*-?(?:years?|yrs?|y\.?[ ]?/?o\b|yo[fmw]?\b|yr\b|"
            rf"y[ \t]*[-/]?[ \t]*old|y[ \t]?{_SEX}|y\b))",
        ),
        rule(
            "AGE",
            rf"(?<!temp )(?<!temperature )(?<!fever )(?<!of )(?<!tc )(?<!technetium )(?<![\w.,/\-])"
            rf"(?P<v>{_OLD})(?=[ ]?[-/|,;]?[ ]?{_SEX})(?![ ]?m[ \-]?"
            rf"(?:tc|mdp|maa|dtpa|mag|sestamibi|hida|dmsa|hmpao|tetrofosmin|labell?ed|technetium)|"
            rf"[ ]?[FM][ ]?(?:\d|wire|guide|sheath|cath))",
        ),
        rule("AGE", rf"\b(?:m|f|male|female)[ ]?[/,\-][ ]?(?P<v>{_OLD})(?![\w.%])"),
        rule("AGE", rf"(?<![\w.,])(?P<v>{_WORDS})(?=[ \-](?:years?|yrs?|y/?o)\b)"),
        rule(
            "AGE",
            rf"\b(?:age[ds]?|aged?[ ](?:of|about|approximately)|"
            rf"aged?[ ]?/[ ]?sex)\b[ \t\"']*[:=|]?[ \t\"'(\[]*"
            rf"(?P<v>{_OLD}(?![\w%]|[.,]\d)|{_WORDS}\b)",
        ),
        rule(
            "AGE",
            rf"(?:\b{_PERSON}\b|\[NAME\])(?:[ ](?:is|was|turn(?:s|ed|ing)|am|are|will be|just|now|almost|"
            rf"nearly|about|aged|currently|already)|['’](?:m|s|re))+[ ](?P<v>{_OLD}{_ALONE}|{_WORDS}\b)",
        ),
        rule(
            "AGE",
            rf"\b(?:reach(?:es|ed|ing)|approaching|nearing)[ ](?P<v>{_OLD})(?=[ ](?:this|next|in|soon|"
            rf"later)\b)",
        ),
        rule("AGE", rf"\bage-appropriate[ ](?:\w+[ ]){{0,3}}for[ ](?:a[ ])?(?P<v>{_OLD})(?=[.;,)]|[ ]*$)"),
        rule("AGE", rf"(?-i:(?:^|\.[ ]+)Now[ ](?P<v>{_OLD})(?=;))"),
        rule("AGE", rf"\b(?:turn(?:s|ed|ing)|birthday|age)[ ](?P<v>{_OLD})(?:th|st|nd|rd)?{_ALONE}"),
        rule(
            "AGE",
            rf"\b(?:alive(?:[ ]and[ ](?:well|healthy))?|living|lived|died|dead|deceased|passed(?:[ ]away)?|"
            rf"survived|demise|death)[ ](?:at|to|until|till)[ ](?:be[ ])?(?:the[ ]age[ ]of[ ])?"
            rf"(?P<v>{_OLD}{_ALONE}|{_WORDS}\b)",
        ),
        rule(
            "AGE",
            rf"\b(?:frail|well|fit|mobile|alert|active|independent|lucid|spry|sprightly|hale|healthy|alone|"
            rf"remarkable|functional|ambulant|ambulatory)(?:[ ](?:even|still))?[ ]at[ ](?P<v>{_OLD})"
            rf"(?=[;,.]|[ ](?:and|but|with)\b)",
        ),
        rule(
            "AGE",
            rf"\bnow[ ](?P<v>{_OLD})(?=,[ ](?:lives?|living|frail|well|independent|resides|resident)\b)",
        ),
        rule("AGE", rf"(?:^|[.;:][ ]+|\n)(?-i:At|AT)[ ](?P<v>{_OLD})(?=,[ ][^\W\d_]{{2}})"),
        rule("AGE", rf"\]\t(?P<v>{_OLD})(?=\t(?:m|f|male|female)\b)"),
        rule("AGE", rf"\b(?:man|woman|lady|gentleman)[ ]of[ ](?P<v>{_OLD}){_ALONE}"),
        rule("AGE", rf"(?P<v>\b{_OLD}(?:th|st|nd|rd))(?=[ ]birthday\b)"),
        rule("AGE", rf"\[DATE\][ ]{{2,}}(?P<v>{_OLD})(?=[ ]*\|)"),
        rule("AGE", rf"\b(?:patient|{any_of('relatives')}),[ ](?P<v>{_OLD})(?=,|[ ]*$)"),
        rule(
            "AGE",
            r"(?P<v>\bhundred[ ]and[ ](?:one|two|three|four|five|six|seven|eight|nine|ten))(?=[ \-]years?\b)",
        ),
        rule("AGE", rf"\b(?:patient|pt|nonagenarian|{any_of('relatives')})[ ][(](?P<v>{_OLD})(?=[)])"),
        rule("AGE", rf"\bfrail,[ ](?P<v>{_OLD}){_ALONE}"),
        rule("AGE", rf"(?-i:^[ \t]*[FM][ ](?P<v>{_OLD}))(?=\.?[ \t]*$)"),
        rule("AGE", rf"(?-i:(?:^|[.;][ ])At)[ ](?P<v>{_OLD})(?=[ ](?:the[ ]patient|she|he)\b)"),
        *_behind_labels(),
        *_in_passing(),
        rule("AGE", rf"\b(?:despite|although|though)[ ]being[ ](?P<v>{_OLD})(?=,)"),
        rule("AGE", rf"\bin[ ](?:his|her|their|the)[ ](?P<v>{_OLD}(?:th|st|nd|rd))(?=[ ]year\b)"),
        rule("AGE", r"(?P<v>\b(?:nonagenarian|centenarian|supercentenarian)s?\b)"),
        rule(
            "AGE",
            r"(?P<v>\b(?:tenth|10th|eleventh|11th)[ ]decade\b)(?=[ ]of[ ](?:her|his|their)?[ ]?life|[.,;])",
        ),
        rule(
            "AGE",
            r"\b(?:in|into)[ ](?:his|her|their|the|my)[ ](?:early|mid|late)?[ \-]?"
            r"(?P<v>(?:nineties|['’]?90['’]?s|hundreds)\b)",
        ),
        rule("AGE", rf"\]?[ ]*[/|,;][ ]*(?P<v>{_OLD})(?=[ ]*[/|,;][ ]*(?:m|f|male|female)\b)"),
        rule("AGE", rf"(?<=\[NAME\])[ ]*[,(][ ]*(?P<v>{_OLD})(?=[ ]*(?:[,)]|$))", Reading.UNMEASURED),
        rule("AGE", rf"(?<![\w.,/\-])(?P<v>{_OLD})(?=[ \-]?y[a-z]{{2,5}}[ \-]\w?old\b)"),
        rule(
            "AGE",
            rf"\b(?:dob|d\.o\.b\.?|birth|born|"
            rf"b\.?d\.?)[^\w\n]{{0,6}}\[DATE\][ ]?[(\[/,;][ ]?(?P<v>{_OLD})[ ]?"
            rf"(?:y(?:rs?|ears?|/?o)?\.?)?(?=[ ]?[)\]/,;])",
        ),
        rule(
            "AGE",
            rf"\[DATE\][ ]?[(\[](?P<v>{_OLD})[ ]?(?:y(?:rs?|ears?|/?o)?)?(?=[)\]][ ]?(?:(?-i:[MF])|male|"
            rf"female|$)(?!\w))",
        ),
    ]


def _in_passing() -> list[Rule]:
    """Return the rules of ages told beside where and how somebody lives."""
    return [
        rule(
            "AGE",
            rf"\b(?:now|currently|already|nearly|almost|approaching|just|only)[ ](?P<v>{_OLD})"
            rf"(?=[ ]*(?:$|\.(?:[ \n]|$))|,[ ](?:{_LIVES}|\w+ing\b|cough|fall|fell))",
        ),
        rule("AGE", rf"(?:^[ \t]*|[.;:,][ ])(?P<v>{_OLD})(?=(?:[ ]now)?,[ ]{_LIVES})"),
        rule(
            "AGE",
            rf"\b{_BEARER}[ ]?(?:,[ ]|[(]|of[ ])(?P<v>{_OLD})(?=[ ]*(?:$|[),;]|\.(?:[ \n]|$)))",
        ),
        rule("AGE", rf"(?:^[ \t]*|[.;:][ ])fall[ ]at[ ](?P<v>{_OLD})(?=\.?[ \t]*$|\.[ ])"),
        rule("AGE", rf"\bage[ ](?:now|\(yrs?\)|\(years\)|today)[ ]?[:=]?[ ](?P<v>{_OLD}){_ALONE}"),
        rule("AGE", rf"\bwill[ ]be[ ](?P<v>{_OLD})(?=[ ](?:in|on|next|this|soon)\b)"),
    ]


def _behind_labels() -> list[Rule]:
    """Return the rules of ages behind labels of more than one word."""
    ends = r"(?![\w/%]|[.,:\-]\d)"
    return [
        rule(
            "AGE",
            rf"(?<!\w)(?:[aâ]ge(?:[ ](?:at|on|in|of|last)(?:[ ][^\W\d_]+){{1,2}}|[ ]?\((?:y|yrs?|years?)\))?|"
            rf"patient[ ]?age)[ ]?[:=|;]?[ ]?(?P<v>0?{_OLD}[Yy]?){ends}",
        ),
        rule("AGE", rf"(?:^[ \t]*|[ ]{{2}}|[|;][ ]?)(?:years|yrs)[ ]?[:=][ ]?(?P<v>{_OLD}){ends}"),
        rule(
            "AGE",
            rf"\b(?:(?:sex|gender)/age|age/(?:sex|gender))[ ]?[:=]?[ ]?(?:f|m|female|male)[ /]+"
            rf"(?P<v>0?{_OLD}[Yy]?){ends}",
        ),
        rule("AGE", rf"(?:^[ \t]*|[ ]{{2}})A:[ ](?P<v>{_OLD})(?=[ ]+S:[ ]?[MF]\b)"),
        rule("AGE", rf"(?<![\w.,/])(?P<v>{_OLD})(?=[ ]\(age\))"),
    ]
