"""HTTP/1.1 as uvicorn speaks it, without patience for requests that don't arrive, and for so many connections."""

import asyncio
from http import HTTPStatus
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from c360_mcp.service.admission import RETRY_SECONDS
from c360_mcp.service.limits import CONNECTIONS, HEAD_SECONDS
from c360_mcp.service.refusal import refusal
from c360_mcp.service.request_log import RequestLog

_TOO_LATE: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_FULL: Final = RequestLog(
    refusal(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "This server has as many connections as it allows. Try again in a second.",
        retry_after=RETRY_SECONDS,
    ),
    paths=(),
    tenants={},
)


class BoundedH11(H11Protocol):
    """Ends a connection on which no request arrives in whole, be it that nothing or too little is sent.

    After a response uvicorn itself limits how long nothing may come. What it has no limit for is the time
    before the first request, and the time from a request's first byte to the end of its headers.

    A connection beyond those allowed is told when to come again. Uvicorn's own limit says no such thing, and turns
    away whoever asks next, also on a connection that was there before.
    """

    max_connections = CONNECTIONS
    head_seconds = HEAD_SECONDS
    _give_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        if len(self.connections) > self.max_connections:
            self.app = _FULL
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Go on waiting, unless a request has arrived."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def _watch(self) -> None:
        under_way: RequestResponseCycle | None = self.cycle
        if under_way and not under_way.response_complete:
            self._stop()
        elif not self._give_up:
            self._give_up = self.loop.call_later(self.head_seconds, self._close)

    def _stop(self) -> None:
        if self._give_up:
            self._give_up.cancel()
            self._give_up = None

    def _close(self) -> None:
        if self.conn.our_state is h11.IDLE:
            self.transport.write(_TOO_LATE)
        self.transport.close()
