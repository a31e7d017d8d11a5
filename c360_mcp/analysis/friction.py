"""Signals of friction: each a stated rule over the contacts, each citing the rows it rests on.

They are proxies. A label says what the contact centre's systems recorded, not what the customer
went through; the guide resource states every rule in words.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise, takewhile
from operator import itemgetter
from typing import NamedTuple

from c360_mcp.analysis.contact import Contact
from c360_mcp.analysis.tags import TagReader
from c360_mcp.analysis.timeline import Timeline

REPEAT_WITHIN = timedelta(days=30)
"""Two inbound contacts about one topic belong to one chain if they begin at most this far apart."""

TURN_LENGTH = 2
"""Scored contacts that a turn in sentiment needs on either side."""

_TURNS = {"negative": "worse", "positive": "better"}
_SCORES = frozenset({"negative", "neutral", "mixed", "positive"})
_NOT_CALLS = {"email", "chat"}


class FrictionSignal(NamedTuple):
    """What a rule found."""

    kind: str
    """Which rule: see the guide."""
    subject: str | None
    """What it is about, where the rule has a subject: a topic, a tag, a direction."""
    rows: tuple[int, ...]
    """Numbers of rows, one of each contact, newest first."""
    earlier: int = 0
    """How many more chains of repeat contacts there are before this one."""


Rule = Callable[[Timeline, TagReader], list[FrictionSignal]]


def find_friction(timeline: Timeline, tags: TagReader) -> tuple[FrictionSignal, ...]:
    """Apply every rule."""
    return tuple(signal for rule in RULES for signal in rule(timeline, tags))


def judged_for_repeats(timeline: Timeline) -> tuple[int, int]:
    """How many contacts may be repeat contacts and can be judged, and how many can't be.

    They are inbound or may be. Those can't be judged that are without a direction, a start, topics, or, where there are
    several, a contact ID.
    """
    several = len(timeline.contact_ids) > 1
    candidates = [contact for contact in timeline.contacts if contact.is_inbound() or not contact.direction]
    known = [
        contact
        for contact in candidates
        if contact.direction and contact.started and contact.topics and (contact.contact_id or not several)
    ]
    return len(known), len(candidates) - len(known)


def repeat_contacts(timeline: Timeline, _: TagReader) -> list[FrictionSignal]:
    """The newest chain of each topic: two or more inbound contacts, each begun within 30 days of the one before.

    A chain is one person's. Topics with the most contacts in chains come first.
    """
    found = [
        (topic, chains)
        for _person, contacts in timeline.by_person()
        for topic, about in _inbound_by_topic(contacts).items()
        if (chains := _chains(about))
    ]
    found.sort(key=lambda each: (-sum(map(len, each[1])), each[1]))
    return [FrictionSignal("repeat", topic, tuple(chains[0]), len(chains) - 1) for topic, chains in found]


def abandoned_contacts(timeline: Timeline, tags: TagReader) -> list[FrictionSignal]:
    """Contacts tagged as abandoned, by tag; outbound ones apart, as it was not the customer who waited."""
    saying = timeline.tags_that(tags.abandoned)
    return [
        *_by_tag("abandoned", timeline, saying, lambda contact: not contact.is_outbound()),
        *_by_tag("abandoned outbound", timeline, saying, Contact.is_outbound),
    ]


def transfers(timeline: Timeline, tags: TagReader) -> list[FrictionSignal]:
    """Contacts tagged as transferred, by tag."""
    return _by_tag("transfer", timeline, timeline.tags_that(tags.transfer))


def callbacks_due(timeline: Timeline, tags: TagReader) -> list[FrictionSignal]:
    """Contacts tagged for a callback, not outbound ones, after which certainly nobody called that person, by tag."""
    calls = [contact for contact in timeline.contacts if _may_be_a_call(contact)]
    made = timeline.tags_that(tags.callback_made)

    def due(contact: Contact) -> bool:
        return all(made.isdisjoint(leg.tags) for leg in contact.legs) and _is_unanswered(contact, calls)

    return _by_tag("callback", timeline, timeline.tags_that(tags.callback), due)


def unanswered_voicemails(timeline: Timeline, _: TagReader) -> list[FrictionSignal]:
    """Voicemails, not outbound ones, after which there certainly was no outbound contact with that person."""
    answers = [contact for contact in timeline.contacts if not contact.is_inbound()]
    left = [
        contact.number
        for contact in timeline.contacts
        if contact.is_voicemail() and _is_unanswered(contact, answers)
    ]
    return [FrictionSignal("voicemail", None, tuple(left))] if left else []


def escalations(timeline: Timeline, tags: TagReader) -> list[FrictionSignal]:
    """Contacts with a tag that speaks of escalation and does not deny it, by tag."""
    return _by_tag("escalation", timeline, timeline.tags_that(tags.escalation))


def sentiment_turns(timeline: Timeline, _: TagReader) -> list[FrictionSignal]:
    """Where a person's newest scored contacts, two or more, are all negative (or positive), and those before not."""
    return [signal for _person, contacts in timeline.by_person() for signal in _turn(contacts)]


def resolutions(timeline: Timeline, tags: TagReader) -> list[FrictionSignal]:
    """Contacts with a tag that the tenant declared to mean resolved, by tag."""
    return _by_tag("resolved", timeline, timeline.tags_that(tags.resolved))


RULES: tuple[Rule, ...] = (
    repeat_contacts,
    abandoned_contacts,
    transfers,
    callbacks_due,
    unanswered_voicemails,
    escalations,
    sentiment_turns,
    resolutions,
)


def _by_tag(
    kind: str,
    timeline: Timeline,
    saying: frozenset[str],
    counts: Callable[[Contact], bool] = lambda _: True,
) -> list[FrictionSignal]:
    """The contacts that carry one of these tags, and count, under each tag as the newest row spells it."""
    found: dict[str, tuple[str, list[int]]] = {}
    carrying = [(*carrier, tag) for tag in saying for carrier in timeline.tagged.get(tag, ())]
    for _, folded, number, contact, tag in sorted(carrying):
        if counts(contact):
            found.setdefault(folded, (tag, []))[1].append(number)
    return [FrictionSignal(kind, tag, tuple(numbers)) for tag, numbers in found.values()]


def _may_be_a_call(contact: Contact) -> bool:
    """Whether it was an outbound call, or may have been: one that reached a voicemail, or of an unknown kind."""
    return not contact.is_inbound() and contact.channel not in _NOT_CALLS


def _is_unanswered(contact: Contact, answers: Sequence[Contact]) -> bool:
    """Whether it is not outbound itself, and it is certain that none of `answers` to that person began after it."""
    later = (answer for answer in answers if answer is not contact and _may_be_later(answer, contact))
    return not contact.is_outbound() and not any(answer.may_be_of(contact) for answer in later)


def _may_be_later(contact: Contact, other: Contact) -> bool:
    return not (contact.started and other.started and contact.started <= other.started)


def _inbound_by_topic(contacts: Sequence[Contact]) -> dict[str, list[Contact]]:
    """Inbound contacts with a start under each of their topics, spelled as the newest spells it."""
    spelling: dict[str, str] = {}
    about: dict[str, list[Contact]] = {}
    for contact in contacts:
        if contact.started and contact.is_inbound():
            for name in (topic.name or "" for topic in contact.topics):
                about.setdefault(spelling.setdefault(name.casefold(), name), []).append(contact)
    return about


def _chains(contacts: Sequence[Contact]) -> list[list[int]]:
    """Row numbers of the runs of two and more without a gap over `REPEAT_WITHIN`, newest first."""
    # Contacts stand in the order of their newest legs, which may have begun long after the first.
    begun = [(each.started, each.number) for each in contacts if each.started]
    begun.sort(key=itemgetter(0), reverse=True)
    chains = [[begun[0][1]]]
    for (later, _), (earlier, number) in pairwise(begun):
        if later - earlier <= REPEAT_WITHIN:
            chains[-1].append(number)
        else:
            chains.append([number])
    return [sorted(chain) for chain in chains if len(chain) > 1]


def _turn(contacts: Sequence[Contact]) -> list[FrictionSignal]:
    """The turn of one person's sentiment, if there is one; legs that disagree are neither side of it."""
    scored = [contact for contact in contacts if contact.sentiments and contact.started]
    polarity = scored[0].sentiments if scored else ()
    run = [contact.number for contact in takewhile(lambda each: each.sentiments == polarity, scored)]
    before = [contact.sentiments for contact in scored[len(run) : len(run) + TURN_LENGTH]]
    known = {(score,) for score in _SCORES} - {polarity}
    if min(len(run), len(before)) < TURN_LENGTH or not set(before) <= known:
        return []
    turn = _TURNS.get("".join(polarity))
    return [FrictionSignal("turn", turn, tuple(run))] if turn else []
