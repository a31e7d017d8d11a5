"""Under which names the service answers, and to pages of which origins."""

from collections.abc import Iterator

import anyio
import pytest

from c360_mcp.service.app import create_app
from tests.patience import PATIENCE
from tests.service.serving import CALL_HEADERS, call, call_body, caller, serving, told

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A service that is told no names."""
    with serving(create_app({})) as url:
        yield url


@pytest.fixture(scope="module")
def named() -> Iterator[str]:
    """A service that is told some."""
    settings = {
        "C360_ALLOWED_HOSTS": "C360.example.com, internal:8360",
        "C360_ALLOWED_ORIGINS": "https://copilot.example.com",
    }
    with serving(create_app(settings)) as url:
        yield url


async def status(url: str, **headers: str) -> int:
    async with caller(url) as http:
        return (await call(http, headers)).status_code


@pytest.mark.parametrize("host", ["127.0.0.1:1234", "localhost", "LOCALHOST:8360", "[::1]:8360"])
async def test_loopback_is_answered(url: str, host: str) -> None:
    assert await status(url, Host=host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example.com",
        "localhost.evil.example.com",
        "127.0.0.1.evil.example.com",
        "127.0.0.1:80.evil.example",
        "localhost:",
        "localhost:80@evil.example",
        "localhost:123456",
    ],
)
async def test_another_host_is_not(url: str, host: str) -> None:
    assert await status(url, Host=host) == 421


async def test_a_request_that_names_no_host_is_not_answered_either(url: str) -> None:
    async with await anyio.connect_tcp("127.0.0.1", int(url.rpartition(":")[2])) as stream:
        await stream.send(b"POST /mcp HTTP/1.0\r\nContent-Length: 0\r\n\r\n")
        with anyio.fail_after(PATIENCE):
            answer = await stream.receive()

    assert answer.startswith(b"HTTP/1.1 421 ")


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.com",
        "http://localhost.evil.example.com",
        "http://localhost:80.evil.example",
        "null",
        "",
    ],
)
async def test_a_page_of_another_origin_is_not_answered(url: str, named: str, origin: str) -> None:
    assert await status(url, Origin=origin) == 403
    assert await status(named, Origin=origin) == 403


async def test_of_two_origins_neither_counts(url: str) -> None:
    origins = [("Origin", "http://localhost:6274"), ("Origin", "https://evil.example.com")]
    async with caller(url) as http:
        for sent in (origins, origins[::-1], origins[:1] * 2):
            headers = [*CALL_HEADERS.items(), *sent]
            answer = await http.post("/mcp", json=call_body(), headers=headers)
            assert answer.status_code == 403
            assert told(answer).startswith("Web pages of this origin may not call this server. ")


@pytest.mark.parametrize("origin", ["http://localhost:6274", "http://127.0.0.1:6274"])
async def test_a_page_from_this_machine_is(url: str, origin: str) -> None:
    assert await status(url, Origin=origin) == 200


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("c360.example.com", 200),
        ("c360.example.com:8443", 200),
        ("internal:8360", 200),
        ("internal:8361", 421),
        ("internal", 421),
        ("example.com", 421),
        ("localhost", 200),
    ],
)
async def test_hosts_named_are_answered_beside_loopback(named: str, host: str, expected: int) -> None:
    assert await status(named, Host=host) == expected


async def test_a_browser_may_let_pages_of_the_origins_named_call_and_no_others(named: str) -> None:
    def preflight(origin: str) -> dict[str, str]:
        return {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,mcp-protocol-version,mcp-method",
        }

    async with caller(named) as http:
        allowed = await http.options("/mcp", headers=preflight("https://copilot.example.com"))
        refused = await http.options("/mcp", headers=preflight("https://evil.example.com"))
        answer = await call(http, {"Origin": "https://copilot.example.com"})

    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "https://copilot.example.com"
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers
    assert answer.status_code == 200
    assert answer.headers["access-control-expose-headers"] == "WWW-Authenticate, Retry-After, mcp-session-id"


async def test_probes_may_come_under_any_name(url: str) -> None:
    async with caller(url) as http:
        assert (await http.get("/healthz", headers={"Host": "10.0.0.7:8360"})).status_code == 200
