"""How much of a result fits."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from c360_mcp.text.part import Draft, Kept

CHARACTER_LIMIT = 50_000
"""Beyond this, clients move a result to a file or cut it."""


class Fit(NamedTuple):
    """What is shown."""

    kept: Kept
    text: str


class Budget(NamedTuple):
    """What one result may cost, in estimated tokens."""

    tokens: int

    def fit(self, draft: Draft) -> Fit:
        """The first step of the draft's shortening whose text fits; the last one if none does."""
        steps = draft.steps()
        whole = next(steps)
        if self._holds(draft, lines := draft.lines(whole)):
            return Fit(whole, "\n".join(lines))
        shorter = list(steps) or [whole]
        lines_of = cache(lambda step: draft.lines(shorter[step]))
        # Each step is shorter than the one before but for its coverage line, so halving finds the first that fits.
        step = bisect_left(
            range(len(shorter) - 1),
            True,  # noqa: FBT003
            key=lambda step: self._holds(draft, lines_of(step)),
        )
        return Fit(shorter[step], "\n".join(lines_of(step)))

    def _holds(self, draft: Draft, lines: Sequence[str]) -> bool:
        """Whether lines of a draft fit."""
        characters = sum(map(len, lines)) + len(lines) - 1
        return characters <= CHARACTER_LIMIT and draft.cost(lines) <= 100 * self.tokens
