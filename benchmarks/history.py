"""More than fifty interactions: requests, seconds and completeness of this server's way beside two plain ones.

`python benchmarks/history.py` prints, for histories of a year and for whichever fifty of a window an API keeps, what it
takes to get all of them; medians of twelve random histories, 200 ms a request, eight side by side. Time is virtual, so
that the figures are the same on every machine. With `--check` it fails where one of the demands below is not met.
"""

import statistics
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

import anyio
from capped_api import CAP, YEAR, CappedApi, History, Keep, arbitrary, bursty, even, newest, oldest
from virtual_time import run

from c360_mcp.gather.driver import gather
from c360_mcp.gather.gathered import Ending
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import TimeRange

SEEDS = range(12)
AT_ONCE = 8
ENOUGH = 10_000
RATE_LIMIT = 60
COUNTS = (50, 64, 200, 500, 2_000)

SPEED_UP, REQUESTS_RATIO = 4.0, 1.5
"""How much faster than the walk 2,000 even ones are to be had, for at most so many times its requests."""

Shape = Callable[[int, Random], History]
Column = tuple[Shape, int, Keep]

BEST_IN_SECONDS: dict[Column, tuple[float, float]] = {
    (even, 200, newest): (8, 0.4),
    (even, 500, newest): (16, 0.8),
    (even, 2_000, newest): (56, 1.6),
    (bursty, 500, newest): (38, 1.2),
    (bursty, 2_000, newest): (128, 3.5),
    (even, 500, arbitrary): (31, 1.0),
    (bursty, 500, arbitrary): (72, 3.0),
}
"""Requests and seconds of the quickest strategy that was simulated before this one was written."""

BEST_IN_REQUESTS: dict[Column, tuple[float, float]] = {
    (even, 200, newest): (6, 1.0),
    (even, 500, newest): (12, 2.2),
    (even, 2_000, newest): (42, 8.2),
    (bursty, 500, newest): (12, 2.2),
    (bursty, 2_000, newest): (42, 8.2),
    (even, 500, arbitrary): (31, 1.4),
    (bursty, 500, arbitrary): (72, 3.1),
}
"""The same of the one that took the fewest requests."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one gathering took, and the share of the history that it lacks, though it says that it has all."""

    requests: float
    seconds: float
    lacking: float = 0.0

    def __str__(self) -> str:
        if self.lacking:
            return f"wrong: {self.lacking:.0%} lacking"
        return f"{self.requests:g} in {self.seconds:.1f} s"


KEEPS = (newest, oldest, arbitrary)

Found = set[str]
Way = Callable[[CappedApi], Awaitable[Found | None]]
"""Gets everything, as far as it can tell; None where it says that it could not."""


async def ours(api: CappedApi) -> Found | None:
    """The way of this server, while no rate limit is known."""
    return await _gather(api, Limits(requests=ENOUGH, at_once=AT_ONCE))


async def ours_sparing(api: CappedApi) -> Found | None:
    """The way of this server when one is known."""
    return await _gather(api, Limits(requests=ENOUGH, at_once=AT_ONCE, scarce=True))


async def _gather(api: CappedApi, limits: Limits) -> Found | None:
    gathered = await gather(api.fetch, YEAR, limits)
    is_whole = gathered.ending is Ending.WHOLE and not gathered.crowded
    return {str(row.id) for row in gathered.rows} if is_whole else None


async def walk(api: CappedApi) -> Found:
    """Page by page, each ending where the one before began: all of it, if the newest are kept."""
    found: Found = set()
    window = YEAR
    while True:
        page = await api.fetch(window)
        found |= {str(row.id) for row in page.rows}
        end = min(page.starts(window), default=window.start)
        if page.returned < CAP or end == window.end:
            return found
        window = TimeRange(window.start, end)


async def halve(api: CappedApi) -> Found:
    """Every window that is full in two halves, side by side."""
    found: Found = set()
    places = anyio.CapacityLimiter(AT_ONCE)

    async def ask(window: TimeRange) -> None:
        async with places:
            page = await api.fetch(window)
        found.update(str(row.id) for row in page.rows)
        if page.returned >= CAP:
            middle = (window.start + window.end) // 2
            halves.start_soon(ask, TimeRange(middle + 1, window.end))
            halves.start_soon(ask, TimeRange(window.start, middle))

    async with anyio.create_task_group() as halves:
        halves.start_soon(ask, YEAR)
    return found


WAYS: dict[str, Way] = {
    "ours": ours,
    "ours, sparing requests": ours_sparing,
    "walk back": walk,
    "halve": halve,
}


@cache
def measure(way: Way, column: Column, *, a_minute: int | None = None) -> Outcome:
    """The medians of a way over the histories of a column, and the most that it lacks of one."""
    shape, count, keep = column
    outcomes = [_one(way, CappedApi(_history(shape, count, seed), keep, a_minute)) for seed in SEEDS]
    return Outcome(
        statistics.median(outcome.requests for outcome in outcomes),
        round(statistics.median(outcome.seconds for outcome in outcomes), 6),
        max(outcome.lacking for outcome in outcomes),
    )


def _history(shape: Shape, count: int, seed: int) -> History:
    return shape(count, Random(seed))  # noqa: S311  every run is to measure the same


def _one(way: Way, api: CappedApi) -> Outcome:
    async def timed() -> Outcome:
        found = await way(api)
        lacking = 0.0 if found is None else 1 - len(found) / len(api.history)
        return Outcome(api.requests, anyio.current_time(), lacking)

    return run(timed)


def broken() -> Iterator[str]:
    """The demands that are not met, each in a sentence."""
    yield from _wrong()
    yield from _slower_than_the_walk()
    yield from _behind(ours, BEST_IN_SECONDS)
    yield from _behind(ours_sparing, BEST_IN_REQUESTS)


def _wrong() -> Iterator[str]:
    """Never incomplete without saying so, whichever 50 are kept."""
    for column in (column for keep in KEEPS for column in _columns(keep)):
        if any(measure(way, column).lacking for way in (ours, ours_sparing)):
            yield f"{_named(column)}: incomplete without saying so."


def _slower_than_the_walk() -> Iterator[str]:
    """Much faster where seconds count, and never slower where requests do."""
    most: Column = (even, max(COUNTS), newest)
    quick, walked = measure(ours, most), measure(walk, most)
    if quick.seconds * SPEED_UP > walked.seconds or quick.requests > REQUESTS_RATIO * walked.requests:
        yield f"{_named(most)}: {quick}, against {walked} for the walk."
    for column in _columns(newest):
        spared, walked = (measure(way, column, a_minute=RATE_LIMIT) for way in (ours_sparing, walk))
        if spared.seconds > walked.seconds:
            yield f"{_named(column)}, at {RATE_LIMIT} a minute: {spared}, against {walked} for the walk."


def _behind(way: Way, bests: dict[Column, tuple[float, float]]) -> Iterator[str]:
    """At least as good as the best of the others."""
    for column, (requests, seconds) in bests.items():
        outcome = measure(way, column)
        if outcome.requests > requests or outcome.seconds > seconds:
            yield f"{_named(column)}: {outcome}, against {Outcome(requests, seconds)} of another strategy."


def _columns(keep: Keep) -> list[Column]:
    return [(shape, count, keep) for shape in (even, bursty) for count in COUNTS]


def _named(column: Column) -> str:
    shape, count, keep = column
    return f"{count:,} {shape.__name__}, {keep.__name__} kept"


def tables() -> Iterator[str]:
    """A table for each fifty that an API may keep, and one for an API with a rate limit."""
    for keep in KEEPS:
        yield from _table(f"{keep.__name__} 50 kept", WAYS, _columns(keep))
    ways = {name: WAYS[name] for name in ("ours, sparing requests", "walk back")}
    yield from _table(
        f"newest 50 kept, {RATE_LIMIT} requests a minute", ways, _columns(newest), a_minute=RATE_LIMIT
    )


def _table(
    heading: str, ways: dict[str, Way], columns: Sequence[Column], *, a_minute: int | None = None
) -> Iterator[str]:
    yield f"| {heading} | {' | '.join(ways)} |"
    yield "| --- " * (len(ways) + 1) + "|"
    for shape, count, keep in columns:
        cells = [str(measure(way, (shape, count, keep), a_minute=a_minute)) for way in ways.values()]
        yield f"| {count:,} {shape.__name__} | {' | '.join(cells)} |"
    yield ""


def main() -> int:
    """Print the tables; with `--check`, 1 where a demand is not met."""
    for line in tables():
        print(line, flush=True)
    failures = list(broken()) if "--check" in sys.argv else []
    for failure in failures:
        print(f"Not met: {failure}")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
