"""One interaction of a customer."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from c360_mcp.records.fields import (
    Address,
    Count,
    Identifier,
    Moment,
    Name,
    Names,
    Record,
    Title,
    Word,
    objects,
)


class Topic(Record):
    """A topic that speech analytics heard in an interaction."""

    name: Name = Field(None, alias="topic")
    matches: Count = None


class Interaction(Record):
    """One contact. Every field may be absent; times are UTC."""

    interaction_id: Identifier = Field(None, alias="interactionId")
    contact_id: Identifier = Field(None, alias="contactId")
    address: Address = Field(None, alias="mediaIdentifier")
    channel: Word = Field(None, alias="mediaType")
    chat_type: Word = Field(None, alias="chatType")
    direction: Word = None
    product: Word = Field(None, alias="productType")
    started: Moment = Field(None, alias="startedAt")
    ended: Moment = Field(None, alias="endedAt")
    sentiment: Word = None
    topics: Annotated[tuple[Topic, ...], objects] = ()
    wrap_up_codes: Names = Field((), alias="wrapUpCodes")
    queue: Name = Field(None, alias="queueName")
    outcome: Name = Field(None, alias="outcomeLabel")
    labels: Names = Field((), alias="interactionLabels")
    title: Title = None
    email_subject: Title = Field(None, alias="emailSubject")
    department: Name = Field(None, alias="departmentName")
    signals: Names = ()

    @property
    def length(self) -> timedelta | None:
        """From start to end, where both are known and in that order."""
        if self.started is None or self.ended is None or self.ended < self.started:
            return None
        return self.ended - self.started

    @property
    def headline(self) -> str | None:
        """What it was about, in the API's words: its title, or else the e-mail's subject."""
        return self.title or self.email_subject

    @property
    def marks(self) -> tuple[str, ...]:
        """Everything that the contact centre put on it: outcome, labels, wrap-up codes."""
        outcome = (self.outcome,) if self.outcome else ()
        return (*outcome, *self.labels, *self.wrap_up_codes)

    @property
    def is_blank(self) -> bool:
        """Whether nothing in it could be read."""
        return not any(value for _, value in self)

    def is_inbound(self) -> bool:
        """Whether the customer made the contact, as far as the API says."""
        return (self.direction or "").upper() == "INBOUND"

    def is_outbound(self) -> bool:
        """Whether the contact centre made the contact, as far as the API says."""
        return (self.direction or "").upper() == "OUTBOUND"

    def is_on(self, channel: str) -> bool:
        """Whether it took place on this channel, named as the API names it."""
        return (self.channel or "").upper() == channel

    def starts_before(self, moment: datetime) -> bool:
        """Whether it is known to have begun before `moment`."""
        return self.started is not None and self.started < moment
