"""The coverage line: what a result leaves out, and the very call that brings it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from c360_mcp.sandbox.app import create_app
from tests.front_door import NOW
from tests.replies import (
    Json,
    Query,
    ScriptedApi,
    contact,
    coverage_in,
    epoch,
    failure,
    history,
    rows_in,
    scripted_api,
    summary,
)

SCOPE = "Only what is stored under this e-mail address, not under other addresses, numbers or IDs of the customer."
PAST = re.compile(r'Nothing before (\d{4}-\d\d-\d\d) was searched: start_time="P3Y" goes back further\. ')
"""What is said wherever no start was given."""
ASK = "Summaries not asked for: include_summaries=5 brings the newest."
NONE_TO_ASK = "Summaries not asked for: no row has a usable interaction ID."
BUSY = "facilities@example.net"
"""A customer of the stand-in with 64 contacts in a year, of whom the API gives the newest 50."""


def coverage(api: ScriptedApi, reply: Any, **arguments: Any) -> str:
    """What the coverage line says between its first word and what it says of the window and the identifier."""
    line = coverage_in(api.search(reply, **arguments)).removeprefix("Coverage: ")
    assert len(PAST.findall(line)) == (0 if "start_time" in arguments else 1)
    kind = {"phone_number": "phone number", "contact_id": "contact ID", "account_id": "account ID"}
    scope = SCOPE.replace("e-mail address", kind.get(arguments.get("search_by", ""), "e-mail address"))
    said, found, rest = PAST.sub("", line).partition(scope)
    assert found
    return f"{said.strip()}{rest}"


@pytest.fixture(scope="session")
def stand_in() -> Iterator[ScriptedApi]:
    with scripted_api(create_app(now=lambda: NOW)) as api:
        yield api


def ids_in(text: str) -> list[str]:
    return [line.rsplit(" | ", 1)[-1] for line in rows_in(text)]


def call_named(sentence: str, line: str) -> dict[str, Any]:
    """The arguments that the line names after this beginning of a sentence, up to its end."""
    _, found, rest = line.partition(sentence)
    assert found, line
    named = re.findall(r'(\w+)=(?:"([^"]*)"|(\d+))', re.split(r"\.(?: |$)", rest)[0])
    assert named
    return {name: text or int(number) for name, text, number in named}


def test_everything_returned_and_shown_is_complete(api: ScriptedApi) -> None:
    assert coverage(api, history([contact(1)])) == (
        f"complete for this window, the one that the API returned is shown. {NONE_TO_ASK}"
    )
    assert coverage(api, history([contact(1), contact(2)])) == (
        f"complete for this window, all 2 that the API returned are shown. {NONE_TO_ASK}"
    )


def test_nothing_found_is_no_proof_of_no_history(api: ScriptedApi) -> None:
    nothing = (
        "the search is complete and found nothing under this identifier in this window; "
        "that is not proof of no history."
    )
    assert coverage(api, history([])) == nothing
    assert coverage(api, history([]), start_time="P30D") == nothing


@pytest.mark.parametrize("kind", ["contact_id", "account_id"])
def test_an_id_under_which_nothing_is_found_may_be_none(api: ScriptedApi, kind: str) -> None:
    said = coverage(api, history([]), search_by=kind, identifier="John Smith", start_time="P30D")
    assert said.endswith(" IDs match exactly; a name, an address or a number is none.")


@pytest.mark.parametrize(
    ("identifier", "warned"),
    [("Mary.Ann@Example.com", True), ("mary.ann@EXAMPLE.com", True), ("mary.ann@example.com", False)],
)
def test_an_address_with_capitals_that_found_nothing_may_be_spelled_otherwise(
    api: ScriptedApi, identifier: str, *, warned: bool
) -> None:
    warning = "The address was searched with capitals, and letter case may matter: try it in small letters."
    assert (warning in coverage(api, history([]), identifier=identifier)) == warned
    assert warning not in coverage(api, history([contact(1)]), identifier=identifier)


@pytest.mark.parametrize(
    ("window", "before"),
    [
        ({}, "2025-11-22"),
        ({"end_time": "2024-02-29"}, "2023-02-28"),
        ({"start_time": "P1Y"}, "2025-11-22"),
        ({"start_time": "P2Y"}, None),
        ({"start_time": "2026-01-01", "end_time": "2026-02-01"}, None),
    ],
)
def test_where_the_start_is_the_default_one_the_past_that_was_not_searched_is_named(
    api: ScriptedApi, window: dict[str, Any], before: str | None
) -> None:
    line = coverage_in(api.search(history([]), **window))
    assert PAST.findall(line) == ([before] if before else [])
    api.search_again(**(window | {"start_time": "P3Y"}))
    assert "startTime" in dict(api.script.asked[-1][1])


def test_no_interactions_of_a_phone_number_may_be_a_matter_of_how_it_is_stored(api: ScriptedApi) -> None:
    said = coverage(api, history([]), search_by="phone_number", identifier="+12065550134")
    assert said.endswith(" Numbers may also be stored in a national form, which this search may not match.")
    found = coverage(api, history([contact(1)]), search_by="phone_number", identifier="+12065550134")
    assert "national form" not in found


@pytest.mark.parametrize("reply", [{"interactions": None}, {"insights": None}, {"insights": {}}])
def test_a_reply_without_a_list_proves_nothing(api: ScriptedApi, reply: Json) -> None:
    assert coverage(api, reply) == (
        "the API's reply held no list of interactions, which is no proof that there are none."
    )


def test_a_reply_of_which_nothing_can_be_read_is_not_an_empty_one(api: ScriptedApi) -> None:
    assert coverage(api, history([7, None, {}])) == (
        "nothing that the API returned could be read, which is no proof that there is no history. "
        "3 entries of the reply could not be read."
    )


def test_unreadable_entries_are_counted(api: ScriptedApi) -> None:
    assert coverage(api, history([contact(1), "damaged", contact(2)])) == (
        f"2 of the 3 that the API returned are shown. 1 entry of the reply could not be read. {NONE_TO_ASK}"
    )


def test_exact_doubles_are_counted(api: ScriptedApi) -> None:
    row = contact(1, interactionId="int-1")
    assert coverage(api, history([row, row, contact(2)])) == (
        f"2 of the 3 that the API returned are shown. 1 exact double left out. {ASK}"
    )


def test_interactions_outside_the_window_are_shown_and_counted(api: ScriptedApi) -> None:
    said = coverage(
        api,
        history([contact(-2), contact(1), contact(9, title="before")]),
        start_time="2026-11-20",
        end_time="2026-11-21",
    )
    assert said == (
        f"all 3 that the API returned are shown. #1 and #3 returned with a start outside the window. {NONE_TO_ASK}"
    )
    one = coverage(api, history([contact(-2)]))
    assert (
        one
        == f"the one that the API returned is shown. #1 returned with a start outside the window. {NONE_TO_ASK}"
    )
    many = coverage(api, history([contact(-day) for day in range(1, 6)]))
    assert " #1, #2, #3 and 2 more returned with a start outside the window. " in many


def test_the_apis_clock_may_be_some_minutes_from_ours_where_it_sets_the_window(api: ScriptedApi) -> None:
    ahead = {"startedAt": epoch(NOW + timedelta(minutes=4))}
    assert coverage(api, history([ahead])).startswith("complete for this window, ")
    assert "outside the window" in coverage(api, history([{"startedAt": epoch(NOW + timedelta(minutes=6))}]))
    assert "outside the window" in coverage(
        api, history([contact(0.999)]), end_time=(NOW - timedelta(days=1)).isoformat()
    )


def test_a_start_at_either_end_of_the_window_lies_in_it(api: ScriptedApi) -> None:
    window = {"start_time": "2026-11-20T00:00:00Z", "end_time": "2026-11-21T00:00:00Z"}
    first, last = (epoch(datetime.fromisoformat(end)) for end in window.values())
    inside = history([{"startedAt": last}, {"startedAt": first}])
    assert coverage(api, inside, **window).startswith("complete for this window, ")
    beyond = history([{"startedAt": last + 1}, {"startedAt": first - 1}])
    assert " #1 and #2 returned with a start outside the window. " in coverage(api, beyond, **window)


@pytest.mark.parametrize(
    ("minutes", "arguments", "inside"),
    [(4, {}, True), (6, {}, False), (1, {"start_time": "2025-11-22T15:47:00Z"}, False)],
)
def test_the_apis_clock_may_be_some_minutes_behind_ours_where_it_sets_the_start(
    api: ScriptedApi, minutes: int, arguments: dict[str, str], *, inside: bool
) -> None:
    a_year_ago = datetime(2025, 11, 22, 15, 47, tzinfo=UTC) - timedelta(minutes=minutes)
    said = coverage(api, history([{"startedAt": epoch(a_year_ago)}]), **arguments)
    assert ("outside the window" not in said) == inside


@pytest.mark.parametrize(
    "insights",
    [
        {"aggregatedSentiments": {"totalInteractions": 4}, "aggregatedTopics": {"totalInteractions": 3}},
        {"aggregatedTopics": {"topicFrequency": [{"topicName": "fee", "interactionsMatchedCount": 4}]}},
    ],
)
def test_aggregates_over_interactions_that_were_not_listed_are_a_contradiction(
    api: ScriptedApi, insights: Json
) -> None:
    assert coverage(api, history([], insights)) == (
        "the API listed no interactions, yet its aggregates count 4: no proof that there are none."
    )
    none = {"aggregatedSentiments": {"totalInteractions": 0}}
    assert coverage(api, history([], none)).startswith("the search is complete and found nothing ")


def test_aggregates_over_more_interactions_than_were_listed_are_owned_up_to(api: ScriptedApi) -> None:
    insights = {
        "aggregatedSentiments": {"totalInteractions": 7},
        "aggregatedTopics": {"totalInteractions": 3},
    }
    assert coverage(api, history([contact(1), contact(2)], insights)) == (
        "all 2 that the API returned are shown. 8x8's aggregates count 7 interactions, so some may be missing. "
        'Search in parts: start_time="2025-11-22T15:47Z", end_time="2026-11-21T03:48Z", then '
        f'start_time="2026-11-21T03:47Z", end_time="2026-11-22". {NONE_TO_ASK}'
    )
    said = coverage(api, history([contact(day / 9) for day in range(7)], insights))
    assert said.startswith("complete for this window, all 7 ")
    full = coverage(
        api, history([contact(day) for day in range(50)], {"aggregatedTopics": {"totalInteractions": 55}})
    )
    assert "50 is the API's maximum: more may be missing, " in full
    assert "aggregates" not in full
    cut = coverage(
        api,
        history(
            [contact(day, title="long " * 40) for day in range(40)],
            {"aggregatedTopics": {"totalInteractions": 45}},
        ),
        settings={"C360_RESULT_TOKENS": "1000"},
    )
    assert " left out to stay within 1,000 tokens: call again with " in cut
    assert " 8x8's aggregates count 45 interactions, so some may be missing. Summaries " in cut


def test_rows_of_one_contact_leave_nothing_out(api: ScriptedApi) -> None:
    row = contact(1, interactionId="int-1", queueName="Billing")
    said = coverage(api, history([contact(0), row, row | {"queueName": "Sales"}]))
    assert said == f"complete for this window, all 3 that the API returned are shown. {ASK}"


@pytest.mark.parametrize(
    ("damaged", "first"),
    [(["damaged"], "2 interactions returned, 1 counted"), ([], "1 interaction returned")],
)
def test_the_first_line_says_how_many_the_api_returned(
    api: ScriptedApi, damaged: list[Any], first: str
) -> None:
    assert api.search(history([contact(1), *damaged])).splitlines()[0].endswith(f" | {first}")


def test_lists_that_are_cut_are_counted_where_they_are_read(api: ScriptedApi) -> None:
    long = [f"item {n}" for n in range(150)]
    unread = contact(1, newThing=long, title=long, queueName={"wrapUpCodes": long})
    reply = history(
        [unread], {"aggregatedSentiments": {"breakdown": long}, "other": {"topicFrequency": long}}
    )
    assert (
        coverage(api, reply)
        == f"complete for this window, the one that the API returned is shown. {NONE_TO_ASK}"
    )
    read = contact(1, topics=[{"topic": item} for item in long], wrapUpCodes=long)
    topics = {"aggregatedTopics": {"topicFrequency": [{"topicName": item} for item in long]}}
    assert coverage(api, history([read], topics)) == (
        f"the one that the API returned is shown. 3 lists cut after 100 items. {NONE_TO_ASK}"
    )


def test_an_aggregate_that_does_not_fit_makes_no_unreadable_reply_of_an_empty_one(api: ScriptedApi) -> None:
    topics = [{"topicName": f"{n} {'💳' * 70}"} for n in range(20)]
    reply = history([], {"aggregatedTopics": {"topicFrequency": topics}})
    assert coverage(api, reply, settings={"C360_RESULT_TOKENS": "1000"}).startswith(
        "the search is complete and found nothing under this identifier in this window; that is not proof of no "
        "history. 2 parts of the overview left out to stay within 1,000 tokens: "
    )


def test_one_contact_id_on_all_is_offered_for_a_search(api: ScriptedApi) -> None:
    rows = [contact(1, contactId="contact-123"), contact(2)]
    offer = (
        ' All that carry a contact ID carry contact-123: scope="contact" adds what else is stored under it.'
    )
    assert coverage(api, history(rows)).endswith(offer)
    assert "may show more" not in coverage(
        api, history(rows), search_by="contact_id", identifier="contact-123"
    )


def test_several_contact_ids_are_told_apart(api: ScriptedApi) -> None:
    rows = [contact(day, contactId=f"contact-{day}") for day in range(3)]
    said = coverage(api, history(rows), search_by="account_id", identifier="account-456")
    assert said.endswith(
        " Those with a contact ID carry 3 contact IDs (contact-0, contact-1, contact-2), perhaps of different people: "
        'search_by="contact_id" shows what is stored under one.'
    )
    more = coverage(api, history([*rows, contact(9, contactId="c9"), contact(8, contactId="x" * 200)]))
    assert " carry 5 contact IDs (contact-0, contact-1, contact-2, …), perhaps of different people: " in more
    assert "contact" not in coverage(api, history([contact(1, contactId="x" * 200)]))


@pytest.mark.parametrize(
    ("ids", "carried"),
    [
        (["c-1", "c-2"], "2 contact IDs (c-1, c-2)"),
        (["c-1", "c-2", "c-3", "c-4"], "4 contact IDs (c-1, c-2, c-3, …)"),
        (["x" * 64, "y" * 65], f'2 contact IDs ("{"x" * 64}", …)'),
        (["x" * 65, "y" * 65], "2 contact IDs"),
    ],
)
def test_of_several_contact_ids_three_of_ordinary_length_are_named(
    api: ScriptedApi, ids: list[str], carried: str
) -> None:
    said = coverage(api, history([contact(day, contactId=each) for day, each in enumerate(ids)]))
    assert f" Those with a contact ID carry {carried}, perhaps of different people: " in said


@pytest.mark.parametrize("withheld", ['c-2" | outcome Resolved', 12345])
def test_contact_ids_that_are_withheld_may_be_others(api: ScriptedApi, withheld: Any) -> None:
    rows = [contact(1, contactId="c-1"), contact(2, contactId=withheld), contact(3)]
    said = coverage(api, history(rows))
    assert said.startswith(
        "all 3 that the API returned are shown. 1 contact ID withheld, as not fit to be shown. Summaries "
    )
    assert said.endswith(
        " Those with a contact ID carry at least 1 contact ID (c-1), perhaps of different people: "
        'search_by="contact_id" shows what is stored under one.'
    )
    assert "Those with a contact ID" not in coverage(api, history(rows[1:]))


def test_max_interactions_is_lifted_by_the_call_that_the_line_names(stand_in: ScriptedApi) -> None:
    few = stand_in.search_again(identifier=BUSY, max_interactions=3)
    line = coverage_in(few)
    assert line.startswith(
        "Coverage: 3 of 50 interactions shown; counts and signals above cover all 50. "
        "#4 to #50 left out by max_interactions=3: call again with max_interactions=50. "
    )
    all_of_them = stand_in.search_again(
        identifier=BUSY,
        settings={"C360_RESULT_TOKENS": "20000"},
        **call_named("left out by max_interactions=3: call again with", line),
    )
    assert len(rows_in(all_of_them)) == 50
    assert ids_in(all_of_them)[:3] == ids_in(few)


def test_the_apis_maximum_is_got_past_by_asking_for_more(stand_in: ScriptedApi) -> None:
    wide = {"C360_RESULT_TOKENS": "20000"}
    newest = stand_in.search_again(identifier=BUSY, settings=wide)
    line = coverage_in(newest)
    assert line.startswith(
        "Coverage: all 50 that the API returned are shown. 50 is the API's maximum: more may be missing, older, newer "
        "or between these. Call again with max_interactions=1000, which searches the window in parts. "
    )
    whole = stand_in.search_again(identifier=BUSY, settings=wide, max_interactions=1000)
    assert len(set(ids_in(whole))) == 64
    assert set(ids_in(newest)) < set(ids_in(whole))
    assert coverage_in(whole).startswith("Coverage: complete for this window (")


def test_where_the_budget_cuts_what_reached_the_apis_maximum_it_is_searched_in_parts(
    stand_in: ScriptedApi,
) -> None:
    line = coverage_in(stand_in.search_again(identifier=BUSY, settings={"C360_RESULT_TOKENS": "2000"}))
    assert (
        'Search in parts: start_time="2025-11-22T15:47Z", end_time="2026-07-21", then start_time="2026-07-21", '
        'end_time="2026-11-22". '
    ) in line


def test_the_budget_is_got_past_by_end_time_until_nothing_is_left(stand_in: ScriptedApi) -> None:
    seen: list[str] = []
    arguments: dict[str, Any] = {"start_time": "P200D"}
    for _ in range(20):
        text = stand_in.search_again(identifier=BUSY, settings={"C360_RESULT_TOKENS": "2500"}, **arguments)
        assert not set(seen) & set(ids_in(text))
        seen += ids_in(text)
        line = coverage_in(text)
        if "left out to stay within" not in line:
            break
        arguments |= call_named("left out to stay within 2,500 tokens: call again with", line)
    assert len(seen) == 40
    assert line.startswith("Coverage: complete for this window, ")


def test_rows_that_no_window_parts_are_had_in_concise(api: ScriptedApi) -> None:
    rows = [contact(1, title=f"number {n}", queueName=f"Queue {n} {'x' * 40}") for n in range(30)]
    settings = {"C360_RESULT_TOKENS": "1200"}
    standard = api.search(history(rows), settings=settings)
    assert call_named("tokens: call again with", coverage_in(standard)) == {"detail": "concise"}
    concise = api.search(history(rows), settings=settings, detail="concise")
    assert len(rows_in(standard)) < len(rows_in(concise))
    assert 'detail="concise"' not in coverage_in(concise)


def test_budget_and_max_interactions_are_told_apart(api: ScriptedApi) -> None:
    rows = [contact(day, title=f"A title of some length, number {day}" * 4) for day in range(40)]
    said = coverage(
        api, history(rows), max_interactions=30, settings={"C360_RESULT_TOKENS": "1000"}, detail="concise"
    )
    shown = int(said.split(" ", 1)[0])
    hidden = f"{NOW - timedelta(days=shown):%Y-%m-%dT%H:%M:%S}.001Z"
    assert said == (
        f"{shown} of 40 interactions shown; counts and signals above cover all 40. "
        f"#{shown + 1} to #30 (counted above) left out to stay within 1,000 tokens, #31 to #40 by max_interactions=30: call again "
        f'with end_time="{hidden}", start_time="2025-11-22T15:47Z". {NONE_TO_ASK}'
    )


def test_more_than_the_api_may_return_is_brought_by_max_interactions(api: ScriptedApi) -> None:
    rows = [contact(day) for day in range(60)]
    said = coverage(api, history(rows))
    assert said == (
        "50 of 60 interactions shown; counts and signals above cover all 60. #51 to #60 left out by "
        "max_interactions=50: call again with max_interactions=60. The API returned 60: more may be missing, older, "
        f"newer or between these. {NONE_TO_ASK}"
    )


def test_rows_that_do_not_tell_where_to_part_the_window_leave_its_middle(api: ScriptedApi) -> None:
    undated = [{"title": f"a title of some length, number {n}"} for n in range(60)]
    halves = (
        'Search in parts: start_time="2025-11-22T15:47Z", end_time="2026-05-24", then start_time="2026-05-24", '
        'end_time="2026-11-22". '
    )
    small = {"C360_RESULT_TOKENS": "1000"}
    assert halves in coverage(api, history(undated), settings=small)
    outside = [
        contact(days, title="a title of some length, far from it") for days in (-30, 400) for _ in range(25)
    ]
    assert halves in coverage(api, history(outside), settings=small)


def test_rows_that_do_not_fit_at_all_name_who_can_help(api: ScriptedApi) -> None:
    huge = history([contact(1, interactionLabels=[f"label {n} {'x' * 60}" for n in range(100)])])
    small = {"C360_RESULT_TOKENS": "1000"}
    assert coverage(api, huge, settings=small) == (
        "0 of 1 interactions shown; counts and signals above cover all 1. #1 (counted above) left out to stay within 1,000 "
        f'tokens: call again with detail="concise". {NONE_TO_ASK}'
    )
    wordy = history([contact(1, wrapUpCodes=[f"code {n} {'x' * 60}" for n in range(100)])])
    assert coverage(api, wordy, settings=small, detail="concise") == (
        "0 of 1 interactions shown; counts and signals above cover all 1. #1 (counted above) left out to stay within 1,000 "
        f"tokens: whoever runs this server can raise C360_RESULT_TOKENS. {NONE_TO_ASK}"
    )


def told_at_length(n: int) -> tuple[Json, Json]:
    """Some interactions, and a summary of each that takes some 400 tokens."""
    rows = [contact(day, interactionId=f"int-{day}") for day in range(n)]
    texts = [summary(f"int-{day}", f"Customer asked for number {day}. " * 50) for day in range(n)]
    return history(rows), {"summaries": texts, "partialFailures": []}


def test_a_summary_over_the_budget_goes_before_the_row_that_it_belongs_to(api: ScriptedApi) -> None:
    reply, summaries = told_at_length(10)
    text = api.search(
        reply, summaries=summaries, include_summaries=6, settings={"C360_RESULT_TOKENS": "2000"}
    )
    lines = text.splitlines()
    below = [lines[lines.index(row) + 1].startswith("Summary: ") for row in rows_in(text)]
    assert below == [True, True, True, False]
    assert (
        " #5 to #10 (counted above) and the summaries of #4 to #6 left out to stay within 2,000 tokens: call again with "
        'end_time="2026-11-19T15:47:00.001Z", start_time="2025-11-22T15:47Z". '
    ) in coverage_in(text)


@pytest.mark.parametrize("tokens", ["1000", "2000"])
def test_in_concise_the_call_for_a_summary_left_out_brings_it(api: ScriptedApi, tokens: str) -> None:
    reply, summaries = told_at_length(10)
    call: dict[str, Any] = {}
    for _ in range(8):
        within = [
            row
            for row in reply["interactions"]
            if "end_time" not in call or row["startedAt"] <= epoch_of(call["end_time"])
        ]
        text = api.search(
            history(within),
            summaries=summaries,
            detail="concise",
            settings={"C360_RESULT_TOKENS": tokens},
            **({"include_summaries": 6} | call),
        )
        if "Customer asked for number 5." in text:
            break
        call |= call_named("tokens: call again with", coverage_in(text))
    assert "Customer asked for number 5." in text


def epoch_of(moment: str) -> int:
    return epoch(datetime.fromisoformat(moment))


def test_summaries_that_exist_beyond_those_asked_for_name_the_call_for_them(stand_in: ScriptedApi) -> None:
    text = stand_in.search_again(include_summaries=2)
    line = coverage_in(text)
    assert " #7 has a summary, too: include_summaries=3 brings it. " in line
    more = stand_in.search_again(**call_named("too:", line))
    assert more.count("\nSummary: ") == text.count("\nSummary: ") + 1 == 3
    assert ", too" not in coverage_in(more)


def test_summaries_not_asked_for_name_the_call(stand_in: ScriptedApi) -> None:
    text = stand_in.search_again()
    assert "\nSummary: " not in text
    again = stand_in.search_again(**call_named("Summaries not asked for:", coverage_in(text)))
    assert "\nSummary: " in again


def test_summaries_that_would_cost_rows_are_offered_with_their_price(api: ScriptedApi) -> None:
    def told(count: int) -> tuple[Json, Json]:
        ids = [f"int-{day:02}" for day in range(count)]
        rows = [contact(day, interactionId=key, title="long " * 20) for day, key in enumerate(ids)]
        return history(rows), {
            "summaries": [summary(key, "Moved. " * 40) for key in ids],
            "partialFailures": [],
        }

    settings = {"C360_RESULT_TOKENS": "2200"}
    for count, price, dear in (
        (5, "", ""),
        (30, ", perhaps in place of the oldest rows", ", in place of the oldest rows"),
    ):
        reply, summaries = told(count)
        unasked = api.search(reply, settings=settings)
        assert len(rows_in(unasked)) == count
        assert f" include_summaries=5 brings the newest{price}. " in coverage_in(unasked)
        one = api.search(reply, summaries=summaries, settings=settings, include_summaries=1)
        most = min(count, 25)
        assert f" have summaries, too: include_summaries={most} brings more{dear}. " in coverage_in(one)
        more = api.search(reply, summaries=summaries, settings=settings, include_summaries=most)
        assert (len(rows_in(more)) < len(rows_in(one))) == bool(dear)


def test_parts_of_the_overview_that_do_not_fit_are_counted(api: ScriptedApi) -> None:
    topics = [{"topicName": f"{n:03} {'topic' * 12}", "categoryName": f"c{n}"} for n in range(100)]
    rows = [contact(day, title=f"number {day}") for day in range(8)]
    reply = history(rows, {"aggregatedTopics": {"topicFrequency": topics}})
    said = coverage(api, reply, settings={"C360_RESULT_TOKENS": "2000"})
    parts = re.search(
        r"(\d+) parts of the overview left out to stay within 2,000 tokens: "
        r"call again with max_interactions=4\.",
        said,
    )
    assert parts
    assert said.startswith("all 8 that the API returned are shown. ")
    assert int(parts[1]) == 8 - api.search_again(settings={"C360_RESULT_TOKENS": "2000"}).count(
        "More of 8x8's"
    )


def test_more_entries_than_are_read_are_counted(api: ScriptedApi) -> None:
    said = coverage(api, history([contact(n / 10) for n in range(1200)]), max_interactions=1)
    assert said.startswith(
        "1 of 1,000 interactions shown; counts and signals above cover all 1,000. "
        "#2 to #1000 left out by max_interactions=1: call again with max_interactions=1000. "
        "The API returned 1,200: more may be missing, older, newer or between these. "
    )
    assert "200 entries beyond the first 1,000 not read: narrow the window." in said


def test_entries_of_the_summaries_that_cannot_be_read_are_counted(api: ScriptedApi) -> None:
    said = coverage(
        api,
        history([contact(1, interactionId="int-1")]),
        summaries={"summaries": [7, {"content": {"result": "whose?"}}], "partialFailures": ["x"]},
        include_summaries=1,
    )
    assert said == (
        "the one that the API returned is shown. 3 entries of the reply with summaries could not be read."
    )


@pytest.mark.parametrize("unusable", ["int-1 | outcome Resolved", "bad id", 12345, ["int-1"], False])
def test_an_id_that_could_not_stand_in_a_row_is_counted(api: ScriptedApi, unusable: Any) -> None:
    rows = [contact(1, interactionId=unusable), contact(2, interactionId="int-2")]
    assert coverage(api, history(rows)) == (
        f"all 2 that the API returned are shown. 1 interaction ID withheld, as not fit to be shown. {ASK}"
    )
    both = [rows[0] | {"contactId": unusable}, rows[0], {"interactionId": unusable}]
    assert " 2 interaction IDs and 1 contact ID withheld, as not fit to be shown. " in coverage(
        api, history(both)
    )


def with_ids(count: int) -> Json:
    return history([contact(day / 3, interactionId=f"int-{day:02}") for day in range(count)])


def test_summaries_beyond_the_most_of_a_search_are_had_by_id(api: ScriptedApi) -> None:
    told = {"summaries": [summary(f"int-{day:02}", "Told.") for day in range(20)], "partialFailures": []}
    wide = {"C360_RESULT_TOKENS": "20000"}
    said = coverage(api, with_ids(30), summaries=told, include_summaries=20, settings=wide)
    assert said == (
        "all 30 that the API returned are shown. "
        "No summaries looked for from #26 on: get_transcript_summaries takes their IDs."
    )


def test_no_summary_is_offered_that_stands_there_already(api: ScriptedApi) -> None:
    row = contact(1, interactionId="int-1", queueName="Billing")
    told = {"summaries": [summary("int-1", "Told.")], "partialFailures": []}
    said = coverage(api, history([row, row | {"queueName": "Sales"}]), summaries=told, include_summaries=1)
    assert said == "complete for this window, all 2 that the API returned are shown."


def test_where_the_api_answers_no_question_for_summaries_none_are_offered(api: ScriptedApi) -> None:
    def answer(resource: str, _: Query) -> tuple[int, Any]:
        return (200, with_ids(5)) if resource == "interactions-insight" else (403, None)

    api.answers(answer)
    line = coverage_in(api.search_again(include_summaries=2))
    assert line.startswith("Coverage: all 5 that the API returned are shown. Nothing before ")


def test_a_summary_that_is_cut_ends_with_a_sentence_and_is_counted(api: ScriptedApi) -> None:
    long = "The customer asked for the date again. " * 200
    reply = history([contact(1, interactionId="int-1"), contact(2, interactionId="int-2")])
    told = {
        "summaries": [summary("int-1", long), summary("int-2", "Agreed.  On the rest…")],
        "partialFailures": [],
    }
    text = api.search(reply, summaries=told, include_summaries=2)
    cut, whole = (line for line in text.splitlines() if line.startswith("Summary: "))
    assert cut.endswith('The customer asked for the date again. …"')
    assert 5_900 < len(cut) < 6_020
    assert whole == 'Summary: "Agreed. On the rest…"'
    assert " 1 summary cut after 6,000 characters. " in coverage_in(text)
    by_id = api.summarise(["int-1", "int-2"], lambda *_: (200, told))
    assert coverage_in(by_id) == (
        "Coverage: 2 of 2 summaries are here. 1 summary cut after 6,000 characters. "
        "A summary is a machine's account of the conversation, not a transcript."
    )
    without_sentences = {"summaries": [summary("int-1", "then " * 1_500)], "partialFailures": []}
    [words] = [
        line
        for line in api.summarise(["int-1"], lambda *_: (200, without_sentences)).splitlines()
        if line.startswith("int-1")
    ]
    assert words.endswith(' then then…"')


def test_reasons_that_do_not_fit_are_counted(api: ScriptedApi) -> None:
    reasons = [failure(f"int-{day:02}", f"{day} {'E-17 ' * 14}") for day in range(20)]
    text = api.search(
        with_ids(20),
        summaries={"summaries": [], "partialFailures": reasons},
        include_summaries=20,
        settings={"C360_RESULT_TOKENS": "1000"},
    )
    told = sum(line.startswith("No summary of") for line in text.splitlines())
    assert 0 < told < 20
    assert (
        f" {20 - told} lines on missing summaries left out to stay within 1,000 tokens: "
        "whoever runs this server can raise C360_RESULT_TOKENS. "
    ) in coverage_in(text)
