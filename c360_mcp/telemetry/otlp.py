"""OpenTelemetry's exporters over HTTP, which say once when nothing reaches the collector."""

import logging
from collections.abc import Sequence
from typing import Any

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics.export import MetricExportResult, MetricsData
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExportResult

logger = logging.getLogger(__name__)


class _DeliveryWarning:
    """Warns at the first failure of a run of failures, without the SDK's reason, which may quote personal data."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._failing = False

    def note(self, *, succeeded: bool) -> None:
        if not succeeded and not self._failing:
            logger.warning("%s do not reach the collector; what can't be sent is dropped", self._what)
        self._failing = not succeeded


class SpanExporter(OTLPSpanExporter):
    """Sends spans."""

    def __init__(self) -> None:
        super().__init__()
        self._delivery = _DeliveryWarning("spans")

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send, and note whether that succeeded."""
        result = super().export(spans)
        self._delivery.note(succeeded=result is SpanExportResult.SUCCESS)
        return result


class MetricExporter(OTLPMetricExporter):
    """Sends metrics."""

    def __init__(self) -> None:
        super().__init__()
        self._delivery = _DeliveryWarning("metrics")

    def export(
        self, metrics_data: MetricsData, timeout_millis: float | None = 10_000, **kwargs: Any
    ) -> MetricExportResult:
        """Send, and note whether that succeeded."""
        result = super().export(metrics_data, timeout_millis, **kwargs)
        self._delivery.note(succeeded=result is MetricExportResult.SUCCESS)
        return result
