"""A printed document: headings, paragraphs, tables and bars, as Markdown or as one HTML page.

Rules: the page needs nothing from outside and may load nothing (Content-Security-Policy); every text is
escaped; the only script sorts and filters tables that are complete without it; it prints on paper.

Not here: what a document says (`page`, `conformance`).
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int

_CODE: Final = re.compile(r"`([^`]+)`")
_STYLE: Final = """
:root {
  color-scheme: light dark;
  --ink: #1c2733; --soft: #5b6b7b; --line: #d5dde5; --bar: #2f6f9f; --paper: #fff;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4eaf0; --soft: #9fb0c0; --line: #33414f; --bar: #5aa1d6; --paper: #12181f }
}
body {
  font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 72em; margin: 2em auto; padding: 0 1.5em;
}
h1 { font-size: 1.6em }
h2 { font-size: 1.15em; margin-top: 2em; border-bottom: 1px solid var(--line) }
table { border-collapse: collapse; width: 100%; font-size: .92em }
th, td {
  text-align: left; vertical-align: top; padding: .25em .8em .25em 0; border-bottom: 1px solid var(--line);
}
.n { text-align: right; font-variant-numeric: tabular-nums }
.soft { color: var(--soft) }
.plot { width: 30%; vertical-align: middle }
svg { display: block; width: 100%; height: .8em }
rect { fill: var(--bar); height: 100% }
th button { all: unset; cursor: pointer }
th button:focus-visible { outline: 2px solid var(--bar) }
th[aria-sort=ascending] button::after { content: " \\2191" }
th[aria-sort=descending] button::after { content: " \\2193" }
input { font: inherit; width: 20em; max-width: 100%; margin: .5em 0; padding: .2em .4em }
@media print {
  body { max-width: none; margin: 0; font-size: 10pt }
  input { display: none }
  h2 { break-after: avoid }
  tr { break-inside: avoid }
  thead { display: table-header-group }
  rect { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
"""
_SCRIPT: Final = """
for (const table of document.querySelectorAll("table.live")) {
  const rows = [...table.tBodies[0].rows], heads = [...table.tHead.rows[0].cells];
  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = box.ariaLabel = `filter these ${rows.length} rows`;
  box.oninput = () => {
    const wanted = box.value.toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  };
  table.before(box);
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.onclick = () => {
      const turn = head.ariaSort === "ascending" ? -1 : 1;
      for (const other of heads) other.ariaSort = "none";
      head.ariaSort = turn > 0 ? "ascending" : "descending";
      const text = row => row.cells[at].textContent;
      rows.sort((a, b) => turn * text(a).localeCompare(text(b), "en", {numeric: true}));
      table.tBodies[0].append(...rows);
    };
  });
}
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; words between backticks are shown as code."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a live one can be sorted and filtered where there is a script.

    Attributes:
        heads: Names of the columns.
        rows: One cell a column; numbers are set to the right.
        live: Whether it is long enough to be searched.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    live: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts as horizontal bars, each with a note.

    Attributes:
        heads: Names of label, count and note.
        rows: Label, count and note of each bar.
    """

    heads: tuple[str, str, str]
    rows: tuple[tuple[str, int, str], ...]


Block = Heading | Text | Table | Bars


def markdown(title: str, blocks: Sequence[Block]) -> str:
    """Return the document as Markdown."""
    return "\n\n".join([f"# {title}", *(_markdown(block) for block in blocks)]) + "\n"


def page(title: str, blocks: Sequence[Block]) -> str:
    """Return the document as one HTML page that needs nothing else."""
    live = any(isinstance(block, Table) and block.live for block in blocks)
    policy = f"default-src 'none'; style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'"
    return (
        "<!doctype html>\n<html lang=en><head><meta charset=utf-8>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name=viewport content="width=device-width"><meta name=robots content=noindex>'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>\n<body><h1>{_words(title)}</h1>\n"
        + "\n".join(_html(block) for block in blocks)
        + (f"\n<script>{_SCRIPT}</script>" if live else "")
        + "\n</body></html>\n"
    )


def _markdown(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {text}"
        case Text(text):
            return text
        case Table(heads, rows) | Bars(heads, rows):
            lines: Iterable[Sequence[Cell]] = (heads, ["---"] * len(heads), *rows)
            return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(cell: Cell) -> str:
    return str(cell).replace("|", "\\|").replace("\n", " ")


def _html(block: Block) -> str:
    match block:
        case Heading(text):
            return f"<h2>{_words(text)}</h2>"
        case Text(text):
            return f"<p>{_words(text)}</p>"
        case Table(heads, rows, live):
            right = [bool(rows) and isinstance(cell, int) for cell in (rows[0] if rows else heads)]
            top = "".join(
                f"<th scope=col{_side(n)}>{_words(h)}</th>" for h, n in zip(heads, right, strict=True)
            )
            body = "".join(f"<tr>{''.join(_td(cell) for cell in row)}</tr>\n" for row in rows)
            kind = " class=live" if live else ""
            return f"<table{kind}><thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table>"
        case Bars(heads, rows):
            return _bars(heads, rows)


def _bars(heads: tuple[str, str, str], rows: tuple[tuple[str, int, str], ...]) -> str:
    most = max((count for _, count, _ in rows), default=1) or 1
    label, number, note = map(_words, heads)
    top = f"<th scope=col>{label}</th><th scope=col class=n>{number}</th><th></th><th scope=col>{note}</th>"
    body = "".join(
        f"<tr>{_td(name)}{_td(count)}{_bar(count / most)}<td class=soft>{_words(about)}</td></tr>\n"
        for name, count, about in rows
    )
    return f"<table><thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table>"


def _bar(share: float) -> str:
    rect = f'<rect width="{100 * share:.1f}%" height="100%"/>'
    return f"<td class=plot><svg aria-hidden=true>{rect}</svg></td>"


def _td(cell: Cell) -> str:
    return f"<td{_side(isinstance(cell, int))}>{_words(str(cell))}</td>"


def _side(number: bool) -> str:  # noqa: FBT001 - a local turn of phrase
    return " class=n" if number else ""


def _hash(text: str) -> str:
    """Return the source expression that allows exactly this inline text (CSP level 2)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _words(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", html.escape(text))
