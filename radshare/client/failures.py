"""gRPC failures to radshare errors.

Rule: the coordinator's own refusals carry a code in the trailing metadata and become `RemoteRefusal` under
that code; what never reached its judgement is a `ConnectionRefusal` that names the layer. No other exception
leaves the client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc

from radshare.errors import RadshareError, RemoteRefusal, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from radshare.errors import ConnectionRefusal

ERROR_CODE_KEY = "radshare-error-code"
"""Trailing metadata key under which the coordinator sends its error code."""

_NOT_AUTHORISED = frozenset({grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED})
_NOT_AUTHORISED_EXIT = 5


def translated(error: grpc.RpcError, diagnose: Callable[[], ConnectionRefusal]) -> RadshareError:
    """Return the radshare error that a failed call stands for.

    Args:
        error: What gRPC raised.
        diagnose: Finds out why nobody answered; called only when nobody did.
    """
    status = error.code()
    exit_code = _NOT_AUTHORISED_EXIT if status in _NOT_AUTHORISED else 1
    for item in error.trailing_metadata() or ():
        if item.key == ERROR_CODE_KEY:
            return RemoteRefusal(_text(item.value), error.details() or "", exit_code=exit_code)
    if status is grpc.StatusCode.UNAVAILABLE:
        return diagnose()
    if status is grpc.StatusCode.DEADLINE_EXCEEDED:
        return Unreachable("no answer in time")
    if status is grpc.StatusCode.CANCELLED:
        return Unreachable("the call was cancelled")
    return RemoteRefusal(f"RPC_{status.name}", exit_code=exit_code)


def _text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
