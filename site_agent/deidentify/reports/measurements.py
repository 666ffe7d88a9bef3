"""Numbers that say something of a patient: measurements, counts, settings, lists of them.

Rule: a number with a unit, behind a word of quantity or in a list headed by a unit is no identifier, however
much it looks like a telephone or a record number; shapes that only look like identifiers yield to it,
labelled fields and header values do not.

Not here: scales, levels and eponyms (`lexicon`), the shapes (`patterns`).
"""

# ruff: noqa: RUF001 - units are written with their own signs
from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.by_line import REMEMBERED, by_line
from site_agent.deidentify.reports.expressions import Expression

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_PHYSICAL: Final = (
    r"(?:[cmnµu]m|mm[23²³]|cm[23²³]|m2|m²|inch(?:es)?|ft|[mcd]l|ccs?|mgs?|[km]g|mcg|µg|ug|ng|gm|gms|"
    r"grams?|iu|units?|[mkg]bq|mci|kvp?|mas?|mgy|cgy|gy|msv|hu"
    r"|microns?|db(?:/m)?|[kmg]?hz"
    r"|tesla|ppm|bpm|mm[ ]?hg|kpa|mosm|secs?|seconds?|msec|ms|mins?|minutes?|hrs?|hours?|"
    r"days?|wks?|weeks?|months?|mths?|yrs?|years?|percent(?:ile)?|degrees?"
    r"|litres?|liters?|meq|mmol|µmol|umol|nmol|pmol|kcal|cells|copies|counts|mbar|psi|atm|cmh2o)"
)
_COUNTED: Final = (
    r"(?:m|l|g|t|s|h|f|x|k|d|sq|mos|y/?o|deg|french|gauge|fr|fold|pixels?|views?|images?|slices?|"
    r"frames?|films?|sequences?|cores?|nodes?|lesions?|nodules?|stones?"
    r"|times|cycles?|fractions?|doses?|tablets?|puffs?|packs?|pack-years?|beats|breaths|lbs?|kgs?|oz)"
)
UNIT: Final = rf"(?:(?:{_PHYSICAL}|{_COUNTED})(?![^\W_])|%|°)"
"""What a number is counted in, to its end."""
_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_JOINED: Final = r"(?:[ ]?(?:x|×|±|–|-|/|to|by|and|or)[ ]?)"
_LISTED: Final = r"[ \t]*\d[\d \t,;/×x.\-–]*\d"
_QUANTITY: Final = (
    r"(?:platelets?|plt|wbc|rbc|counts?|values?|scores?|index|ratio|volumes?|areas?|doses?|dlp|"
    r"ctdi(?:vol)?|dap|kerma|activity|ferritin|bnp|probnp|d-?dimers?|troponin|ldh|ck|alp|alt|ast|ggt"
    r"|amylase|lipase|psa|cea|afp|tsh|hcg|ca[ -]?125|ca[ -]?19-9|weight|wt|height|length|width|"
    r"depth|diameters?|thickness|distance|gap|angle|density|densities|suv(?:max|mean|peak)?|adc|hu|"
    r"bmd"
    r"|tr|te|ti|fov|matrix|bandwidth|windows?|levels?|kvp?|mas?|rate|hr|pressures?|bp|velocity|psv|"
    r"edv|titre|titer|viral[ ]load|vl|l[ks][nw]|t[12]|ecv|ca[ -]?125|cd4|sats?|spo2|"
    r"measures|measuring|measured|b(?==))"
)
_COUNT: Final = (
    r"(?:platelets?|plts?|hb|hgb|ha?emoglobin|wbc|wcc|neut(?:s|rophils)?|crp|esr|creat(?:inine)?|cr|urea|"
    r"egfr|bili(?:rubin)?|alt|ast|alp|ggt|ldh|lactate|troponin|bnp|psa|cea|afp|hcg|tsh|glucose|bsl|"
    r"sodium|potassium|weight|wt|volumes?|counts?|scores?|levels?|values?|readings?|pressures?|gradients?|"
    r"psv|edv|velocit(?:y|ies)|diameters?|suv(?:max)?)"
)
"""Quantities of which one report lists several, joined by hyphens: a trend, and no telephone."""
_MEASURED: Final = Expression(
    rf"(?<![\w.])(?<!\d{{5}}-)\d{{1,4}}(?:[.,]\d+)?(?:{_JOINED}\d{{1,4}}(?:[.,]\d+)?){{0,4}}[ ]?-?{UNIT}"
    rf"|(?<![\w.]){_NUMBER}(?:{_JOINED}{_NUMBER}){{0,4}}[ ]?-?(?:{_PHYSICAL}(?![^\W_])|%|°)"
    rf"|(?:\(|\bin[ ])[ ]?(?:{_PHYSICAL}|%)\)?[^\n\d:.]{{0,40}}:{_LISTED}"
    r"|(?<![\w./+-])\d{1,3}(?:\.\d+)?(?:(?:,[ ]?|[ ])\d{1,3}(?:\.\d+)?){1,9}[ ]?"
    r"(?:[cm]m(?:/s)?|m/s|hu|ms|mmhg)(?![^\W_])"
    r"|(?<![\w.])\d{1,3}\.\d{1,2}(?:(?:[ ]?[,;/][ ]?|[ ])\d{1,3}\.\d{1,2}(?![\w.])){2,}"
    rf"|(?<![\w/])(?:{_QUANTITY}|roi|hu|t1|t2)[ ]"
    rf"(?:list|stats?|statistics|series|readings?|values?|table|trend)(?:[ ](?:[rl]|right|left))?"
    rf"[ ]?:?[ ]?\d{{1,4}}(?:[ ,;/\-]+(?:[rl]:[ ]?)?\d{{1,4}}(?![\w/.])){{0,19}}"
    rf"|(?<![\w/]){_QUANTITY}(?:[ ](?:of|is|was|were|at|about|around|approximately|up[ ]to|total))?"
    rf"(?:[ ]?[:=<>~][ ]?|[ ])(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?:\.\d+)?)"
    rf"(?![\w/]|-\d)(?:[ ,/]+\d{{1,4}}(?![\w/.]|-\d))*"
    rf"|(?<![\w/]){_COUNT}[ ]?[:=]?[ ]?\d{{1,3}}(?:\.\d)?(?:[ ]?[-–>→][ ]?\d{{1,3}}(?:\.\d)?){{1,6}}"
    r"(?![\w/]|[-–.]\d)"
    r"|(?<![\w/])pH(?:[ ](?:of|is|was))?[ ]?[:=]?[ ]?[678]\.\d{1,2}(?![\w/]|[-.]\d)"
    r"|(?<![\w/])\d{1,2}[ ]?w(?:ks?|eeks?)?[ ]?[0-6][ ]?d(?:ays?)?(?!\w)"
    r"|(?<![\w/])(?:vas|nrs|scores?|pain|power|strength|bpp|apgar|ecog|epds|cas|severity)(?:[ ]\w+)?"
    r"[ ]?[:=]?[ ]?\d{1,2}[ ]?/[ ]?\d{1,3}(?![\w/]|[-.]\d)"
    r"|(?<![\w/.-])0/\d(?![\w/]|[-.]\d)|(?<!\w)T(?:R/TE|E/TR)[ ]?[:=]?[ ]?\d{2,5}[ ]?/[ ]?\d{1,5}(?![\w/])"
    r"|(?<!\w)G\d{1,2}[ ]?P\d{1,4}(?!\w)"  # births, of four figures too
    r"|(?<![\w/.])\d{1,3}[ ]out[ ]of[ ]\d{1,3}(?![\w/]|[-.]\d)"
    r"|(?<![\w/.])-?(?:0\.\d{1,4}|\d\.\d{3})(?![\w/]|[-.]\d)"
    r"|(?<![\w/])(?:pva|particles?|microspheres?|beads?|embospheres?)[ ](?:of[ ])?\d{2,4}-\d{2,4}(?![\w-])"
    r"|(?<![\w/])b[ ]?=?[ ]?0(?:-\d{2,4}){1,5}(?![\w-])"
    r"|(?<![\w/])(?:wbrt|sbrt|sabr|imrt|gy)[ ]\d{1,2}/\d{1,2}(?![\w/])"
    r"|(?<![\w/.-])\d\.\d{1,2}/\d\.\d{1,2}(?![\w/]|[-.]\d)"
    r"|(?<![\w/])segments?[ ]\d{1,2}[a-b]?(?:[/,&-]\d{1,2}[a-b]?){1,3}(?![\w/]|[-.]\d)"
    r"|(?<![\w/.-])[1-9]/[2-9](?:[ ]?(?:to|-)[ ]?[1-9]/[2-9])?(?=[ ]thickness\b|[ ]of[ ](?:the[ ])?"
    r"(?:vertebra\w*|lumen|height|depth|length|width|volume|diameter|thickness|circumference|lung|kidney|liver|"
    r"surface|gland|colon|oesophagus|esophagus|femur|tibia|shaft|body)\b)"
    r"|(?<![\w/])(?:1/3|33%)[ ]+rad(?:ius)?(?=[ \t]+\d\.\d)"
    r"|(?<!\w)compression(?:[ ](?:of|force))?[ ]?[:=]?[ ]?\d{1,3}[ ]?dan(?!\w)"
    r"|(?<![\w/])RR[ ]?[:=]?[ ]?\d{1,2}"
    r"(?=[ ]?/[ ]?min|[ ](?:bpm|breaths)|,?[ ](?:HR|BP|SpO2|sats?|temp|GCS)\b)",
    re.IGNORECASE,
)
_TELEPHONE: Final = 7  # figures
_DIALLED: Final = re.compile(r"[ ]?:?[ ]?\[(?:PHONE|ID)\]")
_LABEL: Final = re.compile(r"[ ]?[A-Z]|[ ]cc", re.IGNORECASE)
"""Units that also label what follows: a fax, a copy."""


@lru_cache(maxsize=4)
def measured(text: str) -> tuple[Span, ...]:
    """Return where the numbers of a text stand that measure or count something, in order."""
    return tuple(by_line(_of_line, text))


@lru_cache(maxsize=REMEMBERED)
def _of_line(line: str) -> tuple[Span, ...]:
    return tuple(match.span() for match in _MEASURED.finditer(line))


def is_measured(text: str, span: Span) -> bool:
    """Return whether a span is a measurement, or holds one.

    A unit of one letter behind as many figures as a telephone has, or before a telephone, is a label, and no
    unit: "T 604 555 0143 F 604 555 0144".
    """
    start, end = span
    dialled = sum(map(str.isdigit, text[start:end])) >= _TELEPHONE
    return any(
        low < end
        and start < high
        and not ((dialled or _DIALLED.match(text, high)) and _LABEL.fullmatch(text, end, high))
        for low, high in measured(text)
    )
