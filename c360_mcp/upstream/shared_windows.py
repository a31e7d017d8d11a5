"""Windows that the processes of a fleet share, in a store that speaks Redis's protocol.

This module is imported where `C360_STATE_URL` and a rate are set, and nowhere else.
"""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from limits.aio.storage import RedisStorage
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from c360_mcp.telemetry.observed import STORES
from c360_mcp.upstream.budget import TICKS, WindowBudget
from c360_mcp.upstream.turnstile import Closed

if TYPE_CHECKING:
    from limits.aio.storage.redis.redispy import RedispyBridge

PATIENCE_SECONDS: Final = 0.1
"""For which a request waits for the store, which answers within a millisecond where it is well."""
GLANCES: Final = 20
"""In that time, at whether it has answered. Between two of them the event loop reads whatever has arrived, however long
other calls kept it from that: a deadline alone would count a process's own work as the store's silence."""
LOOK_SECONDS: Final = 1.0
"""After which it is looked whether a store that failed is back."""
_UNATTENDED: Final[dict[str, Any]] = {
    "retry": Retry(NoBackoff(), 0),
    "socket_timeout": None,
    "socket_connect_timeout": None,
}
"""The client neither tries again nor ends anything by itself: what a question may take is bounded here."""

_IF_OPEN: Final = b"""
local closed = redis.call('pttl', KEYS[2])
if closed > 0 then return -closed end
"""
"""Before the library's script: how many milliseconds the API is closed for, negative, or else what that returns."""
_CLOSE: Final = b"""
if redis.call('pttl', KEYS[1]) < tonumber(ARGV[1]) then redis.call('set', KEYS[1], 1, 'px', ARGV[1]) end
"""

_T = TypeVar("_T")

logger = logging.getLogger(__name__)


class FineWindows(RedisStorage):
    """The library's windows, measured in ticks: its script compares times in any unit, but takes whole numbers alone.

    The script keeps a key for as many seconds as its window has ticks, and so longer than it needs to. Beside a window
    there may be a key that says, as long as it exists, that the API takes no requests.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url, implementation="redispy", key_prefix="c360-mcp", **_UNATTENDED)
        bridge = cast("RedispyBridge", self.bridge)
        register = bridge.get_connection().register_script
        self._acquire = register(_IF_OPEN + bridge.SCRIPT_ACQUIRE_MOVING_WINDOW)
        self._close = register(_CLOSE)

    async def acquire_entry(self, key: str, limit: int, expiry: float, amount: int = 1) -> bool:
        """Take so many entries out of the window of a key; false where it has no room.

        Raises `Closed` where the API takes no requests.
        """
        values = [time.time() * TICKS, limit, round(expiry * TICKS), amount]
        found = await self._acquire([self.bridge.prefixed_key(key), self._closed_key(key)], values)
        if found is not None and found < 0:
            raise Closed(-found / 1000)
        return bool(found)

    async def close(self, key: str, seconds: float) -> None:
        """Say beside the window of a key that the API takes no requests for so long, or longer if that was said."""
        await self._close([self._closed_key(key)], [math.ceil(seconds * 1000)])

    def _closed_key(self, key: str) -> str:
        return self.bridge.prefixed_key(f"{key}/closed")

    async def get_moving_window(self, key: str, limit: int, expiry: float) -> tuple[float, int]:
        """When the oldest entry in the window was taken, in epoch seconds, and how many there are."""
        bridge, now = cast("RedispyBridge", self.bridge), time.time() * TICKS
        values = [now - round(expiry * TICKS), limit]
        found = await bridge.lua_moving_window([bridge.prefixed_key(key)], values)
        return (float(found[0]) / TICKS, found[1]) if found else (now / TICKS, 0)


class Store:
    """A store that may be gone, or hang: then it is left alone, and looked at beside the calls until it is back."""

    def __init__(self, url: str) -> None:
        self.windows = FineWindows(url)
        self._watch: asyncio.Task[None] | None = None

    @property
    def is_away(self) -> bool:
        """Whether it failed and is not back yet."""
        return self._watch is not None

    async def open(self) -> None:
        """Connect now: the first calls may be many at once, and are not to wait for that."""
        STORES.append(self)
        await self.ask(self._look)

    async def ask(self, question: Callable[[], Awaitable[_T]]) -> _T | None:
        """What comes of a question to the store; None where it is away, or has just turned out to be."""
        if self.is_away:
            return None
        with suppress(*self._failures):
            return await _answer(question)
        if not self.is_away:
            logger.warning(
                "The store of C360_STATE_URL does not answer: until it is back, each process keeps to its own share of "
                "the rates, which is their C360_REPLICAS-th part."
            )
            self._watch = asyncio.create_task(self._wait_until_back())
        return None

    async def aclose(self) -> None:
        """Leave the store."""
        if self in STORES:
            STORES.remove(self)
        if self._watch:
            self._watch.cancel()
        with suppress(*self._failures):
            await cast("RedispyBridge", self.windows.bridge).storage.aclose()

    @property
    def _failures(self) -> tuple[type[Exception], ...]:
        failures = self.windows.base_exceptions
        return (OSError, TimeoutError, *(failures if isinstance(failures, tuple) else (failures,)))

    async def _look(self) -> object:
        return await self.windows.get("back")  # a key that nobody sets

    async def _wait_until_back(self) -> None:
        back = False
        while not back:
            await asyncio.sleep(LOOK_SECONDS)
            with suppress(*self._failures):
                await _answer(self._look)
                back = True
        self._watch = None
        logger.warning("The store of C360_STATE_URL answers again: the rates are shared.")


async def _answer(question: Callable[[], Awaitable[_T]]) -> _T:
    """What comes of a question; raises `TimeoutError` where that takes too long."""
    asking = asyncio.ensure_future(question())
    try:
        for _ in range(GLANCES):
            await asyncio.wait([asking], timeout=PATIENCE_SECONDS / GLANCES)
            if asking.done():
                return asking.result()
        raise TimeoutError
    finally:
        asking.cancel()


class SharedBudget:
    """A budget that is counted in the store, and while that is away, this process's own share of it."""

    def __init__(self, shared: WindowBudget, own: WindowBudget, store: Store) -> None:
        self._shared = shared
        self._own = own
        self._store = store

    def __str__(self) -> str:
        return str(self._own if self._store.is_away else self._shared)

    def used(self) -> list[int]:
        """For each rate, how many requests this process has sent within its window. Any thread may ask."""
        return [sum(both) for both in zip(self._shared.used(), self._own.used(), strict=True)]

    async def take(self) -> float:
        """Take one request out of the budget: 0, or after how many seconds there may be one to take.

        Raises `Closed` where another process was told that the API takes no requests.
        """
        wait = await self._store.ask(self._shared.take)
        return await self._own.take() if wait is None else wait

    async def close(self, seconds: float) -> None:
        """Tell the other processes that the API takes no requests for so long."""
        await self._store.ask(lambda: self._store.windows.close(self._shared.key, seconds))

    def forecast(self, ahead: int, start: float) -> float:
        """In how many seconds a request can go that has `ahead` others before it; for `start` seconds none can."""
        return (self._own if self._store.is_away else self._shared).forecast(ahead, start)
