"""Every status with every shape of error: what the model is told, after how many requests and seconds."""

import json
from dataclasses import dataclass

import anyio
import httpx2
import pytest

from c360_mcp import errors
from c360_mcp.upstream.attempts import AttemptLog

from .harness import KEY, NOW, Backend, Script, client

pytestmark = pytest.mark.anyio

DENIED = (
    "The Customer 360 API refused access (status {}). Trying again will not help. Either the tenant does not "
    "belong to the key's 8x8 customer and region, or the API product customer-360 is not attached to the key's "
    "app, or the key is mistyped or revoked. An 8x8 administrator can check all of it in Admin Console; whoever "
    "runs this server can check C360_TENANT_ID, C360_API_KEY and C360_REGION."
)
UNAVAILABLE = (
    "The Customer 360 API is not available for the moment (status {}). Try again in about a minute. If it stays "
    "so, 8x8 support can look into it."
)
REDIRECT = (
    "The Customer 360 API's address answered with a redirect (status {}), which is not followed, so that the API "
    "key goes nowhere else. Trying again will not help: whoever runs this server should check C360_BASE_URL, and "
    "whether a proxy or a sign-in page stands in between."
)
UNEXPECTED = (
    "The Customer 360 API answered with status {}, which was not to be expected. Trying again is unlikely to "
    "help; 8x8 support can look into it."
)
LIMITED = (
    "The Customer 360 API takes no more requests for now (status 429). Try again {}. If this happens often, an "
    "8x8 administrator can find out what else uses up the rate limit."
)

REFUSED = (
    "The Customer 360 API did not accept this request (status 400). The same request will be refused again: check "
    "the identifier or the interaction IDs, and the times."
)
NOTHING_THERE = (
    "The Customer 360 API has nothing at the configured address (status 404). Trying again will not help: whoever "
    "runs this server should check C360_TENANT_ID, and C360_REGION or C360_BASE_URL."
)
FAILED = (
    "The Customer 360 API failed on its side (status 500). Trying again at once is unlikely to help; if it fails "
    "again later, 8x8 support can look into it."
)


@dataclass(frozen=True)
class Case:
    status: int
    kind: type[errors.UpstreamError]
    sentence: str
    requests: int = 1
    seconds: float = 0.0


TABLE = [
    *[Case(status, errors.Redirected, REDIRECT) for status in (300, 301, 302, 303, 304, 307, 308, 399)],
    Case(400, errors.RequestRefused, REFUSED),
    Case(401, errors.AccessDenied, DENIED),
    Case(403, errors.AccessDenied, DENIED),
    Case(404, errors.NotFound, NOTHING_THERE),
    Case(429, errors.RateLimited, LIMITED.format("in about a minute")),
    Case(500, errors.ServiceFailed, FAILED),
    *[Case(status, errors.Unavailable, UNAVAILABLE, requests=3, seconds=0.75) for status in (502, 503, 504)],
    *[Case(status, errors.UnexpectedStatus, UNEXPECTED) for status in range(405, 429)],
    *[Case(status, errors.UnexpectedStatus, UNEXPECTED) for status in (402, 430, 431, 451, 499)],
    *[
        Case(status, errors.UnexpectedStatus, UNEXPECTED)
        for status in (501, 505, 507, 511, 520, 599, 700, 999)
    ],
]

SHAPES: dict[str, tuple[object, str | None]] = {
    "documented": (
        {"status": 400, "title": "Bad Request", "detail": "For a@sentinel.test"},
        "For a@sentinel.test",
    ),
    "gateway": (
        {"fault": {"faultstring": "For a@sentinel.test", "detail": {"errorcode": "q.v"}}},
        "For a@sentinel.test",
    ),
    "timestamp": (
        {"timestamp": 1, "status": 1, "error": "Bad", "message": "For a@sentinel.test", "path": "/p"},
        "For a@sentinel.test",
    ),
    "errors": ({"errors": [{"message": "For a@sentinel.test"}]}, "For a@sentinel.test"),
    "code": ({"code": 1, "message": "For a@sentinel.test", "errorId": "e"}, "For a@sentinel.test"),
    "empty": (b"", None),
    "html": (b"<html><h1>For a@sentinel.test</h1></html>", None),
    "truncated": (b'{"detail": "For a@sentinel.test', None),
    "list": ([], None),
}


@pytest.fixture
def anyio_backend(virtual_time: Backend) -> Backend:
    return virtual_time


@dataclass(frozen=True)
class Outcome:
    error: errors.UpstreamError
    attempt_log: AttemptLog
    requests: int
    seconds: float


async def failure(script: Script) -> Outcome:
    """Run one search to its error; say what it cost in requests and virtual seconds."""
    begun = anyio.current_time()
    attempt_log = AttemptLog()
    async with client(script) as api:
        with pytest.raises(errors.UpstreamError) as caught:
            await api.interactions({"email": "a@sentinel.test"}, attempt_log)
    return Outcome(caught.value, attempt_log, len(script.requests), round(anyio.current_time() - begun, 6))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("case", TABLE, ids=lambda case: str(case.status))
async def test_each_status_with_each_shape_of_error(case: Case, shape: str) -> None:
    body, detail = SHAPES[shape]
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    outcome = await failure(Script([httpx2.Response(case.status, content=content)]))

    error = outcome.error
    assert type(error) is case.kind
    assert error.sentence == case.sentence.format(case.status)
    assert error.detail == (None if case.kind is errors.Redirected else detail)
    assert str(error) == f"{error.sentence} (request ID {outcome.attempt_log.attempts[-1].request_id})"
    assert (outcome.requests, outcome.seconds) == (case.requests, case.seconds)
    assert "sentinel" not in f"{error} {error!r} {outcome.attempt_log}"
    assert error.__cause__ is error.__context__ is None


@pytest.mark.parametrize("status", [200, 201, 202, 203, 206, 299])
async def test_a_json_object_with_a_successful_status_is_the_reply(status: int) -> None:
    async with client(Script([httpx2.Response(status, json={"interactions": []})])) as api:
        assert await api.interactions({"email": "a@b.test"}, AttemptLog()) == {"interactions": []}


@pytest.mark.parametrize(
    ("status", "content"),
    [(204, b""), (205, b""), (200, b""), (200, b"<html>"), (200, b"[]"), (200, b'{"a"')],
)
async def test_a_successful_status_without_a_json_object_is_an_error_and_tried_once(
    status: int, content: bytes
) -> None:
    outcome = await failure(Script([httpx2.Response(status, content=content)]))
    assert type(outcome.error) is errors.UnreadableReply
    assert outcome.requests == 1


@pytest.mark.parametrize(
    ("header", "requests", "seconds", "when", "retry_after"),
    [
        ({}, 1, 0.0, "in about a minute", 60),
        ({"Retry-After": "0"}, 3, 0.75, "in about a minute", 0),
        ({"Retry-After": "-1"}, 1, 0.0, "in about a minute", 60),
        ({"Retry-After": "soon"}, 1, 0.0, "in about a minute", 60),
        ({"Retry-After": "Wed, 18 Nov 2026 11:05:00 GMT"}, 3, 0.75, "in about a minute", 0),
        ({"Retry-After": "1"}, 3, 2.75, "in 1 second", 1),
        ({"Retry-After": "Wed, 18 Nov 2026 11:06:45 GMT"}, 3, 10.75, "in 5 seconds", 5),
        ({"Retry-After": "Wed, 18 Nov 2026 13:06:45 +0200"}, 3, 10.75, "in 5 seconds", 5),
        ({"Retry-After": "15"}, 2, 15.25, "in 15 seconds", 15),
        ({"Retry-After": "30"}, 1, 0.0, "in 30 seconds", 30),
        ({"Retry-After": "3600"}, 1, 0.0, "in 3600 seconds", 3600),
        ({"Retry-After": "7200"}, 1, 0.0, "in more than an hour", 3601),
        ({"Retry-After": "315360000"}, 1, 0.0, "in more than an hour", 3601),
        ({"Retry-After": "Wed, 18 Nov 2026 13:06:40 GMT"}, 1, 0.0, "in more than an hour", 3601),
        ({"Retry-After": "Thu, 18 Nov 2027 11:05:00 GMT"}, 1, 0.0, "in more than an hour", 3601),
        ({"X-RateLimit-Reset": f"{NOW + 5:.0f}"}, 3, 10.75, "in 5 seconds", 5),
        ({"X-RateLimit-Reset": f"{NOW + 40:.0f}"}, 1, 0.0, "in 40 seconds", 40),
        ({"X-RateLimit-Reset": f"{NOW - 40:.0f}"}, 3, 0.75, "in about a minute", 0),
        ({"X-RateLimit-Reset": "-7"}, 1, 0.0, "in about a minute", 60),
        ({"X-RateLimit-Reset": "never"}, 1, 0.0, "in about a minute", 60),
        ({"X-RateLimit-Reset": f"{NOW + 7_200:.0f}"}, 1, 0.0, "in more than an hour", 3601),
        ({"X-RateLimit-Reset": f"{NOW * 1_000:.0f}"}, 1, 0.0, "in about a minute", 60),
    ],
)
async def test_a_wait_is_kept_within_the_time_left_and_handed_on_beyond_it(
    header: dict[str, str], requests: int, seconds: float, when: str, retry_after: int | None
) -> None:
    outcome = await failure(Script([httpx2.Response(429, headers=header)]))
    assert outcome.error.sentence == LIMITED.format(when)
    assert outcome.error.retry_after == retry_after
    assert (outcome.requests, outcome.seconds) == (requests, seconds)


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        (f"No {KEY} here", "No [API key] here"),
        ("No " + "\u00ad".join(KEY) + " here", "No [API key] here"),
        (f"No {KEY[:9]}\u200b{KEY[9:]} here", "No [API key] here"),
        ("x" * 190 + KEY, "x" * 190 + "[API key]"),
        ("x" * 795 + KEY, "x" * 795 + "[API "),
    ],
)
async def test_an_error_that_repeats_the_key_is_handed_on_without_it(said: str, detail: str) -> None:
    outcome = await failure(Script([httpx2.Response(403, json={"detail": said})]))
    assert outcome.error.detail == detail


async def test_a_redirect_to_a_host_that_repeats_the_key_is_handed_on_without_it() -> None:
    location = {"Location": f"https://{KEY}.test/"}
    outcome = await failure(Script([httpx2.Response(302, headers=location)]))
    assert outcome.error.detail == "[API key].test"


async def test_a_redirect_names_its_host_as_a_detail_and_nothing_else_of_it() -> None:
    location = {"Location": "https://login.test/sso?for=a@sentinel.test"}
    outcome = await failure(Script([httpx2.Response(302, headers=location)]))
    assert outcome.error.detail == "login.test"


@pytest.mark.parametrize("location", ["", "/elsewhere", "https://[::zz]/", "\x00"])
async def test_a_redirect_to_no_host_has_no_detail(location: str) -> None:
    outcome = await failure(Script([httpx2.Response(307, headers={"Location": location})]))
    assert outcome.error.detail is None


@pytest.mark.parametrize(
    ("response_id", "ending"),
    [
        ("abc-123.x:y_z", "(request ID {}, response ID abc-123.x:y_z)"),
        ("", "(request ID {})"),
        ("two words", "(request ID {})"),
        ("<b>bold</b>", "(request ID {})"),
        ("abc\n", "(request ID {})"),
        ("x" * 128, "(request ID {}, response ID " + "x" * 128 + ")"),
        ("x" * 129, "(request ID {})"),
        (
            "1b4e28ba-2fa1-1172-8834-0016d3cca427",
            "(request ID {}, response ID 1b4e28ba-2fa1-1172-8834-0016d3cca427)",
        ),
        ("000123", "(request ID {}, response ID 000123)"),
        ("4111-1111-1111-1111", "(request ID {})"),
        ("card:4111111111111111", "(request ID {})"),
        ("cvv:123", "(request ID {})"),
        ("442079460123", "(request ID {})"),
        ("206-555-0134", "(request ID {})"),
        ("www.evil.example", "(request ID {})"),
        ("https://evil.example", "(request ID {})"),
        ("javascript:alert", "(request ID {})"),
        ("Coverage:complete", "(request ID {})"),
    ],
)
async def test_an_error_ends_with_the_ids_that_support_asks_for(response_id: str, ending: str) -> None:
    outcome = await failure(Script([httpx2.Response(500, headers={"X-Response-Id": response_id})]))
    [attempt] = outcome.attempt_log.attempts
    assert str(outcome.error) == f"{outcome.error.sentence} {ending.format(attempt.request_id)}"


async def test_every_try_has_a_request_id_of_its_own_and_the_error_names_the_last() -> None:
    script = Script([httpx2.Response(503, headers={"X-Response-Id": "r1"}), httpx2.Response(500)])
    outcome = await failure(script)
    first, second = outcome.attempt_log.attempts
    assert [request.headers["X-Request-Id"] for request in script.requests] == [
        first.request_id,
        second.request_id,
    ]
    assert first.request_id != second.request_id
    assert (first.status, first.response_id, first.failure) == (503, "r1", "Unavailable")
    assert (second.status, second.response_id, second.failure) == (500, None, "ServiceFailed")
    assert (outcome.error.request_id, outcome.error.response_id) == (second.request_id, None)
