"""One contact of a customer: an interaction, or several that are legs of one call, e-mail or chat."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from c360_mcp.records.interaction import Interaction, Topic

FORWARDED_TO_VOICEMAIL = "forwardedtovoicemail"


class Contact(NamedTuple):
    """What is counted as one: its legs, the one that began last first, and what they say together.

    Most contacts have one leg. A call that passes three queues comes as three interactions with one start.
    """

    number: int
    """Of the first leg's row."""
    legs: tuple[Interaction, ...]
    started: datetime | None
    """When its first leg began."""
    channel: str | None
    """The channel of its first leg, as far as the API says."""
    direction: str | None
    """Who began it, as far as the API says."""
    contact_id: str | None
    """Whose it is, as far as the API says."""
    sentiments: tuple[str, ...]
    """The different sentiments of its legs, in alphabetical order."""
    queues: tuple[str, ...]
    """The different queues of its legs, the last one first."""
    topics: tuple[Topic, ...]
    """The different topics of its legs, each as the last leg that has it says."""
    tags: dict[str, tuple[str, int]]
    """Its different tags by their case-folded form, each as the first row that has it spells it, with that row."""

    @property
    def numbered(self) -> Iterator[tuple[int, Interaction]]:
        """Each leg with the number of its row."""
        return enumerate(self.legs, self.number)

    def is_inbound(self) -> bool:
        """Whether the customer made the contact, as far as the API says."""
        return self.direction == "inbound"

    def is_outbound(self) -> bool:
        """Whether the contact centre made the contact, as far as the API says."""
        return self.direction == "outbound"

    def is_voicemail(self) -> bool:
        """Whether a voicemail was left, as far as the API says."""
        return FORWARDED_TO_VOICEMAIL in self.tags or any(leg.is_voicemail() for leg in self.legs)

    def may_be_of(self, other: "Contact") -> bool:
        """Whether both may be one person's: it is certain that they aren't where their contact IDs differ."""
        return not (self.contact_id and other.contact_id) or self.contact_id == other.contact_id


def make_contact(number: int, legs: tuple[Interaction, ...]) -> Contact:
    """Read what legs say together, once, as one rule after another asks for it."""
    return _of_one_leg(number, legs[0]) if len(legs) == 1 else _of_legs(number, legs)


def _of_one_leg(number: int, leg: Interaction) -> Contact:
    """The same as `_of_legs`, in a third of the time."""
    return Contact(
        number=number,
        legs=(leg,),
        started=leg.started,
        channel=leg.channel,
        direction=leg.direction,
        contact_id=leg.contact_id,
        sentiments=(leg.sentiment,) if leg.sentiment else (),
        queues=(leg.queue,) if leg.queue else (),
        topics=_different_topics((leg,)) if leg.topics else (),
        tags=_first_tags(number, (leg,)),
    )


def _of_legs(number: int, legs: tuple[Interaction, ...]) -> Contact:
    return Contact(
        number=number,
        legs=legs,
        started=min((leg.started for leg in legs if leg.started), default=None),
        channel=next((leg.channel for leg in reversed(legs) if leg.channel), None),
        direction=next((leg.direction for leg in reversed(legs) if leg.direction), None),
        contact_id=next((leg.contact_id for leg in legs if leg.contact_id), None),
        sentiments=tuple(sorted({leg.sentiment for leg in legs if leg.sentiment})),
        queues=tuple(dict.fromkeys(leg.queue for leg in legs if leg.queue)),
        topics=_different_topics(legs),
        tags=_first_tags(number, legs),
    )


def _different_topics(legs: Sequence[Interaction]) -> tuple[Topic, ...]:
    topics: dict[str, Topic] = {}
    for leg in legs:
        for topic in leg.topics:
            if name := topic.name:
                topics.setdefault(name.casefold(), topic)
    return tuple(topics.values())


def _first_tags(number: int, legs: Sequence[Interaction]) -> dict[str, tuple[str, int]]:
    tags: dict[str, tuple[str, int]] = {}
    for row, leg in enumerate(legs, number):
        for tag in leg.tags:
            tags.setdefault(tag.casefold(), (tag, row))
    return tags
