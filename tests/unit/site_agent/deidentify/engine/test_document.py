from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from site_agent.deidentify.engine.document import Bars, Heading, Table, Text, markdown, page

BLOCKS = (
    Heading("Part <one>"),
    Text("Run `site-agent risk` & read <it>."),
    Table(("name", "count"), (("a|b", 3), ("<script>", 12)), live=True),
    Bars(("rule", "elements", "meaning"), (("remove", 10, "gone"), ("keep", 0, "here"))),
)


class Reader(HTMLParser):
    """Collects tags and what a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag, and every attribute that leads out of the page."""
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in {"src", "href", "style"}]
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        assert self.open.pop() == tag


def test_a_page_loads_nothing_and_escapes_everything() -> None:
    """No address, no foreign tag; what is inline is allowed by its hash alone."""
    made = page("A & B", BLOCKS)
    reader = Reader()
    reader.feed(made)
    assert reader.loads == []
    assert reader.open == []
    assert reader.tags.count("script") == 1
    assert "&lt;script&gt;" in made
    for kind in ("script", "style"):
        text = re.search(rf"<{kind}>(.*?)</{kind}>", made, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in made
    assert "http" not in made.replace("http-equiv", "")


def test_a_page_without_a_long_table_has_no_script() -> None:
    """Nothing runs where nothing needs to."""
    assert "<script>" not in page("x", [Text("hello")])


def test_numbers_stand_to_the_right_and_bars_are_in_proportion() -> None:
    """The longest bar fills its cell, a count of nothing has none."""
    made = page("x", BLOCKS)
    assert "<td class=n>12</td>" in made
    assert re.findall(r'rect width="([\d.]+)%"', made) == ["100.0", "0.0"]


def test_markdown_tables_keep_their_columns() -> None:
    """A bar in a cell does not open a new column."""
    lines = markdown("Title", BLOCKS).splitlines()
    assert lines[0] == "# Title"
    assert r"| a\|b | 3 |" in lines
    assert "| remove | 10 | gone |" in lines


@given(st.text(max_size=60) | st.sampled_from(["<img src=x onerror=alert(1)>", "`</code><b>`", "</script>"]))
def test_no_text_becomes_markup(text: str) -> None:
    """Whatever a text is, the page has the same tags, and loads nothing."""

    def tags(inner: str) -> list[str]:
        reader = Reader()
        reader.feed(page(inner, [Heading(inner), Text(inner), Table((inner,), ((inner,),))]))
        assert reader.loads == []
        return [tag for tag in reader.tags if tag != "code"]

    assert tags(text) == tags("plain")
