"""Somebody who calls a server again and again, over HTTP or stdio, and knows what that costs the server."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from subprocess import DEVNULL, PIPE
from typing import Protocol, cast

from processes import running
from vitals import processor_seconds
from wire import call_body, hello_lines, read_answer, request

TOOL = "get_customer_interactions"
CUSTOMER = "customer@example.com"
LARGEST_ANSWER = 2**20


class Call(Protocol):
    """Makes one call, and waits for its answer."""

    async def __call__(self, customer: str = CUSTOMER) -> bytes:
        """Search for the customer with an e-mail address."""


@dataclass(frozen=True, slots=True)
class Caller:
    """`connected` gives the way to call; `pid` is the server's process."""

    connected: Callable[[], AbstractAsyncContextManager[Call]]
    pid: int

    async def cost(self, calls: int) -> float:
        """Make calls one after another; the processor time that the server took for each, in seconds."""
        before = processor_seconds(self.pid)
        async with self.connected() as call:
            for _ in range(calls):
                answer = await call()
                if not succeeded(answer):
                    raise RuntimeError(f"a call failed: {answer[:200]!r}")
        return (processor_seconds(self.pid) - before) / calls


def search(customer: str) -> dict[str, str]:
    """The arguments of a call."""
    return {"search_by": "email", "identifier": customer}


def succeeded(answer: bytes) -> bool:
    """Whether it is a result, and no error."""
    return b'"content":[' in answer and b'"isError":true' not in answer


@asynccontextmanager
async def over_http(
    command: Sequence[str], settings: Mapping[str, str], port: int, era: str
) -> AsyncIterator[Caller]:
    """Calls to a server on `port`, which `command` starts."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[Call]:
        """Anew each time: a server may close a connection on which nothing comes for a while."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LARGEST_ANSWER)

        async def call(customer: str = CUSTOMER) -> bytes:
            writer.write(request(port, era, TOOL, search(customer)))
            status, body = await read_answer(reader)
            return body if status == HTTPStatus.OK else b"status %d" % status

        yield call
        writer.close()

    with running(*command, port=port, **settings) as process:
        yield Caller(connected, process.pid)


@asynccontextmanager
async def over_stdio(command: Sequence[str], settings: Mapping[str, str], era: str) -> AsyncIterator[Caller]:
    """Calls to a server that speaks over the pipes of `command`."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=os.environ | settings, limit=LARGEST_ANSWER
    )
    requests = cast("asyncio.StreamWriter", process.stdin)
    answers = cast("asyncio.StreamReader", process.stdout)

    @asynccontextmanager
    async def connected() -> AsyncIterator[Call]:
        async def call(customer: str = CUSTOMER) -> bytes:
            requests.write(call_body(era, TOOL, search(customer)) + b"\n")
            return await answers.readline()

        yield call

    if hello := hello_lines(era):
        requests.writelines(hello)
        await answers.readline()
    try:
        yield Caller(connected, process.pid)
    finally:
        process.terminate()
        await process.wait()
