"""Decides whether a reply may leave: an allow-list, not a search for what is bad.

Rule: named judgements with bounded, rounded numbers; codes from a closed list; weights of the arms that the
site's policy names, as plain number arrays of bounded size. Everything else keeps the whole reply at home.

Not here: where replies come from (learning.client_app) and the audit of what was decided
(site_agent.federation.gate).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import ValidationError

from learning.errors import Code
from learning.exchange import (
    CODES,
    MAX_ARRAY_BYTES,
    SITE,
    WEIGHTS,
    Judgement,
    is_reply_key,
    judged_key,
    known_code,
    model_key,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from flwr.app import ArrayRecord, ConfigRecord, MetricRecord, RecordDict


def refuse_reply(content: RecordDict, allow_weights: Collection[str], minimum: int) -> Code | None:
    """Return why this reply must stay, or ``None`` when all of it may leave.

    Args:
        content: The reply.
        allow_weights: Arms whose weights may leave.
        minimum: Judgements over fewer patients stay.
    """
    known = (*content.metric_records, *content.config_records, *content.array_records)
    if set(known) != set(content):
        return Code.EGRESS_REFUSED
    allowed = (
        all(_judgement(name, record, minimum) for name, record in content.metric_records.items())
        and all(name == CODES and _codes(record) for name, record in content.config_records.items())
        and all(_weights(name, record, allow_weights) for name, record in content.array_records.items())
    )
    total = sum(record.count_bytes() for record in content.array_records.values())
    return None if allowed and total <= MAX_ARRAY_BYTES else Code.EGRESS_REFUSED


def _judgement(name: str, record: MetricRecord, minimum: int) -> bool:
    key = judged_key(name)
    if key is None or not is_reply_key(key):
        return False
    try:
        return Judgement.model_validate(dict(record), strict=True).n_patients >= minimum
    except ValidationError:
        return False


def _codes(record: ConfigRecord) -> bool:
    return all(
        (key in {SITE, WEIGHTS} or is_reply_key(key)) and known_code(text) is not None
        for key, text in record.items()
    )


def _weights(name: str, record: ArrayRecord, allow_weights: Collection[str]) -> bool:
    key = model_key(name)
    if key is None or key[0] not in allow_weights:
        return False
    return all(np.issubdtype(array.numpy().dtype, np.number) for array in record.values())
