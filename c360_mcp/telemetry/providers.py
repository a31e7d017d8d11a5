"""Installs the providers of OpenTelemetry's SDK, which reads the rest of its variables itself."""

from collections.abc import Callable, Iterator

from opentelemetry.metrics import set_meter_provider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.trace import set_tracer_provider

from c360_mcp import __version__
from c360_mcp.telemetry.otel_settings import OtelSettings


def install_providers(settings: OtelSettings, *, scraped: bool) -> Iterator[Callable[[], object]]:
    """Install a provider for what is sent or `scraped`; yields, for each, what flushes it and shuts it down.

    To flush may take long. Instruments are declared once: what is sent to a collector and what Prometheus reads are
    two readers of the same.
    """
    resource = _resource()
    if settings.traces:
        yield _install_tracer(resource)
    if readers := [*_readers(settings, scraped=scraped)]:
        meter = MeterProvider(readers, resource=resource, shutdown_on_exit=False)
        set_meter_provider(meter)
        yield meter.shutdown


def _install_tracer(resource: Resource) -> Callable[[], object]:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    from c360_mcp.telemetry.otlp import SpanExporter

    tracer = TracerProvider(resource=resource, shutdown_on_exit=False)
    tracer.add_span_processor(BatchSpanProcessor(SpanExporter()))
    set_tracer_provider(tracer)
    return tracer.shutdown


def _readers(settings: OtelSettings, *, scraped: bool) -> Iterator[MetricReader]:
    """Each imports a package that is installed only with an extra of its own."""
    if settings.metrics:
        from c360_mcp.telemetry.otlp import MetricExporter

        yield PeriodicExportingMetricReader(MetricExporter())
    if scraped:
        from opentelemetry.exporter.prometheus import PrometheusMetricReader

        yield PrometheusMetricReader()


def _resource() -> Resource:
    """Name and version of this service; `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` override them."""
    ours = Resource({"service.name": "c360-mcp", "service.version": __version__})
    return Resource.create(ours.merge(OTELResourceDetector().detect()).attributes)
