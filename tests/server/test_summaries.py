"""Transcript summaries: how they are asked for, and what is said of those that do not come."""

import asyncio
import re
from itertools import pairwise
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from c360_mcp.sandbox.cast import DEMO_TENANT
from tests.front_door import Script
from tests.patience import PATIENCE
from tests.replies import (
    NO_SUMMARIES,
    Json,
    Query,
    ScriptedApi,
    contact,
    coverage_in,
    failure,
    history,
    ids_in,
    rows_in,
    scripted_api,
    summary,
)

NOT_FOUND = "Summary not found (none exists; one may lag its interaction by minutes)."
NOT_AVAILABLE = "Summary not available (temporary; ask again in some minutes)."
MADE = (
    "transcript summaries, machine-written. Times in UTC say when each was made, not when the contact was; "
    "now it is 2026-11-22 15:47."
)
NO_TRANSCRIPT = "A summary is a machine's account of the conversation, not a transcript."
IDS = [f"int-{n:02}" for n in range(50)]


def reply(summaries: list[Any], failures: list[Any] | None = None) -> Json:
    return {"summaries": summaries, "partialFailures": failures or []}


def telling_all(_: str, query: Query) -> tuple[int, Json]:
    return 200, reply([summary(key, f"About {key}.") for key in ids_in(query)])


def asked_for(api: ScriptedApi) -> list[list[str]]:
    """The IDs of each request for summaries."""
    return [ids_in(query) for resource, query in api.script.asked if resource == "transcript-summaries"]


def one(api: ScriptedApi, body: Any, status: int = 200) -> list[str]:
    """The lines about a single ID, between the first and the coverage line."""
    return api.summarise(["int-1"], lambda *_: (status, body)).splitlines()[1:-1]


def failing_for(key: str, status: int, body: Any = None) -> Any:
    """An API that fails in whatever request holds this ID."""

    def answer(resource: str, query: Query) -> tuple[int, Any]:
        return (status, body) if key in ids_in(query) else telling_all(resource, query)

    return answer


def test_ids_go_out_in_batches_of_25_each_once_and_come_back_in_the_callers_order(api: ScriptedApi) -> None:
    shuffled = [*IDS[30:], *IDS[:29], IDS[30]]
    text = api.summarise(shuffled, telling_all)
    assert sorted(map(len, asked_for(api))) == [24, 25]
    assert sorted(key for batch in asked_for(api) for key in batch) == sorted(set(shuffled))
    assert text.splitlines() == [
        f"49 of 49 {MADE}",
        *(f'{key} | "About {key}."' for key in [*IDS[30:], *IDS[:29]]),
        f"Coverage: complete, every summary asked for is here. {NO_TRANSCRIPT}",
    ]


@pytest.mark.parametrize("count", [1, 25])
def test_up_to_25_ids_take_one_request(api: ScriptedApi, count: int) -> None:
    api.summarise(IDS[:count], telling_all)
    assert asked_for(api) == [IDS[:count]]


def test_an_id_of_the_greatest_length_goes_out_whole(api: ScriptedApi) -> None:
    ids = [f"{n}-{'x' * 253}" for n in range(10)]
    api.summarise(ids, telling_all)
    assert asked_for(api) == [ids]


def test_a_summary_shows_its_age_the_length_of_the_contact_and_its_text(api: ScriptedApi) -> None:
    told = summary("int-1", "Customer asked why.", duration=185.5)
    told["metadata"] = {"createdAt": "2026-11-18T14:30:00", "sizeBytes": 19}
    assert one(api, reply([told])) == [
        'int-1 | summarised 2026-11-18 14:30 (4 days ago) | length 3m | "Customer asked why."'
    ]


@pytest.mark.parametrize(
    ("created", "shown"),
    [
        ("2026-11-18T14:30:00Z", "2026-11-18 14:30 (4 days ago)"),
        ("2026-11-18T14:30:00-05:00", "2026-11-18 19:30 (4 days ago)"),
        ("2026-11-18T14:30:00.123456", "2026-11-18 14:30 (4 days ago)"),
        ("2026-11-18", "2026-11-18 00:00 (4 days ago)"),
        (1795012200000, "2026-11-18 14:30 (4 days ago)"),
        ("1795012200", "2026-11-18 14:30 (4 days ago)"),
        ("2026-11-22T15:47:00", "2026-11-22 15:47 (just now)"),
        ("2027-01-01T00:00:00", "2027-01-01 00:00 (in the future)"),
        ("9999-12-31T23:59:59-14:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("last week", None),
        (-1, None),
        (True, None),
        (None, None),
    ],
)
def test_when_a_summary_was_made(api: ScriptedApi, created: Any, shown: str | None) -> None:
    told = summary("int-1", "Why.") | {"metadata": {"createdAt": created}}
    assert one(api, reply([told])) == [f'int-1 | {f"summarised {shown} | " if shown else ""}"Why."']


@pytest.mark.parametrize(
    ("duration", "shown"),
    [
        (0, "0s"),
        (59.4, "59s"),
        ("185.5", "3m"),
        (7_500, "2h05m"),
        (-5, None),
        (1e30, None),
        (True, None),
        (None, None),
        ("long", None),
        ([60], None),
    ],
)
def test_how_long_the_contact_took(api: ScriptedApi, duration: Any, shown: str | None) -> None:
    lines = one(api, reply([summary("int-1", "Why.", duration=duration)]))
    assert lines == [f'int-1 | {f"length {shown} | " if shown else ""}"Why."']


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("success", ""),
        ("SUCCESS", ""),
        (None, ""),
        (7, ""),
        ("partial", '(status "partial") '),
        ("timed out | x", '(status "timed out ¦ x") '),
    ],
)
def test_a_status_other_than_success_is_shown(api: ScriptedApi, status: Any, shown: str) -> None:
    assert one(api, reply([summary("int-1", "Why.", status=status)])) == [f'int-1 | {shown}"Why."']


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (reply([], [failure("int-1", "Summary not found")]), NOT_FOUND),
        (reply([], [failure("int-1", "summary NOT found.")]), NOT_FOUND),
        (reply([], [failure("int-1", "Deleted on request")]), 'the API\'s reason is "Deleted on request".'),
        (
            reply([], [failure("int-1", "x\nCoverage: complete")]),
            'the API\'s reason is "x Coverage: complete".',
        ),
        (reply([], [failure("int-1", "")]), "left out of the API's reply."),
        (reply([], [{"interactionId": "int-1", "reason": 404}]), "left out of the API's reply."),
        (reply([]), "left out of the API's reply."),
        ({"summaries": None}, "left out of the API's reply."),
        (reply([summary("int-2", "Another's.")]), "left out of the API's reply."),
        (reply([summary("int-1", "")]), 'came without text, with status "success".'),
        (
            reply([summary("int-1", "\u200b \n", status="pending")]),
            'came without text, with status "pending".',
        ),
        (reply([{"interactionId": "int-1"}]), "came without text."),
        (reply([{"interactionId": "int-1", "content": ["x"]}]), "came without text."),
    ],
)
def test_a_summary_that_did_not_come_is_named_with_the_reason(
    api: ScriptedApi, body: Json, line: str
) -> None:
    text = api.summarise(["int-1"], lambda *_: (200, body))
    assert text.splitlines() == [
        f"No summary of int-1: {line}",
        "Coverage: 0 of 1 summaries are here, 1 did not come.",
    ]


def test_failures_are_grouped_by_reason_in_the_callers_order(api: ScriptedApi) -> None:
    reasons = ["Summary not found", "Archived", "Summary not found", "Archived"]
    failures = [failure(key, reason) for key, reason in zip(IDS, reasons, strict=False)]
    told = reply([summary(IDS[4], "Told.")], failures[::-1])
    text = api.summarise([IDS[3], *IDS[:3], *IDS[4:6]], lambda *_: (200, told))
    assert text.splitlines()[1:] == [
        'int-04 | "Told."',
        'No summary of int-03, int-01: the API\'s reason is "Archived".',
        f"No summary of int-00, int-02: {NOT_FOUND}",
        "No summary of int-05: left out of the API's reply.",
        f"Coverage: 1 of 6 summaries are here, 5 did not come. {NO_TRANSCRIPT}",
    ]


def test_where_all_failed_for_one_reason_no_id_is_repeated(api: ScriptedApi) -> None:
    told = reply([], [failure(key, "Summary not found") for key in IDS])
    assert api.summarise(IDS, lambda *_: (200, told)).splitlines() == [
        f"No summary of any of the 50 IDs asked for: {NOT_FOUND}",
        "Coverage: 0 of 50 summaries are here, 50 did not come.",
    ]


def test_a_summary_that_came_outweighs_a_failure(api: ScriptedApi) -> None:
    told = reply([summary("int-1", "First.")], [failure("int-1", "Summary not found")])
    assert one(api, told) == ['int-1 | "First."']


def test_different_summaries_of_one_interaction_are_all_told_in_the_order_they_came(api: ScriptedApi) -> None:
    first = summary("int-1", "First.", duration=60)
    second = summary("int-1", "Second.", type="notes", status="partial")
    again = first | {"metadata": {"createdAt": "2026-11-18T14:30:00"}}
    told = reply([first, second, summary("int-2", "Other."), first, again])
    text = api.summarise(["int-1", "int-2"], lambda *_: (200, told))
    assert text.splitlines() == [
        f"2 of 2 {MADE}",
        'int-1 | length 1m | "First." | another: (type "notes") (status "partial") "Second."',
        'int-2 | "Other."',
        f"Coverage: complete, every summary asked for is here. {NO_TRANSCRIPT}",
    ]
    assert searched(api, known(1), told, include_summaries=1)[0] == (
        'Summary: "First." | another: (type "notes") (status "partial") "Second."'
    )


def test_a_summary_without_text_does_not_hide_another_of_the_same_interaction(api: ScriptedApi) -> None:
    told = reply([summary("int-1", "", status="pending"), summary("int-1", "Told.")])
    assert one(api, told) == ['int-1 | "Told."']


def test_more_summaries_of_one_interaction_than_are_kept_are_counted(api: ScriptedApi) -> None:
    told = reply([summary("int-1", f"Number {n}.") for n in range(8)])
    text = api.summarise(["int-1"], lambda *_: (200, told))
    assert text.splitlines()[1].endswith('"Number 3." | another: "Number 4."')
    left_out = "3 summaries beyond the first 5 of an interaction left out. "
    assert coverage_in(text) == f"Coverage: 1 of 1 summaries are here. {left_out}{NO_TRANSCRIPT}"
    assert left_out in searched(api, known(1), told, include_summaries=1)[-1]


class Lagging:
    """Not available the first times that an ID is asked for."""

    def __init__(self, times: int, then: str = "summary") -> None:
        self._left = dict.fromkeys(IDS, times)
        self._then = then

    def __call__(self, _: str, query: Query) -> tuple[int, Any]:
        told = reply([])
        for key in ids_in(query):
            self._left[key] -= 1
            if self._left[key] >= 0:
                told["partialFailures"].append(failure(key, "Summary not available"))
            elif self._then == "summary":
                told["summaries"].append(summary(key, "Late."))
            elif self._then == "error":
                return 500, None
            else:
                told["partialFailures"].append(failure(key, self._then))
        return 200, told


@pytest.mark.parametrize("count", [1, 3, 30])
def test_what_is_not_available_is_asked_for_once_more(api: ScriptedApi, count: int) -> None:
    text = api.summarise(IDS[:count], Lagging(1))
    assert text.count('"Late."') == count
    assert sorted(key for batch in asked_for(api) for key in batch) == sorted(IDS[:count] * 2)


def test_only_what_was_not_available_is_asked_for_again(api: ScriptedApi) -> None:
    lagging = Lagging(1)

    def answer(resource: str, query: Query) -> tuple[int, Any]:
        if ids_in(query) == IDS[:1]:
            return lagging(resource, query)
        _, told = lagging(resource, [("interactionId", IDS[0])])
        told["summaries"] = [summary(key, "Told.") for key in ids_in(query)[1:]]
        return 200, told

    text = api.summarise(IDS[:3], answer)
    assert asked_for(api) == [IDS[:3], IDS[:1]]
    assert text.splitlines()[1:4] == ['int-00 | "Late."', 'int-01 | "Told."', 'int-02 | "Told."']


@pytest.mark.parametrize(
    ("then", "line"),
    [
        ("Summary not available", NOT_AVAILABLE),
        ("Summary not found", NOT_FOUND),
        ("error", NOT_AVAILABLE),
    ],
)
def test_what_is_not_available_the_second_time_is_not_asked_for_a_third(
    api: ScriptedApi, then: str, line: str
) -> None:
    text = api.summarise(["int-01"], Lagging(1, then))
    assert text.splitlines()[0] == f"No summary of int-01: {line}"
    assert asked_for(api) == [["int-01"]] * 2


def test_what_is_not_found_is_not_asked_for_again(api: ScriptedApi) -> None:
    one(api, reply([], [failure("int-1", "Summary not found")]))
    assert asked_for(api) == [["int-1"]]


@pytest.mark.parametrize("lost", [IDS[0], IDS[49]])
def test_of_two_batches_the_one_that_comes_is_delivered(api: ScriptedApi, lost: str) -> None:
    lines = api.summarise(IDS, failing_for(lost, 500)).splitlines()
    missing, came = (IDS[:25], IDS[25:]) if lost == IDS[0] else (IDS[25:], IDS[:25])
    assert lines[0] == f"25 of 50 {MADE}"
    assert lines[1:26] == [f'{key} | "About {key}."' for key in came]
    said, _, request_id = lines[26].rpartition(" (request ID ")
    assert said == (
        f"No summary of {', '.join(missing)}: The Customer 360 API failed on its side (status 500). Trying "
        "again at once is unlikely to help; if it fails again later, 8x8 support can look into it."
    )
    assert request_id.endswith(").")
    assert lines[27:] == [f"Coverage: 25 of 50 summaries are here, 25 did not come. {NO_TRANSCRIPT}"]


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", {"unexpected": True}, {"summaries": "none"}])
def test_a_batch_that_is_not_the_documented_reply_costs_itself_only(api: ScriptedApi, body: Any) -> None:
    lines = api.summarise(IDS[:26], failing_for(IDS[25], 200, body)).splitlines()
    assert len([line for line in lines if line.startswith("int-")]) == 25
    assert lines[26].startswith("No summary of int-25: What came from the Customer 360 API's address is ")
    assert re.search(r" \(request ID [0-9a-f]{32}\)\.$", lines[26])


def test_where_every_batch_fails_the_call_does(api: ScriptedApi) -> None:
    said = api.refuse(lambda *_: (403, None), "get_transcript_summaries", interaction_ids=IDS)
    assert said.startswith("The Customer 360 API refused access (status 403). ")
    assert "Coverage" not in said


class Rendezvous(Script):
    """Answers no request before a second one has come."""

    def __init__(self) -> None:
        super().__init__(telling_all)
        self._both = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.asked:
            self._both.set()
        await super().__call__(scope, receive, self._held(send))

    def _held(self, send: Send) -> Send:
        async def held(message: Message) -> None:
            await asyncio.wait_for(self._both.wait(), PATIENCE)
            await send(message)

        return held


def test_batches_are_under_way_at_the_same_time() -> None:
    meeting = Rendezvous()
    with scripted_api(meeting) as api:
        text = api.summarise_again(IDS)
    assert len(meeting.asked) == 2
    assert coverage_in(text).startswith("Coverage: complete")


def searched(api: ScriptedApi, rows: list[Json], summaries: Any, **arguments: Any) -> list[str]:
    """The lines of a search after its rows."""
    lines = api.search(history(rows), summaries=summaries, **arguments).splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("#"))
    return lines[last + 1 :]


def known(*days: int) -> list[Json]:
    return [contact(day, interactionId=f"int-{day}") for day in days]


def shown(text: str) -> list[str]:
    """The rows with the lines below them."""
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("#1 "))
    return [line for line in lines[first:-1] if not re.fullmatch(r"\d{4}:", line)]


def test_each_summary_stands_below_its_row(api: ScriptedApi) -> None:
    told = reply([summary("int-2", "Older."), summary("int-1", "Newer.", status="partial")])
    text = api.search(history(known(3, 1, 2)), summaries=told, include_summaries=2)
    assert asked_for(api) == [["int-1", "int-2", "int-3"]]
    assert shown(text) == [
        "#1 21 Nov 15:47",
        'Summary: (status "partial") "Newer."',
        "#2 20 Nov 15:47",
        'Summary: "Older."',
        "#3 19 Nov 15:47 | int-3",
        "No summary of #3: left out of the API's reply.",
    ]


CALLS = [contact(day, interactionId=f"int-{day:02}") for day in range(1, 41)]


def test_of_the_ids_of_one_request_the_newest_summaries_that_exist_are_shown(api: ScriptedApi) -> None:
    """The five newest are campaign calls that nobody took; the voicemail and the complaint lie before them."""
    told = {
        "int-06": "Left a voicemail.",
        "int-09": "Complained.",
        "int-20": "Moved.",
        "int-25": "Signed up.",
    }

    def answer(resource: str, query: Query) -> tuple[int, Any]:
        if resource == "interactions-insight":
            return 200, history(CALLS)
        missing = [failure(key, "Summary not found") for key in ids_in(query) if key not in told]
        return 200, reply([summary(key, told[key]) for key in ids_in(query) if key in told], missing)

    api.answers(answer)
    text = api.search_again(include_summaries=3)
    assert asked_for(api) == [[f"int-{day:02}" for day in range(1, 26)]]
    lines = shown(text)
    told_below = [above.split()[0] for above, line in pairwise(lines) if line.startswith("Summary: ")]
    assert told_below == ["#6", "#9", "#20"]
    assert lines[43:] == [
        f"No summary of #1 to #5 #7 #8 #10 to #19 #21 to #24: {NOT_FOUND}",
    ]
    with_ids = [int(row.split()[0][1:]) for row in rows_in(text) if " | int-" in row]
    assert with_ids == [*range(25, 41)]
    assert (
        " #25 has a summary, too: include_summaries=4 brings it. No summaries looked for from #26 on: "
        "get_transcript_summaries takes their IDs. "
    ) in coverage_in(text)


@pytest.mark.parametrize("reason", ["Summary not available", "Deleted on request", None])
def test_a_row_whose_summary_may_exist_keeps_its_id(api: ScriptedApi, reason: str | None) -> None:
    told = reply([summary("int-1", "Told.")], [failure("int-2", reason)] if reason else [])
    text = api.search(history(known(1, 2)), summaries=told, include_summaries=2)
    assert rows_in(text) == ["#1 21 Nov 15:47", "#2 20 Nov 15:47 | int-2"]
    assert coverage_in(text).startswith("Coverage: all 2 that the API returned are shown. ")


def test_a_row_whose_summary_the_budget_left_out_has_its_id_again(api: ScriptedApi) -> None:
    told = reply([summary(f"int-{day}", "Asked for the bill once more. " * 40) for day in (1, 2, 3)])
    settings = {"C360_RESULT_TOKENS": "1000"}
    text = api.search(history(known(1, 2, 3)), summaries=told, include_summaries=3, settings=settings)
    assert rows_in(text) == ["#1 21 Nov 15:47", "#2 20 Nov 15:47 | int-2"]
    wide = api.search(history(known(1, 2, 3)), summaries=told, include_summaries=3)
    assert rows_in(wide) == ["#1 21 Nov 15:47", "#2 20 Nov 15:47", "#3 19 Nov 15:47"]


def test_ids_are_taken_as_a_search_shows_them(api: ScriptedApi) -> None:
    ids = [f"int-1921de567b{n}-7zrCRtowKo5rmiXNVI0G4PLOE-phone-0{n}-{DEMO_TENANT}" for n in range(3)]
    rows = [contact(day, interactionId=key) for day, key in enumerate(ids)]
    text = api.search(history(rows))
    written = [row.rpartition(" | ")[2] for row in rows_in(text)]
    assert all(each.endswith("~") and len(each) < len(ids[0]) - 10 for each in written)
    told = api.summarise(written, telling_all)
    assert asked_for(api) == [ids]
    assert told.count(' | "About ') == 3
    api.summarise([ids[0], written[0], f" {written[1]} "], telling_all)
    assert asked_for(api) == [ids[:2]]


@pytest.mark.parametrize(
    ("endings", "said", "written"),
    [
        (
            ("k7Z-phone-03", "q-email-11"),
            "with phone03~ for phone-03-acmecorp01",
            ["k7Z-phone03~", "q-email11~"],
        ),
        (("k7Z", "q-email-11"), "with ~ for -acmecorp01", ["k7Z~", "q-email11~"]),
        (("phone-03", "7-03"), "with ~ for -acmecorp01", ["phone-03~", "7-03~"]),
        (("k-03phone", "k-a-b-7"), "with ~ for -acmecorp01", ["k-03phone~", "k-a-b7~"]),
    ],
)
def test_what_ids_end_in_is_said_once_and_leaves_each_of_them_known(
    api: ScriptedApi, endings: tuple[str, ...], said: str, written: list[str]
) -> None:
    ids = [f"int-{ending}-{DEMO_TENANT}" for ending in endings]
    text = api.search(history([contact(day, interactionId=key) for day, key in enumerate(ids)]))
    assert f" IDs without int-, and {said}." in text
    assert [row.rpartition(" | ")[2] for row in rows_in(text)] == written
    api.summarise(written, telling_all)
    assert asked_for(api) == [ids]


@pytest.mark.parametrize(
    "typed",
    [
        "1921de567b1-7zrC-phone03~",
        "int-1921de567b1-7zrC-phone03~",
        "1921de567b1-7zrC-phone-03~",
        f"1921de567b1-7zrC-phone-03-{DEMO_TENANT}~",
        f"int-1921de567b1-7zrC-phone-03-{DEMO_TENANT}~",
    ],
)
def test_a_shortened_id_may_be_typed_with_what_was_left_out_of_it(api: ScriptedApi, typed: str) -> None:
    api.summarise([typed], telling_all)
    assert asked_for(api) == [[f"int-1921de567b1-7zrC-phone-03-{DEMO_TENANT}"]]


@pytest.mark.parametrize(
    ("typed", "advised"),
    [("1921de567b1-7zrC-phone03", True), ("1921de567b1-7zrC-phone03~", False), ("int-7", False)],
)
def test_an_id_that_may_have_lost_its_mark_is_not_only_said_to_have_no_summary(
    api: ScriptedApi, typed: str, *, advised: bool
) -> None:
    text = api.summarise(
        [typed], lambda _, query: (200, reply([], [failure(ids_in(query)[0], "Summary not found")]))
    )
    assert ("An ID that a row shows with ~ is found only with it." in coverage_in(text)) == advised


def test_ids_that_are_not_all_alike_are_shown_in_full(api: ScriptedApi) -> None:
    alike = f"int-1921de567b1-7zrCRtowKo5rmiXNVI0G4PLOE-phone-03-{DEMO_TENANT}"
    native = f"int-1921de567b1-7zrCRtowKo5rmiXNVI0G4PLOE-phone03-{DEMO_TENANT}"
    for other in (f"x{alike}", f"{alike}2", "int-7", "int-7~", native):
        rows = [contact(1, interactionId=alike), contact(2, interactionId=other)]
        text = api.search(history(rows))
        assert f" | {alike}" in text
        assert "written ~" not in text
        assert rows_in(text)[1].partition(" | ")[2] in {other, ""}


def test_a_search_without_summaries_asks_for_none(api: ScriptedApi) -> None:
    searched(api, known(1), NO_SUMMARIES)
    assert asked_for(api) == []


def test_no_more_summaries_are_asked_for_than_rows_are_shown(api: ScriptedApi) -> None:
    searched(api, known(*range(1, 9)), NO_SUMMARIES, include_summaries=20, max_interactions=3)
    assert asked_for(api) == [["int-1", "int-2", "int-3"]]


def test_rows_without_an_id_and_summaries_that_did_not_come_are_named(api: ScriptedApi) -> None:
    rows = [*known(1, 2, 3), contact(4), contact(5, interactionId="not an ID")]
    told = reply([summary("int-1", "Told.")], [failure("int-2", "Summary not found")])
    assert searched(api, rows, told, include_summaries=5)[:-1] == [
        f"No summary of #2: {NOT_FOUND}",
        "No summary of #3: left out of the API's reply.",
        "No summary of #4 #5: there is no usable interaction ID to ask with.",
    ]


def test_rows_of_one_interaction_share_its_summary(api: ScriptedApi) -> None:
    rows = [contact(1, interactionId="int-1"), contact(2, interactionId="int-1"), *known(3), *known(3)]
    rows[-1] = rows[-1] | {"title": "Transferred"}
    told = reply([summary("int-1", "Told.")], [failure("int-3", "Summary not found")])
    assert shown(api.search(history(rows), summaries=told, include_summaries=4)) == [
        "#1 21 Nov 15:47",
        'Summary: "Told."',
        "#2 20 Nov 15:47",
        "#3 19 Nov 15:47",
        '#4 19 Nov 15:47 "Transferred"',
        f"No summary of #3 #4: {NOT_FOUND}",
    ]
    assert asked_for(api) == [["int-1", "int-3"]]


def test_what_is_not_available_to_a_search_is_asked_for_once_more(api: ScriptedApi) -> None:
    lagging = Lagging(1)

    def answer(resource: str, query: Query) -> tuple[int, Any]:
        if resource == "interactions-insight":
            return 200, history([contact(1, interactionId="int-01")])
        return lagging(resource, query)

    api.answers(answer)
    assert '\nSummary: "Late."\n' in api.search_again(include_summaries=1)
    assert asked_for(api) == [["int-01"]] * 2


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (403, None, "The Customer 360 API refused access (status 403). "),
        (500, None, "The Customer 360 API failed on its side (status 500). "),
        (200, b"<html>", "What came from the Customer 360 API's address is an HTML or XML page, "),
        (200, {"unexpected": 1}, "What came from the Customer 360 API's address is JSON without a list of "),
    ],
)
def test_rows_are_delivered_where_the_request_for_summaries_fails(
    api: ScriptedApi, status: int, body: Any, sentence: str
) -> None:
    def answer(resource: str, _: Query) -> tuple[int, Any]:
        return (200, history(known(1, 2))) if resource == "interactions-insight" else (status, body)

    api.answers(answer)
    text = api.search_again(include_summaries=2)
    assert rows_in(text) == ["#1 21 Nov 15:47 | int-1", "#2 20 Nov 15:47 | int-2"]
    [line] = [line for line in text.splitlines() if line.startswith("No summary of")]
    assert line.startswith(f"No summary of #1 #2: {sentence}")
    assert line.endswith(").")
    assert coverage_in(text).startswith(
        "Coverage: all 2 that the API returned are shown. Nothing before 2025-11-22 was searched: "
    )


def test_an_id_that_could_not_have_come_from_a_row_is_refused_before_anything_is_sent(
    api: ScriptedApi,
) -> None:
    said = api.refuse(telling_all, "get_transcript_summaries", interaction_ids=["int-1", 'int-2" | x'])
    assert said == (
        "Item 2 of interaction_ids is not an interaction ID: copy it from a row, "
        "without spaces or quotation marks."
    )
    assert asked_for(api) == []
