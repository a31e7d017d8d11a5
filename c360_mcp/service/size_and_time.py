"""One request and its response: bounded in size and time, and over when the caller has gone."""

import asyncio
from contextlib import suppress
from http import HTTPStatus

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c360_mcp.service.limits import RequestLimits
from c360_mcp.service.refusal import refusal


class SizeAndTimeLimit:
    """Reads the body in whole before anything is done with it, so that from then on only a goodbye can come."""

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
        """The body, or what to answer instead; None where the caller has gone."""
        body = bytearray()
        with anyio.move_on_after(self._limits.body_seconds):
            while len(body) <= self._limits.body_bytes:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                body += message.get("body", b"")
                if not message.get("more_body", False) and len(body) <= self._limits.body_bytes:
                    return bytes(body)
            return refusal(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"A request may have at most {self._limits.body_bytes // 1024} KiB.",
            )
        return refusal(
            HTTPStatus.REQUEST_TIMEOUT,
            f"The request did not arrive within {self._limits.body_seconds:g} seconds.",
        )

    async def _answer(self, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        answered = gone = False

        async def answer(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        async def await_goodbye() -> None:
            nonlocal gone
            with suppress(Exception):  # whatever keeps it from being heard, nobody listens any more
                await receive()
            gone = True
            call.cancel()

        with anyio.move_on_after(self._seconds) as call:
            # Every call pays for this, and a task group would cost several times as much.
            goodbye = asyncio.create_task(await_goodbye())
            try:
                await self._app(scope, _replay(body, receive), answer)
            finally:
                goodbye.cancel()
        if call.cancelled_caught and not answered and not gone:
            sentence = f"The call took longer than {self._seconds:g} seconds and was ended."
            await refusal(HTTPStatus.GATEWAY_TIMEOUT, sentence)(scope, receive, send)


def _replay(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay
