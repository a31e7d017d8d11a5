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
    """Counts over the interactions that came back. Names are the API's in small letters, most frequent first."""

    recent: tuple[tuple[int, int, int], ...]
    """(days, interactions begun in them, inbound ones among these); none where no start is known"""
    channels: tuple[tuple[str, int], ...]
    directions: tuple[tuple[str, int], ...]


def count_activity(rows: Sequence[Interaction], end: datetime, latest: datetime) -> Activity:
    """Count interactions in the last days before `end`, as far as `latest`, by channel and by direction."""
    past = [row for row in rows if row.started and row.started <= latest]
    begun, inbound = _starts(past), _starts([row for row in past if row.is_inbound()])
    # In UTC as the rows' starts are: of two zones, every comparison would work out both.
    starts = [(days, (end - timedelta(days=days)).astimezone(UTC)) for days in SPANS] if begun else []
    return Activity(
        recent=tuple((days, _since(start, begun), _since(start, inbound)) for days, start in starts),
        channels=tuple(Counter(row.channel for row in rows if row.channel).most_common()),
        directions=tuple(Counter(row.direction for row in rows if row.direction).most_common()),
    )


def _starts(rows: Sequence[Interaction]) -> list[datetime]:
    return sorted(row.started for row in rows if row.started)


def _since(start: datetime, begun: Sequence[datetime]) -> int:
    return len(begun) - bisect_left(begun, start)
