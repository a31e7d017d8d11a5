"""The metrics: their names, units and histogram buckets."""

from typing import Final

from opentelemetry.metrics import get_meter

from c360_mcp import __version__
from c360_mcp.telemetry.observed import (
    budget_limit,
    budget_used,
    circuits_open,
    requests_waiting,
    stores_away,
)

_meter = get_meter("c360_mcp", __version__)

TOOL_CALLS: Final = _meter.create_counter("c360.calls", unit="{call}", description="Tool calls, by outcome.")

CALLS_UNDER_WAY: Final = _meter.create_up_down_counter(
    "c360.calls.active",
    unit="{call}",
    description="Tool calls under way, those that wait for the API included.",
)

CALLS_REUSING: Final = _meter.create_counter(
    "c360.calls.reusing", unit="{call}", description="Tool calls that used a reply made for an earlier one."
)

REFUSALS: Final = _meter.create_counter(
    "c360.refusals", unit="{request}", description="HTTP requests that were refused before MCP, by reason."
)

RESULT_TOKENS: Final = _meter.create_histogram(
    "c360.result.tokens",
    unit="{token}",
    description="What a result costs a model, estimated.",
    explicit_bucket_boundaries_advisory=[250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 50_000],
)

UPSTREAM_UNDER_WAY: Final = _meter.create_up_down_counter(
    "http.client.active_requests", unit="{request}", description="Requests to the Customer 360 API under way."
)

UPSTREAM_REFUSALS: Final = _meter.create_counter(
    "c360.upstream.refusals",
    unit="{request}",
    description="Requests to the Customer 360 API that this server did not send, by reason.",
)

UPSTREAM_WAIT: Final = _meter.create_histogram(
    "c360.upstream.wait.duration",
    unit="s",
    description="How long requests to the Customer 360 API waited for their turn.",
    explicit_bucket_boundaries_advisory=[0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40],
)

_meter.create_observable_gauge(
    "c360.upstream.waiting",
    [requests_waiting],
    unit="{request}",
    description="Requests to the Customer 360 API that wait for their turn.",
)

_meter.create_observable_gauge(
    "c360.circuit.open",
    [circuits_open],
    description="1 while the API is left alone, as call after call failed.",
)

_meter.create_observable_gauge(
    "c360.budget.used",
    [budget_used],
    unit="{request}",
    description="Requests that this process has sent within the window of a rate.",
)

_meter.create_observable_gauge(
    "c360.budget.limit",
    [budget_limit],
    unit="{request}",
    description="Requests that all processes together may send within the window of a rate.",
)

_meter.create_observable_gauge(
    "c360.store.away",
    [stores_away],
    description="1 while the store of the budgets does not answer, and processes keep to their own shares.",
)

# Names and buckets of the two below are those of OpenTelemetry's semantic conventions.
REQUEST_DURATION: Final = _meter.create_histogram(
    "mcp.server.operation.duration",
    unit="s",
    description="Requests of MCP, from their arrival to their result.",
    explicit_bucket_boundaries_advisory=[
        *(0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
        *(1, 2, 5, 10, 30, 60, 120, 300),
    ],
)

UPSTREAM_DURATION: Final = _meter.create_histogram(
    "http.client.request.duration",
    unit="s",
    description="Requests to the Customer 360 API, each try by itself.",
    explicit_bucket_boundaries_advisory=[
        *(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75),
        *(1, 2.5, 5, 7.5, 10),
    ],
)
