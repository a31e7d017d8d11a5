"""What a call costs the server's processor: ours against what its user would write today.

`python benchmarks/throughput.py` prints the processor time of a `get_customer_interactions` with 50 rows, over HTTP and
stdio and in both eras of the protocol, of four servers: ours; one on FastMCP that returns the API's reply as a dict;
one on the SDK that returns it as indented JSON; and one on the SDK that returns its arguments, which is the floor. With
`--check` it fails where ours takes more than `LIMIT` times what FastMCP takes. The aim is `AIM`, which is not reached:
reading every text through the gate, telling contacts from legs and pricing each line cost more than FastMCP's dict.

Processor time is counted rather than calls a second, so that it matters little what else the machine does. The servers
take turns, and what counts is the median of the turns' ratios; a ratio over the limit is measured again, up to
`ATTEMPTS` times. Only Linux tells what a process has used.
"""

import asyncio
import statistics
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple

from callers import Caller, over_http, over_stdio
from processes import free_port, running
from wire import CURRENT, FORMER

AIM = 1.20
LIMIT = 1.75
ROOM = 0.05
"""By so much a ratio varies from run to run."""
ATTEMPTS = 3
TURNS = 7
CALLS = 100
"""In a turn."""

_BESIDE = Path(__file__).parent
SERVERS = {
    "ours": ("-m", "c360_mcp"),
    "fastmcp": (str(_BESIDE / "fastmcp_server.py"),),
    "naive": (str(_BESIDE / "naive_server.py"),),
    "echo": (str(_BESIDE / "bare_server.py"),),
}


class Way(NamedTuple):
    """How calls reach a server."""

    transport: str
    era: str


WAYS = (Way("HTTP", CURRENT), Way("HTTP", FORMER), Way("stdio", CURRENT), Way("stdio", FORMER))


async def measure(way: Way, settings: Mapping[str, str]) -> float:
    """Print what a call takes with each server; the ratio of ours to FastMCP's."""
    async with AsyncExitStack() as stack:
        callers = {name: await start(name, way, settings, stack) for name in SERVERS}
        for caller in callers.values():
            await caller.cost(CALLS)
        turns = [{name: await caller.cost(CALLS) for name, caller in callers.items()} for _ in range(TURNS)]
    ratio = statistics.median(turn["ours"] / turn["fastmcp"] for turn in turns)
    costs = {name: statistics.median(turn[name] for turn in turns) for name in SERVERS}
    shown = ", ".join(f"{name} {1000 * seconds:.1f} ms" for name, seconds in costs.items())
    print(
        f"{way.transport:5} {way.era}: {shown}; ratio {ratio:.2f} (aim {AIM:.2f}, limit {LIMIT:.2f})",
        flush=True,
    )
    return ratio


async def start(name: str, way: Way, settings: Mapping[str, str], stack: AsyncExitStack) -> Caller:
    """A server, started, with somebody who calls it."""
    command = (sys.executable, *SERVERS[name])
    if way.transport == "stdio":
        return await stack.enter_async_context(over_stdio(command, settings, way.era))
    port = free_port()
    on_port = ("http", "--port", str(port)) if name == "ours" else (str(port),)
    return await stack.enter_async_context(over_http((*command, *on_port), settings, port, way.era))


def holds(way: Way, settings: Mapping[str, str], attempts: int) -> bool:
    """Whether the limit holds in one of the attempts."""
    return any(asyncio.run(measure(way, settings)) <= LIMIT + ROOM for _ in range(attempts))


def main() -> int:
    """Measure every way; with `--check`, 1 where a ratio is over the limit in every attempt."""
    api, check = free_port(), "--check" in sys.argv
    settings = {
        "C360_BASE_URL": f"http://127.0.0.1:{api}",
        "C360_TENANT_ID": "acmecorp01",
        "C360_API_KEY": "eght_benchmark",
        "C360_DEMO": "0",
    }
    print(
        f"Python {sys.version.split()[0]}: processor time of a call, median of {TURNS} turns of {CALLS} calls"
    )
    with running(sys.executable, str(_BESIDE / "stand_in.py"), str(api), port=api):
        held = [holds(way, settings, ATTEMPTS if check else 1) for way in WAYS]
    return int(check and not all(held))


if __name__ == "__main__":
    sys.exit(main())
