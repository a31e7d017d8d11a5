"""What is recorded of each MCP request: a span, metrics, and fields of the access log's line."""

from typing import Any, Final

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, METHOD_NOT_FOUND
from mcp_types.methods import SPEC_CLIENT_METHODS
from mcp_types.version import KNOWN_PROTOCOL_VERSIONS
from pydantic import ValidationError

from c360_mcp.server.prompts import load_templates
from c360_mcp.server.tools import TOOLS
from c360_mcp.telemetry.request_record import CANCELLED, OK, RequestRecord, request_record
from c360_mcp.telemetry.request_span import request_span
from c360_mcp.telemetry.trace_context import caller_trace

UNKNOWN: Final = "unknown"

Context = ServerRequestContext[Any, Any]


async def observe(ctx: Context, call_next: CallNext) -> HandlerResult:
    """Middleware of the MCP server. Of what callers send, it records only names that this server publishes."""
    if (
        ctx.request_id is None
    ):  # a notification: the SDK accepts it before it is handled, so there is no outcome to record
        return await call_next(ctx)
    with request_record() as request:
        request.method = ctx.method if ctx.method in SPEC_CLIENT_METHODS else UNKNOWN
        request.name = _name(ctx)
        with caller_trace(ctx.meta), request_span(request, _transport(ctx)):
            return await _record_outcome(request, ctx, call_next)


async def _record_outcome(request: RequestRecord, ctx: Context, call_next: CallNext) -> HandlerResult:
    try:
        result = await call_next(ctx)
    except MCPError as error:
        request.outcome = str(error.error.code)
        if error.error.code == METHOD_NOT_FOUND:  # the SDK's holds the method's name, which could be anything
            raise MCPError(METHOD_NOT_FOUND, error.error.message) from None
        raise
    except ValidationError:
        request.outcome = str(INVALID_PARAMS)
        raise
    except Exception as error:
        request.outcome = type(error).__name__
        raise
    if request.outcome == CANCELLED:  # the initial value; tools have replaced it by how they ended
        request.outcome = OK
    return result


def _name(ctx: Context) -> str | None:
    """The name of a tool or prompt that is called, if it is one of ours."""
    name = (ctx.params or {}).get("name")
    match ctx.method:
        case "tools/call":
            published = [*TOOLS]
        case "prompts/get":
            published = [*load_templates()]
        case _:
            published = []
    return name if isinstance(name, str) and name in published else None


def _transport(ctx: Context) -> dict[str, str]:
    """How the request came, and in which version of the protocol."""
    version = ctx.protocol_version if ctx.protocol_version in KNOWN_PROTOCOL_VERSIONS else UNKNOWN
    if ctx.request is None:
        return {"mcp.protocol.version": version, "network.transport": "pipe"}
    return {"mcp.protocol.version": version, "network.transport": "tcp", "network.protocol.name": "http"}
