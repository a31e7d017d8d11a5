import re
from datetime import UTC, datetime, timedelta

import pytest
from inline_snapshot import snapshot

from c360_mcp.sandbox.cast import UNLICENSED_TENANT

from .asking import Json, Sandbox
from .conftest import NOW

DOCUMENTED_FIELDS = {
    "interactionId",
    "contactId",
    "mediaIdentifier",
    "mediaType",
    "chatType",
    "direction",
    "productType",
    "startedAt",
    "endedAt",
    "sentiment",
    "topics",
    "wrapUpCodes",
    "queueName",
    "outcomeLabel",
    "interactionLabels",
    "title",
    "emailSubject",
    "departmentName",
    "signals",
}
LATE_FEE = {"contactId": "contact-1001", "crmId": "native"}
MANY = {"email": "facilities@example.net"}


def starts(interactions: list[Json]) -> list[datetime]:
    return [datetime.fromtimestamp(each["startedAt"] / 1000, UTC) for each in interactions]


def test_a_whole_reply(sandbox: Sandbox) -> None:
    assert sandbox.found(
        **LATE_FEE, startTime="2026-11-17T00:00:00Z", endTime="2026-11-21T00:00:00Z"
    ) == snapshot(
        {
            "interactions": [
                {
                    "interactionId": "int-1a1ea469d34-2Jel35JCPk5734DB4b36HUizJ-phone-01-acmecorp01",
                    "contactId": "contact-1001",
                    "mediaIdentifier": "+12065550134",
                    "mediaType": "PHONE",
                    "direction": "INBOUND",
                    "productType": "CC",
                    "startedAt": 1794931858740,
                    "endedAt": 1794933031740,
                    "sentiment": "NEGATIVE",
                    "topics": [{"topic": "late fee", "matches": 4}, {"topic": "refund", "matches": 4}],
                    "wrapUpCodes": ["Callback", "Pending approval"],
                    "queueName": "Billing disputes",
                    "outcomeLabel": "Handled",
                    "interactionLabels": ["Queued", "Handled"],
                    "title": "Both late fees confirmed as errors",
                    "emailSubject": None,
                    "departmentName": None,
                    "signals": [],
                },
                {
                    "interactionId": "int-1a1f98596f4-cBJjeq33vCjdpDhnXR056iCsZ-chat-09-acmecorp01",
                    "contactId": "contact-1001",
                    "mediaIdentifier": "customer@example.com",
                    "mediaType": "CHAT",
                    "direction": "INBOUND",
                    "productType": "CC",
                    "startedAt": 1795187644148,
                    "endedAt": 1795188716148,
                    "sentiment": "NEGATIVE",
                    "topics": [
                        {"topic": "late fee", "matches": 5},
                        {"topic": "refund", "matches": 2},
                        {"topic": "cancellation", "matches": 1},
                    ],
                    "wrapUpCodes": ["Information given"],
                    "queueName": "inbound chat",
                    "outcomeLabel": "Handled",
                    "interactionLabels": ["Queued", "TransferredToQueue", "Handled"],
                    "title": "Still no decision on the $70 credit",
                    "emailSubject": None,
                    "departmentName": None,
                    "signals": [],
                    "chatType": "WebChat",
                },
            ],
            "insights": {
                "aggregatedSentiments": {
                    "totalInteractions": 2,
                    "aggregatedSentiment": {
                        "aggregatedCustomerSentiment": "NEGATIVE",
                        "aggregatedAgentSentiment": "NEUTRAL",
                        "aggregatedOverallSentiment": "NEGATIVE",
                    },
                },
                "aggregatedTopics": {
                    "totalInteractions": 2,
                    "topicFrequency": [
                        {
                            "topicName": "late fee",
                            "categoryName": "Billing",
                            "interactionsMatchedCount": 2,
                            "percentageMatched": 100.0,
                        },
                        {
                            "topicName": "refund",
                            "categoryName": "Billing",
                            "interactionsMatchedCount": 2,
                            "percentageMatched": 100.0,
                        },
                        {
                            "topicName": "cancellation",
                            "categoryName": "Retention",
                            "interactionsMatchedCount": 1,
                            "percentageMatched": 50.0,
                        },
                    ],
                },
            },
        }
    )


def test_an_identifier_shows_only_its_own_channels(sandbox: Sandbox) -> None:
    by_email = sandbox.interactions(email="customer@example.com")
    by_phone = sandbox.interactions(phoneNumber="+12065550134")
    by_contact = sandbox.interactions(**LATE_FEE)
    assert {each["mediaType"] for each in by_email} == {"EMAIL", "CHAT"}
    assert {each["mediaType"] for each in by_phone} == {"PHONE"}
    assert sorted(starts(by_email) + starts(by_phone)) == starts(by_contact)
    assert {each["mediaIdentifier"] for each in by_contact} == {"customer@example.com", "+12065550134"}


def test_contact_and_account_ids_are_case_sensitive(sandbox: Sandbox) -> None:
    assert sandbox.interactions(contactId="Contact-1001", crmId="native") == []
    assert sandbox.interactions(accountId="ACCOUNT-456") == []


def test_an_email_address_is_found_in_any_case(sandbox: Sandbox) -> None:
    assert sandbox.found(email="Customer@Example.COM") == sandbox.found(email="customer@example.com")


def test_at_most_fifty_interactions_come_back_the_newest_ones_oldest_first(sandbox: Sandbox) -> None:
    newest = starts(sandbox.interactions(**MANY))
    cut_off = newest[0] - timedelta(milliseconds=1)
    older = starts(sandbox.interactions(**MANY, endTime=cut_off.isoformat()))
    assert (len(newest), len(older)) == (50, 14)
    assert newest == sorted(newest)
    assert older == sorted(older)
    assert older[-1] < newest[0]


def test_insights_cover_the_whole_window_and_carry_their_own_denominators(sandbox: Sandbox) -> None:
    insights = sandbox.found(**MANY)["insights"]
    assert insights["aggregatedSentiments"]["totalInteractions"] == 55
    assert insights["aggregatedTopics"]["totalInteractions"] == 55
    first = insights["aggregatedTopics"]["topicFrequency"][0]
    assert first == {
        "topicName": "outage",
        "categoryName": "Service",
        "interactionsMatchedCount": 18,
        "percentageMatched": 32.7,
    }


@pytest.mark.parametrize(
    ("since", "until", "scored", "customer", "overall"),
    [
        ("2026-04-01", "2026-08-01", 2, "MIXED", "POSITIVE"),
        ("2026-04-01", "2026-09-15", 4, "MIXED", "NEUTRAL"),
        ("2026-04-01", "2026-11-22", 7, "NEGATIVE", "NEGATIVE"),
    ],
)
def test_sentiment_is_aggregated_over_what_was_scored(
    sandbox: Sandbox, since: str, until: str, scored: int, customer: str, overall: str
) -> None:
    window = {"startTime": f"{since}T00:00:00Z", "endTime": f"{until}T00:00:00Z"}
    reply = sandbox.found(phoneNumber="+442079460123", **window)
    assert reply["insights"]["aggregatedSentiments"] == {
        "totalInteractions": scored,
        "aggregatedSentiment": {
            "aggregatedCustomerSentiment": customer,
            "aggregatedAgentSentiment": "POSITIVE",
            "aggregatedOverallSentiment": overall,
        },
    }


def test_the_window_includes_both_of_its_ends_and_goes_by_the_start(sandbox: Sandbox) -> None:
    everything = starts(sandbox.interactions(**LATE_FEE))
    first, last = everything[2], everything[5]
    window = {"startTime": first.isoformat(), "endTime": last.isoformat()}
    assert starts(sandbox.interactions(**LATE_FEE, **window)) == everything[2:6]
    just_inside = {
        "startTime": (first + timedelta(milliseconds=1)).isoformat(),
        "endTime": (last - timedelta(milliseconds=1)).isoformat(),
    }
    assert starts(sandbox.interactions(**LATE_FEE, **just_inside)) == everything[3:5]


def test_without_a_start_the_window_is_the_year_before_its_end(sandbox: Sandbox) -> None:
    happy = {"email": "mona.lind@example.org"}
    within_a_year = starts(sandbox.interactions(**happy))
    assert len(within_a_year) == 5
    assert within_a_year[0] > NOW - timedelta(days=365)
    [oldest] = starts(sandbox.interactions(**happy, endTime="2025-11-22T15:30:00Z"))
    assert starts(sandbox.interactions(**happy, startTime="2024-01-01T00:00:00Z")) == [oldest, *within_a_year]


def test_a_year_before_a_leap_day_is_the_day_before_it(sandbox: Sandbox) -> None:
    assert sandbox.search(**MANY, endTime="2028-02-29T12:00:00Z").status_code == 200


def test_an_unknown_customer_has_an_empty_history_and_aggregates_of_nothing(sandbox: Sandbox) -> None:
    assert sandbox.found(email="newcomer@example.com") == {
        "interactions": [],
        "insights": {
            "aggregatedSentiments": {"totalInteractions": 0, "aggregatedSentiment": None},
            "aggregatedTopics": {"totalInteractions": 0, "topicFrequency": []},
        },
    }


def test_without_speech_analytics_nothing_is_scored(sandbox: Sandbox) -> None:
    reply = sandbox.found(UNLICENSED_TENANT, email="dana@example.org")
    assert reply["insights"] is None
    assert len(reply["interactions"]) == 5
    assert all(each["sentiment"] is each["topics"] is None for each in reply["interactions"])


def test_a_tenant_sees_its_own_customers_only(sandbox: Sandbox) -> None:
    assert sandbox.interactions(email="dana@example.org") == []
    assert sandbox.interactions(UNLICENSED_TENANT, email="customer@example.com") == []


@pytest.mark.parametrize("parameter", ["contactId", "accountId"])
def test_fields_that_a_customer_lacks_are_null_or_absent(sandbox: Sandbox, parameter: str) -> None:
    if parameter == "contactId":
        [traveller, *_] = sandbox.interactions(contactId="contact-123", crmId="native")
        assert traveller.keys() == DOCUMENTED_FIELDS - {"chatType"}
        assert (
            traveller["mediaIdentifier"] is traveller["emailSubject"] is traveller["departmentName"] is None
        )
    else:
        [clinic, *_] = sandbox.interactions(accountId="account-456")
        assert DOCUMENTED_FIELDS - clinic.keys() == {
            "contactId",
            "mediaIdentifier",
            "chatType",
            "title",
            "emailSubject",
            "departmentName",
        }


def test_ids_have_the_real_form_and_hold_the_start(sandbox: Sandbox) -> None:
    form = re.compile(r"int-(?P<start>[0-9a-f]{11})-[0-9A-Za-z]{25}-(?P<medium>[a-z]+)-\d\d-acmecorp01")
    for interaction in sandbox.interactions(**LATE_FEE) + sandbox.interactions(**MANY):
        parts = form.fullmatch(interaction["interactionId"])
        assert parts is not None
        assert int(parts["start"], 16) == interaction["startedAt"]
        assert parts["medium"] == interaction["mediaType"].lower()
