"""Which fifty the API returns of more. This is not documented, so each call checks it.

Suppose that the API returns the newest fifty of a window. Then a full page leaves nothing out after its oldest row, and
only what is older has to be asked for. To check this, a second request asks for the time after that oldest row: it
must bring exactly the rows that are on the first page already. If it brings others, or fifty, the API returns some
other fifty. An API that returns the oldest fifty is treated in the same way, with old and new exchanged.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Generic, NamedTuple

from c360_mcp.gather.page import Page, T, TimeRange
from c360_mcp.gather.row_store import keyed
from c360_mcp.gather.timeline import Piece
from c360_mcp.records.bounds import API_CAP


class Kept(Enum):
    """Which interactions of a window a full page holds."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NEITHER = "neither"
    """Others, or it is not known."""


_WORTH_CHECKING = 0.1
"""Where the first page spans all of the window but this share, few interactions are likely to be missing, and asking
for the halves of the window is as quick as a check."""

_ENOUGH = API_CAP // 2
"""Rows that the second request must bring again. With fewer, some other fifty might pass by chance."""

_MOST_EXPECTED = 2_000
"""Interactions that are expected in the rest of the window at most: one busy minute says little about a year."""


class Check(NamedTuple, Generic[T]):
    """A range that is asked for again, to see whether it brings exactly those of its rows that a full page holds."""

    kept: Kept
    """What is true if the check passes."""
    range: TimeRange
    """The piece of the window that the request is for; like any other, it asks for a millisecond more."""
    page: Page[T]
    """The full page."""

    def passes(self, reply: Page[T]) -> bool:
        """Whether the reply is not full, holds no row that the full page lacks, and lacks none that it holds.

        A row exactly at an end of the window may be missing, where the API treats the ends as exclusive.
        """
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
        """The range as a piece. Nothing is estimated for it, as its rows are known."""
        return Piece(self.range, expected=0)

    def rest(self, whole: TimeRange) -> Piece[T]:
        """The rest of the window of the full page, as a piece. It is expected to be as dense as the page."""
        newest = self.kept is Kept.NEWEST
        start, end = (whole.start, self.range.start - 1) if newest else (self.range.end + 1, whole.end)
        density = len(self.page.starts(self.range)) / self.range.length
        rest = TimeRange(start, end)
        return Piece(rest, min(density * rest.length, _MOST_EXPECTED))

    def _may_hold(self, moment: int) -> bool:
        return self.range.start - 1 <= moment <= self.range.end + 1


def choose_check(page: Page[T], whole: TimeRange, *, newest_first: bool) -> Check[T] | None:
    """The check to make after a full page of a window; None where a check would gain nothing.

    A page without rows at the older end of the window is likely to be the newest fifty. Without rows at the newer end
    alone, it is likely to be the oldest fifty, or else there were no contacts of late: `newest_first` decides.
    """
    starts = page.starts(whole)
    if len(starts) < _ENOUGH:
        return None
    lacks_older, lacks_newer = lacking_ends(starts, whole, _WORTH_CHECKING)
    if lacks_older or (newest_first and lacks_newer):
        check = Check(Kept.NEWEST, TimeRange(min(starts) + 2, whole.end), page)
    elif lacks_newer:
        check = Check(Kept.OLDEST, TimeRange(whole.start, max(starts) - 2), page)
    else:
        return None
    return check if len(page.starts(check.range)) >= _ENOUGH else None


def lacking_ends(starts: Sequence[int], within: TimeRange, share: float) -> tuple[bool, bool]:
    """Whether at least this share of a window has no start in it, at its older end and at its newer end."""
    least = share * within.length
    return min(starts) - within.start >= least, within.end - max(starts) >= least


def covered(kept: Kept, page: Page[T], asked: TimeRange) -> TimeRange | None:
    """The part of the range asked for of which a full page holds everything; None where there is no such part.

    For the newest fifty that is the time after the oldest row. The millisecond of that row itself is not part of it,
    because further interactions may have begun in the same millisecond.
    """
    starts = page.starts(asked)
    if kept is Kept.NEITHER or not starts:
        return None
    if kept is Kept.NEWEST:
        return TimeRange(min(starts) + 1, asked.end)
    return TimeRange(asked.start, max(starts) - 1)
