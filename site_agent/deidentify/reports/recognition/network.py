"""Works out what the trained recogniser says: embedded words, convolutions over their neighbours, moves.

Rules: the files of `ner_model` are spaCy's own and are read as they are; what is computed is what spaCy
computes (HashEmbedCNN before a transition-based parser), to which a test holds it. spaCy itself takes seconds
to start and brings PyTorch along; this takes neither, and remembers what it makes of a word.

Not here: taking a text apart (`tokenizer`), from numbers to names (`moves`), which of the answers count
(`recogniser`), training (`scripts/train_report_ner`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import srsly

from site_agent.deidentify.reports.recognition.hashing import hash_text, spread
from site_agent.deidentify.reports.recognition.moves import Moves
from site_agent.deidentify.reports.recognition.tokenizer import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from site_agent.deidentify.reports.recognition.moves import Floats
    from site_agent.deidentify.reports.recognition.tokenizer import Token

_REMEMBERED: Final = 1 << 14  # words, 400 bytes each
_SEED: Final = 8  # of the first table; each has the next one
_LONG: Final = 100
_RUN: Final = 4
_TINY: Final = np.float32(1e-8)


class Network:
    """The recogniser as it was trained.

    Args:
        folder: Where its files are.
    """

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer(srsly.read_msgpack(folder / "tokenizer"))
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self._norms, self._symbols = words["norms"], words["symbols"]
        weights = [node for node in srsly.read_msgpack(folder / "ner" / "model")["params"] if node]
        lower, upper, self._narrow = weights[:3]
        self._tables = [node["E"] for node in weights if "E" in node]
        layers = weights[3 + len(self._tables) :]
        self._mix, *self._layers = map(_Layer, layers[::2], layers[1::2])
        self._moves = Moves(lower, upper, srsly.read_msgpack(folder / "ner" / "moves")["moves"])
        self._row = lru_cache(maxsize=_REMEMBERED)(self._hashed)
        self._known: dict[Token, int] = {}
        self._words = np.empty((_REMEMBERED, self._tables[0].shape[1]), np.float32)

    def entities(self, text: str) -> list[tuple[str, int, int]]:
        """Return label, first character and the one behind the last of every name in a text."""
        tokens = self._tokenizer.tokens(text)
        if not tokens:
            return []
        reach = len(self._layers)  # words on either side that tell about one
        words = self._embedded([token for token, _ in tokens])
        edge = np.zeros((reach, words.shape[1]), np.float32)
        read = np.concatenate([edge, words, edge])
        for layer in self._layers:
            read = read + layer(_with_neighbours(read))
        told = read[reach:-reach] @ self._narrow["W"].T + self._narrow["b"]
        blank = [token.text.isspace() for token, _ in tokens]
        return [
            (label, tokens[first][1], tokens[last][1] + len(tokens[last][0].text))
            for label, first, last in self._moves.names(told, blank)
        ]

    def _embedded(self, tokens: Sequence[Token]) -> Floats:
        """Return what is known of words without their neighbours, a row each."""
        strange = {*tokens} - self._known.keys()
        if len(self._known) + len(strange) > len(self._words):
            self._known.clear()
            strange = {*tokens}
            self._words = np.empty((max(_REMEMBERED, len(strange)), self._words.shape[1]), np.float32)
        if strange:
            first = len(self._known)
            self._known |= zip(strange, range(first, first + len(strange)), strict=True)
            self._words[first : len(self._known)] = self._mix(np.stack([*map(self._read, strange)]))
        return self._words[[self._known[token] for token in tokens]]

    def _read(self, token: Token) -> Floats:
        """Return how a word is read, begins, ends and looks."""
        word = token.text
        norm = token.norm or self._norms.get(word, word.lower())
        return np.concatenate(
            [self._row(at, text) for at, text in enumerate((norm, word[0], word[-3:], _shape(word)))]
        )

    def _hashed(self, at: int, text: str) -> Floats:
        """Return what one of the tables holds for a text; spaCy numbers some texts by hand."""
        table = self._tables[at]
        rows = spread(self._symbols.get(text) or hash_text(text), _SEED + at)
        summed: Floats = table[[row % len(table) for row in rows]].sum(axis=0)
        return summed


class _Layer:
    """A maxout layer, its answers normalised.

    Args:
        maxout: Weights ``W`` (answers, pieces, inputs) and ``b`` (answers, pieces).
        norm: Gain ``G`` and offset ``b`` of every answer.
    """

    def __init__(self, maxout: Mapping[str, Any], norm: Mapping[str, Any]) -> None:
        inputs, self._many = maxout["W"].shape[-1], maxout["b"].shape[1]
        self._weights = np.ascontiguousarray(maxout["W"].transpose(1, 0, 2).reshape(-1, inputs).T)
        self._bias = maxout["b"].T.reshape(-1)
        self._gain, self._offset = norm["G"], norm["b"]

    def __call__(self, read: Floats) -> Floats:
        """Return the layer's answers, a row each."""
        pieces = read @ self._weights + self._bias
        best = np.maximum.reduce(np.split(pieces, self._many, axis=1))
        apart = best - best.mean(axis=1, keepdims=True)
        spread_of = (apart * apart).mean(axis=1, keepdims=True) + _TINY
        found: Floats = apart * spread_of**-0.5 * self._gain + self._offset
        return found


def _with_neighbours(rows: Floats) -> Floats:
    """Return every row between the one before and the one behind it; beyond the edges stand zeros."""
    wide = np.zeros((len(rows), 3, rows.shape[1]), rows.dtype)
    wide[1:, 0] = rows[:-1]
    wide[:, 1] = rows
    wide[:-1, 2] = rows[1:]
    return wide.reshape(len(rows), -1)


def _shape(word: str) -> str:
    """Return how a word looks, of a run of one sort its beginning: ``Xxxxx``, ``dd``."""
    if len(word) >= _LONG:
        return "LONG"
    shape = "".join(map(_sort, word))
    return "".join(one for at, one in enumerate(shape) if shape[max(0, at - _RUN) : at] != one * _RUN)


def _sort(character: str) -> str:
    if character.isalpha():
        return "X" if character.isupper() else "x"
    return "d" if character.isdigit() else character
