"""A collector of OpenTelemetry's, over real HTTP, that shows what it was sent."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Status
from starlette.types import Receive, Scope, Send

from c360_mcp.sandbox.serve import running

Attributes = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """IDs are in hexadecimal, the parent's empty where there is none."""

    name: str
    trace: str
    id: str
    parent: str
    attributes: Attributes
    failed: bool

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace}-{self.id}-01"


@dataclass
class Collector:
    """Answers with `status`."""

    status: int = 200
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    """Paths and bodies, as they came."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        self.sent.append((scope["path"], body))
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body"})

    @property
    def spans(self) -> list[Span]:
        """In the order in which they began."""
        spans = [
            span
            for body in self._bodies("/v1/traces")
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]
        return [
            Span(
                name=span.name,
                trace=span.trace_id.hex(),
                id=span.span_id.hex(),
                parent=span.parent_span_id.hex(),
                attributes=_attributes(span.attributes),
                failed=span.status.code == Status.STATUS_CODE_ERROR,
            )
            for span in sorted(spans, key=lambda span: span.start_time_unix_nano)
        ]

    def points(self, name: str) -> list[tuple[Attributes, Any]]:
        """The points of a metric as they were last, with their attributes."""
        newest = ExportMetricsServiceRequest.FromString(self._bodies("/v1/metrics")[-1])
        return [
            (_attributes(point.attributes), point)
            for resource in newest.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
            for point in getattr(metric, str(metric.WhichOneof("data"))).data_points
        ]

    @property
    def resources(self) -> list[Attributes]:
        """Who sent metrics."""
        return [
            _attributes(resource.resource.attributes)
            for body in self._bodies("/v1/metrics")
            for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics
        ]

    def _bodies(self, path: str) -> list[bytes]:
        return [body for at, body in self.sent if at == path]


@contextmanager
def collecting(status: int = 200) -> Iterator[tuple[Collector, dict[str, str]]]:
    """A collector, and the setting that names it."""
    collector = Collector(status)
    with running(collector) as url:
        yield collector, {"OTEL_EXPORTER_OTLP_ENDPOINT": url}


def _attributes(pairs: Iterable[KeyValue]) -> Attributes:
    return {pair.key: getattr(pair.value, str(pair.value.WhichOneof("value"))) for pair in pairs}
