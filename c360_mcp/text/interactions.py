"""The text of `get_customer_interactions`."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from c360_mcp.intake.gate import bare_or_quoted
from c360_mcp.text.budget import Budget
from c360_mcp.text.clock import stamp
from c360_mcp.text.coverage import KIND_NAMES, coverage
from c360_mcp.text.extent import Extent
from c360_mcp.text.friction import render_friction
from c360_mcp.text.history import History
from c360_mcp.text.limits import Limits
from c360_mcp.text.months import OlderContacts
from c360_mcp.text.overview import (
    render_activity,
    render_further_topics,
    render_last_contact,
    render_sentiment,
    render_topics_aggregate,
)
from c360_mcp.text.part import Draft, Kept, Part, Rendered, fixed, items
from c360_mcp.text.phrases import cite_runs, counted
from c360_mcp.text.row import Rows
from c360_mcp.text.summaries import advice, render_summaries
from c360_mcp.text.token_estimate import estimate

IDENTITY_TOKENS = 300
"""No address comes to as many, but an ID may, in a script that costs several tokens a character."""
IDENTITY_CUT = 40
ROWS_BEFORE_YEARS = 40
"""Rows that stay as long as older months can be told as years."""

_SHORTENED = ("further topics", "rows", "months", "summaries", "failures", "overview")


def render_history(history: History, budget: Budget) -> Rendered:
    """The text, cut to the budget: whole rows go, oldest first, down to the last one whose summary is shown."""
    limits = Limits(history, budget.tokens)
    body = Draft(_parts(history, limits), _SHORTENED)
    closing = Part("coverage", 0, lambda kept: [coverage(history, limits, body, kept)])
    kept, text = budget.fit(replace(body, parts=[*body.parts, closing]))
    page = history.page
    return Rendered(
        text=text,
        rows=kept["rows"],
        summaries=kept["summaries"],
        left_out={
            "rows": len(page.interactions) - kept["rows"],
            "summaries": len(history.summarised) - kept["summaries"],
            "unreadable": page.unreadable,
            "doubles": page.duplicates,
            "unread": page.beyond_limit,
        },
        kept=kept,
    )


def _parts(history: History, limits: Limits) -> list[Part]:
    """All parts but the coverage line, in the order in which they stand."""
    overview = ["\n".join(section) for section in overview_sections(history)]
    older = OlderContacts(history.timeline, history.window.zone, history.tags)
    return [
        fixed("head", [*history.preamble, _who(history)]),
        items("overview", overview, least=len(overview), note=limits.overview),
        items("further topics", render_further_topics(history.page.insights)),
        _rows(history, limits, older),
        Part("months", older.count_months(), lambda _: ()),
        Part("summaries", len(history.summarised), lambda _: (), note=limits.summaries),
        items("failures", list(_failures(history))),
    ]


def _rows(history: History, limits: Limits, older: OlderContacts) -> Part:
    """The rows, each with its summary below it; they stay as long as one of them is shown with a summary."""
    rows = history.timeline.rows[: history.max_interactions]
    written = Rows(rows, history)
    lines, ids, years = written.lines(), written.ids(), written.years()
    below = [(numbers[0], f"Summary: {render_summaries(texts)}") for numbers, texts in history.summarised]
    without = set(history.without_summary)

    def least(kept: Kept) -> int:
        last = below[kept["summaries"] - 1][0] if kept["summaries"] else 0
        return max(last, ROWS_BEFORE_YEARS) if kept["months"] else last

    @cache  # the coverage line asks what the text costs that then stands above it
    def text(shown_rows: int, summaries: int, months: int) -> list[str]:
        shown = dict(below[:summaries])
        told = {*without, *(n for numbers, _ in history.summarised[:summaries] for n in numbers)}
        named = ["" if number in told else name for number, name in enumerate(ids[:shown_rows], 1)]
        with_ids = [f"{line} | {name}" if name else line for line, name in zip(lines, named, strict=False)]
        whole = [
            "\n".join(filter(None, (year, line, shown.get(number))))
            for number, (year, line) in enumerate(zip(years, with_ids, strict=False), 1)
        ]
        rest = older.lines(shown_rows, len(rows), months)
        extent = Extent(len(whole), summaries, len(rest[1:]))
        return [*(written.heading(extent, ids=any(named)) if whole else []), *whole, *rest]

    def of_kept(kept: Kept) -> list[str]:
        return text(kept["rows"], kept["summaries"], kept["months"])

    return Part("rows", len(rows), of_kept, least, limits.rows)


def _who(history: History) -> str:
    """`E-mail address customer@example.com | 2025-11-22 15:47 to … UTC (default) | 12 interactions returned`."""
    identity = history.identity
    notes = f" ({'; '.join(identity.notes)})" if identity.notes else ""
    name = KIND_NAMES[identity.kind]
    added = f" and contact {bare_or_quoted(history.contact_id)}" if history.contact_id else ""
    who = f"{name[0].upper()}{name[1:]} {bare_or_quoted(shown_identifier(history))}{notes}{added}"
    now = f" | now {stamp(history.now, history.window.zone)}" if history.window.end_given else ""
    return f"{who} | {history.window.description}{now} | {render_amount(history)}"


def shown_identifier(history: History) -> str:
    """The identifier searched for; the beginning of one that would cost too much."""
    searched = history.searched
    return searched if estimate(searched) <= IDENTITY_TOKENS else f"{searched[:IDENTITY_CUT]}…"


def render_amount(history: History) -> str:
    """`64 interactions returned in 3 requests, 12 counted, 10 contacts`."""
    rows, contacts, returned = (
        len(history.timeline.rows),
        len(history.timeline.contacts),
        history.page.returned,
    )
    requests = f" in {counted(history.gathering.requests, 'request')}" if history.gathering else ""
    read = f", {rows:,} counted" if rows < returned else ""
    joined = f", {counted(contacts, 'contact')}" if contacts < rows else ""
    return f"{counted(returned, 'interaction')} returned{requests}{read}{joined}"


def overview_sections(history: History) -> Iterator[list[str]]:
    """Sections in order; where the budget is tight, the last go first."""
    sections = (
        render_last_contact(history),
        render_sentiment(history),
        render_topics_aggregate(history.page.insights),
        render_activity(history),
        render_friction(history.timeline, history.tags),
    )
    return filter(None, sections)


def _failures(history: History) -> Iterator[str]:
    """Rows without a summary, by reason."""
    numbers = history.timeline.numbers_by_id
    for reason, ids in (history.summaries.by_reason if history.summaries else {}).items():
        cited = cite_runs(sorted(number for asked in ids for number in numbers[asked]))
        yield f"No summary of {cited}: {advice(reason)}"
    if history.include_summaries and (without_id := history.without_id):
        yield f"No summary of {cite_runs(without_id)}: there is no usable interaction ID to ask with."
