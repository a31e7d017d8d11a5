"""One interaction of a customer."""

from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

from c360_mcp.records.fields import (
    address,
    count,
    enum_value,
    identifier,
    moment,
    name,
    names,
    several,
    title,
)
from c360_mcp.records.record import Wire

LONGEST_INTERACTION = timedelta(days=30)
"""A longer interaction is taken for an error in its times."""


class Topic(NamedTuple):
    """A topic that speech analytics heard in an interaction."""

    name: Annotated[str | None, Wire("topic", name)]
    matches: Annotated[int | None, Wire("matches", count)]


class Interaction(NamedTuple):
    """One contact. Every field may be absent; times are UTC."""

    interaction_id: Annotated[str | None, Wire("interactionId", identifier)]
    contact_id: Annotated[str | None, Wire("contactId", identifier)]
    address: Annotated[str | None, Wire("mediaIdentifier", address)]
    channel: Annotated[str | None, Wire("mediaType", enum_value)]
    chat_type: Annotated[str | None, Wire("chatType", enum_value)]
    direction: Annotated[str | None, Wire("direction", enum_value)]
    product: Annotated[str | None, Wire("productType", enum_value)]
    started: Annotated[datetime | None, Wire("startedAt", moment)]
    ended: Annotated[datetime | None, Wire("endedAt", moment)]
    sentiment: Annotated[str | None, Wire("sentiment", enum_value)]
    topics: Annotated[tuple[Topic, ...], Wire("topics", several(Topic))]
    wrap_up_codes: Annotated[tuple[str, ...], Wire("wrapUpCodes", names)]
    queue: Annotated[str | None, Wire("queueName", name)]
    outcome: Annotated[str | None, Wire("outcomeLabel", name)]
    labels: Annotated[tuple[str, ...], Wire("interactionLabels", names)]
    title: Annotated[str | None, Wire("title", title)]
    email_subject: Annotated[str | None, Wire("emailSubject", title)]
    department: Annotated[str | None, Wire("departmentName", name)]
    signals: Annotated[tuple[str, ...], Wire("signals", names)]

    @property
    def length(self) -> timedelta | None:
        """From start to end, where both are known, in that order, and credibly far apart."""
        if self.started is None or self.ended is None or self.ended < self.started:
            return None
        length = self.ended - self.started
        return length if length <= LONGEST_INTERACTION else None

    @property
    def headline(self) -> str | None:
        """What it was about, in the API's words: its title, or else the e-mail's subject."""
        return self.title or self.email_subject

    @property
    def tags(self) -> tuple[str, ...]:
        """What the contact centre filed it under: its outcome, its labels and its wrap-up codes."""
        outcome = (self.outcome,) if self.outcome else ()
        return (*outcome, *self.labels, *self.wrap_up_codes)

    @property
    def has_topics(self) -> bool:
        """Whether any topic of it is known by name."""
        return any(topic.name for topic in self.topics)

    @property
    def is_blank(self) -> bool:
        """Whether nothing in it could be read."""
        return not any(self)

    def is_inbound(self) -> bool:
        """Whether the customer made the contact, as far as the API says."""
        return self.direction == "inbound"

    def is_outbound(self) -> bool:
        """Whether the contact centre made the contact, as far as the API says."""
        return self.direction == "outbound"

    def is_voicemail(self) -> bool:
        """Whether it is one, as far as the API says."""
        return self.channel == "voicemail"
