"""A reply that takes long to read holds up nobody else, and no call beyond its time."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import anyio
import anyio.to_thread
import httpx2
import pytest
from mcp import Client
from trio.testing import MockClock

from c360_mcp.errors import UnreadableReply
from c360_mcp.gather.gathered import Progress
from c360_mcp.server.app import create_server
from c360_mcp.server.lifespan import open_tenant
from c360_mcp.server.tools import TOOLS, call
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.fair_share import LARGE, SLOW_SECONDS, FairShare
from tests.front_door import REAL_REGION, text_of, told
from tests.patience import LONGER_STILL, PATIENCE

pytestmark = pytest.mark.anyio

SEARCH = {"search_by": "email", "identifier": "customer@example.com"}
VIRTUAL_TIME = ("trio", {"clock": MockClock(autojump_threshold=0)})
"""The clock jumps to the next deadline as soon as nothing goes on in the event loop."""


def interactions(size: int) -> bytes:
    """A reply of about as many bytes, all of which have to pass the gate."""
    labels = [f"{'1 ' * 150}{number}" for number in range(size // 310)]
    rows = [
        {
            "interactionId": f"int-{first}",
            "mediaType": "PHONE",
            "interactionLabels": labels[first : first + 100],
        }
        for first in range(0, len(labels), 100)
    ]
    return json.dumps({"interactions": rows}).encode()


class Api(httpx2.AsyncBaseTransport):
    """An API that answers with what `body` gives for a request."""

    def __init__(self, body: Callable[[httpx2.Request], bytes]) -> None:
        self._body = body
        self.answered = anyio.Event()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.answered.set()
        return httpx2.Response(200, content=self._body(request), request=request)


async def no_report(_: Progress) -> None:
    """Nobody asked for the progress."""


async def searched(size: int) -> str:
    """The text of one search whose reply has about so many bytes."""
    body = interactions(size)
    async with open_tenant(REAL_REGION, transport=Api(lambda _: body)) as tenants:
        return text_of(await call(TOOLS["get_customer_interactions"], tenants, dict(SEARCH), no_report))


@pytest.mark.parametrize("anyio_backend", [VIRTUAL_TIME])
async def test_a_call_whose_reply_takes_too_long_to_read_ends_in_time() -> None:
    assert await searched(8 * LARGE) == (
        "The call took longer than 25 seconds and was ended. A shorter window may help."
    )


@pytest.mark.parametrize("anyio_backend", [VIRTUAL_TIME])
async def test_an_ordinary_reply_is_read_at_once() -> None:
    assert " 1 interaction returned\n" in await searched(LARGE // 5)


async def test_other_calls_are_answered_while_a_large_reply_is_read() -> None:
    large, small = interactions(10 * LARGE), interactions(0)
    api = Api(lambda request: large if "large" in str(request.url) else small)
    order: list[str] = []

    async def ask(client: Client, identifier: str) -> None:
        await told(client, "get_customer_interactions", search_by="email", identifier=identifier)
        order.append(identifier)

    async with (
        Client(create_server(REAL_REGION | {"C360_TIMEOUT": LONGER_STILL}, transport=api)) as client,
        anyio.create_task_group() as group,
    ):
        group.start_soon(ask, client, "large@example.com")
        await api.answered.wait()
        for number in range(3):
            await ask(client, f"small.{number}@example.com")

    assert order[-1] == "large@example.com"


@pytest.mark.parametrize(
    "body",
    [
        b'{"interactions": [{"interactionId": "' + b"\xff\xfe\\ud83d" * 400_000 + b'"}]}',
        b'{"interactions": [' + b'{"a":0},' * 400_000 + b"{}]}",
    ],
    ids=["of invalid UTF-8", "of many values"],
)
async def test_of_the_work_on_a_large_or_damaged_reply_little_is_done_in_the_event_loop(body: bytes) -> None:
    async with open_tenant(REAL_REGION, transport=Api(lambda _: body)) as tenants:
        [tenant] = tenants.contexts
        of_the_loop, of_all = time.thread_time(), time.process_time()
        with suppress(UnreadableReply):
            await tenant.api.interactions({"email": "customer@example.com"}, AttemptLog())
        of_the_loop, of_all = time.thread_time() - of_the_loop, time.process_time() - of_all

    assert of_the_loop < of_all / 2


async def test_a_call_that_is_ended_does_not_wait_until_its_reply_is_read() -> None:
    share = FairShare()
    begun, released, read = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        released.wait(PATIENCE)
        read.set()

    async with anyio.create_task_group() as group:
        group.start_soon(share.work, LARGE + 1, work)
        await anyio.to_thread.run_sync(begun.wait)
        group.cancel_scope.cancel()

    assert not read.is_set()
    released.set()


async def test_one_of_a_tenant_is_read_at_once_and_those_given_up_in_line_never() -> None:
    share, neighbours = FairShare(), FairShare()
    begun, released, read = threading.Event(), threading.Event(), list[int]()

    def work(number: int) -> None:
        read.append(number)
        begun.set()
        released.wait(PATIENCE)

    async with anyio.create_task_group() as calls:
        for number in range(8):
            calls.start_soon(share.work, LARGE + 1, work, number)
        await anyio.to_thread.run_sync(begun.wait)
        await neighbours.work(LARGE + 1, read.append, 100)
        calls.cancel_scope.cancel()
    released.set()

    await share.work(LARGE + 1, work, -1)
    assert read == [0, 100, -1]


async def test_where_small_replies_are_slow_to_read_the_next_are_read_elsewhere() -> None:
    share = FairShare()

    def slow() -> int:
        began = time.thread_time()
        while time.thread_time() - began <= SLOW_SECONDS:
            pass
        return threading.get_ident()

    here = threading.get_ident()
    assert [await share.work(1, threading.get_ident), await share.work(1, slow)] == [here, here]
    assert await share.work(1, threading.get_ident) != here


async def test_summaries_are_read_in_the_order_asked_for_whichever_come_first() -> None:
    ids = [f"int-{number}" for number in range(26)]
    second_came = anyio.Event()

    class Reversed(httpx2.AsyncBaseTransport):
        """An API that answers the first batch after the second."""

        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            asked = request.url.params.get_list("interactionId")
            if ids[0] in asked:
                await second_came.wait()
                await anyio.lowlevel.checkpoint()
            summaries = [summary(key) for key in asked]
            second_came.set()
            return httpx2.Response(200, json={"summaries": summaries}, request=request)

    settings = REAL_REGION | {"C360_REDACT": "contacts"}
    async with Client(create_server(settings, transport=Reversed())) as client:
        text = await told(client, "get_transcript_summaries", interaction_ids=ids)

    assert [f"[email {number}]" in line for number, line in enumerate(lines_of(text), 1)] == [True] * 26


def summary(key: str) -> dict[str, Any]:
    return {"interactionId": key, "content": {"result": f"Write to {key}@example.com", "status": "COMPLETED"}}


def lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if "Write to" in line]
