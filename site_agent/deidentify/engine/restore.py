"""De-identified cases to bytes and back, for the site's own encrypted store.

Rule: a case read back is as good as a fresh one only because its evidence comes with it: without a verified
record, or with content of another shape than it says, nothing is made.

Not here: encryption and where the bytes lie (site_agent.store.blobs).
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from site_agent.case import DeidentificationRecord, DeidentifiedCase, Partition
from site_agent.errors import EvidenceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HEAD = struct.Struct(">I")
_STEPS = 65_535
_LEVEL = 1


def pack(case: DeidentifiedCase) -> bytes:
    """Return a case as bytes: length, JSON head, zlib of the image in big-endian uint16."""
    pixels = np.clip(np.rint(case.image * _STEPS), 0, _STEPS).astype(">u2")
    head = {
        "case_id": case.case_id,
        "patient": case.patient,
        "partition": case.partition.value,
        "shape": list(pixels.shape),
        "report": case.report,
        "labels": sorted(case.labels),
        "view": case.view,
        "sex": case.sex,
        "age_band": case.age_band,
        "modality": case.modality,
        "record": {
            "profile": case.record.profile,
            "method_codes": list(case.record.method_codes),
            "actions": {name: int(n) for name, n in case.record.actions.items()},
            "verified": bool(case.record.verified),
        },
    }
    encoded = json.dumps(head).encode()
    return _HEAD.pack(len(encoded)) + encoded + zlib.compress(pixels.tobytes(), _LEVEL)


def restore(packed: bytes) -> DeidentifiedCase:
    """Return the case that `pack` made bytes of; its image differs by at most half of 1/65535.

    Raises:
        EvidenceError: The bytes hold no verified case.
    """
    try:
        (length,) = _HEAD.unpack_from(packed)
        head = json.loads(packed[_HEAD.size : _HEAD.size + length])
        record = head["record"]
        return DeidentifiedCase(
            case_id=head["case_id"],
            patient=head["patient"],
            partition=Partition(head["partition"]),
            image=_image(zlib.decompress(packed[_HEAD.size + length :]), head["shape"]),
            report=head["report"],
            labels=frozenset(head["labels"]),
            view=head["view"],
            sex=head["sex"],
            age_band=head["age_band"],
            modality=head["modality"],
            record=DeidentificationRecord(
                profile=record["profile"],
                method_codes=tuple(record["method_codes"]),
                actions=record["actions"],
                verified=record["verified"] is True,
            ),
        )
    except (KeyError, TypeError, ValueError, struct.error, zlib.error):
        raise EvidenceError("de-identified case") from None


def _image(raw: bytes, shape: Any) -> NDArray[np.float32]:  # noqa: ANN401 - checked by reshape
    return (np.frombuffer(raw, dtype=">u2").reshape(shape) / _STEPS).astype(np.float32)
