"""Goes from left to right and tells by scores where a name begins, goes on and ends.

Rule: at every token the best of the moves is made that may be: begin a name, a name of one token, none;
within a name, go on or end it. Of a place its token is seen, and within a name its first and latest one.
White space begins no name; the last token goes on with none.

Not here: where the rows of the tokens come from (`network`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_BEGIN: Final = "1"
"""spaCy's number of the move that begins a name; the labels of all moves are the same."""


class Moves:
    """The moves as they were learnt.

    Args:
        lower: Weights ``W`` (features, answers, pieces, inputs), ``b``, ``pad`` for what is absent.
        upper: Weights ``W`` (moves, inputs) and ``b``.
        counts: The moves with their labels and how often each was seen, as spaCy writes them.
    """

    def __init__(self, lower: Mapping[str, Any], upper: Mapping[str, Any], counts: str) -> None:
        weights = lower["W"]
        self._seen = np.ascontiguousarray(weights.reshape(-1, weights.shape[-1]).T)
        self._absent, self._bias = lower["pad"][0], lower["b"]
        self._upper, self._offset = upper["W"].T, upper["b"]
        begun = json.loads(counts)[_BEGIN]
        self._labels = sorted(begun, key=begun.__getitem__, reverse=True)

    def names(self, rows: Floats, blank: Sequence[bool]) -> Iterator[tuple[str, int, int]]:
        """Yield label, first and last token of every name.

        Args:
            rows: What the network says of each token.
            blank: Whether a token is white space.
        """
        seen = (rows @ self._seen).reshape(len(rows), *self._absent.shape)
        outside = self._scores(seen[:, 0] + self._absent[1] + self._absent[2])
        many, last = len(self._labels), len(rows) - 1
        outside[blank, : 4 * many] = -np.inf
        outside[last, :many] = -np.inf
        outside[:, many : 3 * many] = -np.inf
        outside[:, 4 * many] = -np.inf
        best = outside.argmax(axis=1).tolist()
        at = 0
        while at <= last:
            move, label = divmod(best[at], many)
            first = at
            if move == 0:
                at += 1
                while self._goes_on(seen, label, first, at):
                    at += 1
            if best[first] < 4 * many:
                yield self._labels[label], first, at
            at += 1

    def _goes_on(self, seen: Floats, label: int, first: int, at: int) -> bool:
        """Return whether a name that began at a token goes on behind another one."""
        if at == len(seen) - 1:
            return False
        within = self._scores((seen[at, 0] + seen[first, 1] + seen[at - 1, 2])[None])[0]
        many = len(self._labels)
        return bool(within[many + label] >= within[2 * many + label])

    def _scores(self, summed: Floats) -> Floats:
        """Return the score of every move, a row for each sum of features."""
        scores: Floats = (summed + self._bias).max(axis=2) @ self._upper + self._offset
        return scores
