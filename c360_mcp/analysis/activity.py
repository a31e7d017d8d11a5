"""How often, by what channel, and from whose side."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from c360_mcp.records.interaction import Interaction

SPANS = (7, 30, 90)
"""Days before the end of the window, each counted by itself."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Counts over the interactions that came back. Names are the API's in capitals, most frequent first."""

    recent: tuple[tuple[int, int, int], ...]
    """(days, interactions begun in them, inbound ones among these); none where no start is known"""
    channels: tuple[tuple[str, int], ...]
    directions: tuple[tuple[str, int], ...]


def count_activity(rows: Sequence[Interaction], end: datetime, latest: datetime) -> Activity:
    """Count interactions in the last days before `end`, as far as `latest`, by channel and by direction."""
    begun = sorted((row.started, row.is_inbound()) for row in rows if row.started and row.started <= latest)
    return Activity(
        recent=tuple((days, *_since(end - timedelta(days=days), begun)) for days in SPANS) if begun else (),
        channels=tuple(Counter(row.channel.upper() for row in rows if row.channel).most_common()),
        directions=tuple(Counter(row.direction.upper() for row in rows if row.direction).most_common()),
    )


def _since(start: datetime, begun: Sequence[tuple[datetime, bool]]) -> tuple[int, int]:
    first = start.astimezone(UTC)  # as the rows' are: of two zones, every comparison would work out both
    since = begun[bisect_left(begun, (first, False)) :]
    return len(since), sum(inbound for _, inbound in since)
