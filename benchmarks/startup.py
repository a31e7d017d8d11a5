"""From spawn to the answer of `tools/list` over stdio: ours against a bare server of the SDK.

`python benchmarks/startup.py` prints the medians; with `--check` it fails where the ratio is over its limit.
The two alternate, so that both see the same machine; yet a busy machine disturbs even a median, so a check
that fails is repeated, and only a limit broken three times in a row counts.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, cast

LIMIT = 1.10
ROUNDS = 21
ATTEMPTS = 3

SERVERS = {
    "ours": (sys.executable, "-m", "c360_mcp"),
    "bare": (sys.executable, str(Path(__file__).with_name("bare_server.py"))),
}
SETTINGS = {
    "C360_TENANT_ID": "acmecorp01",
    "C360_API_KEY": "eght_benchmark",
    "C360_REGION": "us",
    "C360_DEMO": "0",
}
"""Ours starts configured, as in earnest; nothing is sent anywhere."""

LAST = 2
"""The ID of the request whose answer is waited for."""

_HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "startup", "version": "1"},
}
_MESSAGES = (
    {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": _HELLO},
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {"jsonrpc": "2.0", "id": LAST, "method": "tools/list"},
)
_REQUESTS = b"".join(json.dumps(message).encode() + b"\n" for message in _MESSAGES)


def seconds_to_tools(command: tuple[str, ...]) -> float:
    """Start a server, ask for its tools, and end it; the seconds until they were there."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | SETTINGS
    ) as server:
        requests, answers = cast("IO[bytes]", server.stdin), cast("IO[bytes]", server.stdout)
        requests.write(_REQUESTS)
        requests.flush()
        if not any(json.loads(line).get("id") == LAST for line in answers):
            raise RuntimeError(f"{command} ended without an answer")
        took = time.perf_counter() - began
        requests.close()
    return took


def measure() -> dict[str, float]:
    """The median of each server, in seconds, after a round that fills the caches."""
    times = [
        {name: seconds_to_tools(command) for name, command in SERVERS.items()} for _ in range(ROUNDS + 1)
    ]
    return {name: statistics.median(one[name] for one in times[1:]) for name in SERVERS}


def main() -> int:
    """Print medians and ratio; with `--check`, 1 where the limit is broken in every attempt."""
    check = "--check" in sys.argv
    for _ in range(ATTEMPTS if check else 1):
        medians = measure()
        ratio = medians["ours"] / medians["bare"]
        shown = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in medians.items())
        print(f"Median of {ROUNDS} starts: {shown}; ratio {ratio:.3f} (limit {LIMIT:.2f})", flush=True)
        if ratio <= LIMIT:
            return 0
    return int(check)


if __name__ == "__main__":
    sys.exit(main())
