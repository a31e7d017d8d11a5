"""How much of a result fits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from c360_mcp.text.tokens import estimate

CHARACTER_LIMIT = 50_000
"""Beyond this, clients move a result to a file or cut it."""

Extent = TypeVar("Extent")
"""How many of each of its parts stand in a text."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one result may cost, in estimated tokens; the estimate errs high."""

    tokens: int

    def cut(
        self, extents: Iterable[Extent], compose: Callable[[Extent], list[str]]
    ) -> tuple[Extent, list[str]]:
        """The first of `extents`, longest first, whose lines fit, and these lines; the last where none does."""
        costs: dict[str, int] = {}

        def fits(lines: list[str]) -> bool:
            costs.update({line: estimate(f"\n{line}") for line in lines if line not in costs})
            characters = sum(map(len, lines)) + len(lines)
            return characters <= CHARACTER_LIMIT and sum(map(costs.__getitem__, lines)) <= self.tokens

        for extent in extents:
            lines = compose(extent)
            if fits(lines):
                break
        return extent, lines
