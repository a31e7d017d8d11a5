"""What was gathered: how far back it is complete, on what that rests, and which call goes on."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import Generic, NamedTuple

from c360_mcp.errors import C360Error
from c360_mcp.gather.cap_rule import Kept
from c360_mcp.gather.page import Row, T, TimeRange
from c360_mcp.gather.timeline import Doubt


class Ending(Enum):
    """Why no more was asked for."""

    WHOLE = "the whole window is complete"
    WANTED = "as many of the newest are complete as were wanted"
    FAILED = "a window failed"
    RATE_LIMIT = "the API refused a request for its rate limit"
    REQUESTS = "as many requests went out as a call may make"
    TIME = "the time of the call ran out"


class Progress(NamedTuple):
    """How far a gathering has come."""

    requests: int
    """Those that have ended."""
    interactions: int
    """Rows from `complete_from` on."""
    complete_from: int | None


class FailedWindow(NamedTuple):
    """A part of the window that could not be had, and why."""

    range: TimeRange
    failure: C360Error | Doubt


class Remainder(NamedTuple):
    """The call that goes on: the same start, and this end, in epoch milliseconds, included."""

    end: int
    repeats: int
    """Rows told that it brings again. Where those are all that were told, only a larger number goes on."""


@dataclass(frozen=True, slots=True)
class Gathered(Generic[T]):
    """One stretch without a gap back from the end of the window, and apart from it what else came."""

    whole: TimeRange
    """The window."""
    complete_from: int | None
    """Every interaction of the window that began at or after it is in `rows` (or `undated`), but for `crowded`.

    None where that holds for no time at all.
    """
    rows: tuple[Row[T], ...]
    """Newest first, each once: those from `complete_from` on, also such as came with a start after the window."""
    undated: tuple[Row[T], ...]
    """Rows without a start that may belong to the stretch. A call that goes on may bring them again."""
    beyond: tuple[Row[T], ...]
    """Newest first: what came from before `complete_from`. Between them others may be missing."""
    kept: Kept
    """`NEITHER` where the stretch rests on windows of fewer than fifty alone.

    Else it rests on a check in this call, too, that a full page holds the newest (or the oldest) of its window.
    """
    crowded: tuple[int, ...]
    """Milliseconds in the stretch, newest first, of which there may be more, since fifty or more came of each.

    So it is with the millisecond before and after each, where the API does not count the ends of a window in.
    """
    counts_end: bool
    """Whether a row came back that began at the very end of the window asked for: so no later end is needed."""
    ending: Ending
    failed: tuple[FailedWindow, ...]
    """Newest first; windows that ended the stretch, or lay beyond its end when they failed."""
    refusal: C360Error | None
    """What the API said when `ending` is `RATE_LIMIT`."""
    requests: int
    """Requests that went out, the first one of the whole window included."""

    def remainder(self, told: int | None = None) -> Remainder | None:
        """How to go on after so many of `rows`, or all; None where nothing of the window remains.

        Nothing is left out between the two calls, whether or not the API counts the ends of a window in.
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
        return moment if self.counts_end else moment + 1

    @staticmethod
    def _repeats(newest_first: list[int], end: int) -> int:
        """How many of these starts lie at or before an end."""
        return bisect_right(sorted(newest_first), end)
