"""Transcript summaries as text: under the rows of a search, and as a result of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from c360_mcp.analysis.transcripts import NOT_AVAILABLE, NOT_FOUND, Transcripts
from c360_mcp.intake.gate import quoted
from c360_mcp.records.summary import Summary
from c360_mcp.text.budget import Budget
from c360_mcp.text.clock import age, span, stamp
from c360_mcp.text.count import counted
from c360_mcp.text.coverage import closing

_ADVICE = {
    NOT_FOUND: "none exists; one may lag its interaction by minutes",
    NOT_AVAILABLE: "temporary, also on a second try; ask again in some minutes",
}

_LONGEST = timedelta(days=30).total_seconds()
"""A longer duration is taken for an error and left out."""


@dataclass(frozen=True, slots=True)
class TranscriptResult:
    """Everything that the text of `get_transcript_summaries` is made of."""

    transcripts: Transcripts
    unreadable: int
    now: datetime
    zone: tzinfo
    preamble: tuple[str, ...] = ()


def render_transcripts(result: TranscriptResult, budget: Budget) -> str:
    """The text of the tool, cut to the budget: whole summaries go, the last asked for first."""
    found = [
        _line(asked, result.transcripts.found[asked], result)
        for asked in result.transcripts.asked
        if asked in result.transcripts.found
    ]
    for by_id in (True, False):
        failures = list(_failures(result.transcripts, by_id=by_id))

        def compose(shown: int, failures: Sequence[str] = failures) -> list[str]:
            return [*_head(result), *found[:shown], *failures, _coverage(result, shown, budget)]

        most = budget.most(compose, len(found))
        if most or most == len(found):
            break
    return "\n".join(compose(most or 0))


def render_summary(summary: Summary) -> str:
    """Status where it is not success, then the text in quotes."""
    content = summary.content
    if content is None or content.text is None:
        return ""
    status = (
        f"(status {quoted(content.status)}) "
        if content.status and content.status.lower() != "success"
        else ""
    )
    return f"{status}{quoted(content.text)}"


def advice(reason: str) -> str:
    """A reason for a missing summary, and what to do about it where that is known."""
    known = _ADVICE.get(reason)
    return f"{reason} ({known})" if known else reason


def _head(result: TranscriptResult) -> list[str]:
    count, asked = len(result.transcripts.found), len(result.transcripts.asked)
    return [
        *result.preamble,
        f"{count} of {asked} transcript summaries, machine-written; times in {result.zone}.",
    ]


def _line(asked: str, summary: Summary, result: TranscriptResult) -> str:
    """`ID | summarised 2026-11-18 14:35 (4 days ago) | contact 3m05s | "…"`."""
    created = summary.metadata.created if summary.metadata else None
    seconds = summary.content.duration if summary.content else None
    fields = [
        asked,
        f"summarised {stamp(created, result.zone)} ({age(created, result.now)})" if created else "",
        f"length {span(timedelta(seconds=seconds))}"
        if seconds is not None and 0 <= seconds <= _LONGEST
        else "",
        render_summary(summary),
    ]
    return " | ".join(filter(None, fields))


def _failures(transcripts: Transcripts, *, by_id: bool) -> Iterator[str]:
    """The IDs without a summary, by reason; by their place in the request where IDs would not fit."""
    places = {asked: str(place) for place, asked in enumerate(transcripts.asked, 1)}
    for reason, ids in transcripts.by_reason.items():
        names = ", ".join(ids if by_id else (places[asked] for asked in ids))
        yield f"No summary, {advice(reason)}: {'' if by_id else 'IDs in the order asked for, number '}{names}"


def _coverage(result: TranscriptResult, shown: int, budget: Budget) -> str:
    return closing(_sentences(result, shown, budget))


def _sentences(result: TranscriptResult, shown: int, budget: Budget) -> Iterator[str]:
    found, failed = list(result.transcripts.found), len(result.transcripts.failed)
    if shown == len(found) and not failed:
        yield "complete, every summary asked for is here."
    else:
        yield f"{shown} of {len(result.transcripts.asked)} summaries are here{f', {failed} did not come' if failed else ''}."
    if hidden := found[shown:]:
        yield (
            f"{len(hidden)} left out to stay within {budget.tokens:,} tokens: "
            f"call again with the interaction_ids from {hidden[0]} on."
        )
    if result.unreadable:
        yield f"{counted(result.unreadable, 'entry')} of the reply could not be read."
    yield "A summary is a machine's account of the conversation, not a transcript."
