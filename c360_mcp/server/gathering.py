"""Searches of which one reply can't hold all: as many windows as it takes, told as one history."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import anyio

from c360_mcp.errors import UpstreamError
from c360_mcp.gather.cap_check import Kept
from c360_mcp.gather.driver import Report, gather
from c360_mcp.gather.gathered import Ending, Gathered, Progress
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import Page, Row, TimeRange
from c360_mcp.gather.timeline import Doubt
from c360_mcp.intake.gate import Gate
from c360_mcp.records.bounds import API_CAP
from c360_mcp.records.interaction import Interaction
from c360_mcp.records.page import InteractionPage, join_pages, read_interactions
from c360_mcp.search.identity import Identity
from c360_mcp.search.window import Window
from c360_mcp.server.summaries import undocumented
from c360_mcp.server.tenant_context import TenantContext
from c360_mcp.text.gathering import Found, Gathering
from c360_mcp.text.phrases import counted
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.reply import Reply, read_json

SHARE_OF_TIME = 0.7
"""Of what a call has left when it begins to gather: the rest is for a second search, summaries and the text."""

Leaves = Callable[[InteractionPage], bool]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_WHY = {
    Ending.WANTED: "older ones were not asked for",
    Ending.REQUESTS: "as many requests were made as may be",
    Ending.TIME: "the time of the call was up",
    Ending.RATE_LIMIT: "the API's rate limit was reached",
}
_DOUBTS = {
    Doubt.OUTSIDE: "most of one reply has no start within the window that was asked for",
    Doubt.CONTRADICTION: "replies disagree on what began within the same time",
}
_BASIS = {
    Kept.NEITHER: "each part returned fewer than 50",
    Kept.NEWEST: "checked in this call: the API keeps the newest 50 of a window",
    Kept.OLDEST: "checked in this call: the API keeps the oldest 50 of a window",
}


class Brought(NamedTuple):
    """What one search brought, or two that are told as one."""

    pages: Sequence[InteractionPage]
    """All replies. The first is the one for the whole window, whose aggregates count."""
    rows: Sequence[Interaction]
    """The interactions to tell."""
    gathered: Gathered[Interaction] | None
    """How they were gathered; None where no more were wanted than one reply may hold."""
    wanted: int

    @property
    def is_one_reply(self) -> bool:
        """Whether no parts of the window had to be asked for."""
        return self.gathered is None or (self.gathered.requests == 1 and self.gathered.ending is Ending.WHOLE)

    @property
    def found(self) -> Found:
        """What the text is made of."""
        if self.gathered is None or self.is_one_reply:
            return Found(self.pages[0], None, capped=self.pages[0].is_full)
        came = sum(map(len, (self.gathered.rows, self.gathered.undated, self.gathered.beyond)))
        return Found(join_pages(self.pages, self.rows, came), _told(self.gathered, self.wanted))


class Search:
    """The searches of one call in one window; each is of one identity."""

    def __init__(
        self, tenant: TenantContext, window: Window, wanted: int, gate: Gate, log: AttemptLog, report: Report
    ) -> None:
        self._tenant = tenant
        self._window = window
        self._wanted = wanted
        self._gate = gate
        self._log = log
        self._report = report
        self._made = 0
        """Requests of the searches before."""

    async def find(self, identity: Identity, *, leaves: Leaves = lambda _: False) -> Brought:
        """Search once, and where that may not be all that is wanted, gather the newest from parts of the window.

        Where `leaves` says of the first reply that another search is likely to follow, half of the requests are left.
        """
        first = await self._ask(identity, self._window.params)
        if self._wanted <= API_CAP:
            return Brought([first], first.interactions, None, self._wanted)
        left = max(self._tenant.settings.max_requests - self._made, 1)
        brought = await self._gather(identity, first, most=-(-left // 2) if leaves(first) else left)
        self._made += brought.gathered.requests if brought.gathered else 1
        return brought

    async def _ask(
        self, identity: Identity, params: dict[str, str], *, retry_rate_limit: bool = True
    ) -> InteractionPage:
        reply = await self._tenant.api.interactions(
            identity.params | params, self._log, retry_rate_limit=retry_rate_limit
        )
        page = await self._tenant.api.share.work(self._log.size, _read, reply, self._gate)
        if page is None:
            raise undocumented("interactions", self._log.answered)
        return page

    async def _gather(self, identity: Identity, first: InteractionPage, most: int) -> Brought:
        pages = [first]

        async def fetch(part: TimeRange) -> Page[Interaction]:
            params = {"startTime": _iso(part.start), "endTime": _iso(part.end)}
            if self._window.lag and part.end == whole.end:
                del params["endTime"]  # what began since the window was planned
            pages.append(await self._ask(identity, params, retry_rate_limit=False))
            return _as_page(pages[-1])

        whole = TimeRange(
            _milliseconds(self._window.start), _milliseconds(self._window.end - self._window.lag)
        )
        limits = Limits(self._wanted, most, scarce=self._is_limited(), ends_now=bool(self._window.lag))
        now = anyio.current_time()
        left = anyio.current_effective_deadline() - now
        with anyio.CancelScope(deadline=now + SHARE_OF_TIME * left):
            gathered = await gather(fetch, whole, limits, first=_as_page(first), report=self._tell)
        rows = told_rows(gathered, otherwise=first.interactions)
        return Brought(pages, rows, gathered, self._wanted)

    def _is_limited(self) -> bool:
        """Whether a rate limit is known, so that requests are dear: the API names it, or this server keeps to one."""
        return bool(self._tenant.settings.connection.rates) or any(
            attempt.rate_limit for attempt in self._log.attempts
        )

    async def _tell(self, progress: Progress) -> None:
        """Report progress over all searches, since what is reported of a call must not become less."""
        await self._report(progress._replace(requests=self._made + progress.requests))


def told_rows(gathered: Gathered[Interaction], *, otherwise: Sequence[Interaction]) -> Sequence[Interaction]:
    """The interactions to tell; `otherwise` where none is certain, as what came first is no less true for that."""
    if _certain_from(gathered) is None:
        return otherwise
    return [row.content for row in (*gathered.rows, *gathered.undated)]


def _read(reply: Reply, gate: Gate) -> InteractionPage | None:
    return read_interactions(read_json(reply), gate)


def progress_message(progress: Progress) -> str:
    """`12 requests, 480 interactions, back to 2026-03-01`."""
    since = progress.complete_from
    back = "" if since is None else f", back to {_moment(since).date()}"
    return f"{counted(progress.requests, 'request')}, {counted(progress.interactions, 'interaction')}{back}"


def _as_page(page: InteractionPage) -> Page[Interaction]:
    return Page(tuple(map(_as_row, page.interactions)), page.returned)


def _as_row(row: Interaction) -> Row[Interaction]:
    """A row by all that it says, as legs of one contact may share an interaction ID."""
    key = f"{row.interaction_id} {hash(row)}" if row.interaction_id else None
    return Row(key, _milliseconds(row.started) if row.started else None, row)


def _certain_from(gathered: Gathered[Interaction]) -> int | None:
    """From when on all is known; None also where no interaction came from then on, but some came from before."""
    return gathered.complete_from if gathered.rows or not gathered.beyond else None


def _told(gathered: Gathered[Interaction], wanted: int | None) -> Gathering:
    """What the coverage line says of it."""
    remainder, since = gathered.remainder(wanted), _certain_from(gathered)
    return Gathering(
        requests=gathered.requests,
        whole=gathered.ending is Ending.WHOLE,
        complete_from=None if since is None else _moment(since),
        basis=_BASIS[gathered.kept],
        why=_why(gathered),
        next_end=_moment(remainder.end) if remainder else None,
        crowded=len(gathered.crowded),
        beyond=len(gathered.beyond),
    )


def _why(gathered: Gathered[Interaction]) -> str:
    if gathered.ending is not Ending.FAILED:
        return _WHY.get(gathered.ending, "")
    failure = gathered.failed[0].failure  # that of the newest is why nothing older counts
    if isinstance(failure, Doubt):
        return _DOUBTS[failure]
    return f"a window failed: {failure.sentence if isinstance(failure, UpstreamError) else failure}"


def _milliseconds(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // _MILLISECOND


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + milliseconds * _MILLISECOND


def _iso(milliseconds: int) -> str:
    return _moment(milliseconds).isoformat(timespec="milliseconds")
