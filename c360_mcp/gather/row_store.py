"""All rows that have come so far, each once, however many pages it was on."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, NamedTuple

from c360_mcp.gather.page import Page, Row, T, TimeRange


class _Undated(NamedTuple, Generic[T]):
    """A row without a start, and the overlap of all the ranges in whose pages it came."""

    row: Row[T]
    within: TimeRange


class RowStore(Generic[T]):
    """Rows by ID.

    Where pages give several starts for one ID, the row with the newest start is kept, because the newest rows are
    shown first. Rows without an ID are the same row if start and content are equal. Several equal ones on one page
    are as many interactions, so as many are kept as the page with the most of them holds.
    """

    def __init__(self) -> None:
        self._dated: dict[Hashable, Row[T]] = {}
        self._undated: dict[Hashable, _Undated[T]] = {}
        self._starts: list[int] = []
        """The starts of the dated rows, in ascending order."""

    def add(self, page: Page[T], asked: TimeRange) -> list[int]:
        """Add the page that came for a range, and return the starts of those rows that are new."""
        new = []
        for key, row in keyed(page.rows):
            if row.start is None:
                self._add_undated(key, row, asked)
            elif self._add_dated(key, row, row.start):
                new.append(row.start)
        return new

    def count(self, within: TimeRange) -> int:
        """The number of rows that began within a range."""
        return bisect_right(self._starts, within.end) - bisect_left(self._starts, within.start)

    def count_from(self, start: int | None) -> int:
        """The number of rows that began at or after a moment; of all dated rows where the moment is None."""
        return len(self._starts) - (0 if start is None else bisect_left(self._starts, start))

    def has_more_than(self, page: Page[T], within: TimeRange) -> bool:
        """Whether a row that began within a range is known from another page, but is not on this one."""
        on_page = {key for key, _ in keyed(page.rows)}
        return any(
            key not in on_page
            for key, row in self._dated.items()
            if row.start is not None and within.holds(row.start)
        )

    def newest_first(self) -> list[Row[T]]:
        """The rows with a start."""
        return sorted(self._dated.values(), key=lambda row: row.start or 0, reverse=True)

    def undated(self, since: int | None) -> list[Row[T]]:
        """Those rows without a start that may have begun at or after a moment; none where the moment is None.

        A row that came for a range which ends before that moment can't have.
        """
        return [
            row
            for key, (row, within) in self._undated.items()
            if since is not None and within.end >= since and not self._began(key, since)
        ]

    def _began(self, key: Hashable, since: int) -> bool:
        """Whether another page gives this row a start, at or after a moment."""
        held = self._dated.get(key)
        return held is not None and held.start is not None and held.start >= since

    def _add_dated(self, key: Hashable, row: Row[T], start: int) -> bool:
        """Add a row, and return whether it is new."""
        held = self._dated.get(key)
        if held is None or held.start is None:
            insort(self._starts, start)
        elif held.start <= start:
            self._starts.remove(held.start)
            insort(self._starts, start)
        else:
            return False
        self._dated[key] = row
        return held is None and key not in self._undated

    def _add_undated(self, key: Hashable, row: Row[T], asked: TimeRange) -> None:
        within = asked
        if held := self._undated.get(key):
            within = TimeRange(max(held.within.start, asked.start), min(held.within.end, asked.end))
        self._undated[key] = _Undated(row, within)


def keyed(rows: Iterable[Row[T]]) -> Iterator[tuple[Hashable, Row[T]]]:
    """The rows of one page, each with the key by which it is recognised on other pages.

    The key is the ID. Without one, it is the start, the content, and the how-manieth of such rows on its page it is.
    """
    times: Counter[tuple[int | None, T]] = Counter()
    for row in rows:
        if row.id is not None:
            yield row.id, row
            continue
        times[row.start, row.content] += 1
        yield (row.start, row.content, times[row.start, row.content]), row
