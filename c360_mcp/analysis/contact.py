"""One contact of a customer: an interaction, or several that are legs of one call, e-mail or chat."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from c360_mcp.records.interaction import Interaction, Topic

FORWARDED_TO_VOICEMAIL = "forwardedtovoicemail"


@dataclass(frozen=True)
class Contact:
    """What is counted as one: its legs, the one that began last first, and the number of the first one's row.

    Most contacts have one leg. A call that passes three queues comes as three interactions with one start.
    What is read of the legs is remembered, as one rule after another asks for it.
    """

    number: int
    legs: tuple[Interaction, ...]

    @property
    def numbered(self) -> Iterator[tuple[int, Interaction]]:
        """Each leg with the number of its row."""
        return enumerate(self.legs, self.number)

    @cached_property
    def started(self) -> datetime | None:
        """When its first leg began."""
        return min((leg.started for leg in self.legs if leg.started), default=None)

    @cached_property
    def channel(self) -> str | None:
        """The channel of its first leg, as far as the API says."""
        return next((leg.channel for leg in reversed(self.legs) if leg.channel), None)

    @cached_property
    def direction(self) -> str | None:
        """Who began it, as far as the API says."""
        return next((leg.direction for leg in reversed(self.legs) if leg.direction), None)

    @cached_property
    def contact_id(self) -> str | None:
        """Whose it is, as far as the API says."""
        return next((leg.contact_id for leg in self.legs if leg.contact_id), None)

    @cached_property
    def sentiments(self) -> tuple[str, ...]:
        """The different sentiments of its legs, in alphabetical order."""
        return tuple(sorted({leg.sentiment for leg in self.legs if leg.sentiment}))

    @cached_property
    def queues(self) -> tuple[str, ...]:
        """The different queues of its legs, the last one first."""
        return tuple(dict.fromkeys(leg.queue for leg in self.legs if leg.queue))

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The different topics of its legs, each as the last leg that has it says."""
        topics: dict[str, Topic] = {}
        for topic in (topic for leg in self.legs for topic in leg.topics if topic.name):
            topics.setdefault((topic.name or "").casefold(), topic)
        return tuple(topics.values())

    @cached_property
    def tags(self) -> dict[str, tuple[str, int]]:
        """Its different tags by their case-folded form, each as the first row that has it spells it, with that row."""
        tags: dict[str, tuple[str, int]] = {}
        for number, leg in self.numbered:
            for tag in leg.tags:
                tags.setdefault(tag.casefold(), (tag, number))
        return tags

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
        ids = {contact.contact_id for contact in (self, other) if contact.contact_id}
        return len(ids) <= 1
