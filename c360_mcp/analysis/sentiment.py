"""The sequence of sentiments over a customer's contacts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from c360_mcp.records.interaction import Interaction


@dataclass(frozen=True, slots=True)
class SentimentSequence:
    """Sentiments newest first, as runs of the same one; and of how many contacts there is none."""

    runs: tuple[tuple[str, int], ...]
    undated: tuple[tuple[str, int], ...]
    """What contacts without a start carry, which have no place in a sequence, most frequent first."""
    unscored: int

    @property
    def totals(self) -> list[tuple[str, int]]:
        """How many contacts in the sequence carry each sentiment, most frequent first."""
        totals: Counter[str] = Counter()
        for name, length in self.runs:
            totals[name] += length
        return totals.most_common()


def sequence_sentiments(rows: Sequence[Interaction]) -> SentimentSequence:
    """Put the sentiments of `rows`, which are newest first, in sequence."""
    dated = [row.sentiment for row in rows if row.sentiment and row.started]
    undated = [row.sentiment for row in rows if row.sentiment and not row.started]
    runs = tuple((sentiment, len(list(run))) for sentiment, run in groupby(dated))
    return SentimentSequence(
        runs, tuple(Counter(undated).most_common()), len(rows) - len(dated) - len(undated)
    )
