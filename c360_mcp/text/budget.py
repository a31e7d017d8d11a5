"""How much of a result fits."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from c360_mcp.text.part import Draft, Kept

CHARACTER_LIMIT = 50_000
"""Beyond this, clients move a result to a file or cut it."""


class Fit(NamedTuple):
    """What is shown."""

    kept: Kept
    text: str


@dataclass(frozen=True, slots=True)
class Budget:
    """What one result may cost, in estimated tokens."""

    tokens: int

    def fit(self, draft: Draft) -> Fit:
        """The first step of the draft's shortening whose text fits; the last one if none does."""
        steps = list(draft.steps())

        def fits(step: int) -> bool:
            lines = draft.lines(steps[step])
            characters = sum(map(len, lines)) + len(lines) - 1
            return characters <= CHARACTER_LIMIT and draft.cost(lines) <= 100 * self.tokens

        last = len(steps) - 1
        # Each step is shorter than the one before but for its coverage line, so halving finds the first that fits.
        step = 0 if fits(0) else bisect_left(range(last), True, lo=min(1, last), key=fits)  # noqa: FBT003
        return Fit(steps[step], "\n".join(draft.lines(steps[step])))
