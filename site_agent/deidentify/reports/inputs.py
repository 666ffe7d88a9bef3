r"""Reads a report as its reader does, so that no way of writing hides a name from the rules.

Rules: escapes, frames, markup, entities, invisible characters, combining marks, fullwidth and other forms,
letters of one alphabet that look like those of another, joining underscores and brackets become plain
writing, and lines that were broken for their length are joined; every character remembers where it stood, so
that places are told in the text as given. What is no text (binary, wrongly decoded, RTF, displayed in another
order than written, words without end) is refused.

Not here: what of the plain text goes (`filter`).
"""

# ruff: noqa: RUF001 - letters that look like others are the point
from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

from site_agent.deidentify.reports.escapes import unescaped
from site_agent.deidentify.reports.frames import unframed
from site_agent.deidentify.reports.rewriting import Plain, rewritten
from site_agent.deidentify.reports.wrapped import wrapped_breaks
from site_agent.errors import InputRefusedError, Reason

LONGEST: Final = 50_000
"""Characters of the longest report."""

KINDS: Final = frozenset(
    "ADDRESS AGE DATE EMAIL ID INITIALS LOCATION NAME ORG PHONE UID URL".split()  # noqa: SIM905 - shorter
)
"""Classes of identifiers: a report that was filtered holds them between brackets."""

_FEW_CONTROLS: Final = 3
_MOST_CONTROLS: Final = 0.01
_NO_TEXT: Final = re.compile(
    r"\x00|\ufffd|[\ud800-\udfff\x80-\x84\x86-\x9f]"  # binary, or decoded wrongly
    r"|[ÃÂ][\u00a0-\u00bf]|â€"  # UTF-8 read as Windows-1252
    r"|[\u202d\u202e]"  # displayed in another order
    r"|\{\\rtf\d|\A\s*%PDF-"
)
_CONTROL: Final = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_RUN: Final = re.compile(r"([^\w\s])\1{39,}")
_ENDLESS: Final = re.compile(r"\S{400}")
_BLANKS: Final = re.compile(r"[^\S\n]{200}|(?:[^\S\n]*\n){100}")
_HTML: Final = re.compile(
    r"</?(?:!doctype|html|head|body|p|br|div|span|b|i|u|em|strong|font|pre|a|table|tr|td|th|ul|ol|li|h[1-6]|hr|su[bp]"
    r"|img|script|style|title|meta|center)\b",
    re.IGNORECASE,
)
_UNSEEN_MARKUP: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|head)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG: Final = re.compile(r"</?([a-z!][a-z0-9]{0,15})(?:[\s/][^<>]{0,2000})?/?>", re.IGNORECASE)
_INLINE: Final = frozenset({"span", "b", "i", "u", "em", "strong", "font", "a", "sub", "sup", "wbr"})
_OF_NAMES: Final = frozenset({"given", "family", "prefix", "suffix"})
"""Parts of somebody's name, which stand on one line."""
_ENTITY: Final = re.compile(r"&(?:amp;){0,5}(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK: Final = re.compile(r"[ \t]*(?P<n>\n)[ \t]*")
_LINE_END: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202c\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]+"
)
_MARKED: Final = re.compile(
    "[^\\W_]?[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_FORMS: Final = re.compile(
    "[\u0660-\u0669\u06f0-\u06f9\u2010-\u2012\u2100-\u2121\u2123-\u214f\u2212\u2460-\u24ff\ufb00-\ufb06"
    "\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f130-\U0001f189]|[^\\S\n\t ]"
)
_NO_HYPHENS: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212"), "-")
_NUMBER_DASH: Final = re.compile(r"(?<=\d{3})–(?=\d{3})")
_LOOKALIKES: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮԌԚԜаеорсухіјѕһԁԛԝүкΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυɑɡӏǀ",
    "ABESIJKMHOPCTYXYGQWaeopcyxijshdqwykABEZHIKMNOPTYXaikvoptuagll",
)
_LOOKALIKE: Final = re.compile("[" + "".join(map(chr, _LOOKALIKES)) + "]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile("[A-Za-zÀ-ɏ]")
_BRACKET: Final = re.compile(rf"\[(?:{'|'.join(sorted(KINDS))})\]|\[(?=[^\W\d_])|(?<=[^\W\d_])\]")
_JOINED: Final = re.compile(r"(?<![^\W_])_+(?=[^\W\d_])|(?<=[^\W\d_])_+(?![\d_])")
_UNBROKEN: Final = re.compile(r"\S+")
_ADDRESS: Final = re.compile(r"@|://|www\.", re.IGNORECASE)
FOREIGN: Final = re.compile(
    "[\u0590-\u1cff\u2e80-\ua6ff\ua800-\uabff\uac00-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufefe"
    "\uff66-\uffdc\U00010000-\U0001efff\U00020000-\U0003ffff]+"
)
"""Runs of scripts that no word list knows and that have no capitals."""


def plain(text: str, *, stand_ins: bool = False) -> Plain:
    """Return a report in plain writing.

    Args:
        text: The report as given.
        stand_ins: Whether every placeholder in it is the caller's own, not the author's.

    Raises:
        InputRefusedError: It is no text that could be read: `Reason.REPORT_UNREADABLE`.
    """
    if not text.strip() or len(text) > LONGEST or _NO_TEXT.search(text):
        raise InputRefusedError(Reason.REPORT_UNREADABLE)
    if len(_CONTROL.findall(text)) > _FEW_CONTROLS + len(text) * _MOST_CONTROLS:
        raise InputRefusedError(Reason.REPORT_UNREADABLE)
    told = Plain(text, range(len(text)), range(1, len(text) + 1))
    told = rewritten(told, _LINE_END, lambda _: "\n")
    told = unframed(unescaped(told))
    if _HTML.search(text):
        told = rewritten(told, _UNSEEN_MARKUP, lambda _: " ")
        told = rewritten(told, _TAG, _untagged)
    told = rewritten(told, _ENTITY, _unescaped)
    if not told.text.isascii() or _CONTROL.search(told.text):
        told = _in_one_alphabet(told)
    told = rewritten(told, _RUN, lambda m: m[0][:39])
    told = rewritten(told, _BLANKS, lambda m: "\n\n" if "\n" in m[0] else "  ")
    if breaks := wrapped_breaks(told.text):
        told = rewritten(told, _BREAK, lambda m: " " if m.start("n") in breaks else m[0])
    if not told.text.strip() or _ENDLESS.search(told.text) or _NO_TEXT.search(told.text):
        raise InputRefusedError(Reason.REPORT_UNREADABLE)
    if "[" in told.text and not stand_ins:
        told = rewritten(told, _BRACKET, _unbracketed)
    if "_" in told.text:
        told = _parted(told)
    return told


def _in_one_alphabet(told: Plain) -> Plain:
    """Return a text that is not ASCII without what nobody sees, in ordinary forms and one alphabet a word."""
    told = rewritten(told, _INVISIBLE, lambda _: "")
    told = rewritten(told, _MARKED, _unmarked)
    told = rewritten(told, _FORMS, _ordinary)
    told = rewritten(told, _NUMBER_DASH, lambda _: "-")
    if _LOOKALIKE.search(told.text):
        told = rewritten(told, _WORD, _latin)
    return told


def _untagged(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    return "" if name in _INLINE else " " if name in _OF_NAMES else "\n"


def _unescaped(entity: re.Match[str]) -> str:
    read = html.unescape(f"&{entity[1]};")
    if len(read) > len(entity[1]) and entity[1].isupper():  # "&NBSP;" of a text put into capitals
        read = html.unescape(f"&{entity[1].lower()};")
    return read.replace("\r", "\n")


def _unmarked(marked: re.Match[str]) -> str:
    """Return a letter with the marks that belong to it, without those that no such letter has."""
    composed = unicodedata.normalize("NFC", marked[0])
    return "".join(c for c in composed if not unicodedata.combining(c) and unicodedata.category(c)[0] != "M")


def _ordinary(form: re.Match[str]) -> str:
    if form[0].isspace():
        return " "
    if form[0].isdecimal():
        return str(unicodedata.decimal(form[0]))
    return unicodedata.normalize("NFKC", form[0]).translate(_NO_HYPHENS)


def _latin(word: re.Match[str]) -> str:
    return word[0].translate(_LOOKALIKES) if _LATIN.search(word[0]) and len(word[0]) > 1 else word[0]


def _unbracketed(bracket: re.Match[str]) -> str:
    return {"[": "(", "]": ")"}.get(bracket[0], bracket[0])  # what else matches is a filtered report's own


def _parted(told: Plain) -> Plain:
    """Return a text in which underscores join no words, but for those of mail addresses and links."""
    kept: set[int] = set()
    for unbroken in _UNBROKEN.finditer(told.text):
        if _ADDRESS.search(unbroken[0]):
            kept.update(range(*unbroken.span()))
    return rewritten(told, _JOINED, lambda m: m[0] if m.start() in kept else " " * len(m[0]))
