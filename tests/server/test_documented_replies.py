"""The documentation's own sample replies, as a model gets to read them."""

import json

from inline_snapshot import snapshot

from tests.replies import ScriptedApi

INTERACTIONS = json.loads("""
{
  "interactions": [
    {
      "interactionId": "int-abc123",
      "mediaIdentifier": "customer@example.com",
      "mediaType": "EMAIL",
      "direction": "INBOUND",
      "productType": "CC",
      "startedAt": 1724400000000,
      "endedAt": 1724403600000,
      "sentiment": "POSITIVE",
      "topics": [
        {
          "topic": "billing",
          "matches": 2
        }
      ],
      "wrapUpCodes": [
        "resolved"
      ],
      "queueName": "Support Queue",
      "outcomeLabel": "Resolved",
      "interactionLabels": [
        "vip"
      ],
      "emailSubject": "Billing inquiry",
      "signals": []
    },
    {
      "interactionId": "int-def456",
      "mediaIdentifier": "customer@example.com",
      "mediaType": "CHAT",
      "chatType": "WebChat",
      "direction": "INBOUND",
      "productType": "CC",
      "startedAt": 1724500000000,
      "endedAt": 1724503600000,
      "sentiment": "NEUTRAL",
      "topics": [],
      "wrapUpCodes": [
        "happy"
      ],
      "queueName": "inbound chat",
      "outcomeLabel": "Handled",
      "interactionLabels": [
        "Queued",
        "Handled"
      ],
      "title": "Account upgrade request",
      "signals": []
    }
  ],
  "insights": {
    "aggregatedSentiments": {
      "totalInteractions": 2,
      "aggregatedSentiment": {
        "aggregatedCustomerSentiment": "POSITIVE",
        "aggregatedAgentSentiment": "NEUTRAL",
        "aggregatedOverallSentiment": "POSITIVE"
      }
    },
    "aggregatedTopics": {
      "totalInteractions": 1,
      "topicFrequency": [
        {
          "topicName": "billing",
          "categoryName": "Finance",
          "interactionsMatchedCount": 1,
          "percentageMatched": 50.0
        }
      ]
    }
  }
}
""")
SUMMARIES = json.loads("""
{
  "summaries": [
    {
      "interactionId": "int-abc123",
      "summaryObjectId": "obj-xyz789",
      "content": {
        "id": "summary-001",
        "result": "Customer called about a billing discrepancy. Agent verified the charge and issued a credit. Customer confirmed satisfaction.",
        "status": "success",
        "type": "summary",
        "duration": 185.5
      },
      "metadata": {
        "createdAt": "2025-08-15T14:30:00",
        "sizeBytes": 512
      }
    }
  ],
  "partialFailures": [
    {
      "interactionId": "int-def456",
      "reason": "Summary not found"
    }
  ]
}
""")


def test_the_documented_interactions(api: ScriptedApi) -> None:
    assert api.search(INTERACTIONS, start_time="2024-01-01") == snapshot("""\
E-mail address customer@example.com | 2024-01-01 00:00 to 2026-11-22 15:47 UTC (until now) | 2 interactions returned
Last contact: #1 2024-08-24 11:46 (820 days ago) | webchat inbound 1h00m | neutral | "Account upgrade request" | outcome Handled
8x8's aggregate sentiment over 2 interactions: customer positive, agent neutral, overall positive.
Sentiment of scored contacts, newest first: neutral, positive.
8x8's topics over 1 interaction: Finance (billing 1, 50%).
Contacts. Begun in the last 7, 30, 90 days of the window: 0, 0, 0. Inbound: chat 1, email 1. Queues: inbound chat 1, Support Queue 1.
Signals (proxies; rules in c360://guide):
- Not found here: any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat"; repeat inbound contacts (1 contact could not be judged: no topics, start or direction).
2 rows below, newest first, times in UTC.
2024:
#1 24 Aug 11:46 webchat inbound 1h00m neutral "Account upgrade request" outcome Handled | wrap-up happy | queue inbound chat | labels Queued | int-def456
#2 23 Aug 08:00 email inbound 1h00m positive "Billing inquiry" topics billing x2 | outcome Resolved | wrap-up resolved | queue Support Queue | labels vip | int-abc123
Coverage: complete for this window, all 2 that the API returned are shown. Summaries not asked for: include_summaries=5 brings the newest. Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer.\
""")


def test_the_documented_interactions_in_concise(api: ScriptedApi) -> None:
    assert api.search(INTERACTIONS, start_time="2024-01-01", detail="concise") == snapshot("""\
E-mail address customer@example.com | 2024-01-01 00:00 to 2026-11-22 15:47 UTC (until now) | 2 interactions returned
Last contact: #1 2024-08-24 11:46 (820 days ago) | webchat inbound 1h00m | neutral | "Account upgrade request" | outcome Handled
8x8's aggregate sentiment over 2 interactions: customer positive, agent neutral, overall positive.
Sentiment of scored contacts, newest first: neutral, positive.
8x8's topics over 1 interaction: Finance (billing 1, 50%).
Contacts. Begun in the last 7, 30, 90 days of the window: 0, 0, 0. Inbound: chat 1, email 1. Queues: inbound chat 1, Support Queue 1.
Signals (proxies; rules in c360://guide):
- Not found here: any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat"; repeat inbound contacts (1 contact could not be judged: no topics, start or direction).
2 rows below, newest first, times in UTC.
2024:
#1 24 Aug 11:46 webchat inbound 1h00m neutral "Account upgrade request" outcome Handled | wrap-up happy
#2 23 Aug 08:00 email inbound 1h00m positive "Billing inquiry" topics billing x2 | outcome Resolved | wrap-up resolved
Coverage: complete for this window, all 2 that the API returned are shown. Summaries not asked for: include_summaries=5 brings the newest. Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer.\
""")


def test_the_documented_interactions_with_the_documented_summaries(api: ScriptedApi) -> None:
    text = api.search(INTERACTIONS, summaries=SUMMARIES, start_time="2024-01-01", include_summaries=2)
    assert text == snapshot("""\
E-mail address customer@example.com | 2024-01-01 00:00 to 2026-11-22 15:47 UTC (until now) | 2 interactions returned
Last contact: #1 2024-08-24 11:46 (820 days ago) | webchat inbound 1h00m | neutral | "Account upgrade request" | outcome Handled
8x8's aggregate sentiment over 2 interactions: customer positive, agent neutral, overall positive.
Sentiment of scored contacts, newest first: neutral, positive.
8x8's topics over 1 interaction: Finance (billing 1, 50%).
Contacts. Begun in the last 7, 30, 90 days of the window: 0, 0, 0. Inbound: chat 1, email 1. Queues: inbound chat 1, Support Queue 1.
Signals (proxies; rules in c360://guide):
- Not found here: any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat"; repeat inbound contacts (1 contact could not be judged: no topics, start or direction).
2 rows (1 with a summary) below, newest first, times in UTC.
2024:
#1 24 Aug 11:46 webchat inbound 1h00m neutral "Account upgrade request" outcome Handled | wrap-up happy | queue inbound chat | labels Queued
#2 23 Aug 08:00 email inbound 1h00m positive "Billing inquiry" topics billing x2 | outcome Resolved | wrap-up resolved | queue Support Queue | labels vip
Summary: "Customer called about a billing discrepancy. Agent verified the charge and issued a credit. Customer confirmed satisfaction."
No summary of #1: Summary not found (none exists; one may lag its interaction by minutes).
Coverage: complete for this window, all 2 that the API returned are shown. Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer.\
""")


def test_the_documented_summaries(api: ScriptedApi) -> None:
    assert api.summarise(["int-abc123", "int-def456"], lambda *_: (200, SUMMARIES)) == snapshot("""\
1 of 2 transcript summaries, machine-written. Times in UTC say when each was made, not when the contact was; now it is 2026-11-22 15:47.
int-abc123 | summarised 2025-08-15 14:30 (464 days ago) | length 3m | "Customer called about a billing discrepancy. Agent verified the charge and issued a credit. Customer confirmed satisfaction."
No summary of int-def456: Summary not found (none exists; one may lag its interaction by minutes).
Coverage: 1 of 2 summaries are here, 1 did not come. A summary is a machine's account of the conversation, not a transcript.\
""")


def test_the_documented_interactions_as_they_are_for_now_without_titles_and_subjects(
    api: ScriptedApi,
) -> None:
    untitled = [row | {"title": None, "emailSubject": None} for row in INTERACTIONS["interactions"]]
    assert api.search(INTERACTIONS | {"interactions": untitled}, start_time="2024-01-01") == snapshot("""\
E-mail address customer@example.com | 2024-01-01 00:00 to 2026-11-22 15:47 UTC (until now) | 2 interactions returned
Last contact: #1 2024-08-24 11:46 (820 days ago) | webchat inbound 1h00m | neutral | outcome Handled
8x8's aggregate sentiment over 2 interactions: customer positive, agent neutral, overall positive.
Sentiment of scored contacts, newest first: neutral, positive.
8x8's topics over 1 interaction: Finance (billing 1, 50%).
Contacts. Begun in the last 7, 30, 90 days of the window: 0, 0, 0. Inbound: chat 1, email 1. Queues: inbound chat 1, Support Queue 1.
Signals (proxies; rules in c360://guide):
- Not found here: any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat"; repeat inbound contacts (1 contact could not be judged: no topics, start or direction).
2 rows below, newest first, times in UTC.
2024:
#1 24 Aug 11:46 webchat inbound 1h00m neutral | outcome Handled | wrap-up happy | queue inbound chat | labels Queued | int-def456
#2 23 Aug 08:00 email inbound 1h00m positive | topics billing x2 | outcome Resolved | wrap-up resolved | queue Support Queue | labels vip | int-abc123
Coverage: complete for this window, all 2 that the API returned are shown. Summaries not asked for: include_summaries=5 brings the newest. Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer.\
""")


def test_the_documented_interactions_without_speech_analytics(api: ScriptedApi) -> None:
    bare = [row | {"sentiment": None, "topics": None} for row in INTERACTIONS["interactions"]]
    assert api.search({"interactions": bare, "insights": None}, start_time="2024-01-01") == snapshot("""\
E-mail address customer@example.com | 2024-01-01 00:00 to 2026-11-22 15:47 UTC (until now) | 2 interactions returned
Last contact: #1 2024-08-24 11:46 (820 days ago) | webchat inbound 1h00m | "Account upgrade request" | outcome Handled
Sentiment, topics and so repeat contacts: unknown. None could be read, as where Speech Analytics is not licensed; that is not neutral.
Contacts. Begun in the last 7, 30, 90 days of the window: 0, 0, 0. Inbound: chat 1, email 1. Queues: inbound chat 1, Support Queue 1.
Signals (proxies; rules in c360://guide):
- Not found here: any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat".
2 rows below, newest first, times in UTC.
2024:
#1 24 Aug 11:46 webchat inbound 1h00m "Account upgrade request" outcome Handled | wrap-up happy | queue inbound chat | labels Queued | int-def456
#2 23 Aug 08:00 email inbound 1h00m "Billing inquiry" outcome Resolved | wrap-up resolved | queue Support Queue | labels vip | int-abc123
Coverage: complete for this window, all 2 that the API returned are shown. Summaries not asked for: include_summaries=5 brings the newest. Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer.\
""")
