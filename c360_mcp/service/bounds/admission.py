"""Admission control: how many calls may be under way at once, and none while the service shuts down."""

from collections import Counter
from http import HTTPStatus

import anyio
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.bounds.limits import RETRY_SECONDS
from c360_mcp.service.callers.caller import tenant_of
from c360_mcp.service.refusal import refusal


class Admission:
    """Lets in at most `concurrent_calls` of each tenant, so that one tenant's callers don't crowd out another's."""

    def __init__(self, app: ASGIApp, concurrent_calls: int) -> None:
        self._app = app
        self._limit = concurrent_calls
        self._under_way: Counter[str | None] = Counter()
        self._call_ended = anyio.Event()
        self.closed = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call in, or answer when to try again."""
        tenant = tenant_of(scope)
        if self.closed or self._under_way[tenant] >= self._limit:
            await self._refusal()(scope, receive, send)
            return
        self._under_way[tenant] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[tenant] -= 1
            self._call_ended.set()

    def close(self) -> None:
        """Refuse all calls from now on."""
        self.closed = True

    async def wait_until_empty(self) -> None:
        """Wait until no call is under way."""
        while self._under_way.total():
            self._call_ended = anyio.Event()
            await self._call_ended.wait()

    def _refusal(self) -> ASGIApp:
        sentence = (
            "This server is about to end. Try again in a second: another one takes over."
            if self.closed
            else "This server has as many calls under way for this tenant as it allows. Try again in a second."
        )
        reason = "ending" if self.closed else "too_many_calls"
        return refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after=RETRY_SECONDS, reason=reason)
