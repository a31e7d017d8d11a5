"""Transcript summaries as text: under the rows of a search, and as a result of their own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from c360_mcp.analysis.summaries import NOT_AVAILABLE, NOT_FOUND, TEXTS_OF_ONE, SummaryLookup
from c360_mcp.intake.gate import quoted
from c360_mcp.records.fields import SUMMARY_LIMIT
from c360_mcp.records.summary import Content, Summary
from c360_mcp.text.budget import Budget
from c360_mcp.text.clock import age, length, stamp
from c360_mcp.text.part import Draft, Kept, Part, Rendered, fixed, items
from c360_mcp.text.phrases import closing, counted
from c360_mcp.text.short_id import MARK, PREFIX
from c360_mcp.text.token_estimate import estimate

_ADVICE = {
    NOT_FOUND: "none exists; one may lag its interaction by minutes",
    NOT_AVAILABLE: "temporary; ask again in some minutes",
}

BY_ID = "get_transcript_summaries"
MASKED = "Placeholders such as [phone 1] are numbered anew in each result."
RAISE_THE_BUDGET = "whoever runs this server can raise C360_RESULT_TOKENS."

AROUND_A_SUMMARY = 150
"""Tokens that the other lines of a result with one summary take."""

LONGEST_LENGTH = timedelta(days=30)
"""A longer interaction is taken for an error."""

_ANOTHER = " | another: "
"""Between different summaries of one interaction."""


class SummaryRequest(NamedTuple):
    """Everything that the text of `get_transcript_summaries` is made of."""

    lookup: SummaryLookup
    now: datetime
    zone: tzinfo
    age: float = 0.0
    """Seconds since the oldest reply came that was made for an earlier call."""
    masked: bool = False
    """Whether placeholders stand for contacts in it."""
    preamble: tuple[str, ...] = ()


def render_summary_result(request: SummaryRequest, budget: Budget) -> Rendered:
    """The text of the tool, cut to the budget: whole summaries go, the last asked for first."""
    lookup = request.lookup
    kept, text = budget.fit(_draft(request, budget))
    return Rendered(
        text=text,
        summaries=kept["summaries"],
        left_out={
            "summaries": len(lookup.found) - kept["summaries"],
            "failed": len(lookup.failed),
            "unreadable": lookup.unreadable,
        },
        kept=kept,
    )


def _draft(request: SummaryRequest, budget: Budget) -> Draft:
    found = [_line(key, summaries, request) for key, summaries in request.lookup.found.items()]
    failures = _failures(request.lookup)
    closing_line = Part(
        "coverage",
        0,
        lambda kept: [closing(_sentences(request, kept, found, failures.size - 1, budget))],
    )
    heading = Part("heading", 0, lambda kept: [_heading(kept["summaries"], request)] if found else [])
    parts = [
        fixed("preamble", request.preamble),
        heading,
        items("summaries", found),
        failures,
        closing_line,
    ]
    return Draft(parts, ("failures", "summaries"))


def _failures(lookup: SummaryLookup) -> Part:
    """The lines on missing summaries; before any is left out, they name places in the request in place of IDs."""
    by_place, by_id = (list(_failure_lines(lookup, by_id=by_id)) for by_id in (False, True))
    most = len(by_place) + 1

    def lines(kept: Kept) -> list[str]:
        return by_id if kept["failures"] == most else by_place[: kept["failures"]]

    return Part("failures", most, lines, lambda _: len(by_place))


def _heading(shown: int, request: SummaryRequest) -> str:
    asked, now = len(request.lookup.asked), stamp(request.now, request.zone)
    return (
        f"{shown} of {asked} transcript summaries, machine-written. Times in {request.zone} say when each was made, "
        f"not when the contact was; now it is {now}."
    )


def render_summaries(summaries: Sequence[Summary]) -> str:
    """The summaries of one interaction."""
    return _ANOTHER.join(map(_render_summary, summaries))


def incomplete(lookup: SummaryLookup) -> Iterator[str]:
    """What of the summaries that came is not told."""
    if lookup.unreadable:
        yield f"{counted(lookup.unreadable, 'entry')} of the reply with summaries could not be read."
    if lookup.cut:
        yield f"{counted(lookup.cut, 'summary')} cut after {SUMMARY_LIMIT:,} characters."
    if lookup.surplus:
        beyond_those = f"beyond the first {TEXTS_OF_ONE} of an interaction"
        yield f"{counted(lookup.surplus, 'summary')} {beyond_those} left out."


def reused(age: float) -> list[str]:
    """That a result rests on a reply to an earlier call, and how old that is."""
    return [f"Rests on a reply of {round(age)} seconds ago (C360_REUSE_SECONDS)."] if age >= 1 else []


def advice(reason: str) -> str:
    """A reason for a missing summary as a sentence, with what to do about it where that is known."""
    known = _ADVICE.get(reason)
    sentence = f"{reason} ({known})" if known else reason
    return sentence if sentence.endswith(".") else f"{sentence}."


def _render_summary(summary: Summary) -> str:
    """Type and status where they are not the usual ones, then the text in quotes."""
    content = summary.content
    if content is None or content.text is None:
        return ""
    return " ".join([*(f"({remark})" for remark in unusual_facts(content)), quoted(content.text)])


def unusual_facts(content: Content) -> list[str]:
    """`type "note"`, `status "partial"`: what is not as usual of a summary."""
    facts = (("type", content.kind, "summary"), ("status", content.status, "success"))
    return [f"{fact} {quoted(said)}" for fact, said, usual in facts if said and said != usual]


def _line(asked: str, summaries: Sequence[Summary], request: SummaryRequest) -> str:
    """`ID | summarised 2026-11-18 14:35 (4 days ago) | length 3m | "…"`."""
    return f"{asked} | {_ANOTHER.join(_told(summary, request) for summary in summaries)}"


def _told(summary: Summary, request: SummaryRequest) -> str:
    created = summary.created
    took = render_duration(summary.content)
    fields = [
        f"summarised {stamp(created, request.zone)} ({age(created, request.now, request.zone)})"
        if created
        else "",
        f"length {took}" if took else "",
        _render_summary(summary),
    ]
    return " | ".join(filter(None, fields))


def render_duration(content: Content | None) -> str:
    """How long the interaction took, by its summary; empty where that is unknown or can't be."""
    seconds = content.duration if content else None
    if seconds is None or not 0 <= seconds <= LONGEST_LENGTH.total_seconds():
        return ""
    return length(timedelta(seconds=seconds))


def _failure_lines(lookup: SummaryLookup, *, by_id: bool) -> Iterator[str]:
    """The IDs without a summary, by reason; by their place in the request where IDs would not fit."""
    places = {asked: str(place) for place, asked in enumerate(lookup.asked, 1)}
    for reason, ids in lookup.by_reason.items():
        names = ", ".join(ids if by_id else (places[asked] for asked in ids))
        which = names if by_id else f"{'number' if len(ids) == 1 else 'numbers'} {names} of the IDs asked for"
        if len(ids) == len(lookup.asked) > 1:
            which = f"any of the {len(ids)} IDs asked for"
        yield f"No summary of {which}: {advice(reason)}"


def _sentences(
    request: SummaryRequest, kept: Kept, found: Sequence[str], failures: int, budget: Budget
) -> Iterator[str]:
    lookup, shown = request.lookup, kept["summaries"]
    asked, failed = len(lookup.asked), len(lookup.failed)
    if shown == len(found) and not failed and not lookup.surplus and not lookup.cut:
        yield "complete, every summary asked for is here."
    else:
        yield f"{shown} of {asked} summaries are here{f', {failed} did not come' if failed else ''}."
    if any(not each.startswith(PREFIX) for each in lookup.because(NOT_FOUND)):
        yield f"An ID that a row shows with {MARK} is found only with it."
    if hidden := dict(list(zip(lookup.found, found, strict=True))[shown:]):
        call = _call_for(hidden, budget, any_shown=shown > 0)
        yield f"{len(hidden)} left out to stay within {budget.tokens:,} tokens: {call}"
    if (dropped := failures - kept["failures"]) > 0:
        yield f"{counted(dropped, 'line')} on missing summaries left out to stay within {budget.tokens:,} tokens."
    yield from incomplete(lookup)
    yield from reused(request.age)
    if request.masked:
        yield MASKED
    if found:
        yield "A summary is a machine's account of the conversation, not a transcript."


def _call_for(hidden: Mapping[str, str], budget: Budget, *, any_shown: bool) -> str:
    """The call that brings the next of these summaries, which are lines by ID."""
    room = budget.tokens - AROUND_A_SUMMARY
    fitting = [asked for asked, line in hidden.items() if estimate(line) <= room]
    if not fitting:
        return RAISE_THE_BUDGET
    if too_long := len(hidden) - len(fitting):
        verb = "does" if too_long == 1 else "do"
        others = " alone, then with the others" if len(fitting) > 1 else ""
        return f"call again with {fitting[0]}{others}. {too_long} {verb} not fit alone: {RAISE_THE_BUDGET}"
    if any_shown:
        return f"call again with the interaction_ids from {fitting[0]} on."
    return f"call again with {fitting[0]} alone, then with the others."
