"""An API that returns at most fifty of a window, whichever they are, after 200 ms; and histories to ask it for."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

import anyio

from c360_mcp.gather.page import Page, Row, TimeRange

CAP = 50
SECONDS_A_REQUEST = 0.2
HOUR = 3_600_000
YEAR = TimeRange(0, 365 * 24 * HOUR)
MINUTE = 60.0

History = list[int]
"""When each interaction began, in milliseconds, oldest first. Its place in the list is its ID."""


def even(count: int, random: Random) -> History:
    """Spread over the year by chance."""
    return sorted(random.randrange(YEAR.end) for _ in range(count))


def bursty(count: int, random: Random) -> History:
    """Bursts of 5 to 60, each within an hour."""
    starts: History = []
    while len(starts) < count:
        hour = random.randrange(YEAR.end - HOUR)
        size = min(random.randint(5, 60), count - len(starts))
        starts += [hour + random.randrange(HOUR) for _ in range(size)]
    return sorted(starts)


Keep = Callable[[Sequence[int]], Sequence[int]]
"""Chooses those that come back from the IDs of a window, oldest first."""


def newest(ids: Sequence[int]) -> Sequence[int]:
    """The API gives the end of the window."""
    return ids[-CAP:]


def oldest(ids: Sequence[int]) -> Sequence[int]:
    """The API gives the beginning of the window."""
    return ids[:CAP]


def arbitrary(ids: Sequence[int]) -> Sequence[int]:
    """The API gives them in an order that has nothing to do with time."""
    return sorted(ids, key=lambda number: sha256(b"%d" % number).digest())[:CAP]


@dataclass
class CappedApi:
    """Counts the requests that it answers."""

    history: History
    keep: Keep
    a_minute: int | None = None
    """Its rate limit; who would break it waits, as a client does that is told how long."""
    requests: int = 0
    _sent: deque[float] = field(default_factory=deque)

    async def fetch(self, window: TimeRange) -> Page[None]:
        """A page, after a while."""
        await self._keep_to_the_limit()
        self.requests += 1
        await anyio.sleep(SECONDS_A_REQUEST)
        ids = range(bisect_left(self.history, window.start), bisect_right(self.history, window.end))
        kept = self.keep(ids) if len(ids) > CAP else ids
        return Page(tuple(Row(str(number), self.history[number], None) for number in kept), len(kept))

    async def _keep_to_the_limit(self) -> None:
        if self.a_minute is None:
            return
        now = anyio.current_time()
        at = max(now, self._sent[-self.a_minute] + MINUTE) if len(self._sent) >= self.a_minute else now
        self._sent.append(at)
        await anyio.sleep(at - now)
