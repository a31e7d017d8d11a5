"""Kill one of two replicas behind nginx under the load of many callers, and start it again; nobody may be told wrong.

`PYTHONPATH=benchmarks python scripts/try_replicas.py NGINX` prints the figures; NGINX is the program to start.
"""

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import httpx2
from crowd import Crowd, Question, text_of
from processes import free_port, running
from wire import ERAS

from c360_mcp.sandbox.cast import CAST, DEMO_KEY, DEMO_TENANT
from c360_mcp.service.callers.static_tokens import new_token

CALLERS = 64
CALLS = 500
"""Before one replica is killed, without it, and after it has come back."""
LONGEST_PAUSE = 1.0
ROOT = Path(__file__).parents[1]
SERVICE = (sys.executable, "-m", "c360_mcp")


class Replica:
    """One process of the service, which can be killed and started again."""

    def __init__(self, work: Path, api: int, **more: str) -> None:
        self.port = free_port()
        self._audit = work / f"audit-{self.port}"
        self._settings = {
            "C360_BASE_URL": f"http://127.0.0.1:{api}",
            "C360_TENANT_ID": DEMO_TENANT,
            "C360_API_KEY": DEMO_KEY,
            "C360_DEMO": "0",
            "C360_AUTH_TOKENS_FILE": str(work / "tokens"),
            "C360_AUDIT_LOG": str(self._audit),
            **more,
        }

    def start(self, stack: ExitStack) -> None:
        """Serve, until the stack is left."""
        command = (*SERVICE, "http", "--port", str(self.port))
        self._process = stack.enter_context(running(*command, port=self.port, **self._settings))

    def kill(self) -> None:
        """End it without a chance to finish anything."""
        self._process.kill()
        self._process.wait()

    def calls(self) -> int:
        """How many it has answered in its lives."""
        return len(self._audit.read_bytes().splitlines())


def nginx_config(work: Path, port: int, replicas: Sequence[Replica]) -> Path:
    """The deployment's own, but for names, ports and folders."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    servers = "".join(f"server 127.0.0.1:{replica.port}\\1\n" for replica in replicas)
    text = re.sub(r"(?:server replica-\d:\d+([^\n]*)\n\s*)+", servers, text)
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/tmp/", f"{work}/")  # noqa: S108
    config = work / "nginx.conf"
    config.write_text(text, encoding="utf-8")
    return config


async def learn(http: httpx2.AsyncClient) -> list[tuple[Question, str]]:
    """What to ask about each customer in both eras, and the right answer, which nothing disturbs yet."""
    now = datetime.now(UTC).isoformat(timespec="seconds")  # a fixed end, so that the texts stay the same
    known = []
    for era in ERAS:
        for persona in CAST:
            customer = {"search_by": persona.search_by, "identifier": persona.identifier}
            arguments = customer | {"end_time": now, "include_summaries": 5}
            search = Question(era, "get_customer_interactions", arguments)
            known.append((search, await steady_answer(http, search)))
            if ids := re.findall(r"\| (int-\S+|\S+~)$", known[-1][1], re.MULTILINE):
                summaries = Question(era, "get_transcript_summaries", {"interaction_ids": ids})
                known.append((summaries, await steady_answer(http, summaries)))
    return known


async def steady_answer(http: httpx2.AsyncClient, question: Question) -> str:
    """The second answer: at first the stand-in lacks a summary that is there later."""
    await question.ask(http)
    return text_of(await question.ask(http))


async def kill_under_load(crowd: Crowd, replica: Replica, stack: ExitStack) -> tuple[float, int]:
    """The longest pause since the replica was killed, in seconds, and how many calls it answered once it was back."""
    async with asyncio.TaskGroup() as callers:
        for number in range(CALLERS):
            callers.create_task(crowd.keep_asking(number))
        await crowd.more(CALLS)
        killed = time.perf_counter()
        replica.kill()
        await crowd.more(CALLS)
        answered = replica.calls()
        await asyncio.to_thread(replica.start, stack)
        await crowd.more(CALLS)
        pause = crowd.longest_pause(killed)  # before the last callers leave, one after the other
        crowd.over = True
    return pause, replica.calls() - answered


def client(port: int, token: str) -> httpx2.AsyncClient:
    """Of whatever serves on loopback, with a connection for each caller."""
    return httpx2.AsyncClient(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {token}"},
        limits=httpx2.Limits(max_connections=CALLERS),
        timeout=120,
        trust_env=False,
    )


def serve(nginx: str, work: Path, stack: ExitStack) -> tuple[int, list[Replica]]:
    """Start everything but the callers; the port of nginx, and the replicas."""
    api = free_port()
    stack.enter_context(running(*SERVICE, "sandbox", "--port", str(api), port=api))
    replicas = [Replica(work, api) for _ in range(2)]
    return start_behind_nginx(nginx, replicas, work, stack), replicas


def start_behind_nginx(nginx: str, replicas: Sequence[Replica], work: Path, stack: ExitStack) -> int:
    """Start replicas, and nginx before them; its port."""
    for replica in replicas:
        replica.start(stack)
    port = free_port()
    command = (nginx, "-p", str(work), "-c", str(nginx_config(work, port, replicas)), "-g", "daemon off;")
    stack.enter_context(running(*command, port=port))
    return port


async def try_replicas(nginx: str, work: Path, stack: ExitStack) -> list[str]:
    """Print the figures; what is not as it must be."""
    token, line = new_token("crowd")
    (work / "tokens").write_text(f"{line}\n", encoding="utf-8")
    port, replicas = serve(nginx, work, stack)
    async with client(replicas[1].port, token) as quiet:
        known = await learn(quiet)
    async with client(port, token) as http:
        crowd, began = Crowd(http, known), time.perf_counter()
        pause, shared = await kill_under_load(crowd, replicas[0], stack)
        took = time.perf_counter() - began
    print(
        f"{len(crowd.answered):,} calls by {CALLERS} callers in {took:.0f} s: {len(crowd.failures)} failed, "
        f"{crowd.retried.total()} were made a second time, the slowest took {crowd.slowest:.1f} s\n"
        f"One of two replicas killed: the longest pause was {pause:.2f} s (limit {LONGEST_PAUSE:.2f})\n"
        f"Started again: it answered {shared} of the last {CALLS}",
        flush=True,
    )
    too_long = ["The pause was too long."] if pause >= LONGEST_PAUSE else []
    apart = ["The replica that was started again takes no part."] if shared < CALLS / 4 else []
    return [*crowd.failures[:3], *too_long, *apart]


def main(nginx: str) -> None:
    """Fail where an answer was wrong or missing, or calls did not go on."""
    with tempfile.TemporaryDirectory() as work, ExitStack() as stack:
        if problems := asyncio.run(try_replicas(nginx, Path(work), stack)):
            sys.exit("\n".join(problems))


if __name__ == "__main__":
    main(sys.argv[1])
