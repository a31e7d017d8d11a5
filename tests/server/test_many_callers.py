"""Callers that come all at once, give up, or send what no caller should."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import httpx2
import pytest
from mcp import Client

from c360_mcp.sandbox.cast import DEMO_KEY, DEMO_TENANT
from c360_mcp.server.app import create_server
from tests.front_door import Script, ask, refused, text_of, told, wired
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

ENVIRON = {"C360_TENANT_ID": DEMO_TENANT, "C360_API_KEY": DEMO_KEY, "C360_REGION": "us"}
SEARCH = {"search_by": "email", "identifier": "customer@example.com"}
CALLERS, SERVED = 3_000, 520


def search(number: int) -> dict[str, str]:
    """A search of its own for each caller: equal ones would be one request."""
    return SEARCH | {"identifier": f"customer-{number}@example.com"}


BUSY = (
    "This server has as many calls under way for this tenant as it allows, so nothing was looked up. Try again in 5 "
    "seconds."
)

LEFT_ALONE = (
    "Calls to the Customer 360 API failed 5 times in a row, the last time because it failed on its side, so nothing is sent to "
    "it for now"
)


class Gatekeeper(httpx2.AsyncBaseTransport):
    """An API that answers once it is opened, and knows how many are inside."""

    def __init__(self) -> None:
        self.opened = anyio.Event()
        self.entered = anyio.Event()
        self.inside = 0
        self.most = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.entered.set()
        try:
            await self.opened.wait()
        finally:
            self.inside -= 1
        return httpx2.Response(200, json={"interactions": []}, request=request)


@asynccontextmanager
async def guarded() -> AsyncIterator[tuple[Client, Gatekeeper]]:
    gatekeeper = Gatekeeper()
    async with Client(create_server(ENVIRON, transport=gatekeeper)) as client:
        yield client, gatekeeper


async def test_of_thousands_at_once_a_bounded_number_goes_upstream_and_the_rest_is_told_when_to_come_back() -> (
    None
):
    answers: Counter[str] = Counter()

    async def call(number: int) -> None:
        answers[
            text_of(await ask(client, "get_customer_interactions", search(number))).splitlines()[0][:200]
        ] += 1
        if answers[BUSY] == CALLERS - SERVED:
            gatekeeper.opened.set()

    async with guarded() as (client, gatekeeper):
        async with anyio.create_task_group() as group:
            for number in range(CALLERS):
                group.start_soon(call, number)
        assert answers.pop(BUSY) == CALLERS - SERVED
        assert answers.total() == SERVED
        assert (gatekeeper.most, gatekeeper.inside) == (8, 0)
        assert "0 interactions" in await told(client, "get_customer_interactions", **SEARCH)


async def test_a_call_cancelled_while_the_api_is_silent_leaves_nothing_behind() -> None:
    async with guarded() as (client, gatekeeper):
        async with anyio.create_task_group() as group:
            group.start_soon(ask, client, "get_customer_interactions", SEARCH)
            await gatekeeper.entered.wait()
            group.cancel_scope.cancel()
        with anyio.fail_after(PATIENCE):
            while gatekeeper.inside:
                await anyio.lowlevel.checkpoint()
        gatekeeper.opened.set()
        assert "0 interactions" in await told(client, "get_customer_interactions", **SEARCH)


async def test_calls_cancelled_while_they_wait_their_turn_free_their_places() -> None:
    full = anyio.Event()

    async def call(number: int) -> None:
        assert text_of(await ask(client, "get_customer_interactions", search(number))) == BUSY
        full.set()

    async with guarded() as (client, gatekeeper):
        async with anyio.create_task_group() as group:
            for number in range(SERVED + 1):
                group.start_soon(call, number)
            with anyio.fail_after(PATIENCE):
                await full.wait()
            assert await refused(client, "get_customer_interactions", **SEARCH) == BUSY
            group.cancel_scope.cancel()
        gatekeeper.opened.set()
        assert "0 interactions" in await told(client, "get_customer_interactions", **SEARCH)
        assert gatekeeper.inside == 0


async def test_ids_of_absurd_length_are_refused_before_anything_is_sent() -> None:
    async with guarded() as (client, gatekeeper):
        said = await refused(client, "get_transcript_summaries", interaction_ids=["x" * 10_000] * 50)
        assert said == (
            "Item 1 of interaction_ids is not an interaction ID: copy it from a row, without spaces or quotation marks."
        )
        assert gatekeeper.most == 0


async def test_while_the_api_fails_again_and_again_calls_are_told_when_it_is_tried_again() -> None:
    api = Script(lambda *_: (500, b""))
    async with wired(api) as client:
        failures = [await refused(client, "get_customer_interactions", **search(n)) for n in range(7)]
        summaries = await refused(client, "get_transcript_summaries", interaction_ids=["int-1"])
    assert len(api.asked) == 5
    assert len({failure.partition(" (request ID")[0] for failure in failures[:5]}) == 1
    assert {each.partition(". Try again in ")[0] for each in (*failures[5:], summaries)} == {LEFT_ALONE}
