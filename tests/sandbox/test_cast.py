import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import phonenumbers
import pytest

from c360_mcp.sandbox.cast import CAST, STORIES, UNLICENSED_STORIES, UNLICENSED_TENANT, Persona
from c360_mcp.sandbox.history import place

from .asking import Json, Sandbox

PARAMETER = {
    "email": "email",
    "phone_number": "phoneNumber",
    "contact_id": "contactId",
    "account_id": "accountId",
}
TODAY = datetime(2026, 11, 22, tzinfo=UTC).date()
RECORDS = place(STORIES + UNLICENSED_STORIES, today=TODAY, tenant_id="acmecorp01")


def interactions(sandbox: Sandbox, persona: Persona) -> list[Json]:
    params = {PARAMETER[persona.search_by]: persona.identifier}
    if persona.search_by == "contact_id":
        params["crmId"] = "native"
    return sandbox.interactions(persona.tenant_id, **params)


def by_title(title: str) -> Persona:
    [persona] = [persona for persona in CAST if persona.title == title]
    return persona


def test_the_main_customer_comes_first() -> None:
    assert (CAST[0].search_by, CAST[0].identifier) == ("email", "customer@example.com")


@pytest.mark.parametrize(
    ("persona", "count"),
    list(zip(CAST, [7, 4, 11, 8, 5, 5, 50, 50, 0, 6, 5, 4, 5, 5, 5], strict=True)),
    ids=lambda value: value.title if isinstance(value, Persona) else "",
)
def test_everyone_listed_is_found_with_the_history_they_are_listed_for(
    sandbox: Sandbox, persona: Persona, count: int
) -> None:
    assert len(interactions(sandbox, persona)) == count


def test_every_story_can_be_looked_up_as_listed() -> None:
    listed = {persona.identifier for persona in CAST}
    for story in STORIES + UNLICENSED_STORIES:
        assert listed & {story.email, story.phone, story.contact_id, story.account_id}


def test_only_one_customer_is_on_the_tenant_without_speech_analytics() -> None:
    assert [p.identifier for p in CAST if p.tenant_id == UNLICENSED_TENANT] == ["dana@example.org"]


def test_addresses_are_reserved_for_examples_and_phone_numbers_valid() -> None:
    for persona in CAST:
        if persona.search_by == "email":
            assert re.search(r"@example\.(com|net|org)$", persona.identifier)
        if persona.search_by == "phone_number":
            assert re.match(r"\+120655501\d\d$|\+442079460\d{3}$", persona.identifier)
            assert phonenumbers.is_valid_number(phonenumbers.parse(persona.identifier))


@pytest.mark.parametrize("later", [timedelta(days=1), timedelta(days=400)], ids=str)
def test_the_cast_is_the_same_on_every_run_but_for_the_dates(later: timedelta) -> None:
    moved = place(STORIES + UNLICENSED_STORIES, today=TODAY + later, tenant_id="acmecorp01")
    assert [record.token for record in moved] == [record.token for record in RECORDS]
    shift = later // timedelta(milliseconds=1)
    assert [record.started_at - shift for record in moved] == [record.started_at for record in RECORDS]


def test_two_runs_on_the_same_day_are_equal() -> None:
    assert place(STORIES + UNLICENSED_STORIES, today=TODAY, tenant_id="acmecorp01") == RECORDS


def test_no_two_interactions_share_an_id() -> None:
    assert len({record.id for record in RECORDS}) == len(RECORDS)
    assert len({record.token for record in RECORDS}) == len(RECORDS)


def test_everything_ended_before_today_began() -> None:
    midnight = datetime.combine(TODAY, datetime.min.time(), UTC).timestamp() * 1000
    assert all(record.started_at < (record.ended_at or 0) < midnight for record in RECORDS if record.ended_at)
    assert all(record.started_at < midnight for record in RECORDS)


def test_interactions_last_from_seconds_to_an_hour() -> None:
    seconds = sorted((r.ended_at - r.started_at) // 1000 for r in RECORDS if r.ended_at is not None)
    assert seconds[0] < 60
    assert 3000 < seconds[-1] <= 3600


def test_the_vocabularies_of_the_api_all_occur() -> None:
    contacts = [record.contact for record in RECORDS]
    assert {contact.media for contact in contacts} == {"PHONE", "EMAIL", "CHAT", "VOICEMAIL"}
    assert {contact.product for contact in contacts} == {"CC", "UC", "ENGAGE"}
    assert {contact.direction for contact in contacts} == {"INBOUND", "OUTBOUND"}
    assert {"POSITIVE", "NEUTRAL", "NEGATIVE", "MIXED", None} <= {contact.sentiment for contact in contacts}
    labels = set(chain.from_iterable(contact.labels for contact in contacts))
    assert {
        "TransferredToAgent",
        "TransferredToQueue",
        "Abandoned",
        "ForwardedToCallback",
        "Escalation",
    } <= labels


def test_placeholders_become_dates() -> None:
    [record] = [r for r in RECORDS if r.contact.title == "Late fee on the bill of 18 September 2026"]
    assert "$35.00 on the bill of 18 September 2026" in (record.contact.summary or "")
    assert not [r for r in RECORDS if re.search(r"\{|<site>", r.contact.summary or "")]


def test_titles_are_there_for_some_customers_and_null_for_others_as_today(sandbox: Sandbox) -> None:
    titled = interactions(sandbox, by_title("A happy customer"))
    untitled = interactions(sandbox, by_title("More than one reply holds"))
    assert all(each["title"] for each in titled)
    assert all(each["emailSubject"] for each in titled if each["mediaType"] == "EMAIL")
    assert all(each["title"] is each["emailSubject"] is None for each in untitled)


def test_nobody_called_back_after_the_callback_and_the_voicemail(sandbox: Sandbox) -> None:
    calls = interactions(sandbox, by_title("A voicemail nobody answered"))
    outcomes = [each["outcomeLabel"] for each in calls]
    assert outcomes == ["Handled", "Handled", "ForwardedToCallback", "Abandoned", "ForwardedToVoicemail"]
    assert {each["direction"] for each in calls[2:]} == {"INBOUND"}


def test_the_one_who_may_leave_turns_negative_and_names_a_competitor(sandbox: Sandbox) -> None:
    contacts = interactions(sandbox, by_title("About to leave"))
    assert [each["sentiment"] for each in contacts] == [
        "POSITIVE",
        "NEUTRAL",
        "MIXED",
        "NEGATIVE",
        "NEGATIVE",
        "NEGATIVE",
        None,
        "NEGATIVE",
    ]
    assert "competitor" in {topic["topic"] for topic in contacts[-1]["topics"]}
    assert "Escalation" in contacts[-1]["interactionLabels"]


def test_hostile_texts_arrive_as_they_were_written(sandbox: Sandbox) -> None:
    found = interactions(sandbox, by_title("Texts that give orders"))
    summaries = sandbox.summaries(*(each["interactionId"] for each in found))
    everything = "".join(strings([found, summaries]))
    assert "4111 1111 1111 1111" in everything
    assert "\nCoverage: complete" in everything
    assert "![receipt](https://" in everything
    for character in "\n\r\0\x1b\u200b\u200d\u202e\u2028\u2029\u2066\ufeff\U000e0064":
        assert character in everything


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def test_summaries_are_long_enough_to_brief_from() -> None:
    for record in RECORDS:
        text = record.contact.summary
        if text is not None and record.contact.summary_status == "success" and text.isascii():
            assert 30 <= len(text.split()) <= 120
