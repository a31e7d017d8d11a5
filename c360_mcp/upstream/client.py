"""The client of the Customer 360 API: GET requests with retries, within a deadline, in their turn."""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from types import TracebackType
from typing import Self

import anyio
import httpx2

from c360_mcp.errors import RateLimited, TimedOut, UpstreamError
from c360_mcp.telemetry.observed import CLIENTS
from c360_mcp.telemetry.trace_context import propagate_trace
from c360_mcp.telemetry.turn_record import counting_refusals, record_wait
from c360_mcp.telemetry.upstream_span import upstream_span
from c360_mcp.upstream.address import path_template, request_url, sendable_key
from c360_mcp.upstream.attempts import Attempt, AttemptLog
from c360_mcp.upstream.circuit_breaker import CircuitBreaker, Passage
from c360_mcp.upstream.client_state import ClientState
from c360_mcp.upstream.connection import Connection
from c360_mcp.upstream.error_body import redact_key
from c360_mcp.upstream.fair_share import FairShare
from c360_mcp.upstream.handshake import HandshakeGuard
from c360_mcp.upstream.network import network_error, not_connected, timed_out
from c360_mcp.upstream.reply import Body, Reply, read_body, receive, unreadable
from c360_mcp.upstream.retry import delay_before_retry, rate_limit_headers, second_try_after
from c360_mcp.upstream.second_try import with_second_try
from c360_mcp.upstream.session import open_session
from c360_mcp.upstream.shared_replies import SharedReplies
from c360_mcp.upstream.turnstile import Budget, Turnstile

IDS_PER_BATCH = 25
"""Fifty real IDs make a request line of over 4 KB, which gateways have been seen to refuse."""

RESERVE_SECONDS = 0.25
"""Kept back from the caller's deadline, for turning a reply or an error into a result."""


def batches(ids: Sequence[str]) -> list[Sequence[str]]:
    """Split interaction IDs into batches, in their order, each of which fits into one request."""
    return [ids[start : start + IDS_PER_BATCH] for start in range(0, len(ids), IDS_PER_BATCH)]


class Customer360:
    """The API of one tenant: an async context manager, shared by all the calls of a process.

    The HTTP session is opened with the first request. Each method raises `UpstreamError` where no usable reply came
    within the caller's deadline and `connection.timeout`, `Misconfigured` where the settings allow no
    request, `InvalidArgument` where what is asked for can't be put into one. `jitter` gives numbers in
    [0, 1), `clock` epoch seconds.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        budget: Budget | None = None,
        jitter: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._connection = connection
        self._transport = transport
        self._jitter = jitter
        self._clock = clock
        self._turnstile = Turnstile(connection.bounds, budget)
        self._circuit = CircuitBreaker()
        self._state = ClientState(connection, self._turnstile, self._circuit, budget)
        self.share = FairShare()
        self._shared = SharedReplies(connection.reuse_seconds)
        self.steady = self._shared.steady
        self._session: httpx2.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        CLIENTS.append(self._state)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        CLIENTS.remove(self._state)
        if self._session is not None:
            await self._session.aclose()

    async def interactions(
        self, params: Mapping[str, str], attempt_log: AttemptLog, *, retry_rate_limit: bool = True
    ) -> Reply:
        """Fetch the interactions and insights of one search; `params` are the API's own parameters.

        Without `retry_rate_limit`, a request that was refused for a rate limit is not made again.
        """
        query = tuple(params.items())
        return await self._share(
            "interactions-insight", query, attempt_log, retry_rate_limit=retry_rate_limit
        )

    async def summaries(self, ids: Sequence[str], attempt_log: AttemptLog) -> Reply:
        """Fetch the transcript summaries of one batch of interaction IDs."""
        query = tuple(("interactionId", each) for each in ids)
        return await self._share("transcript-summaries", query, attempt_log)

    async def _share(
        self,
        resource: str,
        query: tuple[tuple[str, str], ...],
        attempt_log: AttemptLog,
        *,
        retry_rate_limit: bool = True,
    ) -> Reply:
        """As `_get`, but equal requests of several calls are one."""

        async def fetch(own_log: AttemptLog) -> Reply:
            return await self._get(resource, query, own_log, retry_rate_limit=retry_rate_limit)

        return await self._shared.get((resource, query), fetch, attempt_log)

    async def _get(
        self,
        resource: str,
        query: Iterable[tuple[str, str]],
        attempt_log: AttemptLog,
        *,
        retry_rate_limit: bool = True,
    ) -> Reply:
        request = self._request(resource, query)
        deadline = self._deadline()
        made, tenant = 0, self._connection.tenant_id
        with counting_refusals(tenant), self._circuit.passage(attempt_log.call) as passage:
            while True:
                await self._circuit.enter(passage)
                asked_at = anyio.current_time()
                async with self._turnstile.slot(deadline):
                    sent_at = anyio.current_time()
                    record_wait(tenant, sent_at - asked_at)
                    outcomes = await self._tries(resource, request, attempt_log, made + 1, deadline)
                outcome, made = outcomes[-1], made + len(outcomes)
                delay = self._delay(made, outcome, deadline, retry_rate_limit=retry_rate_limit)
                if delay is None:
                    break
                await anyio.sleep(delay)
            self._note(passage, outcome, sent_at, deadline)
        if isinstance(outcome, UpstreamError):
            raise outcome
        return outcome

    def _delay(
        self, made: int, outcome: Reply | UpstreamError, deadline: float, *, retry_rate_limit: bool
    ) -> float | None:
        """How long to wait before the next try; None where this outcome is the last."""
        if not isinstance(outcome, UpstreamError) or self._circuit.is_open:
            return None
        if isinstance(outcome, RateLimited) and not retry_rate_limit:
            return None
        return delay_before_retry(made, outcome, left=deadline - anyio.current_time(), jitter=self._jitter())

    def _note(
        self, passage: Passage, outcome: Reply | UpstreamError, sent_at: float, deadline: float
    ) -> None:
        """Let the circuit breaker know the outcome, unless the call had no time left for the API to answer in."""
        now, patience = anyio.current_time(), self._connection.timeout / 2
        if isinstance(outcome, UpstreamError) and now >= deadline and now - sent_at < patience:
            return
        if self._circuit.note(passage, outcome):
            self._turnstile.refuse_waiting(self._circuit.refusal)

    async def _tries(
        self, resource: str, request: httpx2.Request, attempt_log: AttemptLog, number: int, deadline: float
    ) -> list[Reply | UpstreamError]:
        """Try once, and where that is slow and another request may be sent, once more beside it."""

        async def attempt(number: int) -> Reply | UpstreamError:
            attempt = attempt_log.begin()
            host = request.url.host
            with upstream_span(path_template(resource), host, attempt, number), attempt.timed():
                return await self._try(_copy(request), deadline - anyio.current_time(), attempt)

        async def another() -> Reply | UpstreamError:
            if self._circuit.is_open:
                return self._circuit.refusal()
            try:
                async with self._turnstile.slot(anyio.current_time()):
                    return await attempt(number + 1)
            except UpstreamError as refusal:
                return refusal

        after = second_try_after(number, left=deadline - anyio.current_time())
        return await with_second_try(lambda: attempt(number), another, after=after)

    def _request(self, resource: str, query: Iterable[tuple[str, str]]) -> httpx2.Request:
        return self._http().build_request(
            "GET",
            request_url(self._connection, resource, query),
            headers={"x-api-key": sendable_key(self._connection)},
        )

    def _http(self) -> httpx2.AsyncClient:
        if self._session is None:
            self._session = open_session(self._connection.base_url, self._transport)
        return self._session

    def _deadline(self) -> float:
        own = anyio.current_time() + self._connection.timeout
        return min(own, anyio.current_effective_deadline()) - RESERVE_SECONDS

    async def _try(self, request: httpx2.Request, seconds: float, attempt: Attempt) -> Reply | UpstreamError:
        received: Body | UpstreamError = timed_out()
        request.headers["X-Request-Id"] = attempt.request_id
        propagate_trace(request.headers)
        guard = request.extensions["trace"] = HandshakeGuard()
        with anyio.move_on_after(seconds):
            received = await self._send(request, attempt)
        if isinstance(received, TimedOut) and guard.connecting:
            received = not_connected()
        outcome = await read_body(received, self.share) if isinstance(received, Body) else received
        attempt.failure = None
        if isinstance(outcome, RateLimited):
            await self._turnstile.close(outcome.retry_after or 0)
        if isinstance(outcome, UpstreamError):
            attempt.failure = type(outcome).__name__
            if outcome.detail is not None:
                outcome.detail = redact_key(outcome.detail, sendable_key(self._connection))
            outcome.request_id, outcome.response_id = attempt.request_id, attempt.response_id
        return outcome

    async def _send(self, request: httpx2.Request, attempt: Attempt) -> Body | UpstreamError:
        """Send a request once. Errors are returned, since a raised one would have httpx2's, with the URL, as context."""
        try:
            async with aclosing(await self._http().send(request, stream=True)) as response:
                attempt.answered(response.status_code, response.headers.get("x-response-id", ""))
                attempt.rate_limit = rate_limit_headers(response.headers)
                return await receive(response, attempt, self.share, self._clock)
        except httpx2.TimeoutException:
            return timed_out()
        except httpx2.DecodingError:
            return unreadable("a damaged compressed body")
        except (httpx2.TransportError, OSError) as error:  # TLS errors while reading come as `ssl.SSLError`
            return network_error(error)


def _copy(request: httpx2.Request) -> httpx2.Request:
    """The same request once more, as each try has an ID of its own in it."""
    return httpx2.Request(
        request.method, request.url, headers=request.headers, extensions={**request.extensions}
    )
