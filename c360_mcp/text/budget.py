"""How much of a result fits."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from c360_mcp.text.token_estimate import estimate, surely_within

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
        text = "\n".join(whole)
        if len(text) <= CHARACTER_LIMIT and surely_within(self.tokens, text):
            return Fit(extent, whole)
        steps = [extent, *shorter]
        lines = cache(lambda step: compose(steps[step]))
        cost = cache(estimate)  # the same lines stand in one text after another

        def holds(step: int) -> bool:
            line_ends = len(lines(step)) - 1
            characters, tokens = (sum(map(size, lines(step))) + line_ends for size in (len, cost))
            return characters <= CHARACTER_LIMIT and tokens <= self.tokens

        last = len(steps) - 1
        step = 0 if holds(0) else bisect_left(range(last), True, lo=min(1, last), key=holds)  # noqa: FBT003
        return Fit(steps[step], lines(step))
