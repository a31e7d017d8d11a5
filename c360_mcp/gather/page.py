"""What one request asks for, and what came back."""

from collections import Counter
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from c360_mcp.records.page import API_CAP

T = TypeVar("T")
"""Whatever a row stands for; it is carried along. Of rows without an ID, it must be hashable and tell equal ones."""


class TimeRange(NamedTuple):
    """From `start` to `end`, both included, in epoch milliseconds."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """In milliseconds: one where start and end are the same."""
        return self.end - self.start + 1

    def holds(self, moment: int) -> bool:
        """Whether the moment lies in it, at its ends included."""
        return self.start <= moment <= self.end


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One interaction: its ID and its start in epoch milliseconds, where they could be read."""

    id: str | None
    start: int | None
    content: T


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The rows of one reply, in any order."""

    rows: tuple[Row[T], ...]
    returned: int
    """Entries in the API's list, those included that could not be read or are left out as doubles."""

    @property
    def is_full(self) -> bool:
        """Whether there may be more in the window than came back."""
        return self.returned >= API_CAP

    @property
    def unreadable(self) -> int:
        """Entries of which nothing is known."""
        return max(self.returned - len(self.rows), 0)

    def starts(self, within: TimeRange) -> list[int]:
        """When its rows began, of those that began within a range."""
        return [row.start for row in self.rows if row.start is not None and within.holds(row.start)]

    @property
    def crowded(self) -> int | None:
        """The millisecond in which as many rows began as one reply may hold: no window can bring others of it."""
        times = Counter(row.start for row in self.rows if row.start is not None)
        moment, count = max(times.items(), key=lambda item: item[1], default=(None, 0))
        return moment if count >= API_CAP else None
