"""The whole window as a list of pieces, newest first, each with what is known of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile
from typing import Generic, NamedTuple

from c360_mcp.errors import C360Error
from c360_mcp.gather.page import Page, T, TimeRange


class Status(Enum):
    """How far one piece has come."""

    OPEN = auto()
    """Not asked for yet."""
    ASKED = auto()
    """A request for it is under way."""
    FULL = auto()
    """A full page came. What that means is decided when the check of which rows the API keeps has ended."""
    COUNTED = auto()
    """Complete, because fewer than fifty came back."""
    CHECKED = auto()
    """Complete, because a full page holds all of it if the API keeps the rows that a check has shown it to keep."""
    CROWDED = auto()
    """A single millisecond with more interactions than one page holds: nothing more can be had of it."""
    FAILED = auto()
    """No page came, or none that can be relied upon."""


SETTLED = {Status.COUNTED, Status.CHECKED, Status.CROWDED}
"""Pieces of which no request can bring more."""


class Doubt(Enum):
    """Why a page can't be relied upon, although the API returned it."""

    OUTSIDE = "most of its rows have no start within the window that was asked for"
    CONTRADICTION = "it and another page disagree on what began within the same time"


class Reply(NamedTuple, Generic[T]):
    """A page, and the range that was asked for."""

    asked: TimeRange
    page: Page[T]


@dataclass(slots=True, eq=False)
class Piece(Generic[T]):
    """A part of the window."""

    range: TimeRange
    expected: float
    """Estimate of the interactions in it, still to be multiplied by `Density.factor`."""
    status: Status = Status.OPEN
    exact: bool = False
    """Whether to ask for just its range, without an overlap into its neighbours."""
    failure: C360Error | Doubt | None = None

    def fail(self, failure: C360Error | Doubt) -> None:
        """Give the piece up, for a reason."""
        self.status, self.failure = Status.FAILED, failure


class Timeline(Generic[T]):
    """The pieces, which follow each other without a gap from the end of the window back to its start."""

    def __init__(self, whole: TimeRange) -> None:
        self.whole = whole
        self.pieces: list[Piece[T]] = [Piece(whole, expected=0)]
        self.crowded: set[int] = set()
        """Milliseconds in which as many interactions began as one page holds."""

    def replace(self, piece: Piece[T], parts: Sequence[Piece[T]]) -> None:
        """Put the parts of a piece, newest first, in its place."""
        index = self.pieces.index(piece)
        self.pieces[index : index + 1] = parts

    def stretch(self) -> list[Piece[T]]:
        """The settled pieces at the newest end: back from the end of the window until the first that is not settled."""
        return list(takewhile(lambda piece: piece.status in SETTLED, self.pieces))

    @property
    def frontier(self) -> Piece[T] | None:
        """The newest piece that is not settled; None where all are."""
        return next((piece for piece in self.pieces if piece.status not in SETTLED), None)

    @property
    def complete_from(self) -> int | None:
        """The start of the stretch; None where the newest piece is not settled."""
        stretch = self.stretch()
        return stretch[-1].range.start if stretch else None

    def holding(self, moment: int) -> Piece[T] | None:
        """The piece that contains a moment."""
        return next((piece for piece in self.pieces if piece.range.holds(moment)), None)

    def having(self, *statuses: Status) -> Iterator[Piece[T]]:
        """The pieces with one of these statuses, newest first."""
        return (piece for piece in list(self.pieces) if piece.status in statuses)

    def to_ask(self, piece: Piece[T]) -> TimeRange:
        """The range to request for a piece: it overlaps each neighbour by one millisecond.

        An API that treats the ends of a window as exclusive would otherwise lose what began exactly on a border. There
        is no overlap beyond the whole window, and none into a crowded millisecond, which would fill the page.
        """
        start, end = piece.range
        if not piece.exact and start > self.whole.start and start - 1 not in self.crowded:
            start -= 1
        if not piece.exact and end < self.whole.end and end + 1 not in self.crowded:
            end += 1
        return TimeRange(start, end)
