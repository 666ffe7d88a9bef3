"""Insurers and whoever else pays: behind a label or an authorisation, with the word for their kind.

Rules: what "Insurance:" heads is an insurer to the next mark, unless it only says whether somebody pays; an
authorisation that has a number is given by one; a word for a kind of insurer goes with the name before it.

Not here: numbers of policies (`numbers`), employers (`workplaces`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import WORD, Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_LABEL: Final = (
    r"(?:(?:primary|secondary|health|medical|private)[ ])?(?:insurance|insurer|payer|payor|carrier|"
    r"health[ ](?:plan|fund)|underwriter|third[ -]party[ ]payer)(?:[ ](?:name|company|carrier))?"
)
_NOBODY: Final = (
    r"(?:none|no|yes|not|nil|n/?a|self|private|unknown|pending|uninsured|public|medicare|medicaid|nhs|"
    r"tricare|cash|verified|approved|denied|see|unk|the|an?|his|her|their)"
)
_KIND: Final = (
    r"(?:insurance|assurance|mutual|indemnity|reinsurance|casualty|ppo|hmo|epo|pos|payers?|"
    r"(?:health|medical|benefit|dental)[ ](?:plans?|fund|insurance|assurance|cover|cooperative)|plan|"
    r"workers?['’]?[ ]comp(?:ensation)?)"
)
_GIVEN: Final = r"(?:[ ](?:was|is|issued|granted|given|approved|obtained|received)){0,2}"


def payers() -> list[Rule]:
    """Return the rules of insurers."""
    return [
        rule(
            "ORG",
            rf"\b{_LABEL}[ ]?[:=][ ]*+(?P<v>(?!{_NOBODY}\b|\[ORG\][ ]*[,;.\n])"
            rf"[^\n,;|.:=()]{{2,50}}?)(?=[ ]*(?:[,;|.)\n]|$)|[ ]{{2}}|"
            rf"[ ](?:policy|member|id|group|auth|claim|no)\b)",
            Reading.NAMED,
        ),
        rule(
            "ORG",
            rf"\b{_LABEL}[ ]?[:=][ ]*+(?P<v>(?!{_NOBODY}[ ])(?:[\w'’&\-]+[ ]){{1,4}}{_KIND})"
            rf"(?=[ ]*(?:[,;|.)\n]|$)|[ ]{{2}}|[ ](?:policy|member|id|group|auth|claim|no)\b)",
        ),
        rule(
            "ORG",
            rf"\b(?:pre-?)?auth(?:ori[sz](?:ation|ed))?\.?(?:[ ](?:no|number|ref)\.?)?[ ]?[:#]?[ ]?"
            rf"\[ID\]{_GIVEN}[ ](?:by|from|per|via|through)[ ]"
            rf"(?-i:(?P<v>(?:{WORD}|\[\w+\])(?:[ ](?:&[ ]|and[ ]|of[ ])?(?:{WORD}|\[\w+\])){{0,4}}))"
            rf"(?=[ ]*(?:[,;.)\n]|$)|[ ](?:on|valid|until|for|to)\b)",
        ),
        rule("ORG", rf"\[(?:ORG|NAME)\][ ](?P<v>{_KIND})(?=[ ]*(?:[,;.)\n]|$)|[ ](?:policy|member|claim)\b)"),
    ]
