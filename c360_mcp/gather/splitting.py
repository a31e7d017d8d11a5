"""Splits a piece for which a full page came into the part that is complete and the parts still to ask for."""

from c360_mcp.gather.cap_check import Kept, covered, lacking_ends
from c360_mcp.gather.density import Count, cut, evenly, portion
from c360_mcp.gather.page import Page, T, TimeRange
from c360_mcp.gather.timeline import Piece, Reply, Status

_BARE = 0.25
"""A full page may have rows up to one end of a piece, but none in this share of it at the other end. Then it does not
show whether that end is empty or was cut off by the API, so that end becomes a piece of its own."""


def split(piece: Piece[T], reply: Reply[T], kept: Kept, count: Count) -> list[Piece[T]]:
    """The parts of a piece, newest first.

    Every request for one of them asks for less than the last one did, so that splitting comes to an end.
    """
    (start, end), page, asked = piece.range, reply.page, reply.asked
    known = covered(kept, page, asked)
    if kept is Kept.NEWEST and known and known.start <= end:
        older = TimeRange(start, known.start - 1)
        return [_checked(max(known.start, start), end), *_still_open(piece, older, page.crowded, evenly)]
    if kept is Kept.OLDEST and known and known.end >= start:
        newer = TimeRange(known.end + 1, end)
        return [*_still_open(piece, newer, page.crowded, evenly), _checked(start, min(known.end, end))]
    if page.crowded is None or not asked.holds(page.crowded):
        return _halves(piece, page, count)
    if piece.range.holds(page.crowded):
        return _still_open(piece, piece.range, page.crowded, count)
    return [Piece(piece.range, piece.expected)]  # the next request leaves the crowded neighbour out


def _checked(start: int, end: int) -> Piece[T]:
    return Piece(TimeRange(start, end), expected=0, status=Status.CHECKED)


def _still_open(piece: Piece[T], part: TimeRange, crowded: int | None, count: Count) -> list[Piece[T]]:
    """A part of a piece to ask for: the crowded millisecond in it, if any, and what lies after and before that."""
    if crowded is None or not part.holds(crowded):
        return _pieces(piece, part, count)
    return [
        *_pieces(piece, TimeRange(crowded + 1, part.end), count),
        Piece(TimeRange(crowded, crowded), expected=0, status=Status.CROWDED),
        *_pieces(piece, TimeRange(part.start, crowded - 1), count),
    ]


def _pieces(piece: Piece[T], part: TimeRange, count: Count) -> list[Piece[T]]:
    return [portion(piece, part, count)] if part.start <= part.end else []


def _halves(piece: Piece[T], page: Page[T], count: Count) -> list[Piece[T]]:
    """Two halves by estimate. A single millisecond is asked for once more without overlap, and then given up."""
    (start, end), starts = piece.range, page.starts(piece.range)
    if start == end:
        return [
            Piece(
                piece.range, piece.expected, exact=True, status=Status.CROWDED if piece.exact else Status.OPEN
            )
        ]
    match lacking_ends(starts, piece.range, _BARE) if starts else (False, False):
        case True, False:
            rest, bare = TimeRange(min(starts), end), TimeRange(start, min(starts) - 1)
            return [*_halves(portion(piece, rest, count), page, count), portion(piece, bare, count)]
        case False, True:
            rest, bare = TimeRange(start, max(starts)), TimeRange(max(starts) + 1, end)
            return [portion(piece, bare, count), *_halves(portion(piece, rest, count), page, count)]
    return list(cut(piece, 0.5, count))
