"""What a call may take: measured in virtual seconds."""

import json
from collections.abc import AsyncIterator

import anyio
import httpx2
import pytest

from c360_mcp import errors
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.fair_share import PERMITS, SLICE, SLICE_SECONDS, FairShare
from c360_mcp.upstream.reply import Body, LargeReply
from c360_mcp.upstream.shared_replies import KEPT_BYTES, SharedReplies
from c360_mcp.variables import CONCURRENT

from .harness import Backend, Script, client, connection

pytestmark = pytest.mark.anyio

SEARCH = {"email": "a@b.test"}
FOREVER = 1e9


@pytest.fixture
def anyio_backend(virtual_time: Backend) -> Backend:
    return virtual_time


async def test_a_failure_that_passes_is_not_noticed() -> None:
    script = Script(
        [httpx2.ConnectError("…"), httpx2.Response(503), httpx2.Response(200, json={"interactions": []})]
    )
    async with client(script) as api:
        assert await api.interactions(SEARCH, AttemptLog()) == {"interactions": []}
    assert script.begun_at == [script.begun_at[0] + offset for offset in (0.0, 0.25, 0.75)]


async def test_an_api_that_never_answers_is_asked_twice_within_the_timeout() -> None:
    script, attempt_log = Script([FOREVER]), AttemptLog()
    begun = anyio.current_time()
    async with client(script) as api:
        with pytest.raises(errors.TimedOut) as caught:
            await api.interactions(SEARCH, attempt_log)
    assert anyio.current_time() - begun == 25.0
    assert [round(at - begun, 6) for at in script.begun_at] == [0.0, 12.5]
    assert caught.value.sentence == (
        "The Customer 360 API did not answer within the time that one call may take. Trying again may help; if "
        "this happens often, whoever runs this server can raise C360_TIMEOUT."
    )
    assert [attempt.failure for attempt in attempt_log.attempts] == ["TimedOut"] * 2
    assert str(caught.value).endswith(f"(request ID {caught.value.request_id})")
    assert caught.value.request_id in {attempt.request_id for attempt in attempt_log.attempts}


BROKEN = httpx2.ReadError("…")


@pytest.mark.parametrize(
    ("allowed", "steps", "seconds", "failures"),
    [
        pytest.param(25.25, [12.4], 12.4, [None], id="an answer within half of the time"),
        pytest.param(25.25, [20.0], 20.0, [None, "Cancelled"], id="one that is slower"),
        pytest.param(25.25, [24.9], 24.9, [None, "Cancelled"], id="one at the last moment"),
        pytest.param(5.25, [4.0], 4.0, [None, "Cancelled"], id="one within a short time"),
        pytest.param(3.25, [2.9], 2.9, [None], id="no second try could end"),
        pytest.param(25.25, [FOREVER, 1.0], 13.5, ["Cancelled", None], id="a request that was lost"),
        pytest.param(25.25, [20.0, 1.0], 13.5, ["Cancelled", None], id="the second is quicker"),
        pytest.param(25.25, [20.0, httpx2.Response(503)], 20.0, [None, "Unavailable"], id="the second fails"),
        pytest.param(
            25.25, [20.0, httpx2.Response(403)], 20.0, [None, "AccessDenied"], id="the second is refused"
        ),
        pytest.param(
            25.25, [BROKEN, 20.0], 20.25, ["ConnectionLost", None, "Cancelled"], id="slow after a failure"
        ),
        pytest.param(
            61.0,
            [httpx2.Response(503), httpx2.Response(503), 50.0],
            50.75,
            ["Unavailable", "Unavailable", None],
            id="the third has all that is left",
        ),
    ],
)
async def test_an_api_that_is_slow_has_all_of_the_time_that_is_left(
    allowed: float,
    steps: list[httpx2.Response | Exception | float],
    seconds: float,
    failures: list[str | None],
) -> None:
    script, attempt_log, begun = Script(steps), AttemptLog(), anyio.current_time()
    async with client(script, connection(timeout=allowed)) as api:
        await api.interactions(SEARCH, attempt_log)

    assert anyio.current_time() - begun == pytest.approx(seconds)
    assert [attempt.failure for attempt in attempt_log.attempts] == failures
    assert attempt_log.answered.failure is None
    assert len({request.headers["X-Request-Id"] for request in script.requests}) == len(failures)


async def test_where_all_places_are_taken_a_slow_try_stays_alone() -> None:
    script = Script([20.0])
    async with client(script) as api, anyio.create_task_group() as tasks:
        for number in range(CONCURRENT):
            tasks.start_soon(api.interactions, {"email": f"{number}@b.test"}, AttemptLog())

    assert len(script.requests) == CONCURRENT


async def test_a_short_timeout_goes_into_one_try() -> None:
    script = Script([FOREVER])
    begun = anyio.current_time()
    async with client(script, connection(timeout=3.25)) as api:
        with pytest.raises(errors.TimedOut):
            await api.interactions(SEARCH, AttemptLog())
    assert (anyio.current_time() - begun, len(script.requests)) == (3.0, 1)


async def test_the_callers_deadline_counts_where_it_comes_first() -> None:
    script = Script([FOREVER])
    begun = anyio.current_time()
    async with client(script) as api:
        with anyio.move_on_after(8.25) as scope, pytest.raises(errors.TimedOut):
            await api.interactions(SEARCH, AttemptLog())
    assert anyio.current_time() - begun == 8.0
    assert not scope.cancelled_caught


async def test_no_wait_goes_beyond_the_callers_deadline() -> None:
    script = Script([httpx2.Response(429, headers={"Retry-After": "8"})])
    begun = anyio.current_time()
    async with client(script) as api:
        with anyio.move_on_after(8.25), pytest.raises(errors.RateLimited) as caught:
            await api.interactions(SEARCH, AttemptLog())
    assert anyio.current_time() == begun
    assert caught.value.retry_after == 8


async def test_a_deadline_in_the_past_sends_nothing_and_says_so_in_time() -> None:
    async with client(Script([FOREVER]), connection(timeout=0.0)) as api:
        begun = anyio.current_time()
        with pytest.raises(errors.UpstreamError):
            await api.interactions(SEARCH, AttemptLog())
    assert anyio.current_time() == begun


@pytest.mark.parametrize("moment", [1.0, 12.9, 30.0], ids=["first try", "second try", "never"])
async def test_a_cancelled_call_stays_cancelled(moment: float) -> None:
    script, attempt_log = Script([FOREVER]), AttemptLog()
    begun = anyio.current_time()
    async with client(script, connection(timeout=FOREVER)) as api, anyio.create_task_group() as tasks:
        tasks.start_soon(api.interactions, SEARCH, attempt_log)
        await anyio.sleep(moment)
        tasks.cancel_scope.cancel()
    assert anyio.current_time() - begun == moment
    assert attempt_log.attempts[-1].failure == "Cancelled"
    assert attempt_log.attempts[-1].seconds == moment


class Drip(httpx2.AsyncByteStream):
    """A body of one byte a second."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for byte in self._body:
            await anyio.sleep(1)
            yield bytes([byte])


class Dripping(httpx2.AsyncBaseTransport):
    def __init__(self, status: int, body: bytes) -> None:
        self._status, self._body = status, body

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:  # noqa: ARG002
        return httpx2.Response(self._status, stream=Drip(self._body))


async def test_one_byte_a_second_is_read_while_there_is_time() -> None:
    async with client(Dripping(200, b'{"a": 1}')) as api:
        assert await api.interactions(SEARCH, AttemptLog()) == {"a": 1}


async def test_one_byte_a_second_does_not_hold_a_call_beyond_its_time() -> None:
    attempt_log = AttemptLog()
    begun = anyio.current_time()
    async with client(Dripping(200, b'{"a": "' + b"x" * 10_000)) as api:
        with pytest.raises(errors.TimedOut):
            await api.interactions(SEARCH, attempt_log)
    assert anyio.current_time() - begun == 25.0
    assert [(attempt.status, attempt.size) for attempt in attempt_log.attempts] == [(200, 24), (200, 12)]


class Pouring(httpx2.AsyncByteStream):
    """Pieces of one byte without end, each of which is there as soon as it is asked for."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b" "


class Poured(httpx2.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:  # noqa: ARG002
        return httpx2.Response(200, stream=Pouring())


async def test_of_pieces_without_end_so_many_a_second_are_taken_for_all_calls_together() -> None:
    attempt_logs = [AttemptLog() for _ in range(8)]

    async def ask(number: int) -> None:
        with pytest.raises(errors.TimedOut):
            await api.interactions(SEARCH | {"number": str(number)}, attempt_logs[number])

    begun = anyio.current_time()
    async with client(Poured()) as api, anyio.create_task_group() as group:
        for number in range(8):
            group.start_soon(ask, number)
    assert anyio.current_time() - begun == 25.0
    assert sum(log.size for log in attempt_logs) <= SLICE * (25 / SLICE_SECONDS + 3 * 8)


async def test_so_many_large_replies_are_held_and_the_next_waits_until_one_is_dropped() -> None:
    share = FairShare()
    held = [await share.permit() for _ in range(PERMITS)]
    with anyio.move_on_after(600) as wait:
        await share.permit()
    assert wait.cancelled_caught

    held.pop()
    with anyio.fail_after(1):
        await share.permit()


async def test_a_large_reply_is_not_kept_for_calls_that_come_later() -> None:
    share, shared, fetched = FairShare(), SharedReplies(reuse_seconds=600), list[int]()

    async def fetch(_: AttemptLog) -> LargeReply:
        fetched.append(len(fetched))
        return LargeReply(Body(bytearray(b"{}"), await share.permit()))

    for _ in range(2 * PERMITS):
        await shared.get(("interactions-insight", ()), fetch, AttemptLog())
    assert len(fetched) == 2 * PERMITS


async def test_of_replies_that_are_kept_the_oldest_go_where_all_together_are_too_large() -> None:
    shared, fetched = SharedReplies(reuse_seconds=600), list[str]()

    async def get(name: str) -> None:
        async def fetch(own: AttemptLog) -> dict[str, object]:
            own.begin().size = KEPT_BYTES // 4
            fetched.append(name)
            return {}

        await shared.get((name, ()), fetch, AttemptLog())

    for name in ("a", "b", "c", "d", "e", "e", "b", "a"):
        await get(name)
    assert fetched == ["a", "b", "c", "d", "e", "a"]


async def test_the_body_of_an_error_is_waited_for_two_seconds_and_not_at_the_cost_of_its_status() -> None:
    begun = anyio.current_time()
    async with client(Dripping(403, json.dumps({"detail": "No"}).encode())) as api:
        with pytest.raises(errors.AccessDenied) as caught:
            await api.interactions(SEARCH, AttemptLog())
    assert anyio.current_time() - begun == 2.0
    assert caught.value.detail is None


async def test_the_journal_says_what_each_exchange_cost() -> None:
    attempt_log = AttemptLog()
    async with client(Script([2.0])) as api:
        await api.interactions(SEARCH, attempt_log)
    [attempt] = attempt_log.attempts
    assert (attempt.status, attempt.failure, attempt.seconds) == (200, None, 2.0)
