"""Signals of friction: each a stated rule over the rows, each citing the rows it rests on.

They are proxies. A label says what the contact centre's systems recorded, not what the customer
went through; the guide resource states every rule in words.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, takewhile

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

_TURNS = {"NEGATIVE": "worse", "POSITIVE": "better"}


@dataclass(frozen=True, slots=True)
class Contacts:
    """Interactions, newest first, whose rows are numbered from 1, and which of them carry which mark."""

    rows: Sequence[Interaction]
    marked: Mapping[str, set[int]]
    """Row numbers by outcome, label or wrap-up code, the letter case of which does not count."""

    def with_mark(self, mark: str) -> list[int]:
        """The rows that carry this mark."""
        return sorted(self.marked.get(mark.casefold(), ()))

    def with_marks(self, says: Callable[[str], bool]) -> list[int]:
        """The rows with a mark that says so."""
        return sorted({number for mark, numbers in self.marked.items() if says(mark) for number in numbers})

    def __getitem__(self, number: int) -> Interaction:
        return self.rows[number - 1]


@dataclass(frozen=True, slots=True)
class Signal:
    """What a rule found."""

    kind: str
    """Which rule: see the guide."""
    subject: str | None
    """What it is about, where the rule has a subject: a topic, a label, a direction."""
    rows: tuple[int, ...]
    """Numbers of the rows, newest first."""


Begun = tuple[int, datetime]
"""A row's number and its start."""

Rule = Callable[[Contacts], list[Signal]]


def find_signals(rows: Sequence[Interaction]) -> tuple[Signal, ...]:
    """Apply every rule to `rows`, which are newest first; row numbers begin at 1."""
    contacts = Contacts(rows, _by_mark(rows))
    return tuple(signal for rule in RULES for signal in rule(contacts))


def repeat_contacts(contacts: Contacts) -> list[Signal]:
    """A topic of two or more inbound contacts, each begun within 30 days of the one before it."""
    chains = ((topic, _longest_chain(begun)) for topic, begun in _inbound_by_topic(contacts.rows).items())
    found = [Signal("repeat", topic, tuple(chain)) for topic, chain in chains if len(chain) > 1]
    return sorted(found, key=lambda signal: (-len(signal.rows), signal.rows))


def abandoned_contacts(contacts: Contacts) -> list[Signal]:
    """Contacts marked Abandoned."""
    return _one("abandoned", contacts.with_mark("Abandoned"))


def transfers(contacts: Contacts) -> list[Signal]:
    """Contacts with a transfer label, by label."""
    return [
        signal for label in TRANSFER_LABELS for signal in _one("transfer", contacts.with_mark(label), label)
    ]


def callbacks_due(contacts: Contacts) -> list[Signal]:
    """Contacts marked for a callback, not outbound ones, with no outbound phone contact after them."""
    noted = [n for n in contacts.with_marks(_speaks_of_callback) if not contacts[n].is_outbound()]
    called = [row for row in contacts.rows if row.is_on("PHONE") and row.is_outbound()] if noted else []
    return _one("callback", [n for n in noted if _none_after(contacts[n], called)])


def unanswered_voicemails(contacts: Contacts) -> list[Signal]:
    """Voicemails, not outbound ones, with no outbound contact of any kind after them."""
    forwarded = contacts.with_mark("ForwardedToVoicemail")
    recorded = [n for n, row in enumerate(contacts.rows, 1) if row.is_on("VOICEMAIL")]
    left = [n for n in sorted({*forwarded, *recorded}) if not contacts[n].is_outbound()]
    outbound = [row for row in contacts.rows if row.is_outbound()] if left else []
    return _one("voicemail", [n for n in left if _none_after(contacts[n], outbound)])


def escalation_labels(contacts: Contacts) -> list[Signal]:
    """Contacts with an outcome, label or wrap-up code that contains "escalat"."""
    return _one("escalation", contacts.with_marks(lambda mark: "escalat" in mark))


def sentiment_turn(contacts: Contacts) -> list[Signal]:
    """The newest scored contacts, two or more, are all negative (or positive); the two before them are not."""
    scored = [
        (number, row.sentiment.upper())
        for number, row in enumerate(contacts.rows, 1)
        if row.sentiment and row.started
    ]
    polarity = scored[0][1] if scored else ""
    run = [number for number, _ in takewhile(lambda entry: entry[1] == polarity, scored)]
    before = [sentiment for _, sentiment in scored[len(run) : len(run) + TURN_LENGTH]]
    if polarity not in _TURNS or len(run) < TURN_LENGTH or len(before) < TURN_LENGTH or polarity in before:
        return []
    return [Signal("turn", _TURNS[polarity], tuple(run))]


RULES: tuple[Rule, ...] = (
    repeat_contacts,
    abandoned_contacts,
    transfers,
    callbacks_due,
    unanswered_voicemails,
    escalation_labels,
    sentiment_turn,
)


def _by_mark(rows: Sequence[Interaction]) -> dict[str, set[int]]:
    spelled: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows, 1):
        for mark in row.marks:
            spelled[mark].add(number)
    marked: dict[str, set[int]] = defaultdict(set)
    for mark, numbers in spelled.items():
        marked[mark.casefold()] |= numbers
    return marked


def _one(kind: str, numbers: Sequence[int], subject: str | None = None) -> list[Signal]:
    return [Signal(kind, subject, tuple(numbers))] if numbers else []


def _speaks_of_callback(mark: str) -> bool:
    word = mark.replace(" ", "").replace("-", "").replace("_", "")
    return "callback" in word and "survey" not in word


def _none_after(row: Interaction, others: Sequence[Interaction]) -> bool:
    """Whether it is certain that none of `others` began after `row`."""
    if row.started is None:
        return not others
    return all(other.started is not None and other.started <= row.started for other in others)


def _inbound_by_topic(rows: Sequence[Interaction]) -> dict[str, list[Begun]]:
    """Inbound contacts under each of their topics, spelled as the newest spells it."""
    about: dict[str, list[Begun]] = {}
    spelling: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        if row.started is None or not row.topics or not row.is_inbound():
            continue
        for name in (topic.name for topic in row.topics if topic.name):
            contacts = about.setdefault(spelling.setdefault(name.casefold(), name), [])
            if not contacts or contacts[-1][0] != number:
                contacts.append((number, row.started))
    return about


def _longest_chain(contacts: Sequence[Begun]) -> list[int]:
    """Row numbers of the longest run without a gap over `REPEAT_WITHIN`; of equals, the newest."""
    chains = [[contacts[0][0]]]
    for (_, later), (number, earlier) in pairwise(contacts):
        if later - earlier <= REPEAT_WITHIN:
            chains[-1].append(number)
        else:
            chains.append([number])
    return max(chains, key=len)
