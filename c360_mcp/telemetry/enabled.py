"""Whether spans and metrics are sent. They are not while OpenTelemetry's API has only its own default providers."""

from opentelemetry.metrics import get_meter_provider
from opentelemetry.trace import get_tracer_provider


def telemetry_enabled() -> bool:
    """Whether spans or metrics are sent; where neither is, requests skip the work."""
    return metrics_enabled() or not _is_default(get_tracer_provider(), "opentelemetry.trace")


def metrics_enabled() -> bool:
    """Whether metrics are sent."""
    return not _is_default(get_meter_provider(), "opentelemetry.metrics")


def _is_default(provider: object, package: str) -> bool:
    return type(provider).__module__.split("._", 1)[0] == package
