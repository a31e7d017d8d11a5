"""What the documentation leaves open, and the stand-in can be told to do either way."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from c360_mcp.cli import parse
from c360_mcp.commands.sandbox import behaviour_of
from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.behaviour import AS_TODAY, ENDS, Behaviour
from c360_mcp.sandbox.cast import DEMO_KEY
from c360_mcp.sandbox.serve import running

from .asking import Json, bad_request
from .conftest import NOW, started

MANY = {"email": "facilities@example.net"}
ARCHIVE = {"email": "archive@example.com", "startTime": "2023-11-22T00:00:00Z"}
LATE_FEE = {"contactId": "contact-1001", "crmId": "native"}


def starts(interactions: list[Json]) -> list[int]:
    return [each["startedAt"] for each in interactions]


def test_the_archive_has_five_hundred_contacts_in_three_years() -> None:
    found: dict[str, int] = {}
    with started() as sandbox:
        page = sandbox.interactions(**ARCHIVE)
        while page:
            found |= {each["interactionId"]: each["startedAt"] for each in page}
            end = datetime.fromtimestamp((page[0]["startedAt"] - 1) / 1000, UTC)
            page = sandbox.interactions(**ARCHIVE, endTime=end.isoformat(timespec="milliseconds"))
    assert len(found) == len(set(found.values())) == 500


def test_the_newest_the_oldest_or_an_arbitrary_fifty_are_kept() -> None:
    kept = {}
    for keep in ("newest", "oldest", "arbitrary"):
        with started(keep=keep) as sandbox:
            kept[keep] = starts(sandbox.interactions(**MANY))
            assert kept[keep] == starts(sandbox.interactions(**MANY))
    everything = sorted({start for those in kept.values() for start in those})
    assert len(everything) == 64
    assert kept["newest"] == everything[-50:]
    assert kept["oldest"] == everything[:50]
    assert len(kept["arbitrary"]) == 50
    assert kept["arbitrary"] not in (kept["newest"], kept["oldest"])


def test_they_come_in_one_order_or_the_other_or_none() -> None:
    ordered = {}
    for order in ("oldest-first", "newest-first", "arbitrary"):
        with started(order=order) as sandbox:
            ordered[order] = starts(sandbox.interactions(**MANY))
    rising = sorted(ordered["arbitrary"])
    assert ordered["oldest-first"] == rising
    assert ordered["newest-first"] == rising[::-1]
    assert ordered["arbitrary"] not in (rising, rising[::-1])


@pytest.mark.parametrize(("ends", "shown"), list(zip(ENDS, [(2, 6), (2, 5), (3, 6), (3, 5)], strict=True)))
def test_a_window_includes_both_ends_one_or_neither(ends: str, shown: tuple[int, int]) -> None:
    with started(ends=ends) as sandbox:
        everything = starts(sandbox.interactions(**LATE_FEE))
        first, last = (datetime.fromtimestamp(everything[n] / 1000, UTC).isoformat() for n in (2, 5))
        found = sandbox.interactions(**LATE_FEE, startTime=first, endTime=last)
    assert starts(found) == everything[slice(*shown)]


def test_a_range_longer_than_the_longest_is_refused() -> None:
    with started(longest_range=90) as sandbox:
        longest = (NOW - timedelta(days=90)).isoformat()
        longer = (NOW - timedelta(days=90, milliseconds=1)).isoformat()
        assert sandbox.search(**MANY, startTime=longest).status_code == 200
        refused = sandbox.search(**MANY, startTime=longer)
    assert (refused.status_code, refused.json()) == (
        400,
        bad_request("The time range must not exceed 90 days"),
    )


def test_the_letter_case_of_an_address_may_matter() -> None:
    with started(letter_case="matters") as sandbox:
        assert len(sandbox.interactions(email="customer@example.com")) == 7
        assert sandbox.interactions(email="Customer@example.com") == []


def test_a_national_number_is_refused_found_or_missed() -> None:
    ends = {}
    for national in ("refused", "found", "missed"):
        with started(national_numbers=national) as sandbox:
            replies = [sandbox.search(phoneNumber=number) for number in ("2065550134", "02079460123")]
            ends[national] = [(r.status_code, len(r.json().get("interactions", []))) for r in replies]
            assert len(sandbox.interactions(phoneNumber="+12065550134")) == 4
    assert ends == {
        "refused": [(400, 0), (400, 0)],
        "found": [(200, 4), (200, 8)],
        "missed": [(200, 0), (200, 0)],
    }


def test_where_contacts_are_resolved_an_address_finds_all_of_the_contacts_channels() -> None:
    with started(resolve_contacts=True) as sandbox:
        by_contact = sandbox.interactions(**LATE_FEE)
        assert sandbox.interactions(email="customer@example.com") == by_contact
        assert sandbox.interactions(phoneNumber="+12065550134") == by_contact
        assert len(sandbox.interactions(**MANY)) == 50


def test_speech_analytics_and_titles_can_be_left_out() -> None:
    with started(speech_analytics=False, titles=False) as sandbox:
        reply = sandbox.found(**LATE_FEE)
    assert reply["insights"] is None
    assert len(reply["interactions"]) == 11
    for field in ("sentiment", "topics", "title", "emailSubject"):
        assert {each[field] for each in reply["interactions"]} == {None}


def test_beyond_the_rate_limit_requests_are_refused_until_the_next_minute() -> None:
    moment = NOW
    app = create_app(now=lambda: moment, behaviour=Behaviour(rate_limit=2))
    with (
        running(app) as url,
        httpx2.Client(base_url=url, headers={"x-api-key": DEMO_KEY}, trust_env=False) as http,
    ):
        path = "/v1/public/tenants/acmecorp01/interactions-insight?email=customer%40example.com"
        replies = [http.get(path) for _ in range(3)]
        moment = NOW + timedelta(seconds=60)
        replies.append(http.get(path))
    assert [
        (reply.status_code, reply.headers["x-ratelimit-remaining"], reply.headers.get("retry-after"))
        for reply in replies
    ] == [(200, "1", None), (200, "0", None), (429, "0", "60"), (200, "1", None)]
    assert {reply.headers["x-ratelimit-limit"] for reply in replies} == {"2"}
    assert replies[0].headers["x-ratelimit-reset"] == str(int(NOW.timestamp()) + 60)


def chosen(*options: str) -> Behaviour:
    """The behaviour that the command line asks for."""
    return behaviour_of(parse(["sandbox", *options]))


def test_the_command_line_has_an_option_for_each_and_asks_for_todays_api_without_any() -> None:
    assert chosen() == AS_TODAY
    options = "--keep oldest --order newest-first --ends start --letter-case matters --national-numbers found"
    more = "--longest-range 90 --rate-limit 60 --resolve-contacts --no-speech-analytics --no-titles"
    assert chosen(*options.split(), *more.split()) == Behaviour(
        keep="oldest",
        order="newest-first",
        ends="start",
        letter_case="matters",
        national_numbers="found",
        longest_range=90,
        rate_limit=60,
        resolve_contacts=True,
        speech_analytics=False,
        titles=False,
    )
