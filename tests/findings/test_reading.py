"""What is concluded from answers that the stand-in never gives."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from c360_mcp.findings.answer import Answer, starts_in_order
from c360_mcp.findings.reading import (
    addresses,
    contact_search,
    edge,
    field_presence,
    finds_the_same,
    kept,
    order,
    speech_analytics,
)
from c360_mcp.intake.gate import Gate
from c360_mcp.records.page import read_interactions
from c360_mcp.upstream.retry import rate_limit_headers

START = datetime(2026, 11, 1, tzinfo=UTC)
FAILED = Answer(problem="a request failed (TimedOut)")
REFUSED = Answer(problem="a request failed (RequestRefused)", refused=True)


def answered(*days: int, **fields: Any) -> Answer:
    """An answer with an interaction at each of these days after the start, whose ID is the day's number."""
    entries = [
        {
            "interactionId": f"int-{day}",
            "startedAt": int((START + timedelta(days=day)).timestamp() * 1000),
            **fields,
        }
        for day in days
    ]
    body = {"interactions": entries}
    return Answer(None, read_interactions(body, Gate()), starts_in_order(body))


FEW, FIFTY = answered(1, 2, 3), answered(*range(50))


def test_which_are_kept_is_not_known_of_exactly_fifty_or_where_a_request_failed() -> None:
    half = answered(*range(25, 50))
    assert kept(FIFTY, newer=None, older=None, newer_half=half).reason == "exactly 50 were found"
    assert kept(FIFTY, newer=answered(), older=FAILED, newer_half=half).reason == FAILED.problem


def test_a_gap_between_the_fifty_makes_them_an_arbitrary_choice() -> None:
    found = kept(FIFTY, newer=answered(), older=answered(-1), newer_half=answered(30, 99))
    assert found.value == "arbitrary: neither the newest nor the oldest"


def test_an_order_counts_only_where_all_replies_agree() -> None:
    assert order([answered(1, 2), answered(4)]).value == "oldest first"
    assert order([answered(1, 2), answered(4, 3)]).value == "neither by time nor against it"
    assert order([answered(1), FAILED]).reason == "no reply held two interactions"


def test_an_edge_that_is_missing_among_fifty_is_not_known() -> None:
    moment = START + timedelta(days=2)
    assert edge(FEW, answered(2), moment).value == "yes"
    assert edge(FEW, answered(3), moment).value == "no"
    assert edge(FEW, answered(*range(100, 150)), moment).value is None
    assert edge(FEW, FAILED, moment).reason == FAILED.problem


@pytest.mark.parametrize(
    ("other", "value"),
    [
        (answered(2), "yes"),
        (answered(7), "no: other interactions are found"),
        (answered(), "no: nothing is found"),
        (REFUSED, "no: refused (400)"),
        (FAILED, None),
    ],
)
def test_another_spelling_finds_the_same_only_where_an_interaction_is_found_again(
    other: Answer, value: str | None
) -> None:
    assert finds_the_same(FEW, other).value == value


@pytest.mark.parametrize(
    ("by_contact", "value"),
    [
        (answered(1, 2, 3), "the same"),
        (answered(1, 2, 3, 4), "these, and more"),
        (answered(1), "only some of these"),
        (answered(1, 4), "some others, and not all of these"),
        (answered(), "nothing"),
        (REFUSED, "nothing: refused (400)"),
        (FAILED, None),
        (FIFTY, None),
    ],
)
def test_a_search_by_contact_is_compared_with_the_identifiers_own(
    by_contact: Answer, value: str | None
) -> None:
    assert contact_search(FEW, by_contact).value == value


def test_where_there_is_no_history_nothing_is_known_of_its_fields() -> None:
    nobody = answered()
    findings = [addresses(nobody.rows), field_presence(nobody, {"title": "title"}), speech_analytics(nobody)]
    assert {finding.reason for finding in findings} == {"no interactions were found"}


def test_entries_that_can_not_be_read_have_no_place_in_the_order() -> None:
    assert starts_in_order(
        {"interactions": [None, {"startedAt": "soon"}, {"startedAt": 1_795_000_000_000}]}
    ) == (datetime.fromtimestamp(1_795_000_000, UTC),)
    assert starts_in_order({"interactions": None}) == ()


def test_interactions_without_an_id_or_a_start_can_not_be_placed() -> None:
    assert FEW.is_timed
    assert not answered(1, interactionId=None).is_timed
    assert not answered(1, startedAt=None).is_timed


def test_values_of_headers_are_told_only_where_they_are_numbers_and_short_words() -> None:
    headers = {
        "X-RateLimit-Limit": "60, 60;window=60",
        "RateLimit": '"default";r=50;t=30',
        "RateLimit-Policy": '"default";q=100;pk=:Y3VzdG9tZXJAZXhhbXBsZS5jb20=:',
        "Retry-After": "30",
        "X-RateLimit-Account": "customer@example.com",
        "Content-Type": "application/json",
    }
    assert rate_limit_headers(headers) == {
        "x-ratelimit-limit": "60, 60;window=60",
        "ratelimit": '"default";r=50;t=30',
        "ratelimit-policy": "(another form)",
        "retry-after": "30",
        "x-ratelimit-account": "(another form)",
    }
