"""A bound on the time of a call."""

import asyncio
from contextlib import suppress
from http import HTTPStatus

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c360_mcp.service.bounds.whole_body import replay
from c360_mcp.service.refusal import refusal


class CallTime:
    """Ends calls that take longer than `seconds`, or whose caller disconnects.

    The body must have arrived in whole, as `WholeBody` sees to. After it the only message that `receive` can bring is
    that the caller has disconnected, so a task beside the call waits for just that.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call run, and answer in its place where its time is up."""
        answered = disconnected = False
        body = await receive()

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
                await self._app(scope, replay(body, receive), answer)
            finally:
                watcher.cancel()
        if call.cancelled_caught and not answered and not disconnected:
            sentence = f"The call took longer than {self._seconds:g} seconds and was ended."
            await refusal(HTTPStatus.GATEWAY_TIMEOUT, sentence)(scope, receive, send)
