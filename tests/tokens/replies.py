"""Replies of the API in one language, invented."""

import random
import string
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.tokens.corpus import Corpus

Json = dict[str, Any]

NOW = datetime(2026, 11, 22, 15, 47, tzinfo=UTC)
ROWS = 50
_BASE62 = string.ascii_letters + string.digits
_MEDIA = ("PHONE", "EMAIL", "CHAT", "VOICEMAIL")


def interactions(corpus: Corpus) -> list[Json]:
    """As many as one search brings, newest first; the same on every run."""
    chance = random.Random(corpus.titles[0])  # noqa: S311
    return [_interaction(chance, corpus, number) for number in range(ROWS)]


def with_figures(rows: list[Json]) -> list[Json]:
    """The same interactions with titles of numbers and codes, as machines write them."""
    chance = random.Random(len(rows))  # noqa: S311
    return [row | {"title": _figures(chance), "emailSubject": None} for row in rows]


def insights(corpus: Corpus) -> Json:
    """Aggregates of all topics under all queues."""
    sentiments = {
        "aggregatedCustomerSentiment": "NEGATIVE",
        "aggregatedAgentSentiment": "NEUTRAL",
        "aggregatedOverallSentiment": "NEUTRAL",
    }
    topics = [
        {"topicName": topic, "categoryName": queue, "interactionsMatchedCount": 4, "percentageMatched": 12.5}
        for queue in corpus.queues
        for topic in corpus.topics
    ]
    return {
        "aggregatedSentiments": {"totalInteractions": ROWS, "aggregatedSentiment": sentiments},
        "aggregatedTopics": {"totalInteractions": ROWS, "topicFrequency": topics},
    }


def summary(interaction_id: str, text: str) -> Json:
    """A transcript summary."""
    return {
        "interactionId": interaction_id,
        "content": {"result": text, "status": "success", "type": "summary", "duration": 312.0},
        "metadata": {"createdAt": "2026-11-20T09:41:00"},
    }


def _interaction(chance: random.Random, corpus: Corpus, number: int) -> Json:
    begun = NOW - timedelta(days=7 * number, minutes=chance.randrange(9_000))
    epoch, media = round(begun.timestamp() * 1000), chance.choice(_MEDIA)
    token = "".join(chance.choices(_BASE62, k=25))
    outcome = chance.choice(corpus.outcomes)
    return {
        "interactionId": f"int-{epoch:x}-{token}-{media.lower()}-{chance.randrange(20):02}-acmecorp01",
        "mediaIdentifier": chance.choice(("customer@example.com", "+12065550134", "+442071838750")),
        "contactId": chance.choice(("contact-1001", "contact-2044")),
        "mediaType": media,
        "chatType": "WHATSAPP" if media == "CHAT" else None,
        "direction": chance.choice(("INBOUND", "INBOUND", "OUTBOUND")),
        "productType": "CC",
        "startedAt": epoch,
        "endedAt": epoch + chance.randrange(20_000, 9_000_000),
        "sentiment": chance.choice(("POSITIVE", "NEUTRAL", "NEGATIVE", None)),
        "topics": [
            {"topic": topic, "matches": chance.randrange(1, 5)}
            for topic in chance.sample(corpus.topics, chance.randrange(4))
        ],
        "wrapUpCodes": chance.sample(corpus.wrap_ups, chance.randrange(2)),
        "queueName": chance.choice(corpus.queues),
        "outcomeLabel": outcome,
        "interactionLabels": [outcome, *chance.sample(corpus.labels, chance.randrange(3))],
        "title": chance.choice(corpus.titles),
        "emailSubject": chance.choice(corpus.subjects) if media == "EMAIL" else None,
        "departmentName": chance.choice((None, None, *corpus.departments)),
    }


def _figures(chance: random.Random) -> str:
    number = chance.randrange(10**9)
    return chance.choice(
        (
            f"Order {number}, invoice 2026-{number % 9_973:05}, EUR {number / 10_000:,.2f} due 03.10.2026",
            f"Ticket {uuid.UUID(int=chance.getrandbits(128))}",
            f"{''.join(chance.choices(string.ascii_uppercase + string.digits, k=12))} {number:x}",
            f"Missed calls from +{number + 49 * 10**9} and jo.smith{number % 97}@mail.example.org",
        )
    )
