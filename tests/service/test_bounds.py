"""What callers can take up at most, and what they are told beyond."""

import json
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import anyio.abc
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.service.app import create_app
from c360_mcp.service.bounds.call_time import CallTime
from c360_mcp.service.bounds.limits import RequestLimits
from c360_mcp.service.bounds.protocol import BoundedH11
from c360_mcp.service.callers.static_tokens import new_token
from tests.patience import LONGER_STILL, PATIENCE
from tests.service.api import ONE_CALL, answering, environment
from tests.service.serving import (
    CALL_HEADERS,
    SEARCH,
    call,
    call_body,
    caller,
    mcp_client,
    serving,
    text_of,
    told,
)

pytestmark = pytest.mark.anyio


class Impatient(BoundedH11):
    head_seconds = 0.5


class Small(BoundedH11):
    max_connections = 1


async def connect(url: str) -> anyio.abc.SocketStream:
    return await anyio.connect_tcp("127.0.0.1", int(url.rpartition(":")[2]))


async def all_of(stream: anyio.abc.SocketStream) -> str:
    """Everything that comes until the other side closes."""
    received = b""
    with anyio.fail_after(PATIENCE):
        async for piece in stream:
            received += piece
    return received.decode()


async def test_a_body_that_is_too_large_is_refused_whether_its_size_is_declared_or_not() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b" " * 1024

    with serving(create_app({}, limits=RequestLimits(body_bytes=4096))) as url:
        async with caller(url) as http:
            declared = await http.post("/mcp", content=b" " * 5000, headers=CALL_HEADERS)
            chunked = await http.post("/mcp", content=pieces(), headers=CALL_HEADERS)

    for answer in (declared, chunked):
        assert answer.status_code == 413
        assert answer.headers["connection"] == "close"
        assert answer.json() == {
            "jsonrpc": "2.0",
            "id": None,
            "error": {"code": -32600, "message": "A request may have at most 4 KiB."},
        }


async def test_a_body_of_just_the_size_allowed_is_read() -> None:
    body = json.dumps(call_body()).ljust(4096)

    with serving(create_app({}, limits=RequestLimits(body_bytes=4096))) as url:
        async with caller(url) as http:
            headers = CALL_HEADERS | {"Content-Type": "application/json"}
            answer = await http.post("/mcp", content=body, headers=headers)

    assert answer.status_code == 200


async def test_a_body_that_does_not_arrive_is_refused() -> None:
    with serving(create_app({}, limits=RequestLimits(body_seconds=0.05))) as url:
        async with await connect(url) as stream:
            await stream.send(b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf")
            answer = await all_of(stream)

    assert answer.startswith("HTTP/1.1 408 ")
    assert "The request did not arrive within 0.05 seconds." in answer


async def test_headers_that_are_too_large_are_refused() -> None:
    with serving(create_app({})) as url:
        async with caller(url) as http:
            fits = await http.get("/healthz", headers={"X-Long": "x" * 15_000})
            answer = await http.get("/healthz", headers={"X-Long": "x" * 17_000})

    assert fits.status_code == 200
    assert answer.status_code == 431
    assert told(answer) == "The headers of a request may have at most 16 KiB."


@pytest.mark.parametrize("target", ["/mcp?" + "q" * 9_000, "/" + "p" * 9_000])
async def test_the_line_of_a_request_counts_as_part_of_its_head(target: str) -> None:
    with serving(create_app({})) as url:
        async with caller(url) as http:
            answer = await http.get(target, headers={"X-Long": "x" * 8_000})

    assert answer.status_code == 431


async def test_headers_without_end_are_refused_as_they_come() -> None:
    with serving(create_app({})) as url:
        async with await connect(url) as stream:
            await stream.send(b"GET /healthz HTTP/1.1\r\nX-Long: " + b"x" * 18_000)
            answer = await all_of(stream)

    assert answer.startswith("HTTP/1.1 400 ")


@pytest.mark.parametrize("sent", [b"", b"POST /mcp HTTP/1.1\r\nHost: local"])
async def test_a_request_whose_headers_do_not_arrive_is_refused(sent: bytes) -> None:
    with serving(create_app({}), Impatient) as url:
        async with await connect(url) as stream:
            if sent:
                await stream.send(sent)
            answer = await all_of(stream)

    assert answer.startswith("HTTP/1.1 408 Request Timeout\r\n")


async def test_what_still_comes_after_an_early_answer_is_not_read_forever() -> None:
    with serving(create_app({}), Impatient) as url:
        async with await connect(url) as stream:
            await stream.send(b"PUT /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
            answer = (await stream.receive()).decode()
            await stream.send(b"half")
            answer += await all_of(stream)

    assert answer.startswith("HTTP/1.1 405 ")
    assert answer.count("HTTP/1.1") == 1


@pytest.mark.parametrize("path", ["/mcp", "/healthz"])
async def test_a_body_whose_end_is_given_in_two_ways_is_refused_and_nothing_after_it_is_read(
    path: str,
) -> None:
    lengths = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    after = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with serving(create_app({})) as url:
        async with await connect(url) as stream:
            await stream.send(f"POST {path} HTTP/1.1\r\nHost: localhost\r\n".encode() + lengths + after)
            answer = await all_of(stream)

    assert answer.startswith("HTTP/1.1 400 ")
    assert answer.count("HTTP/1.1") == 1
    assert "connection: close" in answer.lower()
    assert "A request may have Content-Length or Transfer-Encoding, not both." in answer


@pytest.mark.parametrize("era", ["2026-07-28", "2025-11-25"])
@pytest.mark.parametrize("accept", ["text/event-stream", "text/html"])
async def test_a_caller_who_does_not_take_json_is_told_that_there_is_nothing_else(
    era: str, accept: str
) -> None:
    with serving(create_app({})) as url:
        async with caller(url) as http:
            answer = await call(http, {"Accept": accept, "MCP-Protocol-Version": era})

    assert answer.status_code == 406
    assert told(answer) == "Answers are JSON: send the header Accept: application/json, text/event-stream."


async def test_a_connection_that_is_used_is_not_given_up() -> None:
    async with answering() as api:
        api.held.add("acme")
        with serving(create_app(environment(api)), Impatient) as url:
            async with caller(url) as http, anyio.create_task_group() as group:

                async def ask() -> None:
                    assert "int-of-acme" in text_of(await call(http))

                group.start_soon(ask)
                await api.asked(1)
                async with await connect(url) as idle:
                    await all_of(idle)
                api.released.set()


async def test_more_calls_than_may_be_under_way_at_once_are_refused_and_later_ones_are_not() -> None:
    async with answering() as api:
        api.held.add("acme")
        two = environment(api, C360_CONCURRENT_REQUESTS="2", C360_WAITING_REQUESTS="0")
        with serving(create_app(two)) as url:
            async with caller(url) as http:
                async with anyio.create_task_group() as group:
                    group.start_soon(call, http)
                    group.start_soon(call, http, None, SEARCH | {"identifier": "other@example.com"})
                    await api.asked(2)
                    refused = await call(http)
                    async with mcp_client(url) as client:
                        tools = await client.list_tools()
                    api.released.set()
                api.held.clear()
                later = await call(http)

    assert refused.json()["result"]["isError"] is True
    assert text_of(refused) == (
        "This server has as many calls under way for this tenant as it allows, so nothing was looked up. Try again in 5 "
        "seconds."
    )
    assert len(tools.tools) == 2, "a handshake and a list get through"
    assert "int-of-acme" in text_of(later)


async def test_a_caller_makes_no_more_calls_than_it_may_and_others_go_on(tmp_path: Path) -> None:
    (token, line), (other, other_line) = new_token("copilot", "acme"), new_token("agent", "acme")
    (tmp_path / "tokens").write_text(f"{line}\n{other_line}", encoding="utf-8")
    settings = {"C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens"), "C360_CALLER_RATE": "2/minute"}
    async with answering() as api:
        with serving(create_app(environment(api, **settings))) as url:
            async with caller(url, token) as http:
                answers = [await call(http) for _ in range(3)]
            async with caller(url, other) as http:
                answers.append(await call(http))

    assert ["int-of-acme" in text_of(answer) for answer in answers] == [True, True, False, True]
    assert answers[2].json()["result"]["isError"] is True
    assert re.fullmatch(
        r"This caller may make 2 calls in a minute, and has made them, so nothing was looked up\. "
        r"Try again in 6[0-2] seconds\.",
        text_of(answers[2]),
    )


async def test_a_connection_too_many_is_refused_while_those_before_it_go_on_and_there_is_room_when_they_have_gone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="c360_mcp")
    async with answering() as api:
        with serving(create_app(environment(api)), Small) as url:
            async with caller(url) as first, caller(url) as second:
                before = await call(first)
                refused = await call(second)
                after = await call(first)
            async with caller(url) as http:
                with anyio.fail_after(PATIENCE):
                    while (later := await call(http)).status_code == 503:
                        pass

    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["connection"] == "close"
    assert refused.json() == {
        "jsonrpc": "2.0",
        "id": None,
        "error": {
            "code": -32603,
            "message": "This server has as many connections as it allows. Try again in a second.",
        },
    }
    assert all("int-of-acme" in text_of(answer) for answer in (before, after, later))
    statuses = [record.__dict__["fields"]["status"] for record in caplog.records]
    assert statuses[:3] == [200, 503, 200]


async def test_a_call_ends_when_its_time_is_up() -> None:
    async with answering() as api:
        api.held.add("acme")
        with serving(create_app(environment(api, C360_TIMEOUT="1"))) as url:
            async with caller(url) as http:
                answer = await call(http)

    assert answer.json()["result"]["isError"] is True


async def test_a_request_that_hangs_elsewhere_ends_too() -> None:
    async def hang(_: Scope, receive: Receive, __: Send) -> None:
        await receive()
        await receive()

    with serving(_with_lifespan(CallTime(hang, seconds=0.05))) as url:
        async with caller(url) as http:
            answer = await call(http)

    assert answer.status_code == 504
    assert told(answer) == "The call took longer than 0.05 seconds and was ended."


async def test_a_response_that_is_not_taken_ends_too() -> None:
    async def pour(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while True:
            await send({"type": "http.response.body", "body": b" " * 2**20, "more_body": True})

    with serving(_with_lifespan(CallTime(pour, seconds=0.2))) as url:
        async with await connect(url) as stream:
            await stream.send(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
            answer = await all_of(stream)

    assert answer.startswith("HTTP/1.1 200 ")


@pytest.mark.parametrize("era", ["2026-07-28", "2025-11-25"])
async def test_a_call_whose_caller_has_gone_is_given_up_and_makes_room(era: str) -> None:
    async with answering() as api:
        api.held.add("acme")
        with serving(create_app(environment(api, C360_TIMEOUT=LONGER_STILL, **ONE_CALL))) as url:
            async with caller(url) as http, anyio.create_task_group() as group:
                group.start_soon(call, http, {"MCP-Protocol-Version": era})
                await api.asked(1)
                group.cancel_scope.cancel()
            with anyio.fail_after(PATIENCE):
                await api.left.wait()
            api.held.clear()
            async with caller(url) as http:
                with anyio.fail_after(PATIENCE):
                    while "as many calls under way" in (answer := text_of(await call(http))):
                        pass

    assert "int-of-acme" in answer


async def test_a_caller_who_goes_in_the_middle_of_the_body_leaves_nothing_behind() -> None:
    async with answering() as api:
        with serving(create_app(environment(api, **ONE_CALL))) as url:
            async with await connect(url) as stream:
                await stream.send(b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf")
            async with caller(url) as http:
                assert "int-of-acme" in text_of(await call(http))


def _with_lifespan(app: CallTime) -> ASGIApp:
    """As the outermost application, for want of one that answers to start and end."""

    async def outermost(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for event in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{event}.complete"})
        else:
            await app(scope, receive, send)

    return outermost
