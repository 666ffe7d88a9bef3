"""Loads small spaCy networks the quick way: without PyTorch, on NumPy, on one thread.

Not here: what the networks tell (`recogniser`, `second_reader`).
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class SpacyNetwork:
    """A trained pipeline of one part, read from a folder.

    Args:
        folder: The pipeline.
        part: Name of its part.
        features: What it looks at of a word, by spaCy's names; nothing else is worked out for one.

    Attributes:
        pipeline: The pipeline.
        part: Its one part.
    """

    def __init__(self, folder: Path, part: str, features: Sequence[str]) -> None:
        with _without_torch():
            import spacy  # noqa: PLC0415 - seconds and megabytes that only reports need
            from spacy import attrs  # noqa: PLC0415 - as above
            from thinc.api import NumpyOps  # noqa: PLC0415 - as above

        self.pipeline: Any = spacy.load(folder)
        self.part: Any = self.pipeline.get_pipe(part)
        quicker = NumpyOps(use_blis=False)  # NumPy's products take a third of the time
        for layer in self.part.model.walk():
            layer.ops = quicker
        vocabulary = self.pipeline.vocab
        vocabulary.lex_attr_getters = {
            attrs.IDS[feature]: vocabulary.lex_attr_getters[attrs.IDS[feature]] for feature in features
        }
        self._threads = ThreadpoolController()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read on one thread, and forget every word afterwards."""
        with self._threads.limit(limits=1, user_api="blas"), self.pipeline.memory_zone():
            yield


@contextmanager
def _without_torch() -> Iterator[None]:
    """Keep Thinc from taking PyTorch in: three seconds and 200 MB for what a network of NumPy never uses.

    Only where nobody else can be importing: in the one thread of a process that has not imported it yet.
    """
    if "torch" in sys.modules or threading.active_count() > 1:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # how the import system says: not installed
    try:
        yield
    finally:
        del sys.modules["torch"]
