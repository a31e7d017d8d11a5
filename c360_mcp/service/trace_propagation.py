"""The trace that a caller's HTTP headers name."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.telemetry.trace_context import caller_trace


class TracePropagation:
    """Puts what is done for a request into the trace of whoever made it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, within its trace if it names one."""
        with caller_trace(_said(scope)):
            await self._app(scope, receive, send)


def _said(scope: Scope) -> dict[str, str]:
    """What W3C Trace Context reads; several of a `traceparent` are none."""
    if not any(name == b"traceparent" for name, _ in scope.get("headers", ())):
        return {}
    headers = Headers(scope=scope)
    parents = headers.getlist("traceparent")
    return (
        {"traceparent": parents[0], "tracestate": ",".join(headers.getlist("tracestate"))}
        if len(parents) == 1
        else {}
    )
