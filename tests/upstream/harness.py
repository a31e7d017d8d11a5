"""What the tests of the client share: a connection, a scripted transport, a raw socket server."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx2
from anyio.abc import ByteStream, SocketAttribute
from anyio.streams.tls import TLSListener
from pydantic import SecretStr

from c360_mcp.upstream.client import Customer360
from c360_mcp.upstream.connection import Connection
from c360_mcp.upstream.turnstile import Budget
from tests.patience import PATIENCE

KEY = "eght_SentinelKey"
TENANT = "acmecorp01"
EMAIL = "sentinel+tag@example.com"
NOW = 1_795_000_000.0
"""Epoch seconds on the test clock: 2026-11-18 11:06:40 UTC, a Wednesday."""


def connection(
    base_url: str = "https://api.test/us",
    *,
    tenant_id: str = TENANT,
    api_key: str = KEY,
    timeout: float = 25.25,
    **more: Any,
) -> Connection:
    """25 s for tries, and the 0.25 s that the client keeps back. 1 s is enough for one try alone."""
    return Connection(
        base_url=base_url, tenant_id=tenant_id, api_key=SecretStr(api_key), timeout=timeout, **more
    )


AT_ONCE = -1.0
"""The jitter that leaves nothing of the wait before a retry."""


def client(
    transport: httpx2.AsyncBaseTransport | None = None,
    to: Connection | None = None,
    jitter: float = 0.0,
    budget: Budget | None = None,
) -> Customer360:
    return Customer360(
        to or connection(), transport=transport, budget=budget, jitter=lambda: jitter, clock=lambda: NOW
    )


@dataclass
class Script(httpx2.AsyncBaseTransport):
    """A transport that answers with each step in turn, the last one over and over.

    A step is a response, an exception to raise, or seconds to hang before a 200 with an empty object.
    """

    steps: list[httpx2.Response | Exception | float]
    requests: list[httpx2.Request] = field(default_factory=list)
    begun_at: list[float] = field(default_factory=list)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        # A copy: the client sends one request object again and again.
        self.requests.append(httpx2.Request(request.method, request.url, headers=request.headers))
        self.begun_at.append(anyio.current_time())
        step = self.steps[min(len(self.requests), len(self.steps)) - 1]
        match step:
            case Exception():
                raise step
            case httpx2.Response():
                return httpx2.Response(step.status_code, headers=step.headers, content=step.content)
            case _:
                await anyio.sleep(step)
                return httpx2.Response(200, json={})


@dataclass
class Wire:
    """A raw TCP server on loopback, and what reached it."""

    port: int
    heads: list[bytes] = field(default_factory=list)
    sent: int = 0

    def connection(self, scheme: str = "http", timeout: float = 60.25) -> Connection:
        return connection(f"{scheme}://localhost:{self.port}", timeout=timeout)


Peer = Callable[[ByteStream], Awaitable[None]]
Backend = tuple[str, dict[str, Any]]


@asynccontextmanager
async def listening(peer: Peer, tls: ssl.SSLContext | None = None) -> AsyncIterator[Wire]:
    """Answer each request with `peer`, which writes raw bytes, hangs or resets as it likes.

    Fails where a connection is still open when the client has been closed.
    """
    tcp = await anyio.create_tcp_listener(local_host="127.0.0.1")
    wire = Wire(port=tcp.extra(SocketAttribute.local_port))  # noqa: S610  not Django's
    listener = TLSListener(tcp, tls) if tls else tcp

    async def serve(stream: ByteStream) -> None:
        async with stream:
            with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream):
                while True:
                    wire.heads.append(await _head(stream))
                    await peer(stream)

    async with listener, anyio.create_task_group() as connections:
        async with anyio.create_task_group() as acceptor:
            acceptor.start_soon(listener.serve, serve, connections)
            yield wire
            acceptor.cancel_scope.cancel()
        connections.cancel_scope.deadline = anyio.current_time() + PATIENCE
    assert not connections.cancel_scope.cancelled_caught, "a connection was left open"


TLS_HELLO = b"\x16"


async def hang(stream: ByteStream) -> None:
    """Say nothing until the other side goes away."""
    await stream.receive()


async def _head(stream: ByteStream) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and not head.startswith(TLS_HELLO):
        head += await stream.receive()
    return head
