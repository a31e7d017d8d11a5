"""More than fifty contacts in one call, complete by construction."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from inline_snapshot import snapshot
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.front_door import NOW, Script, told, wired
from tests.replies import (
    Answer,
    Json,
    Query,
    ScriptedApi,
    coverage_in,
    epoch,
    history,
    inbound,
    outbound,
    rows_in,
)

Keep = Callable[[Sequence[Json]], Sequence[Json]]
POLICIES: dict[str, Keep] = {
    "newest": lambda rows: rows[:50],
    "oldest": lambda rows: rows[-50:],
    "arbitrary": lambda rows: sorted(rows, key=lambda row: hash(row["interactionId"]))[:50],
}


def calls(number: int, days: float = 300) -> list[Json]:
    """So many calls over so many days, newest first."""
    step = days / number
    return [
        inbound(
            step * (n + 1), "fee", interactionId=f"int-{n:04}", sentiment="NEGATIVE", outcomeLabel="Handled"
        )
        for n in range(number)
    ]


def capped_api(
    rows: Sequence[Json], keep: Keep = POLICIES["newest"], fail: Callable[[int], Any] | None = None
) -> tuple[Answer, list[Query]]:
    """An API that returns fifty at most, and counts its requests from 1."""
    requests: list[Query] = []

    def answer(resource: str, query: Query) -> tuple[int, Any]:
        if resource != "interactions-insight":
            return 200, {"summaries": [], "partialFailures": []}
        requests.append(query)
        if fail and (failure := fail(len(requests))):
            return failure[0], failure[1]
        start, end = limits(dict(query))
        within = [row for row in rows if start <= row["startedAt"] <= end]
        return 200, history(keep(within) if len(within) > 50 else within)

    return answer, requests


def limits(query: dict[str, str]) -> tuple[int, int]:
    def read(name: str, default: datetime) -> int:
        return epoch(datetime.fromisoformat(query[name]) if name in query else default)

    return read("startTime", NOW - timedelta(days=365)), read("endTime", NOW)


@pytest.mark.parametrize("policy", POLICIES)
def test_all_of_a_window_is_told_whichever_fifty_the_api_keeps(api: ScriptedApi, policy: str) -> None:
    answer, requests = capped_api(calls(180), POLICIES[policy])
    api.answers(answer)
    text = api.search_again(max_interactions=1000, settings={"C360_RESULT_TOKENS": "50000"}, detail="concise")
    assert len(rows_in(text)) == 180
    assert f"180 interactions returned in {len(requests)} requests" in text
    assert coverage_in(text).startswith("Coverage: complete for this window (")


def test_up_to_fifty_take_one_request(api: ScriptedApi) -> None:
    answer, requests = capped_api(calls(180))
    api.answers(answer)
    coverage = coverage_in(api.search_again())
    assert len(requests) == 1
    assert "Call again with max_interactions=1000, which searches the window in parts." in coverage


def test_older_contacts_that_have_no_room_as_rows_are_counted_by_month(api: ScriptedApi) -> None:
    answer, _ = capped_api(calls(500, 350))
    api.answers(answer)
    text = api.search_again(max_interactions=1000)
    rows, months = (
        rows_in(text),
        re.findall(
            r"^\d{4}-\d\d: (\d+) inbound; phone \d+; negative \d+ of \d+ scored; fee \d+$", text, re.MULTILINE
        ),
    )
    assert len(rows) >= 40
    assert len(rows) + sum(map(int, months)) == 500
    assert text.splitlines()[-14:] == snapshot(
        [
            "#306 22 Apr 10:59 phone inbound negative | topics fee | int-0305",
            "#307 21 Apr 18:11 phone inbound negative | topics fee | int-0306",
            "#308 21 Apr 01:23 phone inbound negative | topics fee | int-0307",
            "#309 20 Apr 08:35 phone inbound negative | topics fee | int-0308",
            "#310 19 Apr 15:47 phone inbound negative | topics fee | int-0309",
            "#311 18 Apr 22:59 phone inbound negative | topics fee | int-0310",
            "#312 18 Apr 06:11 phone inbound negative | topics fee | int-0311",
            "Older contacts, counted by the month or year of their start:",
            "2026-04: 24 inbound; phone 24; negative 24 of 24 scored; fee 24",
            "2026-03: 44 inbound; phone 44; negative 44 of 44 scored; fee 44",
            "2026-02: 40 inbound; phone 40; negative 40 of 40 scored; fee 40",
            "2026-01: 45 inbound; phone 45; negative 45 of 45 scored; fee 45",
            "2025-12: 35 inbound; phone 35; negative 35 of 35 scored; fee 35",
            'Coverage: complete for this window (each part returned fewer than 50), 312 of 500 interactions shown; counts and signals above cover all 500. #313 to #500 (counted above) left out to stay within 8,000 tokens: call again with end_time="2026-04-17T13:23:00.001Z", start_time="2025-11-22T15:47Z". Summaries not asked for: include_summaries=5 brings the newest, perhaps in place of the oldest rows. Nothing before 2025-11-22 was searched: start_time="P3Y" goes back further. Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer.',
        ]
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([inbound(200, wrapUpCodes=["Callback"])], "callback noted 1", id="asked for"),
        pytest.param([outbound(200, wrapUpCodes=["Callback"])], "", id="outbound"),
        pytest.param([inbound(200, wrapUpCodes=["Callback", "Callback completed"])], "", id="made"),
        pytest.param([outbound(150), inbound(200, wrapUpCodes=["Callback"])], "", id="called later"),
        pytest.param([outbound(200, outcomeLabel="Abandoned")], "", id="abandoned by the centre"),
        pytest.param(
            [inbound(200, outcomeLabel="Abandoned", wrapUpCodes=["Customer abandoned", "Escalated"])],
            "abandoned 1, escalated 1",
            id="two tags of a kind",
        ),
    ],
)
def test_a_month_counts_the_contacts_of_a_signal_by_the_rules_of_the_overview(
    api: ScriptedApi, rows: list[Json], said: str
) -> None:
    shown = [inbound(day, title="long " * 40) for day in range(1, 30)]
    text = api.search(history([*shown, *rows]), settings={"C360_RESULT_TOKENS": "1000"})
    tagged = re.findall(
        r"(?:abandoned|transferred|callback noted|escalated) \d", text.partition("Older contacts")[2]
    )
    assert ", ".join(tagged) == said


def test_two_thousand_contacts_fit(api: ScriptedApi) -> None:
    answer, _ = capped_api(calls(2000, 360))
    api.answers(answer)
    text = api.search_again(max_interactions=1000)
    assert "Complete back to" in coverage_in(text)
    assert len(rows_in(text)) >= 40


def test_where_no_window_came_out_complete_what_came_first_is_told_and_the_way_on(api: ScriptedApi) -> None:
    answer, _ = capped_api(calls(400), POLICIES["arbitrary"])
    api.answers(answer)
    text = api.search_again(max_interactions=1000, settings={"C360_MAX_REQUESTS": "2"})
    assert (
        "More may be missing, older, newer or between these: as many requests were made as may be."
        in coverage_in(text)
    )
    assert "Search in parts: start_time=" in coverage_in(text)


def test_what_was_gathered_when_the_rate_limit_came_is_a_result_that_says_so(api: ScriptedApi) -> None:
    answer, requests = capped_api(calls(500), fail=lambda n: (429, {}) if n > 10 else None)
    api.answers(answer)
    # A tenant of its own, since no more requests are sent for it for some time.
    settings = {"C360_RESULT_TOKENS": "50000", "C360_TENANT_ID": "limited"}
    text = api.search_again(max_interactions=1000, detail="concise", settings=settings)
    assert "the API's rate limit was reached: call again with end_time=" in coverage_in(text)
    assert len(requests) <= 10 + 8


def test_a_window_that_fails_costs_itself_and_what_is_older(api: ScriptedApi) -> None:
    def fail(number: int) -> Any:
        return (403, {"detail": "no"}) if number == 5 else None

    answer, _ = capped_api(calls(300), fail=fail)
    api.answers(answer)
    coverage = coverage_in(
        api.search_again(max_interactions=1000, settings={"C360_RESULT_TOKENS": "50000"}, detail="concise")
    )
    assert "Complete back to" in coverage
    assert "a window failed: " in coverage


@pytest.mark.parametrize("policy", POLICIES)
def test_calls_that_go_on_from_each_other_tell_everything_once_and_end(api: ScriptedApi, policy: str) -> None:
    rows = calls(400)
    answer, _ = capped_api(rows, POLICIES[policy])
    api.answers(answer)
    settings = {"C360_RESULT_TOKENS": "50000", "C360_MAX_REQUESTS": "12"}
    arguments: dict[str, Any] = {"max_interactions": 1000, "detail": "concise", "settings": settings}
    told: list[str] = []
    for _call in range(20):
        text = api.search_again(**arguments)
        told += [row.split(" ", 1)[1] for row in rows_in(text)]
        follow = re.findall(
            r'call again with end_time="([^"]+)"(?:, start_time="([^"]+)")?', coverage_in(text)
        )
        if not follow:
            break
        arguments |= {"end_time": follow[0][0], "start_time": follow[0][1] or arguments.get("start_time")}
    assert re.match("Coverage: (complete for this window|the search is complete)", coverage_in(text))
    assert len(set(told)) == len(rows)


@pytest.mark.anyio
async def test_a_client_that_asks_for_progress_hears_of_requests_interactions_and_the_day_reached() -> None:
    answer, requests = capped_api(calls(180))
    heard: list[tuple[float, str | None]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        assert total is None  # nobody knows beforehand
        heard.append((progress, message))

    async with wired(Script(answer)) as client:
        await client.call_tool(
            "get_customer_interactions",
            {"search_by": "email", "identifier": "customer@example.com", "max_interactions": 1000},
            progress_callback=note,
        )
    assert heard
    assert [progress for progress, _ in heard] == sorted(progress for progress, _ in heard)
    assert heard[-1][0] <= len(requests)
    assert re.fullmatch(r"\d+ requests, \d+ interactions, back to \d{4}-\d\d-\d\d", heard[-1][1] or "")


WHOLE = "Coverage: complete for this window ("


def test_a_window_that_is_complete_is_said_to_be_though_fewer_were_wanted(api: ScriptedApi) -> None:
    answer, _ = capped_api(calls(60))
    api.answers(answer)
    coverage = coverage_in(api.search_again(max_interactions=55))
    assert coverage.startswith(f"{WHOLE}each part returned fewer than 50), 55 of 60 interactions shown; ")
    assert "#56 to #60 left out by max_interactions=55: call again with max_interactions=60. Summ" in coverage


def test_where_more_came_than_were_wanted_the_way_on_begins_with_the_first_not_shown(
    api: ScriptedApi,
) -> None:
    answer, _ = capped_api(calls(120))
    api.answers(answer)
    coverage = coverage_in(api.search_again(max_interactions=60))
    assert re.search(
        r"#61 to #\d+ left out by max_interactions=60: call again with end_time=\S+, start_time=\S+\. "
        r"Complete back to \S+ \S+ \(each part returned fewer than 50\); older ones were not asked for\. Summ",
        coverage,
    )


@pytest.mark.parametrize("tokens", ["50000", "2000"])
def test_a_crowded_millisecond_leaves_no_window_complete_however_little_is_shown(
    api: ScriptedApi, tokens: str
) -> None:
    rows = calls(100)
    for row in rows[20:71]:
        row["startedAt"] = rows[20]["startedAt"]
    answer, _ = capped_api(rows)
    api.answers(answer)
    coverage = coverage_in(api.search_again(max_interactions=1000, settings={"C360_RESULT_TOKENS": tokens}))
    assert "complete for this window" not in coverage
    assert "50 or more began in one millisecond: others of it, or right beside it, may be" in coverage


def test_nothing_is_missing_from_the_very_minute_that_is_told(api: ScriptedApi) -> None:
    """After two requests all is told but the oldest row of the first page, which began with a minute."""
    rows = [{**row, "startedAt": row["startedAt"] // 60_000 * 60_000} for row in calls(2000, 360)]
    answer, _ = capped_api(rows)
    api.answers(answer)
    text = api.search_again(max_interactions=1000, settings={"C360_MAX_REQUESTS": "2"})
    told = re.search(r"Complete back to (\S+) (\S+) ", coverage_in(text))
    assert told
    since = epoch(datetime.fromisoformat(f"{told[1]}T{told[2]}Z"))
    returned = re.search(r"\| ([\d,]+) interactions returned", text)
    assert returned
    assert sum(row["startedAt"] >= since for row in rows) <= int(returned[1].replace(",", ""))


def test_where_any_may_be_missing_no_way_on_begins_at_the_last_row_shown(api: ScriptedApi) -> None:
    answer, _ = capped_api(calls(400), POLICIES["arbitrary"])
    api.answers(answer)
    settings = {"C360_MAX_REQUESTS": "3", "C360_RESULT_TOKENS": "1500"}
    coverage = coverage_in(api.search_again(max_interactions=1000, settings=settings))
    assert (
        "(counted above) left out to stay within 1,500 tokens. More may be missing, older, newer" in coverage
    )
    assert "Search in parts: start_time=" in coverage
    assert "call again" not in coverage


@pytest.mark.parametrize("requests", [3, 5])
def test_what_came_and_is_not_told_is_none_of_what_is_said_to_be_shown(
    api: ScriptedApi, requests: int
) -> None:
    answer, _ = capped_api(calls(200), POLICIES["oldest"])
    came: set[str] = set()

    def remembered(resource: str, query: Query) -> tuple[int, Any]:
        status, reply = answer(resource, query)
        came.update(row["interactionId"] for row in reply.get("interactions", ()))
        return status, reply

    api.answers(remembered)
    settings = {"C360_MAX_REQUESTS": str(requests), "C360_RESULT_TOKENS": "50000"}
    text = api.search_again(max_interactions=1000, settings=settings)
    shown = len(rows_in(text))
    assert shown < len(came)
    amount = f"{len(came)} interactions returned in {requests} requests, {shown} counted"
    assert text.splitlines()[0].endswith(f" | {amount}")
    assert coverage_in(text).startswith(
        f"Coverage: {shown} of the {len(came)} that the API returned are shown. "
    )


def test_where_a_history_goes_on_its_aggregates_name_no_second_way(api: ScriptedApi) -> None:
    answer, _ = capped_api(calls(200), POLICIES["oldest"])
    insights = {"aggregatedSentiments": {"totalInteractions": 200}}
    api.answers(lambda *asked: (200, answer(*asked)[1] | {"insights": insights}))
    coverage = coverage_in(api.search_again(max_interactions=1000, settings={"C360_MAX_REQUESTS": "5"}))
    assert len(re.findall("call again with |Search in parts: ", coverage)) == 1
    assert "aggregates" not in coverage


@pytest.mark.parametrize("requests", range(3, 12))
def test_nothing_found_of_late_is_never_taken_for_nothing_found(api: ScriptedApi, requests: int) -> None:
    """Of a customer who was quiet for months, an API that keeps the oldest shows none of the newest parts' rows."""
    rows = [{**row, "startedAt": row["startedAt"] - 50 * 86_400_000} for row in calls(700)]
    answer, _ = capped_api(rows, POLICIES["oldest"])
    api.answers(answer)
    text = api.search_again(max_interactions=1000, settings={"C360_MAX_REQUESTS": str(requests)})
    assert rows_in(text)
    assert "found nothing" not in text


def test_fifty_entries_that_can_not_be_read_are_not_taken_for_none(api: ScriptedApi) -> None:
    coverage = coverage_in(api.search(history([7] * 50), max_interactions=1000))
    assert coverage.startswith("Coverage: nothing that the API returned could be read, which is no proof")


def test_one_request_for_more_than_fifty_says_why_no_more_were_made(api: ScriptedApi) -> None:
    answer, requests = capped_api(calls(120))
    api.answers(answer)
    coverage = coverage_in(api.search_again(max_interactions=1000, settings={"C360_MAX_REQUESTS": "1"}))
    assert len(requests) == 1
    assert "newer or between these: as many requests were made as may be. Search in parts: " in coverage


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (
            [{"mediaType": "PHONE"} | {"interactionId": f"int-{n}"} for n in range(50)],
            "most of one reply has no start",
        ),
        (calls(60), "replies disagree on what began within the same time"),
    ],
    ids=["no starts", "nothing more on the second request"],
)
def test_a_reply_that_proves_nothing_is_told_as_what_it_is(
    api: ScriptedApi, rows: list[Json], why: str
) -> None:
    replies = iter([history(rows[:50])])
    api.answers(lambda *_: (200, next(replies, history([]))))
    text = api.search_again(max_interactions=1000)
    assert len(rows_in(text)) == 50
    assert f"More may be missing, older, newer or between these: {why}" in coverage_in(text)


def test_what_can_not_be_used_is_counted_once_or_said_to_be_no_more_than_so_many(api: ScriptedApi) -> None:
    """The newest call has an ID that is not shown, and is in two replies: that for all and that of the check."""
    answer, _ = capped_api([{**calls(1)[0], "interactionId": 'int-0" | #9'}, *calls(80)[1:]])
    api.answers(answer)
    coverage = coverage_in(api.search_again(max_interactions=1000))
    assert re.search(r"Up to \d interaction IDs withheld, as not fit to be shown\.", coverage)


def test_rows_that_no_end_of_a_window_parts_from_those_before_take_a_greater_number(api: ScriptedApi) -> None:
    """Of 90 in the last millisecond but one, more than were wanted came, as each request brings any fifty of them."""
    end = NOW - timedelta(seconds=60)
    crowd = [
        {**row, "startedAt": epoch(end) - 1, "interactionId": f"one-{n}"} for n, row in enumerate(calls(90))
    ]
    any_fifty = Random(1)  # noqa: S311  every run is to be the same
    answer, _ = capped_api([*crowd, *calls(100)], keep=lambda rows: any_fifty.sample(list(rows), 50))
    api.answers(answer)
    coverage = coverage_in(api.search_again(max_interactions=51, end_time=end.isoformat()))
    assert re.search(r"left out by max_interactions=51: call again with max_interactions=\d\d", coverage)


def test_a_reason_that_is_a_sentence_ends_as_one(api: ScriptedApi) -> None:
    answer, _ = capped_api(calls(300), fail=lambda n: (403, {}) if n == 5 else None)
    api.answers(answer)
    coverage = coverage_in(api.search_again(max_interactions=1000, settings={"C360_RESULT_TOKENS": "50000"}))
    assert "C360_API_KEY and C360_REGION. Call again with end_time=" in coverage


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("headers", "settings"), [({"x-ratelimit-limit": "60"}, {}), ({}, {"C360_RATE": "60/minute"})]
)
async def test_where_a_rate_limit_is_known_no_more_requests_are_made_than_by_walking_back(
    headers: dict[str, str], settings: dict[str, str]
) -> None:
    """A walk takes 11 for 500; one more is for the check that it misses nothing."""
    answer, requests = capped_api(calls(500))
    arguments = {"search_by": "email", "identifier": "customer@example.com", "max_interactions": 1000}
    async with wired(Limited(Script(answer), headers), settings) as client:
        text = await told(client, "get_customer_interactions", **arguments)
    assert "500 interactions returned" in text
    assert len(requests) <= 12


@dataclass
class Limited:
    """An API that sends these headers with every reply of another."""

    app: ASGIApp
    headers: dict[str, str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(name.encode(), value.encode()) for name, value in self.headers.items()]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self.app(scope, receive, with_headers)
