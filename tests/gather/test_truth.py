"""Whatever the history, the order, and the fifty that the API keeps: what is said to be complete is complete."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from c360_mcp.errors import C360Error, RateLimited, Unavailable, UpstreamError
from c360_mcp.gather.gathered import Ending, Gathered
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import Page, TimeRange
from c360_mcp.gather.union import unite

from .capped_api import (
    SEEDS,
    YEAR,
    CappedApi,
    at_random,
    by_chance,
    by_hash,
    calls,
    histories,
    lacking,
    named,
    newest,
    oldest,
    run,
)

ENOUGH = 20
"""Requests that bring every call further."""

TINY = 10
"""Milliseconds within which a call for all before one moment may have to be the same call, if ends don't count."""

LENGTHS = st.sampled_from([1, 2, 3, 10, 1_000, YEAR])
KEEPS = st.one_of(st.sampled_from([newest, oldest, by_hash]), st.integers(0, 99).map(at_random))
LIMITS = st.builds(
    Limits,
    wanted=st.sampled_from([None, 1, 60, 200]),
    requests=st.sampled_from([1, 2, 5, 20, 2_000]),
    at_once=st.sampled_from([1, 2, 8]),
    scarce=st.booleans(),
)


@st.composite
def apis(draw: st.DrawFn) -> tuple[CappedApi, TimeRange]:
    length = draw(LENGTHS)
    api = CappedApi(draw(histories(length)), draw(KEEPS), draw(st.booleans()), draw(st.booleans()))
    return api, TimeRange(0, length - 1)


def check(gathered: Gathered[str], api: CappedApi) -> None:
    """Every statement of a result, against the history."""
    assert lacking(gathered, api) == []
    ids = [row.id for row in gathered.rows + gathered.undated if row.id]
    assert len(ids) == len(set(ids))
    starts = [row.start for row in gathered.rows]
    assert starts == sorted(starts, key=lambda start: -(start or 0))
    assert all(
        gathered.complete_from is not None and (row.start or 0) >= gathered.complete_from
        for row in gathered.rows
    )
    if gathered.complete_from is not None:
        assert all((row.start or 0) < gathered.complete_from for row in gathered.beyond)
    assert (gathered.ending is Ending.WHOLE) == (gathered.remainder() is None)


@given(apis(), LIMITS, SEEDS)
def test_what_is_said_to_be_complete_is_complete(
    made: tuple[CappedApi, TimeRange], limits: Limits, seed: int
) -> None:
    api, whole = made
    gathered = run(whole, limits, api.page, by_chance(seed))
    check(gathered, api)
    assert len(api.asked) <= gathered.requests <= limits.requests


@given(apis(), LIMITS, SEEDS)
def test_whenever_it_is_broken_off_what_is_said_to_be_complete_is_complete(
    made: tuple[CappedApi, TimeRange], limits: Limits, seed: int
) -> None:
    api, whole = made
    run(whole, limits, api.page, by_chance(seed), watch=lambda gathered: check(gathered, api))


@given(apis(), LIMITS, SEEDS)
def test_calls_that_go_on_from_each_other_tell_the_whole_history(
    made: tuple[CappedApi, TimeRange], limits: Limits, seed: int
) -> None:
    api, whole = made
    told: set[object] = set()
    uncertain: set[int] = set()
    reach = 0 if api.counts_start and api.counts_end else 1
    for gathered in calls(whole, limits, api.page, by_chance(seed)):
        check(gathered, api)
        told |= {named(row) for row in gathered.rows + gathered.undated}
        uncertain |= {moment + by for moment in gathered.crowded for by in range(-reach, reach + 1)}
    left = [each for each in api.found(whole) if each.readable and each.start not in uncertain]
    lost = [each for each in left if named(each.row) not in told]
    if limits.requests >= ENOUGH and (api.counts_end or whole.end > TINY):
        assert lost == []
    until = gathered.whole.start if gathered.complete_from is None else gathered.complete_from
    assert all(each.start < until or gathered.complete_from is None for each in lost)


@given(apis(), LIMITS, SEEDS, st.integers(1, 70))
def test_a_call_may_tell_fewer_than_it_gathered(
    made: tuple[CappedApi, TimeRange], limits: Limits, seed: int, most: int
) -> None:
    api, whole = made
    gathered = run(whole, limits, api.page, by_chance(seed))
    told, remainder = gathered.rows[:most], gathered.remainder(most)
    assert remainder or len(told) == len(gathered.rows)
    if remainder and gathered.complete_from is not None:
        following = api.found(TimeRange(whole.start, remainder.end))
        assert {named(row) for row in gathered.rows[most:]} <= {named(each.row) for each in following}
        assert remainder.repeats == sum((row.start or 0) <= remainder.end for row in told)


@given(apis(), LIMITS, SEEDS, st.integers(0, 12), st.sampled_from([RateLimited, Unavailable]))
def test_a_failure_costs_nothing_of_what_is_newer(
    made: tuple[CappedApi, TimeRange], limits: Limits, seed: int, after: int, kind: type[UpstreamError]
) -> None:
    api, whole = made

    def answer(asked: TimeRange) -> Page[str] | C360Error:
        fails = len(api.asked) == after if kind is Unavailable else len(api.asked) >= after
        page = api.page(asked)
        return kind("No.") if fails else page

    gathered = run(whole, limits, answer, by_chance(seed))
    check(gathered, api)
    if gathered.ending is Ending.FAILED:
        newest_failed = gathered.failed[0].range
        assert gathered.complete_from is None or gathered.complete_from == newest_failed.end + 1
    if gathered.ending is Ending.RATE_LIMIT:
        assert isinstance(gathered.refusal, RateLimited)


@given(apis(), LIMITS, SEEDS)
def test_what_two_gatherings_say_together_is_true_of_both(
    made: tuple[CappedApi, TimeRange], limits: Limits, seed: int
) -> None:
    """One person's history, of which an address finds a part: what is said of all of it holds."""
    whole_api, whole = made
    part = [each for number, each in enumerate(whole_api.contacts) if (number * seed) % 3]
    api = replace(whole_api, contacts=part, asked=[])
    both = unite(
        run(whole, limits, api.page, by_chance(seed)),
        run(whole, limits, whole_api.page, by_chance(seed + 1)),
        lambda first, others: [*first, *(row for row in others if row not in first)],
    )
    told = {named(row) for row in both.rows + both.undated}
    assert (
        both.complete_from is None
        or [each for each in lacking(both, whole_api) if named(each.row) not in told] == []
    )
    assert all((row.start or 0) >= (both.complete_from or 0) for row in both.rows)
    assert (both.ending is Ending.WHOLE) == (both.remainder() is None)
