"""The one door: every call passes here, before and after the servicer.

Rules, in this order: the method has a row that names the caller's role; the caller is who the register
says, now; on streams this is checked again with every message, so that a revoked member's transfer stops
where it is. Whatever fails leaves as a code (coordinator.rpc.error_catalog). One log line a call: method,
caller, code, milliseconds; nothing of its content.

Not here: what a servicer does.
"""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import grpc

from coordinator.errors import NotAllowed
from coordinator.rpc.authenticate import Peer, peer
from coordinator.rpc.error_catalog import ERROR_CODE_KEY, public_text, status_of
from coordinator.rpc.permissions import allowed
from radshare.errors import RadshareError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coordinator.rpc.authenticate import Authenticator

_log = logging.getLogger(__name__)

OK = "OK"
CANCELLED = "CANCELLED"
INTERNAL = "INTERNAL"


@dataclass(frozen=True, slots=True)
class _Call:
    """One call on its way through the door."""

    method: str
    authenticator: Authenticator
    context: grpc.ServicerContext

    def admit(self) -> Peer:
        """Return the caller, when it may make this call."""
        caller = peer(self.context)
        if not allowed(self.method, caller.spiffe_id.role):
            raise NotAllowed
        self.authenticator.check(caller)
        return caller

    def rechecked(self, messages: Iterator[Any], caller: Peer) -> Iterator[Any]:
        """Yield messages as long as the caller remains a member."""
        for message in messages:
            self.authenticator.check(caller)
            yield message

    @contextlib.contextmanager
    def translated(self) -> Iterator[None]:
        """Turn every failure inside the block into a status with a code, and log the call."""
        started = time.monotonic()
        code = OK
        try:
            yield
        except RadshareError as error:
            code = error.code
            self.context.set_trailing_metadata(((ERROR_CODE_KEY, code),))
            self.context.abort(status_of(error), public_text(error))
        except (grpc.RpcError, GeneratorExit):
            code = CANCELLED  # the caller hung up; nobody is left to tell
            raise
        except Exception as error:  # noqa: BLE001 - no exception's text may cross or be logged
            code = INTERNAL
            _log.error(
                "call failed", extra={"method": self.method, "code": code, "kind": type(error).__name__}
            )
            self.context.set_trailing_metadata(((ERROR_CODE_KEY, code),))
            self.context.abort(grpc.StatusCode.INTERNAL, RadshareError.summary)
        finally:
            self._note(code, time.monotonic() - started)

    def _note(self, code: str, seconds: float) -> None:
        fields = {"method": self.method, "caller": self._who(), "code": code, "ms": round(seconds * 1000)}
        _log.info("call", extra=fields)

    def _who(self) -> str:
        try:
            return str(peer(self.context).spiffe_id)
        except RadshareError:
            return ""


class Gate(grpc.ServerInterceptor):
    """Wraps every method of every servicer.

    Args:
        authenticator: Compares callers with the register.
    """

    def __init__(self, authenticator: Authenticator) -> None:
        self._authenticator = authenticator

    def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], grpc.RpcMethodHandler[Any, Any] | None],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Return the method's handler behind the door; an unknown method stays unknown."""
        handler = continuation(handler_call_details)
        if handler is None:
            return None
        return self._guarded(str(handler_call_details.method), handler)

    def _guarded(self, method: str, handler: Any) -> grpc.RpcMethodHandler[Any, Any]:  # noqa: ANN401 - untyped
        make, behaviour = _kind(handler)
        wrap = self._streaming if handler.response_streaming else self._answering
        guarded: grpc.RpcMethodHandler[Any, Any] = make(
            wrap(method, behaviour, many=handler.request_streaming),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )
        return guarded

    def _answering(self, method: str, behaviour: Callable[..., Any], *, many: bool) -> Callable[..., Any]:
        def answer(request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - any message
            call = _Call(method, self._authenticator, context)
            with call.translated():
                caller = call.admit()
                return behaviour(call.rechecked(request, caller) if many else request, context)

        return answer

    def _streaming(self, method: str, behaviour: Callable[..., Any], *, many: bool) -> Callable[..., Any]:
        def stream(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:  # noqa: ANN401 - any message
            call = _Call(method, self._authenticator, context)
            with call.translated():
                caller = call.admit()
                answers = behaviour(call.rechecked(request, caller) if many else request, context)
                yield from call.rechecked(answers, caller)

        return stream


def _kind(handler: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:  # noqa: ANN401 - untyped
    """Return how such a handler is made, and the behaviour inside this one."""
    kinds: dict[tuple[bool, bool], tuple[Callable[..., Any], Any]] = {
        (False, False): (grpc.unary_unary_rpc_method_handler, handler.unary_unary),
        (False, True): (grpc.unary_stream_rpc_method_handler, handler.unary_stream),
        (True, False): (grpc.stream_unary_rpc_method_handler, handler.stream_unary),
        (True, True): (grpc.stream_stream_rpc_method_handler, handler.stream_stream),
    }
    return kinds[handler.request_streaming, handler.response_streaming]
