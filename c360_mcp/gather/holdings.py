"""The rows that have come so far, each once, however many replies held it."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, NamedTuple

from c360_mcp.gather.page import Page, Row, T, TimeRange


class _Undated(NamedTuple, Generic[T]):
    """A row without a start, and the narrowest range known to hold it."""

    row: Row[T]
    within: TimeRange


class Holdings(Generic[T]):
    """Rows by their ID. Of those without one, rows that are equal in all else within one reply are several.

    Where replies tell different starts for one ID, the newest counts, as the row is to stand where it is
    looked for first.
    """

    def __init__(self) -> None:
        self._dated: dict[Hashable, Row[T]] = {}
        self._undated: dict[Hashable, _Undated[T]] = {}
        self._starts: list[int] = []
        """Of the dated ones, in order."""

    def add(self, page: Page[T], asked: TimeRange) -> list[int]:
        """Take in a reply to a request for a range; when those rows began that were not held before."""
        new = []
        for key, row in keyed(page.rows):
            if row.start is None:
                self._add_undated(key, row, asked)
            elif self._add_dated(key, row, row.start):
                new.append(row.start)
        return new

    def count(self, within: TimeRange) -> int:
        """How many of the rows held began within a range."""
        return bisect_right(self._starts, within.end) - bisect_left(self._starts, within.start)

    def count_from(self, start: int | None) -> int:
        """How many of them began at or after a moment, without a limit; all of them where it is None."""
        return len(self._starts) - (0 if start is None else bisect_left(self._starts, start))

    def lacks(self, page: Page[T], within: TimeRange) -> bool:
        """Whether a reply lacks a row that is held and began within a range."""
        told = {key for key, _ in keyed(page.rows)}
        return any(
            key not in told
            for key, row in self._dated.items()
            if row.start is not None and within.holds(row.start)
        )

    def newest_first(self) -> list[Row[T]]:
        """The rows with a start."""
        return sorted(self._dated.values(), key=lambda row: row.start or 0, reverse=True)

    def undated(self, since: int | None) -> list[Row[T]]:
        """The rows without a start that may belong after a moment, as they came in no range that ends before it.

        None of them where the moment is None.
        """
        return [
            row
            for key, (row, within) in self._undated.items()
            if since is not None and within.end >= since and not self._began(key, since)
        ]

    def _began(self, key: Hashable, since: int) -> bool:
        """Whether another reply tells a start of this row, after a moment."""
        held = self._dated.get(key)
        return held is not None and held.start is not None and held.start >= since

    def _add_dated(self, key: Hashable, row: Row[T], start: int) -> bool:
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
    """The rows of one reply with what each is known by in all replies: its ID, or else everything in it."""
    times: Counter[tuple[int | None, T]] = Counter()
    for row in rows:
        if row.id is not None:
            yield row.id, row
            continue
        times[row.start, row.content] += 1
        yield (row.start, row.content, times[row.start, row.content]), row
