"""Runs the planned requests side by side, within the caller's deadline."""

from collections.abc import Awaitable, Callable
from typing import Generic

import anyio
import anyio.lowlevel

from c360_mcp.errors import C360Error
from c360_mcp.gather.gathered import Ending, Gathered, Progress
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import Page, T, TimeRange
from c360_mcp.gather.planner import Planner, Request

RESERVE_SECONDS = 0.5
"""Kept back of the caller's time, for turning the result into an answer."""

Fetch = Callable[[TimeRange], Awaitable[Page[T]]]
Report = Callable[[Progress], Awaitable[None]]


async def gather(
    fetch: Fetch[T],
    whole: TimeRange,
    limits: Limits,
    *,
    first: Page[T] | None = None,
    report: Report | None = None,
) -> Gathered[T]:
    """Fetch a whole window, or its newest part, and say how far back nothing is missing.

    `fetch` requests one window. It raises `C360Error` if no page comes, and after a rate limit it should not wait and
    try again. `first` is the page of the whole window, if the caller has it already; it counts as a request. `report`
    is awaited after each request that has ended, or several that ended together.

    A deadline, `limits`, a rate limit or a failed request do not raise: what is complete until then is the result.
    When this returns or is cancelled, no request is under way.
    """
    planner: Planner[T] = Planner(whole, limits)
    if first is not None and (request := planner.next_request()):
        planner.received(request, first)
    deadline = anyio.current_effective_deadline() - RESERVE_SECONDS
    with anyio.CancelScope(deadline=deadline):
        if anyio.current_time() < deadline:
            await _Run(planner, fetch, report).until_finished()
    planner.stop(Ending.TIME)
    return planner.gathered()


class _Run(Generic[T]):
    def __init__(self, planner: Planner[T], fetch: Fetch[T], report: Report | None) -> None:
        self._planner = planner
        self._fetch = fetch
        self._report = report
        self._news = anyio.Event()

    async def until_finished(self) -> None:
        async with anyio.create_task_group() as under_way:
            while True:
                while request := self._planner.next_request():
                    under_way.start_soon(self._ask, request)
                if self._planner.finished:
                    break
                await self._hear()
            under_way.cancel_scope.cancel()

    async def _ask(self, request: Request[T]) -> None:
        try:
            self._planner.received(request, await self._fetch(request.range))
        except C360Error as error:
            self._planner.failed(request, error)
        self._news.set()

    async def _hear(self) -> None:
        """Wait until a request ends. Those that end at the same moment are taken in too, before the next is planned."""
        await self._news.wait()
        await anyio.lowlevel.checkpoint()
        self._news = anyio.Event()
        if self._report:
            await self._report(self._planner.progress)
