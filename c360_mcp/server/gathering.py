"""Searches of which one reply can't hold all: as many windows as it takes, told as one history."""

from datetime import UTC, datetime, timedelta

import anyio

from c360_mcp.errors import UpstreamError
from c360_mcp.gather.cap_check import Kept
from c360_mcp.gather.driver import Report, gather
from c360_mcp.gather.gathered import Ending, Gathered, Progress
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import Page, Row, TimeRange
from c360_mcp.intake.gate import Gate
from c360_mcp.records.bounds import API_CAP
from c360_mcp.records.interaction import Interaction
from c360_mcp.records.page import InteractionPage, join_pages, read_interactions
from c360_mcp.search.identity import Identity
from c360_mcp.search.window import Window
from c360_mcp.server.summaries import undocumented
from c360_mcp.server.tenant_context import TenantContext
from c360_mcp.text.gathering import Gathering
from c360_mcp.text.phrases import counted
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.reply import Reply, read_json

SHARE_OF_TIME = 0.7
"""Of what a call has left when it begins to gather: the rest is for a second search, summaries and the text."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_WHY = {
    Ending.WANTED: "older ones were not asked for",
    Ending.REQUESTS: "one call makes no more requests",
    Ending.TIME: "the time of the call was up",
    Ending.RATE_LIMIT: "the API's rate limit was reached",
}
_BASIS = {
    Kept.NEITHER: "each part returned fewer than 50",
    Kept.NEWEST: "checked in this call: the API keeps the newest 50 of a window",
    Kept.OLDEST: "checked in this call: the API keeps the oldest 50 of a window",
}


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

    async def find(self, identity: Identity) -> tuple[InteractionPage, Gathering | None]:
        """Search once, and where that may not be all that is wanted, gather the newest from parts of the window."""
        first = await self._ask(identity, self._window.params)
        if self._wanted <= API_CAP or not first.is_full:
            return first, None
        return await self._gather(identity, first)

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

    async def _gather(self, identity: Identity, first: InteractionPage) -> tuple[InteractionPage, Gathering]:
        pages = [first]

        async def fetch(part: TimeRange) -> Page[Interaction]:
            params = {"startTime": _iso(part.start), "endTime": _iso(part.end)}
            pages.append(await self._ask(identity, params, retry_rate_limit=False))
            return _as_page(pages[-1])

        whole = TimeRange(_milliseconds(self._window.start), _milliseconds(self._window.end))
        limits = Limits(self._wanted, self._tenant.settings.max_requests)
        now = anyio.current_time()
        left = anyio.current_effective_deadline() - now
        with anyio.CancelScope(deadline=now + SHARE_OF_TIME * left):
            gathered = await gather(fetch, whole, limits, first=_as_page(first), report=self._report)
        rows = [row.content for row in (*gathered.rows, *gathered.undated)]
        if gathered.complete_from is None:  # what came first is no less true for that
            rows = [*first.interactions]
        return join_pages(pages, rows), _told(gathered, limits.wanted)


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


def _told(gathered: Gathered[Interaction], wanted: int | None) -> Gathering:
    """What the coverage line says of it."""
    remainder = gathered.remainder(wanted)
    return Gathering(
        requests=gathered.requests,
        whole=gathered.ending is Ending.WHOLE,
        complete_from=None if gathered.complete_from is None else _moment(gathered.complete_from),
        basis=_BASIS[gathered.kept],
        why=_why(gathered),
        next_end=_moment(remainder.end) if remainder else None,
        crowded=len(gathered.crowded),
        beyond=len(gathered.beyond),
    )


def _why(gathered: Gathered[Interaction]) -> str:
    if gathered.ending is not Ending.FAILED:
        return _WHY.get(gathered.ending, "")
    failures = [failed.failure for failed in gathered.failed]
    said = next((error.sentence for error in failures if isinstance(error, UpstreamError)), "")
    return f"a window failed: {said}" if said else "replies contradict each other"


def _milliseconds(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // _MILLISECOND


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + milliseconds * _MILLISECOND


def _iso(milliseconds: int) -> str:
    return _moment(milliseconds).isoformat(timespec="milliseconds")
