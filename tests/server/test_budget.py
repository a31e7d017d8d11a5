"""What a model is told where the budget of requests is used up."""

import subprocess
import sys

import pytest
from inline_snapshot import snapshot

from c360_mcp.errors import Misconfigured
from c360_mcp.rate import Rate
from c360_mcp.settings import read_settings
from tests.front_door import REAL_REGION, connected, refused, replying, told

pytestmark = pytest.mark.anyio

SEARCH = {"search_by": "email", "identifier": "customer@example.com"}


async def test_a_call_beyond_the_budget_is_told_when_to_try_again() -> None:
    api = replying({"interactions": []})
    async with connected(api, {"C360_RATE": "2/hour, 1/minute"}) as client:
        await told(client, "get_customer_interactions", **SEARCH)
        said = await refused(client, "get_customer_interactions", **SEARCH)

    assert said == snapshot(
        "This server sends the Customer 360 API no more than 2 requests in an hour and 1 request in a minute, and these "
        "are used up, so this request was not sent. Try again in 62 seconds."
    )
    assert len(api.asked) == 1


@pytest.mark.parametrize(("settings", "imported"), [({}, False), ({"C360_RATE": "60/minute"}, True)])
def test_without_a_rate_what_counts_it_is_not_imported(settings: dict[str, str], imported: bool) -> None:
    env = {"PYTHONPROFILEIMPORTTIME": "1"} | settings
    command = [sys.executable, "-m", "c360_mcp", "--demo"]
    unknown = '{"jsonrpc": "2.0", "id": 1, "method": "nothing/known"}\n'
    ended = subprocess.run(command, env=env, input=unknown, capture_output=True, text=True, check=True)

    assert "c360_mcp.upstream.turnstile" in ended.stderr
    assert ("limits" in _imported(ended.stderr)) is imported
    assert "redis" not in _imported(ended.stderr)


def _imported(stderr: str) -> set[str]:
    return {line.rpartition("|")[2].strip() for line in stderr.splitlines()}


def test_bounds_and_rates_are_settings() -> None:
    bounds = {
        "C360_CONCURRENT_REQUESTS": "3",
        "C360_WAITING_REQUESTS": "0",
        "C360_RATE": "20/10s, 100/minute",
    }
    connection = read_settings(REAL_REGION | bounds).connection

    assert (connection.bounds.concurrent, connection.bounds.waiting) == (3, 0)
    assert connection.rates == (Rate(100, 60), Rate(20, 10))


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("C360_RATE", "60", "must be rates such as 60/minute or 20/10s, 100/minute"),
        ("C360_STATE_URL", "http://host", "must be an address that begins with redis:// or rediss://"),
        ("C360_REPLICAS", "0", "must be a whole number from 1 to 10,000"),
        ("C360_CONCURRENT_REQUESTS", "0", "must be a whole number from 1 to 100"),
        ("C360_WAITING_REQUESTS", "lots", "must be a whole number from 0 to 10,000"),
    ],
)
def test_a_bound_that_can_not_be_used_is_told(name: str, value: str, problem: str) -> None:
    with pytest.raises(Misconfigured, match=f"{name} {problem}"):
        read_settings(REAL_REGION | {name: value})
