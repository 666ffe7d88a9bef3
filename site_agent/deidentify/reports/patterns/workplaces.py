"""Where people work, learn, play and serve: behind a cue of doing so, up to the word for such a place.

Rules: behind "works at", "attends", "plays for", "incident at" and their like, words up to one for a
business, a school, a club or a barracks are a place when one of them may be called so ("attends a local
primary school" stays); behind a name that has gone, the word for the place goes with it, and the number of a
shaft or a branch too.

Not here: hospitals (`organisations`, `institutions`), towns (`places`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import RUN, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_GONE: Final = r"\[(?:NAME|ADDRESS|LOCATION|ORG)\]"
_JOB: Final = (
    r"(?:worker|driver|teacher|student|pupil|employee|employed|foreman|labourer|laborer|operator|manager|"
    r"officer|constable|guard|cleaner|cook|chef|nurse|clerk|welder|miner|fisherman|farmhand|mechanic|"
    r"electrician|plumber|packer|shearer|labourer|apprentice|trainee|coach|player|captain|member|prisoner|"
    r"inmate|resident|cadet|private|soldier|sergeant|corporal|technician|engineer|supervisor|contractor|"
    r"baker|butcher|cashier|waiter|waitress|barista|lifeguard|instructor|lecturer|librarian|secretary|"
    r"accountant|solicitor|machinist|fitter|rigger|logger|stockman|jockey|groom)"
)
_CUE: Final = (
    r"\b(?:(?:works?|working|worked|job|employed|employment|shifts?|retired|volunteers?|"
    r"apprenticed?|incident|accident|injury|injured|hurt|assaulted|collapsed|fell|fall|explosion|"
    r"fire|event|outbreak|exposure|contact)[ ](?:(?:as[ ]an?[ ](?:\w+[ ]){1,3}?)?"
    r"(?:at|for|with|by|from|in|near)|\w+[ ]at)"
    rf"|employers?(?:[ ]is)?:?|attends|attending|attended|enrolled[ ](?:at|in)|"
    rf"stud(?:ies|ying)[ ]at|(?:plays?|played|playing|runs|rows|swims|skates|boxes|trains|training|"
    rf"coaches|sings|drums|competes|rides|dances)[ ](?:\w+[ ])?(?:for|with|at|in)|"
    rf"{_JOB}[ ](?:at|for|with|of|from|in)|formerly[ ](?:with|of|at)|stationed[ ](?:at|in)|"
    rf"posted[ ]to|based[ ]at|serving[ ](?:at|with)|detained[ ](?:at|in)|"
    rf"(?:man|woman|male|female|boy|girl|gentleman|lady|child|patient|prisoner|lad)[ ]from|outside|"
    rf"next[ ]to)[ ](?:the[ ])?"
)
_NO_NAME: Final = r"(?!(?:an?|his|her|their|our|the|this|that|local|another|home|night|day|which|who|same)\b)"
_WORDS: Final = (
    r"(?:(?!(?:as|since|and|on|with|when|while|for|who|in|at|was|is|a|an|from|by|because|until|today|off|"
    r"due|after|before)\b)[\w'’&.\-]+[ ])"
)


def workplaces() -> list[Rule]:
    """Return the rules of employers, schools, clubs and barracks."""
    place = rf"(?:{any_of('businesses')}|{any_of('workplaces')})"
    numbered = r"(?:[ ](?:no\.?[ ])?\d{1,3}(?![\w/.,:\-]*\d))?"
    of_town = rf"(?:[ ]of[ ](?-i:{RUN}|\[\w+\]))?"
    tail = rf"{place}(?:[ ](?:(?:&|and)[ ])?{place}){{0,3}}{numbered}"
    return [
        rule("ORG", rf"{_CUE}{_NO_NAME}(?P<v>{_WORDS}{{1,4}}?{tail}{of_town})(?![\w'’\-])", Reading.EMPLOYER),
        rule(
            "ORG",
            rf"(?:[(,:]|\b(?:at|for|by|with|from|in|to|of|near|outside|attends|against|employer|the))[ ]?"
            rf"(?:the[ ])?(?:{_GONE}(?:['’]s)?[ ]?){{0,2}}{_GONE}(?:['’]s)?[ ]"
            rf"(?P<v>(?:(?-i:[A-Z])[\w'’]+[ ])?{tail})(?![\w'’\-])",
        ),
        rule("ORG", rf"\[(?:ORG|NAME|ADDRESS)\](?P<v>['’]s[ ]{place})(?![\w\-])"),
        rule(
            "ORG",
            rf"\b(?:at|for|by|with|from|attends|outside|to|on|the)[ ](?:the[ ])?(?:{_GONE}[ ]?){{0,2}}"
            rf"{_GONE}[ ](?P<v>{any_of('weak_workplaces')})"
            rf"(?=[ ]*(?:[.,;:)|]|$)|[ ](?:as|on|at|since|for|and|who|where|when|today|yesterday|last|this|"
            rf"after)\b)",
        ),
        rule(
            "ORG",
            r"\[(?:NAME|ORG)\][ ](?P<v>(?:&|and)[ ](?:sons?|co|bros|brothers|daughters|partners)"
            r"(?:[ ](?:ltd|limited|inc|llp))?)(?!\w)",
        ),
        rule(
            "ORG",
            r"\[ORG\][ ](?P<v>(?:shaft|pit|branch|unit|store|depot|station|platform|line|plant)[ ]"
            r"(?:no\.?[ ])?\d{1,3})(?![\w/.,:\-]*\d)",
        ),
        rule(
            "ORG",
            rf"\b(?:attends|attending|plays?[ ](?:\w+[ ])?(?:for|in|with)|enrolled[ ](?:at|in)|employers?:?|"
            rf"formerly[ ]with)[ ](?:the[ ])?(?-i:(?P<v>{RUN}))",
            Reading.CUED,
        ),
    ]
