"""Probes: whether the process lives, and whether calls should be sent to it."""

import math
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from c360_mcp.errors import C360Error
from c360_mcp.server.tenant_context import TenantContext

PROBE_SECONDS = 5.0
KEEP_SECONDS = 30.0
"""For which an answer of the API is remembered: probes come often, and the API's rate limits are low."""


async def healthz(_: Request) -> Response:
    """The process lives."""
    return PlainTextResponse("ok\n")


class Readiness:
    """Ready while `accepts()` holds, and, where `asks_upstream`, if the API answered for at least one tenant.

    `clock` gives seconds.
    """

    def __init__(
        self,
        accepts: Callable[[], bool],
        *,
        asks_upstream: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tenants: Sequence[TenantContext] = ()
        self._accepts = accepts
        self._asks_upstream = asks_upstream
        self._clock = clock
        self._asked = -math.inf
        self._answered = False
        self._asking = anyio.Lock()

    async def readyz(self, _: Request) -> Response:
        """Answer 200 or 503."""
        ready = bool(self.tenants) and self._accepts() and (not self._asks_upstream or await self._upstream())
        return PlainTextResponse("ready\n") if ready else PlainTextResponse("not ready\n", 503)

    async def _upstream(self) -> bool:
        async with self._asking:
            if self._clock() - self._asked > KEEP_SECONDS:
                self._answered = await self._ask()
                self._asked = self._clock()
            return self._answered

    async def _ask(self) -> bool:
        """Ask for all tenants at once; one answer is enough, as the others' callers can be served where one's API fails."""
        answers: list[bool] = []

        async def ask(tenant: TenantContext) -> None:
            with suppress(C360Error):
                if await tenant.answers_as_documented():
                    answers.append(True)
                    group.cancel_scope.cancel()

        with anyio.move_on_after(PROBE_SECONDS):
            async with anyio.create_task_group() as group:
                for tenant in self.tenants:
                    group.start_soon(ask, tenant)
        return any(answers)
