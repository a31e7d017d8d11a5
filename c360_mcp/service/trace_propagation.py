"""W3C Trace Context: a request continues the trace that its headers name."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.telemetry.trace_context import caller_trace


class TracePropagation:
    """Makes the spans of a request part of its caller's trace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on within its trace, if it names one."""
        with caller_trace(_carrier(scope)):
            await self._app(scope, receive, send)


def _carrier(scope: Scope) -> dict[str, str]:
    """The headers that name a trace; none count where `traceparent` came more than once."""
    headers = Headers(raw=[*scope.get("headers", ())])  # none where the server starts or ends
    match headers.getlist("traceparent"):
        case [parent]:
            return {"traceparent": parent, "tracestate": ",".join(headers.getlist("tracestate"))}
    return {}
