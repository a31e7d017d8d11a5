"""Installs the providers of OpenTelemetry's SDK, which reads the rest of its variables itself."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.metrics import set_meter_provider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricExportResult, MetricsData, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExportResult
from opentelemetry.trace import set_tracer_provider

from c360_mcp import __version__
from c360_mcp.telemetry.otel_settings import OtelSettings

logger = logging.getLogger(__name__)


def install_providers(settings: OtelSettings) -> Iterator[Callable[[], object]]:
    """Install a provider for what is sent; yields, for each, what flushes it and shuts it down, which may take long."""
    resource = _resource()
    if settings.traces:
        tracer = TracerProvider(resource=resource, shutdown_on_exit=False)
        tracer.add_span_processor(BatchSpanProcessor(_SpanExporter()))
        set_tracer_provider(tracer)
        yield tracer.shutdown
    if settings.metrics:
        reader = PeriodicExportingMetricReader(_MetricExporter())
        meter = MeterProvider([reader], resource=resource, shutdown_on_exit=False)
        set_meter_provider(meter)
        yield meter.shutdown


def _resource() -> Resource:
    """Name and version of this service; `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` override them."""
    ours = Resource({"service.name": "c360-mcp", "service.version": __version__})
    return Resource.create(ours.merge(OTELResourceDetector().detect()).attributes)


class _DeliveryWarning:
    """Warns at the first failure of a run of failures, without the SDK's reason, which may quote personal data."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._failing = False

    def note(self, *, succeeded: bool) -> None:
        if not succeeded and not self._failing:
            logger.warning("%s do not reach the collector; what can't be sent is dropped", self._what)
        self._failing = not succeeded


class _SpanExporter(OTLPSpanExporter):
    def __init__(self) -> None:
        super().__init__()
        self._delivery = _DeliveryWarning("spans")

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = super().export(spans)
        self._delivery.note(succeeded=result is SpanExportResult.SUCCESS)
        return result


class _MetricExporter(OTLPMetricExporter):
    def __init__(self) -> None:
        super().__init__()
        self._delivery = _DeliveryWarning("metrics")

    def export(
        self, metrics_data: MetricsData, timeout_millis: float | None = 10_000, **kwargs: Any
    ) -> MetricExportResult:
        result = super().export(metrics_data, timeout_millis, **kwargs)
        self._delivery.note(succeeded=result is MetricExportResult.SUCCESS)
        return result
