"""Signals of friction: each a stated rule over the rows, each citing the rows it rests on.

They are proxies. A label says what the contact centre's systems recorded, not what the customer
went through; the guide resource states every rule in words.
"""

from collections.abc import Callable, Sequence
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
class Numbered:
    """An interaction with the number of its row."""

    number: int
    row: Interaction
    marks: frozenset[str]
    """Outcome, labels and wrap-up codes, without regard to letter case."""


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

Rule = Callable[[Sequence[Numbered]], list[Signal]]


def find_signals(rows: Sequence[Interaction]) -> tuple[Signal, ...]:
    """Apply every rule to `rows`, which are newest first; row numbers begin at 1."""
    numbered = [
        Numbered(number, row, frozenset(mark.casefold() for mark in row.marks))
        for number, row in enumerate(rows, 1)
    ]
    return tuple(signal for rule in RULES for signal in rule(numbered))


def repeat_contacts(rows: Sequence[Numbered]) -> list[Signal]:
    """A topic of two or more inbound contacts, each begun within 30 days of the one before it."""
    chains = ((topic, _longest_chain(contacts)) for topic, contacts in _inbound_by_topic(rows).items())
    found = [Signal("repeat", topic, tuple(chain)) for topic, chain in chains if len(chain) > 1]
    return sorted(found, key=lambda signal: (-len(signal.rows), signal.rows))


def abandoned_contacts(rows: Sequence[Numbered]) -> list[Signal]:
    """Contacts marked Abandoned."""
    return _one("abandoned", [entry for entry in rows if _marked(entry, "Abandoned")])


def transfers(rows: Sequence[Numbered]) -> list[Signal]:
    """Contacts with a transfer label, by label."""
    return [
        signal
        for label in TRANSFER_LABELS
        for signal in _one("transfer", [entry for entry in rows if _marked(entry, label)], label)
    ]


def callbacks_due(rows: Sequence[Numbered]) -> list[Signal]:
    """Contacts marked for a callback, not outbound ones, with no outbound phone contact after them."""
    called = [entry.row for entry in rows if entry.row.is_outbound() and entry.row.is_on("PHONE")]
    noted = [entry for entry in rows if not entry.row.is_outbound() and _speaks_of_callback(entry)]
    return _one("callback", [entry for entry in noted if _none_after(entry.row, called)])


def unanswered_voicemails(rows: Sequence[Numbered]) -> list[Signal]:
    """Voicemails, not outbound ones, with no outbound contact of any kind after them."""
    outbound = [entry.row for entry in rows if entry.row.is_outbound()]
    left = [entry for entry in rows if _is_voicemail(entry)]
    return _one("voicemail", [entry for entry in left if _none_after(entry.row, outbound)])


def escalation_labels(rows: Sequence[Numbered]) -> list[Signal]:
    """Contacts with an outcome, label or wrap-up code that contains "escalat"."""
    return _one("escalation", [entry for entry in rows if any("escalat" in mark for mark in entry.marks)])


def sentiment_turn(rows: Sequence[Numbered]) -> list[Signal]:
    """The newest scored contacts, two or more, are all negative (or positive); the two before them are not."""
    scored = [entry for entry in rows if entry.row.sentiment and entry.row.started]
    polarity = _polarity(scored[0]) if scored else ""
    run = list(takewhile(lambda entry: _polarity(entry) == polarity, scored))
    before = scored[len(run) : len(run) + TURN_LENGTH]
    if polarity not in _TURNS or len(run) < TURN_LENGTH or len(before) < TURN_LENGTH:
        return []
    if polarity in map(_polarity, before):
        return []
    return [Signal("turn", _TURNS[polarity], _numbers(run))]


RULES: tuple[Rule, ...] = (
    repeat_contacts,
    abandoned_contacts,
    transfers,
    callbacks_due,
    unanswered_voicemails,
    escalation_labels,
    sentiment_turn,
)


def _one(kind: str, entries: Sequence[Numbered], subject: str | None = None) -> list[Signal]:
    return [Signal(kind, subject, _numbers(entries))] if entries else []


def _numbers(entries: Sequence[Numbered]) -> tuple[int, ...]:
    return tuple(entry.number for entry in entries)


def _polarity(entry: Numbered) -> str:
    return (entry.row.sentiment or "").upper()


def _marked(entry: Numbered, label: str) -> bool:
    return label.casefold() in entry.marks


def _speaks_of_callback(entry: Numbered) -> bool:
    words = (mark.replace(" ", "").replace("-", "").replace("_", "") for mark in entry.marks)
    return any("callback" in word and "survey" not in word for word in words)


def _is_voicemail(entry: Numbered) -> bool:
    row = entry.row
    return not row.is_outbound() and (row.is_on("VOICEMAIL") or _marked(entry, "ForwardedToVoicemail"))


def _none_after(row: Interaction, others: Sequence[Interaction]) -> bool:
    """Whether it is certain that none of `others` began after `row`."""
    if row.started is None:
        return not others
    return all(other.started is not None and other.started <= row.started for other in others)


def _inbound_by_topic(rows: Sequence[Numbered]) -> dict[str, list[Begun]]:
    """Inbound contacts under each of their topics, spelled as the newest spells it."""
    about: dict[str, list[Begun]] = {}
    spelling: dict[str, str] = {}
    for entry in rows:
        if entry.row.started is None or not entry.row.is_inbound():
            continue
        for key, name in {
            topic.name.casefold(): topic.name for topic in entry.row.topics if topic.name
        }.items():
            about.setdefault(spelling.setdefault(key, name), []).append((entry.number, entry.row.started))
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
