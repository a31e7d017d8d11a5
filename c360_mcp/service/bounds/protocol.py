"""HTTP/1.1 as uvicorn speaks it, with bounds on slow headers, on what is sent ahead and on the number of connections."""

import asyncio
from http import HTTPStatus
from typing import Final, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from c360_mcp.service.bounds.half_close import HalfClose
from c360_mcp.service.bounds.limits import CONNECTIONS, HEAD_SECONDS, RETRY_SECONDS
from c360_mcp.service.bounds.lingering_close import LingeringTransport
from c360_mcp.service.bounds.pipelining import OneAtATime
from c360_mcp.service.refusal import refusal
from c360_mcp.service.request_log import RequestLog

_TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_WHOLE: Final = (h11.DONE, h11.MUST_CLOSE)
_TOO_MANY: Final = RequestLog(
    refusal(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "This server has as many connections as it allows. Try again in a second.",
        retry_after=RETRY_SECONDS,
        reason="too_many_connections",
    ),
    paths=(),
    tenants={},
)


class BoundedH11(H11Protocol):
    """Closes connections whose next request does not arrive in time (slowloris), and refuses those beyond a number.

    Uvicorn's keep-alive timeout bounds the silence after a response. It bounds neither the time before the first
    request, nor that from a request's first byte to the end of its headers, during which an attacker could hold
    a connection by sending a byte now and then.

    Uvicorn's own limit on connections does not say when to try again, and refuses the next request of any
    connection, also of those that were there before.

    Requests that are sent ahead (pipelining) wait where they are, and a refusal is not lost on a caller who is still
    sending: see `OneAtATime` and `LingeringTransport`.
    """

    max_connections = CONNECTIONS
    head_seconds = HEAD_SECONDS
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request, in whose place one connection too many gets a refusal."""
        self._lingering = LingeringTransport(transport, self._is_sending)
        super().connection_made(cast("asyncio.Transport", self._lingering))
        self.flow = OneAtATime(self.transport, self._waits)
        self._half_close = HalfClose(self.transport, self._awaits_answer)
        if len(self.connections) > self.max_connections:
            self.app = _TOO_MANY
        self._set_timer()

    def data_received(self, data: bytes) -> None:
        """Stop the timer where the headers have arrived; otherwise let it run on."""
        if self._lingering.lingers:
            self._lingering.drop(data)
            return
        super().data_received(data)
        self._set_timer()

    def handle_events(self) -> None:
        """Take requests out of what has arrived, and read on where none is whole."""
        super().handle_events()
        if self._under_way():
            return
        if self._half_close.begun:
            self.transport.close()
        self.flow.resume_reading()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Keep the connection of a caller who sends nothing more, but has an answer to come (half-close)."""
        if not self._awaits_answer():
            return False
        self._half_close.begin()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer."""
        self._stop_timer()
        super().connection_lost(exc)

    def _under_way(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _awaits_answer(self) -> bool:
        """Whether a whole request has arrived and its response has not begun, so that an interim one may come before it.

        HTTP/1.0 has no interim responses.
        """
        whole = self._under_way() and self.conn.their_state in _WHOLE
        return whole and self.conn.our_state is h11.SEND_RESPONSE and self.scope["http_version"] != "1.0"

    def _waits(self) -> bool:
        """Whether something has arrived behind a whole request."""
        return self.conn.their_state in _WHOLE and bool(self.conn.trailing_data[0])

    def _is_sending(self) -> bool:
        """Whether a request has arrived in part, or something behind it."""
        return self.conn.their_state in (h11.SEND_BODY, h11.ERROR) or bool(self.conn.trailing_data[0])

    def _set_timer(self) -> None:
        if self._under_way():
            self._stop_timer()
        elif not self._timer:
            self._timer = self.loop.call_later(self.head_seconds, self._close)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _close(self) -> None:
        if self.conn.our_state is h11.IDLE:  # no response has begun
            self.transport.write(_TOO_SLOW)
        self.transport.close()
