"""One reply of `interactions-insight`, put in order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from c360_mcp.intake.gate import Gate
from c360_mcp.records.fields import LIST_LIMIT
from c360_mcp.records.insights import Insights, TopicAggregate
from c360_mcp.records.interaction import Interaction
from c360_mcp.records.record import Object, list_names, read_records, wires

API_CAP = 50
"""Interactions that the API returns at most; exactly this many means that there may be more."""

ROW_LIMIT = 1_000
"""Interactions that are read of one reply, whatever it holds."""

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class InteractionPage:
    """Interactions, newest first by start or else end, those without either last; and what was left out."""

    interactions: tuple[Interaction, ...]
    insights: Insights | None
    returned: int
    """Entries in the API's list."""
    unreadable: int
    duplicates: int
    beyond_limit: int
    """Entries beyond `ROW_LIMIT`."""
    interaction_ids_withheld: int
    """Interaction IDs that could not stand in a result, so that their rows have none."""
    contact_ids_withheld: int
    """Contact IDs of the same kind."""
    lists_truncated: int
    """Lists that were read of the entries and the insights, but for items beyond the first `LIST_LIMIT`."""
    has_list: bool
    """Whether the reply held a list at all, an empty one included."""

    @property
    def newest_known(self) -> bool:
        """Whether none of the newest can be missing: nothing capped, unreadable or without a start."""
        return (
            self.returned < API_CAP and not self.unreadable and all(row.started for row in self.interactions)
        )

    def row_numbers_by_id(self, newest: int | None = None) -> dict[str, list[int]]:
        """The rows' numbers, from 1, by interaction ID, of so many of the newest; an ID may stand in several."""
        numbers: dict[str, list[int]] = {}
        for number, row in enumerate(self.interactions[:newest], 1):
            if row.interaction_id:
                numbers.setdefault(row.interaction_id, []).append(number)
        return numbers


def read_interactions(body: Mapping[str, object], gate: Gate) -> InteractionPage | None:
    """Read a reply of `interactions-insight`; `None` where it is not one."""
    entries = body.get("interactions")
    if not body.keys() & {"interactions", "insights"} or not isinstance(entries, list | None):
        return None
    listed = entries or []
    objects = [entry for entry in listed[:ROW_LIMIT] if isinstance(entry, dict)]
    records = read_records(Interaction, objects, gate)
    read = [(entry, row) for entry, row in zip(objects, records, strict=True) if not row.is_blank]
    distinct = _without_duplicates([row for _, row in read])
    return InteractionPage(
        interactions=tuple(sorted(distinct, key=_recency, reverse=True)),
        insights=_insights(body.get("insights"), gate),
        returned=len(listed),
        unreadable=min(len(listed), ROW_LIMIT) - len(read),
        duplicates=len(read) - len(distinct),
        beyond_limit=max(len(listed) - ROW_LIMIT, 0),
        interaction_ids_withheld=sum(
            _is_withheld(entry, "interactionId", row.interaction_id) for entry, row in read
        ),
        contact_ids_withheld=sum(_is_withheld(entry, "contactId", row.contact_id) for entry, row in read),
        lists_truncated=_overlong(Interaction, (entry for entry, _ in read))
        + _overlong(TopicAggregate, [_topics(body.get("insights"))]),
        has_list=entries is not None,
    )


def _is_withheld(entry: Object, name: str, read: str | None) -> bool:
    """Whether there is an ID which could not be read, of whatever type."""
    return read is None and entry.get(name) not in (None, "")


def _overlong(kind: type[NamedTuple], objects: Iterable[object]) -> int:
    """How many lists are longer than is read of them, of those that a kind of record is read from."""
    return sum(
        isinstance(items := each.get(name), list) and len(items) > LIST_LIMIT
        for each in objects
        if isinstance(each, dict)
        for name in list_names(kind)
    )


def _topics(insights: object) -> object:
    return insights.get(wires(Insights)["topics"].name) if isinstance(insights, dict) else None


def _without_duplicates(rows: Sequence[Interaction]) -> list[Interaction]:
    """Without rows that say again, in every field, what another with the same ID has said."""
    times = Counter(row.interaction_id for row in rows)
    seen: set[Interaction] = set()
    distinct: list[Interaction] = []
    for row in rows:
        if row.interaction_id is None or times[row.interaction_id] == 1:
            distinct.append(row)
        elif row not in seen:
            seen.add(row)
            distinct.append(row)
    return distinct


def _recency(row: Interaction) -> datetime:
    return row.started or row.ended or _BEFORE_ALL


def _insights(value: object, gate: Gate) -> Insights | None:
    return read_records(Insights, [value], gate)[0] if isinstance(value, dict) else None
