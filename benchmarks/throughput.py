"""Calls a second over HTTP: this server against a naive one, which returns the API's reply as indented JSON.

`python benchmarks/throughput.py` prints calls a second and latencies of `get_customer_interactions` with 50 rows, in
both eras of the protocol. The goal is 0.9 of the naive one's rate; with `--check` it fails where the ratio is under
the floor that has been reached. Both servers are processes with one worker, and so is the API behind them. They take
turns of a second each, so that both see the same machine, and what counts is the median of the turns' ratios; yet a
busy machine disturbs even that, so a check that fails is repeated, and only a floor broken three times in a row counts.
"""

import asyncio
import json
import statistics
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from processes import free_port, running
from wire import ERAS, read_answer, request

GOAL = 0.90
FLOOR = 0.55
ATTEMPTS = 3
TURNS = 10
TURN_SECONDS = 1.0
CALLERS = 8
TOOL = "get_customer_interactions"
SEARCH = {"search_by": "email", "identifier": "customer@example.com"}

_BESIDE = Path(__file__).parent


@dataclass
class Tally:
    """What a server did in its turns. Times are in seconds."""

    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    text_bytes: int = 0

    def __str__(self) -> str:
        p50, p99 = (statistics.quantiles(self.times, n=100)[rank - 1] * 1000 for rank in (50, 99))
        rate = statistics.median(self.rates)
        return f"{rate:5.0f} calls/s, p50 {p50:5.1f} ms, p99 {p99:5.1f} ms, {self.text_bytes:,} bytes"


async def call(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes) -> bytes:
    """Send one call and read its answer to the end."""
    writer.write(message)
    status, body = await read_answer(reader)
    if status != HTTPStatus.OK or b'"isError":true' in body:
        raise RuntimeError(f"a call failed: {body[:200]!r}")
    return body


async def take_turn(port: int, era: str, tally: Tally) -> None:
    """Let some callers ask one call after another."""
    began = time.perf_counter()
    message, times = request(port, era, TOOL, SEARCH), []

    async def keep_asking() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        while (sent := time.perf_counter()) < began + TURN_SECONDS:
            body = await call(reader, writer, message)
            times.append(time.perf_counter() - sent)
        writer.close()
        tally.text_bytes = len(json.loads(body)["result"]["content"][0]["text"].encode())

    await asyncio.gather(*(keep_asking() for _ in range(CALLERS)))
    tally.rates.append(len(times) / (time.perf_counter() - began))
    tally.times += times


async def measure(ports: dict[str, int], era: str) -> float:
    """Print what both did; the ratio of ours to the naive one's."""
    for port in ports.values():
        await take_turn(port, era, Tally())
    tallies = {name: Tally() for name in ports}
    for _ in range(TURNS):
        for name, port in ports.items():
            await take_turn(port, era, tallies[name])
    ratio = statistics.median(
        ours / naive for ours, naive in zip(tallies["ours"].rates, tallies["naive"].rates, strict=True)
    )
    for name, tally in tallies.items():
        print(f"{era} {name:5}: {tally}", flush=True)
    print(f"{era} ratio: {ratio:.2f} (goal {GOAL:.2f}, floor {FLOOR:.2f})", flush=True)
    return ratio


def main() -> int:
    """Measure both eras; with `--check`, 1 where one ratio is under the floor in every attempt."""
    api, ports = free_port(), {"naive": free_port(), "ours": free_port()}
    url = f"http://127.0.0.1:{api}"
    settings = {
        "C360_BASE_URL": url,
        "C360_TENANT_ID": "acmecorp01",
        "C360_API_KEY": "eght_benchmark",
        "C360_DEMO": "0",
    }
    with ExitStack() as stack:
        stack.enter_context(running(sys.executable, str(_BESIDE / "stand_in.py"), str(api), port=api))
        naive = (sys.executable, str(_BESIDE / "naive_server.py"), str(ports["naive"]), url)
        stack.enter_context(running(*naive, port=ports["naive"]))
        ours = (sys.executable, "-m", "c360_mcp", "http", "--port", str(ports["ours"]))
        stack.enter_context(running(*ours, port=ports["ours"], **settings))
        check = "--check" in sys.argv
        held = [holds(ports, era, ATTEMPTS if check else 1) for era in ERAS]
        return int(check and not all(held))


def holds(ports: dict[str, int], era: str, attempts: int) -> bool:
    """Whether the floor holds in one of the attempts."""
    return any(asyncio.run(measure(ports, era)) >= FLOOR for _ in range(attempts))


if __name__ == "__main__":
    sys.exit(main())
