"""The text of `get_customer_interactions`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial

from c360_mcp.analysis.summaries import SummaryLookup
from c360_mcp.intake.gate import bare_or_quoted
from c360_mcp.records.page import InteractionPage
from c360_mcp.search.identity import Identity
from c360_mcp.search.window import Window
from c360_mcp.text.budget import Budget, Fit
from c360_mcp.text.clock import stamp
from c360_mcp.text.coverage import KIND_NAMES, coverage
from c360_mcp.text.friction import render_friction
from c360_mcp.text.layout import Extent, Layout
from c360_mcp.text.limits import MOST_SUMMARIES, SUMMARIES_OFFERED, Shown
from c360_mcp.text.overview import (
    render_activity,
    render_further_topics,
    render_last_contact,
    render_sentiment,
    render_topics_aggregate,
)
from c360_mcp.text.phrases import cite, counted
from c360_mcp.text.rendered import Rendered
from c360_mcp.text.row import Detail, Rows
from c360_mcp.text.summaries import advice, render_summaries
from c360_mcp.text.token_estimate import estimate, surely_within

IDENTITY_TOKENS = 300
"""No address comes to as many, but an ID may, in a script that costs several tokens a character."""
IDENTITY_CUT = 40
ROOM_FOR_A_SUMMARY = 400
"""Tokens that one of ordinary length takes, with the coverage line."""


@dataclass(frozen=True, slots=True)
class History:
    """Everything that the text of one search is made of."""

    identity: Identity
    searched: str
    """The identity's value, as it may be shown."""
    window: Window
    page: InteractionPage
    transcripts: SummaryLookup | None
    max_interactions: int
    include_summaries: int
    detail: Detail
    now: datetime
    masked: bool = False
    """Whether placeholders stand for contacts in it."""
    preamble: tuple[str, ...] = ()
    """Lines that stand before everything else."""


def render_history(history: History, budget: Budget) -> Rendered:
    """The text, cut to the budget: whole rows go, oldest first, down to those whose summaries were asked for."""
    layout, page = _lay_out(history), history.page
    fit = _cut(history, layout, budget, cache(lambda: _rows_otherwise(history, budget)))
    extent = fit.extent
    return Rendered(
        text="\n".join(fit.lines),
        rows=extent.rows,
        summaries=extent.summaries,
        left_out={
            "rows": len(page.interactions) - extent.rows,
            "summaries": len(layout.summaries) - extent.summaries,
            "unreadable": page.unreadable,
            "doubles": page.duplicates,
            "unread": page.beyond_limit,
        },
    )


def _cut(history: History, layout: Layout, budget: Budget, rows_otherwise: Callable[[], int]) -> Fit[Extent]:
    def compose(extent: Extent) -> list[str]:
        shown = _shown(history, layout, extent, budget.tokens, rows_otherwise)
        closing = coverage(history.page, shown, history.identity.kind, history.window)
        return [*layout.lines(extent), closing]

    return budget.cut(layout.extents(), compose)


def _rows_otherwise(history: History, budget: Budget) -> int:
    """How many rows the other detail would show."""
    other = Detail.STANDARD if history.detail is Detail.CONCISE else Detail.CONCISE
    otherwise = replace(history, detail=other)
    return _cut(otherwise, _lay_out(otherwise), budget, lambda: 0).extent.rows


def _shown(
    history: History, layout: Layout, extent: Extent, budget: int, rows_otherwise: Callable[[], int]
) -> Shown:
    return Shown(
        rows=extent.rows,
        asked=history.max_interactions,
        budget=budget,
        concise=history.detail is Detail.CONCISE,
        rows_otherwise=rows_otherwise,
        has_room=partial(_has_room, history, layout, extent, budget),
        summaries_asked=history.include_summaries,
        transcripts=history.transcripts,
        summaries_dropped=tuple(number for number, _ in layout.summaries[extent.summaries :]),
        failures_dropped=len(layout.failures) - extent.failures,
        overview_dropped=len(layout.overview) + len(layout.further) - extent.overview - extent.further,
        masked=history.masked,
    )


def _has_room(history: History, layout: Layout, extent: Extent, budget: int) -> bool:
    """Whether one more summary is likely to fit, where rows that it is not asked for give way to it."""
    kept = MOST_SUMMARIES if history.include_summaries else SUMMARIES_OFFERED
    text = "\n".join(layout.lines(replace(extent, rows=min(extent.rows, kept), further=0)))
    room = budget - ROOM_FOR_A_SUMMARY
    return surely_within(room, text) or estimate(text) <= room


def _lay_out(history: History) -> Layout:
    rows = history.page.interactions[: history.max_interactions]
    written = Rows(
        rows,
        whole=len(rows) == len(history.page.interactions),
        zone=history.window.zone,
        detail=history.detail,
        searched=history.identity.value,
    )
    return Layout(
        head=[*history.preamble, _who(history)],
        overview=_overview(history),
        further=render_further_topics(history.page.insights),
        heading=written.heading,
        rows=written.render(),
        failures=list(_failures(history)),
        summaries=list(_summaries(history)),
        rows_with_summaries=min(history.include_summaries, len(rows)),
    )


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


def _overview(history: History) -> list[list[str]]:
    """Sections in order; where the budget is tight, the last go first."""
    page, window, rows = history.page, history.window, history.page.interactions
    sections = [
        render_last_contact(rows, now=history.now, window=window, newest_known=page.newest_known),
        render_sentiment(rows, page.insights),
        render_topics_aggregate(page.insights),
        render_activity(rows, window, complete=page.newest_known),
        render_friction(rows),
    ]
    return [section for section in sections if section]


def _summaries(history: History) -> Iterator[tuple[int, str]]:
    """One line for each summary that came, under the first of its rows."""
    found = history.transcripts.found if history.transcripts else {}
    for asked, numbers in history.page.row_numbers_by_id(history.include_summaries).items():
        if asked in found:
            yield numbers[0], f"Summary of {cite(numbers)}: {render_summaries(found[asked])}"


def _failures(history: History) -> Iterator[str]:
    """Rows without a summary, by reason."""
    numbers = history.page.row_numbers_by_id(history.include_summaries)
    for reason, ids in (history.transcripts.by_reason if history.transcripts else {}).items():
        cited = cite(number for asked in ids for number in numbers[asked])
        yield f"No summary of {cited}: {advice(reason)}"
    rows = enumerate(history.page.interactions[: history.include_summaries], 1)
    if without_id := [number for number, row in rows if not row.interaction_id]:
        yield f"No summary of {cite(without_id)}: there is no usable interaction ID to ask with."
