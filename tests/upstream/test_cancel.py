"""A cancelled call ends its request and leaves nothing open: `listening` fails where a connection stays."""

import anyio
import pytest
from anyio.abc import ByteStream

from c360_mcp import errors
from c360_mcp.upstream.attempts import AttemptLog
from tests.patience import PATIENCE

from .harness import Wire, client, hang, listening

pytestmark = pytest.mark.anyio

SEARCH = {"email": "a@b.test"}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
STAGES = {"waiting": b"", "in the headers": HEAD[:30], "after the headers": HEAD, "in the body": HEAD + b"{"}


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("sent", STAGES.values(), ids=STAGES.keys())
async def test_a_cancelled_call_closes_its_connection_at_once_and_the_client_works_on(
    scheme: str, sent: bytes
) -> None:
    """With https, the peer never gets beyond the handshake."""
    reached, left = anyio.Event(), anyio.Event()

    async def peer(stream: ByteStream) -> None:
        if reached.is_set():
            await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            return
        await stream.send(sent if scheme == "http" else b"")
        reached.set()
        try:
            await hang(stream)
        finally:
            left.set()

    attempt_log = AttemptLog()
    async with listening(peer) as wire:
        async with client(to=wire.connection(scheme)) as api:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(api.interactions, SEARCH, attempt_log)
                await reached.wait()
                tasks.cancel_scope.cancel()
            with anyio.fail_after(PATIENCE):
                await left.wait()
        async with client(to=wire.connection()) as api:
            assert await api.interactions(SEARCH, AttemptLog()) == {}
    assert [attempt.failure for attempt in attempt_log.attempts] == ["Cancelled"]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_call_that_runs_out_of_time_leaves_no_connection(scheme: str) -> None:
    async with listening(hang) as wire, client(to=wire.connection(scheme, timeout=0.5)) as api:
        with pytest.raises((errors.TimedOut, errors.Unreachable)):
            await api.interactions(SEARCH, AttemptLog())


async def test_a_client_that_is_closed_during_a_call_leaves_no_connection() -> None:
    reached = anyio.Event()

    async def peer(stream: ByteStream) -> None:
        reached.set()
        await hang(stream)

    async def call(wire: Wire) -> None:
        async with client(to=wire.connection()) as api:
            await api.interactions(SEARCH, AttemptLog())

    async with listening(peer) as wire, anyio.create_task_group() as tasks:
        tasks.start_soon(call, wire)
        await reached.wait()
        tasks.cancel_scope.cancel()


async def test_a_call_cancelled_in_a_handshake_behind_a_proxy_leaves_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    greeted = anyio.Event()

    async def peer(stream: ByteStream) -> None:
        if len(proxy.heads) == 1:
            await stream.send(b"HTTP/1.1 200 Connection Established\r\n\r\n")
        else:
            greeted.set()
            await hang(stream)

    async with listening(peer) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://localhost:{proxy.port}")
        async with client() as api, anyio.create_task_group() as tasks:
            tasks.start_soon(api.interactions, SEARCH, AttemptLog())
            await greeted.wait()
            tasks.cancel_scope.cancel()
