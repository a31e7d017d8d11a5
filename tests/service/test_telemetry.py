"""What leaves for a collector, and for the API, and what does not."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from inline_snapshot import snapshot

from c360_mcp.errors import Misconfigured
from c360_mcp.service.app import create_app
from c360_mcp.service.callers.static_tokens import new_token
from c360_mcp.telemetry.otel_settings import OtelSettings, read_otel_settings
from tests.collector import Span, collecting
from tests.command import MEASURED, run_command
from tests.front_door import Script, environment, replying
from tests.patience import LONGER_STILL, PATIENCE
from tests.service.process import started
from tests.service.serving import CALL_HEADERS, META, SEARCH, call, call_body, caller, serving, text_of

pytestmark = pytest.mark.anyio

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE}-{PARENT}-01"
OTHER_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
OTHER_TRACEPARENT = f"00-{OTHER_TRACE}-00f067aa0ba902b7-01"
TEMPLATE = "/v1/public/tenants/{tenant}/interactions-insight"
VARYING = {"c360.request_id", "c360.result.tokens", "server.address"}
ROW = {"interactionId": "int-1", "mediaType": "PHONE", "startedAt": 1795000000000}


def failing_at_first(*statuses: int) -> Script:
    """An API that answers the first requests with these statuses, and those after them with a row."""
    left = list(statuses)
    return Script(lambda *_: (left.pop(0) if left else 200, {"interactions": [ROW]}))


def ours(span: Span) -> dict[str, Any]:
    """The attributes, without what differs from run to run and from day to day."""
    return {name: value for name, value in span.attributes.items() if name not in VARYING}


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_a_call_is_a_span_in_its_callers_trace_and_each_try_upstream_one_below_it(workers: str) -> None:
    script = failing_at_first(503)
    with collecting() as (collector, configured), environment(script, configured) as settings:
        async with started(settings, "--workers", workers) as service, caller(service.url) as http:
            answer = await call(http, {"traceparent": TRACEPARENT})
            await service.end()

    assert "int-1" in text_of(answer)
    span, *tries = collector.spans
    assert (span.trace, span.parent, span.failed) == (TRACE, PARENT, False)
    assert span.name == "tools/call get_customer_interactions"
    assert span.attributes["c360.result.tokens"] > 0
    assert ours(span) == snapshot(
        {
            "mcp.method.name": "tools/call",
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": "get_customer_interactions",
            "mcp.protocol.version": "2026-07-28",
            "network.transport": "tcp",
            "network.protocol.name": "http",
            "c360.tenant": "acmecorp01",
        }
    )
    assert [(one.name, one.trace, one.parent, one.failed) for one in tries] == [
        (f"GET {TEMPLATE}", TRACE, span.id, True),
        (f"GET {TEMPLATE}", TRACE, span.id, False),
    ]
    assert [ours(one) for one in tries] == snapshot(
        [
            {
                "http.request.method": "GET",
                "url.template": "/v1/public/tenants/{tenant}/interactions-insight",
                "http.response.status_code": 503,
                "error.type": "Unavailable",
            },
            {
                "http.request.method": "GET",
                "url.template": "/v1/public/tenants/{tenant}/interactions-insight",
                "http.request.resend_count": 1,
                "http.response.status_code": 200,
            },
        ]
    )
    assert [headers["traceparent"] for headers in script.headers] == [one.traceparent for one in tries]
    assert [headers["x-request-id"] for headers in script.headers] == [
        one.attributes["c360.request_id"] for one in tries
    ]


async def test_the_trace_named_in_the_request_itself_counts_for_more_than_that_of_the_header() -> None:
    body = call_body()
    body["params"]["_meta"] = META | {"traceparent": OTHER_TRACEPARENT}
    unreadable = call_body()
    unreadable["params"]["_meta"] = META | {"traceparent": ["customer@example.com"], "tracestate": 5}
    headers = CALL_HEADERS | {"traceparent": TRACEPARENT, "tracestate": "vendor=of-the-header"}

    script = replying({"interactions": []})
    with collecting() as (collector, configured), environment(script, configured) as settings:
        async with started(settings) as service, caller(service.url) as http:
            for one in (body, unreadable):
                assert (await http.post("/mcp", json=one, headers=headers)).is_success
            await service.end()

    assert [span.trace for span in collector.spans] == [OTHER_TRACE, OTHER_TRACE, TRACE, TRACE]
    assert [headers.get("tracestate") for headers in script.headers] == [None, "vendor=of-the-header"]


async def test_a_request_of_the_older_protocol_is_in_its_callers_trace_as_well() -> None:
    body = call_body()
    del body["params"]["_meta"]
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}

    with collecting() as (collector, configured), environment(replying({}), configured) as settings:
        async with started(settings) as service, caller(service.url) as http:
            await http.post("/mcp", json=body, headers=headers | {"traceparent": TRACEPARENT})
            await service.end()

    span, sent = collector.spans
    assert (span.trace, span.parent, span.attributes["mcp.protocol.version"]) == (TRACE, PARENT, "2025-11-25")
    assert (sent.trace, sent.parent) == (TRACE, span.id)


async def test_calls_failures_seconds_and_tokens_are_measured(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    script = failing_at_first(403, 503)
    with collecting() as (collector, configured), environment(script, configured) as settings:
        async with (
            started(settings | {"C360_AUDIT_LOG": str(audit)}) as service,
            caller(service.url) as http,
        ):
            for arguments in (SEARCH, SEARCH, SEARCH, {"search_by": "email"}):
                await call(http, arguments=arguments)
            await service.end()

    by_outcome = {attributes["c360.outcome"]: point for attributes, point in collector.points("c360.calls")}
    assert {outcome: point.as_int for outcome, point in by_outcome.items()} == {
        "ok": 2,
        "AccessDenied": 1,
        "InvalidArgument": 1,
    }
    assert {
        attributes.get("error.type"): point.count
        for attributes, point in collector.points("mcp.server.operation.duration")
    } == {None: 2, "AccessDenied": 1, "InvalidArgument": 1}
    assert {
        (attributes["http.response.status_code"], attributes.get("error.type")): point.count
        for attributes, point in collector.points("http.client.request.duration")
    } == {(403, "AccessDenied"): 1, (503, "Unavailable"): 1, (200, None): 2}

    lines = [json.loads(line) for line in audit.read_text(encoding="utf-8").splitlines()]
    [(attributes, tokens)] = collector.points("c360.result.tokens")
    assert attributes == {"gen_ai.tool.name": "get_customer_interactions", "c360.tenant": "acmecorp01"}
    assert tokens.count == 2
    assert tokens.sum == sum(line["tokens_estimated"] for line in lines if line["outcome"] == "ok") > 0


async def test_failures_are_told_by_class_and_unknown_names_not_at_all() -> None:
    hello = call_body() | {"method": "customer@example.com"}
    named = call_body()
    named["params"]["name"] = "customer@example.com"
    denying = Script(lambda *_: (403, {"detail": "customer@example.com"}))

    with collecting() as (collector, configured), environment(denying, configured) as settings:
        async with started(settings) as service, caller(service.url) as http:
            await call(http)
            for body, method in ((named, "tools/call"), (hello, "customer@example.com")):
                headers = CALL_HEADERS | {"Mcp-Method": method, "Mcp-Name": "customer@example.com"}
                await http.post("/mcp", json=body, headers=headers)
            await service.end()

    assert [(span.name, span.attributes.get("error.type"), span.failed) for span in collector.spans] == [
        ("tools/call get_customer_interactions", "AccessDenied", True),
        (f"GET {TEMPLATE}", "AccessDenied", True),
        ("tools/call", "-32602", True),
        ("unknown", "-32601", True),
    ]


async def test_the_operators_name_for_the_service_counts() -> None:
    named = {"OTEL_SERVICE_NAME": "briefings", "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=test"}
    with collecting() as (plain, configured):
        async with started(configured, "--demo") as service, caller(service.url) as http:
            await call(http)
            await service.end()
    with collecting() as (renamed, configured):
        async with started(configured | named, "--demo") as service, caller(service.url) as http:
            await call(http)
            await service.end()

    assert {resource["service.name"] for resource in plain.resources} == {"c360-mcp"}
    assert {resource["service.name"] for resource in renamed.resources} == {"briefings"}
    assert {resource["deployment.environment.name"] for resource in renamed.resources} == {"test"}


PERSONAL = {
    "customer@example.com": "an address",
    "2065550134": "a number",
    "eght_SENTINEL": "the key",
    "Sentinelson": "a name",
    "sentinelbaggage": "baggage",
    "sentinelstate": "what the trace's state says",
    "sentinelwords": "what was said",
    "sentinelid": "the ID of a request",
    "sentinelclient": "the client",
    "sentinelcontact": "an ID",
}
SAYING = {
    "interactions": [
        ROW
        | {
            "interactionId": "sentinelcontact",
            "mediaIdentifier": "customer@example.com",
            "title": "sentinelwords of Ms Sentinelson, +12065550134",
        }
    ]
}
REPLIES: dict[str, tuple[int, Any]] = {
    "a reply": (200, SAYING),
    "a refusal": (400, {"detail": "customer@example.com sentinelwords eght_SENTINEL"}),
    "no JSON": (200, b"<html>customer@example.com"),
}


@pytest.mark.parametrize("reply", REPLIES)
async def test_nothing_personal_leaves_for_the_collector_or_into_the_log(reply: str, tmp_path: Path) -> None:
    token, client = new_token("copilot")
    (tmp_path / "tokens").write_text(str(client), encoding="utf-8")
    script = Script(lambda *_: REPLIES[reply])
    own = {
        "C360_API_KEY": "eght_SENTINEL",
        "C360_LOG_LEVEL": "DEBUG",
        "C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens"),
    }
    with collecting() as (collector, configured), environment(script, own | configured) as settings:
        async with started(settings) as service, caller(service.url, token) as http:
            await say_everything(http)
            said = await service.end()

    assert all("baggage" not in headers for headers in script.headers)
    assert "sentinelbaggage" not in str(script.headers)
    assert {headers["tracestate"] for headers in script.headers} == {"vendor=sentinelstate"}
    assert {path for path, _ in collector.sent} == {"/v1/traces", "/v1/metrics"}
    assert len(collector.spans) >= 10
    assert said.count("request method=") >= 8
    everything = said.encode() + b"".join(body for _, body in collector.sent)
    assert [what for word, what in PERSONAL.items() if word.encode() in everything] == []
    assert token.encode() not in everything


async def say_everything(http: httpx2.AsyncClient) -> None:
    """Calls with personal data wherever a caller can put any."""
    headers = CALL_HEADERS | {
        "traceparent": TRACEPARENT,
        "tracestate": "vendor=sentinelstate",
        "baggage": "customer=sentinelbaggage",
        "User-Agent": "sentinelclient",
    }
    meta: dict[str, Any] = META | {
        "baggage": "customer=sentinelbaggage",
        "io.modelcontextprotocol/clientInfo": {"name": "sentinelclient", "version": "customer@example.com"},
    }
    for arguments in (
        SEARCH | {"include_summaries": 1},
        {"search_by": "phone_number", "identifier": "+12065550134"},
        {"search_by": "contact_id", "identifier": "sentinelcontact"},
        {"search_by": "customer@example.com", "Sentinelson": "sentinelwords"},
    ):
        body = call_body(arguments) | {"id": "sentinelid"}
        body["params"]["_meta"] = meta
        await http.post("/mcp?email=customer@example.com", json=body, headers=headers)
    for method, name in (
        ("tools/call", "customer@example.com"),
        ("prompts/get", "Sentinelson"),
        ("resources/read", "sentinelcontact"),
        ("customer@example.com", "Sentinelson"),
    ):
        params = {"name": name, "uri": f"c360://{name}", "arguments": SEARCH, "_meta": meta}
        body = {"jsonrpc": "2.0", "id": "sentinelid", "method": method, "params": params}
        named = {"Mcp-Method": method, "Mcp-Name": f"c360://{name}" if method == "resources/read" else name}
        await http.post("/mcp", json=body, headers=headers | named)
    await http.request("SENTINELWORDS", "/customer@example.com?phone=2065550134", headers=headers)


async def test_a_collector_that_never_answers_holds_up_neither_calls_nor_the_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configured = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{silent.getsockname()[1]}",
            "OTEL_EXPORTER_OTLP_TIMEOUT": LONGER_STILL,
        }
        async with started(configured, "--demo") as service, caller(service.url) as http:
            with anyio.fail_after(PATIENCE):
                assert text_of(await call(http)).startswith("Demo data")
            with anyio.fail_after(PATIENCE):  # less than one try to send may take
                assert await service.end() == ""


async def test_that_nothing_reaches_the_collector_is_said_once_and_without_its_words() -> None:
    often = {"OTEL_BSP_SCHEDULE_DELAY": "10", "OTEL_METRICS_EXPORTER": "none"}
    with collecting(status=400) as (collector, configured):
        async with started(configured | often, "--demo") as service, caller(service.url) as http:
            with anyio.fail_after(PATIENCE):
                while len(collector.sent) < 2:
                    await call(http)
            said = await service.end()

    assert said == (
        "WARNING c360_mcp.telemetry.otlp: spans do not reach the collector; what can't be sent is dropped\n"
    )


IMPORTS = {"PYTHONPROFILEIMPORTTIME": "1"}
FOR_THE_SDK = '{"jsonrpc": "2.0", "id": 1, "method": "of nobody"}\n'
"""A message that is not answered before the SDK is loaded."""
ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}


@pytest.mark.parametrize(
    ("settings", "imported"),
    [
        ({}, False),
        (ENDPOINT | {"OTEL_SDK_DISABLED": "true"}, False),
        (ENDPOINT | {"OTEL_TRACES_EXPORTER": "none", "OTEL_METRICS_EXPORTER": "none"}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
    ],
)
def test_where_nothing_is_to_be_sent_nothing_is_imported(settings: dict[str, str], imported: bool) -> None:
    command = [sys.executable, "-m", "c360_mcp", "--demo"]
    ended = subprocess.run(
        command,
        env=MEASURED | IMPORTS | settings,
        input=FOR_THE_SDK,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "c360_mcp.telemetry" in ended.stderr
    assert ("opentelemetry.sdk" in ended.stderr) is imported
    assert ("opentelemetry.exporter" in ended.stderr) is imported


async def test_without_a_collector_a_callers_trace_goes_through_as_it_is_and_none_is_begun() -> None:
    script = replying({"interactions": []})
    with environment(script) as settings, serving(create_app(settings)) as url:
        async with caller(url) as http:
            await call(http)
            await call(http, {"traceparent": TRACEPARENT, "tracestate": "vendor=1", "baggage": "customer=Jo"})
            await call(http, {"traceparent": "nonsense", "tracestate": "vendor=1"})
            await call(http, {"traceparent": TRACEPARENT, "tracestate": f"a={'x' * 250},b={'x' * 255}"})
            await call(http, {"traceparent": TRACEPARENT, "tracestate": f"a={'x' * 250},b={'x' * 256},c=1"})
            twice = [*CALL_HEADERS.items(), ("traceparent", TRACEPARENT), ("traceparent", OTHER_TRACEPARENT)]
            await http.post("/mcp", json=call_body(), headers=twice)

    traced, alone = [TRACEPARENT] * 2, [None] * 2
    parents, states = (
        [headers.get(name) for headers in script.headers] for name in ("traceparent", "tracestate")
    )
    assert parents == [None, TRACEPARENT, None, *traced, None]
    assert states == [None, "vendor=1", None, f"a={'x' * 250},b={'x' * 255}", *alone]
    assert all("baggage" not in headers for headers in script.headers)


@pytest.mark.parametrize(
    ("environ", "signals"),
    [
        ({}, (False, False)),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, (False, False)),
        (ENDPOINT, (True, True)),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:9"}, (True, False)),
        ({"OTEL_METRICS_EXPORTER": "otlp"}, (False, True)),
        (ENDPOINT | {"OTEL_METRICS_EXPORTER": "none"}, (True, False)),
        (ENDPOINT | {"OTEL_SDK_DISABLED": "TRUE", "OTEL_TRACES_EXPORTER": "zipkin"}, (False, False)),
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, (False, False)),
        (
            ENDPOINT
            | {
                "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf",
                "OTEL_METRICS_EXPORTER": "none",
            },
            (True, False),
        ),
    ],
)
def test_the_usual_variables_say_what_is_sent(environ: dict[str, str], signals: tuple[bool, bool]) -> None:
    assert read_otel_settings(environ) == OtelSettings(*signals)


def test_what_can_not_be_sent_is_told_all_at_once() -> None:
    environ = {
        "OTEL_TRACES_EXPORTER": "console",
        "OTEL_METRICS_EXPORTER": "otlp",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
    }
    with pytest.raises(Misconfigured) as problem:
        read_otel_settings(environ)

    assert str(problem.value) == (
        "Telemetry can't be sent: OTEL_TRACES_EXPORTER must be otlp; OTEL_EXPORTER_OTLP_PROTOCOL must be "
        "http/protobuf. OTEL_SDK_DISABLED=true turns it off."
    )


WITHOUT_THE_EXTRA = """
import sys

class Absent:
    def find_spec(self, name, *_):
        if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter")):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())

from c360_mcp.__main__ import main
main()
"""
MISSING = (
    "Telemetry can't be sent: the packages that send it are not installed: pip install 'c360-mcp[otel]'. "
    "OTEL_SDK_DISABLED=true turns it off.\n"
)


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("http", "--port", "0"), 2, f"c360-mcp http: {MISSING}"),
        (("--demo",), 0, f"WARNING c360_mcp.commands.serve: {MISSING}"),
    ],
)
def test_what_is_not_installed_is_told_with_the_command_that_installs_it(
    options: tuple[str, ...], status: int, said: str
) -> None:
    ended = run_command(*options, environ=ENDPOINT, program=("-c", WITHOUT_THE_EXTRA))

    assert (ended.returncode, ended.stderr) == (status, said)


REFUSED = (
    "Telemetry can't be sent: OpenTelemetry refuses the value of one of its variables (OTEL_…). "
    "OTEL_SDK_DISABLED=true turns it off.\n"
)


@pytest.mark.parametrize("variable", ["OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_METRIC_EXPORT_INTERVAL"])
@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("http", "--port", "0"), 3, f"ERROR c360_mcp.telemetry.export: {REFUSED}"),
        (("--demo",), 0, f"WARNING c360_mcp.commands.serve: {REFUSED}"),
    ],
    ids=["http", "stdio"],
)
def test_what_opentelemetry_refuses_is_told_in_a_sentence(
    options: tuple[str, ...], status: int, said: str, variable: str
) -> None:
    ended = run_command(*options, environ=ENDPOINT | {variable: "0"})

    assert (ended.returncode, ended.stderr.splitlines(keepends=True)[-1]) == (status, said)
