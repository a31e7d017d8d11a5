"""Bounds on the size of a request's body, on the time it takes to arrive, and on what all that arrive hold together."""

from dataclasses import dataclass, field
from http import HTTPStatus

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c360_mcp.service.bounds.limits import RETRY_SECONDS, RequestLimits
from c360_mcp.service.refusal import refusal


@dataclass(slots=True, eq=False)
class _Arrival:
    """A body that is arriving."""

    body: bytearray = field(default_factory=bytearray)
    wait: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    given_up: bool = False

    def give_up(self) -> None:
        """Drop what has come, and wait for no more of it."""
        self.given_up = True
        self.body.clear()
        self.wait.cancel()


class WholeBody:
    """Passes a request on once its body is whole, as one message, and refuses large and slow ones (slowloris).

    Until then a request takes up nothing but its bytes, so that bodies that never end keep nobody from calling. Where
    all that are arriving hold more than `arriving_bytes` together, those that began first are refused.
    """

    def __init__(self, app: ASGIApp, limits: RequestLimits) -> None:
        self._app = app
        self._limits = limits
        self._arriving: dict[_Arrival, None] = {}  # in the order in which they began
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say which bound it broke."""
        # Nothing is read of a body that is declared too large: to read it would invite it (Expect: 100-continue).
        declared = int(Headers(scope=scope).get("content-length", 0))
        body = self._too_large() if declared > self._limits.body_bytes else await self._read(receive)
        if isinstance(body, bytes):
            await self._app(scope, replay(whole(body), receive), send)
        elif body is not None:
            await body(scope, receive, send)

    async def _read(self, receive: Receive) -> bytes | ASGIApp | None:
        """The body, or the refusal to answer with; None where the caller has disconnected."""
        arrival = _Arrival()
        arrival.wait.deadline = anyio.current_time() + self._limits.body_seconds
        self._arriving[arrival] = None
        try:
            with arrival.wait:
                return await self._arrived(arrival, receive)
        finally:
            self._forget(arrival)
        return self._too_slow(arrival)

    async def _arrived(self, arrival: _Arrival, receive: Receive) -> bytes | ASGIApp | None:
        more = True
        while more and not arrival.given_up:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            self._keep(arrival, message.get("body", b""))
            more = message.get("more_body", False)
            if len(arrival.body) > self._limits.body_bytes:
                return self._too_large()
        return self._too_slow(arrival) if arrival.given_up else bytes(arrival.body)

    def _keep(self, arrival: _Arrival, piece: bytes) -> None:
        """Add a piece to its body; where all bodies together are too large, the first to have begun are given up."""
        if arrival.given_up:
            return
        arrival.body += piece
        self._held += len(piece)
        while self._held > self._limits.arriving_bytes:
            first = next(iter(self._arriving))
            self._forget(first)
            first.give_up()

    def _forget(self, arrival: _Arrival) -> None:
        if arrival in self._arriving:
            del self._arriving[arrival]
            self._held -= len(arrival.body)

    def _too_large(self) -> ASGIApp:
        sentence = f"A request may have at most {self._limits.body_bytes // 1024} KiB."
        # Named here, since the status has another name in Python 3.13.
        return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence, reason="too_large")

    def _too_slow(self, arrival: _Arrival) -> ASGIApp:
        if arrival.given_up:
            sentence = "This server has as many requests arriving as it can hold. Try again in a second."
            return refusal(
                HTTPStatus.SERVICE_UNAVAILABLE,
                sentence,
                retry_after=RETRY_SECONDS,
                reason="too_many_arriving",
            )
        sentence = f"The request did not arrive within {self._limits.body_seconds:g} seconds."
        return refusal(HTTPStatus.REQUEST_TIMEOUT, sentence)


def whole(body: bytes) -> Message:
    """The one message in which a whole body is handed on."""
    return {"type": "http.request", "body": body, "more_body": False}


def replay(message: Message, receive: Receive) -> Receive:
    """A `receive` that brings a message that was read already, and then what still comes."""
    messages = [message]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed
