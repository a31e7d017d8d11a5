"""The span and the metrics of one request to the Customer 360 API."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from opentelemetry.trace import SpanKind, StatusCode, get_tracer

from c360_mcp import __version__
from c360_mcp.telemetry.enabled import telemetry_enabled
from c360_mcp.telemetry.instruments import UPSTREAM_DURATION, UPSTREAM_UNDER_WAY

_tracer = get_tracer("c360_mcp", __version__)


class UpstreamRequest(Protocol):
    """What the span reads of a request: `upstream.attempts.Attempt`, which this package may not import."""

    request_id: str
    status: int | None
    failure: str | None
    """The name of an error class."""
    seconds: float


@contextmanager
def upstream_span(template: str, host: str, request: UpstreamRequest, attempt: int) -> Iterator[None]:
    """Record the block as a span and in the metrics, with the outcome that `request` shows when the block ends.

    `template` is the path with the tenant ID left out, and `attempt` counts the tries of a request from 1.
    """
    if not telemetry_enabled():
        yield
        return
    known = {"http.request.method": "GET", "url.template": template, "server.address": host}
    retry = {"http.request.resend_count": attempt - 1} if attempt > 1 else {}
    UPSTREAM_UNDER_WAY.add(1, known)
    with _tracer.start_as_current_span(
        f"GET {template}",
        kind=SpanKind.CLIENT,
        attributes={**known, **retry, "c360.request_id": request.request_id},
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield
        finally:
            outcome = _outcome(request)
            span.set_attributes(outcome)
            if request.failure:
                span.set_status(StatusCode.ERROR)
            UPSTREAM_UNDER_WAY.add(-1, known)
            UPSTREAM_DURATION.record(request.seconds, {**known, **outcome})


def _outcome(request: UpstreamRequest) -> dict[str, str | int]:
    learned = {"http.response.status_code": request.status, "error.type": request.failure}
    return {name: value for name, value in learned.items() if value is not None}
