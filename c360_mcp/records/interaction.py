"""One interaction of a customer."""

from datetime import datetime
from typing import NamedTuple

from c360_mcp.intake.gate import Gate
from c360_mcp.records import fields
from c360_mcp.records.fields import JsonObject

LISTS = ("topics", "wrapUpCodes", "interactionLabels", "signals")
"""The fields of an entry that are read as lists."""


class Topic(NamedTuple):
    """A topic that Speech Analytics found in an interaction."""

    name: str | None
    matches: int | None


class Interaction(NamedTuple):
    """One row of the API: a contact, or a leg of one. Every field may be absent; times are UTC."""

    interaction_id: str | None
    contact_id: str | None
    address: str | None
    channel: str | None
    chat_type: str | None
    direction: str | None
    product: str | None
    started: datetime | None
    ended: datetime | None
    sentiment: str | None
    topics: tuple[Topic, ...]
    wrap_up_codes: tuple[str, ...]
    queue: str | None
    outcome: str | None
    labels: tuple[str, ...]
    title: str | None
    email_subject: str | None
    department: str | None
    signals: tuple[str, ...]
    tags_are_whole: bool = True
    """Whether `tags` are all that came, and none is cut."""

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
        return not any(self[:-1])

    def is_voicemail(self) -> bool:
        """Whether it is one, as far as the API says."""
        return self.channel == "voicemail"


def read_interaction(entry: JsonObject, gate: Gate) -> Interaction:
    """Read an item of `interactions`."""
    outcome = fields.name(entry.get("outcomeLabel"), gate)
    labels = fields.names(entry.get("interactionLabels"), gate)
    codes = fields.names(entry.get("wrapUpCodes"), gate)
    return Interaction(
        interaction_id=fields.identifier(entry.get("interactionId"), gate),
        contact_id=fields.identifier(entry.get("contactId"), gate),
        address=fields.address(entry.get("mediaIdentifier"), gate),
        channel=fields.enum(entry.get("mediaType"), gate),
        chat_type=fields.enum(entry.get("chatType"), gate),
        direction=fields.enum(entry.get("direction"), gate),
        product=fields.enum(entry.get("productType"), gate),
        started=fields.time(entry.get("startedAt")),
        ended=fields.time(entry.get("endedAt")),
        sentiment=fields.enum(entry.get("sentiment"), gate),
        topics=fields.records(entry.get("topics"), read_topic, gate),
        wrap_up_codes=codes,
        queue=fields.name(entry.get("queueName"), gate),
        outcome=outcome,
        labels=labels,
        title=fields.title(entry.get("title"), gate),
        email_subject=fields.title(entry.get("emailSubject"), gate),
        department=fields.name(entry.get("departmentName"), gate),
        signals=fields.names(entry.get("signals"), gate),
        tags_are_whole=_are_whole(entry, outcome, labels, codes),
    )


def _are_whole(
    entry: JsonObject, outcome: str | None, labels: tuple[str, ...], codes: tuple[str, ...]
) -> bool:
    given = entry.get("outcomeLabel")
    return (
        fields.are_whole([] if given is None else [given], (outcome,) if outcome else ())
        and fields.are_whole(entry.get("interactionLabels"), labels)
        and fields.are_whole(entry.get("wrapUpCodes"), codes)
    )


def read_topic(entry: JsonObject, gate: Gate) -> Topic:
    """Read an item of an interaction's `topics`."""
    return Topic(name=fields.name(entry.get("topic"), gate), matches=fields.count(entry.get("matches")))
