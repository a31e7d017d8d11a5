"""The sequence of sentiments over a customer's contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from c360_mcp.records.interaction import Interaction


@dataclass(frozen=True, slots=True)
class SentimentSequence:
    """Sentiments newest first, as runs of the same one; and how many contacts had none."""

    runs: tuple[tuple[str, int], ...]
    unscored: int

    @property
    def scored(self) -> int:
        """How many contacts carry a sentiment."""
        return sum(length for _, length in self.runs)


def sequence_sentiments(rows: Sequence[Interaction]) -> SentimentSequence:
    """Put the sentiments of `rows`, which are newest first, in sequence."""
    scored = [row.sentiment for row in rows if row.sentiment]
    runs = tuple((sentiment, len(list(run))) for sentiment, run in groupby(scored))
    return SentimentSequence(runs, len(rows) - len(scored))
