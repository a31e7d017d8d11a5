"""How many requests go upstream at once, and how many wait their turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from c360_mcp.errors import Busy

MAX_CONCURRENT = 8
MAX_WAITING = 64
BUSY_SECONDS = 5


class ConcurrencyLimit:
    """A first-come, first-served line of bounded length."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(MAX_CONCURRENT)

    @asynccontextmanager
    async def slot(self, deadline: float) -> AsyncIterator[None]:
        """Hold one of the places; `Busy` where the line is full, or the turn does not come by `deadline`."""
        try:
            self._limiter.acquire_nowait()
        except anyio.WouldBlock:
            await self._wait(deadline)
        try:
            yield
        finally:
            self._limiter.release()

    async def _wait(self, deadline: float) -> None:
        if self._limiter.statistics().tasks_waiting >= MAX_WAITING:
            raise _busy()
        with anyio.CancelScope(deadline=deadline) as patience:
            await self._limiter.acquire()
        if patience.cancelled_caught:
            raise _busy()


def _busy() -> Busy:
    return Busy(
        "This server has as many requests to the Customer 360 API under way as it allows, so this one was "
        f"not sent. Try again in {BUSY_SECONDS} seconds.",
        retry_after=BUSY_SECONDS,
    )
