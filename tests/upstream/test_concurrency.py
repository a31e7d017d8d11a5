"""How many calls go upstream at once: measured with thousands of them, in virtual time."""

from collections import Counter
from dataclasses import dataclass, field

import anyio
import httpx2
import pytest

from c360_mcp.errors import Busy, C360Error
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.client import Customer360, batches

from .harness import Backend, client, connection

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend(virtual_time: Backend) -> Backend:
    return virtual_time


@dataclass
class Counting(httpx2.AsyncBaseTransport):
    """Takes a second for each request; counts how many are under way."""

    under_way: int = 0
    most: int = 0
    served: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await anyio.sleep(1)
            self.served.append(request.url.params["contactId"])
        finally:
            self.under_way -= 1
        return httpx2.Response(200, json={})


async def call(
    api: Customer360, name: str, outcomes: list[str], attempt_log: AttemptLog | None = None
) -> None:
    try:
        await api.interactions({"contactId": name}, attempt_log or AttemptLog())
        outcomes.append("served")
    except C360Error as error:
        outcomes.append(str(error))


async def test_of_thousands_at_once_eight_go_512_wait_and_the_rest_hear_when_to_come_back() -> None:
    transport = Counting()
    outcomes: list[str] = []
    begun = anyio.current_time()
    async with client(transport, connection(timeout=100)) as api:
        async with anyio.create_task_group() as tasks:
            for number in range(5_000):
                tasks.start_soon(call, api, str(number), outcomes)
        assert anyio.current_time() - begun == 65.0
        assert transport.most == 8
        assert Counter(outcomes) == {
            "served": 520,
            "This server has as many requests to the Customer 360 API under way as it allows, so this one was not "
            "sent. Try again in 5 seconds.": 4_480,
        }
        await call(api, "afterwards", outcomes)
    assert (outcomes[-1], transport.under_way) == ("served", 0)


async def test_the_line_moves_first_come_first_served() -> None:
    transport = Counting()
    outcomes: list[str] = []
    async with client(transport) as api, anyio.create_task_group() as tasks:
        for number in range(40):
            tasks.start_soon(call, api, f"{number:02}", outcomes)
            await anyio.sleep(0.001)
    assert transport.served == sorted(transport.served)


async def test_who_waits_in_line_until_the_time_is_up_is_told_that_this_server_was_busy() -> None:
    transport, attempt_log = Counting(), AttemptLog()
    async with client(transport) as api, anyio.create_task_group() as tasks:
        for number in range(8):
            tasks.start_soon(call, api, str(number), [])
        await anyio.sleep(0.1)
        begun = anyio.current_time()
        with anyio.move_on_after(0.75), pytest.raises(Busy) as caught:
            await api.interactions({"contactId": "late"}, attempt_log)
        assert anyio.current_time() - begun == 0.5
    assert caught.value.retry_after == 5
    assert attempt_log.attempts == []
    assert "late" not in transport.served


async def test_who_is_cancelled_leaves_the_line() -> None:
    transport = Counting()
    outcomes: list[str] = []
    async with client(transport) as api, anyio.create_task_group() as tasks:
        for number in range(8):
            tasks.start_soon(call, api, f"first {number}", outcomes)
        await anyio.sleep(0.1)
        async with anyio.create_task_group() as waiting:
            for number in range(64):
                waiting.start_soon(call, api, f"cancelled {number}", outcomes)
            await anyio.sleep(0.1)
            waiting.cancel_scope.cancel()
        for number in range(64):
            tasks.start_soon(call, api, f"second {number}", outcomes)
    assert Counter(outcomes) == {"served": 72}
    assert not [name for name in transport.served if name.startswith("cancelled")]


async def test_a_call_that_waits_to_try_again_leaves_its_place_to_others() -> None:
    class Unavailable(Counting):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            if request.url.params["contactId"] == "quick":
                return await super().handle_async_request(request)
            return httpx2.Response(503, headers={"Retry-After": "10"})

    transport = Unavailable()
    outcomes: list[str] = []
    begun = anyio.current_time()
    async with client(transport) as api, anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(call, api, "unavailable", [])
        await anyio.sleep(1)
        await call(api, "quick", outcomes)
        assert (outcomes, anyio.current_time() - begun) == (["served"], 2.0)
        tasks.cancel_scope.cancel()


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (25, [25]), (26, [25, 1]), (50, [25, 25]), (51, [25, 25, 1])]
)
def test_ids_go_out_in_batches_of_at_most_25_in_their_order(count: int, sizes: list[int]) -> None:
    ids = [f"int-{number}" for number in range(count)]
    split = batches(ids)
    assert [len(batch) for batch in split] == sizes
    assert [each for batch in split for each in batch] == ids
