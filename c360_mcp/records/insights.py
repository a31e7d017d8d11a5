"""8x8's own aggregates over a customer's interactions, each with its own denominator."""

from typing import Annotated, NamedTuple

from c360_mcp.records.fields import count, enum_value, name, number, one, several
from c360_mcp.records.record import Wire


class Sentiments(NamedTuple):
    """Three aggregated sentiments."""

    customer: Annotated[str | None, Wire("aggregatedCustomerSentiment", enum_value)]
    agent: Annotated[str | None, Wire("aggregatedAgentSentiment", enum_value)]
    overall: Annotated[str | None, Wire("aggregatedOverallSentiment", enum_value)]


class SentimentAggregate(NamedTuple):
    """Aggregated sentiment, over `total` interactions."""

    total: Annotated[int | None, Wire("totalInteractions", count)]
    sentiments: Annotated[Sentiments | None, Wire("aggregatedSentiment", one(Sentiments))]


class TopicFrequency(NamedTuple):
    """In how many interactions one topic was found."""

    name: Annotated[str | None, Wire("topicName", name)]
    category: Annotated[str | None, Wire("categoryName", name)]
    interactions: Annotated[int | None, Wire("interactionsMatchedCount", count)]
    percentage: Annotated[float | None, Wire("percentageMatched", number)]


class TopicAggregate(NamedTuple):
    """Topic frequencies, over `total` interactions."""

    total: Annotated[int | None, Wire("totalInteractions", count)]
    topics: Annotated[tuple[TopicFrequency, ...], Wire("topicFrequency", several(TopicFrequency))]


class Insights(NamedTuple):
    """What Speech Analytics aggregated; absent where the tenant has no licence for it."""

    sentiment: Annotated[SentimentAggregate | None, Wire("aggregatedSentiments", one(SentimentAggregate))]
    topics: Annotated[TopicAggregate | None, Wire("aggregatedTopics", one(TopicAggregate))]
