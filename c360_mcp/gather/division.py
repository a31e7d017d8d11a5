"""What becomes of a piece when a full page came of it: the part that is complete, and the parts to ask for."""

from c360_mcp.gather.cap_rule import Kept, covered, lacking_ends
from c360_mcp.gather.density import Count, cut, evenly, portion
from c360_mcp.gather.page import Page, T, TimeRange
from c360_mcp.gather.timeline import Piece, Reply, State

_BARE = 0.25
"""Where a full page has no row in this share of a piece at one end, but some up to the other, the API may have kept
that other: the bare end is asked for by itself, as its rows may be many or none."""


def divide(piece: Piece[T], reply: Reply[T], kept: Kept, count: Count) -> list[Piece[T]]:
    """The parts, newest first. Each that is to be asked for is shorter than the piece, or its last resort."""
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
    return [Piece(piece.range, piece.expected)]  # crowded next to it, where it will not be asked for again


def _checked(start: int, end: int) -> Piece[T]:
    return Piece(TimeRange(start, end), expected=0, state=State.CHECKED)


def _still_open(piece: Piece[T], part: TimeRange, crowded: int | None, count: Count) -> list[Piece[T]]:
    """A part of a piece, without the crowded millisecond in it."""
    if crowded is None or not part.holds(crowded):
        return _pieces(piece, part, count)
    return [
        *_pieces(piece, TimeRange(crowded + 1, part.end), count),
        Piece(TimeRange(crowded, crowded), expected=0, state=State.CROWDED),
        *_pieces(piece, TimeRange(part.start, crowded - 1), count),
    ]


def _pieces(piece: Piece[T], part: TimeRange, count: Count) -> list[Piece[T]]:
    return [portion(piece, part, count)] if part.start <= part.end else []


def _halves(piece: Piece[T], page: Page[T], count: Count) -> list[Piece[T]]:
    """Parts that are to hold the same; a millisecond is first asked for by itself, and then has no parts."""
    (start, end), starts = piece.range, page.starts(piece.range)
    if start == end:
        return [
            Piece(piece.range, piece.expected, alone=True, state=State.CROWDED if piece.alone else State.OPEN)
        ]
    match lacking_ends(starts, piece.range, _BARE) if starts else (False, False):
        case True, False:
            rest, bare = TimeRange(min(starts), end), TimeRange(start, min(starts) - 1)
            return [*_halves(portion(piece, rest, count), page, count), portion(piece, bare, count)]
        case False, True:
            rest, bare = TimeRange(start, max(starts)), TimeRange(max(starts) + 1, end)
            return [portion(piece, bare, count), *_halves(portion(piece, rest, count), page, count)]
    return list(cut(piece, 0.5, count))
