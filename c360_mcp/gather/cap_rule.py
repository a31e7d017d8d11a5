"""Which fifty of more come back: the documentation does not say, so it is checked in each call.

A full page that holds the newest of its window leaves nothing out after its oldest row. That it does is shown by a
second request, for what came after that row: it must bring exactly the same rows, and so fewer than fifty. What
is said of the newest here holds the other way round for an API that keeps the oldest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic

from c360_mcp.gather.holdings import keyed
from c360_mcp.gather.page import Page, T, TimeRange
from c360_mcp.gather.timeline import Piece
from c360_mcp.records.page import API_CAP


class Kept(Enum):
    """Which end of a window a full page holds without a gap."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NEITHER = "neither"
    """Neither end, or not known."""


_WORTH_CHECKING = 0.1
"""Where a full page lacks less of the window than this at either end, parts of it are as quick as a check."""

_ENOUGH = API_CAP // 2
"""Rows that must come back the same: of some other fifty, so many would hardly be the newest by chance."""

_MOST_EXPECTED = 2_000
"""Interactions, as long as none were counted: one busy minute says little of a year."""


@dataclass(frozen=True, slots=True)
class Check(Generic[T]):
    """A range which, asked for by itself, must bring again the rows that a full page has of it."""

    kept: Kept
    """What holds if it does."""
    range: TimeRange
    """The piece of the window that is complete then; a request asks for a millisecond more."""
    page: Page[T]

    def passes(self, reply: Page[T]) -> bool:
        """Whether a reply holds the same rows; those at its very ends may be missing, but none may be new."""
        before = {key for key, row in keyed(self.page.rows) if row.start is None or self._may_hold(row.start)}
        inside = {
            key for key, row in keyed(self.page.rows) if row.start is not None and self.range.holds(row.start)
        }
        again = {key for key, _ in keyed(reply.rows)}
        return (
            not reply.is_full
            and reply.unreadable <= self.page.unreadable
            and len(inside) >= _ENOUGH
            and inside <= again <= before
        )

    def piece(self) -> Piece[T]:
        """The range as a piece, of which no more is expected than is held."""
        return Piece(self.range, expected=0)

    def rest(self, whole: TimeRange) -> Piece[T]:
        """What is left of the window of the full page, taken to be as dense as that page."""
        newest = self.kept is Kept.NEWEST
        start, end = (whole.start, self.range.start - 1) if newest else (self.range.end + 1, whole.end)
        density = len(self.page.starts(self.range)) / self.range.length
        rest = TimeRange(start, end)
        return Piece(rest, min(density * rest.length, _MOST_EXPECTED))

    def _may_hold(self, moment: int) -> bool:
        return self.range.start - 1 <= moment <= self.range.end + 1


def choose_check(page: Page[T], whole: TimeRange) -> Check[T] | None:
    """What to check after a full page of the whole window; None where that would gain nothing.

    A page that lacks the newer end of the window may still be the newest, as nobody need have called of late.
    """
    starts = page.starts(whole)
    if len(starts) < _ENOUGH:
        return None
    lacks_older, lacks_newer = lacking_ends(starts, whole, _WORTH_CHECKING)
    if lacks_older:
        check = Check(Kept.NEWEST, TimeRange(min(starts) + 2, whole.end), page)
    elif lacks_newer:
        check = Check(Kept.OLDEST, TimeRange(whole.start, max(starts) - 2), page)
    else:
        return None
    return check if len(page.starts(check.range)) >= _ENOUGH else None


def lacking_ends(starts: Sequence[int], within: TimeRange, share: float) -> tuple[bool, bool]:
    """Whether a page has no row in at least this share of its window, at the older and at the newer end of it."""
    least = share * within.length
    return min(starts) - within.start >= least, within.end - max(starts) >= least


def covered(kept: Kept, page: Page[T], asked: TimeRange) -> TimeRange | None:
    """The part of the range asked for which a full page holds without a gap; None where there is none.

    Not the millisecond of its outermost row: others may share it.
    """
    starts = page.starts(asked)
    if kept is Kept.NEITHER or not starts:
        return None
    if kept is Kept.NEWEST:
        return TimeRange(min(starts) + 1, asked.end)
    return TimeRange(asked.start, max(starts) - 1)
