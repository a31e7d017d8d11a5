"""Requests under way: while the service shuts down, no further one is let in, and those that are in are waited for.

Load refuses none here: what can be refused is a call of a tool, and its model is told by a result.
"""

from http import HTTPStatus
from typing import Final

import anyio
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.bounds.limits import RETRY_SECONDS
from c360_mcp.service.refusal import refusal

_ENDING: Final = "This server is about to end. Try again in a second: another one takes over."


class Admission:
    """Lets requests in until it is closed, and knows how many are under way."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._under_way = 0
        self._request_ended = anyio.Event()
        self.closed = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer when to try again."""
        if self.closed:
            ending = refusal(
                HTTPStatus.SERVICE_UNAVAILABLE, _ENDING, retry_after=RETRY_SECONDS, reason="ending"
            )
            await ending(scope, receive, send)
            return
        self._under_way += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= 1
            self._request_ended.set()

    def close(self) -> None:
        """Refuse all requests from now on."""
        self.closed = True

    async def wait_until_empty(self) -> None:
        """Wait until no request is under way."""
        while self._under_way:
            self._request_ended = anyio.Event()
            await self._request_ended.wait()
