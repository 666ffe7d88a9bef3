"""Compares two runs: the same key must give the same mapping, another key one that has nothing in common.

Not here: running the tools (`tools`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bench.reading import opened

if TYPE_CHECKING:
    from bench.outcomes import Outcome

_IDENTIFIERS = (
    "PatientID",
    "PatientName",
    "AccessionNumber",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SOPInstanceUID",
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two outcomes of one corpus agree.

    Attributes:
        objects: Objects that came out of both.
        equal: Those whose identifiers are equal.
        identical: Those that are equal byte for byte.
        common: Identifiers that occur in both, whichever the object.
    """

    objects: int
    equal: int
    identical: int
    common: int

    def to_json(self) -> dict[str, Any]:
        """Return a JSON value."""
        return asdict(self)


def compare(first: Outcome, second: Outcome) -> Agreement:
    """Return how far two outcomes agree."""
    both = sorted(first.outputs.keys() & second.outputs.keys())
    pairs = [(_identifiers(first, file), _identifiers(second, file)) for file in both]
    identical = sum(first.outputs[f].read_bytes() == second.outputs[f].read_bytes() for f in both)
    one, other = ({value for pair in pairs for value in pair[side]} for side in (0, 1))
    return Agreement(len(both), sum(a == b for a, b in pairs), identical, len((one & other) - {""}))


def _identifiers(outcome: Outcome, file: str) -> tuple[str, ...]:
    data = opened(outcome.outputs[file])
    return tuple(str(data.get(keyword) or "") for keyword in _IDENTIFIERS)
