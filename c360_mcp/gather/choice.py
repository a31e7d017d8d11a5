"""Which piece to ask for next, and how large it is to be.

The numbers are those that took the fewest requests and seconds in `benchmarks/history.py`.
"""

from collections.abc import Iterable
from typing import Generic

from c360_mcp.gather.cap_rule import Kept
from c360_mcp.gather.density import cut, evenly
from c360_mcp.gather.knowledge import Knowledge
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import T
from c360_mcp.gather.timeline import SETTLED, Piece, State

_A_PAGE = 46
"""Interactions that a piece may be taken to hold for each page that it is to need: one more costs a request."""
_MARGIN = 6
_MOST_PAGES = 3
_HELD_FOR_A_PAGE = 200
"""Pieces grow a page with so many interactions held: they take fewer requests then, and yet what an interruption
leaves beyond a gap is little beside what is held."""

_UNTRUSTED = 42
"""Interactions to aim at where a full page is complete at neither end: one too many costs two requests."""
_PROBES = (8, 12, 18, 25, 32, 40)
"""The same while no piece was counted: the first is likely to be, the last to be right for few."""

_SMALLEST_FIRST, _SMALLEST = 27, 33
"""Smaller pieces cost more requests than they save seconds; the first ones rest on the density of one page."""
_WORTH_CUTTING = 1.25
"""A piece is cut where it is to hold so many times the aim."""
_SHORTEST_CUT = 4
"""Milliseconds; shorter pieces are asked for as they are."""
_LIKELY_FULL = 0.5
"""The share of the pieces under way that is taken to need a request more than expected."""


class Choice(Generic[T]):
    """Chooses from what is known at one moment: the newest piece that is worth a request now."""

    def __init__(self, known: Knowledge[T], limits: Limits, *, sent: int, under_way: int) -> None:
        self._known = known
        self._limits = limits
        self._left = limits.requests - sent
        self._free = limits.at_once - under_way

    def piece(self) -> Piece[T] | None:
        """The piece to ask for, cut to size; None where a reply should come first."""
        check = self._known.check_piece
        if check and check.state is State.OPEN:
            return check
        newer: list[Piece[T]] = []
        for piece in self._known.timeline.pieces:
            if piece.state is State.FAILED:
                return None
            if piece.state is State.OPEN:
                return self._sized(piece, newer) if self._is_its_turn(newer) else None
            newer.append(piece)
        return None

    def _is_its_turn(self, newer: list[Piece[T]]) -> bool:
        """Whether to go on beyond newer pieces that are not settled, or to wait for what comes of them."""
        unsettled = self._unsettled(newer)
        if not unsettled:
            return True
        if self._limits.scarce and (self._walks or self._known.density.is_unbounded):
            return False
        more = sum(self._expected(piece) // _A_PAGE + _LIKELY_FULL for piece in unsettled)
        wanted = self._limits.wanted
        return self._left > more and (wanted is None or self._sum(newer) < wanted)

    def _sized(self, piece: Piece[T], newer: list[Piece[T]]) -> Piece[T]:
        """A piece, or its newest part where it is to hold far more than is aimed at."""
        aim, expected = self._aim(newer), self._expected(piece)
        is_short = expected <= _WORTH_CUTTING * aim or piece.range.length <= _SHORTEST_CUT
        if is_short or (self._limits.scarce and self._walks):
            return piece
        untrusted = self._known.assumed is Kept.NEITHER
        parts = cut(piece, aim / expected, self._known.held.count if untrusted else evenly)
        self._known.timeline.replace(piece, parts)
        return parts[0]

    def _aim(self, newer: list[Piece[T]]) -> float:
        """How many interactions the piece asked for should hold."""
        known = self._known
        if known.assumed is Kept.NEITHER:
            asked = min(len(self._unsettled(newer)), len(_PROBES) - 1)
            return _PROBES[asked] if known.density.is_unbounded else _UNTRUSTED
        held = known.held.count(known.timeline.whole)
        aim = _A_PAGE * min(max(held // _HELD_FOR_A_PAGE, 1), _MOST_PAGES) - _MARGIN
        if self._limits.scarce:
            return aim
        smallest = _SMALLEST_FIRST if known.density.is_guessed else _SMALLEST
        return max(min(aim, self._still_to_ask(newer) / self._free), smallest)

    def _still_to_ask(self, newer: list[Piece[T]]) -> float:
        """Interactions to be expected in all that is open, of those that are wanted."""
        expected = self._sum(self._known.timeline.having(State.OPEN))
        wanted = self._limits.wanted
        return expected if wanted is None else min(expected, wanted - self._sum(newer))

    @property
    def _walks(self) -> bool:
        """Whether one page after the other takes the fewest requests, each for what lies before the last one."""
        return self._known.assumed is Kept.NEWEST

    def _unsettled(self, pieces: list[Piece[T]]) -> list[Piece[T]]:
        check = self._known.check_piece
        return [piece for piece in pieces if piece.state not in SETTLED and piece is not check]

    def _sum(self, pieces: Iterable[Piece[T]]) -> float:
        return sum(map(self._expected, pieces))

    def _expected(self, piece: Piece[T]) -> float:
        """Interactions to be expected in a piece: those that are held of it, at least."""
        return max(piece.expected * self._known.density.factor, self._known.held.count(piece.range))
