"""How many requests may be sent in which time: counted by the library `limits`, in a moving window.

This module is imported where `C360_RATE` is set, and nowhere else.
"""

import hashlib
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter

from c360_mcp.rate import Rate

ON_THE_WAY: Final = 0.025
"""By what share a window is longer here than its rate says.

Requests take more or less time to arrive, so that those of two windows could arrive within one: of 10 seconds, a
quarter is kept free for that, and 58 of 60 requests can still be used."""

LEAST_WAIT: Final = 0.01
"""Between two looks at a window that was full, however soon the library says that it is not."""


class Window(RateLimitItemPerSecond):
    """A rate as the library counts it, under a key that holds a hash of the tenant's name and nothing else."""

    __slots__ = ("_key", "seconds")

    def __init__(self, rate: Rate, tenant: str) -> None:
        super().__init__(rate.amount, rate.seconds)
        self.seconds = rate.seconds * (1 + ON_THE_WAY)
        self._key = hashlib.sha256(f"{tenant}\0{rate.amount}/{rate.seconds}".encode()).hexdigest()

    def get_expiry(self) -> int:
        """Seconds, with a fraction: the library's storages compare times with it."""
        return self.seconds  # type: ignore[return-value]

    def key_for(self, *_: bytes | str | float) -> str:
        """The key of this tenant and rate."""
        return self._key


class WindowBudget:
    """Several rates, all of which count. `clock` is the storage's, in seconds."""

    def __init__(
        self,
        rates: Sequence[Rate],
        tenant: str,
        storage: Storage | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._windows = [Window(rate, tenant) for rate in rates]
        self._told = " and ".join(rate.told("requests") for rate in rates)
        self._limiter = MovingWindowRateLimiter(storage or MemoryStorage())
        self._clock = clock
        self._sent: deque[float] = deque(maxlen=max(rate.amount for rate in rates))

    def __str__(self) -> str:
        return self._told

    async def take(self) -> float:
        """Take one request out of every window: 0, or after how many seconds all of them may have room."""
        if (
            len(self._windows) > 1
            and (wait := max([await self._wait(window) for window in self._windows])) > 0
        ):
            return wait  # or one window would count a request that another one holds back
        for window in self._windows:
            if not await self._limiter.hit(window):
                return await self._wait(window) or LEAST_WAIT
        self._sent.append(self._clock())
        return 0.0

    def forecast(self, ahead: int, start: float) -> float:
        """After how many seconds one may be sent that has so many ahead of it, none of which goes before `start`."""
        now = self._clock()
        sent = [*self._sent]
        for _ in range(ahead + 1):
            free_at = (
                sent[-each.amount] + each.seconds for each in self._windows if len(sent) >= each.amount
            )
            sent.append(max([now + start, *free_at]))
        return sent[-1] - now

    async def _wait(self, window: RateLimitItem) -> float:
        stats = await self._limiter.get_window_stats(window)
        return 0.0 if stats.remaining > 0 else max(LEAST_WAIT, stats.reset_time - self._clock())
