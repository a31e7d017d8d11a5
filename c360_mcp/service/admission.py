"""How many calls are under way, and whether more may come."""

from collections import Counter
from http import HTTPStatus

import anyio
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.caller import caller_of
from c360_mcp.service.refusal import refusal

RETRY_SECONDS = 1


class Admission:
    """Lets in so many calls of each tenant at once, and none when the service is about to end."""

    def __init__(self, app: ASGIApp, calls: int) -> None:
        self._app = app
        self._most = calls
        self._under_way: Counter[str | None] = Counter()
        self._one_left = anyio.Event()
        self.closed = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call in, or say when to come again."""
        tenant = _tenant(scope)
        if self.closed or self._under_way[tenant] >= self._most:
            await self._refusal()(scope, receive, send)
            return
        self._under_way[tenant] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[tenant] -= 1
            self._one_left.set()

    def close(self) -> None:
        """Let nobody in from now on."""
        self.closed = True

    async def empty(self) -> None:
        """Wait until no call is under way."""
        while self._under_way.total():
            self._one_left = anyio.Event()
            await self._one_left.wait()

    def _refusal(self) -> ASGIApp:
        sentence = (
            "This server is about to end. Try again in a second: another one takes over."
            if self.closed
            else "This server has as many calls under way for this tenant as it allows. Try again in a second."
        )
        return refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after=RETRY_SECONDS)


def _tenant(scope: Scope) -> str | None:
    caller = caller_of(scope)
    return caller.tenant if caller else None
