"""Numbers that nobody should see, through the whole server."""

import pytest
from inline_snapshot import snapshot

from tests.front_door import connected, replying, searched, told

pytestmark = pytest.mark.anyio

REPLY = {
    "interactions": [
        {
            "interactionId": "int-4111111111111111-phone",
            "mediaType": "EMAIL",
            "direction": "INBOUND",
            "startedAt": 1795000000000,
            "mediaIdentifier": "other@example.com",
            "emailSubject": "Card 4111 1111 1111 1111, CVV 123; call +1 206 555 0188 or OTHER@example.com",
            "queueName": "queue@example.com",
            "wrapUpCodes": ["order 4111111111111112"],
        },
        {
            "interactionId": "int-2",
            "mediaType": "PHONE",
            "startedAt": 1794000000000,
            "mediaIdentifier": "+12065550188",
            "title": "Call back customer@example.com or third@example.com",
        },
    ]
}
SUMMARIES = {
    "summaries": [
        {
            "interactionId": "int-2",
            "content": {"result": "Customer gave other@example.com and (206) 555-0188.", "status": "success"},
        }
    ]
}


async def test_card_numbers_and_their_codes_are_masked_by_default_and_ids_never() -> None:
    text = await searched(replying(REPLY))
    [row] = [line for line in text.splitlines() if line.startswith("#1 ")]
    assert row == snapshot(
        '#1 18 Nov 11:06 email inbound "Card [card ending 1111], CVV [removed]; call +1 206 555 0188 or OTHER@example.com" wrap-up order 4111111111111112 | address other@example.com | queue queue@example.com | int-4111111111111111-phone'
    )


async def test_contacts_are_masked_everywhere_but_for_the_identifier_searched_for() -> None:
    text = await searched(
        replying(REPLY, SUMMARIES), settings={"C360_REDACT": "contacts"}, include_summaries=2
    )
    assert text == snapshot("""\
E-mail address customer@example.com | 2025-11-22 15:47 to 2026-11-22 15:47 UTC (default: a year until now) | 2 interactions returned
Last contact: #1 2026-11-18 11:06 (4 days ago) | email inbound | "Card [card ending 1111], CVV [removed]; call [phone 1] or [email 1]"
Sentiment, topics and so repeat contacts: unknown. None could be read, as where Speech Analytics is not licensed; that is not neutral.
Contacts. Begun in the last 7, 30, 90 days of the window: 1, 2, 2; inbound 1, 1, 1. Inbound: email 1. Direction unknown: phone 1. Queues: [email 2] 1.
Signals (proxies; rules in c360://guide):
- Not found here: any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat".
2 rows (1 with a summary) below, newest first, times in UTC. No length: no end recorded.
2026:
#1 18 Nov 11:06 email inbound "Card [card ending 1111], CVV [removed]; call [phone 1] or [email 1]" wrap-up order 4111111111111112 | address [email 1] | queue [email 2] | int-4111111111111111-phone
#2 6 Nov 21:20 phone "Call back customer@example.com or [email 3]" address [phone 1]
Summary: "Customer gave [email 1] and [phone 1]."
No summary of #1: left out of the API's reply.
Coverage: all 2 that the API returned are shown. Placeholders such as [phone 1] are numbered anew in each result. Nothing before 2025-11-22 was searched: start_time="P3Y" goes back further. Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer.\
""")


async def test_the_same_address_is_the_same_placeholder_within_one_result_and_summaries_are_masked_too() -> (
    None
):
    async with connected(replying(REPLY, SUMMARIES), {"C360_REDACT": "contacts"}) as client:
        text = await told(client, "get_transcript_summaries", interaction_ids=["int-2"])
    assert text == snapshot("""\
1 of 1 transcript summaries, machine-written. Times in UTC say when each was made, not when the contact was; now it is 2026-11-22 15:47.
int-2 | "Customer gave [email 1] and [phone 1]."
Coverage: complete, every summary asked for is here. Placeholders such as [phone 1] are numbered anew in each result. A summary is a machine's account of the conversation, not a transcript.\
""")


async def test_an_id_that_names_somebodys_contact_is_left_out_where_contacts_are_masked() -> None:
    row = {"mediaType": "PHONE", "contactId": "jane.roe@example.org"}
    reply = {
        "interactions": [
            row | {"interactionId": "int-jane.roe@example.org-+442079460123", "startedAt": 1795000000000},
            row | {"interactionId": "int-3f2a", "contactId": "442079460199", "startedAt": 1794000000000},
        ]
    }
    shown = await searched(replying(reply))
    masked = await searched(replying(reply), settings={"C360_REDACT": "contacts"})
    for text in ("jane.roe@example.org", "+442079460123"):
        assert text in shown
        assert text not in masked
    assert "int-3f2a" in masked
    assert "442079460199" in masked


@pytest.mark.parametrize("search_by", ["account_id", "contact_id"])
async def test_an_id_searched_for_unmasks_nobody(search_by: str) -> None:
    reply = {
        "interactions": [
            {
                "interactionId": "int-1",
                "startedAt": 1795000000000,
                "mediaIdentifier": "+49 30 12345678",
                "title": "12345678 or 030 12345678",
            }
        ]
    }
    settings = {"C360_REDACT": "contacts", "C360_DEFAULT_COUNTRY": "DE"}
    text = await searched(replying(reply), settings=settings, search_by=search_by, identifier="12345678")
    assert "+49" not in text
    assert "030" not in text
    assert "address [phone 1]" in text


async def test_numbers_are_masked_as_they_are_dialled_in_the_tenants_country() -> None:
    title = {"interactionId": "int-1", "startedAt": 1795000000000, "title": "ring 20 12 34 56 or 20123456"}
    settings = {"C360_REDACT": "contacts", "C360_DEFAULT_COUNTRY": "DK"}
    assert '"ring [phone 1] or [phone 1]"' in await searched(
        replying({"interactions": [title]}), settings=settings
    )
