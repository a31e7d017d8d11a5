"""The sequence of sentiments over a customer's contacts."""

from collections import Counter
from itertools import groupby
from typing import NamedTuple

from c360_mcp.analysis.timeline import Timeline

Sentiments = tuple[str, ...]
"""What one contact carries: one sentiment, or those of legs that disagree."""


class SentimentSequence(NamedTuple):
    """Sentiments of contacts newest first, as runs of the same; and of how many contacts there is none."""

    runs: tuple[tuple[Sentiments, int], ...]
    undated: tuple[tuple[Sentiments, int], ...]
    """What contacts without a start carry, which have no place in a sequence, most frequent first."""
    unscored: int

    @property
    def totals(self) -> list[tuple[Sentiments, int]]:
        """How many contacts in the sequence carry each, most frequent first."""
        totals: Counter[Sentiments] = Counter()
        for sentiments, length in self.runs:
            totals[sentiments] += length
        return totals.most_common()


def sequence_sentiments(timeline: Timeline) -> SentimentSequence:
    """Put the sentiments of contacts in sequence."""
    contacts = timeline.contacts
    dated = [contact.sentiments for contact in contacts if contact.sentiments and contact.started]
    undated = [contact.sentiments for contact in contacts if contact.sentiments and not contact.started]
    runs = tuple((sentiments, len(list(run))) for sentiments, run in groupby(dated))
    unscored = sum(not contact.sentiments for contact in contacts)
    return SentimentSequence(runs, tuple(Counter(undated).most_common()), unscored)
