"""What the demo shows while it plays: a live table on a terminal, one line a change otherwise.

Rule: what is shown was measured or counted; the display holds no opinion and no time of its own but the
clock. With ``--json`` everything here goes to standard error, so that standard output holds one document.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.demo.promises import Promise


@dataclass(slots=True)
class Display:
    """The demo's face.

    Args:
        to_stderr: Keep standard output free for a JSON document.
    """

    to_stderr: bool = False
    seconds: dict[str, float] = field(default_factory=dict, init=False)
    _doing: dict[str, str] = field(default_factory=dict, init=False)
    _said: dict[str, str] = field(default_factory=dict, init=False)
    _stage: str = field(default="", init=False)
    _began: float = field(default=0.0, init=False)
    _console: Console = field(init=False)
    _live: Live | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Find out what is looked at."""
        self._console = Console(stderr=self.to_stderr)

    @contextmanager
    def showing(self) -> Iterator[None]:
        """Keep the live table up while the block runs, if there is a terminal."""
        if not self._console.is_terminal:
            yield
            return
        with Live(get_renderable=self._table, console=self._console, refresh_per_second=4) as self._live:
            yield
        self._live = None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage; its seconds are recorded when it ends, well or badly."""
        self._stage, self._began = name, time.monotonic()
        self._doing.clear()
        self._said.clear()
        self.say(f"{name} …")
        ended = "failed after"
        try:
            yield
            ended = "took"
        finally:
            self.seconds[name] = round(time.monotonic() - self._began, 1)
            self._stage = ""
            self.say(f"{name} {ended} {self.seconds[name]:.1f} s")

    def doing(self, who: str, what: str, done: float | None = None) -> None:
        """Show what one hospital does and how far it is (0..1)."""
        self._doing[who] = what + ("" if done is None else f" {done:.0%}")
        if self._said.get(who) != what:
            self._said[who] = what
            self.say(f"  {who}: {what}")

    def say(self, line: str) -> None:
        """Print one line, unless the live table shows it anyway."""
        if self._live is None:
            self._console.print(line, highlight=False, markup=False, soft_wrap=True)

    def promise(self, promise: Promise) -> None:
        """Print one promise and whether it was kept, in either form."""
        sign = "[green]✓[/]" if promise.kept else "[red]✗[/]"
        detail = f" [dim]({promise.detail})[/]" if promise.detail else ""
        self._console.print(f"{sign} {promise.text}{detail}", highlight=False, soft_wrap=True)

    def table(self, table: Table) -> None:
        """Print a table, in either form."""
        self._console.print(table)

    def _table(self) -> Group:
        times = Table("stage", "seconds", box=None)
        for name, seconds in self.seconds.items():
            times.add_row(name, f"{seconds:.1f}")
        if self._stage:
            times.add_row(f"[bold]{self._stage}[/]", f"{time.monotonic() - self._began:.0f} …")
        return Group(times, *(f"  {who}: {what}" for who, what in self._doing.items()))
