"""One line for each request, whatever became of it."""

import json
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from inline_snapshot import snapshot
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from c360_mcp.logs import JsonFormatter, TextFormatter
from c360_mcp.service.app import create_app
from c360_mcp.service.bounds.call_time import CallTime
from c360_mcp.service.bounds.limits import RequestLimits
from c360_mcp.service.callers.static_tokens import new_token
from c360_mcp.service.request_log import RequestLog
from tests.front_door import Script, replying
from tests.front_door import environment as served
from tests.patience import LONGER_STILL, PATIENCE
from tests.service.api import ONE_CALL, Api, answering, environment
from tests.service.process import started
from tests.service.serving import CALL_HEADERS, META, call, call_body, caller, serving, text_of

pytestmark = pytest.mark.anyio

TRACE = "0af7651916cd43dd8448eb211c80319c"
Lines = list[dict[str, Any]]


@asynccontextmanager
async def logged(
    caplog: pytest.LogCaptureFixture, settings: Mapping[str, str], limits: RequestLimits | None = None
) -> AsyncIterator[tuple[str, Lines]]:
    """A service, and the fields of the lines that it wrote; they are there once the block has ended."""
    lines: Lines = []
    with caplog.at_level(logging.DEBUG, logger="c360_mcp"):
        with serving(create_app(settings, limits=limits or RequestLimits())) as url:
            yield url, lines
        lines += [
            {"level": record.levelname, **fields}
            for record in caplog.records
            if (fields := getattr(record, "fields", None))
        ]


def without(lines: Lines, *names: str) -> Lines:
    return [{name: value for name, value in line.items() if name not in names} for line in lines]


async def test_a_line_says_what_was_asked_for_and_what_became_of_it(caplog: pytest.LogCaptureFixture) -> None:
    async with answering() as api, logged(caplog, environment(api)) as (url, lines), caller(url) as http:
        answer = await call(http, {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})

    [line] = lines
    assert line.pop("ms") > 0
    assert line == {
        "level": "INFO",
        "method": "POST",
        "path": "/mcp",
        "status": 200,
        "tenant": "acme",
        "mcp_method": "tools/call",
        "mcp_name": "get_customer_interactions",
        "outcome": "ok",
        "bytes": len(answer.content),
        "trace_id": TRACE,
    }


async def test_failures_are_told_by_their_class_and_errors_of_the_protocol_by_their_code(
    caplog: pytest.LogCaptureFixture,
) -> None:
    unknown = call_body()
    unknown["params"]["name"] = "customer@example.com"
    denying = Script(lambda *_: (403, {}))

    with served(denying) as settings:
        async with logged(caplog, settings) as (url, lines), caller(url) as http:
            await call(http)
            await call(http, arguments={"search_by": "customer@example.com"})
            headers = CALL_HEADERS | {"Mcp-Name": "customer@example.com"}
            await http.post("/mcp", json=unknown, headers=headers)
    async with logged(caplog, {}) as (url, unconfigured), caller(url) as http:
        await call(http)

    assert [(line["status"], line["outcome"], line.get("mcp_name")) for line in lines] == [
        (200, "AccessDenied", "get_customer_interactions"),
        (200, "InvalidArgument", "get_customer_interactions"),
        (400, "-32602", None),
    ]
    assert unconfigured[-1]["outcome"] == "Misconfigured"
    assert "tenant" not in unconfigured[-1]


async def test_requests_that_call_no_tool_tell_how_they_ended_too(caplog: pytest.LogCaptureFixture) -> None:
    requests: list[tuple[str, dict[str, Any]]] = [
        ("tools/list", {}),
        ("prompts/get", {"name": "brief_customer", "arguments": {"customer": "customer@example.com"}}),
        ("prompts/get", {"name": "brief_customer", "arguments": {}}),
        ("prompts/get", {"name": "brief_customer", "arguments": ["customer@example.com"]}),
    ]

    async with logged(caplog, {}) as (url, lines), caller(url) as http:
        for method, params in requests:
            body = call_body() | {"method": method, "params": params | {"_meta": META}}
            headers = CALL_HEADERS | {"Mcp-Method": method, "Mcp-Name": "brief_customer"}
            await http.post("/mcp", json=body, headers=headers)

    assert [(line["mcp_method"], line.get("mcp_name"), line["outcome"]) for line in lines] == [
        ("tools/list", None, "ok"),
        ("prompts/get", "brief_customer", "ok"),
        ("prompts/get", "brief_customer", "-32602"),
        ("prompts/get", "brief_customer", "-32602"),
    ]


async def test_paths_and_methods_of_callers_own_making_are_not_repeated_and_probes_are_for_debugging(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with logged(caplog, {}) as (url, lines), caller(url) as http:
        await http.get("/customer@example.com")
        await http.request("SENTINEL", "/mcp?email=customer@example.com")
        await http.get("/healthz?email=customer@example.com")
        await http.get("/readyz")

    assert without(lines, "ms", "bytes") == snapshot(
        [
            {"level": "INFO", "method": "GET", "path": "other", "status": 404, "outcome": "refused"},
            {"level": "INFO", "method": "other", "path": "/mcp", "status": 405, "outcome": "refused"},
            {"level": "DEBUG", "method": "GET", "path": "/healthz", "status": 200, "outcome": "ok"},
            {"level": "DEBUG", "method": "GET", "path": "/readyz", "status": 503, "outcome": "refused"},
        ]
    )


async def test_requests_that_are_refused_leave_a_line(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    token, client = new_token("copilot", "north")
    stranger, other = new_token("stranger", "nowhere")
    (tmp_path / "tokens").write_text(f"{client}\n{other}", encoding="utf-8")
    async with answering() as api:
        settings = tenants(api, tmp_path) | ONE_CALL
        limits = RequestLimits(body_bytes=4096)
        async with logged(caplog, settings, limits) as (url, lines):
            async with caller(url) as http:
                await call(http)
            async with caller(url, stranger) as http:
                await call(http)
            async with caller(url, token) as http:
                await http.post("/mcp", content=b" " * 5000, headers=CALL_HEADERS)
                await call(http, {"X-Long": "x" * 17_000})
                await refused_as_one_too_many(http, api)

    assert without(lines, "level", "ms", "bytes", "method", "path") == snapshot(
        [
            {"status": 401, "outcome": "refused"},
            {"status": 403, "caller": "stranger", "outcome": "refused"},
            {"status": 413, "tenant": "north01", "caller": "copilot", "outcome": "refused"},
            {"status": 431, "outcome": "refused"},
            {
                "status": 200,
                "tenant": "north01",
                "caller": "copilot",
                "mcp_method": "tools/call",
                "mcp_name": "get_customer_interactions",
                "outcome": "Busy",
            },
            {
                "status": 200,
                "tenant": "north01",
                "caller": "copilot",
                "mcp_method": "tools/call",
                "mcp_name": "get_customer_interactions",
                "outcome": "ok",
            },
        ]
    )


def tenants(api: Api, folder: Path) -> dict[str, str]:
    file = folder / "tenants.toml"
    file.write_text(
        f'[north]\nid = "north01"\nbase_url = "{api.url}"\napi_key = "eght_north"\n', encoding="utf-8"
    )
    return {"C360_TENANTS_FILE": str(file), "C360_AUTH_TOKENS_FILE": str(folder / "tokens")}


async def refused_as_one_too_many(http: httpx2.AsyncClient, api: Api) -> None:
    """A call beside one that the API keeps waiting."""
    api.held.add("north01")
    async with anyio.create_task_group() as group:
        group.start_soon(call, http)
        await api.asked(1)
        assert "as many calls under way" in text_of(await call(http))
        api.released.set()


async def test_a_caller_that_left_got_no_status(caplog: pytest.LogCaptureFixture) -> None:
    async with answering() as api:
        api.held.add("acme")
        patient = environment(api, C360_TIMEOUT=LONGER_STILL)
        async with logged(caplog, patient) as (url, lines), caller(url) as http:
            async with anyio.create_task_group() as group:
                group.start_soon(call, http)
                await api.asked(1)
                group.cancel_scope.cancel()
            with anyio.fail_after(PATIENCE):
                await api.left.wait()

    assert without(lines, "ms") == [
        {
            "level": "INFO",
            "method": "POST",
            "path": "/mcp",
            "tenant": "acme",
            "mcp_method": "tools/call",
            "mcp_name": "get_customer_interactions",
            "outcome": "Cancelled",
            "bytes": 0,
        }
    ]


async def test_a_request_whose_time_was_up_leaves_a_line(caplog: pytest.LogCaptureFixture) -> None:
    async def hang(_: Scope, receive: Receive, __: Send) -> None:
        await receive()
        await receive()

    bounded = CallTime(hang, seconds=0.05)
    app = Starlette(
        routes=[Route("/mcp", bounded, methods=["POST"])], middleware=[Middleware(RequestLog, ["/mcp"], {})]
    )
    with caplog.at_level(logging.INFO, logger="c360_mcp"), serving(app) as url:
        async with caller(url) as http:
            assert (await call(http)).status_code == 504

    [record] = caplog.records
    assert record.__dict__["fields"]["status"] == 504


async def test_an_application_that_fails_leaves_a_line_with_the_class_of_the_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def failing(_: Scope, __: Receive, ___: Send) -> None:
        raise LookupError("customer@example.com")

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    scope = {"type": "http", "method": "POST", "path": "/mcp", "headers": []}
    with caplog.at_level(logging.INFO, logger="c360_mcp"), pytest.raises(LookupError):
        await RequestLog(failing, ["/mcp"], {})(scope, nothing, nothing)

    [fields] = [record.__dict__["fields"] for record in caplog.records]
    assert (fields["status"], fields["outcome"]) == (500, "LookupError")
    assert "customer@example.com" not in caplog.text


async def test_as_json_every_line_is_an_object() -> None:
    with served(replying({"interactions": []}), {"C360_LOG_LEVEL": "INFO"}) as settings:
        async with started(settings, "--log-format", "json", "--workers", "2") as service:
            async with caller(service.url) as http:
                await call(http)
            said = await service.end()

    [line] = map(json.loads, said.splitlines())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line.pop("ms") > 0
    assert line.pop("bytes") > 0
    assert line == {
        "level": "INFO",
        "logger": "c360_mcp.service.request_log",
        "message": "request",
        "method": "POST",
        "path": "/mcp",
        "status": 200,
        "tenant": "acmecorp01",
        "mcp_method": "tools/call",
        "mcp_name": "get_customer_interactions",
        "outcome": "ok",
    }


async def test_as_text_a_line_names_its_fields() -> None:
    with served(replying({"interactions": []}), {"C360_LOG_LEVEL": "INFO"}) as settings:
        async with started(settings) as service, caller(service.url) as http:
            await call(http)
            said = await service.end()

    assert re.fullmatch(
        r"INFO c360_mcp\.service\.request_log: request method=POST path=/mcp status=200 ms=[0-9.]+ "
        r"tenant=acmecorp01 mcp_method=tools/call mcp_name=get_customer_interactions outcome=ok bytes=[0-9]+\n",
        said,
    )


async def test_at_the_usual_level_requests_leave_no_line() -> None:
    async with started({}, "--demo") as service, caller(service.url) as http:
        await call(http)
        assert await service.end() == ""


def test_a_record_without_fields_is_its_message() -> None:
    record = logging.LogRecord("c360_mcp.part", logging.WARNING, "", 0, "%s is lost", ("it",), None)

    assert TextFormatter().format(record) == "WARNING c360_mcp.part: it is lost"
    line = json.loads(JsonFormatter().format(record))
    assert line.pop("time")
    assert line == {"level": "WARNING", "logger": "c360_mcp.part", "message": "it is lost"}
