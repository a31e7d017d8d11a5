"""How much of a result fits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from c360_mcp.text.tokens import estimate

CHARACTER_LIMIT = 50_000
"""Beyond this, clients move a result to a file or cut it."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one result may cost, in estimated tokens; the estimate errs high."""

    tokens: int

    def holds(self, lines: Sequence[str]) -> bool:
        """Whether these lines, joined, fit."""
        characters = sum(map(len, lines)) + len(lines)
        return characters <= CHARACTER_LIMIT and sum(map(estimate, lines)) + len(lines) <= self.tokens

    def most(self, compose: Callable[[int], Sequence[str]], count: int) -> int | None:
        """The largest n up to `count` for which `compose(n)` fits; `None` if not even 0 does.

        `compose` must not shrink by more than its closing line as n grows.
        """
        if self.holds(compose(count)):
            return count
        low, high = 0, count - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.holds(compose(middle)) else (low, middle - 1)
        while low >= 0 and not self.holds(compose(low)):
            low -= 1
        return low if low >= 0 else None
