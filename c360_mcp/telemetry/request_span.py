"""The span and the metrics of one MCP request."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.trace import SpanKind, StatusCode, get_tracer

from c360_mcp import __version__
from c360_mcp.telemetry.enabled import metrics_enabled, telemetry_enabled
from c360_mcp.telemetry.instruments import (
    CALLS_REUSING,
    CALLS_UNDER_WAY,
    REQUEST_DURATION,
    RESULT_TOKENS,
    TOOL_CALLS,
)
from c360_mcp.telemetry.request_record import CANCELLED, OK, RequestRecord
from c360_mcp.telemetry.trace_context import current_trace_id

_tracer = get_tracer("c360_mcp", __version__)

_NAME_ATTRIBUTES = {"tools/call": "gen_ai.tool.name", "prompts/get": "gen_ai.prompt.name"}


@contextmanager
def request_span(request: RequestRecord, transport: Mapping[str, str]) -> Iterator[None]:
    """Record the block as a span and in the metrics, with the outcome that `request` shows when the block ends.

    `transport` are the span attributes of the transport. Exceptions are not recorded, since their messages may hold
    personal data.
    """
    request.outcome = CANCELLED
    if not telemetry_enabled():
        request.trace_id = current_trace_id()
        yield
        return
    method = request.method or ""
    known = {"mcp.method.name": method, **_target(request)}
    begun = time.perf_counter()
    with _tracer.start_as_current_span(
        f"{method} {request.name}" if request.name else method,
        kind=SpanKind.SERVER,
        attributes={**known, **transport},
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        request.trace_id = current_trace_id()
        try:
            with _under_way(request):
                yield
        finally:
            failure = {"error.type": str(request.outcome)} if request.outcome != OK else {}
            if failure:
                span.set_status(StatusCode.ERROR)
            recorded = span.is_recording() or metrics_enabled()
            tokens = request.tokens() if request.tokens and recorded else None
            span.set_attributes({**failure, **_result(request, tokens)})
            REQUEST_DURATION.record(time.perf_counter() - begun, known | failure)
            _count(request, tokens)


@contextmanager
def _under_way(request: RequestRecord) -> Iterator[None]:
    """Count a tool call among those under way while the block runs; its tenant is not known yet."""
    if request.method != "tools/call":
        yield
        return
    tool = _tool(request)
    CALLS_UNDER_WAY.add(1, tool)
    try:
        yield
    finally:
        CALLS_UNDER_WAY.add(-1, tool)


def _tool(request: RequestRecord) -> dict[str, str]:
    return {"gen_ai.tool.name": request.name} if request.name else {}


def _target(request: RequestRecord) -> dict[str, str]:
    attributes = {"gen_ai.operation.name": "execute_tool"} if request.method == "tools/call" else {}
    return attributes | (
        {_NAME_ATTRIBUTES[request.method]: request.name}
        if request.name and request.method in _NAME_ATTRIBUTES
        else {}
    )


def _result(request: RequestRecord, tokens: int | None) -> dict[str, str | int]:
    learned = {"c360.tenant": request.tenant, "c360.result.tokens": tokens}
    return {name: value for name, value in learned.items() if value is not None}


def _count(request: RequestRecord, tokens: int | None) -> None:
    if request.method != "tools/call":
        return
    tool = _tool(request)
    tenant = {"c360.tenant": request.tenant} if request.tenant else {}
    TOOL_CALLS.add(1, {**tool, **tenant, "c360.outcome": str(request.outcome)})
    if request.reused:
        CALLS_REUSING.add(1, tool | tenant)
    if tokens is not None:
        RESULT_TOKENS.record(tokens, tool | tenant)
