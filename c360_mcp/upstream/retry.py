"""When a request is sent again, and after how long. Times are in seconds throughout."""

import math
import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from c360_mcp.errors import (
    CertificateNotTrusted,
    RateLimited,
    TimedOut,
    Unavailable,
    Unreachable,
    UpstreamError,
)

MAX_ATTEMPTS = 3
BACKOFF = 0.5
SHORTEST_ATTEMPT = 1.0
LONGEST_WAIT = 3_600
"""The longest wait that is told in seconds; of a longer one, the model hears that it is more than an hour."""
UNNAMED_WAIT = 60
"""After a refusal for a rate limit that names none: the limits of 8x8's other APIs are by the minute."""

_LIMIT_NAME = re.compile(r"[a-z-]*rate-?limit[a-z-]*|retry-after", re.IGNORECASE)
_LIMIT_VALUE = re.compile(
    r'("?[a-z]{1,12}"?|[0-9]{1,13})([;=, ]+("?[a-z]{1,12}"?|[0-9]{1,13})){0,15}', re.IGNORECASE
)
"""Numbers and short words: a key or an account by which an API counts is neither."""

_TRANSIENT = (Unreachable, TimedOut, RateLimited, Unavailable)


def delay_before_retry(number: int, failure: UpstreamError, *, left: float, jitter: float) -> float | None:
    """How long to wait before the next attempt; None to give up.

    `number` counts the attempts from 1, `left` is the time that remains for waiting and trying, `jitter` is in [0, 1).
    """
    if number >= MAX_ATTEMPTS or not _is_transient(failure):
        return None
    backoff = BACKOFF * 2 ** (number - 1) * (1 + jitter) / 2
    delay = (failure.retry_after or 0) + backoff
    return delay if delay + SHORTEST_ATTEMPT <= left else None


def second_try_after(number: int, *, left: float) -> float:
    """For how long an attempt is waited for before another is made beside it: half of the time left, or for ever.

    The first goes on meanwhile: as slow as it is, a second one could not end in the other half.
    """
    half = left / 2
    return half if number < MAX_ATTEMPTS and half >= 2 * SHORTEST_ATTEMPT else math.inf


def requested_wait(status: int, headers: Mapping[str, str], *, now: float) -> int | None:
    """Read from the headers how many whole seconds the API asks to wait; None where it does not say.

    Any wait beyond `LONGEST_WAIT` counts as one second more than that. `now` is in epoch seconds.
    `x-ratelimit-reset` counts only where a rate limit is what refused.
    """
    asked = _seconds(headers.get("retry-after", ""), now)
    if asked is None and status == HTTPStatus.TOO_MANY_REQUESTS:
        asked = _seconds_until(headers.get("x-ratelimit-reset", ""), now)
    return asked


def when(wait: int | None) -> str:
    """When to try again, in words."""
    if not wait:
        return "in about a minute"
    if wait > LONGEST_WAIT:
        return "in more than an hour"
    return "in 1 second" if wait == 1 else f"in {wait} seconds"


def rate_limit_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers about rate limits, names in lower case; a value of another form than usual is `(another form)`."""
    return {
        name.lower(): value if _LIMIT_VALUE.fullmatch(value) else "(another form)"
        for name, value in headers.items()
        if _LIMIT_NAME.fullmatch(name)
    }


def _is_transient(failure: UpstreamError) -> bool:
    return isinstance(failure, _TRANSIENT) and not isinstance(failure, CertificateNotTrusted)


def _seconds(value: str, now: float) -> int | None:
    if re.fullmatch(r"\s*[0-9]+(\.[0-9]+)?\s*", value):
        return _whole(float(value))
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return _whole((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)


def _seconds_until(value: str, now: float) -> int | None:
    # With more digits than these it is not an epoch in seconds.
    return _whole(int(value) - now) if re.fullmatch(r"\s*[0-9]{1,11}\s*", value) else None


def _whole(seconds: float) -> int:
    return math.ceil(min(max(seconds, 0), LONGEST_WAIT + 1))
