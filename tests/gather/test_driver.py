"""A gathering in time: side by side, within a deadline, and with nothing under way when it has ended."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import anyio
import pytest

from c360_mcp.errors import C360Error, RateLimited, TimedOut
from c360_mcp.gather.driver import RESERVE_SECONDS, gather
from c360_mcp.gather.gathered import Ending, Progress
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import Page, TimeRange

from .capped_api import YEAR, CappedApi, Contact, chance, lacking

pytestmark = pytest.mark.anyio

WHOLE = TimeRange(0, YEAR)
ALL = Limits(requests=400)
SECONDS = 0.2


@pytest.fixture
def anyio_backend(virtual_time: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return virtual_time


@dataclass
class SlowApi:
    """Takes 200 ms for each request, and knows how many are under way."""

    api: CappedApi
    refusal: Callable[[int, TimeRange], C360Error | None] = lambda *_: None
    begun: list[float] = field(default_factory=list)
    under_way: int = 0
    most: int = 0

    async def fetch(self, asked: TimeRange) -> Page[str]:
        self.begun.append(anyio.current_time())
        number = len(self.begun)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await anyio.sleep(SECONDS)
        finally:
            self.under_way -= 1
        if refusal := self.refusal(number, asked):
            raise refusal
        return self.api.page(asked)


@pytest.fixture
def slow() -> SlowApi:
    """One of 500 interactions, about as long apart."""
    random = chance(5)
    starts = [number * YEAR // 500 + random.randrange(YEAR // 1_000) for number in range(500)]
    return SlowApi(CappedApi([Contact(start, f"int-{start}", "") for start in starts]))


async def test_several_requests_are_under_way_side_by_side(slow: SlowApi) -> None:
    begun = anyio.current_time()
    gathered = await gather(slow.fetch, WHOLE, ALL)
    assert (gathered.ending, len(gathered.rows)) == (Ending.WHOLE, 500)
    assert slow.most == 8
    assert anyio.current_time() - begun < 5 * SECONDS


async def test_a_first_page_that_is_there_already_is_not_asked_for(slow: SlowApi) -> None:
    gathered = await gather(slow.fetch, WHOLE, ALL, first=slow.api.page(WHOLE))
    assert WHOLE not in slow.api.asked[1:]
    assert gathered.requests == len(slow.begun) + 1


async def test_progress_is_reported(slow: SlowApi) -> None:
    reported: list[Progress] = []

    async def report(progress: Progress) -> None:
        reported.append(progress)

    gathered = await gather(slow.fetch, WHOLE, ALL, report=report)
    assert reported[0] == Progress(requests=1, interactions=0, complete_from=None)
    assert reported[-1] == Progress(gathered.requests, interactions=500, complete_from=0)
    assert reported == sorted(reported, key=lambda progress: progress.interactions)


async def test_a_deadline_leaves_a_result(slow: SlowApi) -> None:
    with anyio.fail_after(RESERVE_SECONDS + 2.5 * SECONDS):
        gathered = await gather(slow.fetch, WHOLE, ALL)
    assert gathered.ending is Ending.TIME
    assert 250 < len(gathered.rows) < 500
    assert lacking(gathered, slow.api) == []
    assert slow.under_way == 0


async def test_without_time_nothing_is_asked(slow: SlowApi) -> None:
    with anyio.fail_after(RESERVE_SECONDS):
        gathered = await gather(slow.fetch, WHOLE, ALL, first=slow.api.page(WHOLE))
    assert (gathered.ending, len(gathered.beyond), slow.begun) == (Ending.TIME, 50, [])


async def test_no_request_follows_a_rate_limit(slow: SlowApi) -> None:
    slow.refusal = lambda number, _: RateLimited("Slow down.") if number > 10 else None
    gathered = await gather(slow.fetch, WHOLE, ALL)
    asked = len(slow.begun)
    await anyio.sleep(60)
    assert (gathered.ending, str(gathered.refusal), gathered.requests) == (
        Ending.RATE_LIMIT,
        "Slow down.",
        asked,
    )
    assert len(slow.begun) == asked
    assert lacking(gathered, slow.api) == []
    assert len(gathered.rows) > 250


async def test_a_window_that_times_out_costs_itself_and_what_is_older(slow: SlowApi) -> None:
    slow.refusal = lambda _, asked: (
        TimedOut("Too slow.") if asked.start < YEAR // 2 < asked.end < YEAR else None
    )
    gathered = await gather(slow.fetch, WHOLE, ALL)
    assert (gathered.ending, str(gathered.failed[0].failure)) == (Ending.FAILED, "Too slow.")
    assert gathered.complete_from == gathered.failed[0].range.end + 1
    assert lacking(gathered, slow.api) == []
    assert slow.under_way == 0


async def test_cancelled_half_way_it_leaves_nothing_under_way(slow: SlowApi) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(gather_all, slow.fetch)
        await anyio.sleep(1.5 * SECONDS)
        assert slow.under_way == 8
        tasks.cancel_scope.cancel()
    begun = len(slow.begun)
    assert slow.under_way == 0
    await anyio.sleep(60)
    assert len(slow.begun) == begun


async def gather_all(fetch: Callable[[TimeRange], Awaitable[Page[str]]]) -> None:
    await gather(fetch, WHOLE, ALL)


async def test_with_as_many_as_are_wanted_the_rest_is_not_waited_for(slow: SlowApi) -> None:
    gathered = await gather(slow.fetch, WHOLE, Limits(wanted=120))
    assert (gathered.ending, slow.under_way) == (Ending.WANTED, 0)
    assert 120 <= len(gathered.rows) < 250


async def test_where_requests_are_scarce_one_page_follows_the_other(slow: SlowApi) -> None:
    gathered = await gather(slow.fetch, WHOLE, Limits(scarce=True))
    assert (gathered.ending, gathered.requests, slow.most) == (Ending.WHOLE, 12, 2)
