"""Chooses which piece to request next, and how large to make it.

The numbers are those that did best in `benchmarks/history.py`.
"""

from collections.abc import Iterable
from typing import Generic

from c360_mcp.gather.cap_check import Kept
from c360_mcp.gather.density import cut, evenly
from c360_mcp.gather.gather_state import GatherState
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import T
from c360_mcp.gather.timeline import SETTLED, Piece, Status

_A_PAGE = 46
"""Interactions to plan for each page, where the API is known to return the newest (or oldest) fifty. A piece that turns
out to hold more than a page then costs one request more, for the rest of it."""
_MARGIN = 6
"""How far below full pages to aim, since estimates are not exact."""
_MOST_PAGES = 3
_ROWS_FOR_A_PAGE = 200
"""A piece is planned a page larger for every so many rows that have come. Larger pieces take fewer requests, but an
interruption leaves more of them incomplete: that is to stay little beside what is complete."""

_UNTRUSTED = 42
"""Interactions to plan for a piece where full pages say nothing about what is missing: one that turns out to hold more
than a page costs two requests more."""
_UNTRUSTED_FIRST = 20
"""The same right after the first page. If there are many more interactions, four full pages show more than two."""
_PROBES = (8, 12, 18, 25, 32, 40)
"""The same while all pages are full: the first pieces are small, so that one is likely to be counted."""

_SMALLEST_FIRST, _SMALLEST = 27, 33
"""Smaller pieces cost more requests than they save time. The first ones are smaller, as less is known then."""
_WORTH_CUTTING = 1.25
"""A piece is cut if it is expected to hold so many times the number aimed at."""
_SHORTEST_CUT = 4
"""Pieces of so many milliseconds are not cut."""
_LIKELY_FULL = 0.5
"""Requests that each piece under way is expected to need beyond its pages."""


class Scheduler(Generic[T]):
    """Makes one choice, from what is known at the moment."""

    def __init__(self, state: GatherState[T], limits: Limits, *, sent: int, under_way: int) -> None:
        self._state = state
        self._limits = limits
        self._left = limits.requests - sent
        self._free = limits.at_once - under_way

    def piece(self) -> Piece[T] | None:
        """The piece to request, cut to size; None if replies should come first."""
        check = self._state.check_piece
        if check and check.status is Status.OPEN:
            return check
        newer: list[Piece[T]] = []
        for piece in self._state.timeline.pieces:
            if piece.status is Status.FAILED:
                return None
            if piece.status is Status.OPEN:
                return self._sized(piece, newer) if self._is_its_turn(newer) else None
            newer.append(piece)
        return None

    def _is_its_turn(self, newer: list[Piece[T]]) -> bool:
        """Whether to request a piece now, although some that are newer are not settled yet."""
        unsettled = self._unsettled(newer)
        if not unsettled:
            return True
        if self._limits.scarce and (self._walks or self._state.density.is_unbounded):
            return False
        more = sum(self._expected(piece) // _A_PAGE + _LIKELY_FULL for piece in unsettled)
        wanted = self._limits.wanted
        return self._left > more and (wanted is None or self._sum(newer) < wanted)

    def _sized(self, piece: Piece[T], newer: list[Piece[T]]) -> Piece[T]:
        """The piece itself, or its newest part if it is expected to hold far more than is aimed at."""
        aim, expected = self._aim(newer), self._expected(piece)
        is_short = expected <= _WORTH_CUTTING * aim or piece.range.length <= _SHORTEST_CUT
        if is_short or (self._limits.scarce and self._walks):
            return piece
        untrusted = self._state.assumed is Kept.NEITHER
        parts = cut(piece, aim / expected, self._state.rows.count if untrusted else evenly)
        self._state.timeline.replace(piece, parts)
        return parts[0]

    def _aim(self, newer: list[Piece[T]]) -> float:
        """The number of interactions that the piece to request should hold."""
        state = self._state
        if state.assumed is Kept.NEITHER:
            return self._untrusted_aim(newer)
        rows = state.rows.count(state.timeline.whole)
        aim = _A_PAGE * min(max(rows // _ROWS_FOR_A_PAGE, 1), _MOST_PAGES) - _MARGIN
        if self._limits.scarce:
            return aim
        smallest = _SMALLEST_FIRST if state.density.is_guessed else _SMALLEST
        return max(min(aim, self._still_to_ask(newer) / self._free), smallest)

    def _untrusted_aim(self, newer: list[Piece[T]]) -> float:
        """The same, where full pages say nothing about what is missing."""
        density = self._state.density
        if density.is_unbounded:
            return _PROBES[min(len(self._unsettled(newer)), len(_PROBES) - 1)]
        return _UNTRUSTED_FIRST if density.is_guessed and not self._limits.scarce else _UNTRUSTED

    def _still_to_ask(self, newer: list[Piece[T]]) -> float:
        """Interactions expected in all open pieces, but no more than are still wanted."""
        expected = self._sum(self._state.timeline.having(Status.OPEN))
        wanted = self._limits.wanted
        return expected if wanted is None else min(expected, wanted - self._sum(newer))

    @property
    def _walks(self) -> bool:
        """Whether the fewest requests are made by asking for all that is older than the last page, page by page."""
        return self._state.assumed is Kept.NEWEST

    def _unsettled(self, pieces: list[Piece[T]]) -> list[Piece[T]]:
        check = self._state.check_piece
        return [piece for piece in pieces if piece.status not in SETTLED and piece is not check]

    def _sum(self, pieces: Iterable[Piece[T]]) -> float:
        return sum(map(self._expected, pieces))

    def _expected(self, piece: Piece[T]) -> float:
        """Interactions expected in a piece: at least as many as are known already."""
        return max(piece.expected * self._state.density.factor, self._state.rows.count(piece.range))
