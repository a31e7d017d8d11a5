"""What a server that speaks stdio sends to a collector."""

import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError

from c360_mcp.server.app import build_server
from c360_mcp.server.tenant_context import TenantContext, TenantSource
from c360_mcp.telemetry.request_record import request_record
from tests.collector import collecting
from tests.front_door import environment, replying
from tests.patience import PATIENCE

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


def message(method: str, **params: Any) -> str:
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
        "traceparent": f"00-{TRACE}-{PARENT}-01",
        "baggage": "customer=sentinelbaggage",
    }
    return (
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params | {"_meta": meta}}) + "\n"
    )


SEARCH = message(
    "tools/call",
    name="get_customer_interactions",
    arguments={"search_by": "email", "identifier": "customer@example.com"},
)
PROMPT = message("prompts/get", name="brief_customer", arguments={"customer": "customer@example.com"})


@pytest.mark.parametrize("number", [None, signal.SIGTERM, signal.SIGINT], ids=["stdin", "SIGTERM", "SIGINT"])
def test_over_stdio_what_waits_is_sent_before_the_end_however_it_comes(number: signal.Signals | None) -> None:
    script = replying({"interactions": []})
    with collecting() as (collector, configured), environment(script, configured) as settings:
        out, errors = talk(settings, [SEARCH, PROMPT], number)

    assert '"isError":true' not in out
    assert errors == ""
    search, sent, prompt = collector.spans
    assert [(span.name, span.trace, span.parent) for span in (search, sent, prompt)] == [
        ("tools/call get_customer_interactions", TRACE, PARENT),
        ("GET /v1/public/tenants/{tenant}/interactions-insight", TRACE, search.id),
        ("prompts/get brief_customer", TRACE, PARENT),
    ]
    assert search.attributes["network.transport"] == "pipe"
    assert prompt.attributes["gen_ai.prompt.name"] == "brief_customer"
    assert [headers["traceparent"] for headers in script.headers] == [sent.traceparent]
    assert "baggage" not in script.headers[0]
    assert len(collector.points("c360.calls")) == 1
    everything = b"".join(body for _, body in collector.sent)
    assert b"customer@example.com" not in everything
    assert b"sentinelbaggage" not in everything


def test_variables_meant_for_the_client_do_not_keep_it_from_serving() -> None:
    with environment(replying({"interactions": []}), {"OTEL_METRICS_EXPORTER": "prometheus"}) as settings:
        out, errors = talk(settings, [SEARCH], None)

    assert '"isError":true' not in out
    assert errors == (
        "WARNING c360_mcp.commands.serve: Telemetry can't be sent: OTEL_METRICS_EXPORTER must be otlp. "
        "OTEL_SDK_DISABLED=true turns it off.\n"
    )


def talk(settings: dict[str, str], messages: list[str], number: signal.Signals | None) -> tuple[str, str]:
    """Answers and stderr of a process that is asked one thing after the other, and then ended."""
    with subprocess.Popen(
        [sys.executable, "-m", "c360_mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=settings,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        answers = []
        for one in messages:
            process.stdin.write(one)
            process.stdin.flush()
            answers.append(process.stdout.readline())
        if number is None:
            process.stdin.close()
        else:
            process.send_signal(number)
        try:
            assert process.wait(timeout=PATIENCE) == 0
        finally:
            process.kill()
        return "".join(answers), process.stderr.read()


class Broken:
    """Tenants that a mistake keeps from being found."""

    contexts = ()
    grants_summaries = True

    def current(self) -> TenantContext:
        raise RuntimeError("customer@example.com")


@asynccontextmanager
async def open_broken() -> AsyncIterator[TenantSource]:
    yield Broken()


@pytest.mark.anyio
async def test_a_request_that_fails_inside_is_recorded_under_the_class_of_its_error() -> None:
    with request_record() as request:
        async with Client(build_server(open_broken)) as client:
            with pytest.raises(MCPError):
                await client.get_prompt("brief_customer", {"customer": "customer@example.com"})

    assert (request.method, request.name) == ("prompts/get", "brief_customer")
    assert request.outcome == "RuntimeError"
