"""What becomes of calls to an API that fails again and again: in virtual time."""

from dataclasses import dataclass, field
from itertools import count

import anyio
import httpx2
import pytest

from c360_mcp.errors import CircuitOpen, UpstreamError
from c360_mcp.rate import parse_rates
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.bounds import Bounds
from c360_mcp.upstream.budget import WindowBudget
from c360_mcp.upstream.client import Customer360
from tests.upstream.harness import Backend, client, connection
from tests.upstream.window import VirtualWindows

pytestmark = pytest.mark.anyio

UNREACHABLE, GARBLED, HANGS, WELL = "unreachable", "garbled", "1e9", "0.1"


@pytest.fixture
def anyio_backend(virtual_time: Backend) -> Backend:
    return virtual_time


@dataclass
class Api(httpx2.AsyncBaseTransport):
    """Answers as the name of the customer says: `503` at once, `2/503` after two seconds, `2` well after as long."""

    retry_after: str = "0"
    """Seconds, of a 429."""
    sent: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request.url.params["contactId"])
        how = self.sent[-1].split()[0]
        if how == UNREACHABLE:
            raise httpx2.ConnectError("…")
        if how == GARBLED:
            return httpx2.Response(200, text="One moment, please")
        seconds, _, status = how.rpartition("/") if "/" in how else (how, "", "200")
        if how.isdecimal() and len(how) == 3:
            seconds, status = "0", how
        await anyio.sleep(float(seconds))
        return httpx2.Response(
            int(status), headers={"Retry-After": self.retry_after} if status == "429" else {}, json={}
        )


numbers = count()


async def ask(api: Customer360, how: str, log: AttemptLog | None = None) -> UpstreamError | None:
    """Ask for a customer of whom nobody else asks."""
    try:
        await api.interactions({"contactId": f"{how} {next(numbers)}"}, log or AttemptLog())
    except UpstreamError as error:
        return error
    return None


async def named(api: Customer360, how: str, log: AttemptLog | None = None) -> str:
    """The name of what came of it."""
    return type(await ask(api, how, log)).__name__


async def fail(api: Customer360, times: int = 5) -> None:
    """Have so many calls fail one after the other."""
    assert [await named(api, "500") for _ in range(times)] == ["ServiceFailed"] * times


SIDE = "the last time because it failed on its side, so nothing is sent to it for now"
BY_ITSELF = "the last time because it failed on its side"


@pytest.mark.parametrize(
    ("outcomes", "why"),
    [
        (["503"] * 5, BY_ITSELF),
        (["500", "502", "503", "504", "500"], BY_ITSELF),
        ([UNREACHABLE] * 5, "the last time because it could not be reached"),
        ([HANGS] * 5, "the last time because it did not answer in time"),
        ([WELL, UNREACHABLE, *["500"] * 5], BY_ITSELF),
        (["500"] * 4, None),
        (["500"] * 4 + [WELL] + ["500"] * 4, None),
        (["500"] * 4 + [UNREACHABLE] * 4, None),
        ([HANGS, "500"] * 5, None),
        (["500"] * 4 + ["404", "500"], None),
        (["500"] * 4 + ["401", "500"], None),
        (["500"] * 4 + ["429", "500"], None),
        (["500"] * 4 + [GARBLED, "500"], None),
        (["400"] * 9, None),
        (["401"] * 9, None),
        (["403"] * 9, None),
        (["404"] * 9, None),
        (["307"] * 9, None),
        ([GARBLED] * 9, None),
    ],
)
async def test_after_five_failures_of_one_kind_in_a_row_calls_fail_at_once_with_the_reason(
    outcomes: list[str], why: str | None
) -> None:
    transport = Api()
    async with client(transport) as api:
        for how in outcomes:
            assert not isinstance(await ask(api, how), CircuitOpen)
        sent, begun = len(transport.sent), anyio.current_time()
        failure = await ask(api, "0.0")
        assert anyio.current_time() == begun

    assert len(transport.sent) - sent == (0 if why else 1)
    assert str(failure) == (
        f"Calls to the Customer 360 API failed 5 times in a row, {why}, so nothing is sent to it for now. Try again in "
        "15 seconds."
        if why
        else "None"
    )


async def test_who_tries_again_when_told_to_is_let_through_and_an_answer_lets_all_through() -> None:
    async with client(Api()) as api:
        await fail(api)
        await anyio.sleep(4.5)
        failure = await ask(api, WELL)
        assert isinstance(failure, CircuitOpen)
        assert str(failure).endswith("Try again in 11 seconds.")
        assert failure.retry_after == 11
        await anyio.sleep(10.4)
        assert str(await ask(api, WELL)).endswith("Try again in 1 second.")
        await anyio.sleep(0.1)
        assert await ask(api, WELL) is None
        await fail(api)


async def test_one_probe_goes_at_a_time_in_one_try_and_where_it_fails_the_pause_begins_again() -> None:
    transport, probes = Api(), list[str]()
    async with client(transport) as api:
        await fail(api)
        await anyio.sleep(15)
        transport.sent.clear()

        async def probe() -> None:
            probes.append(await named(api, HANGS))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(probe)
            await anyio.sleep(1)
            meanwhile = await ask(api, WELL)
        assert str(meanwhile) == (
            "Calls to the Customer 360 API failed 5 times in a row, the last time because it failed on its side, so one "
            "request finds out first whether it works. Try again in 5 seconds."
        )
        assert (probes, len(transport.sent)) == (["TimedOut"], 1)
        assert str(await ask(api, WELL)) == (
            "Calls to the Customer 360 API failed 6 times in a row, the last time because it did not answer in time, so "
            "nothing is sent to it for now. Try again in 15 seconds."
        )
        await anyio.sleep(15)
        assert await named(api, "503") == "Unavailable"
        assert len(transport.sent) == 2, "without the tries that follow where the circuit is closed"
        await anyio.sleep(14.9)
        assert await named(api, WELL) == "CircuitOpen"


async def test_a_probe_that_is_cancelled_leaves_its_place_to_the_next() -> None:
    async with client(Api()) as api:
        await fail(api)
        await anyio.sleep(15)
        for how in (HANGS, HANGS):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(ask, api, how)
                await anyio.sleep(1)
                assert await named(api, WELL) == "CircuitOpen"
                tasks.cancel_scope.cancel()
        assert await ask(api, WELL) is None


async def test_a_probe_that_may_not_be_sent_leaves_its_place_to_the_next() -> None:
    async with client(Api(), budget=rated("5/minute")) as api:
        await fail(api)
        await anyio.sleep(15)
        assert [await named(api, WELL) for _ in range(2)] == ["OverBudget"] * 2
        await anyio.sleep(60)
        assert await ask(api, WELL) is None


@pytest.mark.parametrize(("bounds", "rate"), [(Bounds(concurrent=1), "99/minute"), (Bounds(), "5/20s")])
async def test_requests_that_wait_for_their_turn_or_the_budget_are_refused_as_soon_as_the_circuit_opens(
    bounds: Bounds, rate: str
) -> None:
    transport, failures = Api(), list[UpstreamError | None]()
    async with client(transport, connection(bounds=bounds), budget=rated(rate)) as api:

        async def wait() -> None:
            failures.append(await ask(api, WELL))

        await fail(api, 4)
        begun = anyio.current_time()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask, api, "2/500")
            for _ in range(3):
                await anyio.sleep(0.1)
                tasks.start_soon(wait)
        assert anyio.current_time() - begun == 2
    assert [type(each).__name__ for each in failures] == ["CircuitOpen"] * 3
    assert len(set(map(id, failures))) == 3
    assert len(transport.sent) == 5


async def test_a_try_that_is_to_follow_is_not_made_once_the_circuit_is_open() -> None:
    transport, outcomes = Api(), list[str]()
    async with client(transport) as api, anyio.create_task_group() as tasks:

        async def ask_thrice() -> None:
            outcomes.append(await named(api, "503"))

        async def ask_twice() -> None:
            outcomes.append(await named(api, "20"))

        for task in (ask_thrice, ask_twice):
            tasks.start_soon(task)
        await anyio.sleep(0.1)
        await fail(api)
    assert outcomes == ["CircuitOpen", "NoneType"]
    assert len(transport.sent) == 7


async def test_what_was_sent_before_the_circuit_opened_closes_it_by_an_answer_and_prolongs_nothing() -> None:
    async with client(Api()) as api, anyio.create_task_group() as tasks:
        tasks.start_soon(ask, api, "7/500")
        tasks.start_soon(ask, api, "10")
        await anyio.sleep(0.1)
        await fail(api)
        await anyio.sleep(8)
        assert str(await ask(api, WELL)).endswith(
            "failed 5 times in a row, " + SIDE + ". Try again in 7 seconds."
        )
        await anyio.sleep(2)
        assert await ask(api, WELL) is None


async def test_requests_of_one_call_that_fail_count_once_however_many_they_are() -> None:
    async with client(Api()) as api:
        await fail(api, 3)
        log = AttemptLog()
        async with anyio.create_task_group() as tasks:
            for _ in range(8):
                tasks.start_soon(ask, api, "500", AttemptLog(parent=log))
        await ask(api, "500", log)
        assert await ask(api, WELL) is None


@pytest.mark.parametrize(("probe", "outcomes"), [("1", ["NoneType"] * 3), ("1/500", ["CircuitOpen"] * 3)])
async def test_requests_of_the_probes_own_call_wait_for_what_comes_of_it(
    probe: str, outcomes: list[str]
) -> None:
    found, log = list[str](), AttemptLog()
    async with client(Api()) as api:

        async def beside() -> None:
            found.append(await named(api, WELL, AttemptLog(parent=log)))

        await fail(api)
        await anyio.sleep(15)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask, api, probe, AttemptLog(parent=log))
            await anyio.sleep(0.1)
            for _ in range(3):
                tasks.start_soon(beside)
    assert found == outcomes


async def test_an_answer_to_what_was_sent_before_ends_the_wait_for_a_probe_that_hangs() -> None:
    log = AttemptLog()
    async with client(Api()) as api, anyio.create_task_group() as tasks:
        begun = anyio.current_time()
        tasks.start_soon(ask, api, "20")
        await anyio.sleep(0.1)
        await fail(api)
        await anyio.sleep(15)
        tasks.start_soon(ask, api, HANGS, log)
        await anyio.sleep(0.1)
        assert await ask(api, WELL, log) is None
        assert anyio.current_time() - begun == pytest.approx(20.1)
        await anyio.sleep(20.1)  # the probe has failed meanwhile: once, and beside a circuit that is closed
        assert await ask(api, WELL) is None


async def test_calls_that_have_too_little_time_for_an_answer_say_nothing_of_the_api() -> None:
    async with client(Api()) as api:
        for _ in range(9):
            with anyio.move_on_after(6) as call:
                assert await named(api, HANGS) == "TimedOut"
            assert not call.cancelled_caught
        assert await ask(api, WELL) is None


async def test_calls_that_are_cancelled_say_nothing_of_the_api() -> None:
    async with client(Api()) as api:
        for _ in range(9):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(ask, api, HANGS)
                await anyio.sleep(20)
                tasks.cancel_scope.cancel()
        assert await ask(api, WELL) is None


async def test_a_slow_call_goes_on_where_the_api_refuses_a_second_try_for_its_rate_limit() -> None:
    async with client(Api(retry_after="60")) as api, anyio.create_task_group() as tasks:
        outcomes = list[str]()

        async def slow() -> None:
            outcomes.append(await named(api, "20"))

        tasks.start_soon(slow)
        await anyio.sleep(1)
        await ask(api, "429")
    assert outcomes == ["NoneType"]


def rated(rate: str) -> WindowBudget:
    return WindowBudget(parse_rates(rate), "acme", VirtualWindows(), anyio.current_time)
