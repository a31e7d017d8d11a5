"""Bounds on the size of a request's body, the time it takes to arrive, and the time of the call."""

import asyncio
from contextlib import suppress
from http import HTTPStatus

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c360_mcp.service.bounds.limits import RequestLimits
from c360_mcp.service.refusal import refusal


class SizeAndTimeLimit:
    """Refuses large and slow bodies (slowloris), and ends calls that take too long or whose caller disconnects.

    The body is read in whole before the call begins. After it the only message that `receive` can bring is that
    the caller has disconnected, so a task beside the call waits for just that.
    """

    def __init__(self, app: ASGIApp, limits: RequestLimits, seconds: float) -> None:
        self._app = app
        self._limits = limits
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or say which bound it broke."""
        body = await self._read(receive)
        if isinstance(body, bytes):
            await self._answer(body, scope, receive, send)
        elif body is not None:
            await body(scope, receive, send)

    async def _read(self, receive: Receive) -> bytes | ASGIApp | None:
        """The body, or the refusal to answer with; None where the caller has disconnected."""
        body, more = bytearray(), True
        with anyio.move_on_after(self._limits.body_seconds):
            while more and len(body) <= self._limits.body_bytes:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                body += message.get("body", b"")
                more = message.get("more_body", False)
            if len(body) <= self._limits.body_bytes:
                return bytes(body)
            sentence = f"A request may have at most {self._limits.body_bytes // 1024} KiB."
            return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
        sentence = f"The request did not arrive within {self._limits.body_seconds:g} seconds."
        return refusal(HTTPStatus.REQUEST_TIMEOUT, sentence)

    async def _answer(self, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        answered = disconnected = False

        async def answer(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        async def end_on_disconnect() -> None:
            nonlocal disconnected
            with suppress(Exception):  # a connection that can't even be read is gone, too
                await receive()
            disconnected = True
            call.cancel()

        with anyio.move_on_after(self._seconds) as call:
            # A bare task: a task group costs several times as much, on every call.
            watcher = asyncio.create_task(end_on_disconnect())
            try:
                await self._app(scope, _replay(body, receive), answer)
            finally:
                watcher.cancel()
        if call.cancelled_caught and not answered and not disconnected:
            sentence = f"The call took longer than {self._seconds:g} seconds and was ended."
            await refusal(HTTPStatus.GATEWAY_TIMEOUT, sentence)(scope, receive, send)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that brings the body that was read already, as one message, and then what still comes."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay
