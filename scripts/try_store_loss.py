"""What calls pay for a store that is killed, started again, stopped and let go on: at most 100 ms, and only once.

`PYTHONPATH=benchmarks python scripts/try_store_loss.py NGINX REDIS` prints the figures; both are the programs to start.

A call is held up where it asks the store in vain, or waits behind one of the same replica that does. So the line between
each replica and the store is observed: while the store is away, a replica may ask it for one call and then only to see
whether it is back, once a second, and has to give up in time. Nothing fails for the time of a single call: on a busy
machine that varies by more than 100 ms. What half of the calls take is held against a replica that counts for itself and
is called at the same time: all of them would pay where, say, they waited for those looks. Nobody reaches the rate.
"""

import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from statistics import median

from counting_api import counting
from observed_line import ObservedLine
from processes import free_port
from redis_process import Redis
from try_budget import REPLICAS, Callers, new_tokens
from try_replicas import Replica, client, start_behind_nginx

CALLERS = 6
"""With the store, and as many without: so few that they leave the processor free."""
PAUSE_SECONDS = 0.1
STATE_SECONDS = 5.0
"""In each state of the store."""
LOOK_SECONDS = 1.0
"""Between two looks of a replica at whether the store is back. Were each call to ask, it would be asked six times as often:
by a third of the callers, each of whom calls three times a second."""
PATIENCE_SECONDS = 0.1
LATE_SECONDS = 0.9
"""By which a process may give up too late: it counts 20 turns of 5 ms, and other processes may run between them."""
LONGER_SECONDS = PATIENCE_SECONDS / 2
"""By which half of the calls may take longer than without a store: it is next to nothing, or 100 ms where all pay."""
RATE = {"C360_RATE": "5000/10s", "C360_REPLICAS": str(REPLICAS), "C360_TIMEOUT": "60"}


class StoreLoss:
    """Takes the store through its states. `sharing` are callers of replicas with it, `alone` of one without."""

    def __init__(self, redis: Redis, lines: list[ObservedLine], sharing: Callers, alone: Callers) -> None:
        self._redis = redis
        self._lines = lines
        self._sharing = sharing
        self._alone = alone
        self.problems: list[str] = []

    async def run(self) -> None:
        """Print what is found in each state, and note what is not as it must be."""
        redis = self._redis
        await self._compare("in order")
        for name, change in {
            "killed": redis.kill,
            "started": redis.start,
            "stopped": redis.stop,
            "let go on": redis.go_on,
        }.items():
            before, began = [line.in_vain for line in self._lines], time.monotonic()
            await asyncio.to_thread(change)
            await self._compare(name)
            in_vain = [line.in_vain - known for line, known in zip(self._lines, before, strict=True)]
            looks = 1 + int((time.monotonic() - began) / LOOK_SECONDS)
            self._expect(f"{name}: asked in vain by a replica", max(in_vain), 1 + looks)
        longest = max(line.longest for line in self._lines)
        self._expect("seconds until a replica gave up", longest, PATIENCE_SECONDS + LATE_SECONDS)

    async def _compare(self, name: str) -> None:
        """What calls take in the next seconds, with and without the store."""
        for callers in (self._sharing, self._alone):
            callers.waits.clear()
        await asyncio.sleep(STATE_SECONDS)
        with_store, without = (
            [wait for waits in callers.waits.values() for wait in waits]
            for callers in (self._sharing, self._alone)
        )
        print(
            f"{name}: {len(with_store)} calls, half of them within {1000 * median(with_store):.0f} ms and all within "
            f"{max(with_store):.2f} s; without a store {1000 * median(without):.0f} ms and {max(without):.2f} s"
        )
        longer = median(with_store) - median(without)
        self._expect(f"{name}: seconds that half of them take longer", longer, LONGER_SECONDS)

    def _expect(self, what: str, found: float, most: float) -> None:
        line = f"{what}: {found:.2g} at most (limit {most:g})"
        print(f"  {line}", flush=True)
        if found > most:
            self.problems.append(line)


async def try_store_loss(programs: tuple[str, str], work: Path, stack: ExitStack) -> list[str]:
    """Print the figures; what is not as it must be."""
    nginx, redis_server = programs
    tokens, api = new_tokens(work, CALLERS), free_port()
    stack.enter_context(counting(api))
    redis = Redis(redis_server, stack)
    lines = [ObservedLine(redis.port) for _ in range(REPLICAS)]
    serving = [asyncio.create_task(each.serve()) for each in lines]
    alone = Replica(work, api, **RATE)
    sharing = [Replica(work, api, C360_STATE_URL=f"redis://127.0.0.1:{line.port}", **RATE) for line in lines]
    await asyncio.to_thread(alone.start, stack)
    port = await asyncio.to_thread(start_behind_nginx, nginx, sharing, work, stack)
    async with AsyncExitStack() as clients, asyncio.TaskGroup() as group:
        both = [
            Callers(
                [await clients.enter_async_context(client(each, token)) for token in tokens], PAUSE_SECONDS
            )
            for each in (port, alone.port)
        ]
        for callers in both:
            for number in range(CALLERS):
                group.create_task(callers.keep_asking(number))
        loss = StoreLoss(redis, lines, *both)
        await loss.run()
        for callers in both:
            callers.over = True
    for each in serving:
        each.cancel()
    failures = [failure for callers in both for failure in callers.failures]
    print(f"{len(failures)} calls failed", flush=True)
    return [*failures[:3], *loss.problems]


def main(nginx: str, redis_server: str) -> None:
    """Fail where a call was lost, or the store was asked too often, or waited for for too long."""
    with tempfile.TemporaryDirectory() as work, ExitStack() as stack:
        if problems := asyncio.run(try_store_loss((nginx, redis_server), Path(work), stack)):
            sys.exit("\n".join(problems))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
