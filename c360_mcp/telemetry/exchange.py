"""A request to the Customer 360 API, as a span and in figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from opentelemetry.trace import SpanKind, StatusCode, get_tracer

from c360_mcp import __version__
from c360_mcp.telemetry.audience import has_audience
from c360_mcp.telemetry.instruments import UPSTREAM

_tracer = get_tracer("c360_mcp", __version__)


class Exchange(Protocol):
    """What is noted of a request, here and elsewhere."""

    request_id: str
    status: int | None
    failure: str | None
    """The name of an error class."""
    seconds: float


@contextmanager
def sending(template: str, host: str, exchange: Exchange, attempt: int) -> Iterator[None]:
    """A span as long as the block runs; `template` is the path, in which braces stand for what is one tenant's.

    `attempt` counts from 1. What became of the request is what `exchange` says at the end.
    """
    if not has_audience():
        yield
        return
    known = {"http.request.method": "GET", "url.template": template, "server.address": host}
    retry = {"http.request.resend_count": attempt - 1} if attempt > 1 else {}
    with _tracer.start_as_current_span(
        f"GET {template}",
        kind=SpanKind.CLIENT,
        attributes={**known, **retry, "c360.request_id": exchange.request_id},
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield
        finally:
            outcome = _outcome(exchange)
            span.set_attributes(outcome)
            if exchange.failure:
                span.set_status(StatusCode.ERROR)
            UPSTREAM.record(exchange.seconds, {**known, **outcome})


def _outcome(exchange: Exchange) -> dict[str, str | int]:
    learned = {"http.response.status_code": exchange.status, "error.type": exchange.failure}
    return {name: value for name, value in learned.items() if value is not None}
