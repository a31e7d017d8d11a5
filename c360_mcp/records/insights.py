"""8x8's own aggregates over a customer's interactions, each with its own denominator."""

from typing import NamedTuple

from c360_mcp.intake.gate import Gate
from c360_mcp.records import fields
from c360_mcp.records.fields import JsonObject


class Sentiments(NamedTuple):
    """Three aggregated sentiments."""

    customer: str | None
    agent: str | None
    overall: str | None


class TopicFrequency(NamedTuple):
    """In how many interactions one topic was found."""

    name: str | None
    category: str | None
    interactions: int | None
    percentage: float | None


class Insights(NamedTuple):
    """What Speech Analytics aggregated; empty where the tenant has no licence for it."""

    sentiment_total: int | None
    """Interactions over which the sentiments were aggregated."""
    sentiments: Sentiments | None
    topics_total: int | None
    """Interactions in which topics were looked for."""
    topics: tuple[TopicFrequency, ...]


def read_insights(entry: JsonObject, gate: Gate) -> Insights:
    """Read the `insights` of a reply."""
    sentiment = fields.inner_object(entry, "aggregatedSentiments")
    topics = fields.inner_object(entry, "aggregatedTopics")
    return Insights(
        sentiment_total=fields.count(sentiment.get("totalInteractions")),
        sentiments=fields.record(sentiment.get("aggregatedSentiment"), read_sentiments, gate),
        topics_total=fields.count(topics.get("totalInteractions")),
        topics=fields.records(topics.get("topicFrequency"), read_topic_frequency, gate),
    )


def read_sentiments(entry: JsonObject, gate: Gate) -> Sentiments:
    """Read `aggregatedSentiment`."""
    return Sentiments(
        customer=fields.enum(entry.get("aggregatedCustomerSentiment"), gate),
        agent=fields.enum(entry.get("aggregatedAgentSentiment"), gate),
        overall=fields.enum(entry.get("aggregatedOverallSentiment"), gate),
    )


def read_topic_frequency(entry: JsonObject, gate: Gate) -> TopicFrequency:
    """Read an item of `topicFrequency`."""
    return TopicFrequency(
        name=fields.name(entry.get("topicName"), gate),
        category=fields.name(entry.get("categoryName"), gate),
        interactions=fields.count(entry.get("interactionsMatchedCount")),
        percentage=fields.number(entry.get("percentageMatched")),
    )
