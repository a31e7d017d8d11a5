"""The access log: one line for each HTTP request, also for those that are refused or fail.

Of what callers send it repeats only names that this server publishes, and who their token says that they are.
"""

import logging
import time
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c360_mcp.service.callers.caller import tenant_of
from c360_mcp.telemetry.request_record import CANCELLED, OK, RequestRecord, request_record
from c360_mcp.telemetry.trace_context import current_trace_id

logger = logging.getLogger(__name__)

PROBES: Final = frozenset({"/healthz", "/readyz"})
"""Requested every few seconds by whoever supervises the process, and therefore logged at DEBUG."""
OTHER: Final = "other"
REFUSED: Final = "refused"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


class RequestLog:
    """Logs requests at INFO; `paths` are those that are served, `tenants` the IDs of tenants by their names."""

    def __init__(self, app: ASGIApp, paths: Collection[str], tenants: Mapping[str, str]) -> None:
        self._app = app
        self._paths = frozenset(paths)
        self._tenants = tenants

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log how it ended."""
        if scope["type"] != "http" or not logger.isEnabledFor(level := _level(scope)):
            await self._app(scope, receive, send)
            return
        sent = _Sent(send)
        begun = time.perf_counter()
        with request_record() as request:
            try:
                await self._app(scope, receive, sent)
            except Exception as error:
                request.outcome = type(error).__name__
                # Starlette's outermost middleware answers so, and is not seen from here.
                sent.status = sent.status or HTTPStatus.INTERNAL_SERVER_ERROR.value
                raise
            finally:
                seconds = time.perf_counter() - begun
                logger.log(level, "request", extra={"fields": self._fields(scope, request, sent, seconds)})

    def _fields(
        self, scope: Scope, request: RequestRecord, sent: "_Sent", seconds: float
    ) -> dict[str, object]:
        fields = {
            "method": scope["method"] if scope["method"] in _METHODS else OTHER,
            "path": scope["path"] if scope["path"] in self._paths else OTHER,
            "status": sent.status,
            "ms": round(seconds * 1000, 1),
            "tenant": request.tenant or self._tenant(scope),
            "caller": request.caller,
            "subject_hash": request.subject_hash,
            "mcp_method": request.method,
            "mcp_name": request.name,
            "outcome": request.outcome or _outcome(sent.status),
            "bytes": sent.size,
            "trace_id": request.trace_id or current_trace_id(),
        }
        return {name: value for name, value in fields.items() if value is not None}

    def _tenant(self, scope: Scope) -> str | None:
        name = tenant_of(scope)
        return self._tenants.get(name) if name else None


class _Sent:
    """A `send` that notes the status and the size of the response."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None
        self.size = 0

    async def __call__(self, message: Message) -> None:
        self.status = message.get("status", self.status)
        self.size += len(message.get("body", b""))
        await self._send(message)


def _level(scope: Scope) -> int:
    return logging.DEBUG if scope["path"] in PROBES else logging.INFO


def _outcome(status: int | None) -> str:
    """The outcome of a request that was answered before it reached MCP; no status means that its caller disconnected."""
    if status is None:
        return CANCELLED
    return OK if status < 400 else REFUSED
