"""The time range that one request asks for, and the page of rows that comes back."""

from collections import Counter
from typing import Generic, NamedTuple, TypeVar

from c360_mcp.records.bounds import API_CAP

T = TypeVar("T")
"""The caller's own record of an interaction, carried along unread. Rows without an ID are told apart by it, so it
must be hashable."""


class TimeRange(NamedTuple):
    """From `start` to `end`, both inclusive, in epoch milliseconds."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """In milliseconds; 1 where start and end are the same, less than 1 where the range is empty."""
        return self.end - self.start + 1

    def holds(self, moment: int) -> bool:
        """Whether the moment lies in the range."""
        return self.start <= moment <= self.end


class Row(NamedTuple, Generic[T]):
    """One interaction: its ID and its start in epoch milliseconds, each None where it could not be read."""

    id: str | None
    start: int | None
    content: T


class Page(NamedTuple, Generic[T]):
    """The rows of one reply, in any order."""

    rows: tuple[Row[T], ...]
    returned: int
    """Length of the API's list, including entries that could not be read or were dropped as doubles."""

    @property
    def is_full(self) -> bool:
        """Whether the API's cap was reached, so that the window may hold more than came back."""
        return self.returned >= API_CAP

    @property
    def unreadable(self) -> int:
        """Entries of the API's list that are not among the rows."""
        return max(self.returned - len(self.rows), 0)

    def starts(self, within: TimeRange) -> list[int]:
        """The starts of those rows that began within a range."""
        return [row.start for row in self.rows if row.start is not None and within.holds(row.start)]

    @property
    def crowded(self) -> int | None:
        """The millisecond in which fifty or more of the rows began; None where there is none.

        No window can be made small enough to bring the other interactions of that millisecond, if there are any.
        """
        times = Counter(row.start for row in self.rows if row.start is not None)
        moment, count = max(times.items(), key=lambda item: item[1], default=(None, 0))
        return moment if count >= API_CAP else None
