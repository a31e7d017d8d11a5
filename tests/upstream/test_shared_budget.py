"""One budget for several processes, and what becomes of it when the store that they share is away."""

import logging
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import anyio
import anyio.abc
import anyio.lowlevel
import httpx2
import pytest
import redis
from pydantic import SecretStr

from c360_mcp.errors import RateLimited, UpstreamError
from c360_mcp.rate import parse_rates
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.budgets import Budgets
from c360_mcp.upstream.reply import Reply
from c360_mcp.upstream.shared_windows import PATIENCE_SECONDS
from c360_mcp.upstream.turnstile import Budget, Closed
from tests.patience import PATIENCE
from tests.upstream.harness import Script, client, connection

pytestmark = pytest.mark.anyio

LOST = (
    "The store of C360_STATE_URL does not answer: until it is back, each process keeps to its own share of the rates, "
    "which is their C360_REPLICAS-th part."
)
BACK = "The store of C360_STATE_URL answers again: the rates are shared."

REDIS = shutil.which("redis-server")
with_redis = pytest.mark.skipif(
    REDIS is None,
    reason="redis-server is not installed; scripts/check-replicas fetches it, and runs these tests with it",
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


@contextmanager
def redis_server(port: int) -> Iterator[None]:
    command = [REDIS or "", "--port", str(port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        with redis.Redis(port=port, socket_timeout=PATIENCE) as client:
            while True:
                with suppress(redis.ConnectionError):
                    if client.ping():
                        break
        try:
            yield
        finally:
            process.kill()


@asynccontextmanager
async def processes(url: str, rate: str, count: int = 2) -> AsyncIterator[list[Budget]]:
    """The budgets of one tenant in so many processes."""
    of_all = [Budgets(SecretStr(url), count) for _ in range(count)]
    try:
        budgets = [await each.of(connection(rates=parse_rates(rate))) for each in of_all]
        yield [budget for budget in budgets if budget]
    finally:
        for each in of_all:
            await each.__aexit__(None, None, None)


async def taken(budget: Budget) -> int:
    """How many requests can be taken out of it at once."""
    count = 0
    while await budget.take() == 0:
        count += 1
    return count


@with_redis
async def test_processes_share_one_budget_and_the_store_learns_a_hash_and_nothing_else() -> None:
    port = free_port()
    with redis_server(port):
        async with processes(f"redis://127.0.0.1:{port}/0", "10/minute") as (one, other):
            assert [await one.take() for _ in range(4)] == [0] * 4
            assert await taken(other) == 6
            assert 55 < await one.take() <= 61.5
        with redis.Redis(port=port) as client:
            [key] = client.scan_iter()
            assert isinstance(key, bytes)
            assert len(key.removeprefix(b"c360-mcp:")) == 64
            assert b"acmecorp01" not in key
            assert all(float(entry) > 0 for entry in client.lrange(key.decode(), 0, -1))


@with_redis
async def test_while_the_store_is_away_each_process_has_its_share_and_sharing_resumes_by_itself(
    caplog: pytest.LogCaptureFixture,
) -> None:
    port = free_port()
    async with processes(f"redis://127.0.0.1:{port}/0", "10/minute") as (one, other):
        assert (await taken(one), await taken(other)) == (5, 5)
        assert [record.message for record in caplog.records] == [LOST, LOST], "a warning of each process"
        caplog.clear()
        caplog.set_level(logging.WARNING)
        with redis_server(port):
            with anyio.fail_after(PATIENCE):
                while len(caplog.records) < 2:
                    await anyio.lowlevel.checkpoint()
            assert [record.message for record in caplog.records] == [BACK, BACK]
            assert await taken(one) == 10
            assert await other.take() > 0


LIMITED = {"Retry-After": "30"}


@with_redis
async def test_what_the_api_says_to_one_process_keeps_all_of_them_from_sending() -> None:
    port = free_port()
    with redis_server(port):
        async with processes(f"redis://127.0.0.1:{port}/0", "10/minute") as (one, other):
            limited, open_ = Script([httpx2.Response(429, headers=LIMITED)]), Script([0.0])
            assert isinstance(await outcome(limited, one), RateLimited)
            refused = await outcome(open_, other)
            assert str(refused).startswith(
                "The Customer 360 API takes no more requests for now, as it said to one before, so this one was not sent."
            )
            assert open_.requests == []
            await one.close(1)
            with pytest.raises(Closed) as closed:
                await other.take()
            assert 25 < closed.value.seconds <= 30, "a later word does not shorten an earlier one"


@with_redis
async def test_what_the_api_says_to_one_process_is_over_for_all_when_its_time_is() -> None:
    port = free_port()
    with redis_server(port):
        async with processes(f"redis://127.0.0.1:{port}/0", "10/minute") as (one, other):
            closed_at, served = anyio.current_time(), Script([0.0])
            await one.close(0.3)
            assert await outcome(served, other) == {}
            assert served.begun_at[0] - closed_at >= 0.29, "the store counts in milliseconds"
            assert await taken(one) == 9, "nothing was counted while the API took no requests"


async def test_while_the_store_is_away_each_process_hears_by_itself_that_the_api_takes_no_requests() -> None:
    async with processes("redis://127.0.0.1:1/0", "10/minute") as (one, other):
        await one.close(30)
        assert await other.take() == 0


async def outcome(transport: Script, budget: Budget) -> Reply | UpstreamError:
    """What comes of a call in the process that has that budget."""
    async with client(transport, budget=budget) as api:
        try:
            return await api.interactions({"email": "customer@example.com"}, AttemptLog())
        except UpstreamError as error:
            return error


@with_redis
async def test_a_process_that_is_busy_does_not_take_its_own_work_for_the_silence_of_the_store(
    caplog: pytest.LogCaptureFixture,
) -> None:
    port = free_port()
    with redis_server(port):
        url = f"redis://127.0.0.1:{port}/0"
        async with processes(url, "10/minute", 1) as [budget], anyio.create_task_group() as group:
            group.start_soon(be_busy)
            assert await budget.take() == 0
            group.cancel_scope.cancel()

    assert caplog.records == []


async def be_busy() -> None:
    """Keep the event loop for longer than the store may take, again and again."""
    while True:
        until = time.monotonic() + 1.2 * PATIENCE_SECONDS
        while time.monotonic() < until:
            pass
        await anyio.lowlevel.checkpoint()


async def test_a_store_that_hangs_is_asked_once_and_then_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    asked = 0

    async def hang(stream: anyio.abc.SocketStream) -> None:
        nonlocal asked
        asked += 1
        async with stream:
            await anyio.sleep_forever()

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)  # noqa: S610  of a socket, not of a query
    async with listener, anyio.create_task_group() as group:
        group.start_soon(listener.serve, hang)
        async with processes(f"redis://127.0.0.1:{port}/0", "1000/minute", 1) as [budget]:
            with anyio.fail_after(PATIENCE):
                assert [await budget.take() for _ in range(100)] == [0] * 100
        group.cancel_scope.cancel()

    assert asked == 1
    assert [record.message for record in caplog.records] == [LOST]


async def test_without_a_store_each_process_has_its_share_of_the_budget() -> None:
    async with processes("", "10/minute, 7/10s") as (one, other):
        assert (await taken(one), await taken(other)) == (3, 3)


async def test_without_a_rate_there_is_no_budget_and_no_store() -> None:
    async with Budgets(SecretStr("redis://127.0.0.1:1"), 1) as budgets:
        assert await budgets.of(connection()) is None
