"""What the HTTP server itself does, whatever it serves."""

import asyncio

import anyio
import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from c360_mcp.service.app import create_app
from c360_mcp.service.http_server import base_url, configure, listen
from tests.service.serving import caller, serving
from tests.service.test_bounds import connect

pytestmark = pytest.mark.anyio

NGINX_IDLE_SECONDS = 60
"""For which nginx keeps an idle connection to a server behind it, unless told otherwise."""


class AdjustableClock(asyncio.SelectorEventLoop):
    """An event loop whose clock can be put ahead."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


async def who_asks(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that answers with what the server takes for its caller's address and scheme."""
    if scope["type"] == "lifespan":
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})
        return
    request = Request(scope)
    assert request.client
    await JSONResponse([request.client.host, request.url.scheme])(scope, receive, send)


async def test_no_header_changes_a_callers_address_or_scheme() -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}

    with serving(who_asks) as url:
        async with caller(url) as http:
            answer = await http.get("/", headers=forged)

    assert answer.json() == ["127.0.0.1", "http"]


async def test_no_response_names_the_software_that_serves() -> None:
    with serving(create_app({})) as url:
        async with caller(url) as http:
            answers = [await http.get("/healthz"), await http.get("/nothing"), await http.post("/mcp")]

    assert [answer.headers.get("server") for answer in answers] == [None] * 3


@pytest.mark.parametrize("anyio_backend", [("asyncio", {"loop_factory": AdjustableClock})])
async def test_an_idle_connection_outlasts_that_of_a_proxy_but_not_by_much() -> None:
    clock = asyncio.get_running_loop()
    assert isinstance(clock, AdjustableClock)

    async def served() -> bytes:
        await stream.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with anyio.fail_after(10):
            return await stream.receive()

    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(configure(create_app({})))
        async with anyio.create_task_group() as group:
            group.start_soon(server.serve, [listener])
            async with await connect(base_url(listener)) as stream:
                assert (await served()).startswith(b"HTTP/1.1 200 ")
                clock.ahead += NGINX_IDLE_SECONDS
                await anyio.wait_all_tasks_blocked()  # so that what is due by now has happened
                assert (await served()).startswith(b"HTTP/1.1 200 ")
                clock.ahead += 2 * NGINX_IDLE_SECONDS
                with anyio.fail_after(10), pytest.raises(anyio.EndOfStream):
                    await stream.receive()
            server.should_exit = True
