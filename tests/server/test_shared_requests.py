"""Asked twice, fetched once: equal requests that are under way, and replies that are used again for a while."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from trio.testing import MockClock

from c360_mcp.server.app import create_server
from tests.front_door import NOW, REAL_REGION, Script, ask, refused, told
from tests.patience import PATIENCE
from tests.replies import rows_in
from tests.server.test_gathering import calls, capped_api

SEARCH = {"search_by": "email", "identifier": "customer@example.com"}
VIRTUAL_TIME = ("trio", {"clock": MockClock(autojump_threshold=0)})


class Api(httpx2.AsyncBaseTransport):
    """An API that answers when it is opened, and counts what it was asked."""

    def __init__(self, status: int = 200) -> None:
        self.requests = 0
        self.status = status
        self.opened = anyio.Event()
        self.asked = anyio.Event()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests += 1
        self.asked.set()
        await self.opened.wait()
        return httpx2.Response(self.status, json={"interactions": [{"mediaType": "PHONE"}]}, request=request)


@asynccontextmanager
async def asking(api: Api, **settings: str) -> AsyncIterator[Client]:
    def now() -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)

    async with Client(create_server(REAL_REGION | settings, transport=api, now=now)) as client:
        yield client


async def at_once(api: Api, client: Client, number: int, ask_one: Callable[..., Any]) -> list[str]:
    """The replies to so many equal searches, which the API answers when all are under way."""
    texts: list[str] = []

    async def one() -> None:
        texts.append(await ask_one(client, "get_customer_interactions", **SEARCH))

    async with anyio.create_task_group() as group:
        for _ in range(number):
            group.start_soon(one)
        await api.asked.wait()
        await anyio.wait_all_tasks_blocked()
        api.opened.set()
    return texts


@pytest.mark.anyio
async def test_equal_searches_that_are_under_way_at_once_are_one_request() -> None:
    api = Api()
    async with asking(api) as client:
        texts = await at_once(api, client, 5, told)
        assert len(texts) == 5
        assert len(set(texts)) == 1
        assert api.requests == 1
        await told(client, "get_customer_interactions", **SEARCH)
        assert api.requests == 2


@pytest.mark.anyio
async def test_a_failure_of_the_one_request_is_told_to_all_who_asked() -> None:
    api = Api(status=403)
    async with asking(api) as client:
        texts = await at_once(api, client, 3, refused)
    assert len(texts) == 3
    assert len(set(texts)) == 1
    assert api.requests == 1


@pytest.mark.anyio
async def test_who_gives_up_first_does_not_take_the_others_answer_with_them() -> None:
    api = Api()
    async with asking(api) as client, anyio.create_task_group() as group:
        leaving = anyio.CancelScope()

        async def leave() -> None:
            with leaving:
                await ask(client, "get_customer_interactions", SEARCH)

        group.start_soon(leave)
        await api.asked.wait()
        texts: list[str] = []

        async def stay() -> None:
            texts.append(await told(client, "get_customer_interactions", **SEARCH))

        group.start_soon(stay)
        await anyio.wait_all_tasks_blocked()
        assert api.requests == 1
        leaving.cancel()
        api.opened.set()
        with anyio.fail_after(PATIENCE):
            while not texts:
                await anyio.lowlevel.checkpoint()
    assert api.requests == 2  # the first one ended with its caller, and who stayed asked anew


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", [VIRTUAL_TIME])
async def test_a_reply_is_used_again_for_as_long_as_is_set_and_the_result_says_its_age() -> None:
    api = Api()
    api.opened.set()
    async with asking(api, C360_REUSE_SECONDS="60") as client:
        assert "Rests on" not in await told(client, "get_customer_interactions", **SEARCH)
        await anyio.sleep(30)
        concise = await told(client, "get_customer_interactions", **SEARCH, detail="concise")
        assert "Rests on a reply of 30 seconds ago (C360_REUSE_SECONDS)." in concise
        assert api.requests == 1
        await anyio.sleep(40)
        assert "Rests on" not in await told(client, "get_customer_interactions", **SEARCH)
        assert api.requests == 2


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", [VIRTUAL_TIME])
async def test_another_question_is_another_request() -> None:
    api = Api()
    api.opened.set()
    async with asking(api, C360_REUSE_SECONDS="60") as client:
        await told(client, "get_customer_interactions", **SEARCH)
        await told(client, "get_customer_interactions", **SEARCH, start_time="P30D")
        await told(client, "get_customer_interactions", search_by="email", identifier="other@example.com")
        assert api.requests == 3


@pytest.mark.anyio
@pytest.mark.parametrize("start", ["P30D", "P90D", "2026-10-01"])
async def test_a_window_that_ends_now_is_asked_for_once_though_now_moves_on(start: str) -> None:
    now = NOW
    answer, requests = capped_api(calls(40, 20))
    settings = REAL_REGION | {"C360_REUSE_SECONDS": "60"}
    server = create_server(settings, transport=httpx2.ASGITransport(Script(answer)), now=lambda: now)
    async with Client(server) as client:
        first = await told(client, "get_customer_interactions", **SEARCH, start_time=start)
        now += timedelta(seconds=50, milliseconds=7)
        again = await told(client, "get_customer_interactions", **SEARCH, start_time=start, detail="concise")
        assert len(requests) == 1
        assert len(rows_in(again)) == len(rows_in(first))
        now += timedelta(seconds=20)
        await told(client, "get_customer_interactions", **SEARCH, start_time=start, detail="concise")
    assert len({query["startTime"] for query in map(dict, requests)}) == 1 + (start[0] == "P")


@pytest.mark.anyio
async def test_of_a_gathered_history_most_is_asked_for_once() -> None:
    now = NOW
    answer, requests = capped_api(calls(500))
    settings = REAL_REGION | {"C360_REUSE_SECONDS": "60", "C360_RESULT_TOKENS": "50000"}
    server = create_server(settings, transport=httpx2.ASGITransport(Script(answer)), now=lambda: now)
    arguments = SEARCH | {"max_interactions": 1000, "start_time": "P360D"}
    async with Client(server) as client:
        assert "| 500 interactions" in await told(client, "get_customer_interactions", **arguments)
        made = len(requests)
        now += timedelta(seconds=30)
        again = await told(client, "get_customer_interactions", **arguments, detail="concise")
    assert "| 500 interactions" in again
    assert len(requests) - made <= made // 2
