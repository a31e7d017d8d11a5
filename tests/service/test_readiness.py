"""What probes are told."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from starlette.requests import Request

from c360_mcp.service.app import create_app
from c360_mcp.service.readiness import PROBE_SECONDS, Readiness
from tests.service.api import answering, environment
from tests.service.serving import caller, serving
from tests.service.test_tenants import house

pytestmark = pytest.mark.anyio

Backend = tuple[str, dict[str, Any]]


def told(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.text


async def test_a_service_with_its_settings_is_alive_and_ready_and_says_no_more() -> None:
    async with answering() as api:
        with serving(create_app(environment(api))) as url:
            async with caller(url) as http:
                assert told(await http.get("/healthz")) == (200, "ok\n")
                assert told(await http.get("/readyz")) == (200, "ready\n")
                assert (await http.post("/readyz")).status_code == 405

    assert api.requests == []


async def test_a_service_without_its_settings_is_alive_and_not_ready() -> None:
    with serving(create_app({})) as url:
        async with caller(url) as http:
            assert told(await http.get("/healthz")) == (200, "ok\n")
            assert told(await http.get("/readyz")) == (503, "not ready\n")


async def test_where_it_is_to_ask_the_api_it_does_so_once_for_many_probes() -> None:
    async with answering() as api:
        with serving(create_app(environment(api, C360_READY_UPSTREAM="1"))) as url:
            async with caller(url) as http:
                for _ in range(3):
                    assert told(await http.get("/readyz")) == (200, "ready\n")

    assert [request.split(" ")[1] for request in api.requests] == [
        "/v1/public/tenants/acme/transcript-summaries?interactionId=c360-mcp-check"
    ]


async def test_what_the_api_answered_counts_for_half_a_minute() -> None:
    now = [0.0]
    async with answering() as api:
        app = create_app(environment(api, C360_READY_UPSTREAM="1"), clock=lambda: now[0])
        with serving(app) as url:
            async with caller(url) as http:
                assert told(await http.get("/readyz")) == (200, "ready\n")
                api.status = 403
                now[0] = 30
                assert told(await http.get("/readyz")) == (200, "ready\n")
                now[0] = 31
                assert told(await http.get("/readyz")) == (503, "not ready\n")
                api.status = 200
                now[0] = 61
                assert told(await http.get("/readyz")) == (503, "not ready\n")
                now[0] = 62
                assert told(await http.get("/readyz")) == (200, "ready\n")

    assert len(api.requests) == 3


async def test_where_the_api_refuses_it_is_not_ready() -> None:
    async with answering() as api:
        api.status = 403
        with serving(create_app(environment(api, C360_READY_UPSTREAM="1"))) as url:
            async with caller(url) as http:
                assert told(await http.get("/readyz")) == (503, "not ready\n")
                assert told(await http.get("/healthz")) == (200, "ok\n")


async def test_where_something_else_than_the_api_answers_it_is_not_ready() -> None:
    async with answering() as api:
        api.lists = ()
        with serving(create_app(environment(api, C360_READY_UPSTREAM="1"))) as url:
            async with caller(url) as http:
                assert told(await http.get("/readyz")) == (503, "not ready\n")


async def test_one_tenant_whose_api_hangs_does_not_make_it_unready(tmp_path: Path) -> None:
    async with house(tmp_path, C360_READY_UPSTREAM="1") as here:
        here.api.held.add("acmecorp01")
        async with caller(here.url) as http:
            assert told(await http.get("/readyz")) == (200, "ready\n")


@dataclass
class Tenant:
    """One whose API takes so many seconds."""

    seconds: float

    async def answers_as_documented(self) -> bool:
        await anyio.sleep(self.seconds)
        return True


@pytest.mark.parametrize(
    ("tenants", "seconds"), [((math.inf, 1), 1), ((1, 2), 1), ((math.inf, math.inf), PROBE_SECONDS)]
)
def test_the_first_answer_counts_and_none_is_waited_for_beyond_the_bound(
    virtual_time: Backend, tenants: Sequence[float], seconds: float
) -> None:
    async def ask() -> None:
        readiness = Readiness(lambda: True, asks_upstream=True)
        apis: list[Any] = [Tenant(each) for each in tenants]
        readiness.tenants = apis
        begun = anyio.current_time()
        answer = await readiness.readyz(Request({"type": "http"}))
        assert anyio.current_time() - begun == seconds
        assert answer.status_code == (503 if seconds == PROBE_SECONDS else 200)

    backend, options = virtual_time
    anyio.run(ask, backend=backend, backend_options=options)
