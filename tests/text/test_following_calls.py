"""The calls that the coverage line names, followed to their end against an API that honours the window."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.front_door import NOW
from tests.replies import (
    Json,
    Query,
    ScriptedApi,
    contact,
    coverage_in,
    epoch,
    history,
    ids_in,
    rows_in,
    summary,
)

SMALL = {"C360_RESULT_TOKENS": "1000"}
MOST_STEPS = 120
LONG = "Customer asked about the bill. " * 12
"""A summary of some hundred tokens."""
TITLE = "A title of some length, told in full every day. " * 3


class Past:
    """An API that holds these interactions, gives the newest 50 in the window, and knows a summary of each."""

    def __init__(self, rows: Sequence[Json], text: str = LONG) -> None:
        self._rows = sorted(rows, key=lambda row: -int(row["startedAt"]))
        self._text = text

    def __call__(self, resource: str, query: Query) -> tuple[int, Json]:
        if resource == "transcript-summaries":
            told = [summary(key, f"{key}: {self._text}") for key in ids_in(query)]
            return 200, {"summaries": told, "partialFailures": []}
        asked = dict(query)
        end = epoch(datetime.fromisoformat(asked.get("endTime", NOW.isoformat())))
        year = (NOW - timedelta(days=365)).isoformat()
        start = epoch(datetime.fromisoformat(asked.get("startTime", year)))
        return 200, history([row for row in self._rows if start <= row["startedAt"] <= end][:50])


def daily(count: int, **fields: Any) -> list[Json]:
    """One interaction a day, the newest an hour ago."""
    return [contact(day + 1 / 24, interactionId=f"int-{day:02}", **fields) for day in range(count)]


def rows_found(text: str) -> set[str]:
    return set(re.findall(r"int-\d\d", "\n".join(rows_in(text))))


def summaries_found(text: str) -> set[str]:
    """Those told, be it under a search or by ID."""
    return set(re.findall(r'^(?:Summary of .*: |int-.* \| )"(int-\d\d):', text, re.MULTILINE))


def named(line: str, sentence: str) -> Json | None:
    """The arguments of the first call that the line names in the sentence that matches; None where it names none."""
    found = re.search(rf"(?:^|\. )([^.]*(?:{sentence}).*?)(?:\.(?: |$)|, or with )", line)
    pairs = re.findall(r'(\w+)=(?:"([^"]*)"|(\d+))', found[1].rpartition(": ")[2]) if found else []
    return {name: text or int(number) for name, text, number in pairs} or None


def follow(api: ScriptedApi, sentence: str, **arguments: Any) -> list[str]:
    """Every result on the way, where the call of this sentence is followed until there is none."""
    texts: list[str] = []
    while len(texts) < MOST_STEPS:
        texts.append(api.search_again(**arguments))
        call = named(coverage_in(texts[-1]), sentence)
        if call is None:
            return texts
        assert arguments | call != arguments, f"the same call again: {call}"
        arguments |= call
    raise AssertionError(f"no end: {coverage_in(texts[-1])}")


@pytest.mark.parametrize("start", [{"start_time": "P20D"}, {}, {"start_time": "2026-11-03T00:00:00Z"}])
@pytest.mark.parametrize("detail", ["standard", "concise"])
def test_the_start_stays_where_it_is_while_the_end_moves(
    api: ScriptedApi, start: dict[str, str], detail: str
) -> None:
    api.answers(Past(daily(60, title=TITLE)))
    texts = follow(api, "left out to stay within", settings=SMALL, detail=detail, **start)
    starts = {re.split(r" \| | to ", text)[1] for text in texts}
    assert len(texts) > 1
    assert len(starts) == 1
    said = "start_time=" in coverage_in(texts[0])
    assert said == ("T" not in start.get("start_time", ""))


def test_a_window_that_is_a_span_is_read_to_its_start_and_no_further(api: ScriptedApi) -> None:
    api.answers(Past(daily(60, title=TITLE)))
    texts = follow(api, "left out to stay within", settings=SMALL, start_time="P20D")
    assert set.union(*map(rows_found, texts)) == {f"int-{day:02}" for day in range(20)}


def test_from_max_interactions_on_the_chain_of_calls_reaches_every_row(api: ScriptedApi) -> None:
    api.answers(Past(daily(64, title=TITLE)))
    texts = follow(
        api,
        "left out (?:to stay within|by max_interactions)",
        settings=SMALL,
        max_interactions=4,
    )
    assert set.union(*map(rows_found, texts)) == {f"int-{day:02}" for day in range(64)}


def test_a_row_too_large_for_the_budget_does_not_bar_the_way_to_the_others(api: ScriptedApi) -> None:
    codes = [f"code {n} {'x' * 60}" for n in range(100)]
    rows = daily(5)
    rows[0] |= {"wrapUpCodes": codes}
    api.answers(Past(rows))
    texts = follow(api, "left out to stay within", settings=SMALL)
    assert (
        coverage_in(texts[0])
        .partition("tokens: ")[2]
        .startswith(
            'call again with end_time="2026-11-21T14:47:00.001Z", start_time="2025-11-22T15:47Z" for #2 on. '
        )
    )
    assert set.union(*map(rows_found, texts)) == {f"int-{day:02}" for day in range(1, 5)}


def test_rows_of_one_moment_are_passed_over_where_no_end_parts_them(api: ScriptedApi) -> None:
    rows = [{**row, "startedAt": epoch(NOW) - 1_000} for row in daily(30, title="Of one moment " * 5)]
    older = [contact(9, interactionId="int-90"), contact(10, interactionId="int-91")]
    api.answers(Past([*rows, *older]))
    texts = follow(api, "left out to stay within", settings=SMALL, detail="concise")
    assert " for #31 on. " in coverage_in(texts[0])
    assert "#1 2026-11-13 15:47" in texts[-1]


@pytest.mark.parametrize("detail", ["standard", "concise"])
def test_more_interactions_of_one_moment_than_the_api_returns_are_owned_up_to(
    api: ScriptedApi, detail: str
) -> None:
    rows = [{**row, "startedAt": epoch(NOW) - 5_000} for row in daily(70)]
    api.answers(Past([*rows, contact(9, interactionId="int-90")]))
    line = coverage_in(api.search_again(detail=detail))
    assert (
        "The API returned its maximum of 50: there may be more, even newer ones. All began within a millisecond: no "
        'call brings others of it. Call again with end_time="2026-11-22T15:46:54.999Z", '
        'start_time="2025-11-22T15:47Z" for older ones, or with start_time="2026-11-22T15:46:55.001Z" for newer ones. '
    ) in line
    older = api.search_again(**named(line, "Call again with") or {})
    assert rows_found(older) == {"int-90"}


def test_rows_of_one_moment_beyond_the_most_that_can_be_asked_for_have_no_call(api: ScriptedApi) -> None:
    rows = [{**row, "startedAt": epoch(NOW) - 5_000} for row in daily(60)]
    line = coverage_in(api.search(history(rows)))
    assert "#51 to #60 left out by max_interactions=50: no call parts them. " in line


@pytest.mark.parametrize("tokens", ["1000", "1200", "2000"])
@pytest.mark.parametrize("asked", [1, 5, 20])
def test_in_concise_the_calls_bring_every_summary_that_was_asked_for(
    api: ScriptedApi, tokens: str, asked: int
) -> None:
    api.answers(Past(daily(30, title=TITLE)))
    texts = follow(
        api,
        r"summar(?:y|ies), of #|Summaries asked for",
        settings={"C360_RESULT_TOKENS": tokens},
        detail="concise",
        include_summaries=asked,
    )
    found = set.union(*map(summaries_found, texts))
    assert {f"int-{day:02}" for day in range(asked)} <= found


def test_in_standard_every_summary_left_out_is_brought_by_ids_that_stand_in_the_text(
    api: ScriptedApi,
) -> None:
    api.answers(Past(daily(30, title=TITLE)))
    texts = follow(api, "left out to stay within", settings=SMALL, include_summaries=20)
    first = coverage_in(texts[0])
    shown = len(rows_in(texts[0]))
    assert shown < 20
    assert (
        f"left out to stay within 1,000 tokens: get_transcript_summaries brings #1 to #{shown} by ID. "
    ) in first
    everything: set[str] = set()
    for text in texts:
        everything |= set(re.findall(r"^Summary of #\d+: \"(int-\d\d)", text, re.MULTILINE))
        if "tokens: get_transcript_summaries brings" in coverage_in(text):
            everything |= rows_found(text)
    assert everything >= {f"int-{day:02}" for day in range(20)}


@pytest.mark.parametrize("detail", ["standard", "concise"])
def test_without_a_row_in_the_text_no_summary_is_offered(api: ScriptedApi, detail: str) -> None:
    codes = [f"code {n} {'x' * 60}" for n in range(100)]
    rows = [row | {"wrapUpCodes": codes} for row in daily(3)]
    api.answers(Past(rows))
    asked = coverage_in(api.search_again(settings=SMALL, include_summaries=3, detail=detail))
    assert "get_transcript_summaries" not in asked
    assert "include_summaries" not in asked
    assert 'detail="concise"' not in asked
    unasked = coverage_in(api.search_again(settings=SMALL, detail=detail))
    assert " Summaries not asked for. " in unasked


def test_concise_is_a_way_out_only_where_it_shows_more_rows(api: ScriptedApi) -> None:
    labels = {"interactionLabels": [f"label {n} {'x' * 60}" for n in range(100)]}
    api.answers(Past([row | labels for row in daily(1)]))
    helped = api.search_again(settings=SMALL)
    call = named(coverage_in(helped), "left out to stay within")
    assert call == {"detail": "concise"}
    assert len(rows_in(api.search_again(settings=SMALL, **call))) == 1


@pytest.mark.parametrize("tokens", ["1000", "1300", "1600", "2000", "3000", "8000"])
@pytest.mark.parametrize("rows", [1, 4, 7, 30])
@pytest.mark.parametrize("asked", [0, 2, 6])
@pytest.mark.parametrize("detail", ["standard", "concise"])
def test_summaries_are_offered_only_where_the_call_brings_more_of_them(
    api: ScriptedApi, tokens: str, rows: int, asked: int, detail: str
) -> None:
    api.answers(Past(daily(rows, title=TITLE), LONG[:200]))
    arguments: dict[str, Any] = {
        "include_summaries": asked,
        "detail": detail,
        "settings": {"C360_RESULT_TOKENS": tokens},
    }
    text = api.search_again(**arguments)
    line = coverage_in(text)
    call = named(line, "Summaries (?:not )?asked for")
    if call == {"detail": "standard"}:
        assert rows_found(api.search_again(**(arguments | call)))
    elif call:
        assert summaries_found(api.search_again(**(arguments | call))) - summaries_found(text)
    elif "get_transcript_summaries brings" in line:
        assert detail == "standard"
        assert rows_found(text)
    else:
        assert asked >= min(rows, 20) or asked >= len(rows_in(text))


def test_without_room_for_summaries_their_own_tool_is_named(api: ScriptedApi) -> None:
    api.answers(Past(daily(7, title=TITLE * 2)))
    line = coverage_in(api.search_again(settings=SMALL))
    assert " Summaries not asked for: get_transcript_summaries brings them by ID. " in line
    concise = coverage_in(api.search_again(settings=SMALL, detail="concise"))
    assert (
        ' Summaries not asked for: detail="standard" shows the IDs that get_transcript_summaries takes. '
        in concise
    )


def test_no_summaries_are_offered_of_rows_without_a_usable_id(api: ScriptedApi) -> None:
    rows = [contact(day) for day in range(7)]
    assert "brings" not in coverage_in(api.search(history(rows), include_summaries=2))
    assert " Summaries not asked for: no row has a usable interaction ID. " in coverage_in(
        api.search(history(rows))
    )
    later = [*rows[:6], rows[6] | {"interactionId": "int-06"}]
    assert " Summaries not asked for: include_summaries=7 brings more. " in coverage_in(
        api.search(history(later))
    )


def test_an_overview_that_takes_the_whole_budget_leaves_no_call_for_rows(api: ScriptedApi) -> None:
    topics = [{"topicName": f"{n} {'ⵜ' * 70}", "interactionsMatchedCount": 1} for n in range(12)]
    line = coverage_in(
        api.search(history(daily(4), {"aggregatedTopics": {"topicFrequency": topics}}), settings=SMALL)
    )
    assert "#1 to #4 left out to stay within 1,000 tokens: whoever runs this server can raise" in line


def test_in_concise_the_call_for_summaries_left_out_spans_the_rows_between_them(api: ScriptedApi) -> None:
    ids = ("int-00", "int-01", "int-06")
    texts = [summary(key, f"{key}: {LONG * (1 if key == 'int-06' else 4)}") for key in ids]

    def answer(resource: str, query: Query) -> tuple[int, Json]:
        if resource == "interactions-insight":
            return Past(daily(9))(resource, query)
        told = [text for text in texts if text["interactionId"] in ids_in(query)]
        return 200, {"summaries": told, "partialFailures": []}

    api.answers(answer)
    first = api.search_again(settings=SMALL, detail="concise", include_summaries=8)
    line = coverage_in(first)
    assert " 2 summaries, of #2 #7, left out to stay within " in line
    call = named(line, "summaries, of #2 #7") or {}
    assert call["include_summaries"] == 6
    then = api.search_again(settings=SMALL, detail="concise", **call)
    assert summaries_found(then) == {"int-01", "int-06"}
