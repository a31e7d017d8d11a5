"""Under which names the service answers, and to pages of which origins."""

from typing import Any

import httpx2
import pytest

from c360_mcp.service.app import create_app
from tests.service.serving import call, caller, serving

pytestmark = pytest.mark.anyio


async def asked(headers: dict[str, str], **settings: str) -> httpx2.Response:
    with serving(create_app(settings)) as url:
        async with caller(url) as http:
            return await call(http, headers)


@pytest.mark.parametrize("host", ["127.0.0.1:1234", "localhost", "localhost:8360", "[::1]:8360"])
async def test_loopback_is_answered(host: str) -> None:
    assert (await asked({"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example.com", "localhost.evil.example.com", "127.0.0.1.evil.example.com"]
)
async def test_another_host_is_not(host: str) -> None:
    assert (await asked({"Host": host})).status_code == 421


@pytest.mark.parametrize("origin", ["https://evil.example.com", "http://localhost.evil.example.com", "null"])
async def test_a_page_of_another_origin_is_not_answered(origin: str) -> None:
    assert (await asked({"Origin": origin})).status_code == 403


@pytest.mark.parametrize("origin", ["http://localhost:6274", "http://127.0.0.1:6274"])
async def test_a_page_from_this_machine_is(origin: str) -> None:
    assert (await asked({"Origin": origin})).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
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
async def test_hosts_named_are_answered_beside_loopback(host: str, status: int) -> None:
    answer = await asked({"Host": host}, C360_ALLOWED_HOSTS="C360.example.com, internal:8360")

    assert answer.status_code == status


async def test_a_browser_may_let_pages_of_the_origins_named_call_and_no_others() -> None:
    def preflight(origin: str) -> dict[str, Any]:
        return {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,mcp-protocol-version,mcp-method",
        }

    with serving(create_app({"C360_ALLOWED_ORIGINS": "https://copilot.example.com"})) as url:
        async with caller(url) as http:
            allowed = await http.options("/mcp", headers=preflight("https://copilot.example.com"))
            refused = await http.options("/mcp", headers=preflight("https://evil.example.com"))
            answer = await call(http, {"Origin": "https://copilot.example.com"})

    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "https://copilot.example.com"
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers
    assert answer.status_code == 200
    assert answer.headers["access-control-expose-headers"] == "WWW-Authenticate, Retry-After"


async def test_probes_may_come_under_any_name() -> None:
    with serving(create_app({})) as url:
        async with caller(url) as http:
            assert (await http.get("/healthz", headers={"Host": "10.0.0.7:8360"})).status_code == 200
