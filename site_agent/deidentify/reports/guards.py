"""Tells with one look which of several patterns may match in a text.

Rule: RE2 looks for all of them at once, in time that grows with the text alone and in memory that is bounded;
should it give up, every pattern may match.

Not here: how patterns are loosened for it (`loosened`), which are looked for together (`triage`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import re2

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEMORY: Final = 4 << 20  # bytes, most of which no set of patterns ever takes
_ANYWHERE: Final = b""
"""Matches in every text: an answer without it is none."""


class Guard:
    """Several patterns that are looked for at once.

    Args:
        patterns: In the syntax of RE2.
        encoding: How the texts they are looked for in are encoded: ``latin-1`` or ``utf-8``.

    Raises:
        re2.error: A pattern is none of RE2's.
    """

    def __init__(self, patterns: Sequence[str], encoding: str = "latin-1") -> None:
        options = re2.Options()
        options.max_mem = _MEMORY
        options.never_capture = True
        options.log_errors = False
        if encoding == "latin-1":
            options.encoding = re2.Options.Encoding.LATIN1
        self._several = re2.Set.SearchSet(options)
        for pattern in patterns:
            self._several.Add(pattern.encode(encoding))
        self._none = self._several.Add(_ANYWHERE)
        self._all = list(range(len(patterns)))
        self._several.Compile()

    def open_to(self, text: bytes) -> list[int]:
        """Return the numbers of the patterns that may match in a text, in no order."""
        found: list[int] | None = self._several.Match(text)
        if not found:
            return self._all
        found.remove(self._none)
        return found
