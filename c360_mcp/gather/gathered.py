"""The result: what came, how far back nothing is missing, how that is known, and how the next call goes on."""

from bisect import bisect_right
from enum import Enum
from typing import Generic, NamedTuple

from c360_mcp.errors import C360Error
from c360_mcp.gather.cap_check import Kept
from c360_mcp.gather.page import Row, T, TimeRange
from c360_mcp.gather.timeline import Doubt


class Ending(Enum):
    """Why no more was requested."""

    WHOLE = "the whole window is complete"
    WANTED = "as many of the newest interactions are complete as were wanted"
    FAILED = "a window failed, so that nothing older can be complete"
    RATE_LIMIT = "the API refused a request because of its rate limit"
    REQUESTS = "as many requests were made as one call may make"
    TIME = "the time of the call ran out"


class Progress(NamedTuple):
    """How far a gathering has come."""

    requests: int
    """Requests that have ended."""
    interactions: int
    """Rows that began at or after `complete_from`."""
    complete_from: int | None
    """As in `Gathered`."""


class FailedWindow(NamedTuple):
    """A part of the window that could not be fetched, and why."""

    range: TimeRange
    failure: C360Error | Doubt


class Remainder(NamedTuple):
    """How the next call goes on: with the same start, and this end."""

    end: int
    """In epoch milliseconds, inclusive."""
    repeats: int
    """How many of the rows shown by this call the next one brings again. If that is all of them, calls that show so few
    rows never get past the millisecond at the end: the next one has to show more."""


class Gathered(NamedTuple, Generic[T]):
    """What was gathered: one stretch without a gap, back from the end of the window, and separately all else that came."""

    whole: TimeRange
    """The window that was asked for."""
    complete_from: int | None
    """The start of the stretch: `rows` and `undated` hold every interaction of the window that began at or after this
    moment, except where `crowded` says otherwise. None if nothing is known to be complete."""
    rows: tuple[Row[T], ...]
    """The rows of the stretch, newest first, each once. Rows that came although they began after the window are here."""
    undated: tuple[Row[T], ...]
    """Rows without a start that may belong to the stretch. The next call may bring them again."""
    beyond: tuple[Row[T], ...]
    """Rows that are older than the stretch, newest first. Others may be missing between them, so they are no part of the
    history as far as it is known; the next call brings them again."""
    kept: Kept
    """How it is known that nothing is missing. `NEITHER`: each part of it returned fewer than fifty. `NEWEST` or `OLDEST`:
    some returned fifty, and a check in this call has shown that these are the newest (or oldest) of their window."""
    crowded: tuple[int, ...]
    """Milliseconds of the stretch, newest first, in which fifty or more interactions began, so that some may be missing.
    If the API treats the ends of a window as exclusive, some may be missing of the milliseconds right before and after."""
    counts_end: bool
    """Whether a row came that began exactly at the end of the range asked for, which shows that ends are inclusive."""
    ending: Ending
    failed: tuple[FailedWindow, ...]
    """Newest first. The first one ends the stretch if `ending` is `FAILED`."""
    refusal: C360Error | None
    """What the API said if `ending` is `RATE_LIMIT`."""
    requests: int
    """Requests that were made, including the first one, for the whole window."""

    def remainder(self, told: int | None = None) -> Remainder | None:
        """How the next call goes on if this one shows the first `told` of `rows`, or all; None if nothing remains.

        Nothing is left out between the two calls, even if the API treats the ends of a window as exclusive.
        """
        if told is None or told >= len(self.rows):
            return self._after_the_stretch()
        starts = [row.start or 0 for row in self.rows]
        following = starts[told]
        end = max(self._to_include(following), starts[told - 1] - 1) if told else self.whole.end
        end = min(max(end, self.whole.start), self.whole.end)
        return Remainder(end, self._repeats(starts[:told], end))

    def _after_the_stretch(self) -> Remainder | None:
        if self.complete_from is None:
            return Remainder(self.whole.end, repeats=len(self.rows))
        if self.complete_from <= self.whole.start:
            return None
        crowded = self.complete_from in self.crowded
        end = self.complete_from - 1 if crowded else self._to_include(self.complete_from - 1)
        return Remainder(end, self._repeats([row.start or 0 for row in self.rows], end))

    def _to_include(self, moment: int) -> int:
        """The end of a window that is sure to include a moment."""
        return moment if self.counts_end else moment + 1

    @staticmethod
    def _repeats(newest_first: list[int], end: int) -> int:
        """How many of these starts a window with this end includes."""
        return bisect_right(sorted(newest_first), end)
