"""What a gathering says of itself: how far back it is complete, on what that rests, and how to go on."""

from collections.abc import Sequence

import pytest

from c360_mcp.errors import RateLimited, Unavailable
from c360_mcp.gather.cap_check import Kept
from c360_mcp.gather.gathered import Ending, Gathered, Remainder
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import Page, Row, TimeRange
from c360_mcp.gather.timeline import Doubt

from .capped_api import (
    CAP,
    YEAR,
    Answer,
    CappedApi,
    Contact,
    Keep,
    at_random,
    by_chance,
    by_hash,
    chance,
    in_turn,
    lacking,
    last_first,
    newest,
    oldest,
    run,
)

WHOLE = TimeRange(0, YEAR)
ALL = Limits(requests=400)


def contacts(starts: Sequence[int]) -> list[Contact]:
    return [Contact(start, f"int-{number}", "") for number, start in enumerate(starts)]


def spread(count: int, seed: int = 0) -> list[int]:
    random = chance(seed)
    return [random.randrange(YEAR) for _ in range(count)]


def gather(answer: Answer, limits: Limits = ALL, whole: TimeRange = WHOLE) -> Gathered[str]:
    return run(whole, limits, answer, by_chance(1))


def test_fewer_than_fifty_take_one_request() -> None:
    gathered = gather(CappedApi(contacts(spread(49))).page)
    assert (gathered.ending, gathered.kept, gathered.requests) == (Ending.WHOLE, Kept.NEITHER, 1)
    assert len(gathered.rows) == 49
    assert gathered.remainder() is None


@pytest.mark.parametrize(
    ("keep", "kept", "most"),
    [(newest, Kept.NEWEST, 60), (oldest, Kept.OLDEST, 60), (by_hash, Kept.NEITHER, 125)],
)
def test_which_fifty_are_kept_is_found_out_and_said(keep: Keep, kept: Kept, most: int) -> None:
    gathered = gather(CappedApi(contacts(spread(2_000)), keep).page)
    assert (gathered.ending, gathered.kept, len(gathered.rows)) == (Ending.WHOLE, kept, 2_000)
    assert gathered.requests <= most


@pytest.mark.parametrize("keep", [newest, oldest, by_hash])
def test_full_pages_that_come_before_the_check_has_ended_wait_for_it(keep: Keep) -> None:
    api = CappedApi(contacts([start // 4 * 3 for start in spread(2_000)]), keep)
    gathered = run(WHOLE, Limits(requests=400, at_once=16), api.page, last_first)
    assert (gathered.ending, len(gathered.rows)) == (Ending.WHOLE, 2_000)


def test_the_check_counts_only_where_the_stretch_rests_on_it() -> None:
    gathered = gather(CappedApi(contacts(spread(500))).page, Limits(wanted=49))
    assert (gathered.ending, gathered.kept, len(gathered.rows)) == (Ending.WANTED, Kept.NEITHER, 49)


def test_a_quiet_year_after_the_newest_does_not_hide_that_they_are_the_newest() -> None:
    gathered = gather(
        CappedApi(contacts([start // 3 for start in spread(200)])).page, Limits(requests=400, scarce=True)
    )
    assert (gathered.kept, gathered.requests) == (Kept.NEWEST, 6)


@pytest.mark.parametrize("keep", [newest, oldest, by_hash, at_random(1)])
@pytest.mark.parametrize("others", [0, 145])
def test_more_than_fifty_within_a_millisecond_are_said_and_not_looped_over(keep: Keep, others: int) -> None:
    moment = YEAR // 3
    api = CappedApi(contacts([*spread(others), *[moment] * 55, moment - 1, moment + 1]), keep)
    gathered = gather(api.page)
    assert (gathered.ending, gathered.crowded) == (Ending.WHOLE, (moment,))
    assert len(gathered.rows) >= others + CAP
    assert gathered.requests <= 25
    assert lacking(gathered, api) == []


def test_two_neighbouring_milliseconds_that_hold_sixty_are_parted() -> None:
    gathered = gather(CappedApi(contacts([*[YEAR // 3] * 30, *[YEAR // 3 + 1] * 30])).page)
    assert (gathered.ending, gathered.crowded, len(gathered.rows)) == (Ending.WHOLE, (), 60)


def test_a_page_of_more_than_fifty_proves_nothing_by_its_length() -> None:
    api = CappedApi(contacts(spread(200)), keep=lambda found: found[-64:])
    gathered = gather(api.page)
    assert (gathered.ending, gathered.kept, len(gathered.rows)) == (Ending.WHOLE, Kept.NEITHER, 200)


def test_a_call_of_few_requests_says_from_when_to_go_on() -> None:
    api = CappedApi(contacts(spread(500)))
    gathered = gather(api.page, Limits(requests=6))
    assert (gathered.ending, gathered.requests) == (Ending.REQUESTS, 6)
    assert gathered.complete_from is not None
    assert gathered.remainder() == Remainder(gathered.complete_from, repeats=0)
    assert len(gathered.rows) > 150
    assert all((row.start or 0) < gathered.complete_from for row in gathered.beyond)


def test_one_request_for_more_than_fifty_proves_nothing_complete() -> None:
    gathered = gather(CappedApi(contacts(spread(500))).page, Limits(requests=1))
    assert (gathered.complete_from, gathered.rows, len(gathered.beyond)) == (None, (), 50)
    assert gathered.remainder() == Remainder(YEAR, repeats=0)


def test_the_next_call_goes_on_right_before_what_was_told() -> None:
    gathered = gather(CappedApi(contacts([100, 200, 200, 201])).page)
    assert [gathered.remainder(told) for told in range(5)] == [
        Remainder(YEAR, repeats=0),
        Remainder(201, repeats=1),  # the API may not count the end in, so it has to be later than 200
        Remainder(201, repeats=2),
        Remainder(199, repeats=0),
        None,
    ]


def test_no_row_comes_again_where_the_api_is_seen_to_count_the_end_of_a_window_in() -> None:
    crowd = [0] * 30 + [1] * 30 + [2] * 30
    gathered = gather(CappedApi(contacts(crowd)).page, Limits(wanted=30), TimeRange(0, 9))
    assert gathered.counts_end
    assert [gathered.remainder(), gathered.remainder(10)] == [Remainder(1, 0), Remainder(2, 10)]


def test_a_stretch_that_ends_with_a_crowded_millisecond_goes_on_before_it() -> None:
    api = CappedApi(contacts([*spread(300), *[YEAR - 5] * 60]))
    gathered = gather(api.page, Limits(wanted=40))
    assert gathered.crowded == (YEAR - 5,)
    assert gathered.remainder() == Remainder((gathered.complete_from or 0) - 1, repeats=0)


def test_rows_that_begin_after_the_window_are_told_with_the_newest() -> None:
    page = Page((Row("late", YEAR + 5, ""), Row("early", 7, "")), returned=2)
    assert [row.id for row in gather(lambda _: page).rows] == ["late", "early"]


def test_an_api_that_does_not_keep_to_the_window_is_given_up_soon() -> None:
    api = CappedApi(contacts(spread(500)))
    gathered = gather(lambda asked: api.page(TimeRange(0, asked.end)))
    assert lacking(gathered, api) == []
    stuck = gather(lambda _: api.page(WHOLE))
    assert (stuck.ending, stuck.failed[0].failure) == (Ending.FAILED, Doubt.OUTSIDE)
    assert stuck.requests <= 20


def test_rows_without_a_usable_start_leave_the_window_uncertain() -> None:
    api = CappedApi([contact._replace(dated=False) for contact in contacts(spread(60))])
    gathered = gather(api.page)
    assert (gathered.ending, gathered.complete_from, gathered.requests) == (Ending.FAILED, None, 1)
    assert gathered.failed[0].failure is Doubt.OUTSIDE


def test_a_page_that_lacks_what_another_held_is_not_relied_upon() -> None:
    api = CappedApi(contacts(spread(60)))
    gathered = gather(lambda asked: api.page(asked) if asked == WHOLE else Page((), 0))
    assert (gathered.ending, gathered.failed[0].failure) == (Ending.FAILED, Doubt.CONTRADICTION)
    assert gathered.rows == ()


def test_a_row_that_turns_up_where_all_were_counted_ends_the_stretch_there() -> None:
    api, late = CappedApi(contacts(spread(500))), Row("late", YEAR - 10, "")

    def answer(asked: TimeRange) -> Page[str]:
        page = api.page(asked)
        turns_up = len(api.asked) > 2 and asked.end < YEAR and not page.is_full
        return Page((*page.rows, late), page.returned + 1) if turns_up else page

    gathered = run(WHOLE, ALL, answer, in_turn)
    assert (gathered.ending, gathered.failed[0].failure) == (Ending.FAILED, Doubt.CONTRADICTION)


def test_a_check_that_a_later_page_belies_no_longer_counts() -> None:
    """The API keeps the newest at first. Later the second oldest is missing, which comes with the next page."""
    api = CappedApi(contacts([number * 1_000 + by for number in range(300) for by in (0, 1)]))
    api.keep = lambda found: (
        found[-CAP:] if len(api.asked) <= 2 else [found[-CAP], *found[-CAP + 2 :], found[-1]]
    )
    gathered = run(TimeRange(0, 300_000), Limits(requests=400, scarce=True), api.page, in_turn)
    assert (gathered.kept, gathered.ending, len(gathered.rows)) == (Kept.NEITHER, Ending.WHOLE, 600)


def test_a_check_no_longer_counts_where_a_full_page_lacks_a_row_of_its_newest() -> None:
    api = CappedApi(contacts(spread(2_000)))

    def answer(asked: TimeRange) -> Page[str]:
        page = api.page(asked)
        stray = [contact.row for contact in api.contacts if contact.start < asked.start][:1]
        return page if page.is_full or len(api.asked) < 4 else Page((*page.rows, *stray), page.returned)

    api.keep = lambda found: [each for each in found if each.id != "int-0" or len(api.asked) < 3][-CAP:]
    gathered = run(WHOLE, ALL, answer, in_turn)
    assert gathered.kept is Kept.NEITHER


def test_a_check_that_brings_only_a_crowded_millisecond_decides_nothing() -> None:
    oldest_row, crowd = [YEAR // 2], [YEAR // 2 + 1] * 55
    api = CappedApi(contacts([*oldest_row, *crowd, *(YEAR // 2 + 2 + start // 2 for start in spread(90))]))

    def keep(found: Sequence[Contact]) -> Sequence[Contact]:
        kept = {1: [found[0], *found[-CAP + 1 :]], 2: found[1 : 1 + CAP]}
        return kept.get(len(api.asked), found[:CAP])

    api.keep = keep
    gathered = run(WHOLE, ALL, api.page, in_turn)
    assert (gathered.ending, gathered.crowded) == (Ending.WHOLE, (YEAR // 2 + 1,))
    assert lacking(gathered, api) == []


def test_a_failed_window_costs_itself_and_what_is_older() -> None:
    api, error = CappedApi(contacts(spread(500))), Unavailable("Down.")
    gathered = gather(lambda asked: error if asked.end < YEAR // 2 else api.page(asked))
    assert gathered.ending is Ending.FAILED
    assert gathered.failed[0].failure is error
    assert gathered.complete_from == gathered.failed[0].range.end + 1
    assert lacking(gathered, api) == []


def test_what_is_asked_without_the_check_counts_by_itself() -> None:
    """The check is the second request, and fails; what is newer than its window was asked for side by side."""
    api = CappedApi(contacts(spread(500)), oldest)
    gathered = gather(
        lambda asked: Unavailable("Down.") if asked.start == 0 and asked != WHOLE else api.page(asked)
    )
    assert gathered.ending is Ending.FAILED
    assert (gathered.kept, len(gathered.rows)) == (Kept.NEITHER, 500 - len(gathered.beyond))
    assert lacking(gathered, api) == []
    assert len(gathered.rows) > 400


def test_after_a_rate_limit_nothing_more_is_asked() -> None:
    api, error = CappedApi(contacts(spread(500))), RateLimited("Slow down.")
    gathered = gather(lambda asked: error if len(api.asked) >= 10 else api.page(asked))
    assert (gathered.ending, gathered.refusal) == (Ending.RATE_LIMIT, error)
    assert len(api.asked) == 10
    assert lacking(gathered, api) == []


def test_an_interaction_without_a_start_is_told_wherever_it_may_belong() -> None:
    undated = Contact(YEAR // 2, "undated", "", dated=False)
    api = CappedApi([*contacts(spread(500)), undated])
    whole, newest_only = gather(api.page), gather(api.page, Limits(wanted=60))
    assert [row.id for row in whole.undated] == ["undated"]
    assert newest_only.undated == ()


def test_equal_interactions_without_an_id_are_told_as_often_as_one_page_holds_them() -> None:
    twins = [Contact(YEAR - 5, None, "twin")] * 2
    gathered = gather(CappedApi([*contacts(spread(200)), *twins]).page)
    assert sum(row.id is None for row in gathered.rows) == 2


def test_of_one_id_with_several_starts_the_newest_counts() -> None:
    api = CappedApi([Contact(7, "twice", "old"), *contacts(spread(200)), Contact(YEAR - 3, "twice", "new")])
    assert [row.content for row in gather(api.page).rows if row.id == "twice"] == ["new"]
