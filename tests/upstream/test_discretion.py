"""Nothing of the key, the search or the reply is in anything that might get printed."""

import ssl
import traceback

import httpx2
import pytest

from c360_mcp.errors import C360Error
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.client import Customer360
from c360_mcp.upstream.connection import Connection

from .harness import EMAIL, KEY, NOW, Backend, Script, client, connection

pytestmark = pytest.mark.anyio

REQUEST = httpx2.Request("GET", "https://api.test/", params={"email": EMAIL}, headers={"x-api-key": KEY})
LEAKS = {
    "connect": httpx2.ConnectError(f"to {EMAIL} with {KEY}", request=REQUEST),
    "timeout": httpx2.ReadTimeout(EMAIL, request=REQUEST),
    "proxy": httpx2.ProxyError(EMAIL, request=REQUEST),
    "packed": httpx2.DecodingError(EMAIL, request=REQUEST),
    "tls": ssl.SSLError(EMAIL),
    "system": OSError(EMAIL),
    "refused": httpx2.Response(400, json={"detail": f"No {EMAIL} with {KEY}"}),
    "limited": httpx2.Response(429, text=EMAIL, headers={"Retry-After": EMAIL, "X-Response-Id": EMAIL}),
    "redirect": httpx2.Response(302, headers={"Location": f"https://other.test/?{EMAIL}"}),
    "page": httpx2.Response(200, text=f"<html>{EMAIL}</html>"),
    "array": httpx2.Response(200, json=[EMAIL]),
    "damaged": httpx2.Response(200, text=f'{{"{EMAIL}'),
}


@pytest.fixture
def anyio_backend(virtual_time: Backend) -> Backend:
    return virtual_time


def printable(error: BaseException, *others: object) -> str:
    return "\n".join(
        [str(error), repr(error), *traceback.format_exception(error), *map(repr, others)]
    ).lower()


async def failure(api: Customer360, attempt_log: AttemptLog) -> C360Error:
    with pytest.raises(C360Error) as caught:
        await api.interactions({"email": EMAIL}, attempt_log)
    return caught.value


@pytest.mark.parametrize("step", LEAKS.values(), ids=LEAKS.keys())
async def test_no_failure_prints_what_was_sent_or_came_back(
    step: httpx2.Response | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="c360_mcp")
    attempt_log = AttemptLog()
    async with client(Script([step])) as api:
        error = await failure(api, attempt_log)
        printed = printable(error, attempt_log, api, connection())
    assert error.__cause__ is error.__context__ is None
    assert "sentinel" not in printed
    assert not [record for record in caplog.records if record.name.startswith("c360_mcp")]


@pytest.mark.parametrize(
    "broken",
    [
        connection(api_key=f"{KEY}\r\n"),
        connection(tenant_id="\udce9Sentinel"),
        connection("https://user:Sentinel@api.test:port"),
    ],
    ids=["key", "tenant", "base url"],
)
async def test_no_setting_is_repeated_where_it_is_wrong(broken: Connection) -> None:
    async with client(Script([NOW]), broken) as api:
        error = await failure(api, AttemptLog())
    assert error.__cause__ is error.__context__ is None
    assert "sentinel" not in printable(error)
