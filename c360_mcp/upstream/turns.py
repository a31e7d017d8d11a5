"""Callers take turns: each gets one of its own requests through, and then the next caller does."""

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Turns(Generic[T]):
    """What waits, by caller. Of one caller, the first to come is the first to go."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[T]] = {}
        """In the order of their turns: who had one goes to the end."""

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def add(self, caller: str, one: T) -> None:
        """Take a place behind all others of the same caller."""
        self._waiting.setdefault(caller, deque()).append(one)

    def next(self) -> T | None:
        """Take out what is next; None where nothing waits."""
        for caller, waiting in self._waiting.items():
            del self._waiting[caller]
            one = waiting.popleft()
            if waiting:
                self._waiting[caller] = waiting
            return one
        return None

    def discard(self, caller: str, one: T) -> None:
        """Take out what waits no longer, or was taken out before."""
        waiting = self._waiting.get(caller, deque())
        if one in waiting:
            waiting.remove(one)
            if not waiting:
                del self._waiting[caller]

    def ahead(self, caller: str) -> int:
        """How many go before one that this caller would add now, if nobody else came."""
        own, total, before = len(self._waiting.get(caller, ())), 0, True
        for other, waiting in self._waiting.items():
            before = before and other != caller
            total += own if other == caller else min(len(waiting), own + before)
        return total

    def newest_of_longer(self, caller: str) -> T | None:
        """The last to come of the caller who has most waiting, if these are more than `caller` would have with one more."""
        longest = max(self._waiting.values(), key=len, default=deque[T]())
        return longest[-1] if len(longest) > len(self._waiting.get(caller, ())) + 1 else None

    def __iter__(self) -> Iterator[T]:
        for waiting in self._waiting.values():
            yield from waiting
