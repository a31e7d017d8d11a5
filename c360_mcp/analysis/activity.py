"""How often, by what channel, and from whose side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from c360_mcp.records.interaction import Interaction

SPANS = (7, 30, 90)
"""Days before the end of the window, each counted by itself."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Counts over the interactions that came back. Names are the API's in capitals, most frequent first."""

    recent: tuple[tuple[int, int], ...]
    """(days, interactions begun in them)"""
    channels: tuple[tuple[str, int], ...]
    directions: tuple[tuple[str, int], ...]


def count_activity(rows: Sequence[Interaction], end: datetime) -> Activity:
    """Count interactions in the last days before `end`, by channel and by direction."""
    return Activity(
        recent=tuple((days, _begun_within(rows, end, timedelta(days=days))) for days in SPANS),
        channels=tuple(Counter(row.channel.upper() for row in rows if row.channel).most_common()),
        directions=tuple(Counter(row.direction.upper() for row in rows if row.direction).most_common()),
    )


def _begun_within(rows: Sequence[Interaction], end: datetime, span: timedelta) -> int:
    return sum(1 for row in rows if row.started and end - span <= row.started <= end)
