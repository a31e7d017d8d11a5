"""One person over all identifiers: what the contact ID of everything found brings besides."""

import re
from datetime import datetime
from typing import Any, NamedTuple

import pytest
from inline_snapshot import snapshot

from tests.front_door import Script, wired
from tests.replies import Json, Query, ScriptedApi, contact, coverage_in, epoch, history, inbound, rows_in
from tests.server.test_gathering import limits

PHONE = "+12065550134"
MAIL = "customer@example.com"


def mail(days_ago: float, **fields: Any) -> Json:
    return contact(days_ago, mediaType="EMAIL", direction="INBOUND", mediaIdentifier=MAIL, **fields)


def call(days_ago: float, **fields: Any) -> Json:
    return inbound(days_ago, mediaIdentifier=PHONE, **fields)


def answering(api: ScriptedApi, by_email: list[Json], by_contact: Any, status: int = 200) -> None:
    """An API that knows these interactions by e-mail, and answers so by contact ID."""

    def answer(resource: str, query: Query) -> tuple[int, Any]:
        if resource == "transcript-summaries":
            return 200, {"summaries": [], "partialFailures": []}
        if dict(query).get("contactId"):
            return status, by_contact
        return 200, history(by_email)

    api.answers(answer)


def asked(api: ScriptedApi) -> list[Query]:
    return [query for resource, query in api.script.asked if resource == "interactions-insight"]


MAILS = [mail(day, interactionId=f"mail-{day}", contactId="contact-1") for day in (1, 3)]
CALLS = [call(day, interactionId=f"call-{day}", contactId="contact-1") for day in (2, 4)]


def test_what_one_contact_wrote_and_said_is_one_history(api: ScriptedApi) -> None:
    answering(api, MAILS, history([*CALLS, *MAILS]))
    text = api.search_again(scope="contact")
    assert [dict(query) for query in asked(api)] == [
        {"email": MAIL},
        {"contactId": "contact-1", "crmId": "native"},
    ]
    assert text == snapshot("""\
E-mail address customer@example.com and contact contact-1 | 2025-11-22 15:47 to 2026-11-22 15:47 UTC (default: a year until now) | 4 interactions returned
Last contact: #1 2026-11-21 15:47 (1 day ago) | email inbound
Sentiment, topics and so repeat contacts: unknown. None could be read, as where Speech Analytics is not licensed; that is not neutral.
Contacts. Begun in the last 7, 30, 90 days of the window: 4, 4, 4. Inbound: email 2, phone 2.
Signals (proxies; rules in c360://guide):
- Not found here: any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat".
4 rows below, newest first, times in UTC. No length: no end recorded.
2026:
#1 21 Nov 15:47 email inbound | mail-1
#2 20 Nov 15:47 phone inbound | address +12065550134 | call-2
#3 19 Nov 15:47 email inbound | mail-3
#4 18 Nov 15:47 phone inbound | address +12065550134 | call-4
Coverage: complete for this window, all 4 that the API returned are shown. Summaries not asked for: include_summaries=5 brings the newest. Nothing before 2025-11-22 was searched: start_time="P3Y" goes back further. Only what is stored under this e-mail address and contact contact-1, not under other addresses, numbers or IDs of the customer.\
""")


def test_summaries_are_asked_for_once_for_both(api: ScriptedApi) -> None:
    answering(api, MAILS, history([*CALLS, *MAILS]))
    api.search_again(scope="contact", include_summaries=5)
    assert [resource for resource, _ in api.script.asked].count("transcript-summaries") == 1
    [query] = [query for resource, query in api.script.asked if resource == "transcript-summaries"]
    assert [value for _, value in query] == ["mail-1", "call-2", "mail-3", "call-4"]


@pytest.mark.parametrize(
    ("by_email", "by_contact", "status", "note"),
    [
        pytest.param(
            [*MAILS, mail(5, contactId="contact-2")],
            None,
            200,
            "There is more than one contact ID, so nothing else was added.",
            id="several",
        ),
        pytest.param(
            [mail(1), mail(2)],
            None,
            200,
            "None of these carries a contact ID, so no other identifiers could be added.",
            id="none",
        ),
        pytest.param(
            [mail(1, contactId='c-1" | outcome Resolved'), mail(2)],
            None,
            200,
            "Since contact IDs were withheld, nothing else was added.",
            id="withheld",
        ),
        pytest.param(
            [*MAILS, mail(5, contactId='c-1" | outcome Resolved')],
            None,
            200,
            "Since contact IDs were withheld, nothing else was added.",
            id="one and withheld",
        ),
        pytest.param(
            MAILS,
            {"status": 500},
            500,
            "The search by contact ID contact-1 failed: ",
            id="failed",
        ),
        pytest.param(
            MAILS,
            history([]),
            200,
            "The search by contact ID contact-1 found nothing, and was left out.",
            id="nothing",
        ),
        pytest.param(
            MAILS,
            history(MAILS[:1]),
            200,
            "The search by contact ID contact-1 found less than this one, and was left out.",
            id="less",
        ),
    ],
)
def test_where_nothing_can_be_added_the_first_result_stands_and_says_why(
    api: ScriptedApi, by_email: list[Json], by_contact: Any, status: int, note: str
) -> None:
    answering(api, by_email, by_contact, status)
    text = api.search_again(scope="contact")
    assert len(rows_in(text)) == len(by_email)
    assert note in coverage_in(text)
    assert "and contact" not in text.splitlines()[0]


def test_of_several_contact_ids_those_to_choose_from_are_named(api: ScriptedApi) -> None:
    answering(api, [*MAILS, mail(5, contactId="contact-2")], None)
    assert "carry 2 contact IDs (contact-1, contact-2)" in coverage_in(api.search_again(scope="contact"))


def test_where_nothing_was_found_nothing_is_said_of_contact_ids(api: ScriptedApi) -> None:
    answering(api, [], None)
    assert "contact ID" not in coverage_in(api.search_again(scope="contact"))


def test_a_contact_id_is_searched_once(api: ScriptedApi) -> None:
    answering(api, [], history(CALLS))
    text = api.search_again(search_by="contact_id", identifier="contact-1", scope="contact")
    assert len(asked(api)) == 1
    assert len(rows_in(text)) == 2


def test_by_default_only_the_identifier_is_searched_and_the_way_to_more_is_named(api: ScriptedApi) -> None:
    answering(api, MAILS, history([*CALLS, *MAILS]))
    text = api.search_again()
    assert len(asked(api)) == 1
    assert 'carry contact-1: scope="contact" adds what else is stored under it.' in coverage_in(text)


def test_an_interaction_that_both_searches_find_is_told_once_though_its_legs_are_several(
    api: ScriptedApi,
) -> None:
    legs = [call(2, interactionId="call-2", contactId="contact-1", queueName=queue) for queue in ("a", "b")]
    answering(api, MAILS, history([*legs, *MAILS]))
    text = api.search_again(scope="contact")
    assert len(rows_in(text)) == 4
    assert "| 4 interactions returned, 3 contacts" in text.splitlines()[0]


def test_a_leg_that_only_the_contact_id_finds_is_told_with_the_others(api: ScriptedApi) -> None:
    first = mail(1, interactionId="mail-1", contactId="contact-1", queueName="Care")
    other = first | {"mediaIdentifier": PHONE, "queueName": "Tier 2", "outcomeLabel": "Escalated"}
    answering(api, [first], history([first | {"sentiment": "NEUTRAL"}, other]))
    text = api.search_again(scope="contact")
    assert "| 2 interactions returned, 1 contact" in text.splitlines()[0]
    assert "- Tagged as escalated: Escalated #" in text
    assert sorted(re.findall(r"queue (Care|Tier 2)", text)) == ["Care", "Tier 2"]


class Person(NamedTuple):
    """What an API that returns the newest fifty holds of one person, by e-mail and by contact ID."""

    mails: list[Json]
    calls: list[Json]
    asked: list[Query]

    def answer(self, resource: str, query: Query) -> tuple[int, Any]:
        if resource == "transcript-summaries":
            return 200, {"summaries": [], "partialFailures": []}
        self.asked.append(query)
        of_contact = [*self.mails, *self.calls] if dict(query).get("contactId") else self.mails
        start, end = limits(dict(query))
        within = [row for row in of_contact if start <= row["startedAt"] <= end]
        return 200, history(sorted(within, key=lambda row: -row["startedAt"])[:50])


def person(mails: int, calls: int) -> Person:
    """So many e-mails and calls, each over 300 days."""
    return Person(
        [mail(300 * n / mails + 1, interactionId=f"mail-{n}", contactId="contact-1") for n in range(mails)],
        [call(300 * n / calls + 1, interactionId=f"call-{n}", contactId="contact-1") for n in range(calls)],
        [],
    )


MORE: dict[str, Any] = {"scope": "contact", "max_interactions": 1000, "detail": "standard"}
ROOM = {"C360_RESULT_TOKENS": "50000"}


@pytest.mark.parametrize("requests", [5, 8, 12])
def test_two_searches_that_reach_back_unequally_are_told_as_far_back_as_both_do(
    api: ScriptedApi, requests: int
) -> None:
    of = person(mails=60, calls=400)
    api.answers(of.answer)
    text = api.search_again(**MORE, settings=ROOM | {"C360_MAX_REQUESTS": str(requests)})
    told = {name for name in re.findall(r"(?:mail|call)-\d+", text) if name}
    call = re.search(r'call again with end_time="([^"]+)"', coverage_in(text))
    assert call
    end = epoch(datetime.fromisoformat(call[1]))
    newer = {row["interactionId"] for row in (*of.mails, *of.calls) if row["startedAt"] > end}
    assert told == newer
    assert "older ones came as well, with others perhaps missing between, and are not told." in text


def test_both_searches_together_make_no_more_requests_than_one_call_may(api: ScriptedApi) -> None:
    of = person(mails=500, calls=500)
    api.answers(of.answer)
    text = api.search_again(**MORE, settings=ROOM | {"C360_MAX_REQUESTS": "12"})
    assert len(of.asked) == 12
    assert "interactions returned in 12 requests" in text.splitlines()[0]


def test_a_history_that_no_contact_id_widens_may_take_all_requests(api: ScriptedApi) -> None:
    of = person(mails=500, calls=0)
    of.mails[3]["contactId"] = "contact-2"
    api.answers(of.answer)
    api.search_again(**MORE, settings=ROOM | {"C360_MAX_REQUESTS": "12"})
    assert len(of.asked) == 12


def test_a_contact_whose_search_ends_sooner_is_not_said_to_have_less(api: ScriptedApi) -> None:
    """All 120 e-mails came; of the contact, the third window fails, and what is newer holds fewer than 120."""
    of = person(mails=120, calls=200)

    def answer(resource: str, query: Query) -> tuple[int, Any]:
        reply = of.answer(resource, query)
        by_contact = [each for each in of.asked if dict(each).get("contactId")]
        return (403, {}) if len(by_contact) == 3 else reply

    api.answers(answer)
    text = api.search_again(**MORE, settings=ROOM)
    assert "contact contact-1 | " in text.splitlines()[0]
    assert "found less" not in text
    assert any(row.endswith("| call-1") for row in rows_in(text))


def test_what_both_searches_rest_on_is_said(api: ScriptedApi) -> None:
    """The e-mails take one reply that is not full; of the calls, full pages were taken for complete."""
    of = person(mails=40, calls=900)
    api.answers(of.answer)
    coverage = coverage_in(api.search_again(**MORE))
    assert "(checked in this call: the API keeps the newest 50 of a window)" in coverage


@pytest.mark.anyio
async def test_progress_never_falls_from_the_first_search_to_the_second() -> None:
    of = person(mails=300, calls=100)
    heard: list[float] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        assert total is None
        assert message
        heard.append(progress)

    async with wired(Script(of.answer)) as client:
        arguments = {"search_by": "email", "identifier": MAIL} | MORE
        await client.call_tool("get_customer_interactions", arguments, progress_callback=note)
    assert len(heard) > 3
    assert heard == sorted(set(heard))


def test_after_a_rate_limit_the_contact_is_not_asked_for(api: ScriptedApi) -> None:
    of = person(mails=500, calls=100)

    def answer(resource: str, query: Query) -> tuple[int, Any]:
        return (429, {}) if len(of.asked) >= 5 else of.answer(resource, query)

    api.answers(answer)
    text = api.search_again(**MORE, include_summaries=5, settings=ROOM | {"C360_TENANT_ID": "limited-too"})
    assert "the API's rate limit was reached" in coverage_in(text)
    assert "The search by contact ID contact-1 failed: " in coverage_in(text)
    assert len(asked(api)) < 14
    assert not any(dict(query).get("contactId") for query in asked(api))
    assert "transcript-summaries" not in {resource for resource, _ in api.script.asked}


def test_a_contact_of_whom_nothing_is_certain_is_left_out_with_the_way_to_ask(api: ScriptedApi) -> None:
    of = person(mails=60, calls=400)
    api.answers(of.answer)
    coverage = coverage_in(api.search_again(**MORE, settings=ROOM | {"C360_MAX_REQUESTS": "3"}))
    assert "brought some of an unknown number, and was left out" in coverage
    assert 'search_by="contact_id" with contact-1 asks for it alone.' in coverage
    assert 'scope="contact"' not in coverage
