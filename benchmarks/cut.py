"""What it costs to cut a large result to its budget: 50 rows, and 5 summaries of 6,000 characters each.

`python benchmarks/cut.py` prints the processor time that putting such a result into words takes, once for a budget that
it has to be cut to and once for one that holds all of it; with `--check` it fails where the former is over its limit.
No two of the customers share a summary, so that no more is remembered of one than of a stranger's. A machine with much
to do is slower, too, so a check that fails is repeated, and only a limit broken three times in a row counts.
"""

import random
import statistics
import sys
import time
from functools import partial
from typing import Any
from unittest.mock import patch

import anyio
import httpx2
from customers import NOW, customers
from mcp import Client

from c360_mcp.server import interactions
from c360_mcp.server.app import create_server

LIMIT = 8.0
"""Milliseconds of processor time."""
ATTEMPTS = 3
CUSTOMERS = 21
SUMMARIES, CHARACTERS = 5, 6_000
BUDGETS = {"cut": "8000", "whole": "50000"}
"""Values of `C360_RESULT_TOKENS`."""

_PROSE = """The customer called to dispute a late fee charged on their last invoice and said that payment had been made in
time agent checked account found direct debit failed because of bank error offered refund callback was promised by Friday
once billing team has reviewed it is unhappy third contact about same problem asked for terms in writing."""


def summary(chance: random.Random, interaction_id: str) -> dict[str, Any]:
    """A summary of the longest kind, in sentences, with numbers in between."""
    words: list[str] = []
    while len(" ".join(words)) < CHARACTERS:
        words += [*chance.choices(_PROSE.split(), k=14), f"{chance.randrange(10_000)}."]
    result = " ".join(words)[:CHARACTERS]
    return {"interactionId": interaction_id, "content": {"result": result, "status": "success"}}


def answer(seed: int, request: httpx2.Request) -> httpx2.Response:
    """The API's reply for a customer."""
    if request.url.path.endswith("/transcript-summaries"):
        chance = random.Random(seed)  # noqa: S311  benchmarks want the same on every run
        ids = request.url.params.get_list("interactionId")
        found = [summary(chance, interaction_id) for interaction_id in ids]
        return httpx2.Response(200, json={"summaries": found, "partialFailures": []})
    return httpx2.Response(200, json=customers()[0].reply)


async def milliseconds(seed: int, tokens: str) -> float:
    """The processor time that it takes to put the result for a customer into words, in the course of a real call."""
    taken: list[float] = []
    render = interactions.__dict__["render_history"]

    def timed(*arguments: Any) -> Any:
        began = time.process_time()
        rendered = render(*arguments)
        taken.append(1000 * (time.process_time() - began))
        if rendered.summaries == 0 or any(rendered.left_out.values()) != (tokens == BUDGETS["cut"]):
            raise RuntimeError(f"not the result that is to be measured: {rendered.text}")
        return rendered

    environ = {"C360_TENANT_ID": "acmecorp01", "C360_API_KEY": "eght_benchmark", "C360_REGION": "us"}
    transport = httpx2.MockTransport(partial(answer, seed))
    server = create_server(environ | {"C360_RESULT_TOKENS": tokens}, transport=transport, now=lambda: NOW)
    search = {"search_by": "email", "identifier": "customer@example.com", "max_interactions": 50}
    with patch.object(interactions, "render_history", timed):
        async with Client(server) as client:
            await client.call_tool("get_customer_interactions", search | {"include_summaries": SUMMARIES})
    return taken[0]


def measure(first: int) -> dict[str, float]:
    """The median of each budget, over customers whose numbers count from `first`."""
    return {
        name: statistics.median(
            anyio.run(milliseconds, seed, tokens) for seed in range(first, first + CUSTOMERS)
        )
        for name, tokens in BUDGETS.items()
    }


def main() -> int:
    """Print the figures; with `--check`, 1 where the limit is broken in every attempt."""
    check = "--check" in sys.argv
    for attempt in range(ATTEMPTS if check else 1):
        medians = measure(attempt * CUSTOMERS)
        shown = ", ".join(f"{name} {taken:.1f} ms" for name, taken in medians.items())
        print(
            f"50 rows, {SUMMARIES} summaries of {CHARACTERS:,} characters: {shown} (limit {LIMIT:.0f} ms)",
            flush=True,
        )
        if medians["cut"] <= LIMIT:
            return 0
    return int(check)


if __name__ == "__main__":
    sys.exit(main())
