"""Takes the trace of a caller from W3C Trace Context, and propagates it to the API."""

from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager

from opentelemetry.context import Context, attach, create_key, detach, get_value, set_value
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    format_trace_id,
    get_current_span,
    set_span_in_context,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PROPAGATOR = TraceContextTextMapPropagator()
_TRACESTATE = create_key("c360-tracestate")

LONGEST_STATE = 512
"""Characters of a `tracestate`, which W3C asks to propagate up to here; a longer one is dropped, since gateways limit
the size of headers."""


@contextmanager
def caller_trace(carrier: Mapping[str, object] | None) -> Iterator[None]:
    """Run the block within the trace that a caller's `traceparent` names, if it is a valid one.

    The `tracestate` beside it is propagated to the API and kept out of spans, and Baggage is ignored: callers put
    what they like into both. `carrier` holds the fields by their names.
    """
    context = _read(carrier) if carrier and "traceparent" in carrier else None
    token = attach(context) if context is not None else None
    try:
        yield
    finally:
        if token is not None:
            detach(token)


def propagate_trace(headers: MutableMapping[str, str]) -> None:
    """Put the current trace into the headers of a request; without one, they stay as they are."""
    _PROPAGATOR.inject(headers)
    if state := get_value(_TRACESTATE):
        headers["tracestate"] = str(state)


def current_trace_id() -> str | None:
    """The ID of the current trace, as 32 hexadecimal digits."""
    span = get_current_span().get_span_context()
    return format_trace_id(span.trace_id) if span.is_valid else None


def _read(carrier: Mapping[str, object]) -> Context | None:
    texts = {name: value for name in _PROPAGATOR.fields if isinstance(value := carrier.get(name), str)}
    remote = get_current_span(_PROPAGATOR.extract(texts, Context())).get_span_context()
    if not remote.is_valid:
        return None
    parent = SpanContext(remote.trace_id, remote.span_id, is_remote=True, trace_flags=remote.trace_flags)
    state = remote.trace_state.to_header()
    kept = state if len(state) <= LONGEST_STATE else ""
    return set_value(_TRACESTATE, kept, set_span_in_context(NonRecordingSpan(parent)))
