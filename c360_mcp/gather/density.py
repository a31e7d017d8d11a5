"""Estimates of how many interactions are where, learnt from what has come so far.

They only decide which windows are asked for. What is called complete never depends on them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from c360_mcp.gather.page import T, TimeRange
from c360_mcp.gather.timeline import Piece
from c360_mcp.records.bounds import API_CAP

FULL = 1.5 * API_CAP
"""Estimate for a piece with a full page, if nothing else is known."""

_PRIOR = 10
"""The first estimate weighs as much as so many interactions that were counted."""

_MEMORY = 200
"""After so many interactions, what was learnt before weighs half as much, because density changes over a history."""

_EVEN = 2
"""Rows to suppose, spread evenly, besides those known: these show where more are likely, but not where none is known."""

_SECOND = 1_000

Count = Callable[[TimeRange], int]
"""Counts the known rows within a range: the more there are, the more further ones are expected there."""


class Density:
    """The factor between first estimates and what was found, learnt from the pieces that have come.

    Of a piece with a full page it is only known that it holds more than a page. It is taken to hold what the factor of
    the counted pieces says, and at least `FULL`.
    """

    def __init__(self) -> None:
        self._counted = _Sums()
        self._full = _Sums()

    def learn(self, expected: float, found: int) -> None:
        """Learn from a piece that was counted."""
        self._fade(expected)
        self._counted.add(expected, found)

    def learn_full(self, expected: float) -> None:
        """Learn from a piece for which a full page came."""
        self._fade(expected)
        self._full.add(expected, FULL)

    @property
    def is_guessed(self) -> bool:
        """Whether no piece has been counted yet."""
        return not self._counted.expected

    @property
    def is_unbounded(self) -> bool:
        """Whether every page so far was full, so that there may be any number of interactions."""
        return self.is_guessed and self._full.expected > 0

    @property
    def factor(self) -> float:
        """What to multiply an estimate by: more than 1 where more interactions were found than estimated."""
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
    """A count for where known rows don't show where further ones are likely: these are expected evenly spread."""
    return 0


def share(piece: Piece[T], part: TimeRange, count: Count) -> float:
    """The share of the interactions of a piece that is expected in a part of it."""
    spread = _EVEN * part.length / piece.range.length
    return (count(part) + spread) / (count(piece.range) + _EVEN)


def cut(piece: Piece[T], newer: float, count: Count) -> tuple[Piece[T], Piece[T]]:
    """Split a piece of at least two milliseconds in two, so that the newer part is expected to hold a share `newer`."""
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
    """A part of a piece as a piece of its own, with its share of the estimate."""
    return Piece(part, piece.expected * share(piece, part, count))


def _on_the_second(moment: int, end: int, count: Count) -> int:
    """The next whole second, which is shorter to write into the next call, unless known rows lie in between."""
    rounded = -(-moment // _SECOND) * _SECOND
    return rounded if rounded <= end and not count(TimeRange(moment, rounded)) else moment
