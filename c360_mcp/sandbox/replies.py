"""The documented replies, as JSON values."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from c360_mcp.sandbox.behaviour import Behaviour
from c360_mcp.sandbox.history import Record
from c360_mcp.sandbox.selection import select

Json = dict[str, Any]

_SCORES = {"POSITIVE": 1, "NEGATIVE": -1}
_SUMMARY_LAG = timedelta(minutes=4)


def interactions_insight(found: Sequence[Record], *, behaviour: Behaviour, speech_analytics: bool) -> Json:
    """Return the reply to a search that found these records, oldest first: 50 at most, and insights into all."""
    return {
        "interactions": [
            _interaction(record, speech_analytics=speech_analytics, titles=behaviour.titles)
            for record in select(found, behaviour)
        ],
        "insights": _insights(found) if speech_analytics else None,
    }


def summary(record: Record) -> Json:
    """Return the transcript summary of a record that has one."""
    contact = record.contact
    text = contact.summary or ""
    ended_at = record.started_at if record.ended_at is None else record.ended_at
    created = datetime.fromtimestamp(ended_at // 1000, UTC) + _SUMMARY_LAG
    return {
        "interactionId": record.id,
        "summaryObjectId": f"obj-{record.token[:10]}",
        "content": {
            "id": f"summary-{record.token[10:]}",
            "result": text,
            "status": contact.summary_status,
            "type": "summary",
            "duration": None if record.ended_at is None else (record.ended_at - record.started_at) / 1000,
        },
        "metadata": {
            "createdAt": created.replace(tzinfo=None).isoformat(),
            "sizeBytes": len(text.encode()),
        },
    }


def _interaction(record: Record, *, speech_analytics: bool, titles: bool) -> Json:
    contact, story = record.contact, record.story
    topics = contact.topics if speech_analytics else None
    reply: Json = {
        "interactionId": record.id,
        "contactId": story.contact_id,
        "mediaIdentifier": record.address,
        "mediaType": contact.media,
        "direction": contact.direction,
        "productType": contact.product,
        "startedAt": record.started_at,
        "endedAt": record.ended_at,
        "sentiment": contact.sentiment if speech_analytics else None,
        "topics": None if topics is None else [{"topic": t, "matches": n} for t, n in topics.items()],
        "wrapUpCodes": list(contact.wrap_up),
        "queueName": contact.queue,
        "outcomeLabel": contact.outcome,
        "interactionLabels": list(contact.labels),
        "title": contact.title if titles else None,
        "emailSubject": contact.subject if titles else None,
        "departmentName": None,
        "signals": [],
    }
    if contact.media == "CHAT":
        reply["chatType"] = contact.chat_type
    if story.sparse:
        return {name: value for name, value in reply.items() if value is not None}
    return reply


def _insights(found: Sequence[Record]) -> Json:
    sentiments = [record.contact.sentiment for record in found if record.contact.sentiment is not None]
    analysed = [record for record in found if record.contact.topics is not None]
    return {
        "aggregatedSentiments": {
            "totalInteractions": len(sentiments),
            "aggregatedSentiment": {
                "aggregatedCustomerSentiment": _prevailing(sentiments),
                "aggregatedAgentSentiment": found[-1].story.agent_sentiment,
                "aggregatedOverallSentiment": _balance(sentiments),
            }
            if sentiments
            else None,
        },
        "aggregatedTopics": {
            "totalInteractions": len(analysed),
            "topicFrequency": _topic_frequency(analysed),
        },
    }


def _prevailing(sentiments: Sequence[str]) -> str:
    """Return the most frequent sentiment, or MIXED where two are equally frequent."""
    ranked = Counter(sentiments).most_common(2)
    tied = len(ranked) == 2 and ranked[0][1] == ranked[1][1]
    return "MIXED" if tied else ranked[0][0]


def _balance(sentiments: Sequence[str]) -> str:
    """Return POSITIVE or NEGATIVE if there are more of one, by a third of all sentiments or more; otherwise NEUTRAL."""
    total = sum(_SCORES.get(sentiment, 0) for sentiment in sentiments)
    if abs(total) * 3 < len(sentiments):
        return "NEUTRAL"
    return "POSITIVE" if total > 0 else "NEGATIVE"


def _topic_frequency(analysed: Sequence[Record]) -> list[Json]:
    matched = Counter(topic for record in analysed for topic in record.contact.topics or {})
    ranked = sorted(matched.items(), key=lambda item: (-item[1], item[0]))
    categories: Mapping[str, str] = analysed[-1].story.categories if analysed else {}
    return [
        {
            "topicName": topic,
            "categoryName": categories.get(topic),
            "interactionsMatchedCount": count,
            "percentageMatched": round(100 * count / len(analysed), 1),
        }
        for topic, count in ranked
    ]
