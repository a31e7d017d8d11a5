"""The window as a row of pieces, newest first, and what is known of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile
from typing import Generic

from c360_mcp.errors import C360Error
from c360_mcp.gather.page import Page, T, TimeRange


class State(Enum):
    """How far one piece has come."""

    OPEN = auto()
    """To be asked for."""
    ASKED = auto()
    FULL = auto()
    """A full page came; what it covers shows when the check of which end the API keeps has ended."""
    COUNTED = auto()
    """Complete: fewer came back than a reply may hold."""
    CHECKED = auto()
    """Complete, as a full page keeps the end of the window that a check has shown it to keep."""
    CROWDED = auto()
    """One millisecond of which no request can bring more."""
    FAILED = auto()


class Doubt(Enum):
    """Why a reply can't be relied upon, although it is one."""

    OUTSIDE = "most of its rows have no start in the window asked for"
    CONTRADICTION = "it and another reply do not hold the same rows of the same time"


SETTLED = {State.COUNTED, State.CHECKED, State.CROWDED}
"""Nothing more can be had of such a piece."""


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """What came for which range."""

    asked: TimeRange
    page: Page[T]


@dataclass(slots=True, eq=False)
class Piece(Generic[T]):
    """A part of the window."""

    range: TimeRange
    expected: float
    """Interactions that it is taken to hold, before `Density` corrects it."""
    state: State = State.OPEN
    alone: bool = False
    """Whether to ask for its one millisecond without the ones on both sides."""
    failure: C360Error | Doubt | None = None

    def fail(self, failure: C360Error | Doubt) -> None:
        """Give it up, for a reason."""
        self.state, self.failure = State.FAILED, failure


class Timeline(Generic[T]):
    """Pieces without a gap between them, from the end of the window back to its start."""

    def __init__(self, whole: TimeRange) -> None:
        self.whole = whole
        self.pieces: list[Piece[T]] = [Piece(whole, expected=0)]
        self.crowded: set[int] = set()
        """Milliseconds with as many rows as a reply may hold, wherever they were seen."""

    def replace(self, piece: Piece[T], parts: Sequence[Piece[T]]) -> None:
        """Put parts, newest first, in the place of a piece."""
        index = self.pieces.index(piece)
        self.pieces[index : index + 1] = parts

    def stretch(self) -> list[Piece[T]]:
        """The pieces back from the end of the window up to the first of which something may be missing."""
        return list(takewhile(lambda piece: piece.state in SETTLED, self.pieces))

    @property
    def frontier(self) -> Piece[T] | None:
        """The piece that ends the stretch."""
        return next((piece for piece in self.pieces if piece.state not in SETTLED), None)

    @property
    def complete_from(self) -> int | None:
        """From when on nothing is missing; None where that holds for no time at all."""
        stretch = self.stretch()
        return stretch[-1].range.start if stretch else None

    def holding(self, moment: int) -> Piece[T] | None:
        """The piece that a moment lies in."""
        return next((piece for piece in self.pieces if piece.range.holds(moment)), None)

    def having(self, *states: State) -> Iterator[Piece[T]]:
        """The pieces in one of these states, newest first."""
        return (piece for piece in list(self.pieces) if piece.state in states)

    def to_ask(self, piece: Piece[T]) -> TimeRange:
        """The range to ask for: one millisecond wider on each side than the piece.

        So nothing is lost between two pieces where the API leaves out what began at the very ends of a window.
        Next to a crowded millisecond there is no room for more, nor beyond the whole window.
        """
        start, end = piece.range
        if not piece.alone and start > self.whole.start and start - 1 not in self.crowded:
            start -= 1
        if not piece.alone and end < self.whole.end and end + 1 not in self.crowded:
            end += 1
        return TimeRange(start, end)
