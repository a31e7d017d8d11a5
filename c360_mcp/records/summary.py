"""Transcript summaries, and the interactions that have none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, NamedTuple

from c360_mcp.intake.gate import Gate
from c360_mcp.records.fields import enum_value, identifier, is_truncated, moment, name, number, one, prose
from c360_mcp.records.record import Object, Wire, read_records

ENTRY_LIMIT = 1_000
"""Summaries, and failures, that are read of one reply; more than 25 are never asked for."""


class Content(NamedTuple):
    """What the machine wrote about one transcript."""

    text: Annotated[str | None, Wire("result", prose)]
    truncated: Annotated[bool, Wire("result", is_truncated)]
    """Whether the text is but the first sentences of what came."""
    status: Annotated[str | None, Wire("status", enum_value)]
    kind: Annotated[str | None, Wire("type", enum_value)]
    duration: Annotated[float | None, Wire("duration", number)]
    """Seconds that the interaction took."""


class Metadata(NamedTuple):
    """When the summary was made, which is not when the interaction took place."""

    created: Annotated[datetime | None, Wire("createdAt", moment)]


class Summary(NamedTuple):
    """One transcript summary."""

    interaction_id: Annotated[str | None, Wire("interactionId", identifier)]
    content: Annotated[Content | None, Wire("content", one(Content))]
    metadata: Annotated[Metadata | None, Wire("metadata", one(Metadata))]


class Failure(NamedTuple):
    """An interaction whose summary did not come, with the API's reason."""

    interaction_id: Annotated[str | None, Wire("interactionId", identifier)]
    reason: Annotated[str | None, Wire("reason", name)]


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """One reply: the summaries and failures that could be told to belong to an ID."""

    summaries: tuple[Summary, ...]
    failures: tuple[Failure, ...]
    unreadable: int
    """Entries that could not be, or that lay beyond `ENTRY_LIMIT`."""


def read_summaries(body: Mapping[str, object], gate: Gate) -> SummaryPage | None:
    """Read a reply of `transcript-summaries`; `None` where it is not one."""
    if not body.keys() & {"summaries", "partialFailures"}:
        return None
    entries, failed = body.get("summaries") or [], body.get("partialFailures") or []
    if not isinstance(entries, list) or not isinstance(failed, list):
        return None
    summaries = read_records(Summary, _objects(entries), gate)
    failures = read_records(Failure, _objects(failed), gate)
    kept = tuple(summary for summary in summaries if summary.interaction_id)
    named = tuple(failure for failure in failures if failure.interaction_id)
    return SummaryPage(kept, named, len(entries) + len(failed) - len(kept) - len(named))


def _objects(entries: Sequence[object]) -> list[Object]:
    return [entry for entry in entries[:ENTRY_LIMIT] if isinstance(entry, dict)]
