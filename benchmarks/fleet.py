"""How many calls replicas answer, how long these take, and what a process holds while hundreds wait.

`python benchmarks/fleet.py` starts processes of the HTTP service before an API that answers in 300 ms, and lets 8, 64 and
256 callers ask 1, 2 and 4 of them at once. Callers are dealt out in turn, as a balancer does; each makes one call after
another, about another customer each time, of whom 50 interactions come back. It prints calls a second and how long they
took: with the settings as they are, where calls wait for the bound of requests under way, and with that bound lifted,
where they wait for the processor. Then come the most memory that a process takes while hundreds wait, some of whom it
must refuse, and, where redis-server is installed, how much four processes use of a budget that they share in Redis. With
`--check` it fails where a call was lost that had to be answered, or where memory is above the limit of the pods in
`deploy/`.

All of it shares one machine. Callers and API are a process each, and cost little beside the service: what a call takes of
the processor is printed of all three. So on two cores, two processes of the service have nearly all that there is, and
more of them add nothing where calls wait for the processor. No figure of time is a limit: it is the machine's, too.
Only Linux tells what a process has used and holds.
"""

import asyncio
import shutil
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import NamedTuple

from callers import Call, Caller, over_http, succeeded
from counting_api import counting, read_arrivals
from processes import free_port, running
from redis_process import Redis
from vitals import processor_seconds, read_peak
from wire import CURRENT

API_SECONDS = 0.3
PROCESSES = (1, 2, 4)
ROUNDS = {8: 12, 64: 3, 256: 1}
"""By how many callers ask at once, how many calls each makes."""
NO_BOUND = {"C360_CONCURRENT_REQUESTS": "100"}
MANY, TAKEN_ON = 900, 520
"""Callers of one process, of whose calls it takes on so many at once: `C360_CONCURRENT_REQUESTS` and those that wait.
900 connections are fewer than the 1,000 that it takes, and than the 1,024 descriptors that a process usually may have."""
MEMORY = 256
"""MiB."""
AMOUNT, SECONDS, BUDGET_CALLERS, BUDGET_SECONDS = 60, 5, 64, 16.0
"""The shared budget, who asks, and for how long: three windows, and the first request of the next."""

_BESIDE = Path(__file__).parent


class Api(NamedTuple):
    """The API that answers after a while."""

    port: int
    pid: int


class Outcome(NamedTuple):
    """What came of the calls of some callers. Times are in seconds."""

    took: Sequence[float]
    """Each call that was answered."""
    refused: int
    """Calls that were told when to try again."""
    failed: Sequence[str]
    elapsed: float

    def __str__(self) -> str:
        percentiles = statistics.quantiles(self.took, n=100)
        speed = len(self.took) / self.elapsed
        return f"{speed:6.1f} calls/s, p50 {percentiles[49]:5.2f} s, p99 {percentiles[98]:5.2f} s"


async def ask_at_once(replicas: Sequence[Caller], callers: int, calls: int) -> Outcome:
    """Let so many callers, each with a connection of its own, make so many calls one after another."""
    took, refused, failed = list[float](), list[bytes](), list[str]()

    async def ask(call: Call, number: int) -> None:
        for each in range(calls):
            sent = time.perf_counter()
            answer = await call(f"customer-{number}-{each}@example.com")
            if succeeded(answer):
                took.append(time.perf_counter() - sent)
            elif b"Try again in " in answer:
                refused.append(answer)
            else:
                failed.append(answer.decode()[:300])

    async with AsyncExitStack() as stack:
        dealt = [replicas[number % len(replicas)] for number in range(callers)]
        ways = [await stack.enter_async_context(replica.connected()) for replica in dealt]
        began = time.perf_counter()
        await asyncio.gather(*(ask(call, number) for number, call in enumerate(ways)))
        elapsed = time.perf_counter() - began
    return Outcome(took, len(refused), failed, elapsed)


async def start(count: int, api: int, settings: Mapping[str, str], stack: AsyncExitStack) -> list[Caller]:
    """So many replicas before the API on a port."""
    service = {
        "C360_BASE_URL": f"http://127.0.0.1:{api}",
        "C360_TENANT_ID": "acmecorp01",
        "C360_API_KEY": "eght_benchmark",
        "C360_DEMO": "0",
        **settings,
    }
    replicas = []
    for _ in range(count):
        command = (sys.executable, "-m", "c360_mcp", "http", "--port", str(port := free_port()))
        replicas.append(await stack.enter_async_context(over_http(command, service, port, CURRENT)))
    return replicas


async def speed(api: Api, settings: Mapping[str, str], rounds: Mapping[int, int]) -> list[str]:
    """Print how fast replicas with these settings answer; what is not as it must be."""
    problems = list[str]()
    async with AsyncExitStack() as stack:
        replicas = await start(max(PROCESSES), api.port, settings, stack)
        await ask_at_once(replicas, 8 * len(replicas), 2)
        before = processor_used([replica.pid for replica in replicas], api)
        for count in PROCESSES:
            for callers, calls in rounds.items():
                outcome = await ask_at_once(replicas[:count], callers, calls)
                print(f"{count:9} {callers:7} {outcome}", flush=True)
                problems += missing(outcome, callers * calls)
        after = processor_used([replica.pid for replica in replicas], api)
    calls = len(PROCESSES) * sum(callers * each for callers, each in rounds.items())
    costs = [f"{1000 * (end - start) / calls:.1f}" for start, end in zip(before, after, strict=True)]
    print(
        "A call takes {} ms of the service's processor, {} of the callers' and {} of the API's".format(*costs)
    )
    return problems


def processor_used(service: Sequence[int], api: Api) -> tuple[float, float, float]:
    """Seconds of the processor that the service, the callers and the API have used so far."""
    return sum(map(processor_seconds, service)), time.process_time(), processor_seconds(api.pid)


async def memory(api: int) -> list[str]:
    """Print what one process takes while many wait; what is not as it must be."""
    problems = list[str]()
    async with AsyncExitStack() as stack:
        [replica] = await start(1, api, {}, stack)
        peaks = [read_peak(replica.pid) or 0.0]
        for callers, answered in ((256, 256), (MANY, TAKEN_ON)):
            outcome = await ask_at_once([replica], callers, 1)
            peaks.append(read_peak(replica.pid) or 0.0)
            problems += missing(outcome, answered)
            print(f"{callers} callers at once: {len(outcome.took)} answered, {outcome.refused} refused")
    shown = ", ".join(f"{peak:.0f}" for peak in peaks)
    print(f"MiB resident at most, before the first call and after each of these: {shown} (limit {MEMORY})")
    return [*problems, *(["The process takes too much memory."] if max(peaks) > MEMORY else [])]


async def budget(redis: str) -> list[str]:
    """Print how much of a shared budget is used; what is not as it must be."""
    port = free_port()
    async with AsyncExitStack() as stack:
        stack.enter_context(counting(port))
        store = Redis(redis, stack.enter_context(ExitStack()))
        count = max(PROCESSES)
        rate = {"C360_RATE": f"{AMOUNT}/{SECONDS}s", "C360_STATE_URL": store.url, "C360_REPLICAS": str(count)}
        replicas = await start(count, port, rate, stack)
        rounds = round(AMOUNT * BUDGET_SECONDS / SECONDS / BUDGET_CALLERS)
        outcome = await ask_at_once(replicas, BUDGET_CALLERS, rounds)
        arrivals = await read_arrivals(port, AMOUNT, SECONDS)
    used = arrivals.used()
    print(
        f"{count} processes share {AMOUNT} requests in {SECONDS} s: at most {arrivals.most()} in any, {used:.1f} used "
        f"({used / AMOUNT:.0%}), by {BUDGET_CALLERS} callers"
    )
    return missing(outcome, BUDGET_CALLERS * rounds)


def missing(outcome: Outcome, answered: int) -> list[str]:
    """What failed, and whether fewer calls were answered than must be."""
    few = len(outcome.took) < answered
    return [
        *outcome.failed[:3],
        *([f"{len(outcome.took)} calls were answered, not {answered}."] if few else []),
    ]


async def measure(api: Api) -> list[str]:
    """Print everything; what is not as it must be."""
    print("processes callers  with eight requests of a process under way, the default:", flush=True)
    problems = await speed(api, {}, ROUNDS)
    print("processes callers  with a hundred:", flush=True)
    problems += await speed(api, NO_BOUND, {256: 2})
    problems += await memory(api.port)
    if redis := shutil.which("redis-server", path="/usr/bin:/usr/local/bin:/usr/sbin"):
        return problems + await budget(redis)
    print("How much of a shared budget is used is not measured: redis-server is not installed.")
    return problems


def main() -> int:
    """Measure; with `--check`, 1 where something is not as it must be."""
    api = free_port()
    stand_in = (sys.executable, str(_BESIDE / "stand_in.py"), str(api), str(API_SECONDS))
    with running(*stand_in, port=api) as process:
        problems = asyncio.run(measure(Api(api, process.pid)))
    for problem in problems:
        print(problem)
    return int("--check" in sys.argv and bool(problems))


if __name__ == "__main__":
    sys.exit(main())
