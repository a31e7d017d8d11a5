"""Decides which window to request next, and collects what comes back. It does no I/O itself."""

from dataclasses import dataclass
from typing import Generic

from c360_mcp.errors import C360Error, RateLimited
from c360_mcp.gather.cap_check import Kept
from c360_mcp.gather.gather_state import GatherState
from c360_mcp.gather.gathered import Ending, FailedWindow, Gathered, Progress
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import Page, Row, T, TimeRange
from c360_mcp.gather.scheduler import Scheduler
from c360_mcp.gather.timeline import Piece, Reply, Status


@dataclass(frozen=True, slots=True, eq=False)
class Request(Generic[T]):
    """One request to be made."""

    range: TimeRange
    piece: Piece[T]
    """The piece that the request is for; only the planner uses it."""


class Planner(Generic[T]):
    """Plans the requests for one window.

    The caller sends what `next_request()` returns, side by side, reports the outcome of each request in any order, and
    goes on until `finished`. The first request is for the whole window; the others follow when its page has come.
    """

    def __init__(self, whole: TimeRange, limits: Limits) -> None:
        self._limits = limits
        self._state: GatherState[T] = GatherState(whole, scarce=limits.scarce, ends_now=limits.ends_now)
        self._timeline = self._state.timeline
        self._sent = 0
        self._ended = 0
        self._stopped: Ending | None = None
        self._refusal: C360Error | None = None

    def next_request(self) -> Request[T] | None:
        """A request to send now, which counts as sent; None if the next one depends on replies that have yet to come."""
        under_way = self._sent - self._ended
        if self._stopped or self.finished or under_way >= self._limits.at_once:
            return None
        piece = Scheduler(self._state, self._limits, sent=self._sent, under_way=under_way).piece()
        if piece is None:
            return None
        if self._sent >= self._limits.requests:
            self.stop(Ending.REQUESTS)
            return None
        piece.status = Status.ASKED
        self._sent += 1
        return Request(self._timeline.to_ask(piece), piece)

    def received(self, request: Request[T], page: Page[T]) -> None:
        """Report the page that came for a request."""
        self._ended += 1
        self._state.take_in(request.piece, Reply(request.range, page))

    def failed(self, request: Request[T], error: C360Error) -> None:
        """Report that no page came for a request.

        A rate limit ends the gathering. Any other error costs that window and everything older.
        """
        self._ended += 1
        if isinstance(error, RateLimited):
            request.piece.status = Status.OPEN
            self._refusal = self._refusal or error
            self.stop(Ending.RATE_LIMIT)
        else:
            self._state.give_up(request.piece, error)

    def stop(self, ending: Ending) -> None:
        """Plan no more requests. If this is called several times, the first reason counts."""
        self._stopped = self._stopped or ending

    @property
    def finished(self) -> bool:
        """Whether enough is complete, or no reply can make more complete."""
        frontier = self._timeline.frontier
        if frontier is None or self._has_enough():
            return True
        match frontier.status:
            case Status.ASKED:
                return False
            case Status.FULL:
                check = self._state.check_piece
                return check is None or (check.status is not Status.ASKED and self._stopped is not None)
            case Status.OPEN:
                return self._stopped is not None
            case _:
                return True

    @property
    def progress(self) -> Progress:
        """How far the gathering has come."""
        return Progress(self._ended, self._stretch_count(), self._timeline.complete_from)

    def gathered(self) -> Gathered[T]:
        """The result, as far as the gathering has come."""
        timeline, stretch = self._timeline, self._timeline.stretch()
        rows, beyond = self._parted()
        return Gathered(
            whole=timeline.whole,
            complete_from=timeline.complete_from,
            rows=tuple(rows),
            undated=tuple(self._state.rows.undated(timeline.complete_from)),
            beyond=tuple(beyond),
            kept=self._state.kept if any(p.status is Status.CHECKED for p in stretch) else Kept.NEITHER,
            crowded=tuple(p.range.start for p in stretch if p.status is Status.CROWDED),
            counts_end=self._state.counts_end,
            ending=self._ending(),
            failed=tuple(FailedWindow(p.range, p.failure) for p in timeline.pieces if p.failure),
            refusal=self._refusal,
            requests=self._sent,
        )

    def _parted(self) -> tuple[list[Row[T]], list[Row[T]]]:
        """The rows of the stretch without a gap, and the others."""
        rows = self._state.rows.newest_first()
        count = self._stretch_count()
        return rows[:count], rows[count:]

    def _stretch_count(self) -> int:
        since = self._timeline.complete_from
        if since is None:
            return 0
        whole = self._timeline.whole
        return self._state.rows.count_from(since if since > whole.start else None)

    def _has_enough(self) -> bool:
        wanted = self._limits.wanted
        return wanted is not None and self._stretch_count() >= wanted

    def _ending(self) -> Ending:
        frontier = self._timeline.frontier
        if frontier is None:
            return Ending.WHOLE
        if self._has_enough():
            return Ending.WANTED
        return Ending.FAILED if frontier.failure else self._stopped or Ending.TIME
