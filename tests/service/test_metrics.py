"""What Prometheus reads at `/metrics`, and what it does not."""

import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
import httpx2
import pytest
from inline_snapshot import snapshot
from prometheus_client.parser import text_string_to_metric_families

from c360_mcp.service.callers.static_tokens import new_token
from tests.collector import collecting
from tests.command import run_command
from tests.front_door import Script, environment, replying
from tests.patience import PATIENCE
from tests.service.api import answering
from tests.service.api import environment as api_environment
from tests.service.process import Service, started
from tests.service.serving import SEARCH, call, caller, mcp_client
from tests.service.test_telemetry import PERSONAL, SAYING, failing_at_first, say_everything
from tests.upstream.test_shared_budget import free_port, redis_server, with_redis

pytestmark = pytest.mark.anyio

ON = {"C360_METRICS_PORT": "0"}
UNDER_WAY = ("c360_calls_active", "http_client_active_requests")
Sample = tuple[str, dict[str, str], float]


@dataclass
class Metrics:
    """The page of one service."""

    url: str

    async def page(self) -> str:
        async with httpx2.AsyncClient(trust_env=False, timeout=PATIENCE) as http:
            answer = await http.get(self.url)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain; version=")
        return answer.text

    async def samples(self, name: str) -> list[Sample]:
        """Those of this name, without the labels that say which package counted."""
        return [
            (
                one.name,
                {label: of for label, of in one.labels.items() if not label.startswith("otel_")},
                one.value,
            )
            for family in text_string_to_metric_families(await self.page())
            for one in family.samples
            if one.name == name
        ]

    async def total(self, name: str, **labels: str) -> float:
        return sum(value for _, has, value in await self.samples(name) if labels.items() <= has.items())


@asynccontextmanager
async def measured(settings: dict[str, str], *options: str) -> AsyncIterator[tuple[Service, Metrics]]:
    async with started(settings | ON, *options) as service:
        with anyio.fail_after(PATIENCE):
            line = (await service.stderr.receive_until(b"\n", 1000)).decode()
        found = re.search(r"metrics at (http://\S+/metrics)$", line)
        assert found, line
        yield service, Metrics(found[1])


async def test_prometheus_reads_what_a_collector_is_sent() -> None:
    script = failing_at_first(403, 503)
    with environment(script, {"C360_REUSE_SECONDS": "60"}) as settings:
        async with measured(settings) as (service, metrics), caller(service.url) as http:
            for arguments in (SEARCH, SEARCH, SEARCH, {"search_by": "email"}):
                await call(http, arguments=arguments)
            calls = await metrics.samples("c360_calls_total")
            upstream = await metrics.samples("http_client_request_duration_seconds_count")
            tokens = await metrics.total("c360_result_tokens_count")
            seconds = await metrics.total("mcp_server_operation_duration_seconds_count")
            reusing = await metrics.total("c360_calls_reusing_total")
            info = await metrics.samples("target_info")

    tool = {"gen_ai_tool_name": "get_customer_interactions", "c360_tenant": "acmecorp01"}
    assert {labels.pop("c360_outcome"): (labels, value) for _, labels, value in calls} == {
        "ok": (tool, 2),
        "AccessDenied": (tool, 1),
        "InvalidArgument": (tool, 1),
    }
    assert {
        (labels["http_response_status_code"], labels["error_type"]): value for _, labels, value in upstream
    } == {("403", "AccessDenied"): 1, ("503", "Unavailable"): 1, ("200", ""): 1}
    assert (tokens, seconds, reusing) == (2, 4, 1)
    assert [labels["service_name"] for _, labels, _ in info] == ["c360-mcp"]


async def test_calls_and_requests_under_way_are_counted_while_they_are() -> None:
    async with answering() as api, measured(api_environment(api)) as (service, metrics):
        api.held.add("acme")
        async with caller(service.url) as http, anyio.create_task_group() as group:
            group.start_soon(call, http)
            await api.asked(1)
            during = [await metrics.total(name) for name in UNDER_WAY]
            api.released.set()
        with anyio.fail_after(PATIENCE):
            while any([await metrics.total(name) for name in UNDER_WAY]):
                await anyio.lowlevel.checkpoint()

    assert during == [1, 1]


async def test_refusals_are_counted_by_reason(tmp_path: Path) -> None:
    token, client = new_token("copilot")
    (tmp_path / "tokens").write_text(str(client), encoding="utf-8")
    settings = {"C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens")}
    async with measured(settings, "--demo") as (service, metrics), caller(service.url, token) as http:
        await call(http)
        await call(http, {"Host": "attacker.example"})
        await call(http, {"Origin": "https://attacker.example"})
        await call(http, {"Authorization": "Bearer other"})
        await call(http, {"Authorization": ""})
        await call(http, {"Accept": "image/png"})
        await http.post("/mcp", content=b"x" * 2**21)
        refusals = await metrics.samples("c360_refusals_total")

    assert {labels["c360_reason"]: value for _, labels, value in refusals} == snapshot(
        {
            "host": 1.0,
            "origin": 1.0,
            "invalid_token": 1.0,
            "unauthorized": 1.0,
            "not_acceptable": 1.0,
            "too_large": 1.0,
        }
    )


def search(number: int) -> dict[str, str]:
    """A search of its own: equal ones would be one request."""
    return SEARCH | {"identifier": f"customer-{number}@example.com"}


async def test_the_line_of_requests_is_measured_while_it_stands_and_how_long_each_waited() -> None:
    settings = {"C360_CONCURRENT_REQUESTS": "1", "C360_WAITING_REQUESTS": "9"}
    async with answering() as api, measured(api_environment(api, **settings)) as (service, metrics):
        api.held.add("acme")
        async with caller(service.url) as http, anyio.create_task_group() as group:
            group.start_soon(call, http)
            await api.asked(1)
            before = await metrics.samples("c360_upstream_waiting")
            for number in range(3):
                group.start_soon(call, http, None, search(number))
            with anyio.fail_after(PATIENCE):
                while await metrics.total("c360_upstream_waiting") < 3:
                    await anyio.lowlevel.checkpoint()
            waited = await metrics.total("c360_upstream_wait_duration_seconds_count")
            api.released.set()
        assert await metrics.total("c360_upstream_waiting") == 0
        waits = await metrics.samples("c360_upstream_wait_duration_seconds_count")
        seconds = await metrics.total("c360_upstream_wait_duration_seconds_sum")

    assert before == [("c360_upstream_waiting", {"c360_tenant": "acme"}, 0)]
    assert waited == 1
    assert waits == [("c360_upstream_wait_duration_seconds_count", {"c360_tenant": "acme"}, 4)]
    assert seconds > 0


@pytest.mark.parametrize(
    ("status", "settings", "refused"),
    [
        (200, {}, {}),
        (404, {}, {}),
        (200, {"C360_RATE": "5/minute"}, {"over_budget": 1}),
        (429, {}, {"rate_limited": 5}),
        (500, {}, {"circuit_open": 1}),
    ],
)
async def test_requests_that_were_not_sent_are_counted_by_reason(
    status: int, settings: dict[str, str], refused: dict[str, int]
) -> None:
    with environment(Script(lambda *_: (status, {"interactions": []})), settings) as environ:
        async with measured(environ | {"C360_TIMEOUT": "5"}) as (service, metrics):
            async with caller(service.url) as http:
                for number in range(6):
                    await call(http, arguments=search(number))
            counted = await metrics.samples("c360_upstream_refusals_total")
            circuit = await metrics.samples("c360_circuit_open")

    assert {labels["c360_reason"]: value for _, labels, value in counted} == refused
    assert [labels["c360_tenant"] for _, labels, _ in counted] == ["acmecorp01"] * len(refused)
    assert circuit == [
        ("c360_circuit_open", {"c360_tenant": "acmecorp01"}, 1 if "circuit_open" in refused else 0)
    ]


async def test_a_request_that_finds_no_place_in_the_line_is_counted() -> None:
    settings = {"C360_CONCURRENT_REQUESTS": "1", "C360_WAITING_REQUESTS": "0"}
    async with answering() as api, measured(api_environment(api, **settings)) as (service, metrics):
        ids = [f"int-{number}" for number in range(30)]
        async with mcp_client(service.url) as client:
            await client.call_tool("get_transcript_summaries", {"interaction_ids": ids})
        counted = await metrics.samples("c360_upstream_refusals_total")

    assert counted == [("c360_upstream_refusals_total", {"c360_tenant": "acme", "c360_reason": "busy"}, 1)]


async def test_what_is_used_of_each_rate_is_measured_and_whether_the_store_is_away() -> None:
    store = {"C360_RATE": "60/minute, 5/10s", "C360_STATE_URL": "redis://127.0.0.1:1", "C360_REPLICAS": "2"}
    with environment(replying({"interactions": []}), store) as environ:
        async with measured(environ) as (service, metrics), caller(service.url) as http:
            for number in range(2):
                await call(http, arguments=search(number))
            used = await metrics.samples("c360_budget_used")
            limit = await metrics.samples("c360_budget_limit")
            away = await metrics.samples("c360_store_away")

    assert {labels["c360_rate"]: value for _, labels, value in used} == {"60/minute": 2, "5/10s": 2}
    assert {labels["c360_rate"]: value for _, labels, value in limit} == {"60/minute": 60, "5/10s": 5}
    assert {labels["c360_tenant"] for _, labels, _ in (*used, *limit)} == {"acmecorp01"}
    assert away == [("c360_store_away", {}, 1)]


@with_redis
async def test_a_store_that_answers_is_not_away() -> None:
    port = free_port()
    store = {"C360_RATE": "60/minute", "C360_STATE_URL": f"redis://127.0.0.1:{port}"}
    with redis_server(port), environment(replying({"interactions": []}), store) as environ:
        async with measured(environ) as (service, metrics), caller(service.url) as http:
            await call(http)
            assert await metrics.samples("c360_store_away") == [("c360_store_away", {}, 0)]
            assert await metrics.total("c360_budget_used") == 1


async def test_without_a_rate_nothing_is_shown_of_a_budget_or_a_store() -> None:
    async with measured({}, "--demo") as (service, metrics), caller(service.url) as http:
        await call(http)
        page = await metrics.page()

    assert "c360_upstream_wait_duration" in page
    assert "c360_budget" not in page
    assert "c360_store" not in page


async def test_nothing_personal_is_read_at_the_metrics(tmp_path: Path) -> None:
    token, client = new_token("copilot")
    (tmp_path / "tokens").write_text(str(client), encoding="utf-8")
    own = {"C360_API_KEY": "eght_SENTINEL", "C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens")}
    with environment(Script(lambda *_: (200, SAYING)), own) as settings:
        async with measured(settings) as (service, metrics), caller(service.url, token) as http:
            await say_everything(http)
            page = await metrics.page()

    assert 'c360_outcome="ok"' in page
    assert [what for word, what in (PERSONAL | {token: "a token"}).items() if word in page] == []


async def test_the_port_of_callers_does_not_show_metrics_and_that_of_metrics_takes_no_calls() -> None:
    async with measured({}, "--demo") as (service, metrics):
        async with caller(service.url) as http:
            assert (await http.get("/metrics")).status_code == 404
        async with caller(metrics.url.removesuffix("/metrics")) as http:
            assert (await call(http)).status_code == 404
            assert (await http.get("/")).status_code == 404


async def test_a_collector_and_prometheus_can_both_have_them() -> None:
    with (
        collecting() as (collector, configured),
        environment(replying({"interactions": []}), configured) as settings,
    ):
        async with measured(settings) as (service, metrics), caller(service.url) as http:
            await call(http)
            assert await metrics.total("c360_calls_total") == 1
            await service.end()

    assert [point.as_int for _, point in collector.points("c360.calls")] == [1]


WITHOUT_THE_EXTRA = """
import sys

class Absent:
    def find_spec(self, name, *_):
        if name.startswith("prometheus_client"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())

from c360_mcp.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("options", "environ", "said"),
    [
        (
            ("--workers", "2"),
            {},
            snapshot(
                "c360-mcp http: C360_METRICS_PORT can't be used with --workers 2: each worker counts for itself, and one port would show a part of the calls as if it were all. Run several services with one worker each, or have the workers send their metrics to a collector (OTEL_EXPORTER_OTLP_ENDPOINT).\n"
            ),
        ),
        (
            (),
            {"OTEL_SDK_DISABLED": "true"},
            snapshot("c360-mcp http: C360_METRICS_PORT has nothing to show while OTEL_SDK_DISABLED=true.\n"),
        ),
        (
            (),
            {"C360_METRICS_PORT": "prometheus"},
            snapshot(
                "c360-mcp http: The service can't start: C360_METRICS_PORT must be a port from 0 to 65,535.\n"
            ),
        ),
    ],
)
def test_metrics_that_would_be_wrong_or_empty_are_refused_at_the_start(
    options: tuple[str, ...], environ: dict[str, str], said: str
) -> None:
    ended = run_command("http", "--port", "0", "--demo", *options, environ=ON | environ)

    assert (ended.returncode, ended.stderr) == (2, said)


def test_without_its_packages_the_command_that_installs_them_is_told() -> None:
    command = [sys.executable, "-c", WITHOUT_THE_EXTRA, "http", "--port", "0", "--demo"]
    ended = subprocess.run(command, env=ON, stdin=subprocess.DEVNULL, capture_output=True, text=True)

    assert (ended.returncode, ended.stderr) == (
        2,
        snapshot(
            "c360-mcp http: C360_METRICS_PORT needs packages that are not installed: pip install 'c360-mcp[prometheus]'.\n"
        ),
    )


WITHOUT_A_PORT = """
import sys
import anyio
from c360_mcp.service.app import create_app

async def serve():
    app = create_app({}, demo=True)
    async with app.router.lifespan_context(app):
        print([name for name in sys.modules if "prometheus" in name or "opentelemetry.sdk" in name])

anyio.run(serve)
"""


def test_without_a_port_nothing_of_prometheus_is_imported() -> None:
    command = [sys.executable, "-c", WITHOUT_A_PORT]
    ended = subprocess.run(command, env={}, capture_output=True, text=True, check=True)

    assert ended.stdout == "[]\n"
