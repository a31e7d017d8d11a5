import math
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c360_mcp import errors
from c360_mcp.upstream.retry import delay_before_retry, requested_wait, second_try_after

from .harness import NOW

TRANSIENT = [
    errors.ConnectionLost,
    errors.HostNotFound,
    errors.ProxyFailed,
    errors.RateLimited,
    errors.TimedOut,
    errors.Unavailable,
    errors.Unreachable,
]
FINAL = [
    errors.AccessDenied,
    errors.Busy,
    errors.CertificateNotTrusted,
    errors.CircuitOpen,
    errors.NotFound,
    errors.OverBudget,
    errors.Redirected,
    errors.ReplyTooLarge,
    errors.RequestRefused,
    errors.ServiceFailed,
    errors.UnexpectedStatus,
    errors.UnreadableReply,
]


def leaves(kind: type[errors.UpstreamError]) -> set[type[errors.UpstreamError]]:
    return {kind}.union(*(leaves(child) for child in kind.__subclasses__()))


def test_every_upstream_error_is_either_tried_again_or_not() -> None:
    assert {*TRANSIENT, *FINAL} == leaves(errors.UpstreamError) - {errors.UpstreamError}


@pytest.mark.parametrize("kind", TRANSIENT)
def test_what_may_pass_is_tried_three_times_in_all(kind: type[errors.UpstreamError]) -> None:
    delays = [delay_before_retry(attempt, kind("…"), left=20.0, jitter=0.0) for attempt in (1, 2, 3)]
    assert delays == [0.25, 0.5, None]


@pytest.mark.parametrize("kind", FINAL)
def test_what_will_not_pass_is_tried_once(kind: type[errors.UpstreamError]) -> None:
    assert delay_before_retry(1, kind("…"), left=20.0, jitter=0.0) is None


def test_jitter_at_most_doubles_the_backoff() -> None:
    failure = errors.Unavailable("…")
    delays = [delay_before_retry(attempt, failure, left=20.0, jitter=1.0) for attempt in (1, 2)]
    assert delays == [0.5, 1.0]


def test_the_wait_that_was_asked_for_comes_before_the_backoff() -> None:
    failure = errors.RateLimited("…", retry_after=7)
    assert delay_before_retry(1, failure, left=20.0, jitter=0.0) == 7.25


def test_a_wait_that_leaves_no_second_for_the_try_is_not_waited() -> None:
    failure = errors.RateLimited("…", retry_after=7)
    assert delay_before_retry(1, failure, left=8.25, jitter=0.0) == 7.25
    assert delay_before_retry(1, failure, left=8.24, jitter=0.0) is None


@pytest.mark.parametrize(
    ("attempt", "left", "seconds"),
    [
        (1, 24.0, 12.0),
        (2, 12.0, 6.0),
        (3, 6.0, math.inf),
        (1, 4.0, 2.0),
        (1, 3.9, math.inf),
        (1, -1.0, math.inf),
    ],
)
def test_another_try_is_made_after_half_of_the_time_where_it_has_time_and_none_is_one_too_many(
    attempt: int, left: float, seconds: float
) -> None:
    assert second_try_after(attempt, left=left) == seconds


def after(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(NOW, UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("0", 0),
        ("7", 7),
        (" 7 ", 7),
        ("0.2", 1),
        ("3600", 3600),
        ("3600.5", 3601),
        ("3601", 3601),
        ("7200", 3601),
        ("31536000", 3601),
        ("9" * 20, 3601),
        ("9" * 5_000, 3601),
        ("-5", None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("1e3", None),
        ("٧", None),
        (after(90), 90),
        (after(-90), 0),
        (after(3600), 3600),
        (after(86_400), 3601),
        ("Wed, 18 Nov 2026 11:08:10", 90),
        ("Wed, 18 Nov 2026 11:08:10 -0000", 90),
        ("Wed, 99 Nov 999999 99:99:99 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 3601),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date_up_to_just_over_an_hour(
    value: str, wait: int | None
) -> None:
    assert requested_wait(503, {"retry-after": value}, now=NOW) == wait


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (f"{NOW + 30:.0f}", 30),
        (f"{NOW - 30:.0f}", 0),
        (f"{NOW + 86_400:.0f}", 3601),
        (f"{NOW * 1000:.0f}", None),
        ("-5", None),
        ("", None),
        ("soon", None),
        ("9" * 40, None),
    ],
)
def test_a_rate_limit_reset_is_read_as_epoch_seconds_and_as_nothing_else(
    value: str, wait: int | None
) -> None:
    assert requested_wait(429, {"x-ratelimit-reset": value}, now=NOW) == wait


def test_a_retry_after_that_can_be_read_counts_before_the_reset() -> None:
    reset = {"x-ratelimit-reset": f"{NOW + 30:.0f}"}
    assert requested_wait(429, {"retry-after": "7", **reset}, now=NOW) == 7
    assert requested_wait(429, {"retry-after": "soon", **reset}, now=NOW) == 30


def test_a_reset_says_nothing_about_other_failures() -> None:
    assert requested_wait(503, {"x-ratelimit-reset": f"{NOW + 30:.0f}"}, now=NOW) is None


def test_no_header_is_no_wait() -> None:
    assert requested_wait(429, {}, now=NOW) is None


DATE_LIKE = st.lists(
    st.sampled_from(
        ["Wed,", "18", "Nov", "2026", "11:06:40", "GMT", "+9999", "-0000", "99", ":", ",", " ", "0"]
    )
).map(" ".join)


@given(value=st.text() | DATE_LIKE)
def test_whatever_the_headers_hold_the_wait_is_at_most_just_over_an_hour(value: str) -> None:
    headers = {"retry-after": value, "x-ratelimit-reset": value}
    wait = requested_wait(429, headers, now=NOW)
    assert wait is None or 0 <= wait <= 3601
