"""Lets the requests of one tenant through: so many at once, within the budget, and callers in turn."""

import math
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import anyio

from c360_mcp.errors import Busy, OverBudget, RateLimited, UpstreamError
from c360_mcp.telemetry.request_record import current_request
from c360_mcp.upstream.bounds import Bounds
from c360_mcp.upstream.retry import when
from c360_mcp.upstream.turns import Turns

BUSY_SECONDS = 5


class Closed(Exception):  # noqa: N818  the API's state, and no failure
    """Another process was told that the API takes no requests for so many seconds from now on."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Budget(Protocol):
    """How many requests may be sent in which time. All times are in seconds from now on."""

    async def take(self) -> float:
        """Take one request out of the budget: 0, or after how long there may be one to take.

        Raises `Closed` where nothing was taken since the API takes no requests.
        """

    async def close(self, seconds: float) -> None:
        """Tell the other processes that the API takes no requests for so long."""

    def forecast(self, ahead: int, start: float) -> float:
        """In how many seconds a request can go that has `ahead` others before it; for `start` seconds none can."""

    def used(self) -> Sequence[int]:
        """For each rate, how many requests this process has sent within its window. Any thread may ask."""

    def __str__(self) -> str:
        """The rates, in words."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """A request that waits, until its turn comes or it is refused."""

    caller: str
    deadline: float
    called: anyio.Event = field(default_factory=anyio.Event)
    refused: anyio.Event = field(default_factory=anyio.Event)
    refusal: UpstreamError | None = None

    def refuse(self, refusal: UpstreamError) -> None:
        self.refusal = refusal
        self.called.set()
        self.refused.set()


class Turnstile:
    """At most `bounds.concurrent` requests are under way; `bounds.waiting` more wait, and their callers take turns.

    Whoever is next in turn has `_first`: it alone waits for the budget, or until the API takes requests again, and the
    others wait behind it. So nothing is taken out of the budget for a request that is not sent at once.
    """

    def __init__(self, bounds: Bounds, budget: Budget | None = None) -> None:
        self._free = bounds.concurrent
        self._most_waiting = bounds.waiting
        self._budget = budget
        self._line: Turns[_Waiting] = Turns()
        self._first: _Waiting | None = None
        self._opens_at = -math.inf

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn. Any thread may ask."""
        return len(self._line) + (self._first is not None)

    @asynccontextmanager
    async def slot(self, deadline: float) -> AsyncIterator[None]:
        """Hold a slot while the block runs.

        Raises `Busy`, `OverBudget` or `RateLimited`, at once where there can be no turn by `deadline`.
        """
        one = _Waiting(current_request().asker, deadline)
        self._join(one)
        try:
            await self._turn(one)
            self._free -= 1
        finally:
            self._leave(one)
        try:
            yield
        finally:
            self._free += 1
            self._call_next()

    async def close(self, seconds: float) -> None:
        """Let nothing through for so long, in no process, and refuse at once whatever could not wait until then."""
        self._close(seconds)
        if self._budget and seconds > 0:
            await self._budget.close(seconds)

    def _close(self, seconds: float) -> None:
        self._opens_at = max(self._opens_at, anyio.current_time() + seconds)
        for one in [*self._line]:
            if one.deadline < self._opens_at:
                self._line.discard(one.caller, one)
                one.refuse(self._closed())

    def refuse_waiting(self, refusal: Callable[[], UpstreamError]) -> None:
        """Refuse whatever waits, for its turn or for the budget, each with an error of its own."""
        for one in [*self._line, *filter(None, [self._first])]:
            self._line.discard(one.caller, one)
            one.refuse(refusal())

    def _join(self, one: _Waiting) -> None:
        """Take a place in the line; raises where it would lead nowhere in time."""
        now = anyio.current_time()
        if self._opens_at > max(one.deadline, now):
            raise self._closed()
        if (wait := self._forecast(one.caller, now)) > 0 and now + wait > one.deadline:
            raise self._over_budget(wait)
        if self._first or not self._free:
            if one.deadline <= now:
                raise _busy()
            if len(self._line) >= self._most_waiting:
                self._make_room(one.caller)
        self._line.add(one.caller, one)
        self._call_next()

    def _make_room(self, caller: str) -> None:
        """Refuse the newest of a caller who has more waiting than this one, or else this one."""
        if (newest := self._line.newest_of_longer(caller)) is None:
            raise _busy()
        self._line.discard(newest.caller, newest)
        newest.refuse(_busy())

    async def _turn(self, one: _Waiting) -> None:
        """Wait until it is this one's turn, and until it may be sent."""
        if not one.called.is_set():
            with anyio.CancelScope(deadline=one.deadline):
                await one.called.wait()
        if one.refusal or not one.called.is_set():
            self._line.discard(one.caller, one)
            raise one.refusal or self._refusal(one.caller)
        while (wait := await self._wait()) > 0:
            if anyio.current_time() + wait > one.deadline:
                raise self._closed() if self._opens_at > anyio.current_time() else self._over_budget(wait)
            with anyio.move_on_after(wait):
                await one.refused.wait()
            if one.refusal:
                raise one.refusal

    async def _wait(self) -> float:
        """For how long nothing may be sent; where that is 0, one request was taken out of the budget."""
        closed_for = self._opens_at - anyio.current_time()
        if closed_for > 0 or not self._budget:
            return closed_for
        try:
            return await self._budget.take()
        except Closed as closed:
            self._close(closed.seconds)
            return closed.seconds

    def _leave(self, one: _Waiting) -> None:
        """Give back what it has of the line, whether it got through or not."""
        if self._first is one:
            self._first = None
        self._line.discard(one.caller, one)
        self._call_next()

    def _call_next(self) -> None:
        if self._first is None and self._free and (one := self._line.next()):
            self._first = one
            one.called.set()

    def _refusal(self, caller: str) -> UpstreamError:
        """Of one that waited in vain."""
        now = anyio.current_time()
        if self._opens_at > now:
            return self._closed()
        wait = self._forecast(caller, now)
        return self._over_budget(wait) if wait > 0 else _busy()

    def _forecast(self, caller: str, now: float) -> float:
        """After how long the budget has room for one that this caller would add now."""
        if self._budget is None:
            return 0.0
        ahead = self._line.ahead(caller) + (self._first is not None)
        return self._budget.forecast(ahead, max(0.0, self._opens_at - now))

    def _closed(self) -> RateLimited:
        seconds = math.ceil(self._opens_at - anyio.current_time())
        return RateLimited(
            "The Customer 360 API takes no more requests for now, as it said to one before, so this one was not sent. "
            f"Try again {when(seconds)}.",
            retry_after=seconds,
        )

    def _over_budget(self, wait: float) -> OverBudget:
        seconds = math.ceil(wait)
        return OverBudget(
            f"This server sends the Customer 360 API no more than {self._budget}, and these are used up, so this "
            f"request was not sent. Try again {when(seconds)}.",
            retry_after=seconds,
        )


def _busy() -> Busy:
    return Busy(
        "This server has as many requests to the Customer 360 API under way as it allows, so this one was "
        f"not sent. Try again in {BUSY_SECONDS} seconds.",
        retry_after=BUSY_SECONDS,
    )
