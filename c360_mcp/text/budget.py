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

    def most(self, compose: Callable[[int], Sequence[str]], count: int) -> int | None:
        """The largest n up to `count` for which the lines of `compose(n)` fit; `None` if not even 0 does."""
        costs: dict[str, int] = {}

        def fits(lines: Sequence[str]) -> bool:
            costs.update({line: estimate(line) + 1 for line in lines if line not in costs})
            characters = sum(map(len, lines)) + len(lines)
            return characters <= CHARACTER_LIMIT and sum(costs[line] for line in lines) <= self.tokens

        return next((n for n in range(count, -1, -1) if fits(compose(n))), None)
