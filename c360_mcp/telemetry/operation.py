"""A request of MCP, as a span and in figures."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.trace import SpanKind, StatusCode, get_tracer

from c360_mcp import __version__
from c360_mcp.telemetry.audience import figures_are_heard, has_audience
from c360_mcp.telemetry.call import CANCELLED, OK, Call
from c360_mcp.telemetry.instruments import CALLS, OPERATIONS, TOKENS
from c360_mcp.telemetry.trace_context import current_trace_id

_tracer = get_tracer("c360_mcp", __version__)

_NAMED = {"tools/call": "gen_ai.tool.name", "prompts/get": "gen_ai.prompt.name"}


@contextmanager
def operation(call: Call, transport: Mapping[str, str]) -> Iterator[None]:
    """A span as long as the block runs, under the current one; `transport` are attributes of how it came.

    What became of the call is what `call` says at the end; what was raised is not looked at, since messages
    may hold anything.
    """
    call.outcome = CANCELLED
    if not has_audience():
        call.trace_id = current_trace_id()
        yield
        return
    method = call.method or ""
    known = {"mcp.method.name": method, **_target(call)}
    begun = time.perf_counter()
    with _tracer.start_as_current_span(
        f"{method} {call.name}" if call.name else method,
        kind=SpanKind.SERVER,
        attributes={**known, **transport},
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        call.trace_id = current_trace_id()
        try:
            yield
        finally:
            failure = {"error.type": str(call.outcome)} if call.outcome != OK else {}
            if failure:
                span.set_status(StatusCode.ERROR)
            heard = span.is_recording() or figures_are_heard()
            tokens = call.tokens() if call.tokens and heard else None
            span.set_attributes({**failure, **_result(call, tokens)})
            OPERATIONS.record(time.perf_counter() - begun, known | failure)
            _count(call, tokens)


def _target(call: Call) -> dict[str, str]:
    attributes = {"gen_ai.operation.name": "execute_tool"} if call.method == "tools/call" else {}
    return attributes | ({_NAMED[call.method]: call.name} if call.name and call.method in _NAMED else {})


def _result(call: Call, tokens: int | None) -> dict[str, str | int]:
    learned = {"c360.tenant": call.tenant, "c360.result.tokens": tokens}
    return {name: value for name, value in learned.items() if value is not None}


def _count(call: Call, tokens: int | None) -> None:
    if call.method != "tools/call":
        return
    tool = {"gen_ai.tool.name": call.name} if call.name else {}
    tenant = {"c360.tenant": call.tenant} if call.tenant else {}
    CALLS.add(1, {**tool, **tenant, "c360.outcome": str(call.outcome)})
    if tokens is not None:
        TOKENS.record(tokens, tool | tenant)
