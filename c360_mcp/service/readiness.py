"""What a probe may know: that the process lives, and whether it is worth sending calls to."""

import math
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from c360_mcp.errors import C360Error
from c360_mcp.server.probe import answers_as_documented
from c360_mcp.server.tenant_context import TenantContext

PROBE_SECONDS = 5.0
KEEP_SECONDS = 30.0
"""For how long an answer of the API counts: probes come often, and the API's rate limits are low."""


async def healthz(_: Request) -> Response:
    """The process lives."""
    return PlainTextResponse("ok\n")


class Readiness:
    """Ready as long as `accepts()`, and, where `asks_upstream`, the API answered for one of the tenants.

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
        """200 or 503."""
        ready = bool(self.tenants) and self._accepts() and (not self._asks_upstream or await self._upstream())
        return PlainTextResponse("ready\n") if ready else PlainTextResponse("not ready\n", 503)

    async def _upstream(self) -> bool:
        async with self._asking:
            if self._clock() - self._asked > KEEP_SECONDS:
                self._answered = await self._ask()
                self._asked = self._clock()
            return self._answered

    async def _ask(self) -> bool:
        """One answer is enough: a tenant whose API fails is no reason to turn the others' callers away."""
        answers: list[bool] = []

        async def ask(tenant: TenantContext) -> None:
            with suppress(C360Error):
                if await answers_as_documented(tenant):
                    answers.append(True)
                    group.cancel_scope.cancel()

        with anyio.move_on_after(PROBE_SECONDS):
            async with anyio.create_task_group() as group:
                for tenant in self.tenants:
                    group.start_soon(ask, tenant)
        return any(answers)
