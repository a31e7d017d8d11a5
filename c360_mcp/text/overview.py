"""What stands above the rows, but for the signals: last contact, sentiment, topics, activity."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from c360_mcp.analysis.activity import Activity, Counts, count_activity
from c360_mcp.analysis.contact import Contact
from c360_mcp.analysis.sentiment import Sentiments, SentimentSequence, sequence_sentiments
from c360_mcp.intake.gate import bare_or_quoted, quoted
from c360_mcp.records.insights import Insights, TopicFrequency
from c360_mcp.records.interaction import Interaction
from c360_mcp.search.window import CLOCK_SKEW
from c360_mcp.text.clock import age, day, stamp
from c360_mcp.text.history import History
from c360_mcp.text.phrases import cite, counted, name_before_number, named_counts
from c360_mcp.text.row import render_channel, render_length, render_time, render_topics, vocabulary_word

TOPICS_IN_OVERVIEW = 12
TOPICS_OF_LAST = 5
RUNS_SHOWN = 10
WORDS_SHOWN = 6

_WITHOUT_ANALYTICS = (
    "Sentiment, topics and so repeat contacts: unknown. None could be read, as where Speech Analytics is not licensed; "
    "that is not neutral."
)


def render_last_contact(history: History) -> list[str]:
    """The newest contact in one line; where the customer did not begin it, the newest that they began in another."""
    contacts, newest_known = history.timeline.contacts, history.newest_known
    if not contacts:
        return []
    # What is yet to come, or came in after the window, is not its last contact, though it stands first.
    latest = min(history.now + CLOCK_SKEW, history.window.limits[1])
    past = [contact for contact in contacts if not contact.started or contact.started <= latest]
    last = (past or contacts)[0]
    name = "Last in this window" if history.window.end_given else "Last contact"
    lines = [f"{name if newest_known and past else 'Newest returned'}: {_in_short(last, history)}"]
    if last.is_outbound() and (inbound := [contact for contact in past if contact.is_inbound()]):
        name = "Last inbound" if newest_known else "Newest inbound returned"
        lines.append(f"{name}: {_in_short(inbound[0], history)}")
    return lines


def render_sentiment(history: History) -> list[str]:
    """8x8's aggregate, the sequence newest first, and what is unknown."""
    rows, insights = history.timeline.rows, history.page.insights
    aggregate = list(_aggregate(insights))
    sequence = list(_sequence(sequence_sentiments(history.timeline)))
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


def render_activity(history: History) -> list[str]:
    """Counts of contacts: of the last days that lie inside the window, by direction and channel, and by queue."""
    window = history.window
    activity = count_activity(history.timeline, window.end, window.limits[1])
    recent = _recent(activity, window.end - window.start)
    sentences = [recent, *map(_channels, activity.channels), _queues(activity.queues)]
    said = " ".join(filter(None, sentences))
    return [f"Contacts{'.' if history.newest_known else ', at least.'} {said}"] if said else []


def _in_short(contact: Contact, history: History) -> str:
    """`#1 2026-11-18 14:03 (4 days ago) | phone inbound 6m | negative | "…" | outcome Handled`, of all its legs."""
    lead = _as_one(contact)
    topics = render_topics(contact.topics[:TOPICS_OF_LAST])
    headlines = dict.fromkeys(quoted(leg.headline) for leg in contact.legs if leg.headline)
    outcomes = dict.fromkeys(bare_or_quoted(leg.outcome) for leg in contact.legs if leg.outcome)
    about = ", ".join(headlines) or (f"topics {topics}" if topics else "")
    several = len(history.timeline.contact_ids) > 1
    facts = (
        f"{_number(contact)} {_when(contact, lead, history)}",
        f"{render_channel(lead)} {render_length(lead)}".strip(),
        _together(contact.sentiments),
        about,
        f"outcome {', '.join(outcomes)}" if outcomes else "",
        f"contact ID {bare_or_quoted(contact.contact_id)}" if several and contact.contact_id else "",
    )
    return " | ".join(filter(None, facts))


def _when(contact: Contact, lead: Interaction, history: History) -> str:
    """`2026-11-18 14:03 (4 days ago)`; where the last of its legs began on a later day, when that was as well."""
    zone, last, moment = history.window.zone, contact.legs[0].started, lead.started or lead.ended
    times = [render_time(lead, zone)]
    if last and moment and day(last, zone) > day(moment, zone):
        times.append(f"last leg {stamp(last, zone)}")
        moment = last
    return f"{', '.join(times)} ({age(moment, history.now, zone)})" if moment else times[0]


def _as_one(contact: Contact) -> Interaction:
    """The contact as one row: its first leg, with the start, channel, direction and, if known, end of the contact."""
    ends = [leg.ended for leg in contact.legs if leg.ended]
    return contact.legs[-1]._replace(
        started=contact.started,
        ended=max(ends) if len(ends) == len(contact.legs) else None,
        channel=contact.channel,
        direction=contact.direction,
    )


def _number(contact: Contact) -> str:
    """`#1`; of a contact of several legs `#1 #2 #3`."""
    return cite(number for number, _ in contact.numbered)


def _aggregate(insights: Insights) -> Iterator[str]:
    said, total = insights.sentiments, insights.sentiment_total
    if said is None:
        return
    if total == 0:
        yield "8x8's aggregate sentiment over 0 interactions: unknown."
        return
    parts = (("customer", said.customer), ("agent", said.agent), ("overall", said.overall))
    if values := ", ".join(f"{name} {vocabulary_word(value)}" for name, value in parts if value):
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
        f"{_together(names)} x{count}" if count > 1 else _together(names)
        for names, count in sequence.runs[:RUNS_SHOWN]
    )
    older = f", …; in all {_scores(sequence.totals)}" if len(sequence.runs) > RUNS_SHOWN else ""
    undated = f"undated {_scores(sequence.undated)}" if sequence.undated else ""
    unscored = f"{sequence.unscored} without one" if sequence.unscored else ""
    said = "; ".join(filter(None, (f"{runs}{older}", undated, unscored)))
    yield f"Sentiment of scored contacts, newest first: {said}."


def _together(names: Sentiments) -> str:
    """`negative`; of legs that disagree `negative/neutral`."""
    return "/".join(map(vocabulary_word, names))


def _scores(counts: Sequence[tuple[Sentiments, int]]) -> str:
    return _tally([(_together(names), count) for names, count in counts])


def _tally(counts: Sequence[tuple[str, int]]) -> str:
    """`phone 18, chat 14`; of many, the most frequent and how many there are in all."""
    shown = named_counts(counts[:WORDS_SHOWN])
    return f"{shown}, … ({len(counts)} kinds)" if len(counts) > WORDS_SHOWN else shown


def _channels(of_direction: tuple[str | None, Counts]) -> str:
    """Of one direction, `Inbound: chat 4, email 3.` in which a channel may be unknown."""
    direction, channels = of_direction
    name = vocabulary_word(direction).capitalize() if direction else "Direction unknown"
    named = [
        (vocabulary_word(channel) if channel else "channel unknown", count) for channel, count in channels
    ]
    return f"{name}: {_tally(named)}."


def _queues(queues: Counts) -> str:
    return f"Queues: {_tally([(bare_or_quoted(queue), count) for queue, count in queues])}." if queues else ""


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
    share = f"{round(topic.percentage, 1):g}%" if topic.percentage is not None else ""
    numbers = ", ".join(filter(None, ("" if topic.interactions is None else str(topic.interactions), share)))
    return f"{name_before_number(bare_or_quoted(topic.name or ''))} {numbers}".rstrip()


def _recent(activity: Activity, window: timedelta) -> str:
    """For example `Begun in the last 7, 30 days of the window: 2, 4; inbound 1, 3.`, of spans that it holds."""
    counts = [counts for counts in activity.recent if timedelta(days=counts[0]) <= window]
    if not counts:
        return ""
    days, begun, inbound = (", ".join(map(str, column)) for column in zip(*counts, strict=True))
    split = "" if begun == inbound else f"; inbound {inbound}"
    return f"Begun in the last {days} days of the window: {begun}{split}."
