"""Calls a second over HTTP: this server against a naive one, which returns the API's reply as indented JSON.

`python benchmarks/throughput.py` prints calls a second and latencies of `get_customer_interactions` with 50 rows, in
both eras of the protocol; with `--check` it fails where the ratio is under its limit. Both servers are processes
with one worker, and so is the API behind them. They take turns of a second each, so that both see the same machine,
and what counts is the median of the turns' ratios; yet a busy machine disturbs even that, so a check that fails is
repeated, and only a limit broken three times in a row counts.
"""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LIMIT = 0.90
ATTEMPTS = 3
TURNS = 10
TURN_SECONDS = 1.0
CALLERS = 8
ERAS = ("2026-07-28", "2025-11-25")
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


def request(port: int, era: str) -> bytes:
    """One call, as it goes over the wire."""
    params: dict[str, Any] = {"name": TOOL, "arguments": SEARCH}
    headers = {
        "Host": f"127.0.0.1:{port}",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": era,
    }
    if era == ERAS[0]:
        headers |= {"Mcp-Method": "tools/call", "Mcp-Name": TOOL}
        params["_meta"] = {
            "io.modelcontextprotocol/protocolVersion": era,
            "io.modelcontextprotocol/clientInfo": {"name": "benchmark", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode()
    headers["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /mcp HTTP/1.1\r\n{head}\r\n".encode() + body


async def call(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes) -> bytes:
    """Send one call and read its answer to the end."""
    writer.write(message)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    body = await reader.readexactly(int(length.partition(b":")[2]))
    if b" 200 " not in head[:16] or b'"isError":true' in body:
        raise RuntimeError(f"a call failed: {body[:200]!r}")
    return body


async def take_turn(port: int, era: str, tally: Tally) -> None:
    """Let some callers ask one call after another."""
    began = time.perf_counter()
    message, times = request(port, era), []

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
    print(f"{era} ratio: {ratio:.2f} (limit {LIMIT:.2f})", flush=True)
    return ratio


@contextmanager
def running(*command: str, port: int, **environ: str) -> Iterator[None]:
    """A server in a process of its own, once it answers."""
    with subprocess.Popen(
        [sys.executable, *command], env=os.environ | environ, stderr=subprocess.DEVNULL
    ) as process:
        try:
            await_port(port, process)
            yield
        finally:
            process.terminate()


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until something listens there."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not listen")


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def main() -> int:
    """Measure both eras; with `--check`, 1 where one ratio is under the limit in every attempt."""
    api, ports = free_port(), {"naive": free_port(), "ours": free_port()}
    url = f"http://127.0.0.1:{api}"
    settings = {
        "C360_BASE_URL": url,
        "C360_TENANT_ID": "acmecorp01",
        "C360_API_KEY": "eght_benchmark",
        "C360_DEMO": "0",
    }
    with ExitStack() as stack:
        stack.enter_context(running(str(_BESIDE / "stand_in.py"), str(api), port=api))
        naive = (str(_BESIDE / "naive_server.py"), str(ports["naive"]), url)
        stack.enter_context(running(*naive, port=ports["naive"]))
        ours = ("-m", "c360_mcp", "http", "--port", str(ports["ours"]))
        stack.enter_context(running(*ours, port=ports["ours"], **settings))
        check = "--check" in sys.argv
        held = [holds(ports, era, ATTEMPTS if check else 1) for era in ERAS]
        return int(check and not all(held))


def holds(ports: dict[str, int], era: str, attempts: int) -> bool:
    """Whether the limit holds in one of the attempts."""
    return any(asyncio.run(measure(ports, era)) >= LIMIT for _ in range(attempts))


if __name__ == "__main__":
    sys.exit(main())
