"""Two gatherings of one window, such as by an address and by a contact ID, as the one that tells both."""

from collections.abc import Callable, Sequence
from itertools import chain

from c360_mcp.gather.cap_check import Kept
from c360_mcp.gather.gathered import Gathered
from c360_mcp.gather.page import Row, T

Distinct = Callable[[Sequence[Row[T]], Sequence[Row[T]]], Sequence[Row[T]]]
"""The rows of both, each once."""


def unite(first: Gathered[T], second: Gathered[T], distinct: Distinct[T]) -> Gathered[T]:
    """What both say together: complete for as long back from the end as each of them is.

    What one of them holds of an earlier time has gaps where the other one's interactions would be.
    """
    shorter = max(first, second, key=_reach)
    since = shorter.complete_from
    dated = sorted(distinct(first.rows, second.rows), key=lambda row: row.start or 0, reverse=True)
    rows = [row for row in dated if _is_within(row, shorter)]
    return shorter._replace(
        rows=tuple(rows),
        undated=tuple(distinct(first.undated, second.undated)),
        beyond=(*dated[len(rows) :], *distinct(first.beyond, second.beyond)),
        kept=next((each.kept for each in (second, first) if each.kept is not Kept.NEITHER), Kept.NEITHER),
        crowded=tuple(sorted({moment for moment in _crowded(first, second) if moment >= (since or 0)}))[::-1],
        counts_end=first.counts_end or second.counts_end,
        requests=first.requests + second.requests,
    )


def _reach(gathered: Gathered[T]) -> float:
    """From when on it is complete."""
    return float("inf") if gathered.complete_from is None else gathered.complete_from


def _is_within(row: Row[T], gathered: Gathered[T]) -> bool:
    since = gathered.complete_from
    if since is None:
        return False
    return since <= gathered.whole.start or (row.start or 0) >= since


def _crowded(*gatherings: Gathered[T]) -> chain[int]:
    return chain.from_iterable(each.crowded for each in gatherings)
