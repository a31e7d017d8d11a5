"""Transcript summaries, and the interactions that have none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from c360_mcp.intake.gate import Gate
from c360_mcp.records.fields import Identifier, Moment, Name, Number, Prose, Record, Word, nested

ENTRY_LIMIT = 1_000
"""Summaries, and failures, that are read of one reply; more than 25 are never asked for."""


class Content(Record):
    """What the machine wrote about one transcript."""

    text: Prose = Field(None, alias="result")
    status: Word = None
    duration: Number = None
    """Seconds that the interaction took."""


class Metadata(Record):
    """When the summary was made, which is not when the interaction took place."""

    created: Moment = Field(None, alias="createdAt")


class Summary(Record):
    """One transcript summary."""

    interaction_id: Identifier = Field(None, alias="interactionId")
    content: Annotated[Content | None, nested] = None
    metadata: Annotated[Metadata | None, nested] = None


class Failure(Record):
    """An interaction whose summary did not come, with the API's reason."""

    interaction_id: Identifier = Field(None, alias="interactionId")
    reason: Name = None


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
    summaries = [Summary.model_validate(entry, context=gate) for entry in _objects(entries)]
    failures = [Failure.model_validate(entry, context=gate) for entry in _objects(failed)]
    kept = tuple(summary for summary in summaries if summary.interaction_id)
    named = tuple(failure for failure in failures if failure.interaction_id)
    return SummaryPage(kept, named, len(entries) + len(failed) - len(kept) - len(named))


def _objects(entries: Sequence[object]) -> list[object]:
    return [entry for entry in entries[:ENTRY_LIMIT] if isinstance(entry, dict)]
