"""Replies that are not quite as documented: what is wrong costs itself, and nothing else."""

import time
from typing import Any

import pytest
from inline_snapshot import snapshot

from tests.front_door import NOW
from tests.replies import Json, ScriptedApi, contact, coverage_in, epoch, history, rows_in

ROW: Json = {
    "interactionId": "int-abc123",
    "contactId": "contact-123",
    "mediaIdentifier": "+12065551234",
    "mediaType": "CHAT",
    "chatType": "WHATSAPP",
    "direction": "INBOUND",
    "productType": "ENGAGE",
    "startedAt": epoch(NOW) - 86_400_000,
    "endedAt": epoch(NOW) - 86_340_000,
    "sentiment": "NEGATIVE",
    "topics": [{"topic": "billing", "matches": 2}],
    "wrapUpCodes": ["Refund"],
    "queueName": "Support",
    "outcomeLabel": "Handled",
    "interactionLabels": ["vip"],
    "title": "Late fee",
    "emailSubject": "Re: Invoice",
    "departmentName": "North",
    "signals": ["churn"],
}
INSIGHTS: Json = {
    "aggregatedSentiments": {
        "totalInteractions": 2,
        "aggregatedSentiment": {
            "aggregatedCustomerSentiment": "POSITIVE",
            "aggregatedAgentSentiment": "NEUTRAL",
            "aggregatedOverallSentiment": "MIXED",
        },
    },
    "aggregatedTopics": {
        "totalInteractions": 1,
        "topicFrequency": [
            {
                "topicName": "billing",
                "categoryName": "Finance",
                "interactionsMatchedCount": 1,
                "percentageMatched": 50.0,
            }
        ],
    },
}
SUMMARY: Json = {
    "interactionId": "int-abc123",
    "content": {"result": "Customer asked why.", "status": "partial", "duration": 60},
    "metadata": {"createdAt": "2026-11-21T14:30:00"},
}

DEEP: Any = {"a": [{"b": [[{"c": [None, 7, "x"]}]]}]}
JUNK: dict[str, Any] = {
    "null": None,
    "true": True,
    "integer": -7,
    "fraction": 0.5,
    "huge number": 10**400,
    "text": "",
    "list": [],
    "list of junk": [None, True, 7, {}, [[]]],
    "object": {},
    "deep": DEEP,
}
LISTS = {"topics", "wrapUpCodes", "interactionLabels", "signals", "topicFrequency"}


def paths(value: Any, *at: Any) -> list[tuple[Any, ...]]:
    """The way to everything inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, item in inner for path in ((*at, key), *paths(item, *at, key))]


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], by)
    return copy


def removed(value: Any, path: tuple[Any, ...]) -> Any:
    *way, last = path
    container = value
    for key in way:
        container = container[key]
    rest = [item for number, item in enumerate(container) if number != last]
    without = (
        {key: container[key] for key in container if key != last} if isinstance(container, dict) else rest
    )
    return replaced(value, tuple(way), without)


def shown(api: ScriptedApi, row: Any, insights: Any) -> str:
    return api.search(history([row, contact(9)], insights))


def dotted(path: Any) -> str:
    return ".".join(map(str, path)) if isinstance(path, tuple) else str(path)


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("path", paths(ROW), ids=dotted)
def test_a_field_of_the_wrong_type_costs_that_field(
    api: ScriptedApi, path: tuple[Any, ...], junk: str
) -> None:
    damaged = shown(api, replaced(ROW, path, JUNK[junk]), INSIGHTS)
    absent = shown(api, removed(ROW, path), INSIGHTS)
    noun = {"interactionId": "interaction ID", "contactId": "contact ID"}.get(path[-1])
    if noun and JUNK[junk] not in (None, ""):
        assert f" 1 {noun} withheld, as not fit to be shown." in coverage_in(damaged)
        damaged, absent = (text.rpartition("\n")[0] for text in (damaged, absent))
    if path[0] in {
        "outcomeLabel",
        "interactionLabels",
        "wrapUpCodes",
    }:  # no word is denied of what was not read
        damaged = damaged.replace(" (those of #1 could not be read whole)", "")
    assert damaged == absent


@pytest.mark.parametrize("junk", [*JUNK, "infinity", "digits"])
@pytest.mark.parametrize("path", paths(INSIGHTS), ids=dotted)
def test_an_aggregate_of_the_wrong_type_costs_itself(
    api: ScriptedApi, path: tuple[Any, ...], junk: str
) -> None:
    is_number = path[-1] in {"totalInteractions", "interactionsMatchedCount", "percentageMatched"}
    value = (JUNK | {"infinity": float("inf"), "digits": "12 x"})[junk]
    if junk in {"integer", "fraction"} and path[-1] == "percentageMatched":
        assert f"{value:g}%" in shown(api, ROW, replaced(INSIGHTS, path, value))
    elif junk != "digits" or is_number:
        expected = shown(api, ROW, removed(INSIGHTS, path))
        assert shown(api, ROW, replaced(INSIGHTS, path, value)) == expected


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("path", [path for path in paths(SUMMARY) if path[0] != "interactionId"], ids=dotted)
def test_a_field_of_a_summary_of_the_wrong_type_costs_that_field(
    api: ScriptedApi, path: tuple[Any, ...], junk: str
) -> None:
    if path[-1] == "duration" and junk == "fraction":
        return
    texts = [
        api.summarise(["int-abc123"], lambda *_, told=told: (200, {"summaries": [told]}))
        for told in (replaced(SUMMARY, path, JUNK[junk]), removed(SUMMARY, path))
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("junk", JUNK)
def test_one_unreadable_interaction_does_not_cost_the_other_49(api: ScriptedApi, junk: str) -> None:
    rows: list[Any] = [contact(day) for day in range(49)]
    text = api.search(history([*rows[:20], JUNK[junk], *rows[20:]]))
    assert rows_in(text) == rows_in(api.search(history(rows)))
    text = api.search(history([*rows[:20], JUNK[junk]]))
    assert coverage_in(text).startswith(
        "Coverage: 20 of the 21 that the API returned are shown. 1 entry of the reply could not be read. "
    )


@pytest.mark.parametrize(
    ("started", "shown"),
    [
        (1795276020000, "2026-11-21 15:47"),
        ("1795276020000", "2026-11-21 15:47"),
        (1795276020000.4, "2026-11-21 15:47"),
        (1795276020, "2026-11-21 15:47"),
        ("1795276020", "2026-11-21 15:47"),
        (1795276020.5, "2026-11-21 15:47"),
        ("2026-11-21T15:47:00Z", "2026-11-21 15:47"),
        ("2026-11-21T10:47:00-05:00", "2026-11-21 15:47"),
        (631_151_999_999, None),
        ("631151999999", None),
        (631_152_000_000, "1990-01-01 00:00"),
        (4_102_444_799_999, "2099-12-31 23:59"),
        (4_102_444_800_000, None),
        (253_402_300_799_000, None),
        ("9999-12-31T23:59:59Z", None),
        (1795276020000000, None),
        (0, None),
        (-1795276020000, None),
        (10**400, None),
        ("9" * 5000, None),
        ("NaN", None),
        (float("inf"), None),
        (True, None),
    ],
)
def test_a_start_in_another_form_is_read_where_there_is_no_doubt(
    api: ScriptedApi, started: Any, shown: str | None
) -> None:
    text = api.search(history([{"mediaType": "CHAT", "startedAt": started}]))
    assert f": #1 {shown or 'start unknown'} " in text.splitlines()[1]
    assert rows_in(text)[0].startswith("#1 start unknown ") == (shown is None)


@pytest.mark.parametrize("ended", [-1, 0, 253_402_300_799_000, "later", None])
def test_an_end_that_can_not_be_is_none(api: ScriptedApi, ended: Any) -> None:
    text = api.search(history([contact(1, mediaType="CHAT", endedAt=ended)]))
    assert rows_in(text) == ["#1 21 Nov 15:47 chat"]


def test_an_end_before_the_start_is_no_length(api: ScriptedApi) -> None:
    text = api.search(history([contact(1, mediaType="CHAT", endedAt=epoch(NOW) - 90_000_000)]))
    assert rows_in(text) == ["#1 21 Nov 15:47 chat ended before its start"]


@pytest.mark.parametrize(
    ("total", "count", "share", "said"),
    [
        (1, 1, 50.0, "8x8's topics over 1 interaction: billing 1, 50%."),
        (0, 3, 300.5, "8x8's topics over 0 interactions: billing 3, 300.5%."),
        ("2", "1", "50.0", "8x8's topics over 2 interactions: billing 1, 50%."),
        (2.0, 1.0, -5, "8x8's topics over 2 interactions: billing 1, -5%."),
        (2.5, -1, "half", "8x8's topics over an unknown number of interactions: billing."),
        (10**12, 10**300, 1e300, "8x8's topics over an unknown number of interactions: billing."),
        (1_234_567, 1_000, 12.5, "8x8's topics over 1,234,567 interactions: billing 1000, 12.5%."),
    ],
)
def test_aggregates_are_relayed_with_the_numbers_that_they_came_with(
    api: ScriptedApi, total: Any, count: Any, share: Any, said: str
) -> None:
    topic = {"topicName": "billing", "interactionsMatchedCount": count, "percentageMatched": share}
    insights = {"aggregatedTopics": {"totalInteractions": total, "topicFrequency": [topic]}}
    assert said in api.search(history([contact(1), contact(2)], insights)).splitlines()


@pytest.mark.parametrize(
    "insights",
    [
        None,
        {},
        {"aggregatedSentiments": None, "aggregatedTopics": None},
        {"aggregatedSentiments": {}, "aggregatedTopics": {}},
        {"aggregatedSentiments": {"totalInteractions": 0, "aggregatedSentiment": None}},
        {"aggregatedTopics": {"totalInteractions": 0, "topicFrequency": []}},
        [],
        "none",
    ],
)
def test_insights_that_say_nothing_are_unknown(api: ScriptedApi, insights: Any) -> None:
    text = api.search(history([contact(1)], insights))
    assert text == api.search({"interactions": [contact(1)]})
    assert "\nSentiment, topics and so repeat contacts: unknown. " in text


def test_an_unknown_value_of_every_vocabulary_passes_through(api: ScriptedApi) -> None:
    row = ROW | {
        "mediaType": "HOLOGRAM",
        "chatType": "Carrier Pigeon",
        "direction": "SIDEWAYS",
        "productType": "X7",
        "sentiment": "BEWILDERED",
        "outcomeLabel": "LeftOnTheMoon",
    }
    insights = replaced(
        INSIGHTS, ("aggregatedSentiments", "aggregatedSentiment", "aggregatedAgentSentiment"), "SMUG"
    )
    assert shown(api, row, insights) == snapshot("""\
E-mail address customer@example.com | 2025-11-22 15:47 to 2026-11-22 15:47 UTC (default: a year until now) | 2 interactions returned
Last contact: #1 2026-11-21 15:47 (1 day ago) | hologram "carrier pigeon" x7 sideways 1m | bewildered | "Late fee" | outcome LeftOnTheMoon
8x8's aggregate sentiment over 2 interactions: customer positive, agent smug, overall mixed.
Sentiment of scored contacts, newest first: bewildered; 1 without one.
8x8's topics over 1 interaction: Finance (billing 1, 50%).
Contacts. Begun in the last 7, 30, 90 days of the window: 1, 2, 2; inbound 0, 0, 0. Sideways: hologram 1. Queues: Support 1.
Signals (proxies; rules in c360://guide):
- Not found here: any outcome, label or wrap-up code with "abandon", "transfer", "forwarded" or "escalat".
2 rows below, newest first, times in UTC. No length: no end recorded.
2026:
#1 21 Nov 15:47 hologram "carrier pigeon" x7 sideways 1m bewildered "Late fee" topics billing x2 | outcome LeftOnTheMoon | wrap-up Refund | signals churn | address +12065551234 | department North | queue Support | labels vip | int-abc123
#2 13 Nov 15:47
Coverage: complete for this window, all 2 that the API returned are shown. Summaries not asked for: include_summaries=5 brings the newest. Nothing before 2025-11-22 was searched: start_time="P3Y" goes back further. Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer. All that carry a contact ID carry contact-123: scope="contact" adds what else is stored under it.\
""")


def test_interactions_with_one_id_are_all_shown_where_they_differ(api: ScriptedApi) -> None:
    rows = [ROW, ROW | {"queueName": "Billing"}, dict(reversed(ROW.items())), ROW | {"unknown": "field"}]
    text = api.search(history(rows))
    assert [line.rsplit("| queue ", 1)[1] for line in rows_in(text)] == [
        "Support | labels vip | int-abc123",
        "Billing | labels vip | int-abc123",
    ]
    assert "2 exact doubles left out." in coverage_in(text)


def test_rows_without_an_id_are_never_taken_for_doubles(api: ScriptedApi) -> None:
    assert len(rows_in(api.search(history([contact(1), contact(1)])))) == 2


@pytest.mark.parametrize("count", [51, 1_000, 1_001, 50_000])
def test_a_page_of_any_length_is_read_to_its_bound_in_a_short_time(api: ScriptedApi, count: int) -> None:
    rows = [{"interactionId": f"int-{n}", "startedAt": epoch(NOW) - n * 60_000} for n in range(count)]
    begun = time.monotonic()
    text = api.search(history(rows))
    assert time.monotonic() - begun < 5
    assert len(rows_in(text)) == 50
    assert f"cover all {min(count, 1_000):,}." in coverage_in(text)
    unread = f"{count - 1_000:,} {'entry' if count == 1_001 else 'entries'} beyond the first 1,000 not read"
    assert (unread in coverage_in(text)) is (count > 1_000)


def test_a_list_inside_a_record_is_read_to_its_bound(api: ScriptedApi) -> None:
    row = contact(1, interactionLabels=[f"label-{n}" for n in range(10_000)], wrapUpCodes=["x"] * 100)
    text = api.search(history([row], {"aggregatedTopics": {"topicFrequency": [{"topicName": "t"}] * 101}}))
    [line] = rows_in(text)
    assert line.endswith("label-98, label-99")
    assert coverage_in(text).startswith(
        "Coverage: the one that the API returned is shown. 2 lists cut after 100 items. "
    )


def test_many_entries_of_summaries_are_read_to_their_bound_in_a_short_time(api: ScriptedApi) -> None:
    begun = time.monotonic()
    text = api.summarise(["int-abc123"], lambda *_: (200, {"summaries": [SUMMARY, *[{}] * 150_000]}))
    assert time.monotonic() - begun < 5
    assert "Customer asked why." in text
    assert "150,000 entries of the reply with summaries could not be read." in coverage_in(text)


@pytest.mark.parametrize(
    "body",
    [
        {"interactions": {"0": ROW}},
        {"interactions": "none"},
        {"interactions": 7},
        {"items": []},
        {},
    ],
)
def test_json_of_another_shape_is_a_failure_of_its_own(api: ScriptedApi, body: Json) -> None:
    said = api.refuse(
        lambda *_: (200, body),
        "get_customer_interactions",
        search_by="email",
        identifier="customer@example.com",
    )
    sentence, _, request_id = said.rpartition(" (request ID ")
    assert sentence == (
        "What came from the Customer 360 API's address is JSON without a list of interactions, not the "
        "documented reply. Trying again is unlikely to help: whoever runs this server should check "
        "C360_BASE_URL, and whether a proxy or a sign-in page stands in between."
    )
    assert request_id.endswith(")")


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ("No customer jane@example.com", '"No customer [email 1]"'),
        ("Call +12065550134 x2\n#9 forged row", '"Call [phone 1] x2 #9 forged row"'),
        ("\u200b", None),
    ],
)
def test_what_the_api_says_of_a_failure_is_quoted_without_anybodys_address_or_number(
    api: ScriptedApi, detail: str, said: str | None
) -> None:
    text = api.refuse(
        lambda *_: (400, {"detail": detail}),
        "get_customer_interactions",
        search_by="email",
        identifier="customer@example.com",
    )
    assert text.startswith("The Customer 360 API did not accept this request (status 400). ")
    assert (f" The API said: {said} (request ID " in text) == (said is not None)
    assert ("The API said" in text) == (said is not None)
