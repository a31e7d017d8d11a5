"""What C360_RATE bounds, and what becomes of requests that must wait: in virtual time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import anyio
import httpx2
import pytest

from c360_mcp.errors import OverBudget, RateLimited, UpstreamError
from c360_mcp.rate import Rate, parse_rates
from c360_mcp.telemetry.request_record import current_request, request_record
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.bounds import Bounds
from c360_mcp.upstream.budget import WindowBudget
from c360_mcp.upstream.client import Customer360
from tests.upstream.harness import Backend, client, connection
from tests.upstream.window import VirtualWindows

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend(virtual_time: Backend) -> Backend:
    return virtual_time


@dataclass
class Sent(httpx2.AsyncBaseTransport):
    """An API that answers after so many seconds, or refuses as many as it was told to; notes what came when."""

    seconds: float = 0.1
    refuses: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    at: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.at.append(anyio.current_time())
        self.names.append(request.url.params["contactId"])
        number = len(self.at)
        await anyio.sleep(self.seconds)
        if number <= self.refuses:
            return httpx2.Response(429, headers=self.headers)
        return httpx2.Response(200, json={})

    def most_within(self, seconds: float) -> int:
        return max(sum(since <= at < since + seconds for at in self.at) for since in self.at)


def rated(transport: Sent, rate: str, *, timeout: float = 25.25, bounds: Bounds | None = None) -> Customer360:
    budget = WindowBudget(parse_rates(rate), "acme", VirtualWindows(), anyio.current_time)
    to = connection(timeout=timeout, bounds=bounds or Bounds())
    return client(transport, to, budget=budget)


@contextmanager
def asking_as(caller: str) -> Iterator[None]:
    with request_record():
        current_request().caller = caller
        yield


async def ask(api: Customer360, name: str, failures: list[UpstreamError], caller: str = "") -> None:
    with asking_as(caller):
        try:
            await api.interactions({"contactId": name}, AttemptLog())
        except UpstreamError as error:
            failures.append(error)


async def ask_all(api: Customer360, names: Sequence[str], caller: str = "") -> list[UpstreamError]:
    failures: list[UpstreamError] = []
    async with anyio.create_task_group() as tasks:
        for name in names:
            tasks.start_soon(ask, api, name, failures, caller)
    return failures


def names(count: int) -> list[str]:
    return [f"{number:04}" for number in range(count)]


@pytest.mark.parametrize(
    ("rate", "asked", "seconds"),
    [
        ("60/minute", 60, 1),
        ("60/minute", 120, 63),
        ("20/10s", 100, 43),
        ("20/10s, 50/minute", 70, 63),
        ("1/second", 20, 22),
    ],
)
async def test_a_rate_holds_in_every_window_and_is_used_up_while_calls_wait(
    rate: str, asked: int, seconds: float
) -> None:
    transport, begun = Sent(), anyio.current_time()
    async with rated(transport, rate, timeout=100) as api:
        assert await ask_all(api, names(asked)) == []

    assert len(transport.at) == asked
    for each in parse_rates(rate):
        assert transport.most_within(each.seconds) == min(each.amount, asked)
    assert anyio.current_time() - begun <= seconds


async def test_what_can_not_be_had_in_time_is_refused_at_once_and_told_when_to_try_again() -> None:
    transport, failures = Sent(), list[UpstreamError]()
    async with rated(transport, "60/minute") as api:
        await ask_all(api, names(60))
        begun = anyio.current_time()
        [refusal] = await ask_all(api, ["late"])
        assert anyio.current_time() == begun
        assert isinstance(refusal, OverBudget)
        assert str(refusal) == (
            "This server sends the Customer 360 API no more than 60 requests in a minute, and these are used up, so "
            "this request was not sent. Try again in 61 seconds."
        )
        assert refusal.retry_after
        await anyio.sleep(refusal.retry_after)
        begun = anyio.current_time()
        await ask(api, "later", failures)
    assert (failures, transport.names[-1], transport.at[-1] - begun) == ([], "later", 0)


async def test_of_many_that_wait_each_is_told_the_time_at_which_its_turn_would_be() -> None:
    async with rated(Sent(), "10/10s") as api:
        failures = await ask_all(api, names(60))
    waits = sorted(failure.retry_after or 0 for failure in failures)
    # Thirty are sent within 25 seconds: at 0, 10.25 and 20.5. None of those refused took a place.
    assert waits == [31] * 30


async def test_a_second_try_beside_a_slow_one_is_made_only_within_the_budget() -> None:
    transport = Sent(seconds=20)
    async with rated(transport, "1/minute") as api:
        await api.interactions({"contactId": "one"}, AttemptLog())
    assert len(transport.at) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"), [({}, 60), ({"Retry-After": "40"}, 40), ({"Retry-After": "7200"}, 3_601)]
)
async def test_a_refusal_by_the_api_closes_the_gate_for_all_until_the_time_that_it_names(
    headers: dict[str, str], seconds: int
) -> None:
    transport = Sent(refuses=8, headers=headers)
    async with client(transport) as api:
        failures = await ask_all(api, names(180))
        assert len(transport.at) == 8, "those that were under way already"
        assert len(failures) == 180
        assert anyio.current_time() - transport.at[0] <= 0.1
        [refusal] = await ask_all(api, ["next"])
        assert isinstance(refusal, RateLimited)
        assert refusal.retry_after == seconds
        assert len(transport.at) == 8
        await anyio.sleep(seconds)
        assert await ask_all(api, ["later"]) == []


async def test_who_is_refused_for_the_apis_rate_limit_hears_when_to_try_again() -> None:
    async with client(Sent(refuses=1, headers={"Retry-After": "40"})) as api:
        await ask_all(api, ["first"])
        await anyio.sleep(10)
        [refusal] = await ask_all(api, ["second"])
    assert str(refusal) == (
        "The Customer 360 API takes no more requests for now, as it said to one before, so this one was not sent. Try "
        "again in 30 seconds."
    )


async def test_calls_with_time_for_it_wait_until_the_gate_opens() -> None:
    transport = Sent(refuses=1, headers={"Retry-After": "5"})
    async with client(transport) as api:
        assert await ask_all(api, names(30)) == []
    assert transport.at[1] - transport.at[0] < 0.1, "under way already"
    assert [at for at in transport.at if 0.1 < at - transport.at[0] < 5.1] == []


async def test_callers_take_turns_so_that_one_that_floods_delays_itself() -> None:
    transport = Sent()
    flood = list[UpstreamError]()
    async with (
        rated(transport, "20/10s", timeout=100, bounds=Bounds(concurrent=1)) as api,
        anyio.create_task_group() as tasks,
    ):
        for name in names(50):
            tasks.start_soon(ask, api, f"flood {name}", flood, "flood")
        await anyio.sleep(0.5)
        begun = anyio.current_time()
        for caller in ("ada", "ben"):
            assert await ask_all(api, [f"{caller} {name}" for name in names(2)], caller) == []
        assert anyio.current_time() - begun < 2
    assert flood == []
    first = [name.split()[0] for name in transport.names[:14]]
    assert (first.count("ada"), first.count("ben")) == (2, 2)


async def test_where_the_line_is_full_the_caller_who_has_most_in_it_makes_room() -> None:
    transport, failures = Sent(), list[UpstreamError]()
    few = connection(bounds=Bounds(concurrent=1, waiting=4))
    async with client(transport, few) as api, anyio.create_task_group() as tasks:
        for name in names(5):
            tasks.start_soon(ask, api, f"flood {name}", failures, "flood")
        await anyio.sleep(0.05)
        assert failures == []
        assert await ask_all(api, ["ada"], "ada") == []
    assert transport.names.index("ada") == 2, "after one that was there before"
    assert [str(each)[:46] for each in failures] == ["This server has as many requests to the Custom"]
    assert len(transport.names) == 5


async def test_who_is_cancelled_in_the_line_holds_up_nobody() -> None:
    transport = Sent()
    async with rated(transport, "1/10s") as api:
        await ask_all(api, ["first"])
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask, api, "gone", [])
            await anyio.sleep(1)
            tasks.cancel_scope.cancel()
        assert await ask_all(api, ["second"]) == []
    assert transport.names == ["first", "second"]


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("60/minute", [(60, 60)]),
        ("20/10s, 100/minute", [(100, 60), (20, 10)]),
        ("5 per second", [(5, 1)]),
        ("1000/2 hours", [(1_000, 7_200)]),
        ("60/M", [(60, 60)]),
    ],
)
def test_a_rate_is_read_as_people_write_it(text: str, rates: list[tuple[int, int]]) -> None:
    assert parse_rates(text) == tuple(Rate(*each) for each in rates)


@pytest.mark.parametrize(
    "text", ["60", "/minute", "0/minute", "60/0s", "60/day", "60/minute,", "-1/s", "1000000/s", "many"]
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be rates such as 60/minute or 20/10s, 100/minute"):
        parse_rates(text)


async def test_256_callers_at_once_are_all_served_in_time_where_the_api_answers_in_300_ms() -> None:
    transport, begun = Sent(seconds=0.3), anyio.current_time()
    async with client(transport) as api:
        assert await ask_all(api, names(256)) == []
    assert anyio.current_time() - begun == pytest.approx(9.6)
