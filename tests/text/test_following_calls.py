"""The calls that the coverage line names, followed to their end against an API that honours the window."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
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
BY_ID = "get_transcript_summaries"
ROWS = r"^(#\d|The summar).* left out "
"""How the sentence begins that says which rows and summaries are left out."""

Kept = Callable[[list[Json]], list[Json]]


def newest(rows: list[Json]) -> list[Json]:
    return rows[:50]


def oldest(rows: list[Json]) -> list[Json]:
    return rows[-50:]


def any_of_them(rows: list[Json]) -> list[Json]:
    return random.Random(len(rows)).sample(rows, min(50, len(rows)))  # noqa: S311


class Past:
    """An API that holds these interactions, gives 50 of those in the window, and knows a summary of each."""

    def __init__(self, rows: Sequence[Json], text: str = LONG, keeps: Kept = newest) -> None:
        self._rows = sorted(rows, key=lambda row: -int(row["startedAt"]))
        self._text = text
        self._keeps = keeps

    def __call__(self, resource: str, query: Query) -> tuple[int, Json]:
        if resource == "transcript-summaries":
            told = [summary(key, f"{key}: {self._text}") for key in ids_in(query)]
            return 200, {"summaries": told, "partialFailures": []}
        asked = dict(query)
        end = epoch(datetime.fromisoformat(asked.get("endTime", NOW.isoformat())))
        year = (NOW - timedelta(days=365)).isoformat()
        start = epoch(datetime.fromisoformat(asked.get("startTime", year)))
        return 200, history(self._keeps([row for row in self._rows if start <= row["startedAt"] <= end]))


def numbered(number: int, days_ago: float, title: str = "", **fields: Any) -> Json:
    """An interaction whose ID stands in its title, too."""
    return contact(days_ago, interactionId=f"int-{number:02}", title=f"int-{number:02} {title}", **fields)


def daily(count: int, **fields: Any) -> list[Json]:
    """One interaction a day, the newest an hour ago."""
    return [numbered(day, day + 1 / 24, **fields) for day in range(count)]


def names(count: int) -> set[str]:
    return {f"int-{number:02}" for number in range(count)}


def rows_found(text: str) -> set[str]:
    return set(re.findall(r"int-\d+", "\n".join(rows_in(text))))


def ids_shown(text: str) -> list[str]:
    return re.findall(r"^#.* (?:\| )?(int-\d+)$", text, re.MULTILINE)


def summaries_found(text: str) -> set[str]:
    """Those told, be it under a search or by ID."""
    return set(re.findall(r'^(?:Summary: |int-.* \| )"(int-\d+):', text, re.MULTILINE))


def arguments_in(call: str) -> Json:
    pairs = re.findall(r'(\w+)=(?:"([^"]*)"|(\d+))', call)
    return {name: text or int(number) for name, text, number in pairs}


def sentences(line: str) -> list[str]:
    return re.split(r"(?<=\.) (?=[A-Z#0-9]|get_)", line.removeprefix("Coverage: "))


def named(line: str, sentence: str) -> Json | None:
    """The arguments of the call that the line names in the sentence that matches; None where it names none."""
    found = [each for each in sentences(line) if re.search(sentence, each)]
    return arguments_in(found[0].rpartition(": ")[2]) if found and ": " in found[0] else None


def ways_on(line: str) -> list[Json]:
    """The calls for further rows: one, or those for each part of the window."""
    one = named(line, ROWS)
    parts = re.search(r"Search in parts: (.*?)\.(?: |$)", line)
    gather = re.search(r"Call again with (max_interactions=1000), which searches the window in parts\.", line)
    assert sum(map(bool, (one, parts, gather))) <= 1, line
    if parts:
        return [arguments_in(part) for part in parts[1].split(", then ")]
    return [arguments_in(gather[1])] if gather else [one] if one else []


def walk(api: ScriptedApi, most: int = MOST_STEPS, **arguments: Any) -> list[str]:
    """Every result of following the calls for further rows until none is named."""
    texts: list[str] = []
    waiting, seen = [arguments], [arguments]
    while waiting:
        assert len(texts) < most, f"no end: {coverage_in(texts[-1])}"
        asked = waiting.pop()
        texts.append(api.search_again(**asked))
        for call in ways_on(coverage_in(texts[-1])):
            assert asked | call not in seen, f"the same call again: {call}"
            seen.append(asked | call)
            waiting.append(asked | call)
    return texts


def all_rows(texts: Sequence[str]) -> set[str]:
    return set.union(*map(rows_found, texts))


@pytest.mark.parametrize("start", [{"start_time": "P20D"}, {}, {"start_time": "2026-11-03T00:00:00Z"}])
@pytest.mark.parametrize("detail", ["standard", "concise"])
def test_the_start_stays_where_it_is_while_the_end_moves(
    api: ScriptedApi, start: dict[str, Any], detail: str
) -> None:
    api.answers(Past(daily(45, title=TITLE)))
    texts = walk(api, settings=SMALL, detail=detail, **start)
    starts = {re.split(r" \| | to ", text)[1] for text in texts}
    assert len(texts) > 1
    assert len(starts) == 1
    said = "start_time" in (named(coverage_in(texts[0]), ROWS) or {})
    assert said == ("T" not in start.get("start_time", ""))


def test_a_window_that_is_a_span_is_read_to_its_start_and_no_further(api: ScriptedApi) -> None:
    api.answers(Past(daily(60, title=TITLE)))
    texts = walk(api, settings=SMALL, start_time="P20D")
    assert all_rows(texts) == names(20)


@pytest.mark.parametrize("count", [40, 64])
def test_from_max_interactions_on_the_chain_of_calls_reaches_every_row(api: ScriptedApi, count: int) -> None:
    api.answers(Past(daily(count, title=TITLE)))
    texts = walk(api, settings=SMALL, max_interactions=4)
    assert all_rows(texts) == names(count)


SPREADS: dict[str, Callable[[random.Random], Iterator[float]]] = {
    "over the year": lambda chance: (chance.uniform(0, 360) for _ in range(500)),
    "in bursts": lambda chance: (
        day + chance.uniform(0, width)
        for day, width, count in (
            (3, 1 / 24 / 60, 200),  # a minute
            (40, 1 / 24 / 3600, 120),  # a second
            (200, 2, 130),
            (0, 360, 50),
        )
        for _ in range(count)
    ),
}


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("keeps", [newest, oldest, any_of_them])
@pytest.mark.parametrize(("tokens", "detail", "most"), [("8000", "standard", 40), ("1500", "concise", 80)])
def test_five_hundred_interactions_are_all_reached_by_the_calls_that_the_line_names(
    api: ScriptedApi, spread: str, keeps: Kept, tokens: str, detail: str, most: int
) -> None:
    begun = sorted(SPREADS[spread](random.Random(11)))  # noqa: S311
    rows = [numbered(number, days_ago, title=TITLE) for number, days_ago in enumerate(begun)]
    api.answers(Past(rows, keeps=keeps))
    texts = walk(api, most, settings={"C360_RESULT_TOKENS": tokens}, detail=detail)
    assert all_rows(texts) == names(500)
    ends = [coverage_in(text) for text in texts if not ways_on(coverage_in(text))]
    assert all(line.startswith("Coverage: complete for this window") for line in ends)


def test_a_row_too_large_for_the_budget_does_not_bar_the_way_to_the_others(api: ScriptedApi) -> None:
    codes = [f"code {n} {'x' * 60}" for n in range(100)]
    rows = daily(5)
    rows[0] |= {"wrapUpCodes": codes}
    api.answers(Past(rows))
    texts = walk(api, settings=SMALL)
    assert (
        coverage_in(texts[0])
        .partition("tokens: ")[2]
        .startswith(
            'call again with end_time="2026-11-21T14:47:00.001Z", start_time="2025-11-22T15:47Z" for #2 on. '
        )
    )
    assert all_rows(texts) == names(5) - {"int-00"}


def test_rows_of_one_moment_are_passed_over_where_no_end_parts_them(api: ScriptedApi) -> None:
    rows = [{**row, "startedAt": epoch(NOW) - 1_000} for row in daily(30, title="Of one moment " * 5)]
    older = [numbered(90, 9), numbered(91, 10)]
    api.answers(Past([*rows, *older]))
    texts = walk(api, settings=SMALL, detail="concise")
    assert " for #31 on. " in coverage_in(texts[0])
    assert rows_found(texts[-1]) == {"int-90", "int-91"}


@pytest.mark.parametrize("detail", ["standard", "concise"])
def test_more_interactions_of_one_moment_than_the_api_returns_are_owned_up_to(
    api: ScriptedApi, detail: str
) -> None:
    rows = [{**row, "startedAt": epoch(NOW) - 5_000} for row in daily(70)]
    api.answers(Past([*rows, numbered(90, 9)]))
    line = coverage_in(api.search_again(detail=detail))
    assert (
        "50 is the API's maximum: more may be missing, older, newer or between these. All began in one millisecond: "
        "no call brings others of it. Call again with max_interactions=1000, which searches the window in parts. "
    ) in line
    [call] = ways_on(line)
    gathered = api.search_again(**call, detail=detail)
    assert "int-90" in rows_found(gathered)
    assert (
        "50 or more began in one millisecond: others of it, or right beside it, may be missing."
        in coverage_in(gathered)
    )


def test_where_no_narrower_window_is_left_the_line_says_so(api: ScriptedApi) -> None:
    rows = [{**row, "startedAt": epoch(NOW) - 5_000} for row in daily(70)]
    api.answers(Past(rows))
    moment: dict[str, Any] = {"start_time": "2026-11-22T15:46:55Z", "end_time": "2026-11-22T15:46:55.001Z"}
    line = coverage_in(api.search_again(**moment))
    assert (
        " All began in one millisecond: no call brings others of it. No narrower window is left to search. "
        in line
    )
    assert not ways_on(line)


def test_rows_of_one_moment_beyond_the_most_that_can_be_asked_for_have_no_call(api: ScriptedApi) -> None:
    rows = [{**row, "startedAt": epoch(NOW) - 5_000} for row in daily(60)]
    moment: dict[str, Any] = {"start_time": "2026-11-22T15:46:55Z", "end_time": "2026-11-22T15:46:55.001Z"}
    line = coverage_in(api.search(history(rows), **moment))
    assert (
        "#51 to #60 left out by max_interactions=50: call again with max_interactions=60. The API returned 60: "
        in line
    )


@pytest.mark.parametrize("detail", ["standard", "concise"])
@pytest.mark.parametrize("tokens", ["1000", "1200", "2000"])
@pytest.mark.parametrize("asked", [1, 5, 20])
def test_the_calls_bring_every_row_and_every_summary_that_was_asked_for(
    api: ScriptedApi, tokens: str, asked: int, detail: str
) -> None:
    api.answers(Past(daily(30, title=TITLE)))
    settings = {"C360_RESULT_TOKENS": tokens}
    texts = walk(api, settings=settings, detail=detail, include_summaries=asked)
    assert all_rows(texts) == names(30)
    assert names(asked) <= set.union(*map(summaries_found, texts))


def test_rows_and_summaries_left_out_are_named_together(api: ScriptedApi) -> None:
    api.answers(Past(daily(30, title=TITLE)))
    text = api.search_again(settings=SMALL, include_summaries=20)
    shown, told = len(rows_in(text)), len(summaries_found(text))
    assert (shown, told) == (4, 3)
    assert coverage_in(text).startswith(
        "Coverage: 4 of 30 interactions shown; counts and signals above cover all 30. #5 to #30 (counted above) and the summaries of "
        '#4 to #20 left out to stay within 1,000 tokens: call again with end_time="2026-11-19T14:47:00.001Z", '
        'start_time="2025-11-22T15:47Z". '
    )


@pytest.mark.parametrize("detail", ["standard", "concise"])
def test_without_a_row_in_the_text_no_summary_is_offered(api: ScriptedApi, detail: str) -> None:
    codes = [f"code {n} {'x' * 60}" for n in range(100)]
    rows = [row | {"wrapUpCodes": codes} for row in daily(3)]
    api.answers(Past(rows))
    asked = coverage_in(api.search_again(settings=SMALL, include_summaries=3, detail=detail))
    assert BY_ID not in asked
    assert "include_summaries" not in asked
    assert 'detail="concise"' not in asked
    unasked = coverage_in(api.search_again(settings=SMALL, detail=detail))
    assert " Summaries not asked for. " in unasked


def test_concise_is_a_way_out_only_where_it_shows_more_rows(api: ScriptedApi) -> None:
    labels = {"interactionLabels": [f"label {n} {'x' * 60}" for n in range(100)]}
    api.answers(Past([row | labels for row in daily(1)]))
    helped = api.search_again(settings=SMALL)
    call = named(coverage_in(helped), ROWS)
    assert call == {"detail": "concise"}
    assert len(rows_in(api.search_again(settings=SMALL, **call))) == 1


OFFERS = r"Summaries not asked for|No summaries looked for| ha(s a|ve) summar(y|ies), too"


@pytest.mark.parametrize("tokens", ["1000", "1300", "2000", "8000"])
@pytest.mark.parametrize("rows", [1, 7, 30, 60])
@pytest.mark.parametrize("asked", [0, 2, 6, 20])
@pytest.mark.parametrize("detail", ["standard", "concise"])
def test_summaries_are_offered_only_where_the_call_brings_more_of_them(
    api: ScriptedApi, tokens: str, rows: int, asked: int, detail: str
) -> None:
    api.answers(Past(daily(rows, title=TITLE), LONG[:200]))
    settings = {"C360_RESULT_TOKENS": tokens}
    arguments: dict[str, Any] = {"include_summaries": asked, "detail": detail, "settings": settings}
    text = api.search_again(**arguments)
    told = summaries_found(text)
    for sentence in (each for each in sentences(coverage_in(text)) if re.search(OFFERS, each)):
        call = arguments_in(sentence.rpartition(": ")[2])
        if call == {"detail": "standard"}:
            assert ids_shown(api.search_again(**(arguments | call)))
        elif call:
            assert summaries_found(api.search_again(**(arguments | call))) - told
        elif BY_ID in sentence:
            assert summaries_found(api.summarise_again(ids_shown(text), settings)) - told
        else:
            # In concise there is no ID, and another window would overlap the one named for further rows.
            assert not rows_in(text) or (detail == "concise" and ways_on(coverage_in(text)))
    if not re.search(OFFERS, coverage_in(text)):
        assert ways_on(coverage_in(text)) or told == names(rows)


@pytest.mark.parametrize("tokens", ["1000", "1600", "3000"])
@pytest.mark.parametrize("most", [1, 3, 10, 50])
@pytest.mark.parametrize("asked", [0, 3])
@pytest.mark.parametrize("rows", [12, 60])
def test_every_call_for_further_rows_brings_some(
    api: ScriptedApi, tokens: str, most: int, asked: int, rows: int
) -> None:
    api.answers(Past(daily(rows, title=TITLE)))
    arguments: dict[str, Any] = {
        "settings": {"C360_RESULT_TOKENS": tokens},
        "max_interactions": most,
        "include_summaries": asked,
    }
    for _ in range(MOST_STEPS):
        text = api.search_again(**arguments)
        ways = ways_on(coverage_in(text))
        if not ways:
            return
        texts = [api.search_again(**(arguments | way)) for way in ways]
        new_rows, new_summaries = all_rows(texts) - rows_found(text), set.union(*map(summaries_found, texts))
        assert new_rows or new_summaries - summaries_found(text), coverage_in(text)
        arguments |= ways[0]
    raise AssertionError("no end")


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
    assert not re.search(OFFERS, coverage_in(api.search(history(rows), include_summaries=2)))
    assert " Summaries not asked for: no row has a usable interaction ID. " in coverage_in(
        api.search(history(rows))
    )


def test_an_overview_that_takes_the_whole_budget_leaves_no_call_for_rows(api: ScriptedApi) -> None:
    topics = [{"topicName": f"{n} {'💳' * 70}", "interactionsMatchedCount": 1} for n in range(12)]
    insights = {"aggregatedTopics": {"topicFrequency": topics}}
    line = coverage_in(api.search(history(daily(4), insights), settings=SMALL))
    assert (
        "#1 to #4 (counted above) left out to stay within 1,000 tokens: whoever runs this server can raise"
        in line
    )
    at_the_cap = coverage_in(api.search(history(daily(50), insights), settings=SMALL))
    assert not ways_on(at_the_cap)


def test_a_summary_too_large_to_stand_below_its_row_is_had_by_its_id(api: ScriptedApi) -> None:
    texts = {"int-00": LONG * 9, "int-01": LONG}

    def answer(resource: str, query: Query) -> tuple[int, Json]:
        if resource == "interactions-insight":
            return Past(daily(9))(resource, query)
        told = [summary(key, f"{key}: {texts.get(key, LONG)}") for key in ids_in(query)]
        return 200, {"summaries": told, "partialFailures": []}

    api.answers(answer)
    text = api.search_again(settings=SMALL, include_summaries=3)
    line = coverage_in(text)
    assert rows_found(text) == {"int-00"}
    assert (
        "#2 to #9 (counted above) and the summaries of #1 to #3 left out to stay within 1,000 tokens: call again with "
        'end_time="2026-11-21T14:47:00.001Z", start_time="2025-11-22T15:47Z" for #2 on. '
        "get_transcript_summaries brings the summary of #1 by ID. "
    ) in line
    assert summaries_found(api.summarise_again(ids_shown(text), SMALL)) == {"int-00"}
    onward = api.search_again(settings=SMALL, include_summaries=3, **ways_on(line)[0])
    assert "int-01" in summaries_found(onward)
    concise = coverage_in(api.search_again(settings=SMALL, include_summaries=3, detail="concise"))
    assert (
        " for #2 on. For the summary of #1 whoever runs this server can raise C360_RESULT_TOKENS. " in concise
    )


def test_interactions_whose_summaries_exist_beyond_those_asked_for_are_named(api: ScriptedApi) -> None:
    api.answers(Past(daily(4)))
    text = api.search_again(include_summaries=2)
    assert summaries_found(text) == {"int-00", "int-01"}
    assert " #3 #4 have summaries, too: include_summaries=4 brings more. " in coverage_in(text)
    assert " #4 has a summary, too: include_summaries=4 brings it. " in coverage_in(
        api.search_again(include_summaries=3)
    )
    assert not re.search(OFFERS, coverage_in(api.search_again(include_summaries=4)))


@pytest.mark.parametrize("detail", ["standard", "concise"])
def test_from_the_row_on_for_which_no_summary_was_looked_for_another_call_looks_for_them(
    api: ScriptedApi, detail: str
) -> None:
    api.answers(Past(daily(40), "Told."))
    wide = {"C360_RESULT_TOKENS": "20000"}
    arguments: dict[str, Any] = {"include_summaries": 20, "detail": detail, "settings": wide}
    text = api.search_again(**arguments)
    line = coverage_in(text)
    assert " #21 to #25 have summaries, too: include_summaries=25 brings more. " in line
    more = api.search_again(**(arguments | {"include_summaries": 25}))
    assert summaries_found(more) == names(25)
    if detail == "standard":
        assert " No summaries looked for from #26 on: get_transcript_summaries takes their IDs. " in line
        assert ids_shown(text) == [f"int-{number}" for number in range(20, 40)]
