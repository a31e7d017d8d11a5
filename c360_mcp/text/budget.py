"""How much of a result fits."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from c360_mcp.text.part import Draft, Kept
from c360_mcp.text.token_estimate import cost

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
        whole = next(draft.steps())
        text = "\n".join(draft.lines(whole))
        return Fit(whole, text) if self._holds(len(text), cost(text)) else self._shorten(draft)

    def _shorten(self, draft: Draft) -> Fit:
        steps = list(draft.steps())
        lines = cache(lambda step: draft.lines(steps[step]))
        line_cost = cache(cost)  # the same lines stand in one text after another

        def fits(step: int) -> bool:
            line_ends = len(lines(step)) - 1
            characters = sum(map(len, lines(step))) + line_ends
            return self._holds(characters, sum(map(line_cost, lines(step))) + line_ends * cost("\n"))

        last = len(steps) - 1
        # Each step is shorter than the one before but for its coverage line, so halving finds the first that fits.
        step = bisect_left(range(last), True, lo=min(1, last), key=fits)  # noqa: FBT003
        return Fit(steps[step], "\n".join(lines(step)))

    def _holds(self, characters: int, hundredths: int) -> bool:
        return characters <= CHARACTER_LIMIT and hundredths <= 100 * self.tokens
