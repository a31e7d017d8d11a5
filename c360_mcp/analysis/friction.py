"""Signals of friction: each a stated rule over the rows, each citing the rows it rests on.

They are proxies. A label says what the contact centre's systems recorded, not what the customer
went through; the guide resource states every rule in words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, takewhile

from c360_mcp.analysis.tags import Tag, asks_for_callback, speaks_of_escalation, tags_of
from c360_mcp.records.interaction import Interaction

REPEAT_WITHIN = timedelta(days=30)
"""Two inbound contacts about one topic belong to one chain if they begin at most this far apart."""

TURN_LENGTH = 2
"""Scored contacts that a turn in sentiment needs on either side."""

TRANSFER_LABELS = (
    "TransferredToQueue",
    "TransferredToAgent",
    "BlindTransfer",
    "ForwardedToExternalNumber",
)

_TURNS = {"negative": "worse", "positive": "better"}
_SCORES = frozenset({"negative", "neutral", "mixed", "positive"})
_NOT_CALLS = {"email", "chat"}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Interactions, newest first, whose rows are numbered from 1, and which of them carry which tag."""

    rows: Sequence[Interaction]
    tags: Mapping[str, Tag]
    """By what they say; letter case does not count."""

    def with_tag(self, said: str) -> list[int]:
        """The rows that carry this tag."""
        tag = self.tags.get(said.casefold())
        return sorted(tag.rows) if tag else []

    def with_tags(self, says: Callable[[str], bool]) -> list[tuple[str, list[int]]]:
        """The tags that say so, and the rows that carry each."""
        return [(tag.said, sorted(tag.rows)) for tag in self.tags.values() if says(tag.said)]

    def __getitem__(self, number: int) -> Interaction:
        return self.rows[number - 1]


@dataclass(frozen=True, slots=True)
class FrictionSignal:
    """What a rule found."""

    kind: str
    """Which rule: see the guide."""
    subject: str | None
    """What it is about, where the rule has a subject: a topic, a label, a direction."""
    rows: tuple[int, ...]
    """Numbers of the rows, newest first."""
    earlier: int = 0
    """How many more chains of repeat contacts there are before this one."""


Begun = tuple[int, datetime]
"""A row's number and its start."""

Rule = Callable[[Timeline], list[FrictionSignal]]


def find_friction(rows: Sequence[Interaction]) -> tuple[FrictionSignal, ...]:
    """Apply every rule to `rows`, which are newest first; row numbers begin at 1."""
    timeline = Timeline(rows, tags_of(rows))
    return tuple(signal for rule in RULES for signal in rule(timeline))


def repeat_contacts(timeline: Timeline) -> list[FrictionSignal]:
    """The newest chain of each topic: two or more inbound contacts, each begun within 30 days of the one before.

    Topics with the most contacts in chains come first.
    """
    by_topic = {topic: _chains(begun) for topic, begun in _inbound_by_topic(timeline.rows).items()}
    found = sorted(
        ((topic, chains) for topic, chains in by_topic.items() if chains),
        key=lambda each: (-sum(map(len, each[1])), each[1]),
    )
    return [FrictionSignal("repeat", topic, tuple(chains[0]), len(chains) - 1) for topic, chains in found]


def abandoned_contacts(timeline: Timeline) -> list[FrictionSignal]:
    """Contacts marked Abandoned."""
    return _one("abandoned", timeline.with_tag("Abandoned"))


def transfers(timeline: Timeline) -> list[FrictionSignal]:
    """Contacts with a transfer label, by label."""
    return [
        signal for label in TRANSFER_LABELS for signal in _one("transfer", timeline.with_tag(label), label)
    ]


def callbacks_due(timeline: Timeline) -> list[FrictionSignal]:
    """Contacts marked for a callback, not outbound ones, after which certainly nobody called, by tag."""
    noted = timeline.with_tags(asks_for_callback)
    calls = [row for row in timeline.rows if _may_be_a_call(row)] if noted else []
    return [
        signal
        for tag, numbers in noted
        for signal in _one("callback", _unanswered(timeline, numbers, calls), tag)
    ]


def unanswered_voicemails(timeline: Timeline) -> list[FrictionSignal]:
    """Voicemails, not outbound ones, after which there certainly was no outbound contact of any kind."""
    forwarded = timeline.with_tag("ForwardedToVoicemail")
    recorded = [n for n, row in enumerate(timeline.rows, 1) if row.is_voicemail()]
    left = sorted({*forwarded, *recorded})
    answers = [row for row in timeline.rows if not row.is_inbound()] if left else []
    return _one("voicemail", _unanswered(timeline, left, answers))


def escalation_labels(timeline: Timeline) -> list[FrictionSignal]:
    """Contacts with an outcome, label or wrap-up code that speaks of escalation and does not deny it, by tag."""
    return [
        signal
        for tag, numbers in timeline.with_tags(speaks_of_escalation)
        for signal in _one("escalation", numbers, tag)
    ]


def sentiment_turn(timeline: Timeline) -> list[FrictionSignal]:
    """The newest scored contacts, two or more, are all negative (or positive); the two before them are known not to be."""
    scored = [
        (number, row.sentiment)
        for number, row in enumerate(timeline.rows, 1)
        if row.sentiment and row.started
    ]
    polarity = scored[0][1] if scored else ""
    run = [number for number, _ in takewhile(lambda entry: entry[1] == polarity, scored)]
    before = [sentiment for _, sentiment in scored[len(run) : len(run) + TURN_LENGTH]]
    if (
        polarity not in _TURNS
        or min(len(run), len(before)) < TURN_LENGTH
        or not set(before) <= _SCORES - {polarity}
    ):
        return []
    return [FrictionSignal("turn", _TURNS[polarity], tuple(run))]


RULES: tuple[Rule, ...] = (
    repeat_contacts,
    abandoned_contacts,
    transfers,
    callbacks_due,
    unanswered_voicemails,
    escalation_labels,
    sentiment_turn,
)


def _one(kind: str, numbers: Sequence[int], subject: str | None = None) -> list[FrictionSignal]:
    return [FrictionSignal(kind, subject, tuple(numbers))] if numbers else []


def _may_be_a_call(row: Interaction) -> bool:
    """Whether it was an outbound call, or may have been: one that reached a voicemail, or of an unknown kind."""
    return not row.is_inbound() and row.channel not in _NOT_CALLS


def _unanswered(timeline: Timeline, numbers: Sequence[int], answers: Sequence[Interaction]) -> list[int]:
    """Those that are not outbound themselves, and after which certainly none of `answers` began."""
    asked = [(number, timeline[number]) for number in numbers]
    return [number for number, row in asked if not row.is_outbound() and _none_after(row, answers)]


def _none_after(row: Interaction, others: Sequence[Interaction]) -> bool:
    """Whether it is certain that none of `others` began after `row`."""
    rest = [other for other in others if other is not row]
    if row.started is None:
        return not rest
    return all(other.started is not None and other.started <= row.started for other in rest)


def _inbound_by_topic(rows: Sequence[Interaction]) -> dict[str, list[Begun]]:
    """Inbound contacts under each of their topics, spelled as the newest spells it; one with several rows, once."""
    about: dict[str, list[Begun]] = {}
    spelling: dict[str, str] = {}
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if row.started is None or not row.topics or not row.is_inbound() or row.interaction_id in seen:
            continue
        if row.interaction_id:
            seen.add(row.interaction_id)
        for name in (topic.name for topic in row.topics if topic.name):
            contacts = about.setdefault(spelling.setdefault(name.casefold(), name), [])
            if not contacts or contacts[-1][0] != number:
                contacts.append((number, row.started))
    return about


def _chains(contacts: Sequence[Begun]) -> list[list[int]]:
    """Row numbers of the runs of two and more without a gap over `REPEAT_WITHIN`, newest first."""
    chains = [[contacts[0][0]]]
    for (_, later), (number, earlier) in pairwise(contacts):
        if later - earlier <= REPEAT_WITHIN:
            chains[-1].append(number)
        else:
            chains.append([number])
    return [chain for chain in chains if len(chain) > 1]
