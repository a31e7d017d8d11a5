"""Which trace a caller is in, as W3C Trace Context has it, and passing that on."""

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
"""Characters of a `tracestate` that W3C asks to pass on at least; gateways limit what headers come to in all."""


@contextmanager
def caller_trace(said: Mapping[str, object] | None) -> Iterator[None]:
    """As long as the block runs, be in the trace that a caller's `traceparent` names, if it is a valid one.

    What the `tracestate` beside it says is for the systems further on: it is passed on, and stays out of spans.
    Baggage, in which callers put what they like, is not taken at all.
    """
    context = _read(said) if said and "traceparent" in said else None
    token = attach(context) if context is not None else None
    try:
        yield
    finally:
        if token is not None:
            detach(token)


def propagate_trace(headers: MutableMapping[str, str]) -> None:
    """Put the trace that is current into the headers of a request; where there is none, they stay as they are."""
    _PROPAGATOR.inject(headers)
    if state := get_value(_TRACESTATE):
        headers["tracestate"] = str(state)


def current_trace_id() -> str | None:
    """The trace that is current, as 32 hexadecimal digits."""
    span = get_current_span().get_span_context()
    return format_trace_id(span.trace_id) if span.is_valid else None


def _read(said: Mapping[str, object]) -> Context | None:
    texts = {name: value for name in _PROPAGATOR.fields if isinstance(value := said.get(name), str)}
    remote = get_current_span(_PROPAGATOR.extract(texts, Context())).get_span_context()
    if not remote.is_valid:
        return None
    parent = SpanContext(remote.trace_id, remote.span_id, is_remote=True, trace_flags=remote.trace_flags)
    state = remote.trace_state.to_header()
    kept = state if len(state) <= LONGEST_STATE else ""
    return set_value(_TRACESTATE, kept, set_span_in_context(NonRecordingSpan(parent)))
