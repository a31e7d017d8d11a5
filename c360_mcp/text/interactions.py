"""The text of `get_customer_interactions`."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from c360_mcp.intake.gate import bare_or_quoted
from c360_mcp.text.budget import Budget, Fit
from c360_mcp.text.clock import stamp
from c360_mcp.text.coverage import KIND_NAMES, coverage
from c360_mcp.text.friction import render_friction
from c360_mcp.text.history import Detail, History
from c360_mcp.text.limits import Limits
from c360_mcp.text.overview import (
    render_activity,
    render_further_topics,
    render_last_contact,
    render_sentiment,
    render_topics_aggregate,
)
from c360_mcp.text.part import Draft, Part, Rendered, fixed, items
from c360_mcp.text.phrases import cite, counted
from c360_mcp.text.row import Rows
from c360_mcp.text.summaries import advice, render_summaries
from c360_mcp.text.token_estimate import estimate

IDENTITY_TOKENS = 300
"""No address comes to as many, but an ID may, in a script that costs several tokens a character."""
IDENTITY_CUT = 40
_SHORTENED = ("further topics", "rows", "summaries", "failures", "overview")


def render_history(history: History, budget: Budget) -> Rendered:
    """The text, cut to the budget: whole rows go, oldest first, down to those whose summaries were asked for."""
    fit = _fit(history, budget, cache(lambda: _rows_in_other_detail(history, budget)))
    page, kept = history.page, fit.kept
    return Rendered(
        text=fit.text,
        rows=kept["rows"],
        summaries=kept["summaries"],
        left_out={
            "rows": len(page.interactions) - kept["rows"],
            "summaries": len(history.summarised) - kept["summaries"],
            "unreadable": page.unreadable,
            "doubles": page.duplicates,
            "unread": page.beyond_limit,
        },
    )


def _rows_in_other_detail(history: History, budget: Budget) -> int:
    """How many rows the other detail would show."""
    other = replace(history, detail=Detail.STANDARD if history.concise else Detail.CONCISE)
    return _fit(other, budget, lambda: 0).kept["rows"]


def _fit(history: History, budget: Budget, rows_in_other_detail: Callable[[], int]) -> Fit:
    body = Draft(_parts(history, Limits(history, budget.tokens, rows_in_other_detail)), _SHORTENED)
    closing = Part("coverage", 0, lambda kept: [coverage(history, body, kept)])
    return budget.fit(replace(body, parts=[*body.parts, closing]))


def _parts(history: History, limits: Limits) -> list[Part]:
    """All parts but the coverage line, in the order in which they stand."""
    overview = ["\n".join(section) for section in _overview(history)]
    rows = history.page.interactions[: history.max_interactions]
    written = Rows(rows, history)
    asked = min(history.include_summaries, len(rows))
    return [
        fixed("head", [*history.preamble, _who(history)]),
        items("overview", overview, least=len(overview), note=limits.overview),
        items("further topics", render_further_topics(history.page.insights)),
        items("rows", written.render(), heading=written.heading, least=asked, note=limits.rows),
        items("summaries", list(_summaries(history)), note=limits.summaries),
        items("failures", list(_failures(history))),
    ]


def _who(history: History) -> str:
    """`E-mail address customer@example.com | 2025-11-22 15:47 to … UTC (default) | 12 interactions returned`."""
    identity, page = history.identity, history.page
    notes = f" ({'; '.join(identity.notes)})" if identity.notes else ""
    name, searched = KIND_NAMES[identity.kind], history.searched
    if estimate(searched) > IDENTITY_TOKENS:
        searched = f"{searched[:IDENTITY_CUT]}…"
    who = f"{name[0].upper()}{name[1:]} {bare_or_quoted(searched)}{notes}"
    read = f", {len(page.interactions):,} counted" if len(page.interactions) < page.returned else ""
    now = f" | now {stamp(history.now, history.window.zone)}" if history.window.end_given else ""
    return (
        f"{who} | {history.window.description}{now} | {counted(page.returned, 'interaction')} returned{read}"
    )


def _overview(history: History) -> Iterator[list[str]]:
    """Sections in order; where the budget is tight, the last go first."""
    page, window, rows = history.page, history.window, history.page.interactions
    sections = (
        render_last_contact(rows, now=history.now, window=window, newest_known=page.newest_known),
        render_sentiment(rows, page.insights),
        render_topics_aggregate(page.insights),
        render_activity(rows, window, complete=page.newest_known),
        render_friction(rows),
    )
    return filter(None, sections)


def _summaries(history: History) -> Iterator[str]:
    """One line for each interaction of which a summary came."""
    for numbers, summaries in history.summarised:
        yield f"Summary of {cite(numbers)}: {render_summaries(summaries)}"


def _failures(history: History) -> Iterator[str]:
    """Rows without a summary, by reason."""
    numbers = history.page.row_numbers_by_id(history.include_summaries)
    for reason, ids in (history.summaries.by_reason if history.summaries else {}).items():
        cited = cite(number for asked in ids for number in numbers[asked])
        yield f"No summary of {cited}: {advice(reason)}"
    rows = enumerate(history.page.interactions[: history.include_summaries], 1)
    if without_id := [number for number, row in rows if not row.interaction_id]:
        yield f"No summary of {cite(without_id)}: there is no usable interaction ID to ask with."
