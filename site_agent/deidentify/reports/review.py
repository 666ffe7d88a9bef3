"""The redactions of a report file side by side, for the site's own eyes.

Rules: the page needs nothing from outside and may load nothing (Content-Security-Policy); every character of
a report is escaped, and those that nobody sees are shown by their number. It holds originals: it stays home.

Not here: what goes (`filter`), and who may read the file that the page becomes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from site_agent.deidentify.reports.lines import Output, filter_line, lines_of
from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from site_agent.deidentify.reports.site_lexicon import SiteLexicon

MOST: Final = 200
"""Reports on a page, unless told otherwise."""

_SHOWN: Final = 60_000  # characters: more than any report that can be read has
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_STYLE: Final = """
body { font: 14px/1.5 system-ui, sans-serif; margin: 2em; color: #1c2733; background: #fff }
section { display: grid; grid-template-columns: 1fr 1fr; gap: 1em; padding: .5em 0 }
section { border-top: 1px solid #d5dde5 }
h2 { grid-column: 1 / -1; font-size: 1em; margin: 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; margin: 0; font: inherit }
mark { background: #ffd9a8 } ins { background: #cfe8cf; text-decoration: none }
small { color: #5b6b7b } code { color: #a33 } strong { color: #a33 }
"""


def review_page(source: Path, *, site: SiteLexicon | None = None, most: int = MOST) -> str:
    """Return a page of the first reports of a file: what was given, what is released.

    Args:
        source: A file that `site_agent.deidentify.reports.lines.filter_lines` reads.
        site: The site's own lexicon.
        most: Reports to show.

    Raises:
        InputRefusedError: A file of another format than JSON Lines cannot be read.
    """
    lines = islice((line for line in lines_of(source) if line.strip()), most)
    shown = "\n".join(_section(number, line, site) for number, line in enumerate(lines, 1))
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    return (
        "<!doctype html>\n<html lang=en><head><meta charset=utf-8>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<meta name=robots content=noindex><title>Redactions</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>Redactions</h1><p><strong>This page holds original reports. It must not leave the site."
        f"</strong> Left what was given, right what is released; at most {most} reports.</p>\n"
        f"{shown}\n</body></html>\n"
    )


def _section(number: int, line: bytes, site: SiteLexicon | None) -> str:
    result = filter_line(line, output=Output(spans=True), site=site)
    told = str(result["reason"] or result["status"])
    after = "".join(_released(result["text"])) or "<strong>Nothing: quarantined.</strong>"
    given = "".join(_given(_original(line), result["spans"]))
    return (
        f"<section><h2>{number} <small>{html.escape(told)} · {len(result['spans'])} removed</small></h2>"
        f"<pre>{given}</pre><pre>{after}</pre></section>"
    )


def _original(line: bytes) -> str:
    """Return the text of a line, or the line itself when it is no report."""
    try:
        row: Any = json.loads(line.decode("utf-8-sig"))
        text = row["text"]
    except (ValueError, KeyError, TypeError, RecursionError):
        text = None
    return (text if isinstance(text, str) else line[:_SHOWN].decode("utf-8", "replace"))[:_SHOWN]


def _given(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    """Yield the text as given, what went marked with its class."""
    at = 0
    for start, end, kind in sorted(spans):
        yield _escaped(text[at : max(at, start)])
        yield f'<mark title="{html.escape(kind)}">{_escaped(text[max(at, start) : end])}</mark>'
        at = max(at, end)
    yield _escaped(text[at:])


def _released(text: str) -> Iterator[str]:
    """Yield the text as released, its placeholders marked."""
    at = 0
    for placeholder in PLACEHOLDER.finditer(text):
        yield f"{_escaped(text[at : placeholder.start()])}<ins>{_escaped(placeholder[0])}</ins>"
        at = placeholder.end()
    yield _escaped(text[at:])


def _escaped(text: str) -> str:
    """Return a text as HTML, with the numbers of characters that nobody sees."""
    return "".join(
        f"<code>U+{ord(c):04X}</code>"
        if unicodedata.category(c) in _UNSEEN and c not in "\n\t"
        else html.escape(c)
        for c in text
    )
