"""The errors for unsuccessful statuses: what each means, and who can do what about it."""

from collections.abc import Mapping
from typing import NamedTuple

import httpx2

from c360_mcp.errors import (
    AccessDenied,
    NotFound,
    RateLimited,
    Redirected,
    RequestRefused,
    ServiceFailed,
    Unavailable,
    UnexpectedStatus,
    UpstreamError,
)
from c360_mcp.upstream.error_body import error_detail
from c360_mcp.upstream.retry import UNNAMED_WAIT, requested_wait, when


class _Meaning(NamedTuple):
    kind: type[UpstreamError]
    sentence: str


_REDIRECT = _Meaning(
    Redirected,
    "The Customer 360 API's address answered with a redirect (status {status}), which is not followed, so "
    "that the API key goes nowhere else. Trying again will not help: whoever runs this server should check "
    "C360_BASE_URL, and whether a proxy or a sign-in page stands in between.",
)
_DENIED = _Meaning(
    AccessDenied,
    "The Customer 360 API refused access (status {status}). Trying again will not help. Either the tenant "
    "does not belong to the key's 8x8 customer and region, or the API product customer-360 is not attached "
    "to the key's app, or the key is mistyped or revoked. An 8x8 administrator can check all of it in Admin "
    "Console; whoever runs this server can check C360_TENANT_ID, C360_API_KEY and C360_REGION.",
)
_UNAVAILABLE = _Meaning(
    Unavailable,
    "The Customer 360 API is not available for the moment (status {status}). Try again {when}. If it stays "
    "so, 8x8 support can look into it.",
)
_UNEXPECTED = _Meaning(
    UnexpectedStatus,
    "The Customer 360 API answered with status {status}, which was not to be expected. Trying again is "
    "unlikely to help; 8x8 support can look into it.",
)
_BY_STATUS = {
    400: _Meaning(
        RequestRefused,
        "The Customer 360 API did not accept this request (status {status}). The same request will be "
        "refused again: check the identifier or the interaction IDs, and the times.",
    ),
    401: _DENIED,
    403: _DENIED,
    404: _Meaning(
        NotFound,
        "The Customer 360 API has nothing at the configured address (status {status}). Trying again will "
        "not help: whoever runs this server should check C360_TENANT_ID, and C360_REGION or C360_BASE_URL.",
    ),
    429: _Meaning(
        RateLimited,
        "The Customer 360 API takes no more requests for now (status {status}). Try again {when}. If this "
        "happens often, an 8x8 administrator can find out what else uses up the rate limit.",
    ),
    500: _Meaning(
        ServiceFailed,
        "The Customer 360 API failed on its side (status {status}). Trying again at once is unlikely to "
        "help; if it fails again later, 8x8 support can look into it.",
    ),
    502: _UNAVAILABLE,
    503: _UNAVAILABLE,
    504: _UNAVAILABLE,
}


def status_error(status: int, headers: Mapping[str, str], body: bytes, *, now: float) -> UpstreamError:
    """Turn an unsuccessful response into its error, with an unshortened detail; `now` is in epoch seconds."""
    redirect = 300 <= status < 400
    meaning = _BY_STATUS.get(status, _REDIRECT if redirect else _UNEXPECTED)
    wait = requested_wait(status, headers, now=now)
    return meaning.kind(
        meaning.sentence.format(status=status, when=when(wait)),
        detail=_redirect_host(headers) if redirect else error_detail(body),
        retry_after=UNNAMED_WAIT if wait is None and meaning.kind is RateLimited else wait,
    )


def _redirect_host(headers: Mapping[str, str]) -> str | None:
    """The host of a redirect; the rest of its URL is dropped, since it may repeat the search."""
    try:
        return httpx2.URL(headers.get("location", "")).host or None
    except httpx2.InvalidURL:
        return None
