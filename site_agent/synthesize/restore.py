"""Synthetic pairs to bytes and back, for the site's own encrypted store.

Rule: a pair read back carries its gate record, and the type refuses it unless every check passed and its
group was large enough, exactly as when it was made.

Not here: encryption and where the bytes lie (site_agent.store.blobs).
"""

from __future__ import annotations

import json
import struct
import zlib

import numpy as np

from site_agent.case import GateRecord, SyntheticPair
from site_agent.errors import EvidenceError

_HEAD = struct.Struct(">I")
_LEVEL = 6


def pack(pair: SyntheticPair) -> bytes:
    """Return a pair as bytes: length, JSON head, zlib of the uint8 image."""
    head = {
        "case_id": pair.case_id,
        "patient": pair.patient,
        "shape": list(pair.image.shape),
        "report": pair.report,
        "labels": sorted(pair.labels),
        "view": pair.view,
        "gate": {
            "checks": {name: bool(passed) for name, passed in pair.gate.checks.items()},
            "scores": {name: float(value) for name, value in pair.gate.scores.items()},
            "group": int(pair.gate.group),
            "group_patients": int(pair.gate.group_patients),
            "k": int(pair.gate.k),
            "tries": int(pair.gate.tries),
            "filter_digest": pair.gate.filter_digest,
        },
    }
    encoded = json.dumps(head).encode()
    return (
        _HEAD.pack(len(encoded)) + encoded + zlib.compress(np.ascontiguousarray(pair.image).tobytes(), _LEVEL)
    )


def restore(packed: bytes) -> SyntheticPair:
    """Return the pair that `pack` made bytes of, bit for bit.

    Raises:
        EvidenceError: The bytes hold no pair that passed every check of the gate.
    """
    try:
        (length,) = _HEAD.unpack_from(packed)
        head = json.loads(packed[_HEAD.size : _HEAD.size + length])
        gate = head["gate"]
        image = np.frombuffer(zlib.decompress(packed[_HEAD.size + length :]), dtype=np.uint8)
        return SyntheticPair(
            case_id=head["case_id"],
            patient=head["patient"],
            image=image.reshape(head["shape"]),
            report=head["report"],
            labels=frozenset(head["labels"]),
            view=head["view"],
            gate=GateRecord(
                checks={name: passed is True for name, passed in gate["checks"].items()},
                scores=gate["scores"],
                group=gate["group"],
                group_patients=gate["group_patients"],
                k=gate["k"],
                tries=gate["tries"],
                filter_digest=gate["filter_digest"],
            ),
        )
    except (AttributeError, KeyError, TypeError, ValueError, struct.error, zlib.error):
        raise EvidenceError("synthetic pair") from None
