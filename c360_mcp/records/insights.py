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


class SentimentAggregate(NamedTuple):
    """Aggregated sentiment, over `total` interactions."""

    total: int | None
    sentiments: Sentiments | None


class TopicFrequency(NamedTuple):
    """In how many interactions one topic was found."""

    name: str | None
    category: str | None
    interactions: int | None
    percentage: float | None


class TopicAggregate(NamedTuple):
    """Topic frequencies, over `total` interactions."""

    total: int | None
    topics: tuple[TopicFrequency, ...]


class Insights(NamedTuple):
    """What Speech Analytics aggregated; absent where the tenant has no licence for it."""

    sentiment: SentimentAggregate | None
    topics: TopicAggregate | None


def read_insights(entry: JsonObject, gate: Gate) -> Insights:
    """Read the `insights` of a reply."""
    return Insights(
        sentiment=fields.record(entry.get("aggregatedSentiments"), read_sentiment_aggregate, gate),
        topics=fields.record(entry.get("aggregatedTopics"), read_topic_aggregate, gate),
    )


def read_sentiment_aggregate(entry: JsonObject, gate: Gate) -> SentimentAggregate:
    """Read `aggregatedSentiments`."""
    return SentimentAggregate(
        total=fields.count(entry.get("totalInteractions")),
        sentiments=fields.record(entry.get("aggregatedSentiment"), read_sentiments, gate),
    )


def read_sentiments(entry: JsonObject, gate: Gate) -> Sentiments:
    """Read `aggregatedSentiment`."""
    return Sentiments(
        customer=fields.enum(entry.get("aggregatedCustomerSentiment"), gate),
        agent=fields.enum(entry.get("aggregatedAgentSentiment"), gate),
        overall=fields.enum(entry.get("aggregatedOverallSentiment"), gate),
    )


def read_topic_aggregate(entry: JsonObject, gate: Gate) -> TopicAggregate:
    """Read `aggregatedTopics`."""
    return TopicAggregate(
        total=fields.count(entry.get("totalInteractions")),
        topics=fields.records(entry.get("topicFrequency"), read_topic_frequency, gate),
    )


def read_topic_frequency(entry: JsonObject, gate: Gate) -> TopicFrequency:
    """Read an item of `topicFrequency`."""
    return TopicFrequency(
        name=fields.name(entry.get("topicName"), gate),
        category=fields.name(entry.get("categoryName"), gate),
        interactions=fields.count(entry.get("interactionsMatchedCount")),
        percentage=fields.number(entry.get("percentageMatched")),
    )
