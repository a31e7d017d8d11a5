"""How many calls of one tenant may be under way at once, and how many each caller may make."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from c360_mcp.errors import Busy, OverBudget
from c360_mcp.rate import Rate
from c360_mcp.settings import Settings
from c360_mcp.telemetry.request_record import current_request
from c360_mcp.upstream.retry import when

if TYPE_CHECKING:
    from c360_mcp.upstream.budget import WindowBudget

MOST_CALLERS: Final = 10_000
"""Whose calls are counted; beyond that, those are forgotten who have not called for longest."""
BUSY_SECONDS: Final = 5


class CallBounds:
    """The bounds of one tenant, in one process."""

    def __init__(self, settings: Settings) -> None:
        bounds = settings.connection.bounds
        self._free = bounds.concurrent + bounds.waiting
        self._callers = CallerRate(settings.caller_rates)

    @asynccontextmanager
    async def call(self) -> AsyncIterator[None]:
        """Count a call while the block runs; raises `Busy` or `OverBudget` where there may be no further one."""
        await self._callers.count(current_request().asker)
        if not self._free:
            raise Busy(
                "This server has as many calls under way for this tenant as it allows, so nothing was looked up. "
                f"Try again in {BUSY_SECONDS} seconds.",
                retry_after=BUSY_SECONDS,
            )
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


class CallerRate:
    """What each caller may ask, whether anything is sent for it or not."""

    def __init__(self, rates: tuple[Rate, ...]) -> None:
        self._rates = rates
        self._counted: dict[str, WindowBudget] = {}
        """By caller, in the order of their last calls."""

    async def count(self, caller: str) -> None:
        """Count a call; raises `OverBudget` where the caller has made as many as it may."""
        if not self._rates:
            return
        wait = await self._budget(caller).take()
        if wait > 0:
            seconds, rates = math.ceil(wait), " and ".join(rate.told("calls") for rate in self._rates)
            raise OverBudget(
                f"This caller may make {rates}, and has made them, so nothing was looked up. Try again {when(seconds)}.",
                retry_after=seconds,
            )

    def _budget(self, caller: str) -> "WindowBudget":
        from c360_mcp.upstream.budget import WindowBudget

        budget = self._counted.pop(caller) if caller in self._counted else WindowBudget(self._rates, caller)
        self._counted[caller] = budget
        if len(self._counted) > MOST_CALLERS:
            del self._counted[next(iter(self._counted))]
        return budget
