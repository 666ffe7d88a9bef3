"""The site's end of the tunnel: a loopback HTTPS server that the SuperNode takes for the SuperLink.

Rule: only POST calls under ``/v1/fleet/`` pass, carried inside the one connection the site holds to its
coordinator; the SuperLink is reachable in no other way. While that connection is down the SuperNode hears 503
and tries again.

Not here: who may call the SuperLink (coordinator.rpc authenticates each call) and what a call holds (the
gate's egress check).
"""

from __future__ import annotations

import logging
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from learning.loopback import HOST
from radshare.errors import RadshareError
from site_agent.federation.errors import FederationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from learning.loopback import LoopbackTls

    Headers = list[tuple[str, str]]

_log = logging.getLogger(__name__)

MAX_BODY = 15 * 1024 * 1024
"""A Fleet call's body; Flower sends arrays in pieces of 5 MB."""
HOP_BY_HOP = frozenset(
    {
        "host", "content-length", "connection", "transfer-encoding", "accept-encoding", "keep-alive", "te",
        "trailer", "upgrade", "proxy-authorization", "proxy-authenticate", "content-encoding",
    }
)  # fmt: skip
"""Headers that belong to one connection (RFC 9110, 7.6.1), and those the server sets itself."""
START_S = 15.0


@dataclass(slots=True)
class TunnelEnd:
    """The loopback server, in a thread of this process.

    Attributes:
        forward: Carries path, headers and body of a call and returns status, headers and body of its answer
            (`radshare.client.CoordinatorClient.forward`).
        tls: What the server shows to the SuperNode.
    """

    forward: Callable[[str, Headers, bytes], tuple[int, Headers, bytes]]
    tls: LoopbackTls
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None
    _socket: socket.socket | None = field(default=None, repr=False)

    def start(self) -> int:
        """Listen on a free loopback port and return it.

        Raises:
            FederationError: The server did not come up.
        """
        config = uvicorn.Config(
            Starlette(routes=[Route("/v1/fleet/{call:path}", self._carry, methods=["POST"])]),
            ssl_certfile=str(self.tls.certificate),
            ssl_keyfile=str(self.tls.key),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._socket = socket.create_server((HOST, 0))
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="tunnel-end", daemon=True
        )
        self._thread.start()
        waited = threading.Event()
        for _ in range(int(START_S / 0.05)):
            if self._server.started:
                port: int = self._socket.getsockname()[1]
                return port
            waited.wait(0.05)
        raise FederationError("the tunnel end did not start")

    def running(self) -> bool:
        """Return whether the server answers."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """Stop listening. Idempotent."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(5)
        if self._socket is not None:
            self._socket.close()

    async def _carry(self, request: Request) -> Response:
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > MAX_BODY:
                return Response(status_code=413)
        headers = [(name, value) for name, value in request.headers.items() if name.lower() not in HOP_BY_HOP]
        try:
            status, answer_headers, answer = await run_in_threadpool(
                self.forward, request.url.path, headers, body
            )
        except RadshareError as error:
            _log.info("fleet call not carried: %s", error.code)
            return Response(status_code=503)
        kept = {name: value for name, value in answer_headers if name.lower() not in HOP_BY_HOP}
        return Response(answer, status_code=status, headers=kept)
