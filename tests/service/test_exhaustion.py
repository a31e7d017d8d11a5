"""What attackers and odd clients send so that nobody else is served, and what becomes of it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from http.client import HTTPConnection

import anyio
import anyio.lowlevel
import anyio.to_thread
import pytest
import uvicorn

from c360_mcp.service.app import create_app
from c360_mcp.service.bounds.limits import LINGER_BYTES, LINGER_SECONDS, RequestLimits
from c360_mcp.service.bounds.protocol import BoundedH11
from c360_mcp.service.callers.static_tokens import new_token
from c360_mcp.service.http_server import base_url, configure, listen
from tests.patience import PATIENCE
from tests.service.api import ONE_CALL, answering, environment
from tests.service.serving import CALL_HEADERS, call, call_body, caller, serving, text_of
from tests.service.test_bounds import all_of, connect
from tests.service.test_http_server import AdjustableClock

pytestmark = pytest.mark.anyio

MEBIBYTE = 2**20
BODY = json.dumps(call_body()).encode()


def head(length: int = len(BODY), path: str = "/mcp", **more: str) -> bytes:
    fields = CALL_HEADERS | {"Host": "localhost", "Content-Type": "application/json"}
    lines = [f"{name}: {value}" for name, value in (fields | {"Content-Length": str(length)} | more).items()]
    return "\r\n".join([f"POST {path} HTTP/1.1", *lines, "", ""]).encode()


@dataclass(frozen=True)
class Sent:
    """Ten MiB that a client sends before it looks for an answer."""

    path: str = "/mcp"
    method: str = "POST"
    host: str = "localhost"
    origin: str = "http://localhost"
    token: str | None = "good"
    chunked: bool = False


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A service that asks for a token, and the token."""
    path = tmp_path_factory.mktemp("guarded") / "tokens"
    token, line = new_token("somebody")
    path.write_text(f"{line}\n", encoding="utf-8")
    with serving(create_app({"C360_AUTH_TOKENS_FILE": str(path)})) as url:
        yield url, token


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (Sent(), 413),
        (Sent(chunked=True), 413),
        (Sent(host="evil.example.com"), 421),
        (Sent(origin="https://evil.example.com"), 403),
        (Sent(token=None), 401),
        (Sent(token="wrong"), 401),
        (Sent(path="/elsewhere"), 404),
        (Sent(path="/healthz"), 405),
        (Sent(method="PUT"), 405),
    ],
    ids=str,
)
async def test_a_refusal_reaches_a_client_that_sends_all_before_it_reads(
    guarded: tuple[str, str], sent: Sent, status: int
) -> None:
    url, token = guarded
    authorization = f"Bearer {token if sent.token == 'good' else sent.token}"
    headers = {"Host": sent.host, "Origin": sent.origin}
    headers |= CALL_HEADERS if sent.token is None else CALL_HEADERS | {"Authorization": authorization}
    pieces = [b" " * MEBIBYTE] * 10

    def ask() -> tuple[int, bytes]:
        with closing(HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)) as http:
            body = iter(pieces) if sent.chunked else b"".join(pieces)
            http.request(sent.method, sent.path, body, headers, encode_chunked=sent.chunked)
            answer = http.getresponse()
            return answer.status, answer.read()

    for _ in range(3):
        answered, body = await anyio.to_thread.run_sync(ask)
        assert answered == status
        assert body


async def test_headers_without_end_are_refused_and_the_refusal_is_read() -> None:
    def ask(url: str) -> bytes:
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=PATIENCE) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nX-Long: " + b"x" * 10 * MEBIBYTE)
            return client.recv(1000)

    with serving(create_app({})) as url:
        answer = await anyio.to_thread.run_sync(ask, url)

    assert answer.startswith(b"HTTP/1.1 400 ")


async def test_a_caller_who_never_stops_sending_is_cut_off() -> None:
    def ask(url: str) -> None:
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=PATIENCE) as client:
            client.sendall(head(10 * LINGER_BYTES))
            for _ in range(10 * LINGER_BYTES // MEBIBYTE):
                client.sendall(b" " * MEBIBYTE)

    with serving(create_app({})) as url, pytest.raises(ConnectionError):
        await anyio.to_thread.run_sync(ask, url)


@pytest.mark.parametrize("anyio_backend", [("asyncio", {"loop_factory": AdjustableClock})])
async def test_a_caller_who_stops_sending_after_a_refusal_is_not_waited_for_forever() -> None:
    clock = asyncio.get_running_loop()
    assert isinstance(clock, AdjustableClock)

    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(configure(create_app({})))
        async with anyio.create_task_group() as group:
            group.start_soon(server.serve, [listener])
            async with await connect(base_url(listener)) as stream:
                await stream.send(head(MEBIBYTE) + b"half")
                assert (await all_of(stream)).startswith("HTTP/1.1 413 ")
                await stream.send(b"more")  # nobody minds
                assert server.server_state.connections
                clock.ahead += LINGER_SECONDS
                with anyio.fail_after(PATIENCE):
                    while server.server_state.connections:
                        await anyio.lowlevel.checkpoint()
            server.should_exit = True


@pytest.mark.parametrize(
    ("length", "answers"),
    [(len(BODY), ["100", "200"]), (256 * 1024 + 1, ["413"]), (10**18, ["413"])],
    ids=["fits", "one byte too many", "without end"],
)
async def test_a_caller_who_asks_before_sending_is_not_told_to_send_what_will_be_refused(
    length: int, answers: list[str]
) -> None:
    with serving(create_app({})) as url:
        async with await connect(url) as stream:
            await stream.send(head(length, Expect="100-continue", Connection="close"))
            received = ""
            with anyio.fail_after(PATIENCE):
                while "\r\n\r\n" not in received:
                    received += (await stream.receive()).decode()
            if received.startswith("HTTP/1.1 100 "):
                await stream.send(BODY)
            received += await all_of(stream)

    assert [line.split()[1] for line in received.splitlines() if line.startswith("HTTP/1.1 ")] == answers


class Watched(BoundedH11):
    """Notes the most that ever waited behind a request."""

    most = 0

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        Watched.most = max(Watched.most, len(self.conn.trailing_data[0]))


async def test_requests_sent_ahead_wait_where_they_are_and_each_is_answered() -> None:
    times, padded = 200, BODY.ljust(64 * 1024)

    async with answering() as api:
        with serving(create_app(environment(api)), Watched) as url:
            async with await connect(url) as stream, anyio.create_task_group() as group:
                group.start_soon(stream.send, (head(len(padded)) + padded) * times)
                answers = b""
                with anyio.fail_after(PATIENCE):
                    while answers.count(b"int-of-acme") < times:
                        answers += await stream.receive()

    assert Watched.most < MEBIBYTE


@asynccontextmanager
async def unfinished(url: str, number: int, sent: bytes) -> AsyncIterator[list[anyio.abc.SocketStream]]:
    """Connections on which so much of a request was sent."""
    async with AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(await connect(url)) for _ in range(number)]
        for stream in streams:
            await stream.send(sent)
        yield streams


async def test_requests_that_lack_a_byte_take_up_nobodys_place() -> None:
    async with answering() as api:
        with serving(create_app(environment(api, **ONE_CALL))) as url:
            async with unfinished(url, 64, head() + BODY[:-1]) as streams, caller(url) as http:
                assert "int-of-acme" in text_of(await call(http))
                await streams[0].send(BODY[-1:])
                assert (await streams[0].receive()).startswith(b"HTTP/1.1 200 ")


async def test_of_more_bodies_than_can_be_held_those_that_began_first_are_refused() -> None:
    async with answering() as api:
        limits = RequestLimits(arriving_bytes=10 * len(BODY))
        with serving(create_app(environment(api), limits=limits)) as url:
            async with unfinished(url, 11, head() + BODY[:-1]) as streams, caller(url) as http:
                refused = await all_of(streams[0])
                assert "int-of-acme" in text_of(await call(http))
                await streams[10].send(BODY[-1:])
                assert (await streams[10].receive()).startswith(b"HTTP/1.1 200 ")

    assert refused.startswith("HTTP/1.1 503 ")
    assert "retry-after: 1" in refused.lower()
    assert "This server has as many requests arriving as it can hold. Try again in a second." in refused
