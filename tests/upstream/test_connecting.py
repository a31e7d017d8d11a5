"""How long a connection may take to come about, in virtual time over real sockets."""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import anyio
import pytest
from anyio.abc import ByteStream
from trio.testing import MockClock

from c360_mcp import errors
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.connection import Connection
from c360_mcp.upstream.session import CONNECT_SECONDS

from .harness import AT_ONCE, Backend, client, connection, hang, listening

pytestmark = pytest.mark.anyio

SEARCH = {"email": "customer@example.com"}


@pytest.fixture
def anyio_backend() -> Backend:
    """The clock waits a little before it jumps, as what goes through sockets may take a moment."""
    return "trio", {"clock": MockClock(autojump_threshold=0.05)}


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port whose system answers no attempt to connect, since all the places in its queue are taken."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(5):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def to(port: int) -> Connection:
    """By number: a name is looked up in a thread, for which a virtual clock does not wait."""
    return connection(f"http://127.0.0.1:{port}", timeout=60.25)


NOT_CONNECTED = (
    "No connection to the Customer 360 API came about in time, so nothing was sent. Trying again in a minute may help; "
    "if it does not, whoever runs this server should check what stands in between: name resolution (DNS), a firewall, "
    "and any proxy (HTTPS_PROXY)."
)


async def test_a_connection_that_does_not_come_about_is_given_up_and_tried_again(silent_port: int) -> None:
    attempt_log = AttemptLog()
    async with client(to=to(silent_port), jitter=AT_ONCE) as api:
        with pytest.raises(errors.Unreachable, match=re.escape(NOT_CONNECTED)):
            await api.interactions(SEARCH, attempt_log)
    assert [attempt.seconds for attempt in attempt_log.attempts] == [pytest.approx(CONNECT_SECONDS)] * 3


async def test_a_connection_that_does_not_come_about_in_a_short_time_is_told_as_such(
    silent_port: int,
) -> None:
    attempt_log = AttemptLog()
    async with client(to=connection(f"http://127.0.0.1:{silent_port}", timeout=2.25)) as api:
        with pytest.raises(errors.Unreachable, match=re.escape(NOT_CONNECTED)):
            await api.interactions(SEARCH, attempt_log)
    assert [attempt.failure for attempt in attempt_log.attempts] == ["Unreachable"]


async def test_an_api_that_accepts_a_connection_and_is_silent_is_told_to_be_slow() -> None:
    async with (
        listening(hang) as wire,
        client(to=connection(f"http://127.0.0.1:{wire.port}", timeout=2.25)) as api,
    ):
        with pytest.raises(errors.TimedOut, match="raise C360_TIMEOUT"):
            await api.interactions(SEARCH, AttemptLog())


async def test_an_answer_may_take_longer_than_a_connection() -> None:
    async def peer(stream: ByteStream) -> None:
        await anyio.sleep(4 * CONNECT_SECONDS)
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    attempt_log = AttemptLog()
    async with listening(peer) as wire, client(to=to(wire.port)) as api:
        assert await api.interactions(SEARCH, attempt_log) == {}
    assert [attempt.seconds for attempt in attempt_log.attempts] == [pytest.approx(4 * CONNECT_SECONDS)]
