"""One reply of `transcript-summaries`: summaries, and the interactions for which there are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from c360_mcp.intake.gate import Gate
from c360_mcp.records import fields
from c360_mcp.records.fields import JsonObject

ENTRY_LIMIT = 1_000
"""Summaries, and failures, that are read of one reply; more than 25 are never asked for."""


class Content(NamedTuple):
    """What a machine wrote about one transcript."""

    text: str | None
    truncated: bool
    """Whether the text is only the first sentences of a longer one."""
    status: str | None
    kind: str | None
    duration: float | None
    """Seconds that the interaction took."""


class Summary(NamedTuple):
    """One transcript summary."""

    interaction_id: str | None
    content: Content | None
    created: datetime | None
    """When it was made, which is not when the interaction took place."""


class Failure(NamedTuple):
    """An interaction that the API has no summary for, and its reason."""

    interaction_id: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """One reply of `transcript-summaries`: the summaries and failures that name an interaction ID."""

    summaries: tuple[Summary, ...]
    failures: tuple[Failure, ...]
    unreadable: int
    """Entries that name none, or that lie beyond `ENTRY_LIMIT`."""


def read_summaries(body: JsonObject, gate: Gate) -> SummaryPage | None:
    """Read a reply of `transcript-summaries`; `None` where it is not one."""
    if not body.keys() & {"summaries", "partialFailures"}:
        return None
    entries, failed = body.get("summaries") or [], body.get("partialFailures") or []
    if not isinstance(entries, list) or not isinstance(failed, list):
        return None
    summaries = [read_summary(entry, gate) for entry in _objects(entries)]
    failures = [read_failure(entry, gate) for entry in _objects(failed)]
    kept = tuple(summary for summary in summaries if summary.interaction_id)
    named = tuple(failure for failure in failures if failure.interaction_id)
    return SummaryPage(kept, named, len(entries) + len(failed) - len(kept) - len(named))


def read_summary(entry: JsonObject, gate: Gate) -> Summary:
    """Read an item of `summaries`."""
    return Summary(
        interaction_id=fields.identifier(entry.get("interactionId"), gate),
        content=fields.record(entry.get("content"), read_content, gate),
        created=fields.record(entry.get("metadata"), read_created, gate),
    )


def read_content(entry: JsonObject, gate: Gate) -> Content:
    """Read the `content` of a summary."""
    text, truncated = fields.prose(entry.get("result"), gate)
    return Content(
        text=text,
        truncated=truncated,
        status=fields.enum(entry.get("status"), gate),
        kind=fields.enum(entry.get("type"), gate),
        duration=fields.number(entry.get("duration")),
    )


def read_created(entry: JsonObject, _: Gate) -> datetime | None:
    """Read the one field of a summary's `metadata`."""
    return fields.time(entry.get("createdAt"))


def read_failure(entry: JsonObject, gate: Gate) -> Failure:
    """Read an item of `partialFailures`."""
    return Failure(
        interaction_id=fields.identifier(entry.get("interactionId"), gate),
        reason=fields.name(entry.get("reason"), gate),
    )


def _objects(entries: Sequence[object]) -> list[JsonObject]:
    return [entry for entry in entries[:ENTRY_LIMIT] if isinstance(entry, dict)]
