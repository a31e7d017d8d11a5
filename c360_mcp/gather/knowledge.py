"""What is known of a window, reply by reply."""

from typing import Generic

from c360_mcp.errors import C360Error
from c360_mcp.gather.cap_rule import Check, Kept, choose_check, covered
from c360_mcp.gather.density import FULL, Density
from c360_mcp.gather.division import divide
from c360_mcp.gather.holdings import Holdings
from c360_mcp.gather.page import Page, T, TimeRange
from c360_mcp.gather.timeline import Doubt, Piece, Reply, State, Timeline
from c360_mcp.records.page import API_CAP

_LITTLE_MORE, _MANY_MORE = 1.2 * API_CAP, 3 * API_CAP
"""Interactions in a window of which all that is known is that they are more than one reply holds."""

_MOST_CHECKS = 2
"""One for each end of a window."""


class Knowledge(Generic[T]):
    """The pieces of the window, the rows held, and which end of a window the API keeps."""

    def __init__(self, whole: TimeRange) -> None:
        self._checks = 0
        self._waiting: list[tuple[Piece[T], Reply[T]]] = []
        self.timeline: Timeline[T] = Timeline(whole)
        self.held: Holdings[T] = Holdings()
        self.density = Density()
        self.kept = Kept.NEITHER
        self.counts_end = False
        """Whether the API is seen to count the end of a window in."""
        self.check: Check[T] | None = None
        """A check that has not ended yet; full pages wait for it."""
        self.check_piece: Piece[T] | None = None
        """The piece that it asks for."""

    @property
    def assumed(self) -> Kept:
        """Which end of a window the API keeps, if the check under way is going to pass."""
        return self.check.kept if self.check else self.kept

    def take_in(self, piece: Piece[T], reply: Reply[T]) -> None:
        """What a reply to the request for a piece tells."""
        is_checked = piece is self.check_piece or piece.range == self.timeline.whole
        self._look_at_the_end(reply)
        self._compare(self.held.add(reply.page, reply.asked))
        if piece is self.check_piece:
            self._judge(reply.page)
        if not reply.page.is_full:
            self._end_short(piece, reply)
        elif 2 * len(reply.page.starts(reply.asked)) < reply.page.returned:
            piece.fail(Doubt.OUTSIDE)
        elif is_checked:
            self._lay_out(piece, reply)
        elif self.check:
            piece.state = State.FULL
            self._waiting.append((piece, reply))
        else:
            self._divide(piece, reply)
        self._settle_waiting()

    def give_up(self, piece: Piece[T], failure: C360Error) -> None:
        """No reply came for a piece."""
        piece.fail(failure)
        if piece is self.check_piece:
            self._end_check()
        self._settle_waiting()

    def _look_at_the_end(self, reply: Reply[T]) -> None:
        """Not of the whole window, whose end may be later than is known, if the API was left to set it."""
        if reply.asked != self.timeline.whole and reply.asked.end in reply.page.starts(reply.asked):
            self.counts_end = True

    def _end_short(self, piece: Piece[T], reply: Reply[T]) -> None:
        if self.held.lacks(reply.page, _inside(reply.asked)):
            piece.fail(Doubt.CONTRADICTION)
        elif piece.alone and not reply.page.starts(piece.range):
            self._crowd(piece)  # empty, or left out as the end of a window
        else:
            piece.state = State.COUNTED
            self._learn(piece, piece.range, self.held.count(piece.range))

    def _lay_out(self, piece: Piece[T], reply: Reply[T]) -> None:
        """Make two pieces of the whole window, or of one whose check failed: the one to check, and the rest."""
        self._checks += 1
        if self._checks <= _MOST_CHECKS:
            self.check = choose_check(reply.page, piece.range)
        if self.check is None:
            self._part_unchecked(piece, reply)
            return
        self.check_piece, rest = self.check.piece(), self.check.rest(piece.range)
        newest_kept = self.check.kept is Kept.NEWEST
        self.timeline.replace(piece, [self.check_piece, rest] if newest_kept else [rest, self.check_piece])

    def _part_unchecked(self, piece: Piece[T], reply: Reply[T]) -> None:
        """A full page from end to end of the window is likely to lack little, but not after a check has failed."""
        piece.expected = _LITTLE_MORE
        if piece.range != self.timeline.whole:
            piece.expected = _MANY_MORE
            self.density.learn_full(FULL)
        self._part(piece, reply)

    def _judge(self, page: Page[T]) -> None:
        if self.check and self.check.passes(page):
            self.kept = self.check.kept
        self._end_check()

    def _end_check(self) -> None:
        self.check = self.check_piece = None
        if self.kept is not Kept.NEITHER:
            return
        self.density = Density()
        for piece in self.timeline.having(State.OPEN, State.FULL):
            piece.expected = max(piece.expected, _MANY_MORE)

    def _settle_waiting(self) -> None:
        """Divide the full pieces that came before the check had ended."""
        if self.check is None:
            waiting, self._waiting = self._waiting, []
            for piece, reply in waiting:
                self._divide(piece, reply)

    def _divide(self, piece: Piece[T], reply: Reply[T]) -> None:
        known = covered(self.kept, reply.page, reply.asked)
        if known and self.held.lacks(reply.page, _inside(known)):
            self._distrust()
            known = None
        self._learn_from_full(piece, known)
        self._part(piece, reply)

    def _part(self, piece: Piece[T], reply: Reply[T]) -> None:
        if reply.page.crowded is not None:
            self.timeline.crowded.add(reply.page.crowded)
        parts = divide(piece, reply, self.kept, self.held.count)
        for part in parts:
            if part.state is State.CROWDED:
                self._crowd(part)
        self.timeline.replace(piece, parts)

    def _crowd(self, piece: Piece[T]) -> None:
        piece.state = State.CROWDED
        self.timeline.crowded.add(piece.range.start)

    def _learn_from_full(self, piece: Piece[T], known: TimeRange | None) -> None:
        part = known and _common(known, piece.range)
        if part:
            self._learn(piece, part, self.held.count(part))
            return
        self.density.learn_full(piece.expected)
        piece.expected = max(piece.expected, FULL / self.density.factor)

    def _learn(self, piece: Piece[T], part: TimeRange, found: int) -> None:
        if piece.expected:  # of the window as a whole, and of a check, nothing was expected
            self.density.learn(piece.expected * part.length / piece.range.length, found)

    def _compare(self, new: list[int]) -> None:
        """Doubt pieces that were taken for complete, where a row turns up in them that did not come before."""
        for start in new:
            piece = self.timeline.holding(start)
            if piece is None or not self.timeline.crowded.isdisjoint((start - 1, start, start + 1)):
                continue
            if piece.state is State.CHECKED:
                self._distrust()
            elif piece.state is State.COUNTED:
                piece.fail(Doubt.CONTRADICTION)

    def _distrust(self) -> None:
        """Full pages don't hold what the check made them seem to hold: ask for all of it again."""
        self.kept = Kept.NEITHER
        for piece in self.timeline.having(State.CHECKED):
            piece.state = State.OPEN
            piece.expected = FULL


def _inside(asked: TimeRange) -> TimeRange:
    """Without its ends, which an API may leave out."""
    return TimeRange(asked.start + 1, asked.end - 1)


def _common(one: TimeRange, other: TimeRange) -> TimeRange | None:
    both = TimeRange(max(one.start, other.start), min(one.end, other.end))
    return both if both.length > 0 else None
