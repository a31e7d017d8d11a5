"""An hour's calls in a row: every answer has to be what it must be, and the service to stay as large as it was.

`python benchmarks/soak.py` sends 20,000 calls of all kinds to one process of the HTTP service, from several callers at
once, some of whom hang up. It prints what the process holds once it has warmed up and at the end, and fails where an
answer is wrong; with `--check` also where the process has grown beyond the limits. Only Linux tells what it holds.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from calls import Call, Goodbye, calls
from processes import free_port, running
from vitals import Vitals, read_vitals
from wire import read_answer, request

CALLS, WARM_UP = 20_000, 4_000
CALLERS = 16
PATIENCE = 0.1
"""Seconds after which a caller who hangs up does so, at most."""
ANSWER_SECONDS = 60
"""More than the service may take."""
GROWTH = Vitals(memory=4.0, descriptors=8, threads=0)
"""What may come after the warm-up. Memory: 256 bytes a call; the heap itself takes about 2.5 MiB until it has settled,
while what Python holds in it stays the same. Descriptors: connections to the API that happen to be kept open."""

_BESIDE = Path(__file__).parent


class Soak:
    """Callers of the service on `port`, and what came of their calls."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._calls = calls()
        self._chance = random.Random("patience")  # noqa: S311  every run is to bring the same
        self.kinds: Counter[str] = Counter()
        self.wrong: list[str] = []

    async def send(self, number: int) -> None:
        """Let the callers share the next so many calls."""
        some = islice(self._calls, number)
        await asyncio.gather(*(self._keep_calling(some) for _ in range(CALLERS)))

    async def _keep_calling(self, some: Iterator[tuple[str, str, Call]]) -> None:
        """One caller, who has to connect anew after having hung up."""
        connected = False
        while not connected:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
            connected = True
            for kind, era, call in some:
                self.kinds[kind] += 1
                connected = await self._call(reader, writer, era, call)
                if not connected:
                    break
            writer.close()

    async def _call(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, era: str, call: Call
    ) -> bool:
        """Whether the connection can be used again."""
        message = request(self._port, era, call.tool, call.arguments)
        writer.write(message[:-1] if call.goodbye is Goodbye.IN_THE_BODY else message)
        if call.goodbye is not Goodbye.AFTER_THE_ANSWER:
            await asyncio.sleep(self._chance.uniform(0, PATIENCE))
            return False
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await read_answer(reader)
        except (OSError, EOFError) as error:
            self.wrong.append(f"{call} in {era}: {error!r}")
            return False
        if not call.answered_by(answer):
            self.wrong.append(f"{call} in {era}: {answer.status} {answer.body.decode()}")
        return True

    def report(self, seconds: float) -> None:
        """Print what was asked, and the first of what was wrong."""
        kinds = ", ".join(f"{kind} {number:,}" for kind, number in self.kinds.most_common())
        print(f"{self.kinds.total():,} calls by {CALLERS} callers in {seconds:.0f} s: {kinds}")
        print(f"Wrong answers: {len(self.wrong)}", *self.wrong[:3], sep="\n", flush=True)


def main() -> int:
    """Send all calls; 1 where an answer was wrong or, with `--check`, the service has grown."""
    api, port = free_port(), free_port()
    settings = {
        "C360_BASE_URL": f"http://127.0.0.1:{api}",
        "C360_TENANT_ID": "acmecorp01",
        "C360_API_KEY": "eght_benchmark",
        "C360_DEMO": "0",
    }
    with ExitStack() as stack:
        moody = (sys.executable, str(_BESIDE / "moody_api.py"), str(api))
        stack.enter_context(running(*moody, port=api))
        ours = (sys.executable, "-m", "c360_mcp", "http", "--port", str(port))
        server = stack.enter_context(running(*ours, port=port, **settings))
        soak, began = Soak(port), time.perf_counter()
        asyncio.run(soak.send(WARM_UP))
        warm = read_vitals(server.pid)
        asyncio.run(soak.send(CALLS - WARM_UP))
        soak.report(time.perf_counter() - began)
        small = stays_small(warm, read_vitals(server.pid))
    return int(bool(soak.wrong) or ("--check" in sys.argv and not small))


def stays_small(warm: Vitals | None, end: Vitals | None) -> bool:
    """Print what the service holds, and say whether that has hardly grown."""
    if warm is None or end is None:
        print("What the service holds is not measured here: only Linux tells.")
        return True
    print(
        f"After {WARM_UP:,} calls: {warm}\nAfter {CALLS:,} calls: {end}\nMore: {end - warm} (limits: {GROWTH})"
    )
    return (end - warm).within(GROWTH)


if __name__ == "__main__":
    sys.exit(main())
