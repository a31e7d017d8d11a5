"""One contact is counted once, and one person's story is not another's."""

import re
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from tests.front_door import NOW
from tests.replies import Json, ScriptedApi, contact, epoch, history, inbound, outbound, rows_in

PHONE = "+12065550134"
SEARCH = {"search_by": "phone_number", "identifier": PHONE}


def legs(days_ago: float, *parts: Json, **fields: Any) -> list[Json]:
    """One call from the customer that came as several interactions."""
    call = inbound(days_ago, mediaIdentifier=PHONE, **fields)
    return [call | {"interactionId": f"int-{days_ago}-{number}"} | part for number, part in enumerate(parts)]


def overview(text: str) -> list[str]:
    """What stands above the rows."""
    lines = text.splitlines()
    return lines[1 : next(n for n, line in enumerate(lines) if ", newest first, times in " in line)]


def test_a_call_that_passed_three_queues_is_one_contact(api: ScriptedApi) -> None:
    topic = {"topics": [{"topic": "refund"}], "sentiment": "NEGATIVE"}
    call = legs(
        1,
        topic | {"queueName": "Welcome", "outcomeLabel": "TransferredToQueue"},
        topic | {"queueName": "Billing", "outcomeLabel": "TransferredToQueue"},
        topic | {"queueName": "Refunds", "outcomeLabel": "Handled"},
    )
    earlier = [
        inbound(40, sentiment="POSITIVE", mediaIdentifier=PHONE),
        inbound(50, sentiment="NEUTRAL", mediaIdentifier=PHONE),
    ]
    text = api.search(history([*call, *earlier]), **SEARCH)
    assert "Repeat" not in text
    assert ", turned " not in text
    assert text == snapshot("""\
Phone number +12065550134 | 2025-11-22 15:47 to 2026-11-22 15:47 UTC (default: a year until now) | 5 interactions returned, 3 contacts
Last contact: #1 #2 #3 2026-11-21 15:47 (1 day ago) | phone inbound | negative | topics refund | outcome Handled, TransferredToQueue
Sentiment of scored contacts, newest first: negative, positive, neutral.
Contacts. Begun in the last 7, 30, 90 days of the window: 1, 1, 3. Inbound: phone 3. Queues: Refunds 1, Billing 1, Welcome 1.
Signals (proxies; rules in c360://guide):
- Tagged as transferred (routing, not escalation): TransferredToQueue #2
- Not found here: any outcome, label or wrap-up code with "abandon" or "escalat"; repeat inbound contacts (2 contacts could not be judged: no topics, start or direction).
5 rows below, newest first, times in UTC. No length: no end recorded.
Legs of one contact, counted as one (one interaction ID, or one start, channel, direction and address or contact ID): #1 to #3.
2026:
#1 21 Nov 15:47 phone inbound negative | topics refund | outcome Handled | queue Refunds | int-1-2
#2 21 Nov 15:47 phone inbound negative | topics refund | outcome TransferredToQueue | queue Billing | int-1-1
#3 21 Nov 15:47 phone inbound negative | topics refund | outcome TransferredToQueue | queue Welcome | int-1-0
#4 13 Oct 15:47 phone inbound positive
#5 3 Oct 15:47 phone inbound neutral
Coverage: complete for this window, all 5 that the API returned are shown. Summaries not asked for: include_summaries=5 brings the newest. Nothing before 2025-11-22 was searched: start_time="P3Y" goes back further. Only what is stored under this phone number, not under other addresses, numbers or IDs of the customer.\
""")


def test_rows_of_one_interaction_id_are_one_contact_whenever_they_began(api: ScriptedApi) -> None:
    rows = [
        inbound(1, "fee", interactionId="int-1", queueName="Tier 2"),
        inbound(2, "fee", interactionId="int-1", queueName="Tier 1"),
        inbound(90, "fee", interactionId="int-2"),
    ]
    text = api.search(history(rows))
    assert "Begun in the last 7, 30, 90 days of the window: 1, 1, 2." in text
    assert "Legs of one contact, counted as one" in text
    assert "Repeat" not in text


def test_the_headline_says_of_a_contact_what_holds_of_all_its_legs(api: ScriptedApi) -> None:
    def headline(*parts: Json) -> str:
        return api.search(
            history([{"interactionId": "int-1", "mediaType": "PHONE"} | part for part in parts])
        ).split("\n")[1]

    began = {"startedAt": inbound(1)["startedAt"]}
    ended = {"endedAt": began["startedAt"] + 240_000}
    assert headline(
        began | ended, {"endedAt": ended["endedAt"] + 60_000, "direction": "INBOUND"}
    ) == snapshot("Newest returned: #1 #2 2026-11-21 15:47 (1 day ago) | phone inbound 5m")
    assert headline(began | ended, began | {"direction": "OUTBOUND", "queueName": "Care"}) == snapshot(
        "Last contact: #1 #2 2026-11-21 15:47 (1 day ago) | phone outbound"
    )
    assert headline(began | ended, began | {"endedAt": ended["endedAt"] + 60_000}) == snapshot(
        "Last contact: #1 #2 2026-11-21 15:47 (1 day ago) | phone 5m"
    )
    assert headline(began, inbound(9)) == snapshot(
        "Last contact: #1 #2 2026-11-13 15:47, last leg 2026-11-21 15:47 (1 day ago) | phone inbound"
    )


def test_a_contact_whose_legs_began_far_apart_repeats_by_its_start(api: ScriptedApi) -> None:
    long_ago = [inbound(day, "fee", interactionId="int-1") for day in (1, 90)]
    assert "Repeat" not in api.search(history([*long_ago, inbound(10, "fee")]))
    text = api.search(history([*long_ago, inbound(10, "speed"), inbound(70, "fee"), inbound(100, "fee")]))
    assert "- Repeat inbound contacts, 30 days apart at most: fee #1 #4 #5" in text


def test_two_calls_that_began_at_one_moment_elsewhere_are_two(api: ScriptedApi) -> None:
    call = inbound(1, "fee", mediaIdentifier=PHONE)
    for other in (
        call | {"mediaIdentifier": "+12065550199"},
        call | {"direction": "OUTBOUND"},
        call | {"mediaType": "VOICEMAIL"},
        call | {"startedAt": call["startedAt"] - 1000},
        {name: value for name, value in call.items() if name != "mediaIdentifier"},
    ):
        text = api.search(history([call, other]), **SEARCH)
        assert "Legs" not in text
        assert "of the window: 2, 2, 2" in text


def test_at_one_moment_and_number_two_contact_ids_are_two_people(api: ScriptedApi) -> None:
    call = inbound(1, "fee", mediaIdentifier=PHONE)
    pair = [call | {"contactId": "contact-1"}, call | {"contactId": "contact-2"}]
    assert "Legs" not in api.search(history(pair), **SEARCH)
    assert "Legs" not in api.search(history([*pair, call]), **SEARCH)
    spelled = [
        call | {"mediaIdentifier": each, "contactId": each} for each in ("A@example.com", "a@example.com")
    ]
    assert "Legs" not in api.search(history(spelled))
    text = api.search(history([pair[0], pair[0] | {"mediaIdentifier": "+12065550199"}]), **SEARCH)
    assert "Legs of one contact" in text


def test_legs_stand_together_whatever_lies_between_them(api: ScriptedApi) -> None:
    moment = NOW - timedelta(days=1)
    rows = [
        inbound(1, mediaIdentifier=PHONE, queueName="first"),
        contact(1, mediaType="CHAT", direction="INBOUND", queueName="other")
        | {"startedAt": epoch(moment) + 200},
        inbound(1, mediaIdentifier=PHONE, queueName="second") | {"startedAt": epoch(moment) + 400},
    ]
    queues = [re.findall(r"queue (\w+)", row)[0] for row in rows_in(api.search(history(rows), **SEARCH))]
    assert queues == ["second", "first", "other"]


def test_legs_that_disagree_in_sentiment_are_told_as_both_and_make_no_turn(api: ScriptedApi) -> None:
    rows = [
        *legs(1, {"sentiment": "NEGATIVE"}, {"sentiment": "POSITIVE"}),
        *(inbound(day, sentiment="NEGATIVE") for day in (2, 3)),
        *(inbound(day, sentiment="NEUTRAL") for day in (4, 5)),
    ]
    text = api.search(history(rows), **SEARCH)
    assert "newest first: negative/positive, negative x2, neutral x2." in text
    assert ", turned " not in text


def test_two_people_on_one_number_have_stories_of_their_own(api: ScriptedApi) -> None:
    hers, his = {"contactId": "contact-1"}, {"contactId": "contact-2"}
    rows = [
        outbound(1, **his),
        inbound(2, "bill", **his),
        inbound(3, "bill", wrapUpCodes=["Callback promised"], **hers),
        contact(4, mediaType="VOICEMAIL", direction="INBOUND", **hers),
    ]
    text = api.search(history(rows), **SEARCH)
    assert overview(text) == snapshot(
        [
            "Last contact: #1 2026-11-21 15:47 (1 day ago) | phone outbound | contact ID contact-2",
            "Last inbound: #2 2026-11-20 15:47 (2 days ago) | phone inbound | topics bill | contact ID contact-2",
            "Sentiment: unknown, none could be read; that is not neutral.",
            "Contacts. Begun in the last 7, 30, 90 days of the window: 4, 4, 4; inbound 3, 3, 3. Inbound: phone 2, voicemail 1. Outbound: phone 1.",
            "Signals (proxies; rules in c360://guide):",
            "- Callback noted, no later outbound call under the same contact ID: Callback promised #3",
            "- Voicemail with no later outbound contact under the same contact ID: #4",
            '- Not found here: any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat"; repeat inbound contacts (1 contact could not be judged: no topics, start, direction or contact ID).',
        ]
    )


def test_what_is_nobodys_for_certain_is_in_no_chain_of_somebodys_and_not_judged(api: ScriptedApi) -> None:
    rows = [
        inbound(1, "bill", contactId="contact-1"),
        inbound(2, "bill"),
        inbound(3, "bill", contactId="contact-2"),
    ]
    text = api.search(history(rows), **SEARCH)
    assert "Repeat" not in text
    assert (
        "repeat inbound contacts (1 contact could not be judged: no topics, start, direction or contact ID)"
        in text
    )


def test_a_callback_may_be_answered_by_a_call_that_nobody_knows_to_whom(api: ScriptedApi) -> None:
    due = inbound(2, wrapUpCodes=["Callback"], contactId="contact-1")
    assert "Callback noted" not in api.search(history([outbound(1), due]), **SEARCH)


def test_of_two_people_each_has_a_turn_of_their_own(api: ScriptedApi) -> None:
    def scores(contact_id: str, offset: float, *sentiments: str) -> list[Json]:
        return [
            inbound(day + offset, sentiment=each, contactId=contact_id) for day, each in enumerate(sentiments)
        ]

    rows = [
        *scores("contact-1", 0, "NEGATIVE", "NEGATIVE", "POSITIVE", "POSITIVE"),
        *scores("contact-2", 0.5, "POSITIVE", "POSITIVE", "NEUTRAL", "NEGATIVE"),
    ]
    text = api.search(history(rows), **SEARCH)
    assert (
        "- Sentiment, where scored, turned worse at #3 and stayed so: #1 #3; better at #4 and stayed so: #2 #4"
        in text
    )


TOPICS = st.lists(st.sampled_from(["fee", "refund", "speed"]), max_size=2, unique=True)
CALLS = st.fixed_dictionaries(
    {
        "mediaType": st.sampled_from(["PHONE", "CHAT", "EMAIL"]),
        "direction": st.sampled_from(["INBOUND", "OUTBOUND"]),
        "sentiment": st.sampled_from(["NEGATIVE", "POSITIVE", "NEUTRAL", None]),
        "topics": TOPICS.map(lambda names: [{"topic": name} for name in names]),
        "wrapUpCodes": st.lists(
            st.sampled_from(["Callback", "Escalated", "Abandoned", "Warm transfer"]), max_size=1
        ),
        "contactId": st.sampled_from(["contact-1", "contact-2", None]),
        "queueName": st.sampled_from(["Billing", "Care"]),
    }
)


@st.composite
def histories(draw: st.DrawFn) -> list[Json]:
    """Contacts at different times."""
    days = draw(st.lists(st.integers(0, 200), min_size=1, max_size=12, unique=True))
    return [
        contact(day + 0.5, interactionId=f"int-{day}", mediaIdentifier=PHONE, **draw(CALLS)) for day in days
    ]


def told(text: str) -> list[str]:
    """The overview with starts in place of row numbers, which say the same however many rows a contact has."""
    starts = dict(re.findall(r"^(#\d+) (\d+ \w{3} \d\d:\d\d)", text, re.MULTILINE))
    lines = [re.sub(r"(?:#\d+ ?)+(?=\d{4}-)", "", line) for line in overview(text)]
    return [re.sub(r"#\d+", lambda number: starts[number[0]], line) for line in lines]


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_the_api_lists_contacts_changes_nothing(
    api: ScriptedApi, rows: list[Json], random: Any
) -> None:
    shuffled = random.sample(rows, len(rows))
    assert api.search(history(shuffled), **SEARCH) == api.search(history(rows), **SEARCH)


@given(histories(), st.randoms(use_true_random=False))
def test_neither_legs_nor_exact_doubles_change_a_count_a_chain_a_turn_or_the_headline(
    api: ScriptedApi, rows: list[Json], random: Any
) -> None:
    split = [
        row | {"interactionId": f"{row['interactionId']}-leg-{leg}"}
        for row in rows
        for leg in range(random.choice([1, 1, 2, 3]))
    ]
    doubled = [*rows, *random.sample(rows, random.randint(0, len(rows)))]
    expected = told(api.search(history(rows), **SEARCH))
    assert told(api.search(history(split), **SEARCH)) == expected
    assert told(api.search(history(doubled), **SEARCH)) == expected


def test_starts_are_read_to_the_second(api: ScriptedApi) -> None:
    moment = datetime.fromtimestamp(epoch(NOW - timedelta(days=1)) // 1000, NOW.tzinfo)
    one, other = (
        inbound(1, mediaIdentifier=PHONE) | {"startedAt": epoch(moment) + milliseconds}
        for milliseconds in (0, 999)
    )
    assert "Legs" in api.search(history([one, other]), **SEARCH)
    assert "Legs" not in api.search(history([one, other | {"startedAt": epoch(moment) + 1000}]), **SEARCH)
