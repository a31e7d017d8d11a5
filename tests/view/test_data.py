"""The data of a view is what the text shows: gated, masked, cut and left out by the same rules."""

from typing import Any

import pytest
from inline_snapshot import snapshot

from c360_mcp.sandbox.cast import CAST, DEMO_TENANT, UNLICENSED_TENANT
from tests.front_door import replying, told, wired
from tests.view.showing import foreign, showing, shown

pytestmark = pytest.mark.anyio

SEARCH = "get_customer_interactions"
LATE_FEE = {"search_by": "contact_id", "identifier": "contact-1001"}
ARCHIVE = {"search_by": "email", "identifier": "archive@example.com", "start_time": "P3Y"}
SETTINGS: list[dict[str, str]] = [{}, {"C360_RESULT_TOKENS": "1000"}, {"C360_REDACT": "contacts"}]
ASKED: list[dict[str, Any]] = [
    {"include_summaries": 5},
    {"detail": "concise", "include_summaries": 50},
    {"max_interactions": 3, "include_summaries": 2},
    {"max_interactions": 1000, "start_time": "P3Y", "scope": "contact"},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=["usual", "small", "redacted"])
@pytest.mark.parametrize("asked", ASKED, ids=["standard", "concise", "few", "many"])
async def test_the_view_says_nothing_of_anyone_in_the_cast_that_the_text_does_not(
    settings: dict[str, str], asked: dict[str, Any]
) -> None:
    async with showing(settings=settings) as client:
        for persona in CAST:
            if persona.tenant_id == DEMO_TENANT:
                who = {"search_by": persona.search_by, "identifier": persona.identifier}
                text, data = await shown(client, SEARCH, **who, **asked)
                assert [said for said in foreign(data) if said not in text] == []
                assert [row["number"] for row in data["rows"]] == list(range(1, text.count("\n#") + 1))


async def test_the_data_of_a_search() -> None:
    async with showing() as client:
        _, data = await shown(client, SEARCH, **LATE_FEE, include_summaries=1)
    data["overview"], data["rows"], data["contacts"] = [], data["rows"][1:3], data["contacts"][1:3]
    assert data == snapshot(
        {
            "view": "history",
            "notices": [],
            "who": {"kind": "Contact ID", "value": "contact-1001", "notes": []},
            "window": {
                "start": "2025-11-22T15:47:00Z",
                "end": "2026-11-22T15:47:00Z",
                "zone": "UTC",
                "said": "2025-11-22 15:47 to 2026-11-22 15:47 UTC (default: a year until now)",
            },
            "now": "2026-11-22T15:47:00Z",
            "amount": "11 interactions returned",
            "coverage": 'complete for this window, all 11 that the API returned are shown. #3 #6 to #8 #10 #11 have summaries, too: include_summaries=7 brings more. Nothing before 2025-11-22 was searched: start_time="P3Y" goes back further. Only what is stored under this contact ID, not under other addresses, numbers or IDs of the customer.',
            "overview": [],
            "contacts": [
                {
                    "rows": [2],
                    "start": "2026-11-20T15:14:04Z",
                    "channel": "chat",
                    "direction": "inbound",
                    "sentiments": ["negative"],
                },
                {
                    "rows": [3],
                    "start": "2026-11-17T16:10:58Z",
                    "channel": "phone",
                    "direction": "inbound",
                    "sentiments": ["negative"],
                },
            ],
            "rows": [
                {
                    "number": 2,
                    "start": "2026-11-20T15:14:04Z",
                    "end": "2026-11-20T15:31:56Z",
                    "channel": "chat",
                    "kind": "webchat inbound",
                    "length": "18m",
                    "sentiment": "negative",
                    "headline": "Still no decision on the $70 credit",
                    "topics": [
                        {"name": "late fee", "matches": 5},
                        {"name": "refund", "matches": 2},
                        {"name": "cancellation", "matches": 1},
                    ],
                    "facts": [
                        ["outcome", "Handled"],
                        ["wrap-up", "Information given"],
                        ["address", "customer@example.com"],
                        ["queue", "inbound chat"],
                        ["labels", "Queued, TransferredToQueue"],
                    ],
                    "summaries": [
                        {
                            "text": "Customer asked for the state of the $70.00 credit under reference 48213 and stated that the callback promised for 19 November 2026 did not take place. Agent confirmed that the credit still awaits a supervisor's approval and could not say who holds it. Agent promised a written decision by email by 24 November 2026. Customer announced that the charge will otherwise be disputed with the bank and the service cancelled. No credit was issued during the chat.",
                            "remarks": [],
                            "created": "2026-11-20T15:35:56Z",
                            "length": "18m",
                        }
                    ],
                },
                {
                    "number": 3,
                    "start": "2026-11-17T16:10:58Z",
                    "end": "2026-11-17T16:30:31Z",
                    "channel": "phone",
                    "kind": "phone inbound",
                    "length": "20m",
                    "sentiment": "negative",
                    "headline": "Both late fees confirmed as errors",
                    "topics": [{"name": "late fee", "matches": 4}, {"name": "refund", "matches": 4}],
                    "facts": [
                        ["outcome", "Handled"],
                        ["wrap-up", "Callback, Pending approval"],
                        ["address", "+12065550134"],
                        ["queue", "Billing disputes"],
                        ["labels", "Queued"],
                    ],
                    "summaries": [],
                    "id": "int-1a1ea469d34-2Jel35JCPk5734DB4b36HUizJ-phone-01-acmecorp01",
                },
            ],
            "periods": [],
            "signals": [
                {
                    "kind": "repeat",
                    "title": "Repeat inbound contacts, 30 days apart at most",
                    "subjects": ["late fee"],
                    "others": "",
                    "rows": [2, 3, 5, 6, 7, 8, 9],
                    "count": 7,
                    "earlier": 0,
                },
                {
                    "kind": "repeat",
                    "title": "Repeat inbound contacts, 30 days apart at most",
                    "subjects": ["refund"],
                    "others": "",
                    "rows": [2, 3, 6, 7, 8],
                    "count": 5,
                    "earlier": 0,
                },
                {
                    "kind": "repeat",
                    "title": "Repeat inbound contacts, 30 days apart at most",
                    "subjects": ["complaint"],
                    "others": "",
                    "rows": [5, 6],
                    "count": 2,
                    "earlier": 0,
                },
                {
                    "kind": "abandoned",
                    "title": "Tagged as abandoned",
                    "subjects": ["Abandoned"],
                    "others": "",
                    "rows": [4],
                    "count": 1,
                    "earlier": 0,
                },
                {
                    "kind": "transfer",
                    "title": "Tagged as transferred (routing, not escalation)",
                    "subjects": ["TransferredToQueue"],
                    "others": "",
                    "rows": [2, 6],
                    "count": 2,
                    "earlier": 0,
                },
                {
                    "kind": "transfer",
                    "title": "Tagged as transferred (routing, not escalation)",
                    "subjects": ["TransferredToAgent"],
                    "others": "",
                    "rows": [6, 7, 8],
                    "count": 3,
                    "earlier": 0,
                },
                {
                    "kind": "callback",
                    "title": "Callback noted, no later outbound call among these",
                    "subjects": ["Callback"],
                    "others": "",
                    "rows": [3, 6],
                    "count": 2,
                    "earlier": 0,
                },
                {
                    "kind": "turn",
                    "title": "Sentiment, where scored, turned",
                    "subjects": ["worse"],
                    "others": "",
                    "rows": [2, 3, 5, 6, 7],
                    "count": 5,
                    "earlier": 0,
                },
            ],
            "absent": 'Not found here: any outcome, label or wrap-up code with "escalat".',
            "shared": "",
            "more": [
                {
                    "label": "The last three years",
                    "arguments": {"start_time": "P3Y", "max_interactions": 1000},
                }
            ],
        }
    )


async def test_legs_are_one_contact_and_several_people_keep_their_contact_ids() -> None:
    async with showing() as client:
        _, data = await shown(client, SEARCH, search_by="phone_number", identifier="+12065550166")
    assert [contact["rows"] for contact in data["contacts"]] == snapshot([[1], [2, 3, 4], [5]])
    assert [dict(row["facts"]).get("contact ID") for row in data["rows"]] == snapshot(
        ["contact-7002", "contact-7001", "contact-7001", "contact-7001", "contact-7002"]
    )


async def test_contacts_without_a_row_come_as_months_with_their_channels() -> None:
    async with showing() as client:
        _, data = await shown(client, SEARCH, **ARCHIVE, max_interactions=1000)
    assert len(data["rows"]) + sum(period["count"] for period in data["periods"]) == 500
    assert data["periods"][0] == snapshot(
        {
            "name": "2026-03",
            "said": "11, inbound 10; chat 6, email 5; negative 2 of 10 scored; speed 7, billing 3, praise 2; abandoned 1, transferred 3",
            "count": 11,
            "channels": {"chat": 6, "email": 5},
        }
    )


@pytest.mark.parametrize(
    ("asked", "calls"),
    [
        ({**LATE_FEE}, [("The last three years", {"start_time": "P3Y", "max_interactions": 1000})]),
        ({**LATE_FEE, "start_time": "P2Y"}, []),
        ({**ARCHIVE}, [("All of this window", {"max_interactions": 1000})]),
        (
            {**LATE_FEE, "start_time": "P2Y", "max_interactions": 4},
            [("All that was found", {"max_interactions": 1000})],
        ),
        (
            {**ARCHIVE, "max_interactions": 1000},
            [
                (
                    "The older ones, one by one",
                    {"end_time": "2026-03-25T20:28:50.962Z", "start_time": "2023-11-22T15:47Z"},
                )
            ],
        ),
    ],
    ids=["default window", "whole", "capped", "few asked for", "cut to the budget"],
)
async def test_what_is_not_here_can_be_called_for(
    asked: dict[str, Any], calls: list[tuple[str, Any]]
) -> None:
    async with showing() as client:
        _, data = await shown(client, SEARCH, **asked)
        assert [(more["label"], more["arguments"]) for more in data["more"]] == calls
        for _, arguments in calls:
            await shown(client, SEARCH, **asked | arguments)


async def test_a_window_that_was_gathered_in_part_can_be_followed_back() -> None:
    async with showing(settings={"C360_MAX_REQUESTS": "4", "C360_RESULT_TOKENS": "50000"}) as client:
        _, data = await shown(client, SEARCH, **ARCHIVE, max_interactions=1000)
        more = data["more"][0]
        _, further = await shown(client, SEARCH, **ARCHIVE | {"max_interactions": 1000} | more["arguments"])
    assert more["label"] == "Further back in this window"
    assert further["rows"][0]["start"][:19] <= more["arguments"]["end_time"][:19]


async def test_nothing_found_is_told_by_the_coverage() -> None:
    async with showing() as client:
        _, data = await shown(client, SEARCH, search_by="email", identifier="newcomer@example.com")
    assert (data["rows"], data["contacts"], data["signals"], data["absent"]) == ([], [], [], "")
    assert data["coverage"].startswith("the search is complete and found nothing under this identifier")


async def test_a_tenant_without_speech_analytics_has_no_sentiment() -> None:
    async with showing(settings={"C360_TENANT_ID": UNLICENSED_TENANT}) as client:
        _, data = await shown(client, SEARCH, search_by="email", identifier="dana@example.org")
    assert data["rows"]
    assert not any("sentiment" in row for row in data["rows"])


async def test_the_data_of_summaries() -> None:
    async with showing() as client:
        _, data = await shown(client, SEARCH, **LATE_FEE)
        ids = [row["id"] for row in data["rows"]][:2]
        text, data = await shown(client, "get_transcript_summaries", interaction_ids=ids)
    assert data["found"][0]["texts"][0]["text"] in text
    assert text.endswith(data["coverage"])
    data["found"][0]["texts"][0]["text"] = ""
    assert data == snapshot(
        {
            "view": "summaries",
            "notices": [],
            "zone": "UTC",
            "now": "2026-11-22T15:47:00Z",
            "coverage": "1 of 2 summaries are here, 1 did not come. A summary is a machine's account of the conversation, not a transcript.",
            "found": [
                {
                    "id": "int-1a1f98596f4-cBJjeq33vCjdpDhnXR056iCsZ-chat-09-acmecorp01",
                    "texts": [
                        {"text": "", "remarks": [], "created": "2026-11-20T15:35:56Z", "length": "18m"}
                    ],
                }
            ],
            "gaps": [
                {
                    "ids": ["int-1a1fd5aa1d5-ZV6RtJv7HZ2IYK2xoCcjhebDf-email-10-acmecorp01"],
                    "reason": "Summary not found (none exists; one may lag its interaction by minutes).",
                }
            ],
        }
    )


async def test_a_failure_has_no_data_and_a_client_without_apps_none_ever() -> None:
    async with showing() as client:
        result = await client.call_tool(SEARCH, {"search_by": "email", "identifier": "no address"})
    assert result.is_error
    assert "io.github.c360-mcp/view" not in (result.meta or {})


async def test_the_text_is_the_same_with_and_without_a_view() -> None:
    api = replying({"interactions": [{"interactionId": "int-1", "title": "One", "startedAt": "2026-11-01"}]})
    async with wired(api) as client:
        plain = await told(client, SEARCH, **LATE_FEE)
    async with showing(api) as client:
        assert (await shown(client, SEARCH, **LATE_FEE))[0] == plain
