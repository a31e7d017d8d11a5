"""How many requests may be sent in which time: counted by the library `limits`, in a moving window.

This module is imported where `C360_RATE` is set, and nowhere else.
"""

import hashlib
import math
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

TICKS: Final = 8
"""Of a second, in which windows are measured: a store that processes share wants a whole number."""

LEAST_WAIT: Final = 0.01
"""Between two looks at a window that was full, however soon the library says that it is not."""


class Window(RateLimitItemPerSecond):
    """A rate as the library counts it, under a key that holds a hash of the tenant's name and nothing else."""

    __slots__ = ("_key", "seconds")

    def __init__(self, rate: Rate, tenant: str) -> None:
        super().__init__(rate.amount, rate.seconds)
        self.seconds = math.ceil(rate.seconds * (1 + ON_THE_WAY) * TICKS) / TICKS
        self._key = hashlib.sha256(f"{tenant}\0{rate.amount}/{rate.seconds}".encode()).hexdigest()

    def get_expiry(self) -> int:
        """Seconds, with a fraction: the library's storages compare times with it."""
        return self.seconds  # type: ignore[return-value]

    def key_for(self, *_: bytes | str | float) -> str:
        """The key of this tenant and rate."""
        return self._key


class WindowBudget:
    """Several rates, all of which count. `clock` is the storage's, in seconds.

    `sharers` is how many processes take out of the same windows: while one of these is full, the others wait for it,
    too, and forecasts reckon with an equal part for each.
    """

    def __init__(
        self,
        rates: Sequence[Rate],
        tenant: str,
        storage: Storage | None = None,
        clock: Callable[[], float] = time.time,
        sharers: int = 1,
    ) -> None:
        self._windows = [Window(rate, tenant) for rate in rates]
        self._told = " and ".join(rate.told("requests") for rate in rates)
        self._limiter = MovingWindowRateLimiter(storage or MemoryStorage())
        self._clock = clock
        self._sharers = sharers
        self._sent: deque[float] = deque(maxlen=max(rate.amount for rate in rates))
        self._full_until = -math.inf

    @property
    def key(self) -> str:
        """Of the window that is asked first."""
        return self._windows[0].key_for()

    def __str__(self) -> str:
        return self._told

    def used(self) -> list[int]:
        """For each rate, how many requests this process has sent within its window. Any thread may ask."""
        now, sent = self._clock(), self._sent.copy()
        return [sum(at > now - window.seconds for at in sent) for window in self._windows]

    async def take(self) -> float:
        """Take one request out of every window: 0, or after how many seconds all of them may have room."""
        wait = await self._take()
        now = self._clock()
        if wait > 0:
            self._full_until = now + wait
        else:
            self._sent.append(now)
        return wait

    async def close(self, seconds: float) -> None:
        """Nobody else is told: the process itself keeps to it anyway."""

    def forecast(self, ahead: int, start: float) -> float:
        """In how many seconds a request can go that has `ahead` others before it; for `start` seconds none can."""
        now = self._clock()
        contended = self._sharers > 1 and self._full_until > now
        first = max(now + start, self._full_until) if contended else now + start
        sharers = self._sharers if contended else 1
        rooms = [(max(1, each.amount // sharers), each.seconds) for each in self._windows]
        sent = [*self._sent]
        for _ in range(ahead + 1):
            free_at = (sent[-amount] + seconds for amount, seconds in rooms if len(sent) >= amount)
            sent.append(max([first, *free_at]))
        return sent[-1] - now

    async def _take(self) -> float:
        # Of several windows, one must not count a request that another one holds back.
        waits = [await self._wait(window) for window in self._windows] if len(self._windows) > 1 else [0.0]
        if max(waits) > 0:
            return max(waits)
        for window in self._windows:
            if not await self._limiter.hit(window):
                return await self._wait(window) or LEAST_WAIT
        return 0.0

    async def _wait(self, window: RateLimitItem) -> float:
        stats = await self._limiter.get_window_stats(window)
        return 0.0 if stats.remaining > 0 else max(LEAST_WAIT, stats.reset_time - self._clock())
