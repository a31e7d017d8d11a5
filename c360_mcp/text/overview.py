"""What stands above the rows, but for the signals: last contact, sentiment, topics, activity."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from c360_mcp.analysis.activity import Activity, count_activity
from c360_mcp.analysis.sentiment import SentimentSequence, sequence_sentiments
from c360_mcp.intake.gate import bare_or_quoted, quoted
from c360_mcp.records.insights import Insights, TopicFrequency
from c360_mcp.records.interaction import Interaction
from c360_mcp.search.window import CLOCK_SKEW, Window
from c360_mcp.text.clock import age
from c360_mcp.text.phrases import counted
from c360_mcp.text.row import render_contact, render_time, render_topics, word

TOPICS_IN_OVERVIEW = 12
TOPICS_OF_LAST = 5
RUNS_SHOWN = 10
WORDS_SHOWN = 6

_WITHOUT_ANALYTICS = (
    "Sentiment, topics and so repeat contacts: unknown. None could be read, as where Speech Analytics is not licensed; "
    "that is not neutral."
)


def render_last_contact(
    rows: Sequence[Interaction], *, now: datetime, window: Window, newest_known: bool
) -> list[str]:
    """When, how, what about, and how it was marked: the newest interaction in one line."""
    if not rows:
        return []
    # What is yet to come, or came in after the window, is not its last contact, though it stands first.
    latest = min(now + CLOCK_SKEW, window.limits[1])
    past = [(n, row) for n, row in enumerate(rows, 1) if not row.started or row.started <= latest]
    number, row = past[0] if past else (1, rows[0])
    zone = window.zone
    moment = row.started or row.ended
    ago = f" ({age(moment, now, zone)})" if moment else ""
    topics = render_topics(row.topics[:TOPICS_OF_LAST])
    about = quoted(row.headline) if row.headline else f"topics {topics}" if topics else ""
    outcome = f"outcome {bare_or_quoted(row.outcome)}" if row.outcome else ""
    facts = (
        f"#{number} {render_time(row, zone)}{ago}",
        render_contact(row),
        word(row.sentiment) if row.sentiment else "",
        about,
        outcome,
    )
    last = "Last in this window" if window.end_given else "Last contact"
    return [f"{last if newest_known and past else 'Newest returned'}: {' | '.join(filter(None, facts))}"]


def render_sentiment(rows: Sequence[Interaction], insights: Insights) -> list[str]:
    """8x8's aggregate, the sequence newest first, and what is unknown."""
    aggregate, sequence = list(_aggregate(insights)), list(_sequence(sequence_sentiments(rows)))
    if sequence or not rows:
        return aggregate + sequence
    if aggregate:
        return [*aggregate, "Sentiment by contact: unknown, none could be read."]
    if any(row.has_topics for row in rows) or _named(insights):
        return ["Sentiment: unknown, none could be read; that is not neutral."]
    return [_WITHOUT_ANALYTICS]


def render_topics_aggregate(insights: Insights) -> list[str]:
    """8x8's most frequent topics, with the denominator that they came with."""
    named = _named(insights)
    rest = f"; {len(named) - TOPICS_IN_OVERVIEW} more" if len(named) > TOPICS_IN_OVERVIEW else ""
    said = f"8x8's topics{_over(insights.topics_total)}: {_frequencies(named[:TOPICS_IN_OVERVIEW])}{rest}."
    return [said] if named else []


def render_further_topics(insights: Insights) -> list[str]:
    """The topics after those, some to a line."""
    named = _named(insights)
    runs = [
        named[first : first + TOPICS_IN_OVERVIEW]
        for first in range(TOPICS_IN_OVERVIEW, len(named), TOPICS_IN_OVERVIEW)
    ]
    return [f"More of 8x8's topics: {_frequencies(run)}." for run in runs]


def render_activity(rows: Sequence[Interaction], window: Window, *, complete: bool) -> list[str]:
    """Counts of the last days that lie inside the window, by channel and by direction."""
    activity = count_activity(rows, window.end, window.limits[1])
    recent = _recent(activity, window.end - window.start, all_inbound=all(row.is_inbound() for row in rows))
    parts = list(filter(None, (recent, _tally(activity.channels), _tally(activity.directions))))
    return [f"Activity{'' if complete else ', at least'}: {'; '.join(parts)}."] if parts else []


def _aggregate(insights: Insights) -> Iterator[str]:
    said, total = insights.sentiments, insights.sentiment_total
    if said is None:
        return
    if total == 0:
        yield "8x8's aggregate sentiment over 0 interactions: unknown."
        return
    parts = (("customer", said.customer), ("agent", said.agent), ("overall", said.overall))
    if values := ", ".join(f"{name} {word(value)}" for name, value in parts if value):
        yield f"8x8's aggregate sentiment{_over(total)}: {values}."


def _named(insights: Insights) -> list[TopicFrequency]:
    """The topics that have a name and were found at all, most frequent first."""
    found = (topic for topic in insights.topics if topic.name and topic.interactions != 0)
    return sorted(found, key=lambda topic: -(topic.interactions or 0))


def _over(total: int | None) -> str:
    return f" over {'an unknown number of interactions' if total is None else counted(total, 'interaction')}"


def _sequence(sequence: SentimentSequence) -> Iterator[str]:
    if not sequence.runs and not sequence.undated:
        return
    runs = ", ".join(
        f"{word(name)} ×{length}" if length > 1 else word(name) for name, length in sequence.runs[:RUNS_SHOWN]
    )
    older = f", …; in all {_tally(sequence.totals)}" if len(sequence.runs) > RUNS_SHOWN else ""
    undated = f"undated {_tally(sequence.undated)}" if sequence.undated else ""
    unscored = f"{sequence.unscored} without one" if sequence.unscored else ""
    said = "; ".join(filter(None, (f"{runs}{older}", undated, unscored)))
    yield f"Sentiment of scored contacts, newest first: {said}."


def _tally(counts: Sequence[tuple[str, int]]) -> str:
    """`phone 18, chat 14`; of many, the most frequent and how many there are in all."""
    shown = ", ".join(f"{_before_a_number(word(value))} {count}" for value, count in counts[:WORDS_SHOWN])
    return f"{shown}, … ({len(counts)} kinds)" if len(counts) > WORDS_SHOWN else shown


def _frequencies(topics: Sequence[TopicFrequency]) -> str:
    """`Billing (late fee 4, 80%; refund 2, 40%); speed 1, 20%`: by category, where there is one."""
    groups: dict[str | None, list[str]] = {}
    for topic in topics:
        groups.setdefault(topic.category, []).append(_frequency(topic))
    names = {category: "; ".join(members) for category, members in groups.items()}
    return "; ".join(
        f"{bare_or_quoted(name)} ({members})" if name else members for name, members in names.items()
    )


def _frequency(topic: TopicFrequency) -> str:
    share = f"{topic.percentage:g}%" if topic.percentage is not None else ""
    numbers = ", ".join(filter(None, ("" if topic.interactions is None else str(topic.interactions), share)))
    return f"{_before_a_number(bare_or_quoted(topic.name or ''))} {numbers}".rstrip()


def _before_a_number(name: str) -> str:
    """A name whose own number must not pass for a count."""
    return quoted(name) if name[-1:].isdigit() else name


def _recent(activity: Activity, length: timedelta, *, all_inbound: bool) -> str:
    """`2 in 7, 4 in 30 days before the window's end`, or `inbound 0 of 2 in 7, …`."""
    counts = [
        f"{'' if all_inbound else f'{inbound} of '}{count} in {days}"
        for days, count, inbound in activity.recent
        if timedelta(days=days) <= length
    ]
    which = "" if all_inbound else "inbound "
    return f"{which}{', '.join(counts)} days before the window's end" if counts else ""
