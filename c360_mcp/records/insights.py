"""8x8's own aggregates over a customer's interactions, each with its own denominator."""

from typing import Annotated

from pydantic import Field

from c360_mcp.records.fields import Count, Name, Number, Record, Word, nested, objects


class Sentiments(Record):
    """Three aggregated sentiments."""

    customer: Word = Field(None, alias="aggregatedCustomerSentiment")
    agent: Word = Field(None, alias="aggregatedAgentSentiment")
    overall: Word = Field(None, alias="aggregatedOverallSentiment")


class SentimentAggregate(Record):
    """Aggregated sentiment, over `total` interactions."""

    total: Count = Field(None, alias="totalInteractions")
    sentiments: Annotated[Sentiments | None, nested] = Field(None, alias="aggregatedSentiment")


class TopicFrequency(Record):
    """In how many interactions one topic was found."""

    name: Name = Field(None, alias="topicName")
    category: Name = Field(None, alias="categoryName")
    interactions: Count = Field(None, alias="interactionsMatchedCount")
    percentage: Number = Field(None, alias="percentageMatched")


class TopicAggregate(Record):
    """Topic frequencies, over `total` interactions."""

    total: Count = Field(None, alias="totalInteractions")
    topics: Annotated[tuple[TopicFrequency, ...], objects] = Field((), alias="topicFrequency")


class Insights(Record):
    """What Speech Analytics aggregated; absent where the tenant has no licence for it."""

    sentiment: Annotated[SentimentAggregate | None, nested] = Field(None, alias="aggregatedSentiments")
    topics: Annotated[TopicAggregate | None, nested] = Field(None, alias="aggregatedTopics")
