"""How many interactions to expect where, judged by what has come so far.

It only decides which windows are asked for: what is complete never rests on it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from c360_mcp.gather.page import T, TimeRange
from c360_mcp.gather.timeline import Piece
from c360_mcp.records.page import API_CAP

FULL = 1.5 * API_CAP
"""Interactions in a piece of which all that is known is that they are more than one reply holds."""

_PRIOR = 10
"""Interactions' worth of trust in the first estimate."""

_MEMORY = 200
"""After so many interactions, what was learnt before counts half: histories thin out and grow dense."""

_EVEN = 2
"""The rows held show where more are to be expected; so many are added as if spread evenly over a piece."""

_SECOND = 1_000

Count = Callable[[TimeRange], int]
"""How many rows are held of a range. Where more are held, more are expected."""


class Density:
    """What the first estimate of a piece is to be multiplied by, learnt from pieces whose count is known.

    Of a piece that holds more than a page only that is known: it counts as the others make it seem, and for
    `FULL` at least.
    """

    def __init__(self) -> None:
        self._counted = _Sums()
        self._full = _Sums()

    def learn(self, expected: float, found: int) -> None:
        """Where so many were expected, so many were found."""
        self._fade(expected)
        self._counted.add(expected, found)

    def learn_full(self, expected: float) -> None:
        """Where so many were expected, more than a page was found."""
        self._fade(expected)
        self._full.add(expected, FULL)

    @property
    def is_guessed(self) -> bool:
        """Whether no piece has been counted yet."""
        return not self._counted.expected

    @property
    def is_unbounded(self) -> bool:
        """Whether all that is known is that pieces hold more than a page, and not how much more."""
        return self.is_guessed and self._full.expected > 0

    @property
    def factor(self) -> float:
        """More than one where there are more interactions than was thought."""
        expected, found = self._counted.expected + _PRIOR, self._counted.found + _PRIOR
        full = (
            self._full.found
            if self.is_guessed
            else max(self._full.found, self._full.expected * found / expected)
        )
        return (found + full) / (expected + self._full.expected)

    def _fade(self, expected: float) -> None:
        for sums in (self._counted, self._full):
            sums.fade(0.5 ** (expected / _MEMORY))


@dataclass(slots=True)
class _Sums:
    expected: float = 0.0
    found: float = 0.0

    def add(self, expected: float, found: float) -> None:
        self.expected += expected
        self.found += found

    def fade(self, to: float) -> None:
        self.expected *= to
        self.found *= to


def evenly(_: TimeRange) -> int:
    """The count for where the rows that are held say nothing of those that are not."""
    return 0


def share(piece: Piece[T], part: TimeRange, count: Count) -> float:
    """Which share of what a piece holds is to be expected in a part of it."""
    spread = _EVEN * part.length / piece.range.length
    return (count(part) + spread) / (count(piece.range) + _EVEN)


def cut(piece: Piece[T], newer: float, count: Count) -> tuple[Piece[T], Piece[T]]:
    """Split a piece of two or more milliseconds in two, so that the first and newer is to hold this share of it."""
    start, end = piece.range
    low, high = start + 1, end
    while low < high:
        middle = (low + high) // 2
        if share(piece, TimeRange(middle, end), count) > newer:
            low = middle + 1
        else:
            high = middle
    at = _on_the_second(low, end, count)
    return portion(piece, TimeRange(at, end), count), portion(piece, TimeRange(start, at - 1), count)


def portion(piece: Piece[T], part: TimeRange, count: Count) -> Piece[T]:
    """A part of a piece, to be asked for."""
    return Piece(part, piece.expected * share(piece, part, count))


def _on_the_second(moment: int, end: int, count: Count) -> int:
    """The whole second that follows, where that parts nothing else: people read it, and call again with it."""
    rounded = -(-moment // _SECOND) * _SECOND
    return rounded if rounded <= end and not count(TimeRange(moment, rounded)) else moment
