"""Three replicas behind nginx share a budget in Redis: how much of it they use, how fairly, and what they lose with it.

`PYTHONPATH=benchmarks python scripts/try_budget.py NGINX REDIS` prints the figures; both are the programs to start.
"""

import asyncio
import json
import signal
import sys
import tempfile
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx2
from crowd import Question
from processes import free_port, running
from try_replicas import Replica, client, nginx_config
from wire import ERAS

from c360_mcp.service.callers.static_tokens import new_token

if TYPE_CHECKING:
    from subprocess import Popen

AMOUNT, SECONDS = 60, 10
CALLERS, TOKENS, REPLICAS = 64, 10, 3
STEADY_SECONDS = 60.0
"""With the store in order, five windows and what it takes to fill the first."""
DISTURBED_SECONDS = 8.0
"""In each of the states of the store."""
LEAST_USED, MOST_UNFAIR = 57, 2.0


@dataclass
class CountingApi:
    """Answers each search with no interactions after 30 ms, and notes when it came."""

    at: list[float] = field(default_factory=list)

    async def serve(self, port: int) -> None:
        """Listen on loopback until it is cancelled."""
        async with await asyncio.start_server(self._answer, "127.0.0.1", port) as server:
            await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.at.append(time.monotonic())
                email = parse_qs(urlsplit(head.split(maxsplit=2)[1].decode()).query)["email"][0]
                await asyncio.sleep(0.03)
                row = {
                    "interactionId": email.partition("@")[0],
                    "mediaType": "PHONE",
                    "startedAt": 1_795_000_000_000,
                }
                body = json.dumps({"interactions": [row]}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
                writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionResetError):
            writer.close()

    def within(self, since: float, seconds: float) -> int:
        """How many came in a time."""
        return bisect_left(self.at, since + seconds) - bisect_left(self.at, since)

    def used(self) -> float:
        """How much of each window is used, from the first request to that with which the last window begins."""
        windows = (len(self.at) - 1) // AMOUNT
        return AMOUNT * windows * SECONDS / (self.at[AMOUNT * windows] - self.at[0])

    def windows(self, since: float, until: float) -> list[int]:
        """How many came in each window that begins with a request, or ends with one, and lies in this time."""
        starts = [*self.at, *(each - SECONDS for each in self.at)]
        return [self.within(each, SECONDS) for each in starts if since <= each <= until - SECONDS]


class Callers:
    """They ask one question after another, each another one, and note how long they wait for the answer."""

    def __init__(self, clients: Sequence[httpx2.AsyncClient]) -> None:
        self._clients = clients
        self.over = False
        self.failures: list[str] = []
        self.waits: dict[int, list[float]] = defaultdict(list)
        """By token, in seconds."""

    async def keep_asking(self, number: int) -> None:
        """One of them, with a token that it shares with others."""
        token, asked = number % len(self._clients), 0
        while not self.over:
            name = f"int-{number}-{asked}"
            asked, sent = asked + 1, time.monotonic()
            arguments = {"search_by": "email", "identifier": f"{name}@example.com"}
            question = Question(ERAS[number % len(ERAS)], "get_customer_interactions", arguments)
            try:
                text = (await question.ask(self._clients[token])).text
            except httpx2.HTTPError as error:
                text = type(error).__name__
            if name not in text:
                self.failures.append(text[:300])
            self.waits[token].append(time.monotonic() - sent)

    @property
    def unfairness(self) -> float:
        """The longest mean wait of a token by the shortest."""
        means = [mean(waits) for waits in self.waits.values()]
        return max(means) / min(means)


class Redis:
    """The store, which can be killed, started again, stopped and let go on."""

    def __init__(self, program: str, stack: ExitStack) -> None:
        self.port = free_port()
        self._command = (program, "--port", str(self.port), "--save", "", "--bind", "127.0.0.1")
        self._stack = stack
        self.start()

    def start(self) -> None:
        """Serve, with nothing in it."""
        self._process: Popen[bytes] = self._stack.enter_context(running(*self._command, port=self.port))

    def kill(self) -> None:
        """End it without a chance to finish anything."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Leave it there, but silent."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self._process.send_signal(signal.SIGCONT)


def serve(programs: tuple[str, str], api: int, work: Path, stack: ExitStack) -> tuple[int, Redis]:
    """Start the store, the replicas and nginx; the port of nginx."""
    nginx, redis_server = programs
    redis = Redis(redis_server, stack)
    shared = {
        "C360_RATE": f"{AMOUNT}/{SECONDS}s",
        "C360_STATE_URL": f"redis://127.0.0.1:{redis.port}",
        "C360_REPLICAS": str(REPLICAS),
        "C360_TIMEOUT": "60",
    }
    replicas = [Replica(work, api, **shared) for _ in range(REPLICAS)]
    for replica in replicas:
        replica.start(stack)
    port = free_port()
    command = (nginx, "-p", str(work), "-c", str(nginx_config(work, port, replicas)), "-g", "daemon off;")
    stack.enter_context(running(*command, port=port))
    return port, redis


async def disturb(redis: Redis) -> None:
    """Kill the store, start it again, stop it, and let it go on."""
    for change in (redis.kill, redis.start, redis.stop, redis.go_on):
        await asyncio.to_thread(change)
        await asyncio.sleep(DISTURBED_SECONDS)


async def try_budget(programs: tuple[str, str], work: Path, stack: ExitStack) -> list[str]:
    """Print the figures; what is not as it must be."""
    tokens = [new_token(f"caller-{number}") for number in range(TOKENS)]
    (work / "tokens").write_text("".join(f"{line}\n" for _, line in tokens), encoding="utf-8")
    api, api_port = CountingApi(), free_port()
    serving = asyncio.create_task(api.serve(api_port))
    port, redis = await asyncio.to_thread(serve, programs, api_port, work, stack)
    async with AsyncExitStack() as clients, asyncio.TaskGroup() as group:
        callers = Callers([await clients.enter_async_context(client(port, token)) for token, _ in tokens])
        for number in range(CALLERS):
            group.create_task(callers.keep_asking(number))
        began = time.monotonic()
        await asyncio.sleep(STEADY_SECONDS)
        windows, unfairness = api.windows(began, time.monotonic()), callers.unfairness
        used = api.used()
        await disturb(redis)
        callers.over = True
    serving.cancel()
    print(
        f"{len(api.at)} requests by {CALLERS} callers with {TOKENS} tokens, {AMOUNT} in {SECONDS} seconds allowed: at "
        f"most {max(windows)} in any, {used:.1f} used; the longest mean wait is {unfairness:.2f} of the shortest\n"
        f"{len(callers.failures)} calls failed, the store killed, started, stopped and let go on",
        flush=True,
    )
    return [
        *callers.failures[:3],
        *(["More was sent than allowed."] if max(windows) > AMOUNT else []),
        *(["Too little of the budget was used."] if used < LEAST_USED else []),
        *(["Some callers wait too long."] if unfairness > MOST_UNFAIR else []),
    ]


def main(nginx: str, redis_server: str) -> None:
    """Fail where the budget did not hold, was not used, or a call was lost."""
    with tempfile.TemporaryDirectory() as work, ExitStack() as stack:
        if problems := asyncio.run(try_budget((nginx, redis_server), Path(work), stack)):
            sys.exit("\n".join(problems))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
