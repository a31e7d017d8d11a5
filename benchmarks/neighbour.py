"""How much longer a tenant's calls take while the API of another sends replies that are hard to read.

`python benchmarks/neighbour.py` keeps eight calls of one tenant under way for each kind of such replies, and prints how
long those of another take beside them, and the most memory that the process ever held. With `--check` it fails where a
call takes more than half a second longer than alone, or the process more than the limit of the pods in `deploy/`. Only
Linux tells what a process holds.
"""

import asyncio
import hashlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path

from hostile_api import KINDS
from processes import free_port, running
from vitals import read_peak
from wire import CURRENT, read_answer, request

HOSTILE_CALLS, CALLS = 8, 30
LONGER_SECONDS = 0.5
MEMORY = 256
"""MiB."""
TOOL = "get_customer_interactions"

_BESIDE = Path(__file__).parent
_TENANTS = """
[{tenant}]
id = "{tenant}"
base_url = "http://127.0.0.1:{api}"
api_key = "eght_benchmark"
"""


def settings(folder: Path, api: int) -> dict[str, str]:
    """Settings of a service for two tenants, each of whose names is the token of its caller."""
    tenants, tokens = folder / "tenants.toml", folder / "tokens"
    names = ("hostile", "neighbour")
    tenants.write_text("".join(_TENANTS.format(tenant=name, api=api) for name in names))
    lines = (f"{name}-caller {hashlib.sha256(name.encode()).hexdigest()} {name}\n" for name in names)
    tokens.write_text("".join(lines))
    return {"C360_TENANTS_FILE": str(tenants), "C360_AUTH_TOKENS_FILE": str(tokens), "C360_DEMO": "0"}


async def call(port: int, token: str, identifier: str) -> float:
    """Seconds that a search takes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    search = {"search_by": "email", "identifier": identifier}
    message = request(port, CURRENT, TOOL, search)
    writer.write(message.replace(b"\r\n", f"\r\nAuthorization: Bearer {token}\r\n".encode(), 1))
    began = time.perf_counter()
    try:
        answer = await read_answer(reader)
    finally:
        writer.close()
    if token == "neighbour" and b'"isError":true' in answer.body:  # noqa: S105  not a secret
        raise RuntimeError(f"a call failed: {answer.body[:200]!r}")
    return time.perf_counter() - began


@asynccontextmanager
async def beside(port: int, kind: str) -> AsyncIterator[None]:
    """Keep calls under way whose replies are of that kind."""

    async def keep_calling(number: int) -> None:
        while True:
            with suppress(OSError, EOFError):
                await call(port, "hostile", f"{kind}-{number}@example.com")

    tasks = [asyncio.create_task(keep_calling(number)) for number in range(HOSTILE_CALLS)]
    await asyncio.sleep(1)
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def longest(port: int) -> float:
    """Of some calls of the neighbour, one after another, the one that took longest; in seconds."""
    return max([await call(port, "neighbour", f"fits-{number}@example.com") for number in range(CALLS)])


async def measure(port: int) -> float:
    """Print how much longer the neighbour's calls take beside each kind; the most of it, in seconds."""
    await longest(port)
    alone = await longest(port)
    print(
        f"A call alone takes {alone:.3f} s at most, and beside {HOSTILE_CALLS} calls of another tenant whose replies are"
    )
    most = 0.0
    for kind in KINDS:
        async with beside(port, kind):
            longer = await longest(port) - alone
        print(f"  {kind}: {longer:.3f} s longer", flush=True)
        most = max(most, longer)
    return most


def main() -> int:
    """Measure; 1 where, with `--check`, a limit was passed."""
    api, port = free_port(), free_port()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(running(sys.executable, str(_BESIDE / "hostile_api.py"), str(api), port=api))
        command = (sys.executable, "-m", "c360_mcp", "http", "--port", str(port))
        server = stack.enter_context(running(*command, port=port, **settings(folder, api)))
        longer = asyncio.run(measure(port))
        memory = read_peak(server.pid)
    print(f"At most {longer:.3f} s longer (limit {LONGER_SECONDS}), {memory or 0:.0f} MiB (limit {MEMORY})")
    return int("--check" in sys.argv and (longer > LONGER_SECONDS or (memory or 0) > MEMORY))


if __name__ == "__main__":
    sys.exit(main())
