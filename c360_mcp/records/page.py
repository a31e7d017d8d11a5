"""One reply of `interactions-insight`: its interactions in order, without duplicates, and what had to be left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from c360_mcp.intake.gate import Gate
from c360_mcp.records import fields
from c360_mcp.records.bounds import API_CAP, ROW_LIMIT
from c360_mcp.records.fields import JsonObject
from c360_mcp.records.insights import Insights, read_insights
from c360_mcp.records.interaction import LISTS, Interaction, read_interaction

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class InteractionPage:
    """Interactions, newest first by their start, or else their end, and last those without either."""

    interactions: tuple[Interaction, ...]
    insights: Insights
    returned: int
    """Entries in the API's list."""
    unreadable: int
    """Entries of which no field could be read."""
    duplicates: int
    """Entries that repeat another in every field."""
    beyond_limit: int
    """Entries beyond `ROW_LIMIT`."""
    interaction_ids_withheld: int
    """Interaction IDs that were not safe to show, so that their rows have none."""
    contact_ids_withheld: int
    """Contact IDs of the same kind."""
    lists_truncated: int
    """Lists in entries and insights of which only the first `LIST_LIMIT` items were read."""
    has_list: bool
    """Whether the reply held a list of interactions, be it an empty one."""
    replies: int = 1
    """From how many replies it was joined. These overlap, so that what could not be used may be counted twice."""

    @property
    def is_full(self) -> bool:
        """Whether the API may hold more than it returned."""
        return self.returned >= API_CAP


def read_interactions(body: JsonObject, gate: Gate) -> InteractionPage | None:
    """Read a reply of `interactions-insight`; `None` where it is not one."""
    entries = body.get("interactions")
    if not body.keys() & {"interactions", "insights"} or not isinstance(entries, list | None):
        return None
    listed, insights = entries or [], fields.inner_object(body, "insights")
    read = _read_entries(listed[:ROW_LIMIT], gate)
    distinct = _without_duplicates([row for _, row in read])
    return InteractionPage(
        interactions=tuple(sorted(distinct, key=_recency, reverse=True)),
        insights=read_insights(insights, gate),
        returned=len(listed),
        unreadable=min(len(listed), ROW_LIMIT) - len(read),
        duplicates=len(read) - len(distinct),
        beyond_limit=max(len(listed) - ROW_LIMIT, 0),
        interaction_ids_withheld=sum(
            _withheld(entry, "interactionId", row.interaction_id) for entry, row in read
        ),
        contact_ids_withheld=sum(_withheld(entry, "contactId", row.contact_id) for entry, row in read),
        lists_truncated=sum(map(fields.is_overlong, _lists(insights, [entry for entry, _ in read]))),
        has_list=entries is not None,
    )


def join_pages(
    pages: Sequence[InteractionPage], interactions: Sequence[Interaction], came: int = 0
) -> InteractionPage:
    """What several replies brought, of which these interactions are told; the insights are those of the first.

    `came` is how many different ones were in the replies, where that is more than are told.
    """
    return InteractionPage(
        interactions=tuple(interactions),
        insights=pages[0].insights,
        returned=max(came, len(interactions)),
        unreadable=sum(page.unreadable for page in pages),
        duplicates=sum(page.duplicates for page in pages),
        beyond_limit=sum(page.beyond_limit for page in pages),
        interaction_ids_withheld=sum(page.interaction_ids_withheld for page in pages),
        contact_ids_withheld=sum(page.contact_ids_withheld for page in pages),
        lists_truncated=sum(page.lists_truncated for page in pages),
        has_list=True,
        replies=sum(page.replies for page in pages),
    )


def _read_entries(entries: Sequence[object], gate: Gate) -> list[tuple[JsonObject, Interaction]]:
    """Each entry that is an object with the interaction read from it, where any field could be read."""
    objects = [entry for entry in entries if isinstance(entry, dict)]
    rows = [(entry, read_interaction(entry, gate)) for entry in objects]
    return [(entry, row) for entry, row in rows if not row.is_blank]


def _withheld(entry: JsonObject, name: str, read: str | None) -> bool:
    """Whether an entry has an ID, of whatever type, that was not read."""
    return read is None and entry.get(name) not in (None, "")


def _lists(insights: JsonObject, entries: Sequence[JsonObject]) -> Iterator[object]:
    """The values that are read as lists, whether they are lists or not, but for empty ones."""
    yield from filter(None, chain.from_iterable(map(entry.get, LISTS) for entry in entries))
    yield fields.inner_object(insights, "aggregatedTopics").get("topicFrequency")


def _without_duplicates(rows: Sequence[Interaction]) -> list[Interaction]:
    """The rows but for those that are the same, in every field, as an earlier one with an ID."""
    rows_of = Counter(row.interaction_id for row in rows)
    seen: set[Interaction] = set()
    distinct: list[Interaction] = []
    for row in rows:
        before = len(seen)
        may_repeat = row.interaction_id is not None and rows_of[row.interaction_id] > 1
        if may_repeat:  # no other row is hashed: that goes over all fields, and takes long for times
            seen.add(row)
        if not may_repeat or len(seen) > before:
            distinct.append(row)
    return distinct


def _recency(row: Interaction) -> datetime:
    return row.started or row.ended or _BEFORE_ALL
