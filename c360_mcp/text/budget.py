"""How much of a result fits."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from c360_mcp.text.tokens import estimate

CHARACTER_LIMIT = 50_000
"""Beyond this, clients move a result to a file or cut it."""

Extent = TypeVar("Extent")
"""How many of each of its parts stand in a text."""


class Fit(NamedTuple, Generic[Extent]):
    """What is shown, and what it costs."""

    extent: Extent
    lines: list[str]
    tokens: int


@dataclass(frozen=True, slots=True)
class Budget:
    """What one result may cost, in estimated tokens; the estimate errs high."""

    tokens: int

    def cut(self, extents: Iterable[Extent], compose: Callable[[Extent], list[str]]) -> Fit[Extent]:
        """One of `extents`, longest first, whose lines fit while those of the one before don't; the last if none fit."""

        def tried(extent: Extent) -> Fit[Extent]:
            lines = compose(extent)
            return Fit(extent, lines, estimate("\n".join(lines)))

        shorter = iter(extents)
        whole = tried(next(shorter))
        if self._holds(whole):
            return whole
        rest = list(shorter)
        step = bisect_left(rest, True, key=lambda extent: self._holds(tried(extent)))  # noqa: FBT003
        return tried(rest[min(step, len(rest) - 1)]) if rest else whole

    def _holds(self, fit: Fit[Extent]) -> bool:
        characters = sum(map(len, fit.lines)) + len(fit.lines)
        return characters <= CHARACTER_LIMIT and fit.tokens <= self.tokens
