"""What is known of the whole window, updated with each reply."""

from typing import Generic

from c360_mcp.errors import C360Error
from c360_mcp.gather.cap_check import Check, Kept, choose_check, covered
from c360_mcp.gather.density import FULL, Density
from c360_mcp.gather.page import Page, T, TimeRange
from c360_mcp.gather.row_store import RowStore
from c360_mcp.gather.splitting import split
from c360_mcp.gather.timeline import Doubt, Piece, Reply, Status, Timeline
from c360_mcp.records.bounds import API_CAP

_LITTLE_MORE, _MANY_MORE = 1.2 * API_CAP, 4 * API_CAP
"""Estimates for a window with a full page: where that page spans the window, and where a check of it has failed."""

_MOST_CHECKS = 2
"""One for the newest fifty, and one for the oldest."""


class GatherState(Generic[T]):
    """The pieces of the window, the rows that came, their density, and which fifty of a window the API returns."""

    def __init__(self, whole: TimeRange, *, scarce: bool, ends_now: bool) -> None:
        self._scarce = scarce
        self._ends_now = ends_now
        self._checks = 0
        self._waiting: list[tuple[Piece[T], Reply[T]]] = []
        self.timeline: Timeline[T] = Timeline(whole)
        self.rows: RowStore[T] = RowStore()
        self.density = Density()
        self.kept = Kept.NEITHER
        self.counts_end = False
        """Whether the API has been seen to treat the end of a window as inclusive."""
        self.check: Check[T] | None = None
        """The check that is under way. Until it has ended, other full pages wait."""
        self.check_piece: Piece[T] | None = None
        """The piece whose request makes the check."""

    @property
    def assumed(self) -> Kept:
        """Which fifty the API returns, on the assumption that a check under way is going to pass."""
        return self.check.kept if self.check else self.kept

    def take_in(self, piece: Piece[T], reply: Reply[T]) -> None:
        """Update everything with the reply to the request for a piece."""
        is_checked = piece is self.check_piece or piece.range == self.timeline.whole
        self._look_at_the_end(reply)
        self._compare(self.rows.add(reply.page, reply.asked))
        if piece is self.check_piece:
            self._judge(reply.page)
        if not reply.page.is_full:
            self._end_short(piece, reply)
        elif 2 * len(reply.page.starts(reply.asked)) < reply.page.returned:
            piece.fail(Doubt.OUTSIDE)
        elif is_checked:
            self._lay_out(piece, reply)
        elif self.check:
            piece.status = Status.FULL
            self._waiting.append((piece, reply))
        else:
            self._divide(piece, reply)
        self._settle_waiting()

    def give_up(self, piece: Piece[T], failure: C360Error) -> None:
        """Mark a piece for which no page came."""
        piece.fail(failure)
        if piece is self.check_piece:
            self._end_check()
        self._settle_waiting()

    def _look_at_the_end(self, reply: Reply[T]) -> None:
        """See whether a row came that began exactly at the end of the range asked for.

        The reply for the whole window does not count, nor any up to now: they leave their end to the API's own clock.
        """
        is_left_to_the_api = self._ends_now and reply.asked.end == self.timeline.whole.end
        if (
            reply.asked != self.timeline.whole
            and not is_left_to_the_api
            and reply.asked.end in reply.page.starts(reply.asked)
        ):
            self.counts_end = True

    def _end_short(self, piece: Piece[T], reply: Reply[T]) -> None:
        """Mark a piece complete, since its page is not full."""
        if self.rows.has_more_than(reply.page, _inside(reply.asked)):
            piece.fail(Doubt.CONTRADICTION)
        elif piece.exact and not reply.page.starts(piece.range):
            self._crowd(
                piece
            )  # either nothing began in it, or the API treats the ends of a window as exclusive
        else:
            piece.status = Status.COUNTED
            self._learn(piece, piece.range, self.rows.count(piece.range))

    def _lay_out(self, piece: Piece[T], reply: Reply[T]) -> None:
        """Split the whole window, or a piece whose check failed, in two: the piece that makes a check, and the rest."""
        self._checks += 1
        if self._checks <= _MOST_CHECKS:
            first = self._checks == 1
            self.check = choose_check(reply.page, piece.range, newest_first=self._scarce and first)
        if self.check is None:
            self._part_unchecked(piece, reply)
            return
        self.check_piece, rest = self.check.piece(), self.check.rest(piece.range)
        newest_kept = self.check.kept is Kept.NEWEST
        self.timeline.replace(piece, [self.check_piece, rest] if newest_kept else [rest, self.check_piece])

    def _part_unchecked(self, piece: Piece[T], reply: Reply[T]) -> None:
        """Split a piece where no check is worth making.

        If the page spans the whole window, few interactions are likely to be missing; many, if a check has failed.
        """
        piece.expected = _LITTLE_MORE
        if piece.range != self.timeline.whole:
            piece.expected = _MANY_MORE
            self.density.learn_full(FULL)
        self._part(piece, reply)

    def _judge(self, page: Page[T]) -> None:
        """End the check with the page that its request brought."""
        if self.check and self.check.passes(page):
            self.kept = self.check.kept
        self._end_check()

    def _end_check(self) -> None:
        """End the check. If it failed, the first page says nothing about the density, so the estimates start anew."""
        self.check = self.check_piece = None
        if self.kept is not Kept.NEITHER:
            return
        self.density = Density()
        for piece in self.timeline.having(Status.OPEN, Status.FULL):
            piece.expected = max(piece.expected, _MANY_MORE)

    def _settle_waiting(self) -> None:
        """Once the check has ended, deal with the full pages that waited for it."""
        if self.check is None:
            waiting, self._waiting = self._waiting, []
            for piece, reply in waiting:
                self._divide(piece, reply)

    def _divide(self, piece: Piece[T], reply: Reply[T]) -> None:
        """Split a piece for which a full page came, by what is known of which fifty the API returns."""
        known = covered(self.kept, reply.page, reply.asked)
        if known and self.rows.has_more_than(reply.page, _inside(known)):
            self._distrust()
            known = None
        self._learn_from_full(piece, known)
        self._part(piece, reply)

    def _part(self, piece: Piece[T], reply: Reply[T]) -> None:
        if reply.page.crowded is not None:
            self.timeline.crowded.add(reply.page.crowded)
        parts = split(piece, reply, self.kept, self.rows.count)
        for part in parts:
            if part.status is Status.CROWDED:
                self._crowd(part)
        self.timeline.replace(piece, parts)

    def _crowd(self, piece: Piece[T]) -> None:
        piece.status = Status.CROWDED
        self.timeline.crowded.add(piece.range.start)

    def _learn_from_full(self, piece: Piece[T], known: TimeRange | None) -> None:
        part = known and _common(known, piece.range)
        if part:
            self._learn(piece, part, self.rows.count(part))
            return
        self.density.learn_full(piece.expected)
        piece.expected = max(piece.expected, FULL / self.density.factor)

    def _learn(self, piece: Piece[T], part: TimeRange, found: int) -> None:
        if piece.expected:  # there is no estimate for the whole window, nor for the piece that makes a check
            self.density.learn(piece.expected * part.length / piece.range.length, found)

    def _compare(self, new: list[int]) -> None:
        """Take back that a piece is complete if a new row turns up in it. `new` are the starts of the new rows."""
        for start in new:
            piece = self.timeline.holding(start)
            if piece is None or not self.timeline.crowded.isdisjoint((start - 1, start, start + 1)):
                continue  # next to a crowded millisecond, ranges don't overlap, so that rows may come late
            if piece.status is Status.CHECKED:
                self._distrust()
            elif piece.status is Status.COUNTED:
                piece.fail(Doubt.CONTRADICTION)

    def _distrust(self) -> None:
        """Take back what rests on the check, since a page contradicts it: those pieces are asked for again."""
        self.kept = Kept.NEITHER
        for piece in self.timeline.having(Status.CHECKED):
            piece.status = Status.OPEN
            piece.expected = FULL


def _inside(asked: TimeRange) -> TimeRange:
    """The range without its first and last millisecond, which the API may treat as exclusive."""
    return TimeRange(asked.start + 1, asked.end - 1)


def _common(one: TimeRange, other: TimeRange) -> TimeRange | None:
    both = TimeRange(max(one.start, other.start), min(one.end, other.end))
    return both if both.length > 0 else None
