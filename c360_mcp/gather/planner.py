"""Which window to ask for next, so that the newest interactions are complete first. There is no I/O here."""

from dataclasses import dataclass
from typing import Generic

from c360_mcp.errors import C360Error, RateLimited
from c360_mcp.gather.cap_rule import Kept
from c360_mcp.gather.choice import Choice
from c360_mcp.gather.gathered import Ending, FailedWindow, Gathered, Progress
from c360_mcp.gather.knowledge import Knowledge
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import Page, Row, T, TimeRange
from c360_mcp.gather.timeline import Piece, Reply, State


@dataclass(frozen=True, slots=True, eq=False)
class Request(Generic[T]):
    """A window to ask the API for."""

    range: TimeRange
    piece: Piece[T]
    """For whose sake; the planner's own."""


class Planner(Generic[T]):
    """Gathers one window: asks `next_request()` for what to send, and is told what came of each request.

    The first request is for the whole window; others follow once its page has come.
    """

    def __init__(self, whole: TimeRange, limits: Limits) -> None:
        self._limits = limits
        self._known: Knowledge[T] = Knowledge(whole)
        self._timeline = self._known.timeline
        self._sent = 0
        self._ended = 0
        self._stopped: Ending | None = None
        self._refusal: C360Error | None = None

    def next_request(self) -> Request[T] | None:
        """The next request to send now, counted as sent; None where none is to be sent before a reply came."""
        under_way = self._sent - self._ended
        if self._stopped or self.finished or under_way >= self._limits.at_once:
            return None
        piece = Choice(self._known, self._limits, sent=self._sent, under_way=under_way).piece()
        if piece is None:
            return None
        if self._sent >= self._limits.requests:
            self.stop(Ending.REQUESTS)
            return None
        piece.state = State.ASKED
        self._sent += 1
        return Request(self._timeline.to_ask(piece), piece)

    def received(self, request: Request[T], page: Page[T]) -> None:
        """The page that came of a request."""
        self._ended += 1
        self._known.take_in(request.piece, Reply(request.range, page))

    def failed(self, request: Request[T], error: C360Error) -> None:
        """No page came of a request. A rate limit ends the gathering; else its window and all before it are lost."""
        self._ended += 1
        if isinstance(error, RateLimited):
            request.piece.state = State.OPEN
            self._refusal = self._refusal or error
            self.stop(Ending.RATE_LIMIT)
        else:
            self._known.give_up(request.piece, error)

    def stop(self, ending: Ending) -> None:
        """Send no more requests; the first reason counts."""
        self._stopped = self._stopped or ending

    @property
    def finished(self) -> bool:
        """Whether no reply can make the stretch longer, or it is as long as wanted."""
        frontier = self._timeline.frontier
        if frontier is None or self._has_enough():
            return True
        match frontier.state:
            case State.ASKED:
                return False
            case State.FULL:
                check = self._known.check_piece
                return check is None or (check.state is not State.ASKED and self._stopped is not None)
            case State.OPEN:
                return self._stopped is not None
            case _:
                return True

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return Progress(self._ended, self._stretch_count(), self._timeline.complete_from)

    def gathered(self) -> Gathered[T]:
        """What there is now."""
        timeline, stretch = self._timeline, self._timeline.stretch()
        rows, beyond = self._parted()
        return Gathered(
            whole=timeline.whole,
            complete_from=timeline.complete_from,
            rows=tuple(rows),
            undated=tuple(self._known.held.undated(timeline.complete_from)),
            beyond=tuple(beyond),
            kept=self._known.kept if any(p.state is State.CHECKED for p in stretch) else Kept.NEITHER,
            crowded=tuple(p.range.start for p in stretch if p.state is State.CROWDED),
            counts_end=self._known.counts_end,
            ending=self._ending(),
            failed=tuple(FailedWindow(p.range, p.failure) for p in timeline.pieces if p.failure),
            refusal=self._refusal,
            requests=self._sent,
        )

    def _parted(self) -> tuple[list[Row[T]], list[Row[T]]]:
        """The rows of the stretch, and the others."""
        rows = self._known.held.newest_first()
        count = self._stretch_count()
        return rows[:count], rows[count:]

    def _stretch_count(self) -> int:
        since = self._timeline.complete_from
        if since is None:
            return 0
        whole = self._timeline.whole
        return self._known.held.count_from(since if since > whole.start else None)

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
