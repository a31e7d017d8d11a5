"""How often, by what channel, from whose side, and through which queue."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from c360_mcp.analysis.contact import Contact
from c360_mcp.analysis.timeline import Timeline

SPANS = (7, 30, 90)
"""Days before the end of the window, each counted by itself."""

Counts = tuple[tuple[str, int], ...]
"""Names, as the API has them, and how often each occurs, most frequent first."""


class Activity(NamedTuple):
    """Counts of contacts."""

    recent: tuple[tuple[int, int, int], ...]
    """(days, contacts begun in them, inbound ones among these); none where no start is known"""
    channels: tuple[tuple[str | None, Counts], ...]
    """Channels by direction: inbound, outbound, any others, unknown. Empty names are unknown."""
    queues: Counts
    """A contact that passed several counts in each."""


def count_activity(timeline: Timeline, end: datetime, latest: datetime) -> Activity:
    """Count contacts in the last days before `end`, as far as `latest`, by direction and channel, and by queue."""
    contacts = timeline.contacts
    past = [contact for contact in contacts if contact.started and contact.started <= latest]
    # In UTC as the starts are: of two zones, every comparison would work out both.
    starts = [(days, (end - timedelta(days=days)).astimezone(UTC)) for days in SPANS] if past else []
    return Activity(
        recent=tuple((days, *_begun_since(start, past)) for days, start in starts),
        channels=tuple(_channels(contacts)),
        queues=tuple(Counter(queue for contact in contacts for queue in contact.queues).most_common()),
    )


def _begun_since(start: datetime, contacts: Iterable[Contact]) -> tuple[int, int]:
    begun = [contact for contact in contacts if contact.started and contact.started >= start]
    return len(begun), sum(contact.is_inbound() for contact in begun)


def _channels(contacts: Iterable[Contact]) -> Iterable[tuple[str | None, Counts]]:
    by_direction: dict[str | None, dict[str, int]] = {"inbound": {}, "outbound": {}}
    for (direction, channel), count in Counter((each.direction, each.channel) for each in contacts).items():
        if direction or channel:
            by_direction.setdefault(direction, {})[channel or ""] = count
    unknown = by_direction.pop(None, {})
    for direction, channels in [*by_direction.items(), (None, unknown)]:
        if channels:
            yield direction, tuple(Counter(channels).most_common())
