"""What stands above the rows: last contact, sentiment, topics, activity, signals."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from c360_mcp.analysis.activity import Activity, count_activity
from c360_mcp.analysis.sentiment import SentimentSequence, sequence_sentiments
from c360_mcp.analysis.signals import Signal, find_signals
from c360_mcp.intake.gate import listed, quoted
from c360_mcp.records.insights import Insights, TopicFrequency
from c360_mcp.records.interaction import Interaction
from c360_mcp.text.clock import age, stamp
from c360_mcp.text.count import counted
from c360_mcp.text.row import direction, render_contact, render_topics, word

TOPICS_SHOWN = 5
RUNS_SHOWN = 10
REPEATS_SHOWN = 3
ROWS_CITED = 6

_FINDINGS = {
    "abandoned": "Marked Abandoned",
    "callback": "Callback noted, no later outbound call among these",
    "voicemail": "Voicemail with no later outbound contact among these",
    "escalation": "Escalation label",
}


def render_last_contact(row: Interaction, *, now: datetime, zone: tzinfo, newest_known: bool) -> str:
    """When, how, what about, and how it was marked: the newest interaction in one line."""
    when = f"{stamp(row.started, zone)} ({age(row.started, now)})" if row.started else "at an unknown time"
    topics = render_topics(row.topics)
    about = quoted(row.headline) if row.headline else f"topics {topics}" if topics else ""
    outcome = f"outcome {listed(row.outcome)}" if row.outcome else ""
    facts = (f"#1 {when}", render_contact(row), word(row.sentiment) if row.sentiment else "", about, outcome)
    return f"{'Last contact' if newest_known else 'Newest returned'}: {' | '.join(filter(None, facts))}"


def render_sentiment(rows: Sequence[Interaction], insights: Insights | None) -> list[str]:
    """8x8's aggregate, the sequence newest first, and what is unknown."""
    sequence = sequence_sentiments(rows)
    aggregate = list(_aggregate(insights))
    if not rows or aggregate or sequence.scored:
        return aggregate + list(_sequence(sequence))
    return [
        "Sentiment: unknown. The API sent none, as where Speech Analytics is not licensed; not to be read as neutral."
    ]


def render_topic_aggregate(insights: Insights | None) -> list[str]:
    """8x8's topic frequencies, with the denominator that they came with."""
    aggregate = insights.topics if insights else None
    named = [topic for topic in aggregate.topics if topic.name] if aggregate else []
    if aggregate is None or not named:
        return []
    rest = f" and {len(named) - TOPICS_SHOWN} more" if len(named) > TOPICS_SHOWN else ""
    shown = "; ".join(_frequency(topic) for topic in named[:TOPICS_SHOWN])
    return [f"8x8's topics{_over(aggregate.total)}: {shown}{rest}."]


def render_activity(
    rows: Sequence[Interaction], *, end: datetime, length: timedelta, complete: bool
) -> list[str]:
    """Counts of the last days that lie inside the window, by channel and by direction."""
    if not rows:
        return []
    activity = count_activity(rows, end)
    spans = [f"{count} in {days} days" for days, count in activity.recent if timedelta(days=days) <= length]
    recent = (
        f"{'' if complete else 'at least '}{', '.join(spans)} before the end of the window" if spans else ""
    )
    return [f"Activity: {'; '.join(filter(None, (recent, *_breakdown(activity))))}."]


def render_signals(rows: Sequence[Interaction]) -> list[str]:
    """A heading, and one line per kind of signal with the rows that it rests on."""
    signals = find_signals(rows)
    if not signals:
        return []
    repeats = [signal for signal in signals if signal.kind == "repeat"]
    others = [f"- {_finding(signal)}: {_cited(signal.rows)}" for signal in signals if signal.kind != "repeat"]
    return ["Signals (proxies by fixed rules, stated in c360://guide):", *_repeats(repeats), *others]


def _aggregate(insights: Insights | None) -> Iterator[str]:
    aggregate = insights.sentiment if insights else None
    if aggregate is None or aggregate.sentiments is None:
        return
    said = aggregate.sentiments
    parts = (("customer", said.customer), ("agent", said.agent), ("overall", said.overall))
    if values := ", ".join(f"{name} {word(value)}" for name, value in parts if value):
        yield f"8x8's aggregate sentiment{_over(aggregate.total)}: {values}."


def _over(total: int | None) -> str:
    return f" over {counted(total, 'interaction')}" if total is not None else ""


def _sequence(sequence: SentimentSequence) -> Iterator[str]:
    if not sequence.scored:
        return
    runs = ", ".join(_times(name, length) for name, length in sequence.runs[:RUNS_SHOWN])
    older = f", …; in all {_totals(sequence)}" if len(sequence.runs) > RUNS_SHOWN else ""
    unscored = f"; {sequence.unscored} without one" if sequence.unscored else ""
    yield f"Sentiment by contact, newest first: {runs}{older}{unscored}."


def _times(name: str, length: int) -> str:
    return f"{word(name)} ×{length}" if length > 1 else word(name)


def _totals(sequence: SentimentSequence) -> str:
    totals: Counter[str] = Counter()
    for name, length in sequence.runs:
        totals[name] += length
    return ", ".join(f"{word(name)} {count}" for name, count in totals.most_common())


def _frequency(topic: TopicFrequency) -> str:
    name = listed(topic.name or "")
    category = f" ({listed(topic.category)})" if topic.category else ""
    count = f" {topic.interactions}" if topic.interactions is not None else ""
    share = f" {topic.percentage:g}%" if topic.percentage is not None else ""
    return f"{name}{category}{count}{',' if count and share else ''}{share}"


def _breakdown(activity: Activity) -> Iterable[str]:
    channels = ", ".join(f"{word(name)} {count}" for name, count in activity.channels)
    directions = ", ".join(f"{direction(name)} {count}" for name, count in activity.directions)
    return filter(None, (channels, directions))


def _repeats(signals: Sequence[Signal]) -> Iterator[str]:
    if signals:
        shown = "; ".join(f"{listed(s.subject or '')} {_cited(s.rows)}" for s in signals[:REPEATS_SHOWN])
        rest = f"; {len(signals) - REPEATS_SHOWN} more topics" if len(signals) > REPEATS_SHOWN else ""
        yield f"- Repeat contacts, inbound, each within 30 days of the one before, about: {shown}{rest}"


def _finding(signal: Signal) -> str:
    subject = listed(signal.subject) if signal.subject else ""
    if signal.kind == "transfer":
        return f"{subject} (routing, not escalation)"
    if signal.kind == "turn":
        return f"Sentiment turned {subject} at #{signal.rows[-1]} and has stayed so"
    return _FINDINGS[signal.kind]


def _cited(numbers: Sequence[int]) -> str:
    """`#1 #4 #5`; of many, the newest and how many there are in all."""
    cited = " ".join(f"#{number}" for number in numbers[:ROWS_CITED])
    return f"{cited} … ({len(numbers)} in all)" if len(numbers) > ROWS_CITED else cited
