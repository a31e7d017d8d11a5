"""How much of a result fits."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from c360_mcp.text.tokens import ceiling, estimate

CHARACTER_LIMIT = 50_000
"""Beyond this, clients move a result to a file or cut it."""

Extent = TypeVar("Extent")
"""How many of each of its parts stand in a text."""


class Fit(NamedTuple, Generic[Extent]):
    """What is shown."""

    extent: Extent
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Budget:
    """What one result may cost, in estimated tokens; the estimate errs high."""

    tokens: int

    def cut(self, extents: Iterable[Extent], compose: Callable[[Extent], list[str]]) -> Fit[Extent]:
        """One of `extents`, longest first, whose lines fit while those of the one before don't; the last if none fit."""
        shorter = iter(extents)
        extent = next(shorter)
        whole = compose(extent)
        if self._holds(whole, ceiling("\n".join(whole))):
            return Fit(extent, whole)
        steps = [extent, *shorter]
        lines = cache(lambda step: compose(steps[step]))
        cost = cache(estimate)  # the same lines stand in one text after another

        def holds(step: int) -> bool:
            return self._holds(lines(step), sum(map(cost, lines(step))) + len(lines(step)) - 1)

        last = len(steps) - 1
        step = 0 if holds(0) else bisect_left(range(last), True, lo=min(1, last), key=holds)  # noqa: FBT003
        return Fit(steps[step], lines(step))

    def _holds(self, lines: list[str], tokens: int) -> bool:
        characters = sum(map(len, lines)) + len(lines)
        return characters <= CHARACTER_LIMIT and tokens <= self.tokens
