"""An API for any tenant, whose rows tell the tenant, and which can be made to hold its answers back."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import anyio
import anyio.abc

from tests.patience import PATIENCE

REGION = "/v1/public/tenants/"


@dataclass
class Api:
    """What was asked, and whom to keep waiting."""

    url: str = ""
    requests: list[str] = field(default_factory=list)
    """Heads, as they came."""
    status: int = 200
    lists: tuple[str, ...] = ("interactions", "summaries", "partialFailures")
    """Which of its lists a reply has."""
    held: set[str] = field(default_factory=set)
    """Tenants whose requests wait for `released`."""
    released: anyio.Event = field(default_factory=anyio.Event)
    left: anyio.Event = field(default_factory=anyio.Event)
    """Someone went without having waited for the answer."""
    _arrived: anyio.Event = field(default_factory=anyio.Event)

    async def asked(self, times: int) -> None:
        """Wait until so many requests came."""
        with anyio.fail_after(PATIENCE):
            while len(self.requests) < times:
                self._arrived = anyio.Event()
                await self._arrived.wait()

    async def serve(self, stream: anyio.abc.SocketStream) -> None:
        async with stream:
            with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream):
                while True:
                    await self._answer(stream)

    async def _answer(self, stream: anyio.abc.SocketStream) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += await stream.receive()
        self.requests.append(head.decode())
        self._arrived.set()
        tenant = self.requests[-1].partition(REGION)[2].partition("/")[0]
        if tenant in self.held:
            await self._hold(stream)
        row = {"interactionId": f"int-of-{tenant}", "mediaType": "PHONE", "startedAt": 1_795_000_000_000}
        reply = {"interactions": [row], "summaries": [], "partialFailures": []}
        body = json.dumps({name: reply[name] for name in self.lists})
        await stream.send(
            f"HTTP/1.1 {self.status} -\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )

    async def _hold(self, stream: anyio.abc.SocketStream) -> None:
        """Wait until the answer may go out; raises `EndOfStream` where nobody waits for it any more."""
        async with anyio.create_task_group() as group:
            group.start_soon(self._notice_leaving, stream, group.cancel_scope)
            await self.released.wait()
            group.cancel_scope.cancel()
        if self.left.is_set():
            raise anyio.EndOfStream

    async def _notice_leaving(self, stream: anyio.abc.SocketStream, wait: anyio.CancelScope) -> None:
        with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
            await stream.receive()
        self.left.set()
        wait.cancel()


@asynccontextmanager
async def answering() -> AsyncIterator[Api]:
    """An API on loopback, in the test's own event loop."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)  # noqa: S610  of a socket, not of a query
    api = Api(f"http://127.0.0.1:{port}")
    async with listener, anyio.create_task_group() as group:
        group.start_soon(listener.serve, api.serve)
        yield api
        api.released.set()
        group.cancel_scope.cancel()


ONE_CALL = {"C360_CONCURRENT_REQUESTS": "1", "C360_WAITING_REQUESTS": "0"}
"""Settings with which a process has one call of a tenant under way at a time."""


def environment(api: Api, **more: str) -> dict[str, str]:
    """Settings for the tenant `acme` of this API."""
    return {"C360_BASE_URL": api.url, "C360_TENANT_ID": "acme", "C360_API_KEY": "eght_acme"} | more
