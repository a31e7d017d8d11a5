"""The text of `get_customer_interactions`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from c360_mcp.analysis.transcripts import Transcripts
from c360_mcp.intake.gate import listed
from c360_mcp.records.page import API_CAP, InteractionPage
from c360_mcp.search.identity import Identity
from c360_mcp.search.window import Window
from c360_mcp.text.budget import Budget
from c360_mcp.text.count import counted
from c360_mcp.text.coverage import KIND_NAMES, Shown, coverage
from c360_mcp.text.overview import (
    render_activity,
    render_last_contact,
    render_sentiment,
    render_signals,
    render_topic_aggregate,
)
from c360_mcp.text.row import Detail, RowStyle
from c360_mcp.text.transcripts import advice, render_summary


@dataclass(frozen=True, slots=True)
class History:
    """Everything that the text of one search is made of."""

    identity: Identity
    searched: str
    """The identity's value, as it may be shown."""
    window: Window
    page: InteractionPage
    transcripts: Transcripts | None
    max_interactions: int
    include_summaries: int
    detail: Detail
    now: datetime
    preamble: tuple[str, ...] = ()
    """Lines that stand before everything else."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """The parts of the text, each rendered whole; `lines` puts together what is shown of them."""

    history: History
    head: list[str]
    overview: list[list[str]]
    heading: str
    rows: list[str]
    summaries: list[tuple[int, str]]
    """(row number, line)"""
    failures: list[str]

    def lines(self, shown: Shown) -> list[str]:
        history, window = self.history, self.history.window
        summaries = [line for number, line in self.summaries if number <= shown.rows and shown.with_summaries]
        shown = replace(shown, summaries_dropped=len(self.summaries) - len(summaries))
        overview = self.overview[: len(self.overview) - shown.overview_dropped]
        return [
            *self.head,
            *(line for section in overview for line in section),
            *([self.heading] if shown.rows else []),
            *self.rows[: shown.rows],
            *summaries,
            *self.failures,
            coverage(history.page, shown, history.identity.kind, (window.start, window.end)),
        ]

    def with_rows(self, shown: Shown, count: int) -> list[str]:
        return self.lines(replace(shown, rows=count))

    def with_sections(self, shown: Shown, count: int) -> list[str]:
        return self.lines(replace(shown, overview_dropped=len(self.overview) - count))


def render_history(history: History, budget: Budget) -> str:
    """The text, cut to the budget: oldest rows first, then summaries, then the overview, always whole."""
    layout = _lay_out(history)
    shown = Shown(
        rows=len(layout.rows),
        asked=history.max_interactions,
        budget=budget.tokens,
        concise=history.detail is Detail.CONCISE,
        summaries_asked=history.include_summaries,
    )
    return "\n".join(layout.lines(_fit(layout, shown, budget)))


def _fit(layout: _Layout, full: Shown, budget: Budget) -> Shown:
    for attempt in (full, replace(full, with_summaries=False)):
        rows = budget.most(partial(layout.with_rows, attempt), full.rows)
        if rows is not None and (rows or not full.rows):
            return replace(attempt, rows=rows)
    bare = replace(full, with_summaries=False, rows=0)
    sections = budget.most(partial(layout.with_sections, bare), len(layout.overview))
    return replace(bare, overview_dropped=len(layout.overview) - (sections or 0))


def _lay_out(history: History) -> _Layout:
    rows = history.page.interactions[: history.max_interactions]
    style = RowStyle(rows, zone=history.window.zone, detail=history.detail, searched=history.identity.value)
    return _Layout(
        history=history,
        head=[*history.preamble, _who(history)],
        overview=_overview(history),
        heading=style.heading,
        rows=[style.render(number, row) for number, row in enumerate(rows, 1)],
        summaries=list(_summaries(history)),
        failures=list(_failures(history)),
    )


def _who(history: History) -> str:
    """`Searched by e-mail address customer@example.com: 12 interactions, 2025-11-22 15:47 to … UTC`."""
    identity, count = history.identity, len(history.page.interactions)
    notes = f" ({'; '.join(identity.notes)})" if identity.notes else ""
    who = f"{KIND_NAMES[identity.kind].capitalize()} {listed(history.searched)}{notes}"
    return f"{who} | {history.window.description} | {counted(count, 'interaction')} returned"


def _overview(history: History) -> list[list[str]]:
    """Sections in order; where the budget is tight, the last go first."""
    page, window, rows = history.page, history.window, history.page.interactions
    newest_known = page.returned < API_CAP
    last = (
        render_last_contact(rows[0], now=history.now, zone=window.zone, newest_known=newest_known)
        if rows
        else ""
    )
    sections = [
        [last] if last else [],
        render_sentiment(rows, page.insights),
        render_topic_aggregate(page.insights),
        render_activity(rows, end=window.end, length=window.end - window.start, complete=newest_known),
        render_signals(rows),
    ]
    return [section for section in sections if section]


def _summaries(history: History) -> Iterator[tuple[int, str]]:
    transcripts = history.transcripts
    for number, row in enumerate(history.page.interactions[: history.include_summaries], 1):
        summary = transcripts.found.get(row.interaction_id or "") if transcripts else None
        if summary:
            yield number, f"Summary of #{number}: {render_summary(summary)}"


def _failures(history: History) -> Iterator[str]:
    """Rows without a summary, by reason."""
    transcripts, rows = history.transcripts, history.page.interactions[: history.include_summaries]
    numbers = {row.interaction_id: number for number, row in enumerate(rows, 1) if row.interaction_id}
    for reason, ids in (transcripts.by_reason if transcripts else {}).items():
        cited = " ".join(f"#{numbers[asked]}" for asked in ids)
        yield f"No summary of {cited}: {advice(reason)}."
    if without_id := [f"#{number}" for number, row in enumerate(rows, 1) if not row.interaction_id]:
        yield f"No summary of {' '.join(without_id)}: the API gave no interaction ID."
