"""Three replicas behind nginx share a budget in Redis: how much of it they use, how fairly, and what they lose with it.

`PYTHONPATH=benchmarks python scripts/try_budget.py NGINX REDIS` prints the figures; both are the programs to start.
"""

import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from statistics import mean

import httpx2
from counting_api import counting, read_arrivals
from crowd import Question
from processes import free_port
from redis_process import Redis
from try_replicas import Replica, client, start_behind_nginx
from wire import ERAS

from c360_mcp.service.callers.static_tokens import new_token

AMOUNT, SECONDS = 60, 10
CALLERS, TOKENS, REPLICAS = 64, 10, 3
STEADY_SECONDS = 60.0
"""With the store in order, five windows and what it takes to fill the first."""
DISTURBED_SECONDS = 8.0
"""In each of the states of the store."""
LEAST_USED, MOST_UNFAIR = 57, 2.0


class Callers:
    """They ask one question after another, each another one, and note how long they wait for the answer.

    `pause` is in seconds, after each answer.
    """

    def __init__(self, clients: Sequence[httpx2.AsyncClient], pause: float = 0.0) -> None:
        self._clients = clients
        self._pause = pause
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
            await asyncio.sleep(self._pause)

    @property
    def unfairness(self) -> float:
        """The longest mean wait of a token by the shortest."""
        means = [mean(waits) for waits in self.waits.values()]
        return max(means) / min(means)


def new_tokens(work: Path, number: int) -> list[str]:
    """The tokens of so many callers, whom replicas in that folder know from then on."""
    tokens = [new_token(f"caller-{each}") for each in range(number)]
    (work / "tokens").write_text("".join(f"{line}\n" for _, line in tokens), encoding="utf-8")
    return [token for token, _ in tokens]


def serve(programs: tuple[str, str], api: int, work: Path, stack: ExitStack) -> tuple[int, Redis]:
    """Start the store, the replicas and nginx; the port of nginx, and the store."""
    nginx, redis_server = programs
    redis = Redis(redis_server, stack)
    shared = {
        "C360_RATE": f"{AMOUNT}/{SECONDS}s",
        "C360_STATE_URL": redis.url,
        "C360_REPLICAS": str(REPLICAS),
        "C360_TIMEOUT": "60",
    }
    replicas = [Replica(work, api, **shared) for _ in range(REPLICAS)]
    return start_behind_nginx(nginx, replicas, work, stack), redis


async def disturb(redis: Redis) -> None:
    """Kill the store, start it again, stop it, and let it go on."""
    for change in (redis.kill, redis.start, redis.stop, redis.go_on):
        await asyncio.to_thread(change)
        await asyncio.sleep(DISTURBED_SECONDS)


async def try_budget(programs: tuple[str, str], work: Path, stack: ExitStack) -> list[str]:
    """Print the figures; what is not as it must be."""
    tokens, api = new_tokens(work, TOKENS), free_port()
    stack.enter_context(counting(api))
    port, redis = serve(programs, api, work, stack)
    async with AsyncExitStack() as clients, asyncio.TaskGroup() as group:
        callers = Callers([await clients.enter_async_context(client(port, token)) for token in tokens])
        for number in range(CALLERS):
            group.create_task(callers.keep_asking(number))
        await asyncio.sleep(STEADY_SECONDS)
        arrivals, unfairness = await read_arrivals(api, AMOUNT, SECONDS), callers.unfairness
        most, used = arrivals.most(), arrivals.used()
        await disturb(redis)
        callers.over = True
    print(
        f"{len(arrivals.at)} requests by {CALLERS} callers with {TOKENS} tokens, {AMOUNT} in {SECONDS} seconds allowed: at "
        f"most {most} in any, {used:.1f} used; the longest mean wait is {unfairness:.2f} of the shortest\n"
        f"{len(callers.failures)} calls failed, the store killed, started, stopped and let go on",
        flush=True,
    )
    return [
        *callers.failures[:3],
        *(["More was sent than allowed."] if most > AMOUNT else []),
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
