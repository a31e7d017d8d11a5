"""The sequence of sentiments over a customer's contacts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from c360_mcp.records.interaction import Interaction


@dataclass(frozen=True, slots=True)
class SentimentSequence:
    """Sentiments newest first, in capitals, as runs of the same one; and how many contacts had none."""

    runs: tuple[tuple[str, int], ...]
    unscored: int

    @property
    def scored(self) -> int:
        """How many contacts carry a sentiment."""
        return sum(length for _, length in self.runs)

    @property
    def totals(self) -> list[tuple[str, int]]:
        """How many contacts carry each sentiment, most frequent first."""
        totals: Counter[str] = Counter()
        for name, length in self.runs:
            totals[name] += length
        return totals.most_common()


def sequence_sentiments(rows: Sequence[Interaction]) -> SentimentSequence:
    """Put the sentiments of `rows`, which are newest first, in sequence."""
    scored = [row.sentiment.upper() for row in rows if row.sentiment]
    runs = tuple((sentiment, len(list(run))) for sentiment, run in groupby(scored))
    return SentimentSequence(runs, len(rows) - len(scored))
