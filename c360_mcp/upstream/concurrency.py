"""Limits how many requests are sent at once, and how many wait for their turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from c360_mcp.errors import Busy

MAX_CONCURRENT = 8
MAX_WAITING = 64
BUSY_SECONDS = 5


class ConcurrencyLimit:
    """At most `MAX_CONCURRENT` requests at once; up to `MAX_WAITING` more wait, first come, first served."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(MAX_CONCURRENT)

    @asynccontextmanager
    async def slot(self, deadline: float) -> AsyncIterator[None]:
        """Hold a slot while the block runs. Raises `Busy` where too many wait already, or none is free by `deadline`."""
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
